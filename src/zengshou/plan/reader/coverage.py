"""Nothing is dropped silently: a role for every line, a use for every printed number."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from zengshou.plan.reader.clauses import QUOTES, TITLES
from zengshou.plan.reader.front import Front
from zengshou.plan.reader.logical import Assembled, Kept
from zengshou.plan.reader.numbering import token_of
from zengshou.plan.reader.numerals import DOCUMENT_NUMBER, NUMBER
from zengshou.plan.reader.outline import Chapter, Node, Outline, Role, chapter_kind, goal_parts
from zengshou.plan.reader.result import Coverage, NumberUse
from zengshou.plan.reader.source import Passage, SourceLine, Span
from zengshou.plan.reader.targets import Place
from zengshou.plan.reader.task_table import Table

# The serial number of a row, alone in its cell; the date in its column of deadlines.
TABLE_NUMBER = re.compile(
    r".?\d+(?:\.\d+)?(?:(?P<numbering>[.、]? *(?:\t| {2,}|[|｜│]|$| ))|(?P<deadline>[年月日.—-]))"
)
DUE_LABEL = re.compile(r" *[\[【(]?(?:完成|实施)?(?:时限|时间|期限)")
MOST_NUMBERS = 2_000  # of one paragraph: the rest is one unread stretch
FIGURE = re.compile(NUMBER)
ASIDE = {Kept.BLANK: Role.BLANK, Kept.PAGE_NUMBER: Role.PAGE_NUMBER, Kept.RUNNING_HEAD: Role.RUNNING_HEAD}
READ_FOR_TARGETS = (Role.TASK, Role.GOAL, Role.TABLE_ROW)


@dataclass(frozen=True)
class Read:
    """What the reader made of a document, as the coverage report needs it."""

    source: Sequence[SourceLine]
    assembled: Assembled
    outline: Outline
    front: Front
    task_nodes: Sequence[Node]
    tables: Sequence[Table]
    uses: Mapping[Place, str]


def coverage_of(read: Read) -> Coverage:
    """Every line of the source has a role; lines without one are unread and listed."""
    roles = {number: ASIDE[why] for number, why in read.assembled.aside.items()}
    _paint(roles, [passage for passage, _ in read.front.roles], Role.FRONT)
    for passage, role in read.front.roles:
        _paint(roles, [passage], role)
    _paint(roles, read.outline.footer, Role.FOOTER)
    tasks = {id(node) for node in read.task_nodes}
    for chapter in read.outline.chapters:
        goals = {id(part) for part in goal_parts(chapter)} if chapter_kind(chapter) is Chapter.GENERAL else set()
        _chapter(chapter, tasks, goals, roles)
    for table in read.tables:
        for numbers, role in ((table.head, Role.TABLE_HEAD), (table.rows, Role.TABLE_ROW), (table.unread, Role.UNREAD)):
            roles.update(dict.fromkeys(numbers, role))
    full = {line.number: roles.get(line.number, Role.UNREAD) for line in read.source}
    unread = [line for line in read.source if full[line.number] is Role.UNREAD]
    spans = tuple(Span(line.number, 1, line.number, len(line.text) + 1, line.text) for line in unread)
    return Coverage(full, tuple(_numbers(read, full)), spans)


def _paint(roles: dict[int, Role], passages: Iterable[Passage], role: Role) -> None:
    for passage in passages:
        roles.update(dict.fromkeys(passage.lines(), role))


def _chapter(chapter: Node, tasks: set[int], goals: set[int], roles: dict[int, Role]) -> None:
    outer = {Chapter.GENERAL: Role.GENERAL, Chapter.SAFEGUARD: Role.SAFEGUARD, Chapter.TASKS: Role.PREFACE}
    rest = outer[chapter_kind(chapter)]

    def visit(node: Node, inherited: Role | None) -> None:
        role = Role.TASK if id(node) in tasks else Role.GOAL if id(node) in goals else inherited
        heading = Role.CHAPTER if node is chapter else Role.GROUP if rest is Role.PREFACE else rest
        _paint(roles, [node.head], role or heading)
        _paint(roles, node.body, role or rest)
        for child in node.children:
            visit(child, role)

    visit(chapter, None)


def _numbers(read: Read, roles: Mapping[int, Role]) -> list[NumberUse]:
    """Every Arabic number outside blank lines and page furniture."""
    found: list[NumberUse] = []
    for line in read.assembled.lines:
        text = line.passage.folded
        named = [*DOCUMENT_NUMBER.finditer(text), *TITLES.finditer(text), *QUOTES.finditer(text)]
        token = token_of(text)
        for count, match in enumerate(FIGURE.finditer(text)):
            if count == MOST_NUMBERS:
                found.append(NumberUse(line.passage.span(match.start(), len(text)), "unread"))
                break
            place = line.passage.origin(match.start())
            use = read.uses.get(place)
            if token and match.start() < token.end:
                use = "numbering"
            elif use is None:
                use = next((_named(each) for each in named if each.start() <= match.start() < each.end()), None)
            if use is None:
                use = _elsewhere(text, match, roles.get(place[0], Role.UNREAD))
            found.append(NumberUse(line.passage.span(match.start(), match.end()), use))
    return found


def _named(match: re.Match[str]) -> str:
    if match.re is DOCUMENT_NUMBER:
        return "document_number"
    return "title" if match.re is TITLES else "quotation"


def _elsewhere(text: str, match: re.Match[str], role: Role) -> str:
    """A number outside the goals and tasks; inside them it is unread and a person must look."""
    if role not in READ_FOR_TARGETS:
        return role.value
    if DUE_LABEL.match(text):
        return "deadline"
    if role is Role.TABLE_ROW and (cell := TABLE_NUMBER.match(text, max(match.start() - 1, 0))):
        return cell.lastgroup or "numbering"
    after = text[match.end() : match.end() + 1]
    if after in ("月", "日"):
        return "date"
    if after == "年" and len(match.group()) == 4:
        return "year"
    return "name" if re.match(r"[A-Za-z]", text[max(match.start() - 1, 0) : match.start()] + after) else "unread"
