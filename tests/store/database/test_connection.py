"""The database of record: durable, all or nothing, and never opened by a version that does not know its tables."""

import threading
import time
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from sqlalchemy import create_engine, inspect, text

from tests.store.database.both import new_database
from zengshou.concepts.problem import ProblemsFound, Unavailable
from zengshou.store import database as room
from zengshou.store.database import connection
from zengshou.store.database.account_tables import StoredAccount
from zengshou.store.database.connection import Database
from zengshou.store.database.migrate import downgrade, newest_revision, require_current, revision, upgrade
from zengshou.store.database.schema import Stored

# Every module of tables, so that the model is whole when the tables of the migrations are compared with it.
TABLES = [
    import_module(f"{room.__name__}.{module.name}")
    for module in iter_modules(room.__path__)
    if module.name.endswith("_tables")
]
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def account(login: str) -> StoredAccount:
    return StoredAccount(id=login, login=login, name="某某", role="viewer", city="example", office="", created_at=NOON)


def logins(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.execute(text("SELECT login FROM account ORDER BY login")).scalars())


def test_what_is_written_is_there_after_reopening(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'deep' / 'z.db'}"
    first = Database(address)
    upgrade(first)
    with first.writing() as session:
        session.add(account("wang"))
    first.close()
    assert logins(Database(address)) == ["wang"]


def test_a_transaction_that_fails_leaves_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError), database.writing() as session:
        session.add(account("wang"))
        session.flush()
        raise RuntimeError
    assert logins(database) == []


def test_what_is_changed_while_reading_is_thrown_away(database: Database) -> None:
    with database.reading() as session:
        session.add(account("wang"))
        session.flush()
    assert logins(database) == []


def test_a_moment_comes_back_in_utc(database: Database) -> None:
    with database.writing() as session:
        session.add(account("wang"))
    with database.reading() as session:
        row = session.get(StoredAccount, "wang")
        assert row is not None and row.created_at == NOON and row.created_at.utcoffset() is not None


def test_sqlite_is_opened_durably(tmp_path: Path) -> None:
    with Database(f"sqlite:///{tmp_path / 'z.db'}").reading() as session:
        assert session.execute(text("PRAGMA synchronous")).scalar() == 2
        assert session.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert session.execute(text("PRAGMA foreign_keys")).scalar() == 1


def test_fifty_writers_lose_no_update(database: Database) -> None:
    """Each reads the number of failures and writes one more."""
    with database.writing() as session:
        session.add(account("wang"))

    def one_more() -> None:
        with database.writing() as session:
            row = session.get(StoredAccount, "wang", with_for_update=True)
            assert row is not None
            row.failures += 1

    threads = [threading.Thread(target=one_more) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as session:
        row = session.get(StoredAccount, "wang")
        assert row is not None and row.failures == 50


@pytest.mark.parametrize("address", ["mysql://x/y", "not an address", "", "oracle://a"])
def test_an_unknown_kind_of_database_is_refused_in_words(address: str) -> None:
    with pytest.raises(ProblemsFound, match="数据库"):
        Database(address)


# Migrations


def test_the_tables_made_by_migrations_are_those_of_the_model(database: Database) -> None:
    found = inspect(database.engine)
    assert len(TABLES) >= 5
    for table in Stored.metadata.sorted_tables:
        columns = {column["name"]: column for column in found.get_columns(table.name)}
        assert columns.keys() == set(table.columns.keys()), table.name
        for column in table.columns:
            assert columns[column.name]["nullable"] == column.nullable, f"{table.name}.{column.name}"
        assert set(found.get_pk_constraint(table.name)["constrained_columns"]) == {c.name for c in table.primary_key}
        indexes = {index["name"] for index in found.get_indexes(table.name)}
        assert {index.name for index in table.indexes} <= indexes, table.name
    assert set(found.get_table_names()) == {*Stored.metadata.tables, "alembic_version"}


def test_up_down_and_up_again_leaves_the_same_tables(database: Database) -> None:
    before = sorted(inspect(database.engine).get_table_names())
    downgrade(database, "base")
    assert inspect(database.engine).get_table_names() == ["alembic_version"]
    upgrade(database)
    assert sorted(inspect(database.engine).get_table_names()) == before
    assert revision(database) == newest_revision()


def test_a_newer_database_is_refused(database: Database) -> None:
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for opened in (require_current, upgrade):
        with pytest.raises(ProblemsFound, match="比本软件新"):
            opened(database)


def test_an_empty_database_is_not_used_before_its_tables_are_made(tmp_path: Path) -> None:
    empty = Database(f"sqlite:///{tmp_path / 'z.db'}")
    with pytest.raises(ProblemsFound, match="还没有建表"):
        require_current(empty)
    upgrade(empty)
    require_current(empty)


def test_a_database_that_somebody_holds_is_told_of_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "BUSY_MILLISECONDS", 20)
    held = Database(f"sqlite:///{tmp_path / 'z.db'}")
    upgrade(held)
    with held.writing(), pytest.raises(Unavailable, match="没有应答"), held.writing():
        pass
    held.close()


def test_a_server_that_is_away_is_told_of_in_words() -> None:
    away = Database("postgresql://nobody@127.0.0.1:1/z")
    for begun in (away.reading, away.writing):
        with pytest.raises(Unavailable, match="没有应答"), begun():
            pass


def test_a_server_that_never_waits_for_its_disk_is_refused(postgres_server: str) -> None:
    address = new_database(postgres_server)
    settings = create_engine(address.replace("postgresql://", "postgresql+pg8000://"), isolation_level="AUTOCOMMIT")

    def let_fsync(be: str) -> None:
        with settings.connect() as session:
            session.execute(text(f"ALTER SYSTEM SET fsync = {be}"))
            session.execute(text("SELECT pg_reload_conf()"))
            while session.execute(text("SHOW fsync")).scalar() != be:
                time.sleep(0.02)

    let_fsync("off")
    try:
        with pytest.raises(ProblemsFound, match="fsync"), Database(address).reading():
            pass
    finally:
        let_fsync("on")
        settings.dispose()
    with Database(address).reading() as session:
        assert session.execute(text("SHOW synchronous_commit")).scalar() == "on"
