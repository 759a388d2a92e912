"""Which numbered parts are tasks, in which group they stand, and who does them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from zengshou.plan.model import GroupKind
from zengshou.plan.reader.assignment_words import LABEL_START
from zengshou.plan.reader.assignments import (
    Assignment,
    Convention,
    find_assignment,
    inner_assignments,
    merged,
)
from zengshou.plan.reader.numbering import Level
from zengshou.plan.reader.numerals import YEAR, chinese_number
from zengshou.plan.reader.outline import LONGEST_HEADING, Chapter, Node, Outline, chapter_kind
from zengshou.plan.reader.result import ReadGroup, ReadTask
from zengshou.plan.reader.source import Flag, Passage, fold

STATED = re.compile(r"([一二三四五六七八九十]{1,3}|\d{1,2})(?:大|项|个)(?=[^,。]{0,12}(?:计划|行动|工程|任务|群体))")
DUE_LINE = re.compile(rf" *[\[【(]?(?:完成|实施)?(?:时限|时间|期限)(?:安排|要求|进度)?[:】\]] *[^。]*?({YEAR})年")
DUE_INSIDE = re.compile(rf"时(?:限|间):[^;)]*?({YEAR})年")
DUE_BEHIND = re.compile(rf"[,;](?:力争|争取|到|于|在)?({YEAR})年[^,;)]{{0,12}}[)】\]。 ]*$")
CONFIDENCE = {"no_verb": 0.7, "assumed_lead": 0.6, "prefix_unsure": 0.7, "prefix_borrowed": 0.6, "joint": 0.6}
CONFIDENCE |= {
    "both_roles": 0.6,
    "several_assignments": 0.6,
    "open_list": 0.9,
    "brackets": 0.5,
    "misplaced_assignment": 0.6,
    "odd_name": 0.3,
}
SURE, NONE_FOUND = 0.98, 0.2


@dataclass(frozen=True)
class Owned:
    """A part with its own assignment (None where it has none) and its text without it."""

    node: Node
    assignment: Assignment | None
    text: tuple[Passage, ...]
    due: int | None = None
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True)
class TaskPart:
    """Groups and tasks of the numbered text, and the flags that belong to neither."""

    groups: tuple[ReadGroup, ...]
    tasks: tuple[ReadTask, ...]
    nodes: tuple[Node, ...]
    stated: dict[GroupKind, int]
    flags: tuple[Flag, ...]


def read_tasks(outline: Outline, convention: Convention, prefix: str) -> TaskPart:
    """Tasks of every chapter; chapters before and after the tasks are searched for assignments too."""
    flags: list[Flag] = []
    owned: list[Owned] = []
    for chapter in outline.chapters:
        found = _tasks_of(chapter, _Owner(convention))
        kind = chapter_kind(chapter)
        if kind is not Chapter.TASKS:
            found = [_outside(each, chapter) for each in found if each.assignment]
        owned += [each for each in found if each.node is not chapter or each.assignment]
    parents = {id(each.node): each.node.parent or each.node for each in owned}
    nodes = list(_groups(outline, parents, {id(each.node) for each in owned}))
    groups = {id(node): _group(node, prefix) for node in nodes}
    numbers = Counter(each.node.number for each in owned)
    is_running = len({each.node.level for each in owned}) <= 1 and all(n == 1 for n in numbers.values())
    tasks: list[ReadTask] = []
    for each in owned:
        path = (
            str(each.node.number)
            if is_running
            else ".".join(str(n.number) for n in (*each.node.ancestors(), each.node))
        )
        group = groups[id(parents[id(each.node)])]
        tasks.append(_task(each, f"{prefix}-{path}", group.id))
    stated, miscounted = _stated(outline, nodes, [groups[id(node)] for node in nodes])
    if is_running:
        flags += _gaps([task.number for task in tasks], tasks)
    flags += _disorder(nodes)
    ordered = tuple(groups[id(node)] for node in nodes)
    parts = tuple(each.node for each in owned)
    return TaskPart(ordered, tuple(tasks), parts, stated, (*flags, *miscounted))


@dataclass(frozen=True)
class _Owner:
    """Finds the assignment of one part among its own paragraphs."""

    convention: Convention

    def own(self, node: Node) -> Owned:
        found: list[Assignment] = []
        text: list[Passage] = []
        due, labels = None, []
        for passage in (node.head, *node.body):
            late = DUE_LINE.match(passage.folded)
            if late:
                due = int(late[1])
                continue
            if LABEL_START.match(passage.folded):
                labels.append(passage)
                continue
            hit = find_assignment(passage, self.convention)
            if hit:
                found.append(hit.assignment)
            rest = passage if hit is None else hit.rest
            found[:0] = inner_assignments(rest, self.convention) if rest is not None else []
            text += [rest] if rest is not None and rest.text else []
        found += self._labelled(labels)
        said = [fold(each.span.text) for each in found]
        dated = [year for text in said if (year := DUE_INSIDE.search(text) or DUE_BEHIND.search(text))]
        due = int(dated[0][1]) if dated and due is None else due
        return Owned(node, merged(found) if found else None, tuple(text), due)

    def _labelled(self, labels: Sequence[Passage]) -> list[Assignment]:
        """牵头单位 and 配合单位, each on a line of its own, are one assignment."""
        if not labels:
            return []
        whole = labels[0].trimmed("([【 ")
        for label in labels[1:]:
            whole = whole.followed_by(label.trimmed("([【 "), ";")
        hit = find_assignment(whole, self.convention)
        return [hit.assignment] if hit else []


def _tasks_of(node: Node, owner: _Owner) -> list[Owned]:
    """The parts at the depth where assignments stand; without any, the items."""
    below = [each for child in node.children for each in _tasks_of(child, owner)]
    own = owner.own(node)
    assigned = [each for each in below if each.assignment]
    if own.assignment and not assigned:
        return [_whole(own)]
    if not assigned:
        is_leaf = node.level >= Level.ITEM or not node.children
        return [_whole(own)] if is_leaf else below
    last = assigned[0]
    only_last = len(assigned) == 1 and len(node.children) > 1 and last.node is node.children[-1]
    if only_last and last.node.level >= Level.SUB and last.assignment and not own.assignment:
        reason = "分工印在最后一个分点之后，按整项任务的分工读，请核对。"
        flag = Flag("misplaced_assignment", reason, last.assignment.span)
        return [replace(_whole(own), assignment=last.assignment, flags=(flag,))]
    if own.assignment:
        flag = Flag("several_assignments", "上级标题和下级条目都有分工，按下级条目读，请核对。", own.assignment.span)
        below = [replace(each, flags=(*each.flags, flag)) for each in below]
    return below


def _whole(own: Owned) -> Owned:
    """The text of a task includes the parts below it."""
    below = [passage for child in own.node.children for passage in child.passages()]
    return replace(own, text=(*own.text, *below))


def _outside(each: Owned, chapter: Node) -> Owned:
    reason = f"分工出现在“{chapter.title().text[:LONGEST_HEADING]}”一章，按任务读，请核对。"
    span = each.assignment.span if each.assignment else None
    return replace(each, flags=(*each.flags, Flag("outside_tasks", reason, span)))


def _groups(outline: Outline, parents: dict[int, Node], tasks: set[int]) -> Iterator[Node]:
    """Parts that hold tasks, and parts of task chapters that should hold some; in the order of the document."""
    holding = {id(parent) for parent in parents.values()}
    for chapter in outline.chapters:
        is_task_chapter = chapter_kind(chapter) is Chapter.TASKS
        for node in chapter.walk():
            is_empty_group = is_task_chapter and node.level == Level.GROUP and id(node) not in tasks
            if id(node) in holding or (is_empty_group and not any(id(n) in tasks for n in node.ancestors())):
                yield node


def _group(node: Node, prefix: str) -> ReadGroup:
    chapter = (*node.ancestors(), node)[0].title().text
    kind, flags = _kind(node.title().text, chapter)
    path = ".".join(str(part.number) for part in (*node.ancestors(), node))
    title = node.title()
    span = title.span(0, len(title.text))
    flags = tuple(replace(flag, span=span) for flag in flags)
    return ReadGroup(f"{prefix}-{path}", kind, max(node.number, 1), title.text, chapter, span, flags)


def _kind(title: str, chapter: str) -> tuple[GroupKind, tuple[Flag, ...]]:
    for text in (title, chapter):
        if text.endswith("计划") or (text is chapter and "计划" in text):
            return GroupKind.PROGRAMME, ()
        if text.endswith(("行动", "工程")) or (text is chapter and "行动" in text):
            return GroupKind.ACTION, ()
    return GroupKind.ACTION, (Flag("kind_assumed", f"“{title}”没有写明是计划还是行动，按行动登记，请核对。"),)


def _task(each: Owned, name: str, group: str) -> ReadTask:
    title, is_heading = _title(each)
    flags = list(each.flags)
    if each.assignment is None:
        flags.append(Flag("no_assignment", "没有读到牵头单位，请补上。", title.span(0, len(title.text))))
    else:
        flags += each.assignment.flags
    if not is_heading:
        flags.append(Flag("sentence_title", "标题是整句，请另拟短标题。", title.span(0, len(title.text))))
    grades = [CONFIDENCE.get(flag.code, 1.0) for flag in flags]
    confidence = NONE_FOUND if each.assignment is None else min([SURE, *grades])
    text = title.text
    span = title.span(0, len(text))
    return ReadTask(
        name,
        group,
        each.node.number,
        text,
        is_heading,
        span,
        each.assignment,
        each.text,
        confidence,
        tuple(flags),
        each.due,
    )


def _title(each: Owned) -> tuple[Passage, bool]:
    """The first sentence of the task without its assignment, and whether it is a short heading over a body."""
    head = each.text[0] if each.text else each.node.head
    end = head.folded.find("。")
    title = head if end < 0 else head.cut(0, end)
    if end < 0 and 0 < (colon := head.folded.find(":")) <= LONGEST_HEADING:
        title = head.cut(0, colon)
    has_body = len(title.text) < len(head.text.rstrip(" 。")) or len(each.text) > 1
    return title, has_body and len(title.text) <= LONGEST_HEADING


def _stated(
    outline: Outline, nodes: Sequence[Node], groups: Sequence[ReadGroup]
) -> tuple[dict[GroupKind, int], list[Flag]]:
    """七大群体, 八大支撑行动 in chapter titles, against the groups read there."""
    stated: dict[GroupKind, int] = {}
    flags: list[Flag] = []
    for chapter in outline.chapters:
        match = STATED.search(chapter.title().folded)
        inside = [g for node, g in zip(nodes, groups, strict=True) if chapter in node.ancestors()]
        if chapter_kind(chapter) is not Chapter.TASKS or not match:
            continue
        count = chinese_number(match[1]) or 0
        title = chapter.title()
        kind = inside[0].kind if inside else _kind(title.text, title.text)[0]
        stated[kind] = stated.get(kind, 0) + count
        if count != len(inside):
            reason = f"章题称有{match[1]}项，这里读到{len(inside)}项，请对照原文。"
            flags.append(Flag("group_count", reason, title.span(match.start(), match.end())))
    return stated, flags


def _disorder(nodes: Sequence[Node]) -> list[Flag]:
    """Groups of one chapter that are not numbered one after the other."""
    flags: list[Flag] = []
    for before, node in pairwise(nodes):
        if before.parent is node.parent and before.level == node.level and node.number != before.number + 1:
            reason = f"编号由“{before.token.printed}”跳到“{node.token.printed}”，请核对是否漏读或次序颠倒。"
            flags.append(Flag("group_order", reason, node.head.span(0, len(node.title().text))))
    return flags


def _gaps(numbers: Sequence[int], tasks: Sequence[ReadTask]) -> list[Flag]:
    """Running numbers that are out of order or missing."""
    flags: list[Flag] = []
    for before, task in zip(numbers, tasks[1:], strict=False):
        if task.number != before + 1:
            flags.append(
                Flag("number_order", f"任务编号由{before}跳到{task.number}，请核对是否漏读或次序颠倒。", task.span)
            )
    return flags


def unique_tasks(tasks: Sequence[ReadTask]) -> tuple[ReadTask, ...]:
    """An id that stands twice gets a letter, and a flag."""
    seen: Counter[str] = Counter()
    unique: list[ReadTask] = []
    for task in tasks:
        seen[task.id] += 1
        if seen[task.id] > 1:
            flag = Flag("doubled_number", f"编号{task.id}出现多次，后一项另加后缀，请核对编号。", task.span)
            task = replace(task, id=f"{task.id}-{seen[task.id]}", flags=(*task.flags, flag))
        unique.append(task)
    return tuple(unique)
