"""Rows go in as they are, chained; digests from a frame and from the database are the same bytes."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from tests.store.register.made_rows import NOON, assets, facts, published, statuses
from zengshou.store.crypto.keys import FileKeys
from zengshou.store.database.connection import Database
from zengshou.store.register.delivery.quarantine import RowState, asides, opened_cells, resolve, tally
from zengshou.store.register.delivery.raw_files import RawFiles
from zengshou.store.register.facts.fact_rows import ASSETS, FACTS, KINDS, STATUSES, add_rows, stored_rows
from zengshou.store.register.facts.household_rows import add_households, add_persons, add_residence
from zengshou.store.register.writing.bulk import USUAL_CACHE, insert_missing, large_cache
from zengshou.store.register.writing.row_digests import BETWEEN, canonical_frame, canonical_row, chained, next_digest


@pytest.mark.parametrize(("kind", "rows"), [(FACTS, facts(1, 9)), (ASSETS, assets(1)), (STATUSES, statuses(1))])
def test_what_comes_back_has_the_bytes_that_were_digested(register: Database, kind, rows: pl.DataFrame) -> None:
    with register.writing() as session:
        head = add_rows(session, kind, rows, b"\1" * 32)
    ordered = rows.select(kind.columns.names()).cast(kind.columns).sort("person", "row", "part")
    with register.reading() as session:
        found = list(stored_rows(session, kind, 1))
    assert [canonical_row(kind.name, row[:-1]) for row in found] == canonical_frame(kind.name, ordered)
    assert bytes(found[-1][-1]) == head
    assert [bytes(row[-1]) for row in found] == chained(b"\1" * 32, canonical_frame(kind.name, ordered))


@given(st.lists(st.binary(max_size=40), max_size=20), st.integers(0, 20))
def test_a_chain_may_be_made_in_pieces(rows: list[bytes], cut: int) -> None:
    whole = chained(b"\0" * 32, rows)
    first = chained(b"\0" * 32, rows[:cut])
    rest = chained(first[-1] if first else b"\0" * 32, rows[cut:])
    assert first + rest == whole
    if rows:
        assert next_digest(b"\0" * 32, rows[0]) == whole[0]


def test_a_text_that_could_pass_for_two_values_is_refused() -> None:
    rows = facts(1, 2).with_columns(native_id=pl.Series(["a", f"b{BETWEEN}c"]))
    with pytest.raises(ValueError, match="control character"):
        canonical_frame(FACTS.name, rows)


def test_texts_that_look_like_nothing_come_back_as_texts(register: Database) -> None:
    """PostgreSQL's COPY knows a sign for NULL, and quotes; neither may change what was written."""
    strange = ["", "\\N", '"', ",", "a\nb", "\\x41", "𠮷䶮"]
    rows = facts(1, len(strange)).with_columns(native_id=pl.Series(strange))
    with register.writing() as session:
        add_rows(session, FACTS, rows, b"")
    with register.reading() as session:
        found = session.execute(text('SELECT native_id FROM income_fact ORDER BY "row"')).scalars().all()
    assert list(found) == strange


def test_a_bulk_insert_leaves_durability_and_memory_as_they_were(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'z.db'}")
    with database.writing() as session:
        with large_cache(session):
            assert session.execute(text("PRAGMA synchronous")).scalar() == 2
        assert session.execute(text("PRAGMA cache_size")).scalar() == USUAL_CACHE
    with database.reading() as session:
        assert session.execute(text("PRAGMA synchronous")).scalar() == 2


def test_a_person_that_is_there_stays_as_it_is(register: Database) -> None:
    rows = pl.DataFrame(
        {"ref": [3, 1, 3], "area": ["441702000000"] * 3, "own_area": [""] * 3,
         "birth_month": [None, 23_880, None], "sex": ["", "男", ""],
         "first_batch": [1, 1, 1]}, schema_overrides={"birth_month": pl.Int64},
    )  # fmt: skip
    with register.writing() as session:
        add_persons(session, rows)
        add_persons(session, rows.with_columns(area=pl.lit("441704000000"), first_batch=pl.lit(2)))
    with register.reading() as session:
        found = session.execute(text("SELECT ref, area, birth_month, first_batch FROM person ORDER BY ref")).all()
    assert [tuple(row) for row in found] == [(1, "441702000000", 23_880, 1), (3, "441702000000", None, 1)]


def test_households_and_residence_are_added_once(
    register: Database, files: RawFiles, keys: FileKeys, tmp_path: Path
) -> None:
    batch = published(register, files, keys, tmp_path, 1).id
    household = pl.DataFrame({"id": ["H1"], "kind": ["hukou"], "area": ["441702000000"]})
    member = pl.DataFrame(
        {"household": ["H1"], "person": [5], "date_from": [NOON.date()], "relation": ["户主"], "date_to": [None],
         "batch": [batch]}, schema_overrides={"date_to": pl.Date},
    )  # fmt: skip
    spell = pl.DataFrame(
        {"person": [5], "year": [2026], "date_from": [NOON.date()], "status": ["resident"], "date_to": [None],
         "basis": ["税务"], "batch": [batch]}, schema_overrides={"date_to": pl.Date},
    )  # fmt: skip
    for _ in range(2):
        with register.writing() as session:
            add_households(session, household, member)
            add_residence(session, spell)
    with register.reading() as session:
        for table in ("household", "household_member", "residence"):
            assert session.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 1


def test_a_row_put_aside_is_sealed_and_opens_again(
    register: Database, files: RawFiles, keys: FileKeys, tmp_path: Path
) -> None:
    batch = published(register, files, keys, tmp_path, 2).id
    with register.reading() as session:
        first, second = asides(session, batch)
        assert (first.row, first.code, first.cell, second.code, second.sealed) == (
            990, "E_ID_CHECKDIGIT", "A990", "E_DATE", "",
        )  # fmt: skip
        assert "441702" not in first.sealed
        assert opened_cells(keys, first) == {"证件号码": "441702199001010000", "日期": "昨天"}
        assert tally(session) == {batch: {RowState.OPEN: 1}}
    with register.writing() as session:
        assert resolve(session, batch, [990], RowState.RESUBMITTED, "wang", NOON) == 2
        assert resolve(session, batch, [990], RowState.DISMISSED, "wang", NOON) == 0
    with register.reading() as session:
        assert tally(session) == {batch: {RowState.RESUBMITTED: 1}}


def test_columns_that_a_table_does_not_have_are_refused(register: Database) -> None:
    with pytest.raises(ValueError, match="has no columns"), register.writing() as session:
        insert_missing(session, KINDS[0].table, pl.DataFrame({"colour": [1]}))
