"""The desks behind the pages about persons: files, papers, rights, audit, and everybody's own page."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from fastapi import Request
from starlette.responses import HTMLResponse

from zengshou.concepts.account import Account, Role
from zengshou.concepts.period import month_name
from zengshou.concepts.problem import Forbidden, ProblemsFound, forbid, refuse
from zengshou.faces.web.office.door import Office
from zengshou.faces.web.office.pages import office_page
from zengshou.faces.web.office.records.records_door import HOW, NOT_SET_UP, RecordsOffice
from zengshou.records.access.context import OFFICE_TIME
from zengshou.records.income.explain import yuan
from zengshou.services.records.access.audit import AuditDesk
from zengshou.services.records.access.authorise import AuthorisationDesk
from zengshou.services.records.access.citizen_account import CitizenCounter
from zengshou.services.records.access.compliance import ComplianceDesk
from zengshou.services.records.access.corrections import CorrectionDesk
from zengshou.services.records.access.grant_review import GrantReview
from zengshou.services.records.access.look import reads_of
from zengshou.services.records.access.rights import RightsDesk
from zengshou.services.records.access.subject_file import SubjectDesk
from zengshou.services.records.access.verification import VerificationDesk
from zengshou.services.records.access.worked_income import Instruments, instruments
from zengshou.store.country import city
from zengshou.store.database.accounts import SessionState
from zengshou.store.register.access.access_gate import NoSuchPerson
from zengshou.store.register.persons.person_reads import PersonReads


@dataclass(frozen=True)
class PersonDesks:
    """Every desk over the opened register of one city."""

    office: Office
    records: RecordsOffice

    @property
    def city(self) -> str:
        return self.records.about.city

    @property
    def instruments(self) -> Instruments:
        return instruments(self.city)

    @cached_property
    def reads(self) -> PersonReads:
        return reads_of(self.records.home, self.city)

    @property
    def verification(self) -> VerificationDesk:
        return VerificationDesk(self.reads, self.records.home.vault, self.instruments, self.records.now)

    @property
    def papers(self) -> AuthorisationDesk:
        return AuthorisationDesk(self.reads.gate, frozenset(self.instruments.channels), self.records.now)

    @property
    def rights(self) -> RightsDesk:
        gate = self.reads.gate
        return RightsDesk(gate.database, gate.purposes, self.records.now, gate.sealer)

    @property
    def review(self) -> GrantReview:
        return GrantReview(self.reads.gate.database, self.office.database, self.records.now)

    @property
    def counter(self) -> CitizenCounter:
        return CitizenCounter(self.office.accounts, self.reads.gate, self.records.home.vault, self.records.now)

    @property
    def audit(self) -> AuditDesk:
        return AuditDesk(self.reads.gate.database, self.records.now)

    @property
    def compliance(self) -> ComplianceDesk:
        return ComplianceDesk(self.reads.gate.database, self.reads.gate.purposes, self.records.now)

    @property
    def subject(self) -> SubjectDesk:
        return SubjectDesk(self.reads, self.records.home.vault, self.instruments.labels, self.records.now)

    @property
    def corrections(self) -> CorrectionDesk:
        return CorrectionDesk(self.reads.gate, self.instruments.channels, self.records.now)

    def organisation(self, told: str) -> str:
        """The name of who read: the log keeps an office's id, or the city where an account belongs to none."""
        if told == self.city:
            return city(told).name_zh
        names = {each.id: each.name for each in self.office.plan(self.city).offices}
        return names.get(told, told)


def desks(office: Office, who: Account, roles: tuple[Role, ...]) -> PersonDesks:
    """The desks, for an account that may open this page.

    Raises  Forbidden: another role, or another city's register; ProblemsFound: none is opened
    """
    if who.role not in roles:
        raise forbid(f"{who.role.label}不使用本页。", f"本页供{'、'.join(role.label for role in roles)}使用。")
    if office.records is None:
        raise refuse(NOT_SET_UP, "登记系统", HOW)
    if office.records.about.city != who.city:
        raise forbid("这是另一个城市的登记系统。", "请在本市的工作台登录。")
    return PersonDesks(office, office.records)


def person_page(
    template: str,
    request: Request,
    state: SessionState,
    made: PersonDesks,
    error: ProblemsFound | None = None,
    **values: object,
) -> HTMLResponse:
    """A page over the register, with its mark, and with what was refused in words."""
    shared: Mapping[str, object] = {
        "mark": made.records.about.mark,
        "month_name": month_name,
        "yuan": yuan,
        "problems": error.problems if error else (),
        "today": made.records.now().astimezone(OFFICE_TIME).date().isoformat(),
    }
    return office_page(template, request, state, status_of(error), **{**shared, **values})


def status_of(error: ProblemsFound | None) -> int:
    """404 for who is not there for this reader, 403 for what is not given, 422 for what cannot be read."""
    if error is None:
        return 200
    return 404 if isinstance(error, NoSuchPerson) else 403 if isinstance(error, Forbidden) else 422
