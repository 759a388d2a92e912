"""Batches: one for a delivery, led from state to state, each step kept; corrections replace a whole batch."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.store.register.made_rows import MONTH, NOON, ON_THE_WAY, published
from zengshou.concepts.problem import ProblemsFound
from zengshou.store.crypto.keys import FileKeys
from zengshou.store.database.connection import Database
from zengshou.store.register.delivery.batches import (
    NewBatch,
    add_batch,
    batch,
    batch_by_key,
    begin_again,
    enter,
    record_count,
    steps,
    unfinished,
)
from zengshou.store.register.delivery.raw_files import RawFiles
from zengshou.store.register.tables.batch_state import BatchState, may_follow


def new(content: str = "a", sequence: int | None = None, supersedes: int | None = None) -> NewBatch:
    return NewBatch("iit", MONTH, content * 64, "wang", sequence=sequence, supersedes=supersedes)


def test_every_step_of_a_batch_is_recorded(register: Database, files: RawFiles, keys: FileKeys, tmp_path: Path) -> None:
    made = published(register, files, keys, tmp_path, 3)
    with register.reading() as session:
        told = [step.state for step in steps(session, made.id)]
        assert told == [BatchState.RECEIVED, *ON_THE_WAY, BatchState.PUBLISHED]
        assert batch(session, made.id).published_at == NOON


def test_two_live_batches_of_one_key_cannot_be(register: Database) -> None:
    with register.writing() as session:
        add_batch(session, new(), NOON)
    with pytest.raises(IntegrityError), register.writing() as session:
        add_batch(session, new(), NOON)


def test_a_rejected_file_may_come_again(register: Database) -> None:
    with register.writing() as session:
        first = add_batch(session, new(), NOON)
        enter(session, first.id, BatchState.REJECTED, NOON, "wang", "对账不符")
        assert batch_by_key(session, "iit", MONTH, "a" * 64) is None
        second = add_batch(session, new(), NOON)
    with register.reading() as session:
        assert batch(session, first.id).reason == "对账不符"
        found = batch_by_key(session, "iit", MONTH, "a" * 64)
        assert found is not None and found.id == second.id != first.id


@pytest.mark.parametrize("number", [1, 3, 9])
def test_a_gap_or_a_replay_of_numbers_is_refused(register: Database, number: int) -> None:
    with register.writing() as session:
        add_batch(session, new("a", 1), NOON)
        with pytest.raises(ProblemsFound, match="不接着上一批 1"):
            add_batch(session, new("b", number), NOON)
        assert add_batch(session, new("c", 2), NOON).sequence == 2
        assert add_batch(session, new("d"), NOON).sequence == 3


def test_a_correction_replaces_the_whole_batch(
    register: Database, files: RawFiles, keys: FileKeys, tmp_path: Path
) -> None:
    old = published(register, files, keys, tmp_path, 2)
    with register.writing() as session:
        correction = add_batch(session, new("b", supersedes=old.id), NOON)
        for state in (*ON_THE_WAY, BatchState.PUBLISHED):
            enter(session, correction.id, state, NOON, "li")
    with register.reading() as session:
        replaced = batch(session, old.id)
        assert replaced.state is BatchState.SUPERSEDED and replaced.superseded_at == NOON
        with pytest.raises(ProblemsFound, match="不能更正"):
            add_batch(session, new("c", supersedes=old.id), NOON)
        with pytest.raises(ProblemsFound, match="没有这个批次"):
            add_batch(session, new("c", supersedes=99), NOON)


def test_a_batch_takes_no_step_out_of_order(register: Database) -> None:
    with register.writing() as session:
        made = add_batch(session, new(), NOON)
        with pytest.raises(ValueError, match="cannot go"):
            enter(session, made.id, BatchState.PUBLISHED, NOON, "wang")
    assert not may_follow(BatchState.PUBLISHED, BatchState.REJECTED)
    assert may_follow(BatchState.HELD, BatchState.REJECTED)


def test_an_unfinished_batch_begins_again_and_keeps_its_steps(register: Database) -> None:
    with register.writing() as session:
        made = add_batch(session, new(), NOON)
        enter(session, made.id, BatchState.SCHEMA_OK, NOON, "wang")
    with register.writing() as session:
        assert [one.id for one in unfinished(session)] == [made.id]
        begin_again(session, made.id, NOON, "(system)")
        assert [step.state.value for step in steps(session, made.id)] == ["received", "schema_ok", "received"]
        enter(session, made.id, BatchState.REJECTED, NOON, "wang", "x")
        assert unfinished(session) == ()


def test_a_count_that_does_not_add_up_is_never_written(register: Database) -> None:
    with register.writing() as session:
        made = add_batch(session, new(), NOON)
        with pytest.raises(ValueError, match="of 10 rows"):
            record_count(session, made.id, (10, 8, 1), {}, b"")


def test_a_step_can_be_neither_changed_nor_deleted(register: Database) -> None:
    with register.writing() as session:
        add_batch(session, new(), NOON)
    for statement in ("UPDATE batch_step SET actor = 'li'", "DELETE FROM batch_step"):
        with pytest.raises(Exception, match="never changed"), register.writing() as session:
            session.execute(text(statement))
