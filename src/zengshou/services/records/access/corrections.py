"""更正: a person asks, the custodian routes, the agency answers with a new version or a reason, the person is told."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from zengshou.concepts.account import Account, Role
from zengshou.concepts.problem import forbid, refuse
from zengshou.records.access.context import OFFICE_TIME, Tie
from zengshou.records.access.minimum import Dataset
from zengshou.records.channels.channel import Channel
from zengshou.store.register.access.access_gate import Gate
from zengshou.store.register.access.authorisations import grants_of, ties_of
from zengshou.store.register.access.corrections import (
    Correction,
    CorrectionState,
    add_correction,
    correction,
    corrections_of,
    decide_correction,
    kept_row,
    open_corrections,
    route,
    withdraw_correction,
)
from zengshou.store.register.access.scope import Scope, open_scope, persons_within

PURPOSE = "correction_handling"
ANSWER_WITHIN = timedelta(days=15)  # counted from the request; overdue ones are listed, none ends by itself


@dataclass(frozen=True)
class CorrectionDesk:
    """Requests over one register. `channels` of the city, by id; `now` gives a moment with its zone."""

    gate: Gate
    channels: Mapping[str, Channel]
    now: Callable[[], datetime]

    def ask(self, who: Account, dataset: Dataset, fact: str, words: str) -> Correction:
        """A person says what is wrong in one of their own rows.

        Raises  ProblemsFound: no words, or no such row of this person (whose row it is, is not told)
        """
        if not words.strip():
            raise refuse("没有写明哪里不对。", "更正申请", "请写明正确的情况，可附依据。")
        with self.gate.database.writing() as session:
            own = self._own(session, who)
            row = kept_row(session, dataset, fact)
            if row is None or row.person not in own:
                raise refuse(f"您名下没有编号为“{fact}”的记录。", "更正申请", "请从“我的记录”中选择。")
            return add_correction(session, str(uuid.uuid4()), row.person, dataset, fact, words.strip(), self.now())

    def mine(self, who: Account) -> tuple[Correction, ...]:
        """A person's own requests; answers shown here are from now on known to have been told."""
        with self.gate.database.writing() as session:
            own = self._own(session, who)
            return tuple(each for person in own for each in corrections_of(session, person, self.now()))

    def withdraw(self, who: Account, id: str) -> Correction:
        """A person takes the own request back, as long as it is not decided.

        Raises  ProblemsFound: no such request of this person (whose it is, is not told), or it is closed
        """
        with self.gate.database.writing() as session:
            own = self._own(session, who)
            found = correction(session, id)
            if found is None or found.person not in own:
                raise refuse(f"您没有编号为“{id}”的更正申请。", "更正申请", "请从列表中选择。")
            return withdraw_correction(session, id, who.id, self.now())

    def waiting(self, by: Account) -> tuple[Correction, ...]:
        """Requests from the custodian's area that wait, the oldest first."""
        with self.gate.database.writing() as session:
            scope = self._officer(session, by)
            found = open_corrections(session)
            within = persons_within(session, scope, {each.person for each in found})
            return tuple(each for each in found if each.person in within)

    def send(self, by: Account, id: str) -> Correction:
        """Route a request to the agency of the channel from which the row came."""
        with self.gate.database.writing() as session:
            asked = self._asked(session, self._officer(session, by), id)
            row = kept_row(session, asked.dataset, asked.fact)
            assert row is not None
            channel = self.channels.get(row.channel)
            agency = row.channel if channel is None else channel.agency_name or channel.agency
            return route(session, id, agency, self.now())

    def accept(self, by: Account, id: str, new_fact: str, answer: str = "") -> Correction:
        """Close a request with the version that replaced the row: a published row of the same source and number.

        Raises  ProblemsFound: there is no such version. Nothing is written over: the agency sends it as a batch
        """
        with self.gate.database.writing() as session:
            asked = self._asked(session, self._officer(session, by), id)
            old, new = kept_row(session, asked.dataset, asked.fact), kept_row(session, asked.dataset, new_fact)
            same = (old is not None and new is not None) and (
                (old.person, old.channel, old.native_id, old.part) == (new.person, new.channel, new.native_id, new.part)
                and new.published_at > old.published_at
            )
            if not same:
                found = f"“{new_fact}”不是“{asked.fact}”的新版本。"
                raise refuse(found, "更正申请", "请来源单位报送同一来源编号的更正批次，发布后再办结。")
            words = answer.strip() or "来源单位已更正。"
            return decide_correction(session, id, CorrectionState.ACCEPTED, by.id, self.now(), words, new_fact)

    def turn_down(self, by: Account, id: str, reason: str) -> Correction:
        """Close a request without a correction; the reason is told to the person."""
        if not reason.strip():
            raise refuse("不予更正须写明理由。", "更正申请", "请写明来源单位答复的理由。")
        with self.gate.database.writing() as session:
            self._asked(session, self._officer(session, by), id)
            return decide_correction(session, id, CorrectionState.REFUSED, by.id, self.now(), reason.strip())

    def overdue(self, by: Account) -> tuple[Correction, ...]:
        """Those that wait longer than fifteen days."""
        late = self.now() - ANSWER_WITHIN
        return tuple(each for each in self.waiting(by) if each.asked_at < late)

    def _own(self, session: Session, who: Account) -> tuple[int, ...]:
        open_scope(session, Scope(who.id), self.gate.sealer)
        own = tuple(sorted(person for person, tie in ties_of(session, who.id).items() if tie is Tie.SELF))
        if not own:
            raise forbid("账号没有绑定本人身份。", "请到政务服务窗口核验身份后绑定。")
        open_scope(session, Scope(who.id, (), own), self.gate.sealer)
        return own

    def _officer(self, session: Session, by: Account) -> Scope:
        if by.role is not Role.DATA_CUSTODIAN:
            raise forbid(f"{by.role.label}不办理更正申请。", "请找归集管理员。")
        open_scope(session, Scope(by.id), self.gate.sealer)
        now = self.now()
        day = now.astimezone(OFFICE_TIME).date()
        areas = {
            grant.area
            for grant in grants_of(session, by.id)
            if PURPOSE in grant.purposes
            and grant.valid_from <= day <= grant.valid_to
            and (grant.revoked_at is None or grant.revoked_at > now)
        }
        scope = Scope(by.id, tuple(sorted(areas)))
        open_scope(session, scope, self.gate.sealer)
        return scope

    def _asked(self, session: Session, scope: Scope, id: str) -> Correction:
        found = correction(session, id)
        if found is None or not persons_within(session, scope, (found.person,)):
            raise refuse(f"没有编号为“{id}”的更正申请。", "更正申请", "请核对编号。")
        return found
