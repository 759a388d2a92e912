"""更正: a person asks, the custodian routes, the agency answers with a new version or a reason, the person is told."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from zengshou.concepts.account import Account, Role
from zengshou.concepts.problem import forbid, refuse
from zengshou.records.access.context import AccessContext
from zengshou.records.access.decision import Allowed, decide, denied_reach
from zengshou.records.access.minimum import Dataset
from zengshou.records.channels.channel import Channel
from zengshou.store.register.access.access_gate import Gate
from zengshou.store.register.access.access_log import Access, Outcome, append
from zengshou.store.register.access.authorisations import areas_of
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
from zengshou.store.register.access.standing import own_references, standing_of

PURPOSE = "correction_handling"
WORDS = "correction.words"  # what a person wrote: read by officers like any other field, and logged
ANSWER_WITHIN = timedelta(days=15)  # counted from the request; overdue ones are listed, none ends by itself
LONGEST_WORDS, MOST_LISTED = 2_000, 200


@dataclass(frozen=True)
class WaitingRequests:
    """What a custodian was shown: the oldest requests, how many wait in all, and which of all are overdue, by id."""

    requests: tuple[Correction, ...]
    total: int
    overdue: frozenset[str]


@dataclass(frozen=True)
class CorrectionDesk:
    """Requests over one register. `channels` of the city, by id; `now` gives a moment with its zone."""

    gate: Gate
    channels: Mapping[str, Channel]
    now: Callable[[], datetime]

    def ask(self, who: Account, dataset: Dataset, fact: str, words: str) -> Correction:
        """A person says what is wrong in one of their own rows.

        Raises  ProblemsFound: no words or too many, no such row of this person (whose row it is, is not told), or one
                that is asked about already
        """
        if not words.strip():
            raise refuse("没有写明哪里不对。", "更正申请", "请写明正确的情况，可附依据。")
        _require_plain(words)
        with self.gate.database.writing() as session:
            own = self._own(session, who)
            row = kept_row(session, dataset, fact)
            if row is None or row.person not in own:
                raise refuse(f"您名下没有编号为“{fact}”的记录。", "更正申请", "请从“我的记录”中选择。")
            if any((each.dataset, each.fact) == (dataset, fact) for each in open_corrections(session)):
                raise refuse("这条记录已有一件申请在办理。", "更正申请", "要补充说明，请先撤回原申请再提。")
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

    def waiting(self, by: Account) -> WaitingRequests:
        """Requests from the custodian's area that wait; each that is shown is a read of its person, in the log.

        Requests of the custodian's own people are not among them: somebody else handles those.
        """
        _require_custodian(by)
        late = self.now() - ANSWER_WITHIN
        with self.gate.database.writing() as session:
            found = self._allowed(session, by)
            shown = found[:MOST_LISTED]
            told = [Access(self._context(by, each.id), each.person, (WORDS,), 1, Outcome.ALLOWED) for each in shown]
            append(session, told)
        return WaitingRequests(shown, len(found), frozenset(each.id for each in found if each.asked_at < late))

    def send(self, by: Account, id: str) -> Correction:
        """Route a request to the agency of the channel from which the row came."""
        with self.gate.database.writing() as session:
            asked = self._asked(session, by, id)
            row = kept_row(session, asked.dataset, asked.fact)
            assert row is not None
            channel = self.channels.get(row.channel)
            agency = row.channel if channel is None else channel.agency_name or channel.agency
            return route(session, id, agency, self.now())

    def accept(self, by: Account, id: str, new_fact: str, answer: str = "") -> Correction:
        """Close a request with the version that replaced the row: a published row of the same source and number.

        Raises  ProblemsFound: there is no such version. Nothing is written over: the agency sends it as a batch
        """
        _require_plain(answer)
        with self.gate.database.writing() as session:
            asked = self._asked(session, by, id)
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
        _require_plain(reason)
        with self.gate.database.writing() as session:
            self._asked(session, by, id)
            return decide_correction(session, id, CorrectionState.REFUSED, by.id, self.now(), reason.strip())

    def _own(self, session: Session, who: Account) -> tuple[int, ...]:
        own = own_references(session, who.id, self.gate.sealer)
        if not own:
            raise forbid("账号没有绑定本人身份。", "请到政务服务窗口核验身份后绑定。")
        return tuple(sorted({ref for refs in own.values() for ref in refs}))

    def _context(self, by: Account, case_id: str) -> AccessContext:
        basis = self.gate.purposes.purposes[PURPOSE].legal_basis
        return AccessContext(by, PURPOSE, basis, case_id, "", self.now())

    def _scope(self, session: Session, by: Account) -> Scope:
        """The areas of the custodian's living rights, opened for the transaction."""
        open_scope(session, Scope(by.id), self.gate.sealer)
        scope = Scope(by.id, areas_of(session, self._context(by, "")))
        open_scope(session, scope, self.gate.sealer)
        return scope

    def _allowed(self, session: Session, by: Account) -> tuple[Correction, ...]:
        """The open requests whose words this custodian may read, the oldest first."""
        self._scope(session, by)
        found = open_corrections(session)
        persons = sorted({each.person for each in found})
        standing = standing_of(session, self._context(by, ""), self.gate.purposes, persons, self.gate.sealer)
        if standing.limit:
            raise forbid(standing.limit, "请稍后再试。")
        subjects = {subject.person: subject for subject in standing.subjects}
        return tuple(
            each
            for each in found
            if isinstance(
                decide(
                    self.gate.purposes,
                    self._context(by, each.id),
                    subjects[each.person],
                    (WORDS,),
                    standing.grants,
                    (),
                ),
                Allowed,
            )
        )

    def _asked(self, session: Session, by: Account, id: str) -> Correction:
        """A request of the custodian's area that is none of their own people."""
        _require_custodian(by)
        scope, found = self._scope(session, by), correction(session, id)
        if found is None or not persons_within(session, scope, (found.person,)):
            raise refuse(f"没有编号为“{id}”的更正申请。", "更正申请", "请核对编号。")
        context = self._context(by, found.id)
        standing = standing_of(session, context, self.gate.purposes, (found.person,), self.gate.sealer)
        denied = denied_reach(self.gate.purposes, context, standing.subjects[0], standing.grants)
        if denied is not None:
            raise forbid(denied.words, "请由其他归集管理员办理。")
        return found


def _require_custodian(by: Account) -> None:
    if by.role is not Role.DATA_CUSTODIAN:
        raise forbid(f"{by.role.label}不办理更正申请。", "请找归集管理员。")


def _require_plain(words: str) -> None:
    """Raises  ProblemsFound for a text that is too long, or with signs that a page or a database cannot hold."""
    if len(words) > LONGEST_WORDS:
        raise refuse(f"文字最长{LONGEST_WORDS}字，这次为{len(words)}字。", "更正申请", "请写得简短些。")
    if not all(line.isprintable() for line in words.replace("\t", " ").splitlines()):
        raise refuse("文字中有控制字符。", "更正申请", "请去掉后重填。")
