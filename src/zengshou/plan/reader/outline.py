"""Logical lines as a tree of numbered parts, with what stands before the first and after the last."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum

from zengshou.plan.reader.logical import Logical
from zengshou.plan.reader.numbering import Level, Token
from zengshou.plan.reader.numerals import DATE_PARTS
from zengshou.plan.reader.source import Passage, SourceLine, fold

FOOTER = re.compile(r" *(?:抄送|抄报|主送|公开方式|信息公开|附件|附表|联系人|印发机关|\(此件)[^,。]{0,10}(?:[:)]|\d|$)")
ATTACHMENT = re.compile(r" *附(?:件|表)")
SIGNATURE = re.compile(r"^ *[一-龥]{2,20}(?:人民政府|办公室|办公厅|委员会|局) *$")
DATE = re.compile(rf"^ *{DATE_PARTS}(?:印发)? *$")
GENERAL = re.compile(r"总体要求|指导思想|基本原则|总体思路|工作思路|基本思路|目标|重要意义|背景|工作原则")
SAFEGUARD = re.compile(
    r"组织保障|保障措施|保障机制|工作保障|实施保障|强化保障|工作要求|有关要求|相关要求|组织实施|组织领导|"
    r"监督考核|考核评价|督查|督导|附则"
)
GOAL = re.compile(r"目标")
LONGEST_HEADING = 22


class Role(Enum):
    """What a line of the source is to the reader."""

    BLANK = "blank"
    PAGE_NUMBER = "page_number"
    RUNNING_HEAD = "running_head"
    FRONT = "front"
    TITLE = "title"
    PREFACE = "preface"
    CHAPTER = "chapter"
    GROUP = "group"
    GOAL = "goal"
    TASK = "task"
    GENERAL = "general"
    SAFEGUARD = "safeguard"
    TABLE_HEAD = "table_head"
    TABLE_ROW = "table_row"
    FOOTER = "footer"
    UNREAD = "unread"

    @property
    def label(self) -> str:
        return ROLE_LABELS[self]


ROLE_LABELS = {
    Role.BLANK: "空行",
    Role.PAGE_NUMBER: "页码",
    Role.RUNNING_HEAD: "页眉页脚",
    Role.FRONT: "文件头",
    Role.TITLE: "标题",
    Role.PREFACE: "引言与说明",
    Role.CHAPTER: "章",
    Role.GROUP: "计划、行动",
    Role.GOAL: "目标",
    Role.TASK: "任务",
    Role.GENERAL: "总体要求",
    Role.SAFEGUARD: "保障措施",
    Role.TABLE_HEAD: "表头",
    Role.TABLE_ROW: "表行",
    Role.FOOTER: "文件尾",
    Role.UNREAD: "未读懂",
}


class Chapter(Enum):
    """What a chapter is for."""

    GENERAL = "general"
    TASKS = "tasks"
    SAFEGUARD = "safeguard"


@dataclass(eq=False)
class Node:
    """One numbered part: its heading paragraph without the number, its plain paragraphs, its numbered parts."""

    token: Token
    head: Passage
    parent: "Node | None" = None
    body: list[Passage] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)

    @property
    def number(self) -> int:
        return self.token.number

    @property
    def level(self) -> Level:
        return self.token.level

    def walk(self) -> Iterator["Node"]:
        """This part and all below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def passages(self) -> list[Passage]:
        """Every paragraph of this part and all below it, in the order of the document."""
        return [passage for node in self.walk() for passage in (node.head, *node.body)]

    def ancestors(self) -> list["Node"]:
        """From the chapter down to the parent."""
        return [] if self.parent is None else [*self.parent.ancestors(), self.parent]

    def title(self) -> Passage:
        """The heading: up to the first full stop."""
        end = self.head.folded.find("。")
        return self.head if end < 0 else self.head.cut(0, end)


@dataclass(frozen=True)
class Outline:
    """front and footer are paragraphs without number; tables are blocks of rows, each with the part it stands in."""

    front: tuple[Passage, ...]
    chapters: tuple[Node, ...]
    footer: tuple[Passage, ...]
    tables: tuple[tuple[SourceLine, ...], ...]


def outline_of(lines: Sequence[Logical]) -> Outline:
    """The tree of a document."""
    front: list[Passage] = []
    footer: list[Passage] = []
    tables: list[list[SourceLine]] = []
    top: list[Node] = []
    stack: list[Node] = []
    in_footer, in_attachments, before_row = False, False, False
    for line in lines:
        if line.row is not None:
            if not before_row:
                tables.append([])
            tables[-1].append(line.row)
            before_row = True
            continue
        before_row = False
        is_footer = bool(stack) and _is_footer(line.passage.folded)
        in_footer = in_footer or is_footer
        in_attachments = bool(ATTACHMENT.match(line.passage.folded)) if is_footer else in_attachments
        if line.token and (not in_footer or line.token.level < Level.ITEM or not in_attachments) and not is_footer:
            in_footer = False
            node = _node(line, stack)
            (node.parent.children if node.parent else top).append(node)
        elif in_footer:
            footer.append(line.passage)
        elif stack:
            stack[-1].body.append(line.passage)
        else:
            front.append(line.passage)
    return Outline(tuple(front), tuple(top), tuple(footer), tuple(tuple(table) for table in tables))


def _is_footer(folded: str) -> bool:
    return bool(FOOTER.match(folded) or DATE.match(folded) or SIGNATURE.match(folded))


def _node(line: Logical, stack: list[Node]) -> Node:
    """A new part under the nearest part of a higher level; `stack` ends with it afterwards."""
    assert line.token is not None
    while stack and stack[-1].level >= line.token.level:
        stack.pop()
    node = Node(line.token, line.passage.cut(line.token.end), stack[-1] if stack else None)
    stack.append(node)
    return node


def chapter_kind(node: Node) -> Chapter:
    """By its title: what comes before the tasks, the tasks, what comes after them."""
    title = fold(node.title().text)
    if SAFEGUARD.search(title):
        return Chapter.SAFEGUARD
    return Chapter.GENERAL if GENERAL.search(title) and len(title) <= LONGEST_HEADING else Chapter.TASKS


def goal_parts(chapter: Node) -> list[Node]:
    """The parts of a general chapter that state goals."""
    if GOAL.search(chapter.title().text) and not any(GOAL.search(c.title().text) for c in chapter.children):
        return [chapter]
    return [child for child in chapter.children if GOAL.search(child.title().text[: LONGEST_HEADING + 8])]
