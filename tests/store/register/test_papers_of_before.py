"""Papers that were kept before a second officer was asked for open nothing, and their rows are whole."""

from sqlalchemy import text

from tests.store.register.access_world import CIVIL, NOON, paper
from zengshou.store.database.connection import Database
from zengshou.store.database.migrate import downgrade, upgrade
from zengshou.store.database.seal_check import sealed_rows
from zengshou.store.register.access.authorisations import add_authorisation, authorisation
from zengshou.store.register.delivery.sealed_tables import sealed_tables
from zengshou.store.register.tables.schema import STEPS


def test_a_paper_of_before_is_unconfirmed_and_sealed_after_the_upgrade(register: Database) -> None:
    with register.writing() as session:
        add_authorisation(session, paper("old", 11), CIVIL.id, NOON)
    downgrade(register, "0003", scripts=STEPS)
    upgrade(register, scripts=STEPS)
    with register.reading() as session:
        kept = authorisation(session, "old")
        assert session.execute(text("SELECT seal FROM authorisation")).scalar() is not None
    assert kept is not None and (kept.confirmed_by, kept.confirmed_at) == ("", None)
    (papers,) = [each for each in sealed_tables() if each.name == "authorisation"]
    assert sealed_rows(register, papers) == (1, [])
