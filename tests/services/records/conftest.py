"""A register of each test's own, on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.records.citizen_world import world
from tests.services.records.register_desk import Desk, desk_at, read_here
from tests.store.database.both import new_database, postgres_server
from zengshou.services.records.intake import read_delivery

__all__ = ["postgres_server", "world"]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(read_delivery, "parse", read_here)
    made = desk_at(tmp_path)
    yield made
    made.home.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def either_desk(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(read_delivery, "parse", read_here)
    address = "" if request.param == "sqlite" else new_database(request.getfixturevalue("postgres_server"))
    made = desk_at(tmp_path, address)
    yield made
    made.home.close()
