"""The tables of the register: those of the model on both databases, forth and back, and kept as they were added."""

from datetime import UTC, datetime
from importlib import import_module
from pkgutil import iter_modules

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from zengshou.store.database.connection import Database
from zengshou.store.database.migrate import downgrade, newest_revision, revision, upgrade
from zengshou.store.register import tables as room
from zengshou.store.register.tables.fact_tables import StoredFact
from zengshou.store.register.tables.schema import STEPS, Registered

# Every module of tables, so that the model is whole when the tables of the migrations are compared with it.
TABLES = [
    import_module(f"{room.__name__}.{module.name}")
    for module in iter_modules(room.__path__)
    if module.name.endswith("_tables")
]
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def fact(row: int = 2) -> StoredFact:
    return StoredFact(
        batch=1, row=row, part=0, person=7, item="W.PAY", fen=500_000, month_from=24_312, month_to=24_312,
        level="gross", basis="cash", native_id="t1", payer="", reversal_of="", household=False, digest=b"\0" * 32,
    )  # fmt: skip


def test_the_tables_made_by_migrations_are_those_of_the_model(register: Database) -> None:
    found = inspect(register.engine)
    assert len(TABLES) >= 3
    for table in Registered.metadata.sorted_tables:
        columns = {column["name"]: column for column in found.get_columns(table.name)}
        assert columns.keys() == set(table.columns.keys()), table.name
        for column in table.columns:
            assert columns[column.name]["nullable"] == column.nullable, f"{table.name}.{column.name}"
        assert set(found.get_pk_constraint(table.name)["constrained_columns"]) == {c.name for c in table.primary_key}
        indexes = {index["name"] for index in found.get_indexes(table.name)}
        assert {index.name for index in table.indexes} <= indexes, table.name
    assert set(found.get_table_names()) == {*Registered.metadata.tables, "alembic_version"}


def test_up_down_and_up_again_leaves_the_same_tables(register: Database) -> None:
    before = sorted(inspect(register.engine).get_table_names())
    downgrade(register, "base", scripts=STEPS)
    assert inspect(register.engine).get_table_names() == ["alembic_version"]
    upgrade(register, scripts=STEPS)
    assert sorted(inspect(register.engine).get_table_names()) == before
    assert revision(register) == newest_revision(STEPS)


@pytest.mark.parametrize("statement", ["UPDATE income_fact SET fen = 1", "DELETE FROM income_fact"])
def test_a_fact_can_be_neither_changed_nor_deleted(register: Database, statement: str) -> None:
    with register.writing() as session:
        session.add(fact())
    with pytest.raises(DBAPIError, match="never changed"), register.writing() as session:
        session.execute(text(statement))
    with register.reading() as session:
        assert session.execute(text("SELECT sum(fen) FROM income_fact")).scalar() == 500_000
