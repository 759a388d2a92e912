"""Logical lines: page numbers and running heads set aside, wrapped lines joined until the next numbering begins."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from unicodedata import east_asian_width

from zengshou.plan.reader.numbering import Level, Token, token_of
from zengshou.plan.reader.numerals import DOCUMENT_NUMBER
from zengshou.plan.reader.source import Flag, Passage, SourceLine, fold, join_all, passage_of

FINAL = "。!?！？;:)】》”…"
LABELS = (
    "牵头|责任单位|责任部门|责任领导|配合|主办|协办|主责|负责单位|参与单位|参加单位|完成时限|完成时间|时限|时间安排|"
    "实施期限|抄送|主送|抄报|公开方式|信息公开|附件|附注|备注|联系人|来源|发布时间|发文|文号|成文日期|"
    "工作目标|任务目标|量化目标|预期目标|主要任务|工作任务|任务|内容|名称"
)
LABEL_LINE = re.compile(rf" *[\[【(]? *(?:{LABELS})[^,。;:】\]]{{0,8}}[:】\]]")
ALONE = re.compile(rf" *(?:{DOCUMENT_NUMBER.pattern}|\d{{4}} ?年 ?\d{{1,2}} ?月 ?\d{{1,2}} ?日) *$")
PAGE_NUMBER = re.compile(r"^(?:[-—–·•]+ *\d{1,4} *[-—–·•]+|第 *\d{1,4} *页.{0,12}|\d{1,4} */ *\d{1,4})$")
BARE_NUMBER = re.compile(r"^\d{1,4}$")
WIDEST_WRAP = 140
FULL_SHARE = 0.3
SLACK = 6
BROKEN_SHARE = 0.7  # of the width, that an unfinished line has at least: half-width marks and figures make it narrower
LONG_TITLE = 22
RUNNING_PAGES = 3


class Kept(Enum):
    """Why a line stands in no logical line."""

    BLANK = "blank"
    PAGE_NUMBER = "page_number"
    RUNNING_HEAD = "running_head"


@dataclass(frozen=True)
class Logical:
    """A paragraph with its numbering, or one row of a table (then `row` is set)."""

    passage: Passage
    token: Token | None = None
    row: SourceLine | None = None
    after_blank: bool = False


@dataclass(frozen=True)
class Assembled:
    """Logical lines in order; `aside` says of every other line why it is in none."""

    lines: tuple[Logical, ...]
    aside: dict[int, Kept]
    flags: tuple[Flag, ...] = ()
    is_wrapped: bool = False


def assemble(source: Sequence[SourceLine]) -> Assembled:
    """Join wrapped lines into paragraphs."""
    aside = {line.number: Kept.BLANK for line in source if not fold(line.text).strip() and not line.cells}
    aside.update(_page_furniture([line for line in source if line.number not in aside]))
    texts = [line for line in source if line.number not in aside and not line.cells]
    width = _wrap_width(texts)
    indented = sum(_indent(line) >= 2 for line in texts)
    joiner = _Joiner(width, 0 < indented < len(texts) / 2)
    blank = False
    for line in source:
        why = aside.get(line.number)
        if why is None:
            joiner.take(line, blank)
            blank = False
        else:
            blank = blank or why is Kept.BLANK
    return Assembled(tuple(joiner.finish()), aside, tuple(joiner.flags), width is not None)


def _page_furniture(lines: Sequence[SourceLine]) -> dict[int, Kept]:
    """Page numbers, and heads that repeat on most pages."""
    found: dict[int, Kept] = {}
    pages: dict[int, list[SourceLine]] = {}
    for line in lines:
        if PAGE_NUMBER.match(fold(line.text).strip()):
            found[line.number] = Kept.PAGE_NUMBER
        elif line.page is not None:
            pages.setdefault(line.page, []).append(line)
    for rows in pages.values():
        for line in (rows[0], rows[-1]):
            if BARE_NUMBER.match(fold(line.text).strip()):
                found[line.number] = Kept.PAGE_NUMBER
    if len(pages) < RUNNING_PAGES:
        return found
    edges = [[line for line in rows if line.number not in found] for rows in pages.values()]
    ends = Counter(_furniture(rows[k]) for rows in edges if rows for k in {0, len(rows) - 1})
    for rows in edges:
        for line in (rows[:1] + rows[-1:]) if rows else []:
            text = _furniture(line)
            if ends[text] > max(RUNNING_PAGES - 1, len(pages) // 2) and not token_of(text):
                found[line.number] = Kept.RUNNING_HEAD
    return found


def _furniture(line: SourceLine) -> str:
    """A running head without its page number."""
    return re.sub(r"\d+", "#", fold(line.text).strip())


def display_width(text: str) -> int:
    """Columns that a line takes: full-width characters count two."""
    return sum(2 if east_asian_width(char) in "WFA" else 1 for char in text)


def _wrap_width(lines: Sequence[SourceLine]) -> int | None:
    """The width at which the document was wrapped; None where a paragraph is one line.

    A document whose pages were measured is wrapped, whatever its lines count; its width is then not used.
    """
    if any(line.is_full is not None for line in lines):
        return WIDEST_WRAP
    widths = [display_width(line.text.rstrip()) for line in lines if len(line.text) < WIDEST_WRAP]
    if len(widths) < 0.9 * len(lines) or len(widths) < 4:
        return None
    widest = sorted(widths)[max(int(0.98 * len(widths)) - 1, 0)]
    full = [k for k, width in enumerate(widths) if width >= widest - SLACK]
    texts = [line.text.rstrip() for line in lines if len(line.text) < WIDEST_WRAP]
    broken = sum(fold(texts[k][-1:]) not in FINAL for k in full)
    is_wrapped = widest > 2 * LONG_TITLE and len(full) >= FULL_SHARE * len(widths) and broken > 0.6 * len(full)
    return widest if is_wrapped else None


@dataclass
class _Joiner:
    """Takes lines one by one; holds the open paragraph."""

    width: int | None
    has_indents: bool  # paragraphs begin with an indent, and most lines have none
    flags: list[Flag] = field(default_factory=list)
    done: list[Logical] = field(default_factory=list)
    parts: list[Passage] = field(default_factory=list)
    token: Token | None = None
    after_blank: bool = False
    last: SourceLine | None = None
    numbers: dict[Level, int] = field(default_factory=dict)
    open_brackets: int = 0

    def take(self, line: SourceLine, blank: bool) -> None:
        if line.cells:
            self._close()
            self.done.append(Logical(passage_of(line), row=line, after_blank=blank))
            return
        folded = fold(line.text)
        token = token_of(folded)
        if self.parts and self._continues(line, folded, token, blank):
            self.parts.append(passage_of(line))
        else:
            self._close()
            self.parts, self.token, self.after_blank = [passage_of(line)], token, blank
            if token:
                self.token = token_of(self.parts[0].folded)
                self.numbers[token.level] = token.number
        self.open_brackets += folded.count("(") - folded.count(")")
        self.last = line

    def _continues(self, line: SourceLine, folded: str, token: Token | None, blank: bool) -> bool:
        assert self.last is not None
        before = fold(self.last.text).rstrip()
        is_finished = before[-1:] in FINAL
        if self.open_brackets <= 0 and (LABEL_LINE.match(folded) or _is_alone(line) or _is_alone(self.last)):
            return False
        if self.width is None:
            is_broken = not is_finished and not blank and not token and _is_prose(self.parts, self.token)
            if is_broken and len(folded.strip()) > 0:
                span = passage_of(line).span(0, 1)
                self.flags.append(Flag("joined_line", "上一行没有句末标点，按断行接续，请核对。", span))
            return is_broken
        if blank and line.page == self.last.page:
            return False
        is_full = self.last.is_full
        if is_full is None:
            width = display_width(self.last.text.rstrip())
            is_full = width >= (self.width - SLACK if is_finished else BROKEN_SHARE * self.width)
        is_next = token is not None and token.number in (1, self.numbers.get(token.level, 0) + 1)
        # A bracket that nobody closed ends with its paragraph, or it would swallow the rest of the document.
        if self.open_brackets > 0 and not (token and (is_finished or is_next)):
            return True
        if token:
            return is_full and not is_finished and not is_next
        return is_full and not (_indent(line) >= 2 and (is_finished or self.has_indents))

    def _close(self) -> None:
        if self.parts:
            self.done.append(Logical(join_all(self.parts), self.token, after_blank=self.after_blank))
        self.parts, self.token, self.last, self.open_brackets = [], None, None, 0

    def finish(self) -> Iterator[Logical]:
        self._close()
        yield from self.done


def _indent(line: SourceLine) -> int:
    folded = fold(line.text)
    return len(folded) - len(folded.lstrip(" "))


def _is_alone(line: SourceLine) -> bool:
    """A document number or a date on a line of its own goes with no other line."""
    return bool(ALONE.match(passage_of(line).folded))


def _is_prose(parts: Sequence[Passage], token: Token | None) -> bool:
    """Long enough to be a broken sentence and not a heading."""
    length = sum(len(part.text) for part in parts)
    return length > 2 * LONG_TITLE and (token is None or token.level >= Level.GROUP or length > 3 * LONG_TITLE)
