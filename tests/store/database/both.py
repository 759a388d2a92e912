"""The fixture `database`: an empty database at the newest tables, once on SQLite and once on PostgreSQL."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.store.database.postgres import binaries, server
from zengshou.store.database.connection import Database
from zengshou.store.database.migrate import OFFICE, upgrade


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The server's address; skipped with a reason where PostgreSQL is not installed."""
    if binaries() is None:
        pytest.skip("PostgreSQL is not installed on this machine: only SQLite was tested")
    with server() as running:
        yield running.address


def new_database(address: str) -> str:
    """The address of a new, empty database on the server."""
    name = f"t{uuid.uuid4().hex}"
    engine = create_engine(
        address.replace("postgresql://", "postgresql+pg8000://") + "postgres", isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return address + name


def made_database(
    request: pytest.FixtureRequest, folder: Path, kind: str, scripts: str = OFFICE, schema: str = ""
) -> Database:
    """An empty database of a kind, "sqlite" or "postgresql", at the newest tables that the scripts make."""
    if kind == "sqlite":
        made = Database(f"sqlite:///{folder / (schema or 'zengshou')}.db", schema)
    else:
        made = Database(new_database(request.getfixturevalue("postgres_server")), schema)
    upgrade(made, scripts=scripts)
    return made


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    made = made_database(request, tmp_path, request.param)
    yield made
    made.close()
