"""The fixture `register`: an empty register at the newest tables, once on SQLite and once on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.database.both import made_database
from zengshou.store.crypto.keys import FileKeys
from zengshou.store.database.connection import Database
from zengshou.store.register.delivery.raw_files import RawFiles
from zengshou.store.register.tables.schema import SCHEMA, STEPS


@pytest.fixture(params=["sqlite", "postgresql"])
def register(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    made = made_database(request, tmp_path, request.param, STEPS, SCHEMA)
    yield made
    made.close()


@pytest.fixture
def keys(tmp_path: Path) -> FileKeys:
    return FileKeys(tmp_path / "keys" / "master")


@pytest.fixture
def files(tmp_path: Path, keys: FileKeys) -> RawFiles:
    made = RawFiles(tmp_path / "home", keys)
    made.make_folders()
    return made
