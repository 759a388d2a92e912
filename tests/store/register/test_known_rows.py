"""What published batches already say, for the rules that compare a new one with them."""

from datetime import timedelta
from pathlib import Path

import polars as pl

from tests.store.register.made_rows import MONTH, NOON, ON_THE_WAY, published
from zengshou.store.crypto.keys import FileKeys
from zengshou.store.database.connection import Database
from zengshou.store.register.delivery.batches import NewBatch, add_batch, enter
from zengshou.store.register.delivery.raw_files import RawFiles
from zengshou.store.register.facts.fact_rows import ASSETS, add_rows
from zengshou.store.register.facts.household_rows import add_households
from zengshou.store.register.facts.known_rows import known_holdings, known_statuses
from zengshou.store.register.persons.member_rows import memberships_of
from zengshou.store.register.tables.batch_state import BatchState
from zengshou.store.register.writing.many_keys import MOST_KEYS

LATER = NOON + timedelta(hours=1)


def test_statuses_are_those_of_published_batches_and_of_the_persons(
    register: Database, files: RawFiles, keys: FileKeys, tmp_path: Path
) -> None:
    published(register, files, keys, tmp_path, 3)
    with register.reading() as session:
        found = known_statuses(session, [4, 5], ["dibao", "tekun"])
        assert found.rows() == [(4, "dibao", *found.select("date_from", "date_to").row(0))]
        assert known_statuses(session, [5], ["dibao"]).is_empty()
        many = list(range(6, MOST_KEYS + 8))
        assert known_statuses(session, many, ["dibao"]).height == 1  # everybody's is read, and no harm done
    with register.writing() as session:
        correction = add_batch(session, NewBatch("iit", MONTH, "f" * 64, "li", supersedes=1), NOON)
        for state in (*ON_THE_WAY, BatchState.PUBLISHED):
            enter(session, correction.id, state, NOON, "li")
    with register.reading() as session:
        assert known_statuses(session, [4], ["dibao"]).is_empty()


def test_holdings_follow_the_latest_event_of_each_person(
    register: Database, files: RawFiles, keys: FileKeys, tmp_path: Path
) -> None:
    published(register, files, keys, tmp_path, 1)
    with register.reading() as session:
        assert known_holdings(session, ["a" * 32]).rows() == [("a" * 32, 5, 1, 2)]
    sold = pl.DataFrame(
        {"batch": [2], "row": [2], "part": [1], "person": [5], "asset": ["a" * 32], "kind": ["dwelling"],
         "action": ["dispose"], "share_over": [1], "share_under": [2], "fen": [None], "on_date": [NOON.date()],
         "native_id": ["x"], "detail": ["{}"]}
    )  # fmt: skip
    with register.writing() as session:
        batch = add_batch(session, NewBatch("iit", MONTH, "e" * 64, "li"), NOON)
        add_rows(session, ASSETS, sold, b"")
        for state in (*ON_THE_WAY, BatchState.PUBLISHED):
            enter(session, batch.id, state, NOON, "li")
    with register.reading() as session:
        assert known_holdings(session, ["a" * 32]).is_empty()
        assert known_holdings(session, ["b" * 32]).rows() == [("b" * 32, 4, 1, 1)]


def test_members_are_found_by_person(register: Database, files: RawFiles, keys: FileKeys, tmp_path: Path) -> None:
    batch = published(register, files, keys, tmp_path, 1).id
    household = pl.DataFrame({"id": ["hukou:1"], "kind": ["hukou"], "area": [""]})
    member = pl.DataFrame(
        {"household": ["hukou:1"], "person": [5], "date_from": [NOON.date()], "relation": ["户主"], "date_to": [None],
         "batch": [batch]}, schema_overrides={"date_to": pl.Date},
    )  # fmt: skip
    with register.writing() as session:
        add_households(session, household, member)
    with register.reading() as session:
        assert memberships_of(session, [5], LATER).drop("batch").rows() == [
            ("hukou:1", "hukou", 5, "户主", NOON.date(), None)
        ]
        assert memberships_of(session, [6], LATER).is_empty()
