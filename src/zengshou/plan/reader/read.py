"""Lines of a document in, a plan out: structure, tasks, offices, targets, and an account of every line."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.plan.reader.assignments import Convention, Style, convention_in
from zengshou.plan.reader.coverage import Read, coverage_of
from zengshou.plan.reader.front import city_of, read_front
from zengshou.plan.reader.logical import assemble
from zengshou.plan.reader.numbering import Level
from zengshou.plan.reader.outline import LONGEST_HEADING, Chapter, Node, Outline, chapter_kind, goal_parts, outline_of
from zengshou.plan.reader.result import ReadGroup, ReadPlan, ReadTask
from zengshou.plan.reader.source import Flag, Passage, SourceLine, Span, fold
from zengshou.plan.reader.targets import Search, Section, search, unique
from zengshou.plan.reader.task_table import Table, read_table, with_cells
from zengshou.plan.reader.tasks import read_tasks, unique_tasks

NO_TASK = "没有读到任务：既没有“（一）”“1.”这样的编号条目带分工，也没有带“任务”和“牵头/责任单位”两列的表。"


def read_plan(lines: Iterable[SourceLine], prefix: str, where: str = "", notes: Sequence[Flag] = ()) -> ReadPlan:
    """A plan document as read.

    lines   in the order of the file, numbered from 1
    prefix  what ids begin with (YJ-17)
    notes   flags of whoever read the file
    Raises  ProblemsFound: no line, or no task at all
    """
    source = tuple(with_cells(lines))
    assembled = assemble(source)
    if not assembled.lines:
        raise ProblemsFound(Problem("文件中没有文字。", where, "请检查是否选错了文件；扫描件要先做文字识别（OCR）。"))
    outline = outline_of(assembled.lines)
    front = read_front(outline.front, outline.footer)
    texts = [line.passage.folded for line in assembled.lines]
    city = city_of([front.title, front.notice_title, *(p.folded for p in outline.front)], texts)
    stated = next((span for line in assembled.lines if (span := convention_in(line.passage))), None)
    convention = Convention(city, stated)
    part = read_tasks(outline, convention, prefix)
    tables = [
        table
        for k, rows in enumerate(outline.tables, 1)
        if (table := read_table(rows, k, convention, prefix)) is not None
    ]
    groups, tasks = _with_tables(part.groups, part.tasks, tables, prefix)
    tasks = unique_tasks(tasks)
    if not tasks or not any(task.assignment for task in tasks):
        raise ProblemsFound(Problem(_nothing(tasks, source), where, "请核对文件，或改用带牵头单位的任务分工表。"))
    sections = (*_goals(outline, prefix), *_between(outline, part.nodes, prefix), *_task_sections(tasks))
    searches = [search(section) for section in sections]
    uses = {place: use for each in searches for place, use in each.uses.items()}
    read = Read(source, assembled, outline, front, part.nodes, tables, uses)
    flags = [*notes, *assembled.flags, *part.flags, *_unused_groups(groups, tasks)]
    return ReadPlan(
        front=front,
        city=city,
        groups=groups,
        tasks=tasks,
        targets=tuple(unique([target for each in searches for target in each.targets])),
        held_back=tuple(held for each in searches for held in each.held_back),
        stated_groups=part.stated,
        first_leads=stated,
        coverage=coverage_of(read),
        flags=(*flags, *_late_convention(tasks, stated), *_number_flags(searches)),
    )


def _nothing(tasks: Sequence[ReadTask], source: Sequence[SourceLine]) -> str:
    if tasks:
        return f"读到{len(tasks)}个编号条目，但没有一处写明牵头单位或责任单位，不能作为任务分工。"
    return f"{NO_TASK}共{len(source)}行。"


def _goals(outline: Outline, prefix: str) -> list[Section]:
    """Goal sections: numbered goals one by one (G1, G2 …), the rest together (G)."""
    sections: list[Section] = []
    for chapter in outline.chapters:
        if chapter_kind(chapter) is not Chapter.GENERAL:
            continue
        for part in goal_parts(chapter):
            items = [child for child in part.children if child.level >= Level.GROUP]
            sections.append(Section("", f"{prefix}-G", (*_inline(part), *part.body)))
            sections += [Section("", f"{prefix}-G{item.number}", tuple(item.passages())) for item in items]
    return sections


def _between(outline: Outline, tasks: Sequence[Node], prefix: str) -> list[Section]:
    """Text that stands neither under a goal heading nor in a task: of general chapters, chapters and groups."""
    taken = {id(node) for task in tasks for node in task.walk()}
    sections: list[Section] = []
    for chapter in outline.chapters:
        is_general = chapter_kind(chapter) is Chapter.GENERAL
        goals = {id(node) for part in goal_parts(chapter) for node in part.walk()} if is_general else set()
        done = taken | goals
        for node in chapter.walk():
            text = (*_inline(node), *node.body)
            if text and id(node) not in done:
                path = ".".join(str(each.number) for each in (*node.ancestors(), node))
                sections.append(Section("", f"{prefix}-{path}-G", text, is_strict=True))
    return sections


def _inline(node: Node) -> tuple[Passage, ...]:
    """What follows a heading on its own line; a heading that is itself a long sentence is text."""
    end = node.head.folded.find("。")
    rest = node.head.cut(end + 1) if end >= 0 else node.head
    return (rest,) if rest.text and (end >= 0 or len(rest.text) > LONGEST_HEADING) else ()


def _task_sections(tasks: Sequence[ReadTask]) -> list[Section]:
    return [Section(task.id, f"{task.id}-T", task.text, task.due) for task in tasks]


def _with_tables(
    groups: tuple[ReadGroup, ...], tasks: tuple[ReadTask, ...], tables: Sequence[Table], prefix: str
) -> tuple[tuple[ReadGroup, ...], tuple[ReadTask, ...]]:
    """A table repeats the tasks of the text (then it is checked against them), or brings its own."""
    if not tables:
        return groups, tasks
    rows = [task for table in tables for task in table.tasks]
    if not any(task.assignment for task in tasks):
        numbers = [task.number for task in rows]
        if len(set(numbers)) == len(numbers):
            rows = [replace(task, id=f"{prefix}-{task.number}") for task in rows]
        return tuple(group for table in tables for group in table.groups), tuple(rows)
    merged = _Merged(list(tasks))
    extra = [row for row in rows if not merged.match(row)]
    used = {row.group for row in extra}
    own = tuple(group for table in tables for group in table.groups if group.id in used)
    return (*groups, *own), (*merged.tasks, *extra)


@dataclass
class _Merged:
    """Tasks of the text, to be checked against rows of a table."""

    tasks: list[ReadTask]

    def match(self, row: ReadTask) -> bool:
        """True where the row repeats a task; the task then takes its assignment or a flag where they differ."""
        key = _key(row.title)
        index = next((k for k, task in enumerate(self.tasks) if _key(task.title) == key), None)
        if index is None:
            return False
        task = self.tasks[index]
        if task.assignment is None:
            flags = tuple(flag for flag in task.flags if flag.code != "no_assignment")
            self.tasks[index] = replace(task, assignment=row.assignment, confidence=row.confidence, flags=flags)
        elif row.assignment and _bodies(task) != _bodies(row):
            flag = Flag("table_differs", "正文与分工表所列单位不一致，按正文读，请核对。", row.assignment.span)
            self.tasks[index] = replace(task, flags=(*task.flags, flag), confidence=0.6)
        return True


def _key(title: str) -> str:
    return re.sub(r"[^0-9A-Za-z一-龥]", "", fold(title))


def _bodies(task: ReadTask) -> tuple[tuple[str, ...], frozenset[str]]:
    if task.assignment is None:
        return (), frozenset()
    lead, cooperating = task.assignment.lead, task.assignment.cooperating
    return tuple(mention.name for mention in lead), frozenset(mention.name for mention in cooperating)


def _unused_groups(groups: Sequence[ReadGroup], tasks: Sequence[ReadTask]) -> list[Flag]:
    used = {task.group for task in tasks}
    return [
        Flag("empty_group", f"“{group.title}”之下没有读到任务，请核对。", group.span)
        for group in groups
        if group.id not in used
    ]


def _late_convention(tasks: Sequence[ReadTask], stated: Span | None) -> list[Flag]:
    """The convention that the first body leads is document state, wherever it stands; late, it is worth a look."""
    listed = [task.assignment for task in tasks if task.assignment and task.assignment.style is Style.LISTED]
    if stated is None or not listed or listed[0].span.end_line >= stated.line:
        return []
    return [Flag("late_convention", "“第一位为牵头单位”的约定出现在后，按全文都适用读，请核对前面的任务。", stated)]


def _number_flags(searches: Sequence[Search]) -> list[Flag]:
    """Numbers in goals and tasks that no rule could place."""
    held = [each for found in searches for each in found.held_back if "目标动词" in each.reason]
    return [Flag("number_unread", f"“{each.span.text[:40]}”中的数字没有读成目标，请核对。", each.span) for each in held]
