"""An empty vault on SQLite and on PostgreSQL."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.database.both import made_database, postgres_server
from zengshou.store.crypto.crypto_profile import PROFILES
from zengshou.store.crypto.keys import FileKeys
from zengshou.store.database.connection import Database
from zengshou.store.vault.vault import SCHEMA, VAULT, IdentityVault

__all__ = ["postgres_server"]


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    made = made_database(request, tmp_path, request.param, VAULT, SCHEMA)
    yield made
    made.close()


@pytest.fixture
def keys(tmp_path: Path) -> FileKeys:
    """Keys of the algorithms that ZENGSHOU_TEST_PROFILE names: intl, or gm for a run over the national ones."""
    return FileKeys(tmp_path / "keys" / "master", PROFILES[os.environ.get("ZENGSHOU_TEST_PROFILE", "intl")])


@pytest.fixture
def vault(database: Database, keys: FileKeys) -> IdentityVault:
    return IdentityVault(database, keys)
