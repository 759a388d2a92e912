"""Record a written authorisation with the digest of the signed paper; revoke it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from zengshou.concepts.account import Account, Role
from zengshou.concepts.problem import Problem, ProblemsFound, forbid, refuse
from zengshou.records.access.authorisation import Authorisation
from zengshou.records.access.context import Tie
from zengshou.store.register.access.access_gate import Gate, NoSuchPerson
from zengshou.store.register.access.authorisations import (
    add_authorisation,
    authorisation,
    authorisations_of,
    grants_of,
    revoke_authorisation,
    ties_of,
)
from zengshou.store.register.access.paper_list import KeptPaper, papers_within
from zengshou.store.register.access.scope import Scope, open_scope, persons_within

MOST_LISTED = 200
RECORDERS = (Role.CIVIL_OFFICER, Role.TOWN_OFFICER, Role.VERIFIER)


@dataclass(frozen=True)
class NewPaper:
    """What stands on the paper. `evidence` is the scanned file itself: only its SHA-256 is kept here."""

    id: str
    person: int
    case_id: str
    channels: frozenset[str]
    valid_from: date
    valid_to: date
    evidence: bytes


@dataclass(frozen=True)
class AuthorisationDesk:
    """Where papers are recorded and revoked. `known_channels` are those there are; `now` gives a moment with a zone."""

    gate: Gate
    known_channels: frozenset[str]
    now: Callable[[], datetime]

    def record(self, by: Account, paper: NewPaper) -> Authorisation:
        """Keep an authorisation of a person within the officer's area.

        Raises  ProblemsFound, all faults of the paper at once; Forbidden for other roles and for one's own people;
                NoSuchPerson outside the area
        """
        if by.role not in RECORDERS:
            raise forbid(f"{by.role.label}不登记核对授权书。", "请找乡镇经办、民政或核对人员。")
        faults = _faults(paper, self.known_channels)
        if faults:
            raise ProblemsFound(faults)
        kept = Authorisation(
            paper.id.strip(),
            paper.person,
            paper.case_id.strip(),
            paper.channels,
            paper.valid_from,
            paper.valid_to,
            sha256(paper.evidence).hexdigest(),
        )
        now = self.now()
        with self.gate.database.writing() as session:
            scope = self._area(session, by, now)
            if not persons_within(session, scope, (paper.person,)):
                raise NoSuchPerson(Problem("没有这个人，或不在您的管辖地区。", "人员编号", "请核对编号。"))
            if ties_of(session, by.id, (paper.person,)):
                raise forbid("与当事人有利害关系，不能登记其授权书。", "请由其他人员登记。")
            add_authorisation(session, kept, by.id, now)
        return kept

    def revoke(self, by: Account, id: str) -> Authorisation:
        """End an authorisation from now on: by the person who gave it, or by an officer on their word."""
        with self.gate.database.writing() as session:
            open_scope(session, Scope(by.id), self.gate.sealer)
            own = tuple(person for person, tie in ties_of(session, by.id).items() if tie is Tie.SELF)
            areas = tuple(sorted({grant.area for grant in grants_of(session, by.id)}))
            scope = Scope(by.id, areas if by.role in RECORDERS else (), own)
            open_scope(session, scope, self.gate.sealer)
            paper = authorisation(session, id)
            if paper is None or not persons_within(session, scope, (paper.person,)):
                raise refuse(f"没有编号为“{id}”的授权书。", "授权书", "请核对编号。")
            return revoke_authorisation(session, id, by.id, self.now())

    def listed(self, by: Account, case_id: str = "") -> tuple[KeptPaper, ...]:
        """The latest papers of persons within the officer's area, of one case or of all; never more than 200."""
        if by.role not in RECORDERS:
            raise forbid(f"{by.role.label}不登记核对授权书。", "请找乡镇经办、民政或核对人员。")
        with self.gate.database.writing() as session:
            scope = self._area(session, by, self.now())
            return papers_within(session, scope, case_id.strip(), MOST_LISTED)

    def mine(self, who: Account) -> tuple[Authorisation, ...]:
        """What a citizen authorised, the latest first."""
        with self.gate.database.writing() as session:
            open_scope(session, Scope(who.id), self.gate.sealer)
            own = [person for person, tie in ties_of(session, who.id).items() if tie is Tie.SELF]
            open_scope(session, Scope(who.id, (), tuple(own)), self.gate.sealer)
            return tuple(paper for person in own for paper in authorisations_of(session, person))

    def _area(self, session: Session, by: Account, now: datetime) -> Scope:
        """The areas of an officer's rights, opened for the transaction."""
        open_scope(session, Scope(by.id), self.gate.sealer)
        areas = {grant.area for grant in grants_of(session, by.id) if _is_live(grant.revoked_at, now)}
        scope = Scope(by.id, tuple(sorted(areas)))
        open_scope(session, scope, self.gate.sealer)
        return scope


def _is_live(revoked_at: datetime | None, now: datetime) -> bool:
    return revoked_at is None or revoked_at > now


def _faults(paper: NewPaper, known: frozenset[str]) -> list[Problem]:
    found = [
        Problem(words, "授权书", cure)
        for is_wrong, words, cure in (
            (not paper.id.strip(), "没有编号。", "请填写授权书编号。"),
            (not paper.case_id.strip(), "没有案件编号。", "授权书只对一个案件有效。"),
            (not paper.channels, "没有写明可以核对哪些数据来源。", "请勾选授权书列明的来源。"),
            (paper.valid_to < paper.valid_from, "截止日早于起始日。", "请核对有效期。"),
            (not paper.evidence, "没有附签字件。", "请上传签字的授权书扫描件。"),
        )
        if is_wrong
    ]
    unknown = sorted(paper.channels - known)
    if unknown:
        found.append(
            Problem(f"没有这些数据来源：{'、'.join(unknown)}。", "授权书", f"可用：{'、'.join(sorted(known))}。")
        )
    return found
