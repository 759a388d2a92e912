"""疑点: an officer sees the hits of the own areas, decides each with a reason, and takes a decision back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from zengshou.concepts.account import Account, Role
from zengshou.concepts.problem import forbid, refuse
from zengshou.records.access.context import AccessContext, Subject
from zengshou.records.access.decision import denied_reach
from zengshou.services.records.access.look import case_context
from zengshou.services.records.access.quarantine_release import PURPOSE, city_area
from zengshou.store.register.access.access_gate import Gate
from zengshou.store.register.access.access_log import NOBODY, Access, Outcome, append
from zengshou.store.register.access.authorisations import areas_of
from zengshou.store.register.access.scope import Scope, open_scope
from zengshou.store.register.access.standing import standing_of
from zengshou.store.register.delivery.batches import batch, note
from zengshou.store.register.delivery.rule_hits import (
    Hit,
    HitDecision,
    HitsAsked,
    count_asked,
    decide_hit,
    hits_asked,
    person_of_hit,
    undo_decision,
)

PAGE = 50
JUDGED = "rule_hit.decision"  # what the log keeps in the place of fields
SHORTEST_REASON, LONGEST_REASON = 4, 200
HitName = tuple[int, int, int]


@dataclass(frozen=True)
class HitDesk:
    """The hits of one city's register. `now` gives a moment with its zone."""

    gate: Gate
    city: str
    now: Callable[[], datetime]

    def listed(
        self, who: Account, rule: int | None, channel: str, decision: HitDecision | None, page: int
    ) -> tuple[Sequence[Hit], int]:
        """A page of the hits of the officer's areas, and how many there are; they name nobody. Raises  Forbidden"""
        _require_custodian(who)
        context = self._context(who, "疑点")
        with self.gate.database.reading() as session:
            open_scope(session, Scope(who.id), self.gate.sealer)
            areas = areas_of(session, context)
            scope = Scope(who.id, areas)
            open_scope(session, scope, self.gate.sealer)
            is_whole = bool(areas) and city_area(self.city).startswith(areas)
            asked = HitsAsked(scope, is_whole, rule, channel, decision)
            return hits_asked(session, asked, PAGE, (page - 1) * PAGE), count_asked(session, asked)

    def judge(self, who: Account, name: HitName, decision: HitDecision, reason: str) -> Hit:
        """Decide a hit; the reason stands in the story of its batch, the act in the log of its person.

        Raises  Forbidden, NoSuchPerson: no right for whom it is about; ProblemsFound: no reason, no such hit, decided
                before, or the officer's own batch
        """
        if decision is HitDecision.OPEN:
            raise refuse("没有写明结论。", named(name), "请按“属实”或“不成立”。")
        words = _reason(reason, name)
        return self._acted(
            who,
            name,
            f"疑点 {_key(name)} {decision.label}：{words}",
            lambda session, at: decide_hit(session, name, decision, who.login, at),
        )

    def undo(self, who: Account, name: HitName, reason: str) -> Hit:
        """Take a decision back: the hit waits again, both stand in the story. Raises  as `judge`"""
        words = f"疑点 {_key(name)} 撤销结论：{_reason(reason, name)}"
        return self._acted(who, name, words, lambda session, _: undo_decision(session, name))

    def _acted(self, who: Account, name: HitName, words: str, act: Callable[[Session, datetime], Hit]) -> Hit:
        _require_custodian(who)
        context = self._context(who, f"B{name[0]}/{name[1]}")
        with self.gate.database.reading() as session:
            person = person_of_hit(session, name)

        def acted(session: Session) -> Hit:
            if batch(session, name[0]).uploader == who.login:
                raise refuse("上传人不能确认自己上传的批次的疑点。", named(name), "请由另一名经办人确认。")
            done = act(session, context.at)
            note(session, name[0], context.at, who.login, words)
            return done

        if person is None:
            return self._of_nobody(context, acted)
        return self.gate.acting(context, person, JUDGED, lambda session, _, __: acted(session), is_told=True)

    def _of_nobody(self, context: AccessContext, act: Callable[[Session], Hit]) -> Hit:
        """A hit about nobody in particular takes a right for the whole city."""
        with self.gate.database.writing() as session:
            standing = standing_of(session, context, self.gate.purposes, (NOBODY,), self.gate.sealer)
            subject = Subject(NOBODY, city_area(self.city))
            denied = denied_reach(self.gate.purposes, context, subject, standing.grants)
            done = act(session) if denied is None else None
            outcome = Outcome.ALLOWED if denied is None else Outcome.DENIED
            append(session, [Access(context, NOBODY, (JUDGED,), 0, outcome, denied.words if denied else "")])
        if done is None:
            raise forbid("这个疑点不属于某一个人，须有全市的权限。", "请由有全市质量核查权限的归集管理员办理。")
        return done

    def _context(self, who: Account, case_id: str) -> AccessContext:
        return case_context(self.gate.purposes, who, PURPOSE, case_id, self.now())


def named(name: HitName) -> str:
    """A hit as it is called before people."""
    return f"疑点 {_key(name)}"


def _key(name: HitName) -> str:
    return "/".join(str(part) for part in name)


def _reason(told: str, name: HitName) -> str:
    words = told.strip()
    if not SHORTEST_REASON <= len(words) <= LONGEST_REASON or not words.isprintable():
        raise refuse(f"理由应为 {SHORTEST_REASON} 至 {LONGEST_REASON} 字，不换行。", named(name), "请写明依据。")
    return words


def _require_custodian(who: Account) -> None:
    if who.role is not Role.DATA_CUSTODIAN:
        raise forbid(f"{who.role.label}不办理疑点。", "请由归集管理员办理。")
