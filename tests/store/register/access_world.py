"""A small register to read from: six persons in two counties, a batch a channel, officers and papers. 合成数据。"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from zengshou.concepts.account import Account, Role
from zengshou.records.access.authorisation import Authorisation
from zengshou.records.access.context import AccessContext, RoleGrant, Tie
from zengshou.store.access_purposes import access_purposes
from zengshou.store.database.connection import Database
from zengshou.store.register.access.access_gate import Gate
from zengshou.store.register.access.authorisations import add_authorisation, add_grant, declare_tie
from zengshou.store.register.access.scope import ScopeSealer
from zengshou.store.register.persons.person_reads import PersonReads
from zengshou.store.register.tables.batch_tables import StoredBatch
from zengshou.store.register.tables.fact_tables import StoredAssetEvent, StoredFact, StoredStatusEvent
from zengshou.store.register.tables.person_tables import StoredHousehold, StoredMember, StoredPerson, StoredResidence

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)  # noon by the clock of the office
TODAY = date(2026, 11, 20)
EAST, WEST = "999902001001", "999921001001"
IN_EAST, IN_WEST = (11, 12, 13), (21, 22)
CITIZEN_REF = 11
CASE = "救2026-001"
MONTH = 2026 * 12 + 5
FOREVER = (date(2026, 1, 1), date(2026, 12, 31))
CONFIRMED = datetime(2026, 1, 1, tzinfo=UTC)
EVERY_PURPOSE = tuple(access_purposes().purposes)
VERIFY = "assistance_verification"


def account(id: str, role: Role) -> Account:
    return Account(id, id, f"合成{id}", role, "example", "民政局")


VERIFIER = account("verifier", Role.VERIFIER)
TOWN = account("town", Role.TOWN_OFFICER)
CIVIL = account("civil", Role.CIVIL_OFFICER)
CUSTODIAN = account("custodian", Role.DATA_CUSTODIAN)
CITIZEN = account("citizen", Role.CITIZEN)


def context(
    who: Account = VERIFIER,
    purpose: str = VERIFY,
    case_id: str = CASE,
    authorisation_id: str = "",
    at: datetime = NOON,
) -> AccessContext:
    return AccessContext(who, purpose, access_purposes().purposes[purpose].legal_basis, case_id, authorisation_id, at)


OWN = context(CITIZEN, "subject_access", "")


def paper(id: str, person: int, **changes: object) -> Authorisation:
    """A paper that a second officer confirmed."""
    whole = Authorisation(
        id, person, CASE, frozenset({"iit", "bank"}), *FOREVER, "ab" * 32, confirmed_by="second", confirmed_at=CONFIRMED
    )
    return replace(whole, **changes)  # type: ignore[arg-type]


def fill(register: Database) -> None:
    """Rows of six persons, grants of four officers, a paper of everybody in the east."""
    with register.writing() as session:
        _batches(session)
        for person, area in [*((ref, EAST) for ref in IN_EAST), *((ref, WEST) for ref in IN_WEST)]:
            session.add(
                StoredPerson(ref=person, area=area, own_area=area, birth_month=1980 * 12, sex="female", first_batch=1)
            )
            session.add_all(rows_of(person))
        session.add_all(StoredHousehold(id=f"H{n}", kind="dibao", area=EAST) for n in (1, 2))
        session.flush()
        session.add_all(
            StoredMember(household="H1", person=person, date_from=TODAY, relation=relation, date_to=None, batch=1)
            for person, relation in ((11, "head"), (12, "spouse"), (21, "child"))
        )
    with register.writing() as session:
        for who in (VERIFIER, TOWN, CIVIL, CUSTODIAN):
            right = RoleGrant(who.id, who.role, "999902", EVERY_PURPOSE, *FOREVER)
            add_grant(session, f"grant-{who.id}", right, "security", NOON)
        declare_tie(session, CITIZEN.id, CITIZEN_REF, Tie.SELF, "security", NOON)
        declare_tie(session, VERIFIER.id, 13, Tie.RELATIVE, VERIFIER.id, NOON)
        for person in IN_EAST + IN_WEST:
            add_authorisation(session, paper(f"paper-{person}", person), "civil", NOON)


def _batches(session: Session) -> None:
    known = {1: ("iit", "published"), 2: ("bank", "published"), 3: ("iit", "staged"), 4: ("si", "published")}
    for id, (channel, state) in known.items():
        session.add(
            StoredBatch(
                id=id, channel=channel, period=MONTH, sequence=id, content_hash=f"{id:064}", state=state, declared={},
                actual={}, uploader="custodian", received_at=NOON - timedelta(days=2), supersedes=None,
                superseded_at=None, supplements=None,
                published_at=NOON - timedelta(days=1) if state == "published" else None,
            )
        )  # fmt: skip
    session.flush()


def rows_of(person: int) -> Sequence[object]:
    def fact(batch: int, fen: int) -> StoredFact:
        return StoredFact(
            batch=batch, row=person, part=0, person=person, item="W.PAY", fen=fen, month_from=MONTH, month_to=MONTH,
            level="gross", basis="cash", native_id=f"n{batch}-{person}", payer="", reversal_of="", household=False,
            digest=b"\0" * 32,
        )  # fmt: skip

    deposit = StoredAssetEvent(
        batch=2, row=person, part=0, person=person, asset=f"token{person}", kind="deposit", action="acquire",
        share_over=1, share_under=1, fen=9_900_000, on_date=TODAY, native_id=f"d{person}", detail={}, digest=b"\0" * 32,
    )  # fmt: skip
    insured = StoredStatusEvent(
        batch=4, row=person, part=0, person=person, status="insured", date_from=TODAY, date_to=None,
        native_id=f"s{person}", digest=b"\0" * 32,
    )  # fmt: skip
    resident = StoredResidence(
        person=person, year=2026, date_from=date(2026, 1, 1), status="resident", date_to=None, basis="居住", batch=1
    )
    return fact(1, 500_000 + person), fact(3, 1), fact(4, 300_000), deposit, insured, resident


def reads(register: Database, sealer: ScopeSealer | None = None) -> PersonReads:
    return PersonReads(Gate(register, access_purposes(), sealer))
