"""Result lamps (指标灯) for the office: targets read from figures, with what people settled; recorded by quarter."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from zengshou.concepts.account import Account, Role
from zengshou.concepts.problem import Problem, ProblemsFound, forbid, refuse
from zengshou.evaluation.readings import read_targets
from zengshou.evaluation.surveyed import read_surveyed
from zengshou.plan.ledger.model import Period
from zengshou.plan.ledger.target_notes import TargetAction, TargetNotes, Told, notes_of
from zengshou.plan.model import Operator, Plan, PriceBasis, Target, TargetKind
from zengshou.plan.reading import TargetReading
from zengshou.services.plan.plan_in_force import plan_in_force
from zengshou.services.supervision.ledger_rights import NotFound, office_filter
from zengshou.store.country import lamp_rules, published
from zengshou.store.database.connection import Database
from zengshou.store.database.event_log import add_event, wait_in_line
from zengshou.store.database.lamps import LampRecord, add_lamp, lamps_of
from zengshou.store.database.target_events import add_target_event, target_events

KIND = "result"
SETTLERS = (Role.SUPERVISOR, Role.STATISTICIAN)
SETTABLE = (PriceBasis.NOMINAL, PriceBasis.REAL)
UNMEASURED = (TargetKind.MILESTONE, TargetKind.RECURRING, TargetKind.RELATIONAL)
FIRST_YEAR, LAST_YEAR = 2000, 2100
NO_NOTES = TargetNotes()


@dataclass(frozen=True)
class NewEstimate:
    """A survey's figure as typed. value and se in the target's unit; n  rows behind it, None where unknown"""

    year: int
    value: float
    se: float
    source: str
    n: int | None = None


@dataclass(frozen=True)
class SettledReading:
    """A target's reading beside what people settled about it."""

    reading: TargetReading
    notes: TargetNotes

    @property
    def target(self) -> Target:
        return self.reading.target


def takes_basis(target: Target) -> bool:
    """Multiples alone: nominal and real series give different lamps."""
    return target.operator is Operator.MULTIPLE


def takes_estimates(target: Target) -> bool:
    """Multiples are computed from printed figures and prices; what is done or not done has no error."""
    return target.operator is not Operator.MULTIPLE and target.kind not in UNMEASURED


@dataclass(frozen=True)
class ResultLamps:
    """`now` gives a moment with its zone."""

    database: Database
    now: Callable[[], datetime]

    def readings(self, who: Account) -> tuple[SettledReading, ...]:
        """Every target of the city's plan, in its order. Figures are public: all business roles see all of them."""
        office_filter(who)
        return self.of_city(who.city)

    def of_city(self, city: str) -> tuple[SettledReading, ...]:
        """The same for the timer."""
        with self.database.reading() as session:
            notes, plan = _notes(session, city), plan_in_force(session, city)
        return settled_readings(plan, notes)

    def records(self, who: Account) -> Mapping[str, tuple[LampRecord, ...]]:
        """Target id -> the lamps that were recorded by quarter, the oldest first."""
        office_filter(who)
        with self.database.reading() as session:
            return lamps_of(session, who.city, KIND)

    def set_basis(self, who: Account, target: str, basis: PriceBasis, note: str, source: str) -> None:
        """A person settles in which prices a multiple is meant.

        Raises  NotFound, Forbidden, ProblemsFound: no multiple, no note, no source
        """
        found = self._target(who, target)
        problems = []
        if not takes_basis(found) or basis not in SETTABLE:
            problems.append(Problem("只有翻番类目标须核定价格口径。", found.label, "请选择名义或实际。"))
        if not note.strip():
            problems.append(Problem("没有写明核定理由。", "说明", "请写明为什么按这个口径。"))
        if not source.strip():
            problems.append(Problem("没有写明依据。", "依据", "请写明文件名称和文号。"))
        if problems:
            raise ProblemsFound(problems)
        told = {"basis": basis.value, "note": note.strip(), "source": source.strip()}
        self._tell(who, TargetAction.SET_BASIS, target, told)

    def undo_basis(self, who: Account, target: str, reason: str) -> None:
        """Back to the choice before, or to none; the choice stays in the history."""
        self._target(who, target)
        _require_reason(reason)
        with self.database.writing() as session:
            wait_in_line(session)
            if _notes(session, who.city).get(target, NO_NOTES).basis is None:
                raise refuse("没有可以撤销的口径。", target, "请刷新后核对。")
            told = {"reason": reason.strip()}
            add_target_event(session, self.now(), who.id, TargetAction.UNDO_BASIS.value, who.city, target, told)

    def enter(self, who: Account, target: str, new: NewEstimate) -> None:
        """A survey's figure of one year with its standard error; a second one of the year takes its place.

        Raises  NotFound, Forbidden for all but statisticians, ProblemsFound with every fault
        """
        if who.role is not Role.STATISTICIAN:
            raise forbid(f"{who.role.label}不能登记调查估计值。", "请由统计人员登记。")
        found = self._target(who, target)
        if not takes_estimates(found):
            raise refuse("这类目标不按调查估计值判断。", found.label, "翻番类目标按公布数和价格指数计算。")
        _check_estimate(new)
        told = {"year": new.year, "value": new.value, "se": new.se, "n": new.n, "source": new.source.strip()}
        self._tell(who, TargetAction.ENTER_ESTIMATE, target, told)

    def withdraw(self, who: Account, target: str, number: int, reason: str) -> None:
        """Takes an entered figure back; it stays in the history."""
        if who.role is not Role.STATISTICIAN:
            raise forbid(f"{who.role.label}不能撤回调查估计值。", "请由统计人员办理。")
        self._target(who, target)
        _require_reason(reason)
        with self.database.writing() as session:
            wait_in_line(session)
            held = _notes(session, who.city).get(target, NO_NOTES).estimates
            if number not in {each.number for each in held}:
                raise NotFound(Problem("没有这个估计值。", target, "请刷新后核对。"))
            told = {"number": number, "reason": reason.strip()}
            add_target_event(session, self.now(), who.id, TargetAction.WITHDRAW_ESTIMATE.value, who.city, target, told)

    def record_for(self, city: str, actor: str, period: Period) -> int:
        """Adds the quarter's lamp of every target that has none yet; how many. What is recorded is never changed."""
        found, added = self.of_city(city), 0
        with self.database.writing() as session:
            wait_in_line(session)
            held = lamps_of(session, city, KIND)
            for each in found:
                id = each.target.id
                if not any(record.period == period for record in held.get(id, ())):
                    add_lamp(session, city, KIND, id, period, 1, each.reading.lamp, self.now())
                    added += 1
            if added:
                told = {"period": str(period), "added": added}
                add_event(session, self.now(), actor, "result_lamps", "lamps", city, told)
        return added

    def _target(self, who: Account, id: str) -> Target:
        office_filter(who)
        if who.role not in SETTLERS:
            raise forbid(f"{who.role.label}不能核定指标口径。", "请由督查人员或统计人员办理。")
        with self.database.reading() as session:
            plan = plan_in_force(session, who.city)
        found = next((each for each in plan.targets if each.id == id), None)
        if found is None:
            raise NotFound(Problem(f"没有编号为“{id}”的目标。", "目标", "请从列表中选择。"))
        return found

    def _tell(self, who: Account, action: TargetAction, target: str, detail: Mapping[str, object]) -> None:
        with self.database.writing() as session:
            add_target_event(session, self.now(), who.id, action.value, who.city, target, detail)


def settled_readings(printed: Plan, notes: Mapping[str, TargetNotes]) -> tuple[SettledReading, ...]:
    """Published figures with the settled price bases; entered estimates take the place of published figures.

    Simulated figures are left out: invented people cannot judge a real promise.
    """
    plan, rules = _with_bases(printed, notes), lamp_rules(printed.city)
    found = []
    for reading in read_targets(plan, published(plan.city), {}, None, rules):
        own = notes.get(reading.target.id, NO_NOTES)
        if own.estimates:
            target = reading.target
            series = [each.estimate(target.indicator, target.unit, plan.area) for each in own.estimates]
            reading = read_surveyed(target, series, rules)
        found.append(SettledReading(reading, own))
    return tuple(found)


def _with_bases(plan: Plan, notes: Mapping[str, TargetNotes]) -> Plan:
    def settled(target: Target) -> Target:
        choice = notes.get(target.id, NO_NOTES).basis
        return target if choice is None else replace(target, price_basis=choice.basis)

    return replace(plan, targets=tuple(settled(target) for target in plan.targets))


def _notes(session: Session, city: str) -> dict[str, TargetNotes]:
    """Target id -> what holds now; targets about which nothing was settled are absent."""
    told: dict[str, list[Told]] = {}
    for target, event in target_events(session, city):
        done = Told(event.sequence, TargetAction(event.action), event.actor, event.at, event.detail)
        told.setdefault(target, []).append(done)
    return {target: notes_of(done) for target, done in told.items()}


def _check_estimate(new: NewEstimate) -> None:
    problems = []
    if not FIRST_YEAR <= new.year <= LAST_YEAR:
        problems.append(Problem(f"年份读到{new.year}。", "年份", "请写四位年份。"))
    if not math.isfinite(new.value):
        problems.append(Problem("估计值不是数。", "估计值", "请改正。"))
    if not (math.isfinite(new.se) and new.se > 0):
        problems.append(Problem("标准误应大于零。", "标准误", "全面登记的数没有抽样误差，请按公布数发布后使用。"))
    if new.n is not None and new.n < 1:
        problems.append(Problem("样本量应为正整数。", "样本量", "不知道时留空。"))
    if not new.source.strip():
        problems.append(Problem("没有写明来源。", "来源", "请写明调查名称、期次和计算方法。"))
    if problems:
        raise ProblemsFound(problems)


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise refuse("没有写明理由。", "理由", "请用一句话写明。")
