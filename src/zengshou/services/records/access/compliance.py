"""What the office answers for: reads by purpose, late requests and heads, and after a breach the people concerned."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from zengshou.concepts.account import Account, Role
from zengshou.concepts.problem import forbid
from zengshou.records.access.purposes import PurposeTable
from zengshou.records.identity.person_ref import shown
from zengshou.services.records.access.audit import AuditDesk, RecentVerdict
from zengshou.services.records.access.corrections import ANSWER_WITHIN
from zengshou.store.database.connection import Database
from zengshou.store.register.access.access_log import NOBODY, Outcome, reads_by_purpose, subjects_read_by
from zengshou.store.register.access.corrections import count_open_before
from zengshou.store.register.access.kept_verdict import KeptVerdict

REPORTERS = (Role.AUDIT_ADMIN,)
UNKNOWN = "（没有登记的用途）"


@dataclass(frozen=True)
class PurposeLine:
    """Reads for one purpose by one role with one outcome; persons are counted once within the line."""

    purpose: str
    legal_basis: str
    pia: str
    role: str
    outcome: str
    reads: int
    persons: int


@dataclass(frozen=True)
class ComplianceReport:
    """A report on a time. `chain` and `is_head_late` tell of the log itself."""

    since: datetime
    until: datetime
    lines: tuple[PurposeLine, ...]
    overdue_corrections: int
    chain: RecentVerdict
    is_head_late: bool
    unverified_bases: tuple[str, ...]

    @property
    def is_chain_whole(self) -> bool:
        return self.chain.broken is None


@dataclass(frozen=True)
class Breach:
    """Whose rows an account was shown: those who must be told (《个人信息保护法》第五十七条)."""

    actor: str
    since: datetime
    until: datetime
    persons: tuple[str, ...]


@dataclass(frozen=True)
class ComplianceDesk:
    """Reports over one register, for the audit administrator alone. `now` gives a moment with its zone."""

    register: Database
    purposes: PurposeTable
    now: Callable[[], datetime]

    def report(
        self, by: Account, since: datetime, until: datetime, kept: KeptVerdict | None = None
    ) -> ComplianceReport:
        """Reads by purpose, role and outcome from a moment up to another, and what is overdue.

        kept  the last whole verification, from which the log is verified on
        """
        _require_auditor(by)
        audit = AuditDesk(self.register, self.now)
        with self.register.reading() as session:
            counted = reads_by_purpose(session, since, until)
            late = count_open_before(session, self.now() - ANSWER_WITHIN)
        lines = tuple(self._line(*key, *numbers) for key, numbers in sorted(counted.items()))
        unverified = tuple(each.label for each in self.purposes.purposes.values() if each.status == "unverified")
        return ComplianceReport(since, until, lines, late, audit.verify_recent(kept), audit.is_head_late(), unverified)

    def breach(self, by: Account, actor: str, since: datetime, until: datetime) -> Breach:
        """The people whose rows an account saw in a time, by their references; the vault finds their addresses."""
        _require_auditor(by)
        with self.register.reading() as session:
            found = subjects_read_by(session, actor, since, until)
        return Breach(actor, since, until, tuple(shown(person) for person in found if person != NOBODY))

    def _line(self, purpose: str, role: str, outcome: str, reads: int, persons: int) -> PurposeLine:
        found = self.purposes.purposes.get(purpose)
        label, basis, pia = (UNKNOWN, "", "") if found is None else (found.label, found.legal_basis, found.pia)
        by = next((each.label for each in Role if each.value == role), role)
        return PurposeLine(label, basis, pia, by, Outcome(outcome).label, reads, persons)


def _require_auditor(by: Account) -> None:
    if by.role not in REPORTERS:
        raise forbid(f"{by.role.label}不查阅合规报告。", "请找审计管理员。")
