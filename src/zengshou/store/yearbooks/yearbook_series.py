"""The series of a yearbook table: what each lane is about, its year, residence, unit and values."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from zengshou.concepts.problem import Problem
from zengshou.statistics.accounts.caliber import Caliber
from zengshou.statistics.accounts.names import Residence
from zengshou.store.yearbooks.yearbook_layout import Layout, Run, is_part_of_group
from zengshou.store.yearbooks.yearbook_table import GroupSeries, Role
from zengshou.store.yearbooks.yearbook_text import Change
from zengshou.store.yearbooks.yearbook_words import (
    PERCENT,
    IndicatorWords,
    indicator_of,
    is_bare_number,
    is_only_setting,
    residence_of,
    words,
    year_of,
)

BRACKET = re.compile(r"[(]([^()]*)[)]")
UNIT_BREAK = re.compile(r"[、,;]")


@dataclass(frozen=True)
class Heading:
    """What one lane of one run is about, in words: its header from top to bottom, then the run's own labels."""

    header: tuple[str, ...]
    context: tuple[str, ...]
    title: str

    @property
    def texts(self) -> tuple[str, ...]:
        return (*self.header, *self.context)

    @property
    def label(self) -> str:
        return " ".join(self.texts) or self.title

    def indicator(self) -> IndicatorWords | None:
        """From the last text that says more than when and whom; from the title where none does."""
        for text in (*reversed(self.header), *reversed(self.context)):
            if not is_only_setting(text):
                return indicator_of(text)
        return indicator_of(self.title)

    def year(self) -> int | None:
        return next((year for text in (*self.texts, self.title) if (year := year_of(text))), None)

    def residence(self) -> Residence | None:
        return next((found for text in (*self.texts, self.title) if (found := residence_of(text))), None)


def series_of(layout: Layout, problems: list[Problem]) -> tuple[GroupSeries, ...]:
    """Every lane that is understood, as series; what is not is accounted for cell by cell."""
    made = []
    for run in layout.runs:
        shares = _shares(layout, run)
        for lane in layout.lanes:
            found = _series(layout, run, lane, shares, problems)
            if found is not None:
                made.append(found)
    _account(layout)
    return tuple(made)


def _shares(layout: Layout, run: Run) -> tuple[float, ...]:
    """Per cent of each group: printed in the labels, or in a lane of their own, or by the number of groups."""
    printed = [grade.share for grade in run.grades]
    if all(share is not None for share in printed):
        return tuple(share for share in printed if share is not None)
    for lane in layout.lanes:
        cells = [PERCENT.fullmatch(layout.text(line, lane)) for line in run.lines]
        if all(cells):
            for line in run.lines:
                layout.block.use(layout.place(line, lane), Role.HEADER)
            return tuple(float(cell[1]) for cell in cells if cell)
    return words().shares[len(run.lines)]


def _series(
    layout: Layout, run: Run, lane: int, shares: tuple[float, ...], problems: list[Problem]
) -> GroupSeries | None:
    values = [layout.number(line, lane) for line in run.lines]
    held = [value for value in values if value is not None]
    if not held:
        return None
    heading = heading_of(layout, run, lane)
    if len(held) < len(values):
        empty = "、".join(f"第{k}组" for k, value in enumerate(values, start=1) if value is None)
        _leave(layout, run, lane, f"缺{empty}，不成一组")
        return None
    about = heading.indicator()
    if about is None:
        _leave(layout, run, lane, f"未识别“{heading.label}”所指的指标")
        return None
    where = layout.block.sheet.where(layout.place(run.lines[0], lane))
    scale = _scale(layout, heading, about, where, problems)
    if scale is None:
        _leave(layout, run, lane, "单位不明")
        return None
    fault = _fall(layout, run, lane, held) if about.name.startswith("income") and "_" not in about.name else None
    if fault:
        problems.append(fault)
        _leave(layout, run, lane, "各组不是由低到高")
        return None
    return _made(layout, run, lane, shares, heading, about, held, scale)


def _made(
    layout: Layout,
    run: Run,
    lane: int,
    shares: tuple[float, ...],
    heading: Heading,
    about: IndicatorWords,
    held: Sequence[float],
    scale: float,
) -> GroupSeries:
    block, where = layout.block, layout.block.sheet.where(layout.place(run.lines[0], lane))
    for line in run.lines:
        block.use(layout.place(line, lane), Role.VALUE)
    overall = None
    if run.total is not None:
        overall = layout.number(run.total, lane)
        block.use(layout.place(run.total, lane), Role.TOTAL)
    if scale != 1:
        block.log.append(Change(where, "换算为元", f"{held[0]:g}", f"{_in_base(held[0], scale):g}"))
    residence = heading.residence()
    if residence is None:
        block.log.append(Change(where, "未注明城乡，按全体居民读", heading.label, Residence.ALL.label))
    residence = residence or Residence.ALL
    year = heading.year()
    unit = {"money": "元", "persons": "人/户", "percent": "%", "count": "户"}[about.unit]
    return GroupSeries(
        about.name,
        about.label,
        heading.label,
        year,
        residence,
        unit,
        tuple(_in_base(value, scale) for value in held),
        None if overall is None else _in_base(overall, scale),
        shares,
        _caliber(about.name, year, residence),
        where,
    )


def _leave(layout: Layout, run: Run, lane: int, reason: str) -> None:
    """Leave a lane aside, cell by cell, with the reason."""
    lines = run.lines if run.total is None else (*run.lines, run.total)
    for line in lines:
        if layout.number(line, lane) is not None:
            layout.block.use(layout.place(line, lane), Role.UNUSED, reason)


def _caliber(indicator: str, year: int | None, residence: Residence) -> Caliber | None:
    if indicator in words().old_scope_indicators:
        return Caliber.OLD_SCOPE
    if year is None:
        return None
    is_old = year < words().first_integrated_year and residence is not Residence.ALL
    return Caliber.OLD_SCOPE if is_old else Caliber.INTEGRATED


def heading_of(layout: Layout, run: Run, lane: int) -> Heading:
    """Headers over a lane, and labels beside a run, merged cells filled."""
    header = [_header(layout, line, lane) for line in layout.head_lines]
    beside = [_beside(layout, run.lines, own) for own in range(1, layout.lane)]
    return Heading(_distinct(header), _distinct(beside), layout.block.title)


def _distinct(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))


def _header(layout: Layout, line: int, lane: int) -> str:
    """The header at a place; an empty one under which a lower header stands takes that of its left neighbour."""
    if layout.place(line, lane) in layout.block.uses:
        return ""
    own = layout.text(line, lane)
    if own:
        return "" if _is_apart(layout, line, lane) or is_bare_number(own) else own
    is_over_another = any(layout.text(lower, lane) for lower in layout.head_lines if lower > line)
    if not is_over_another:
        return ""
    for left in range(lane - 1, layout.lane, -1):
        text = layout.text(line, left)
        if text and not _is_apart(layout, line, left):
            place = layout.block.sheet.where(layout.place(line, lane))
            _log_once(layout, Change(place, "空表头沿用左侧或上方（合并单元格）", "", text))
            return text
    return ""


def _is_apart(layout: Layout, line: int, lane: int) -> bool:
    """True for title, unit and notes, which head no lane, even where they are merged over it."""
    place = layout.place(line, lane)
    used = layout.block.uses.get(layout.block.sheet.spread.get(place, place))
    return used is not None and used.role in (Role.TITLE, Role.UNIT, Role.NOTE)


def _beside(layout: Layout, lines: Sequence[int], lane: int) -> str:
    """The label in a lane before the groups: at the run's first line, else the nearest before it in the body."""
    first = min(lines)
    for line in range(first, layout.body - 1, -1):
        text = layout.text(line, lane)
        if text and not _is_apart(layout, line, lane):
            if line != first:
                place = layout.block.sheet.where(layout.place(first, lane))
                _log_once(layout, Change(place, "空标签沿用上方或左侧（合并单元格）", "", text))
            return text
    return ""


def _log_once(layout: Layout, change: Change) -> None:
    if change not in layout.block.log:
        layout.block.log.append(change)


def _scale(
    layout: Layout, heading: Heading, about: IndicatorWords, where: str, problems: list[Problem]
) -> float | None:
    """How many base units one printed unit is; the header's own unit goes before that of the table."""
    if about.unit != "money":
        return 1.0
    brackets = [found for text in heading.texts for found in BRACKET.findall(text)]
    for stated in (*brackets, layout.block.unit, *BRACKET.findall(layout.block.title)):
        sizes = {size for part in UNIT_BREAK.split(stated) if (size := _money(part.strip())) is not None}
        if len(sizes) == 1:
            return sizes.pop()
        if len(sizes) > 1:
            problems.append(Problem(f"单位“{stated}”中有几种金额单位。", where, "在表头上分别注明单位。"))
            return None
    problems.append(Problem(f"“{heading.label}”没有注明金额单位。", where, "在表题或角上写“单位：元”。"))
    return None


def _in_base(value: float, scale: float) -> float:
    """0.6876万元 is 6876 yuan, without the dust of binary fractions."""
    return round(value * scale, 6)


def _money(text: str) -> float | None:
    head = re.split(r"[/·每]", text, maxsplit=1)[0].strip()
    return words().units.get(head)


def _fall(layout: Layout, run: Run, lane: int, values: Sequence[float]) -> Problem | None:
    for k in range(1, len(values)):
        if values[k] <= values[k - 1]:
            where = layout.block.sheet.where(layout.place(run.lines[k], lane))
            found = f"第{k + 1}组 {values[k]:g} 不高于第{k}组 {values[k - 1]:g}。"
            return Problem(found, where, "各组应由低到高，核对分组顺序和数值。")
    return None


def _account(layout: Layout) -> None:
    """Every cell that is still without a role gets one."""
    block, group_lines = layout.block, {line for run in layout.runs for line in run.lines}
    total_lines = {run.total for run in layout.runs}
    for place, text in block.texts.items():
        line, lane = (place[1], place[0]) if layout.is_turned else place
        if text in words().missing:
            block.use(place, Role.MISSING)
        elif (line < layout.body or lane < layout.lane) and is_bare_number(text):
            block.use(place, Role.UNUSED, "表头位置上的数字")
        elif line < layout.body or lane < layout.lane:
            block.use(place, Role.HEADER)
        elif lane == layout.lane and line in group_lines:
            block.use(place, Role.GROUP)
        elif lane == layout.lane and line in total_lines:
            block.use(place, Role.TOTAL)
        elif is_part_of_group(layout, line):
            block.use(place, Role.UNUSED, "组内的一部分，不单独成组")
        else:
            block.use(place, Role.UNUSED, "不在分组的行列内，或不是数字")
