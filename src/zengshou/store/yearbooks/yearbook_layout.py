"""How a yearbook table lies: where its groups stand, along rows or along columns, and the runs that they form.

A table is read along `lines` (each line one group) and across `lanes` (each lane one figure). Where the groups stand in
columns the sheet is turned, so that both kinds of table are read by the same code.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from zengshou.concepts.problem import Problem, ProblemsFound, refuse
from zengshou.store.yearbooks.yearbook_sheet import Place, Sheet
from zengshou.store.yearbooks.yearbook_table import CellUse, Role
from zengshou.store.yearbooks.yearbook_text import QUOTED_NUMBER, Change, number_of, plain_text
from zengshou.store.yearbooks.yearbook_words import Grade, grade_of, is_total, is_within, words

FEWEST_GROUPS = 5


@dataclass
class Block:
    """The cells of one table in plain text, with what is known of them so far.

    texts  place -> plain text
    uses   place -> what became of the cell; filled as the table is read
    log    every change made to a text
    """

    sheet: Sheet
    texts: Mapping[Place, str]
    uses: dict[Place, CellUse] = field(default_factory=dict)
    log: list[Change] = field(default_factory=list)
    title: str = ""
    unit: str = ""

    def use(self, place: Place, role: Role, reason: str = "") -> None:
        """Say what a cell is; merged neighbours and empty places hold nothing to account for."""
        if place in self.texts and place not in self.uses:
            self.uses[place] = CellUse(role, self.texts[place], reason)


@dataclass(frozen=True)
class Run:
    """One set of groups, from the poorest to the richest.

    lines   the lines of its groups in that order
    grades  their labels' grades
    total   the line of the figure for all, or None
    """

    lines: tuple[int, ...]
    grades: tuple[Grade, ...]
    total: int | None


@dataclass(frozen=True)
class Layout:
    """A block with its direction.

    is_turned  True: groups stand in columns
    lane       the lane that holds the group labels
    body       the first line that holds groups or a total; headers lie before it
    """

    block: Block
    is_turned: bool
    lane: int
    body: int
    runs: tuple[Run, ...]

    def place(self, line: int, lane: int) -> Place:
        return (lane, line) if self.is_turned else (line, lane)

    def text(self, line: int, lane: int) -> str:
        """The text at a place; inside a merged range that of its first cell."""
        place = self.place(line, lane)
        return self.block.texts.get(self.block.sheet.spread.get(place, place), "")

    def number(self, line: int, lane: int) -> float | None:
        place = self.place(line, lane)
        return number_of(self.block.texts.get(place, ""), self.block.sheet.where(place), self.block.log)

    @property
    def lanes(self) -> range:
        """The lanes behind the labels."""
        last = max((row if self.is_turned else column) for row, column in self.block.texts)
        return range(self.lane + 1, last + 1)

    @property
    def head_lines(self) -> range:
        first = min((column if self.is_turned else row) for row, column in self.block.texts)
        return range(first, self.body)


def blocks_of(sheet: Sheet) -> tuple[Block, ...]:
    """The tables of a sheet: a row with a table's number begins one; without any the sheet is one table."""
    log: list[Change] = []
    plain = {place: plain_text(cell, sheet.where(place), log) for place, cell in sheet.cells.items()}
    starts = [row for row, cells in _rows(plain) if _is_title(cells)]
    ends = [*starts[1:], max(row for row, _ in plain) + 1] if starts else [max(row for row, _ in plain) + 1]
    begins = [min(row for row, _ in plain), *starts[1:]]
    made = []
    for begin, end in zip(begins, ends, strict=True):
        texts = {place: text for place, text in plain.items() if begin <= place[0] < end}
        places = {sheet.where(place) for place in texts}
        made.append(Block(sheet, texts, log=[change for change in log if change.place in places]))
    return tuple(made)


def _rows(texts: Mapping[Place, str]) -> Iterator[tuple[int, list[str]]]:
    for row in sorted({row for row, _ in texts}):
        yield row, [text for (own, _), text in sorted(texts.items()) if own == row and text]


def _is_title(cells: Sequence[str]) -> bool:
    held = [cell for cell in cells if not words().unit_label.match(cell)]
    return len(held) == 1 and words().titles.fullmatch(held[0]) is not None


def layout_of(block: Block) -> Layout | None:
    """Where the groups stand; None for a table without groups.

    Raises  ProblemsFound: groups along both directions, too few of them, or runs of an unknown number of groups
    """
    grades = {place: grade for place, text in block.texts.items() if (grade := grade_of(text))}
    if not grades:
        return None
    columns, rows = Counter(column for _, column in grades), Counter(row for row, _ in grades)
    down, across = columns.most_common(1)[0], rows.most_common(1)[0]
    first = block.sheet.where(min(grades))
    if max(down[1], across[1]) < FEWEST_GROUPS:
        found = f"认出 {len(grades)} 个收入分组标签，但没有 {FEWEST_GROUPS} 个排在同一行或同一列。"
        raise refuse(found, first, "核对分组名称，或把五组排在同一行、同一列。")
    if min(down[1], across[1]) >= FEWEST_GROUPS:
        raise refuse("行和列上都有收入分组，看不出分组方向。", first, "请拆成一个方向分组的表。")
    is_turned = across[1] > down[1]
    lane = across[0] if is_turned else down[0]
    _set_apart(block, is_turned, lane)
    return _with_runs(block, is_turned, lane, grades)


def _set_apart(block: Block, is_turned: bool, lane: int) -> None:
    """Title, unit and notes, which belong to no line."""
    first_row = lane
    if not is_turned:
        first_row = min(row for (row, own), text in block.texts.items() if own == lane and grade_of(text))
    for row, cells in _rows(block.texts):
        places = sorted(place for place in block.texts if place[0] == row)
        for place in places:
            _take_unit(block, place)
        rest = [place for place in places if place not in block.uses]
        is_wordy = not any(QUOTED_NUMBER.fullmatch(cell) for cell in cells)
        if row > first_row and is_wordy and words().footnotes.fullmatch(cells[0]):
            for place in rest:
                block.use(place, Role.NOTE)
        elif row < first_row and len(rest) == 1 and _is_heading(block, rest[0]):
            block.title = f"{block.title} {block.texts[rest[0]]}".strip()
            block.unit = block.unit or _stated_unit(block.texts[rest[0]])
            block.use(rest[0], Role.TITLE)


def _take_unit(block: Block, place: Place) -> None:
    """A cell that does nothing but state the unit of the table."""
    if words().unit_label.match(block.texts[place]):
        block.unit = block.unit or _stated_unit(block.texts[place])
        block.use(place, Role.UNIT)


def _stated_unit(text: str) -> str:
    """万元 of `单位:万元` or of `表10-7 …(单位:万元)`; empty where none is stated."""
    stated = words().unit_label.search(text)
    return stated[1].strip().rstrip(")") if stated else ""


def _is_heading(block: Block, place: Place) -> bool:
    """True for the lone cell of a row that is a title, not the header of some columns or the label of a total."""
    text, left = block.texts[place], min(column for _, column in block.texts)
    if is_total(text):
        return False
    return place[1] == left or words().titles.fullmatch(text) is not None


def _with_runs(block: Block, is_turned: bool, lane: int, grades: Mapping[Place, Grade]) -> Layout:
    lines = {(column if is_turned else row): (row, column) for row, column in block.texts}
    on_axis = {line: grades.get((lane, line) if is_turned else (line, lane)) for line in sorted(lines)}
    groups = [(line, grade) for line, grade in on_axis.items() if grade is not None]
    bare = Layout(block, is_turned, lane, groups[0][0], ())
    totals = [line for line in on_axis if on_axis[line] is None and _is_total_line(bare, line)]
    body = min([groups[0][0], *totals])
    runs = _runs(bare, groups, totals)
    return Layout(block, is_turned, lane, body, runs)


def _is_total_line(layout: Layout, line: int) -> bool:
    if not is_total(layout.text(line, layout.lane)):
        return False
    return any(layout.number(line, lane) is not None for lane in layout.lanes)


def _runs(layout: Layout, groups: Sequence[tuple[int, Grade]], totals: Sequence[int]) -> tuple[Run, ...]:
    """Groups cut where the grades start again; each cut must have a known number of groups."""
    cuts: list[list[tuple[int, Grade]]] = []
    direction = 0
    for line, grade in groups:
        step = grade.rank - cuts[-1][-1][1].rank if cuts else 0
        sign = (step > 0) - (step < 0)
        if not cuts or sign == 0 or (direction and sign != direction):
            cuts.append([])
            direction = 0
        else:
            direction = sign
        cuts[-1].append((line, grade))
    problems = [_of_unknown_size(layout, cut) for cut in cuts if len(cut) not in words().shares]
    if problems:
        raise ProblemsFound(problems)
    return tuple(_run(layout, cut, cuts, totals) for cut in cuts)


def _of_unknown_size(layout: Layout, cut: Sequence[tuple[int, Grade]]) -> Problem:
    names = "、".join(layout.text(line, layout.lane) for line, _ in cut)
    sizes = "、".join(map(str, words().shares))
    where = layout.block.sheet.where(layout.place(cut[0][0], layout.lane))
    return Problem(f"认出 {len(cut)} 组：{names}，应为 {sizes} 组之一。", where, "核对是否有分组名称未写全。")


def _run(
    layout: Layout,
    cut: Sequence[tuple[int, Grade]],
    cuts: Sequence[Sequence[tuple[int, Grade]]],
    totals: Sequence[int],
) -> Run:
    """The run from the poorest up, with the total that stands before it, or behind it where totals stand behind."""
    first, last = cut[0][0], cut[-1][0]
    if any(line < cuts[0][0][0] for line in totals):
        near = [line for line in totals if line < first and not any(line < each[0][0] < first for each in cuts)]
        total = near[-1] if near else None
    else:
        near = [line for line in totals if line > last and not any(last < each[0][0] < line for each in cuts)]
        total = near[0] if near else None
    ordered = list(cut)
    if cut[0][1].rank > cut[-1][1].rank:
        ordered.reverse()
        place = layout.block.sheet.where(layout.place(first, layout.lane))
        layout.block.log.append(
            Change(place, "分组由高到低排列，按由低到高读", layout.text(first, layout.lane), "最高组")
        )
    return Run(tuple(line for line, _ in ordered), tuple(grade for _, grade in ordered), total)


def is_part_of_group(layout: Layout, line: int) -> bool:
    return is_within(layout.text(line, layout.lane))
