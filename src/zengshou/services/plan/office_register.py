"""单位: the bodies of a city, what became of them, and for which of them each printed name stands."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from sqlalchemy.orm import Session

from zengshou.concepts.account import Account, Role
from zengshou.concepts.problem import Problem, ProblemsFound, forbid, refuse
from zengshou.plan.model import Office
from zengshou.plan.office_match import Match, folded_name, match_names
from zengshou.plan.offices import Lineage, OfficeMode, lineages
from zengshou.store.country import city, declared_offices, office_reforms
from zengshou.store.database.connection import Database
from zengshou.store.database.event_log import add_event
from zengshou.store.database.offices import offices_of, put_name, put_office, settled_names

WHERE = "单位"
NEW, SAME, AFTER = "new", "same:", "after:"
LONGEST_ID = 64


@dataclass(frozen=True)
class Register:
    """The bodies that a city knows. own  printed names that a person said are bodies of their own"""

    city: str
    city_name: str
    offices: tuple[Office, ...]
    own: frozenset[str]

    @cached_property
    def lineages(self) -> Mapping[str, Lineage]:
        """Office id -> what became of it."""
        return lineages(self.offices, office_reforms(self.city), self.city_name)

    def office(self, id: str) -> Office | None:
        return next((each for each in self.offices if each.id == id), None)

    def match(self, names: Iterable[str]) -> list[Match]:
        """What each printed name stands for, in order."""
        return match_names(names, self.offices, self.city_name, self.own)

    def bodies(self, mode: OfficeMode) -> Mapping[str, tuple[str, ...]]:
        """Office id -> the names under which a page shows it: its own, or those of the bodies of today."""
        if mode is OfficeMode.PRINTED:
            return {office.id: (office.name,) for office in self.offices}
        return {id: tuple(body.name for body in found.bodies) for id, found in self.lineages.items()}


def register_in(session: Session, city_key: str) -> Register:
    """The register of a city: what its offices.yaml declares and what people put in."""
    offices = offices_of(session, city_key, declared_offices(city_key))
    own = frozenset(name for name, id in settled_names(session, city_key).items() if name == id)
    return Register(city_key, city(city_key).name_zh, offices, own)


@dataclass(frozen=True)
class OfficeRegister:
    """`now` gives a moment with its zone."""

    database: Database
    now: Callable[[], datetime]

    def of_city(self, who: Account) -> Register:
        with self.database.reading() as session:
            return register_in(session, who.city)

    def settle(self, by: Account, name: str, choice: str, last_day: date | None = None) -> None:
        """What a printed name stands for, as a person chose it; it is used at the next reading too.

        choice    new: a body of its own; same:ID: another name of a body; after:ID: the body that took over from it
        last_day  of the body before, for a successor
        Raises  ProblemsFound: not a supervisor, no such body, a name that is a body already, no last day
        """
        _require_supervisor(by)
        plain = folded_name(name)
        if not plain or len(plain) > LONGEST_ID:
            raise refuse(f"单位名称应为1—{LONGEST_ID}字。", WHERE, "请改正。")
        with self.database.writing() as session:
            known = register_in(session, by.city)
            if any(plain == folded_name(each.name) for each in known.offices):
                raise refuse(f"“{plain}”已是登记的单位。", WHERE, "请刷新页面。")
            kind, _, id = choice.partition(":")
            old = known.office(id)
            if choice != NEW and (old is None or f"{kind}:" not in (SAME, AFTER)):
                raise refuse(f"没有为“{plain}”选择处理方式。", WHERE, "请从列表中选择。")
            if choice == NEW or kind == "after":
                self._add(session, by, plain, old, last_day)
            else:
                put_name(session, by.city, plain, id, self.now(), by.id)
            told = {"name": plain, "choice": choice, "last_day": last_day.isoformat() if last_day else ""}
            add_event(session, self.now(), by.id, "settle_name", "office", by.city, told)

    def change(self, by: Account, id: str, last_day: date | None, successors: Iterable[str]) -> None:
        """The last day of a body and who took over. Raises  ProblemsFound"""
        _require_supervisor(by)
        after = tuple(dict.fromkeys(successors))
        with self.database.writing() as session:
            known = register_in(session, by.city)
            office = known.office(id)
            if office is None:
                raise refuse("没有这个单位。", WHERE, "请从列表中选择。")
            _check(known, office, last_day, after)
            put_office(session, by.city, replace(office, valid_to=last_day, successors=after), self.now(), by.id)
            told = {
                "last_day": [_text(office.valid_to), _text(last_day)],
                "successors": [list(office.successors), list(after)],
            }
            add_event(session, self.now(), by.id, "change_office", "office", f"{by.city}/{id}", told)

    def _add(self, session: Session, by: Account, name: str, before: Office | None, last_day: date | None) -> None:
        """A body of its own, after another one where it took over from it."""
        now = self.now()
        put_office(session, by.city, Office(name, name), now, by.id)
        put_name(session, by.city, name, name, now, by.id)
        if before is not None:
            if last_day is None:
                raise refuse(f"没有写明“{before.name}”的最后一日。", WHERE, "承接单位须写明原单位撤并的日期。")
            after = tuple(dict.fromkeys((*before.successors, name)))
            put_office(session, by.city, replace(before, valid_to=last_day, successors=after), now, by.id)


def _check(known: Register, office: Office, last_day: date | None, successors: tuple[str, ...]) -> None:
    """Raises  ProblemsFound with every fault"""
    problems = []
    if successors and last_day is None:
        problems.append(Problem("有承接单位，却没有写明最后一日。", WHERE, "请补上日期。"))
    if last_day and office.valid_from and last_day < office.valid_from:
        problems.append(Problem("最后一日早于设立日期。", WHERE, "请核对日期。"))
    for each in successors:
        if each == office.id or known.office(each) is None:
            problems.append(Problem(f"“{each}”不能承接“{office.name}”。", WHERE, "请从单位名单中选择其他单位。"))
        elif _leads_back(known, each, office.id):
            problems.append(Problem("承接关系绕了回来。", WHERE, "请核对两个单位谁在前。"))
    if problems:
        raise ProblemsFound(problems)


def _leads_back(known: Register, start: str, target: str) -> bool:
    """Whether the successors of `start` end in `target`."""
    waiting, seen = [start], set[str]()
    while waiting:
        id = waiting.pop()
        office = known.office(id)
        if id == target:
            return True
        if office is not None and id not in seen:
            seen.add(id)
            waiting += office.successors
    return False


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""


def _require_supervisor(who: Account) -> None:
    if who.role is not Role.SUPERVISOR:
        raise forbid(f"{who.role.label}不能登记单位。", "请由本市督查人员办理。")
