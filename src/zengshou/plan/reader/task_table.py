"""Tables of task division: which column is what, one task a row, merged cells and rows broken by a page."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from zengshou.plan.model import GroupKind
from zengshou.plan.reader.assignments import Assignment, Convention, Style, parse_assignment
from zengshou.plan.reader.numbering import token_of
from zengshou.plan.reader.numerals import YEAR, chinese_number
from zengshou.plan.reader.office_names import NameList, names_of
from zengshou.plan.reader.outline import LONGEST_HEADING
from zengshou.plan.reader.result import ReadGroup, ReadTask
from zengshou.plan.reader.source import Flag, Passage, SourceLine, fold

COLUMNS = (
    ("number", re.compile(r"^(?:序号|编号|序|项次|任务编号)$")),
    ("lead", re.compile(r"^(?:牵头|主办|主责|第一责任).{0,8}$|^牵头.*单位.*$")),
    ("coop", re.compile(r"^(?:配合|协办|参与|参加|协作|协同|协助).{0,8}$")),
    ("shared", re.compile(r"^(?:责任|负责|承办|实施|落实|分工).{0,6}(?:单位|部门)?.{0,8}$")),
    ("due", re.compile(r"^(?:完成|实施|办理)?(?:时限|时间|期限|进度)(?:要求|安排|节点)?$|^完成时间.*$")),
    ("goal", re.compile(r"^.{0,6}(?:目标|成效|指标)(?:要求|任务|值)?$")),
    ("group", re.compile(r"^(?:类别|领域|项目类别|分类|类型|板块|方面|行动|计划|专项|一级任务|任务类别|重点群体)$")),
    ("task", re.compile(r"^(?:重点|主要|工作|具体|目标)*(?:任务|事项|工作|举措|措施|项目)(?:名称|分解|清单)?$")),
    ("body", re.compile(r"^(?:工作|任务|主要|具体|任务分解|建设|细化)*(?:内容|措施|举措|要求|说明)$")),
)
SEPARATORS = ("\t", "|", "｜", "│")


@dataclass(frozen=True)
class Table:
    """Tasks of one table, with the lines of its head, its rows and the rows that were not read."""

    tasks: tuple[ReadTask, ...]
    groups: tuple[ReadGroup, ...]
    head: tuple[int, ...]
    rows: tuple[int, ...]
    unread: tuple[int, ...]


def column_kinds(cells: Sequence[str]) -> dict[str, int]:
    """Column by kind, the first one of each."""
    kinds: dict[str, int] = {}
    for index, cell in enumerate(cells):
        text = re.sub(r"[\s\n]", "", fold(cell))
        kind = next((name for name, pattern in COLUMNS if pattern.match(text)), None)
        if kind and kind not in kinds:
            kinds[kind] = index
    if "task" not in kinds and "body" in kinds:
        kinds["task"] = kinds.pop("body")
    return kinds


def is_head(cells: Sequence[str]) -> bool:
    kinds = column_kinds(cells)
    return "task" in kinds and bool({"lead", "shared"} & kinds.keys())


def with_cells(lines: Iterable[SourceLine]) -> Iterator[SourceLine]:
    """Rows of tables drawn with tabs or bars in plain text get their cells, once a head was seen."""
    separator, width = "", 0
    for line in lines:
        if line.cells:
            yield line
            continue
        if not separator:
            separator = next(
                (mark for mark in SEPARATORS if mark in line.text and is_head(_split(line.text, mark))), ""
            )
            width = len(_split(line.text, separator)) if separator else 0
        cells = _split(line.text, separator) if separator else []
        if len(cells) > max(width // 2, 1):
            yield (
                replace(line, text="\t".join(cells), cells=tuple(cells))
                if separator == "\t"
                else replace(line, cells=tuple(cells))
            )
        else:
            separator = separator if separator and not line.text.strip(" -+|｜│") else ""
            yield line


def _split(text: str, separator: str) -> list[str]:
    cells = text.split(separator)
    if separator != "\t" and len(cells) > 2 and not cells[0].strip() and not cells[-1].strip():
        cells = cells[1:-1]
    return [cell.strip() for cell in cells]


def read_table(rows: Sequence[SourceLine], order: int, convention: Convention, prefix: str) -> Table | None:
    """The tasks of one block of rows; None where no row is a head with a task column and an office column."""
    start = next((index for index, row in enumerate(rows) if is_head(row.cells)), None)
    if start is None:
        return None
    reader = _TableReader(column_kinds(rows[start].cells), order, convention, prefix)
    heads = [row.number for row in rows[: start + 1]]
    for row in rows[start + 1 :]:
        if is_head(row.cells):
            heads.append(row.number)
        else:
            reader.take(row)
    return Table(tuple(reader.tasks), tuple(reader.groups), tuple(heads), tuple(reader.read), tuple(reader.unread))


class _TableReader:
    """Takes rows one by one; remembers the group and the task above."""

    def __init__(self, columns: dict[str, int], order: int, convention: Convention, prefix: str) -> None:
        self.columns = columns
        self.order = order
        self.convention = convention
        self.prefix = prefix
        self.tasks: list[ReadTask] = []
        self.groups: list[ReadGroup] = []
        self.read: list[int] = []
        self.unread: list[int] = []

    def take(self, row: SourceLine) -> None:
        filled = {cell.strip() for cell in row.cells if cell.strip()}
        if len(filled) == 1 and len(row.cells) > 1:
            self._group(row, next(index for index, cell in enumerate(row.cells) if cell.strip()))
            self.read.append(row.number)
            return
        title = self._cell(row, "task")
        if title is None:
            (self.read if self._continue(row) else self.unread).append(row.number)
            return
        group = self._cell(row, "group")
        if group and (not self.groups or self.groups[-1].title != _bare(group).text.replace("\n", "")):
            self._group(row, self.columns["group"])
        assignment = self._assignment(row)
        if assignment is None and not self._cell(row, "number") and self.tasks:
            (self.read if self._continue(row) else self.unread).append(row.number)
            return
        self._task(row, title, assignment)
        self.read.append(row.number)

    def _cell(self, row: SourceLine, kind: str) -> Passage | None:
        """The text of a column with its place in the line; None where it is empty."""
        index = self.columns.get(kind)
        if index is None or index >= len(row.cells) or not row.cells[index].strip():
            return None
        return cell_passage(row, index)

    def _group(self, row: SourceLine, index: int) -> None:
        title = _bare(cell_passage(row, index))
        kind = GroupKind.PROGRAMME if title.text.endswith("计划") else GroupKind.ACTION
        is_stated = title.text.endswith(("计划", "行动", "工程"))
        span = title.span(0, len(title.text))
        flag = Flag("kind_assumed", f"“{title.text}”没有写明是计划还是行动，按行动登记，请核对。", span)
        number = len(self.groups) + 1
        name = f"{self.prefix}-B{self.order}.{number}"
        text = title.text.replace("\n", "")
        self.groups.append(ReadGroup(name, kind, number, text, "", span, () if is_stated else (flag,)))

    def _assignment(self, row: SourceLine) -> Assignment | None:
        lead, coop, shared = (self._cell(row, kind) for kind in ("lead", "coop", "shared"))
        first = lead or shared
        if first is None:
            return None
        span = first.span(0, len(first.text))
        if lead is None and coop is None and shared is not None:
            said = parse_assignment(shared, self.convention, span)
            if said:
                return replace(said, style=Style.TABLE, flags=tuple(f for f in said.flags if f.code != "no_verb"))
        leads = names_of(first, self.convention.city)
        rest = coop or (shared if lead else None)
        helpers = names_of(rest, self.convention.city, _head(leads)) if rest else NameList()
        twice = {mention.name for mention in leads.mentions}
        return Assignment(
            Style.TABLE,
            leads.mentions,
            tuple(mention for mention in helpers.mentions if mention.name not in twice),
            span,
            leads.is_open or helpers.is_open,
            (*leads.flags, *helpers.flags),
        )

    def _task(self, row: SourceLine, title: Passage, assignment: Assignment | None) -> None:
        if not self.groups:
            self.groups.append(
                ReadGroup(f"{self.prefix}-B{self.order}.1", GroupKind.ACTION, 1, "任务分工表", "", title.span(0, 1))
            )
        cell = self._cell(row, "number")
        number = chinese_number(re.sub(r"\D*$", "", fold(cell.text).strip(" .、()"))) if cell else None
        flags = (
            list(assignment.flags)
            if assignment
            else [Flag("no_assignment", "表中没有牵头单位，请补上。", title.span(0, 1))]
        )
        bare = _bare(title)
        end = bare.folded.find("。")
        short = bare if end < 0 else bare.cut(0, end)
        due = self._cell(row, "due")
        year = re.search(YEAR, due.folded) if due else None
        texts = [text for text in (bare, self._cell(row, "body"), self._cell(row, "goal")) if text]
        self.tasks.append(
            ReadTask(
                id=f"{self.prefix}-B{self.order}.{number or len(self.tasks) + 1}",
                group=self.groups[-1].id,
                number=number or len(self.tasks) + 1,
                title=short.text.replace("\n", ""),
                is_heading=len(short.text) <= LONGEST_HEADING,
                span=short.span(0, len(short.text)),
                assignment=assignment,
                text=tuple(texts),
                confidence=0.95 if assignment and not flags else 0.6 if assignment else 0.2,
                flags=tuple(flags),
                due=int(year.group()) if year else None,
            )
        )

    def _continue(self, row: SourceLine) -> bool:
        """A row broken by the end of a page: its cells belong to the task above. False where there is none."""
        if not self.tasks:
            return False
        text = tuple(cell_passage(row, index) for index, cell in enumerate(row.cells) if cell.strip())
        flag = Flag(
            "broken_row", "这一行没有序号和单位，按上一行的续行读，请核对。", text[0].span(0, 1) if text else None
        )
        last = self.tasks[-1]
        self.tasks[-1] = replace(last, text=(*last.text, *text), flags=(*last.flags, flag), confidence=0.6)
        return True


def cell_passage(row: SourceLine, index: int) -> Passage:
    """One cell as a passage of its line."""
    wanted = row.cells[index]
    start = 0
    for cell in row.cells[:index]:
        found = row.text.find(cell, start)
        start = found + len(cell) if found >= 0 else start
    at = max(row.text.find(wanted, start), 0)
    return Passage(wanted, (0,), ((row.number, at),)).trimmed(" \n")


def _head(names: NameList) -> str:
    return next((mention.name[0] for mention in names.mentions if mention.name[:1] in "省市州县区"), "")


def _bare(passage: Passage) -> Passage:
    """Without its numbering."""
    token = token_of(passage.folded)
    return passage.cut(token.end) if token else passage
