"""What is altered behind the guards is found, and named by batch and row."""

import random
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.store.register.made_rows import published
from zengshou.concepts.problem import ProblemsFound
from zengshou.store.crypto.keys import FileKeys
from zengshou.store.database.connection import Database
from zengshou.store.register.delivery.raw_files import RawFiles
from zengshou.store.register.delivery.recovery import clear_leftovers
from zengshou.store.register.delivery.verify import verify


def alter(database: Database, statement: str) -> None:
    """What only the owner of the tables could do: without the guards."""
    table = next(name for name in ("income_fact", "asset_event", "status_event", "") if name in statement)
    with database.writing() as session:
        if table and database.is_sqlite:
            session.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_update"))
            session.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_delete"))
        elif table:
            session.execute(text(f"DROP TRIGGER {table}_is_kept ON {table}"))
        session.execute(text(statement))


def test_an_untouched_register_is_whole(register: Database, files: RawFiles, keys: FileKeys, tmp_path: Path) -> None:
    published(register, files, keys, tmp_path, 40)
    published(register, files, keys, tmp_path, 7, "乙")
    found = verify(register, files, keys)
    assert found.is_whole and (found.batches, found.rows, found.files) == (2, 55, 2)


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        ('UPDATE income_fact SET fen = fen + 1 WHERE "row" = 17', "批次 1 第 17 行第 0 项"),
        ("UPDATE income_fact SET item = 'T.PEN' WHERE \"row\" = 5", "批次 1 第 5 行第 0 项"),
        ('UPDATE asset_event SET fen = 1 WHERE "row" = 900', "批次 1 第 900 行第 0 项"),
        ('UPDATE status_event SET date_to = NULL WHERE "row" = 951', "批次 1 第 951 行第 0 项"),
        ('DELETE FROM status_event WHERE "row" = 950', "批次 1"),
        ("UPDATE batch SET rows_ok = rows_ok - 1", "批次 1"),
        ("UPDATE batch SET period = period + 1", "批次 1"),
        ("UPDATE quarantine SET payload = 'x' WHERE place = 0", "批次 1 第 990 行"),
        ("DELETE FROM quarantine", "批次 1"),
    ],
)
def test_an_alteration_is_named(
    register: Database, files: RawFiles, keys: FileKeys, tmp_path: Path, statement: str, place: str
) -> None:
    published(register, files, keys, tmp_path, 40)
    alter(register, statement)
    assert place in [damage.place for damage in verify(register, files, keys).damages]


@pytest.mark.parametrize("row", [2, 17, 41])
def test_a_deleted_row_breaks_the_chain(
    register: Database, files: RawFiles, keys: FileKeys, tmp_path: Path, row: int
) -> None:
    published(register, files, keys, tmp_path, 40)
    alter(register, f'DELETE FROM income_fact WHERE "row" = {row}')
    assert not verify(register, files, keys).is_whole


def test_every_flipped_bit_of_a_raw_file_is_found(files: RawFiles, tmp_path: Path) -> None:
    sent = tmp_path / "sent"
    sent.write_bytes(random.Random(1).randbytes(3_000))
    content_hash = files.take(sent)
    kept = tmp_path / "home" / "raw" / content_hash
    whole = kept.read_bytes()
    for seed in range(60):
        place = random.Random(seed).randrange(len(whole) * 8)
        flipped = bytearray(whole)
        flipped[place // 8] ^= 1 << place % 8
        kept.write_bytes(bytes(flipped))
        with pytest.raises(ProblemsFound, match=r"损坏|密钥"):
            files.check(content_hash)
    kept.write_bytes(whole)
    files.check(content_hash)


def test_a_raw_file_that_is_gone_or_cut_is_named(
    register: Database, files: RawFiles, keys: FileKeys, tmp_path: Path
) -> None:
    batch = published(register, files, keys, tmp_path, 1)
    kept = tmp_path / "home" / "raw" / batch.content_hash
    kept.write_bytes(kept.read_bytes()[:16])
    assert [one.found for one in verify(register, files, keys).damages] == ["原始文件已损坏或被改动。"]
    kept.unlink()
    assert [one.found for one in verify(register, files, keys).damages] == ["原始文件不见了。"]


def test_a_raw_file_is_named_by_its_content_and_sealed(files: RawFiles, tmp_path: Path) -> None:
    sent = tmp_path / "..．名.csv"
    sent.write_bytes("姓名,证件号码\n王某,441702199001010000\n".encode() * 400_000)
    content_hash = files.take(sent)
    assert files.take(sent) == content_hash and files.kept() == {content_hash}
    assert b"441702" not in (tmp_path / "home" / "raw" / content_hash).read_bytes()[:100_000]
    with files.opened(content_hash) as plain:
        assert plain.name == "content.csv" and plain.read_bytes() == sent.read_bytes()
    assert not plain.exists()


def test_what_a_stopped_process_left_is_thrown_away(
    register: Database, files: RawFiles, keys: FileKeys, tmp_path: Path
) -> None:
    batch = published(register, files, keys, tmp_path, 1)
    (tmp_path / "home" / "inbox" / "abc.part").write_text("half")
    (tmp_path / "home" / "work" / "tmpx").mkdir()
    (tmp_path / "home" / "work" / "tmpx" / "content.csv").write_text("clear")
    orphan = tmp_path / "orphan"
    orphan.write_text("nobody was told")
    files.take(orphan)
    found = clear_leftovers(register, files)
    assert (found.begun, found.unclaimed, found.unfinished) == (2, 1, ())
    assert files.kept() == {batch.content_hash}
    assert clear_leftovers(register, files).is_nothing
