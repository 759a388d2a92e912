"""The tasks that a version of a plan asks for, and how they differ from those that stand in the ledger."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from zengshou.plan.ledger.model import Assignment, LedgerTask
from zengshou.plan.ledger.stages import Party, Stage
from zengshou.plan.model import Plan, Target, Task
from zengshou.plan.reader.source import fold
from zengshou.plan.wording import goal_text

ALIKE = 0.5  # share of common signs from which two titles under one number are one task reworded


@dataclass(frozen=True)
class PlannedTask:
    """A task as the plan has it. deadline  the last day of its latest year; None where the plan names none"""

    code: str
    place: int
    group_title: str
    title: str
    goals: str
    deadline: date | None
    assignments: tuple[Assignment, ...]

    def names(self, party: Party) -> str:
        return printed(self.assignments, party)


@dataclass(frozen=True)
class FieldChange:
    """One field of a task, before and after, as people read it."""

    key: str
    title: str
    before: str
    after: str


@dataclass(frozen=True)
class TaskChange:
    """A task of the ledger and what the plan's version makes of it."""

    task: LedgerTask
    planned: PlannedTask
    fields: tuple[FieldChange, ...]
    keeps_deadline: bool = False


@dataclass(frozen=True)
class Revision:
    """The ledger against a version of the plan.

    changed  tasks with at least one changed field;  same  how many stay as they are
    gone     tasks that the version no longer has;   returned  revoked ones that it has again
    """

    added: tuple[PlannedTask, ...]
    changed: tuple[TaskChange, ...]
    gone: tuple[LedgerTask, ...]
    returned: tuple[TaskChange, ...]
    same: int

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.changed or self.gone or self.returned)


def planned_tasks(plan: Plan) -> tuple[PlannedTask, ...]:
    """Every task of a plan in its order, with the ids of its offices; an office that is named twice counts once."""
    titles = {group.id: group.title for group in plan.groups}
    ids = {name: office.id for office in plan.offices for name in (office.name, *office.aliases)}
    targets: dict[str, list[Target]] = {}
    for target in plan.targets:
        targets.setdefault(target.task, []).append(target)
    return tuple(
        PlannedTask(
            task.id,
            place,
            titles.get(task.group, ""),
            task.title,
            "；".join(f"{target.label}{goal_text(target)}" for target in targets.get(task.id, ())),
            _deadline(task, targets.get(task.id, ())),
            _assignments(task, ids),
        )
        for place, task in enumerate(plan.tasks, start=1)
    )


def _deadline(task: Task, targets: Iterable[Target]) -> date | None:
    years = [year for year in (task.due, *(target.deadline for target in targets)) if year is not None]
    return date(max(years), 12, 31) if years else None


def _assignments(task: Task, ids: Mapping[str, str]) -> tuple[Assignment, ...]:
    parts = [(name, Party.LEAD) for name in task.lead] + [(name, Party.COOPERATING) for name in task.cooperating]
    found: dict[str, Assignment] = {}
    for name, party in parts:
        id = ids.get(name, name)
        found.setdefault(id, Assignment(id, party, name))
    return tuple(found.values())


def printed(assignments: Sequence[Assignment], party: Party) -> str:
    return "、".join(each.printed for each in assignments if each.party is party)


def revised(tasks: Sequence[LedgerTask], planned: Sequence[PlannedTask], hand_set: Mapping[str, bool]) -> Revision:
    """What a version of the plan changes in the ledger.

    hand_set  task id -> whether a person has moved its deadline: then the plan's does not replace it
    """
    pairs = _paired(tasks, planned)
    changed, returned, same = [], [], 0
    for task, new in pairs:
        keeps = hand_set.get(task.id, False) and task.deadline != new.deadline
        change = TaskChange(task, new, tuple(_fields(task, new, keeps)), keeps)
        if task.stage is Stage.REVOKED:
            returned.append(change)
        elif change.fields:
            changed.append(change)
        else:
            same += 1
    held, wanted = {task.id for task, _ in pairs}, {new.code for _, new in pairs}
    gone = tuple(task for task in tasks if task.id not in held and task.stage is not Stage.REVOKED)
    added = tuple(new for new in planned if new.code not in wanted)
    return Revision(added, tuple(changed), gone, tuple(returned), same)


def _paired(tasks: Sequence[LedgerTask], planned: Sequence[PlannedTask]) -> list[tuple[LedgerTask, PlannedTask]]:
    """By title first, since numbers move when a task is put in; then by number where the titles are alike."""
    pairs: list[tuple[LedgerTask, PlannedTask]] = []
    titled: dict[str, list[LedgerTask]] = {}
    for task in sorted(tasks, key=lambda task: task.stage is Stage.REVOKED):
        titled.setdefault(_key(task.title), []).append(task)
    left = []
    for new in planned:
        same = titled.get(_key(new.title), [])
        found = next((task for task in same if task.code == new.code), same[0] if same else None)
        if found is None:
            left.append(new)
        else:
            pairs.append((found, new))
            same.remove(found)
    rest = [task for held in titled.values() for task in held]
    for new in left:
        found = next((task for task in rest if task.code == new.code and _is_alike(task.title, new.title)), None)
        if found is not None:
            pairs.append((found, new))
            rest.remove(found)
    pairs.sort(key=lambda pair: pair[1].place)
    return pairs


def _key(title: str) -> str:
    return fold(title).replace(" ", "")


def _is_alike(one: str, other: str) -> bool:
    return SequenceMatcher(None, _key(one), _key(other)).ratio() >= ALIKE


def _fields(task: LedgerTask, new: PlannedTask, keeps_deadline: bool) -> Iterable[FieldChange]:
    # The offices decide, not the spelling: a list that only moved from an alias to the name is no change.
    for party, key, title in ((Party.LEAD, "lead", "牵头单位"), (Party.COOPERATING, "cooperating", "配合单位")):
        held = [each.office for each in task.assignments if each.party is party]
        wanted = [each.office for each in new.assignments if each.party is party]
        if held != wanted:
            yield FieldChange(key, title, printed(task.assignments, party), new.names(party))
    texts = (
        ("code", "编号", task.code, new.code),
        ("group_title", "类别", task.group_title, new.group_title),
        ("title", "标题", task.title, new.title),
        ("goals", "目标", task.goals, new.goals),
    )
    for key, title, before, after in texts:
        if before != after:
            yield FieldChange(key, title, before, after)
    if task.deadline != new.deadline and not keeps_deadline:
        yield FieldChange("deadline", "完成时限", _day(task.deadline), _day(new.deadline))


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
