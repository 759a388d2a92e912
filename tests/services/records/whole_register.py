"""A small register with rows in every table, an own vault and keys: what bits are flipped in. 合成数据。"""

from datetime import date, timedelta
from pathlib import Path

import polars as pl
from sqlalchemy.orm import Session

from tests.store.register.access_world import CASE, CUSTODIAN, FOREVER, VERIFIER, context, paper
from tests.store.register.made_rows import NOON, published
from zengshou.concepts.account import Role
from zengshou.records.access.context import RoleGrant, Tie
from zengshou.records.access.minimum import Dataset
from zengshou.records.identity.identifier import IdentifierKind
from zengshou.records.linkage.merges import link
from zengshou.services.records.home.register_home import RegisterHome, set_up
from zengshou.store.register.access.access_log import Access, Outcome, append
from zengshou.store.register.access.audit_heads import HeadKey
from zengshou.store.register.access.authorisations import (
    add_authorisation,
    add_grant,
    declare_tie,
    revoke_authorisation,
)
from zengshou.store.register.access.corrections import add_correction, route
from zengshou.store.register.access.grant_list import end_grant
from zengshou.store.register.delivery.batches import note
from zengshou.store.register.delivery.delivery_tokens import make_token
from zengshou.store.register.delivery.quarantine import RowState, add_hits, resolve
from zengshou.store.register.delivery.rule_hits import HitDecision, decide_hit
from zengshou.store.register.facts.area_rows import add_areas, settle_areas
from zengshou.store.register.facts.household_rows import add_households, add_persons, add_residence
from zengshou.store.register.linking.link_reviews import NewReview, ReviewState, add_reviews, judge
from zengshou.store.register.linking.links import add_links, undo_link
from zengshou.store.register.tables.access_tables import StoredBinding

TODAY = date(2026, 11, 21)
AREA, OTHER_AREA = "999902001001", "999921001001"


def whole_register(folder: Path, persons: int, address: str = "") -> RegisterHome:
    """A register in `folder`, every kind of row written and changed by the program's own writers.

    address  of a PostgreSQL for both databases; "" for SQLite in the folder
    """
    home = set_up(folder, address, address)
    published(home.database, home.files, home.keys, folder, persons)
    published(home.database, home.files, home.keys, folder, 7, "乙")
    (folder / "sent.csv").unlink()
    refs = _enrolled(home, persons)
    with home.database.writing() as session:
        _people(session, refs)
        _links(session, refs)
        _findings(session)
    with home.database.writing() as session:
        _rights(session, refs)
        append(session, [Access(context(VERIFIER), ref, ("fen",), 3, Outcome.ALLOWED, "合成") for ref in refs[:20]])
    with home.database.writing() as session:
        HeadKey(folder.parent / "head-key").signed(session, "example", TODAY, NOON)
    make_token(folder, home.keys, "税务局前置机", ("iit",), date(2027, 1, 1), "custodian")
    return home


def _enrolled(home: RegisterHome, persons: int) -> list[int]:
    """References of invented persons, one of whom has a second document, and one of whom was forgotten."""
    numbers = [f"E{place:08d}" for place in range(persons)]
    rows = pl.DataFrame(
        {
            "kind": [IdentifierKind.PASSPORT.value] * persons,
            "number": numbers,
            "name": [f"合成{place}" for place in range(persons)],
            "birth": [date(1980, 1, 1) + timedelta(days=place) for place in range(persons)],
        }
    )
    refs = home.vault.enrol(rows, at=NOON, actor="bench")["ref"].to_list()
    home.vault.enrol(rows.head(3).with_columns(phone=pl.lit("13800000000")), at=NOON, actor="bench")
    home.vault.attach(refs[0], IdentifierKind.PASSPORT, "G00000001", at=NOON, actor="bench", valid_from=TODAY)
    home.vault.open_zone("statistics", at=NOON, actor="bench")
    home.vault.forget(refs[-1], at=NOON, actor="bench", reason="合成")
    return [int(ref) for ref in refs]


def _people(session: Session, refs: list[int]) -> None:
    count = len(refs)
    told = {"area": AREA, "own_area": AREA, "birth_month": 23_800, "sex": "female", "first_batch": 1}
    add_persons(session, pl.DataFrame({"ref": refs, **told}))
    add_areas(session, pl.DataFrame({"person": refs[:4], "area": OTHER_AREA, "batch": 1}))
    assert settle_areas(session, 1) == 4
    households = pl.DataFrame({"id": [f"H{place}" for place in range(count)], "kind": "dibao", "area": AREA})
    dates = {"date_from": [TODAY] * count, "date_to": pl.Series([None] * count, dtype=pl.Date), "batch": 1}
    members = pl.DataFrame({"household": households["id"], "person": refs, "relation": "head", **dates})
    add_households(session, households, members)
    add_residence(session, pl.DataFrame({"person": refs, "year": 2026, "status": "resident", "basis": "居住", **dates}))


def _links(session: Session, refs: list[int]) -> None:
    pairs = list(zip(refs[:10:2], refs[1:10:2], strict=True))
    add_links(session, [link(a, b, "exact", 0.97, "li", "") for a, b in pairs], NOON)
    undo_link(session, 1, "wang", NOON)
    others = list(zip(refs[10:30:2], refs[11:30:2], strict=True))
    add_reviews(session, [NewReview(a, b, 0.5, {"reason": "同名", "levels": {"姓名": "相同"}}) for a, b in others])
    judge(session, 1, ReviewState.REFUSED, "wang", NOON)


def _findings(session: Session) -> None:
    found = pl.DataFrame(
        {"row": [2, 3], "rule": [11, 12], "code": ["C_A", "C_B"], "severity": ["C", "I"], "message": ["疑。", "注。"],
         "person": [5, None]}
    )  # fmt: skip
    add_hits(session, 1, found)
    decide_hit(session, (1, 2, 0), HitDecision.DISMISSED, "wang", NOON)
    assert resolve(session, 1, [990], RowState.DISMISSED, "wang", NOON) == 2
    note(session, 1, NOON, "wang", "合成")


def _rights(session: Session, refs: list[int]) -> None:
    for place in range(8):
        right = RoleGrant(f"account-{place}", Role.VERIFIER, "999902", ("assistance_verification",), *FOREVER)
        add_grant(session, f"grant-{place}", right, "security", NOON)
        declare_tie(session, f"account-{place}", refs[place], Tie.RELATIVE, CUSTODIAN.id, NOON)
        add_authorisation(session, paper(f"{CASE}-{place}", refs[place]), "civil", NOON)
        add_correction(session, f"request-{place}", refs[place], Dataset.INCOME, "1/2/0", "收入\x1f不对。", NOON)
    declare_tie(session, "account-0", refs[0], Tie.COLLEAGUE, CUSTODIAN.id, NOON)
    asked = StoredBinding(id="binding-0", account="citizen-0", person=refs[0], asked_by=CUSTODIAN.id, asked_at=NOON)
    session.add(asked)
    revoke_authorisation(session, f"{CASE}-1", "civil", NOON)
    end_grant(session, "grant-1", NOON)
    route(session, "request-1", "税务局", NOON)
