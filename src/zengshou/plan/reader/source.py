"""What the reader works on: lines of a file, and passages joined from them that know where each character stood."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

FOLDED = dict(
    zip(
        "（），：；％．＋－　\u00a0\t０１２３４５６７８９［］㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩",
        "(),:;%.+-   0123456789[]一二三四五六七八九十",
        strict=True,
    )
)
# Few characters of a text are folded: finding them is faster than translating every one.
WIDE = re.compile(f"[{re.escape(''.join(FOLDED))}]")
# 到 2018 年: programs set a gap between Chinese and figures, some as a blank.
GAP = re.compile(
    r"(?<=[\u3000-\u303f\u4e00-\u9fff]) +(?=[\dA-Za-z])|(?<=[\dA-Za-z%]) +(?=[\u3000-\u303f\u4e00-\u9fff])"
)


def fold(text: str) -> str:
    """The text with half-width brackets, comma, colon, semicolon, per cent and digits; one character for each one."""
    return WIDE.sub(lambda match: FOLDED[match.group()], text)


@dataclass(frozen=True)
class SourceLine:
    """One line of the file, as it stands there.

    number  from 1, in the order of the file
    place   第3页, 第12段, 表1第4行; "" for plain text
    cells   the cells of a table's row, merged cells repeated; () for text
    is_full the line reaches the right edge of its page, so that its paragraph may go on; None where nobody knows
    """

    number: int
    text: str
    place: str = ""
    page: int | None = None
    cells: tuple[str, ...] = ()
    is_full: bool | None = None


@dataclass(frozen=True)
class Span:
    """A stretch of the source: lines and columns from 1, the end column is the first one after it."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str = ""


@dataclass(frozen=True)
class Passage:
    """Text joined from stretches of lines.

    text    verbatim
    folded  the same, folded
    starts  offsets in `text` where each piece begins;  origins  (line, column from 0) of each piece
    """

    text: str
    starts: tuple[int, ...]
    origins: tuple[tuple[int, int], ...]
    folded: str = field(default="", repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.folded:
            object.__setattr__(self, "folded", fold(self.text))

    @property
    def first_line(self) -> int:
        return self.origins[0][0]

    def origin(self, offset: int) -> tuple[int, int]:
        """Line, and column from 0, of one character."""
        piece = max(bisect_right(self.starts, offset) - 1, 0)
        line, column = self.origins[piece]
        return line, column + offset - self.starts[piece]

    def span(self, start: int, end: int) -> Span:
        """The place of text[start:end]."""
        line, column = self.origin(start)
        end_line, end_column = self.origin(max(end - 1, start))
        return Span(line, column + 1, end_line, end_column + 2, self.text[start:end])

    def lines(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(line for line, _ in self.origins))

    def cut(self, start: int, end: int | None = None) -> "Passage":
        """A part of the passage, without the blanks around it."""
        end = len(self.text) if end is None else end
        while start < end and self.folded[start] == " ":
            start += 1
        while end > start and self.folded[end - 1] == " ":
            end -= 1
        first = max(bisect_right(self.starts, start) - 1, 0)
        inner = range(first + 1, bisect_left(self.starts, end, first + 1))
        starts = (0, *(self.starts[k] - start for k in inner))
        origins = (self.origin(start), *(self.origins[k] for k in inner))
        return Passage(self.text[start:end], starts, origins, self.folded[start:end])

    def trimmed(self, marks: str) -> "Passage":
        """Without these characters at either end."""
        text = self.folded
        start = len(text) - len(text.lstrip(marks))
        return self.cut(start, max(len(text.rstrip(marks)), start))

    def followed_by(self, other: "Passage", between: str = "") -> "Passage":
        """Both as one; `between` is a separator that stands in no line."""
        return join_all([self, other], between)


def passage_of(line: SourceLine) -> Passage:
    """One line, without the blanks around it and those between Chinese and figures."""
    parts: list[str] = []
    starts: list[int] = []
    origins: list[tuple[int, int]] = []
    begin, length = 0, 0
    for gap in (*GAP.finditer(line.text), None):
        end = len(line.text) if gap is None else gap.start()
        parts.append(line.text[begin:end])
        starts.append(length)
        origins.append((line.number, begin))
        length += end - begin
        begin = end if gap is None else gap.end()
    return Passage("".join(parts), tuple(starts), tuple(origins)).cut(0)


def join_all(passages: list[Passage], between: str = "") -> Passage:
    """Many passages (at least one) as one, in one pass."""
    starts: list[int] = []
    origins: list[tuple[int, int]] = []
    length = 0
    for passage in passages:
        starts += [length + start for start in passage.starts]
        origins += passage.origins
        length += len(passage.text) + len(between)
    folded = fold(between).join(passage.folded for passage in passages)
    return Passage(between.join(passage.text for passage in passages), tuple(starts), tuple(origins), folded)


@dataclass(frozen=True)
class Flag:
    """Why a person should look: a code that programs may rely on, the reason in Chinese, the place."""

    code: str
    reason: str
    span: Span | None = None
