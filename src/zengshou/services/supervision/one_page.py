"""领导一页纸: what was promised, how it stands, what moved, who is late, and three things to decide."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from zengshou.concepts.account import Account, Role
from zengshou.concepts.problem import forbid, refuse
from zengshou.plan.ledger.model import LedgerTask, Period
from zengshou.plan.ledger.stages import DONE, RUNNING, Stage
from zengshou.plan.model import Plan
from zengshou.plan.reading import LampColour
from zengshou.plan.wording import deadline_text, goal_text
from zengshou.services.plan.plan_in_force import plan_in_force
from zengshou.services.supervision.bulletin import LateItem
from zengshou.services.supervision.cockpit import Lamps, headlines, late_items, ordered
from zengshou.services.supervision.ledger_rights import office_filter
from zengshou.services.supervision.process_lamps import KIND, local_day
from zengshou.services.supervision.result_lamps import ResultLamps, SettledReading
from zengshou.store.database.connection import Database
from zengshou.store.database.lamps import latest_lamps
from zengshou.store.database.ledger import task_heads
from zengshou.store.database.slips import IssuedSlip, slips_of

READERS = (Role.SUPERVISOR, Role.VIEWER)
BODIES, DECISIONS, PROMISES, NAMED = 3, 3, 3, 2
BETTER = (LampColour.DONE, LampColour.GREEN, LampColour.BLUE, LampColour.GREY, LampColour.YELLOW, LampColour.RED)


@dataclass(frozen=True)
class Move:
    """A task whose lamp changed since the quarter before."""

    task: LedgerTask
    before: LampColour
    after: LampColour

    @property
    def is_better(self) -> bool:
        return BETTER.index(self.after) < BETTER.index(self.before)


@dataclass(frozen=True)
class LateBody:
    """A body with its late tasks. red, yellow  how many of each;  slips  unanswered in time"""

    name: str
    items: tuple[LateItem, ...]

    def count(self, colour: LampColour) -> int:
        return sum(each.record.lamp.colour is colour for each in self.items)

    @property
    def slips(self) -> int:
        return len({number for each in self.items for number in each.overdue_slips})


@dataclass(frozen=True)
class OnePage:
    """Everything that stands on the page.

    better, worse  all moves; the page names the first few and says how many there are
    bodies         the late ones, the worst first;  more_bodies  those beyond the page
    decisions      proposals by rule, at most three; a person edits them
    """

    on: date
    period: Period
    plan: Plan
    promises: tuple[str, ...]
    total: int
    closed: int
    process: tuple[tuple[LampColour, int], ...]
    unrecorded: int
    result: tuple[tuple[LampColour, int], ...]
    undecidable: int
    targets: tuple[SettledReading, ...]
    better: tuple[Move, ...]
    worse: tuple[Move, ...]
    bodies: tuple[LateBody, ...]
    more_bodies: int
    decisions: tuple[str, ...]


@dataclass(frozen=True)
class OnePageDesk:
    """`now` gives a moment with its zone."""

    database: Database
    now: Callable[[], datetime]

    def of_city(self, who: Account) -> OnePage:
        """Raises  Forbidden for all but supervisors and viewers; ProblemsFound for an empty ledger"""
        office_filter(who)
        if who.role not in READERS:
            raise forbid(f"{who.role.label}不查看领导一页纸。", "请由督查人员或查看人员打开。")
        today = local_day(self.now())
        with self.database.reading() as session:
            held = task_heads(session, who.city)
            tasks = tuple(task for task in held if task.stage is not Stage.REVOKED)
            lamps = latest_lamps(session, who.city, KIND)
            period = max((each.period for each in lamps.values()), key=_order, default=Period.of(today))
            before = latest_lamps(session, who.city, KIND, before=period)
            slips = slips_of(session, who.city)
            plan = plan_in_force(session, who.city)
        if not tasks:
            raise refuse("台账中还没有任务。", "台账", "请先立项。")
        readings = ResultLamps(self.database, self.now).readings(who)
        moves = moved(tasks, lamps, before)
        bodies = late_bodies(late_items(tasks, lamps, slips, today))
        return OnePage(
            today,
            period,
            plan,
            tuple(_promise(each) for each in headlines(readings)[:PROMISES]),
            len(tasks),
            sum(task.stage in DONE for task in tasks),
            ordered(Counter(lamps[task.id].lamp.colour for task in tasks if task.id in lamps)),
            sum(task.id not in lamps for task in tasks),
            ordered(Counter(each.reading.lamp.colour for each in readings)),
            sum(each.reading.lamp.is_undecidable for each in readings),
            headlines(readings)[:PROMISES],
            tuple(each for each in moves if each.is_better),
            tuple(each for each in moves if not each.is_better),
            bodies[:BODIES],
            max(len(bodies) - BODIES, 0),
            tuple(_proposed(tasks, slips, readings, bodies, today))[:DECISIONS],
        )


def moved(tasks: Sequence[LedgerTask], lamps: Lamps, before: Lamps) -> tuple[Move, ...]:
    """Tasks whose lamp is another than at the end of the quarter before, in the order of the plan."""
    pairs = (
        Move(task, before[task.id].lamp.colour, lamps[task.id].lamp.colour)
        for task in tasks
        if task.id in lamps and task.id in before
    )
    return tuple(each for each in pairs if each.before is not each.after)


def late_bodies(items: Sequence[LateItem]) -> tuple[LateBody, ...]:
    """Late items by body, the body with most red ones first."""
    found: dict[str, list[LateItem]] = {}
    for item in items:
        for name in item.bodies:
            found.setdefault(name, []).append(item)
    bodies = [LateBody(name, tuple(held)) for name, held in found.items()]
    return tuple(sorted(bodies, key=lambda each: (-each.count(LampColour.RED), -len(each.items), each.name)))


def _proposed(
    tasks: Sequence[LedgerTask],
    slips: Sequence[IssuedSlip],
    readings: Sequence[SettledReading],
    bodies: Sequence[LateBody],
    today: date,
) -> Iterator[str]:
    """What the rules would have a leader decide, the gravest first."""
    silent = [each for each in slips if each.is_open and each.is_overdue(today)]
    if silent:
        names = _named([each.addressee for each in silent], "个单位")
        yield f"是否约谈{names}：{len(silent)}张督办单逾期未复。"
    past = [task for task in tasks if task.deadline and task.deadline < today and task.stage in RUNNING]
    if past:
        yield f"{_named([task.title for task in past], '项')}已过完成时限，是否调整时限或问责。"
    wrong = [each for each in readings if each.reading.lamp.colour is LampColour.RED]
    if wrong:
        yield f"“{_named([each.target.label for each in wrong], '项')}”指标灯为红，是否加大措施或调整责任分工。"
    reds = [each for each in bodies if each.count(LampColour.RED)]
    if reds:
        yield f"是否由分管领导调度{_named([each.name for each in reds], '个单位')}的红灯任务。"
    unsettled = [each for each in readings if each.reading.lamp.rule == "price_basis_unknown"]
    if unsettled:
        yield f"“{_named([each.target.label for each in unsettled], '项')}”按名义还是按实际价格计算，请核定。"
    blurred = [each for each in readings if each.reading.lamp.is_undecidable]
    if blurred:
        yield f"“{_named([each.target.label for each in blurred], '项')}”的抽样误差大于目标变化，是否扩大样本。"
    waiting = sum(task.stage is Stage.REGISTERED for task in tasks)
    if waiting:
        yield f"{waiting}项任务尚未交办，是否限期交办。"


def _named(names: Sequence[str], unit: str) -> str:
    """The first two names, and where there are more, how many in all. unit  项 or 个单位"""
    own = list(dict.fromkeys(names))
    return "、".join(own[:NAMED]) + (f"等{len(own)}{unit}" if len(own) > NAMED else "")


def _promise(each: SettledReading) -> str:
    """A label that says its goal already, as 比2010年翻一番, is not told twice."""
    target, goal = each.target, goal_text(each.target)
    return f"{deadline_text(target)}{target.label}{'' if target.label.endswith(goal) else goal}"


def _order(period: Period) -> tuple[int, int]:
    return (period.year, period.quarter)
