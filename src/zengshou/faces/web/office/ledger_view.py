"""The ledger as a page shows it: rows with their lamps, one task with what this person may do now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from zengshou.concepts.account import Account, Role
from zengshou.concepts.problem import ProblemsFound
from zengshou.plan.ledger.model import LedgerTask, Report
from zengshou.plan.ledger.stages import Action, Party, Step, open_steps
from zengshou.plan.reading import Lamp
from zengshou.services.supervision.evidence import may_handle
from zengshou.services.supervision.ledger_rights import party_of
from zengshou.services.supervision.result_lamps import SettledReading
from zengshou.store.database.event_log import Event
from zengshou.store.database.lamps import LampRecord

CONTENT = (Action.REPORT, Action.BREAK_DOWN)
ROWS_A_PAGE = 50


@dataclass(frozen=True)
class LedgerRow:
    task: LedgerTask
    leads: tuple[str, ...]
    cooperating: tuple[str, ...]
    is_overdue: bool
    lamp: LampRecord | None = None
    results: tuple[Lamp, ...] = ()


@dataclass(frozen=True)
class LedgerView:
    """One page of rows in the order of the plan, and how many of all rows stand at each stage.

    page, pages  from 1
    """

    rows: tuple[LedgerRow, ...]
    counts: tuple[tuple[str, int], ...]
    shown: int
    page: int = 1
    pages: int = 1


@dataclass(frozen=True)
class HistoryLine:
    at: datetime
    who: str
    action: str
    words: str


@dataclass(frozen=True)
class TaskView:
    """One task for one person. `steps` are plain buttons; reporting and breaking down have forms of their own."""

    task: LedgerTask
    leads: tuple[str, ...]
    cooperating: tuple[str, ...]
    steps: tuple[Step, ...]
    may_report: bool
    may_break_down: bool
    may_describe: bool
    may_move_deadline: bool
    reports: tuple[Report, ...]
    history: tuple[HistoryLine, ...]
    lamps: tuple[LampRecord, ...] = ()
    may_handle_files: bool = False


def listed(
    tasks: Sequence[LedgerTask],
    names: Mapping[str, str],
    today: date,
    lamps: Mapping[str, LampRecord],
    results: Mapping[str, Sequence[Lamp]],
    page: int = 1,
) -> LedgerView:
    """One page of the tasks.

    lamps    task id -> the record of its process lamp that shows
    results  task code -> the lamps of its targets
    """
    pages = max(-(-len(tasks) // ROWS_A_PAGE), 1)
    page = min(max(page, 1), pages)
    rows = tuple(
        LedgerRow(
            task,
            _named(task, Party.LEAD, names),
            _named(task, Party.COOPERATING, names),
            task.deadline is not None and task.deadline < today,
            lamps.get(task.id),
            tuple(results.get(task.code, ())),
        )
        for task in tasks[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE]
    )
    counts: dict[str, int] = {}
    for task in tasks:
        counts[task.stage.label] = counts.get(task.stage.label, 0) + 1
    return LedgerView(rows, tuple(counts.items()), len(tasks), page, pages)


def results_by_task(readings: Sequence[SettledReading]) -> Mapping[str, Sequence[Lamp]]:
    """Task code -> the lamps of its targets, in the order of the plan."""
    found: dict[str, list[Lamp]] = {}
    for each in readings:
        found.setdefault(each.target.task, []).append(each.reading.lamp)
    return found


def matching(
    tasks: Sequence[LedgerTask], filters: Mapping[str, str], own: str, names: Mapping[str, str]
) -> tuple[LedgerTask, ...]:
    """The tasks that every filter lets through: words, stage, office, or those one's own office leads.

    names  office id -> the name shown: former bodies that are one today are found together
    """
    words, stage, office = filters.get("q", "").strip(), filters.get("stage", ""), filters.get("office", "")
    wanted = names.get(office, office)
    return tuple(
        task
        for task in tasks
        if (not words or words in f"{task.code}{task.title}{task.group_title}{task.goals}")
        and (not stage or task.stage.value == stage)
        and (not office or any(names.get(id, id) == wanted for id in task.everyone()))
        and (filters.get("mine") != "lead" or own in task.offices(Party.LEAD))
    )


def task_view(
    task: LedgerTask,
    who: Account,
    names: Mapping[str, str],
    people: Mapping[str, str],
    events: Sequence[Event],
    lamps: Sequence[LampRecord] = (),
) -> TaskView:
    party = _party(who, task)
    steps = open_steps(task.stage, party) if party else ()
    actions = {step.action for step in steps}
    return TaskView(
        task,
        _named(task, Party.LEAD, names),
        _named(task, Party.COOPERATING, names),
        tuple(step for step in steps if step.action not in CONTENT),
        Action.REPORT in actions,
        Action.BREAK_DOWN in actions,
        party in (Party.LEAD, Party.SUPERVISION),
        who.role is Role.SUPERVISOR,
        tuple(reversed(task.reports)),
        tuple(history_line(event, people) for event in reversed(events)),
        tuple(reversed(lamps)),
        may_handle(who, task),
    )


def _party(who: Account, task: LedgerTask) -> Party | None:
    try:
        return party_of(who, task)
    except ProblemsFound:
        return None  # a reader


def _named(task: LedgerTask, party: Party, names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names.get(id, id) for id in task.offices(party)))


FIELDS = {
    "leader": "分管领导",
    "person": "责任人",
    "telephone": "联系电话",
    "remark": "备注",
    "deadline": "完成时限",
}


SLIP_ACTIONS = {"issue_slip": "签发督办单", "answer_slip": "回复督办单", "withdraw_slip": "撤回督办单"}
FILE_ACTIONS = {"add_evidence": "上传佐证材料", "remove_evidence": "移除佐证材料"}
PLAN_ACTIONS = {"register": "立项", "revise": "按新方案调整", "revoke": "按新方案撤销", "restore": "按新方案恢复"}
OTHER_ACTIONS = {"describe": "修改任务信息", **PLAN_ACTIONS, **SLIP_ACTIONS, **FILE_ACTIONS}


def history_line(event: Event, people: Mapping[str, str]) -> HistoryLine:
    """An event of a task in words. people  account id -> name"""
    labels = {action.value: action.label for action in Action} | OTHER_ACTIONS
    words = [str(event.detail["reason"])] if "reason" in event.detail else []
    if event.action in SLIP_ACTIONS:
        words.insert(0, str(event.detail["number"]))
    if event.action in FILE_ACTIONS:
        words.insert(0, str(event.detail["name"]))
    words += [f"{title}：{before or '空'} → {after or '空'}" for title, before, after in _plan_changes(event)]
    if "percent" in event.detail:
        words.append(f"{event.detail.get('period')} 完成{event.detail['percent']:g}%")
    for name, label in FIELDS.items():
        change = event.detail.get(name)
        if isinstance(change, list) and len(change) == 2:
            words.append(f"{label}：{change[0] or '空'} → {change[1] or '空'}")
    return HistoryLine(
        event.at, people.get(event.actor, event.actor), labels.get(event.action, event.action), "；".join(words)
    )


def _plan_changes(event: Event) -> list[list[str]]:
    """Title, before and after of every field that a new version of the plan changed."""
    found = event.detail.get("fields")
    return [each for each in found if len(each) == 3] if isinstance(found, list) else []
