"""Sentences cut into clauses, each with the deadline, base year and subject that reach it from before."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from zengshou.plan.reader.numerals import DOCUMENT_NUMBER, FIVE_YEARS, YEAR, Period, five_year_period
from zengshou.plan.reader.source import Passage, Span

MASK = "□"
TITLES = re.compile(r"《(?:[^《》]|《[^《》]*》){1,300}》")
QUOTES = re.compile(r"[“\"「]([^“”\"「」]{1,200})[”\"」]")
RANGE = re.compile(rf"({YEAR})年?(?:—|-|–|~|至|到)+({YEAR})年(?:间|期间)?")
DATED = re.compile(
    rf"(?P<to>到|至|截至|截止)?(?P<year>{YEAR})年(?P<end>底前|末前|年底|年末|底|末|\d{{1,2}}月底?前?|上半年|下半年)?(?P<before>之?前|以前)?"
)
BASE_BEFORE = re.compile(r"(?:比|较|以|相比|相对于|对比|同比)$")
BASE_AFTER = re.compile(r"^年?的?(?:基础上|为基(?:期|数|年)|基数)")
SINCE = re.compile(r"^(?:起|以来|以后|之后|度?[《〈])")
LEAD_IN = re.compile(r"^(?:[、,;和并及]|[一-龥]{2,6}(?:目标|方面):|其中:?|力争|争取|确保|努力)*$")
LAST_YEAR = re.compile(r"上一?年度?")
RELATIVE = re.compile(r"(?:今年|明年|后年|当年|[一二三四五两\d]年(?:之?内|左右的?时间))")
LONGEST_CLAUSE = 400


@dataclass(frozen=True)
class Clause:
    """One clause of a section.

    masked    folded text of the same length; quotations, titles of documents and their numbers are blanked with □
    body      where the clause begins once its own time expression and lead-in are passed
    period    the deadline in force, its own or one carried from before; due_span where it is printed
    is_own    the deadline is printed in this clause;  is_single_year  it is one year, as in 2018年新增
    base_year from 比2010年;  lag 1 for 上年度
    """

    passage: Passage
    masked: str
    body: int
    period: Period | None = None
    due_span: Span | None = None
    is_own: bool = False
    is_single_year: bool = False
    base_year: int | None = None
    lag: int = 0
    is_relative: bool = False

    def span(self) -> Span:
        return self.passage.span(0, len(self.passage.text))


def masked_text(folded: str) -> str:
    """Quotations and titles blanked, so that numbers and marks inside them are not read; lengths stay."""

    def blank(match: re.Match[str]) -> str:
        return MASK * len(match.group())

    def blank_quote(match: re.Match[str]) -> str:
        if FIVE_YEARS.fullmatch(match.group()):
            return match.group()
        return match.group()[0] + MASK * (len(match.group()) - 2) + match.group()[-1]

    return QUOTES.sub(blank_quote, DOCUMENT_NUMBER.sub(blank, TITLES.sub(blank, folded)))


def sentences(passage: Passage) -> Iterator[list[Clause]]:
    """The clauses of each sentence, in order."""
    masked = masked_text(passage.folded)
    for start, end in _pieces(masked, "。!?！？"):
        yield list(_clauses(passage, masked, start, end))


def _pieces(masked: str, marks: str, offset: int = 0) -> Iterator[tuple[int, int]]:
    """Stretches between marks that stand outside brackets."""
    depth, start = 0, 0
    for index, char in enumerate(masked):
        if char in "([【":
            depth += 1
        elif char in ")]】":
            depth = max(depth - 1, 0)
        elif depth == 0 and char in marks:
            yield offset + start, offset + index
            start = index + 1
    yield offset + start, offset + len(masked)


def _clauses(passage: Passage, masked: str, start: int, end: int) -> Iterator[Clause]:
    period: Period | None = None
    due_span: Span | None = None
    is_single, follows_time = False, False
    for first, last in _pieces(masked[start:end], ",;", start):
        text = masked[first:last]
        if not text.strip():
            continue
        own, body, single = _time(text)
        if own:
            period, is_single = own, single
            due_span = passage.span(first + own.start, first + own.end)
        base = _base_year(text)
        yield Clause(
            passage=_exact(passage, first, last),
            masked=text,
            body=body,
            period=period,
            due_span=due_span,
            is_own=own is not None or follows_time,
            is_single_year=is_single,
            base_year=base,
            lag=1 if LAST_YEAR.search(text) else 0,
            is_relative=bool(RELATIVE.search(text)),
        )
        follows_time = own is not None and not text[body:].strip()


def _exact(passage: Passage, start: int, end: int) -> Passage:
    """passage[start:end] with its blanks, so that offsets stay those of the mask."""
    inner = range(bisect_right(passage.starts, start), bisect_left(passage.starts, end))
    starts = (0, *(passage.starts[k] - start for k in inner))
    origins = (passage.origin(start), *(passage.origins[k] for k in inner))
    return Passage(passage.text[start:end], starts, origins, passage.folded[start:end])


def _time(text: str) -> tuple[Period | None, int, bool]:
    """The deadline that a clause prints, where its body begins, whether it is a single year."""
    for match in FIVE_YEARS.finditer(text):
        is_named = match.group()[0] in '“"「' or match[1] or "期" in match.group()
        if is_named and "规划" not in match.group() and not text[match.end() :].startswith(("规划", "计划", "以来")):
            period = five_year_period(match)
            starts_body = bool(LEAD_IN.match(text[: match.start()].strip()))
            return period, match.end() if starts_body else 0, False
    if spread := RANGE.search(text):
        period = Period(int(spread[2]), int(spread[1]) - 1, spread.start(), spread.end())
        return period, spread.end() if LEAD_IN.match(text[: spread.start()].strip()) else 0, False
    for match in DATED.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        if BASE_BEFORE.search(before) or BASE_AFTER.match(after) or SINCE.match(after):
            continue
        at_head = bool(LEAD_IN.match(before.strip()))
        is_marked = bool(match["to"] or match["end"] or match["before"])
        if is_marked or at_head:
            single = not is_marked
            year = int(match["year"])
            return Period(year, None, match.start(), match.end()), match.end() if at_head else 0, single
    return None, 0, False


def _base_year(text: str) -> int | None:
    for match in DATED.finditer(text):
        if BASE_BEFORE.search(text[: match.start()]) or BASE_AFTER.match(text[match.end() :]):
            return int(match["year"])
    return None


def unmasked(words: str, clause: Clause) -> str:
    """Words cut from the mask, with what the mask hid put back from the text."""
    if MASK not in words:
        return words
    found = re.search(re.escape(words).replace(MASK, "."), clause.passage.folded)
    return found.group() if found else words


def body_text(clause: Clause) -> str:
    """The masked clause after its time expression."""
    return clause.masked[clause.body :]
