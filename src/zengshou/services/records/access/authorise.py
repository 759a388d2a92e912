"""授权书: recorded with the digest of the signed paper, confirmed by a second officer against it, revoked."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from zengshou.concepts.account import Account, Role
from zengshou.concepts.problem import Problem, ProblemsFound, forbid, refuse
from zengshou.records.access.authorisation import Authorisation
from zengshou.records.access.context import AccessContext, Subject, number_fault
from zengshou.records.access.scan import scan_fault
from zengshou.store.register.access.access_gate import Gate
from zengshou.store.register.access.authorisations import (
    add_authorisation,
    areas_of,
    authorisation,
    authorisations_of,
    confirm_authorisation,
    revoke_authorisation,
)
from zengshou.store.register.access.paper_list import KeptPaper, papers_within
from zengshou.store.register.access.scope import Scope, open_scope, persons_within
from zengshou.store.register.access.standing import own_references

MOST_LISTED = 200
RECORDERS = (Role.CIVIL_OFFICER, Role.TOWN_OFFICER, Role.VERIFIER)
RECORD, CONFIRM = "paper.record", "paper.confirm"  # what the log keeps in the place of fields


@dataclass(frozen=True)
class NewPaper:
    """What stands on the paper. The register gives it a number of its own: a number that is taken would tell of others.

    person    a reference, NOBODY for a number that is in no register
    valid_*   None for a day that was not written
    evidence  the scanned file itself: only its SHA-256 is kept here
    """

    person: int
    case_id: str
    channels: frozenset[str]
    valid_from: date | None
    valid_to: date | None
    evidence: bytes


@dataclass(frozen=True)
class AuthorisationDesk:
    """Where papers are recorded, confirmed and revoked, within the officer's living rights.

    known_channels  those there are;  now  gives a moment with its zone
    """

    gate: Gate
    known_channels: frozenset[str]
    now: Callable[[], datetime]

    def require_whole(self, by: Account, paper: NewPaper) -> tuple[date, date]:
        """First and last day of a paper without faults; nothing is asked of the register.

        Raises  ProblemsFound, all faults of the paper at once; Forbidden for other roles
        """
        _require_recorder(by)
        faults = _faults(paper, self.known_channels)
        if faults or paper.valid_from is None or paper.valid_to is None:
            raise ProblemsFound(faults)
        return paper.valid_from, paper.valid_to

    def record(self, by: Account, paper: NewPaper) -> Authorisation:
        """Keep an authorisation of a person within the officer's area; it opens nothing until it is confirmed.

        Raises  as `require_whole`; Forbidden without a right and for one's own people; NoSuchPerson outside the area
        """
        valid_from, valid_to = self.require_whole(by, paper)
        context = self._context(by, paper.case_id)
        digest = sha256(paper.evidence).hexdigest()

        def added(session: Session, _: Scope, subject: Subject) -> Authorisation:
            days = (valid_from, valid_to)
            kept = Authorisation(_new_id(), subject.person, context.case_id, paper.channels, *days, digest)
            add_authorisation(session, kept, by.id, context.at)
            return kept

        return self.gate.acting(context, paper.person, RECORD, added)

    def confirm(self, by: Account, id: str, evidence: bytes) -> Authorisation:
        """A second officer with a right there has the signed paper too, and finds it as it was recorded.

        evidence  the same scanned file, which proves that whoever confirms has it
        Raises    ProblemsFound: no such paper, another file, confirmed or revoked before, one's own record; Forbidden
        """
        paper = self._seen(by, id)
        if sha256(evidence).hexdigest() != paper.evidence_hash:
            raise refuse(
                "这份文件不是登记时的签字件。", "授权书", "请上传归档的同一份扫描件；确有错误请撤回后重新登记。"
            )
        context = self._context(by, paper.case_id)

        def confirmed(session: Session, _: Scope, __: Subject) -> Authorisation:
            return confirm_authorisation(session, id, by.id, context.at)

        return self.gate.acting(context, paper.person, CONFIRM, confirmed)

    def revoke(self, by: Account, id: str) -> Authorisation:
        """End an authorisation from now on: by the person who gave it, or by an officer on their word."""
        with self.gate.database.writing() as session:
            scope = self._scope(session, by)
            paper = authorisation(session, id)
            if paper is None or not persons_within(session, scope, (paper.person,)):
                raise _no_paper(id)
            return revoke_authorisation(session, id, by.id, self.now())

    def listed(self, by: Account, case_id: str = "") -> tuple[KeptPaper, ...]:
        """The latest papers of persons within the officer's area, of one case or of all; never more than 200."""
        _require_recorder(by)
        with self.gate.database.writing() as session:
            return papers_within(session, self._scope(session, by), case_id.strip(), MOST_LISTED)

    def mine(self, who: Account) -> tuple[Authorisation, ...]:
        """What a citizen authorised, under every reference of theirs, the latest first."""
        with self.gate.database.writing() as session:
            own = own_references(session, who.id, self.gate.sealer)
            return tuple(paper for refs in own.values() for ref in refs for paper in authorisations_of(session, ref))

    def _seen(self, by: Account, id: str) -> Authorisation:
        _require_recorder(by)
        with self.gate.database.writing() as session:
            scope = self._scope(session, by)
            paper = authorisation(session, id)
            if paper is None or not persons_within(session, scope, (paper.person,)):
                raise _no_paper(id)
            return paper

    def _scope(self, session: Session, by: Account) -> Scope:
        """The areas of an officer's living rights, or a citizen's own references, opened for the transaction."""
        open_scope(session, Scope(by.id), self.gate.sealer)
        if by.role in RECORDERS:
            scope = Scope(by.id, areas_of(session, self._context(by, "")))
        else:
            own = own_references(session, by.id, self.gate.sealer)
            scope = Scope(by.id, (), tuple(sorted({ref for refs in own.values() for ref in refs})))
        open_scope(session, scope, self.gate.sealer)
        return scope

    def _context(self, by: Account, case_id: str) -> AccessContext:
        """Papers are handled for the purpose of the role that needs them."""
        purposes = [each for each in self.gate.purposes.for_role(by.role) if each.needs_authorisation]
        if not purposes:
            raise _no_recorder(by)
        return AccessContext(by, purposes[0].id, purposes[0].legal_basis, case_id.strip(), "", self.now())


def _new_id() -> str:
    """Drawn by chance, so that no number tells how many papers there are."""
    return f"SQ-{uuid.uuid4().hex[:12].upper()}"


def _require_recorder(by: Account) -> None:
    if by.role not in RECORDERS:
        raise _no_recorder(by)


def _no_recorder(by: Account) -> ProblemsFound:
    return forbid(f"{by.role.label}不登记核对授权书。", "请找乡镇经办、民政或核对人员。")


def _no_paper(id: str) -> ProblemsFound:
    return refuse(f"没有编号为“{id}”的授权书。", "授权书", "请核对编号。")


def _faults(paper: NewPaper, known: frozenset[str]) -> list[Problem]:
    is_dated = paper.valid_from is not None and paper.valid_to is not None
    found = [
        Problem(words, "授权书", cure)
        for is_wrong, words, cure in (
            (not paper.case_id.strip(), "没有案件编号。", "授权书只对一个案件有效。"),
            (not paper.channels, "没有写明可以核对哪些数据来源。", "请勾选授权书列明的来源。"),
            (not is_dated, "没有写明有效期。", "请填写起止日期。"),
            (_is_backwards(paper.valid_from, paper.valid_to), "截止日早于起始日。", "请核对有效期。"),
        )
        if is_wrong
    ]
    unknown = sorted(paper.channels - known)
    if unknown:
        found.append(
            Problem(f"没有这些数据来源：{'、'.join(unknown)}。", "授权书", f"可用：{'、'.join(sorted(known))}。")
        )
    return found + [
        fault
        for fault in (number_fault(paper.case_id.strip(), "案件"), scan_fault(paper.evidence))
        if fault is not None
    ]


def _is_backwards(valid_from: date | None, valid_to: date | None) -> bool:
    return valid_from is not None and valid_to is not None and valid_to < valid_from
