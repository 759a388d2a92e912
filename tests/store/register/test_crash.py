"""Kill it, fill its disk, flip its bits, send it the same file five times at once: nothing acknowledged is lost."""

import json
import random
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.store.database.postgres import binaries
from tests.store.register.made_rows import published
from zengshou.concepts.problem import ProblemsFound
from zengshou.store.crypto.keys import FileKeys
from zengshou.store.database.connection import Database
from zengshou.store.database.migrate import upgrade
from zengshou.store.register.delivery.raw_files import RawFiles
from zengshou.store.register.delivery.verify import verify
from zengshou.store.register.tables.schema import SCHEMA, STEPS
from zengshou.store.register.writing.import_lock import one_at_a_time

HARNESS = ROOT / "bench" / "register_crash.py"
KILLS, SERVER_KILLS, ACKNOWLEDGED, FLIPS = 50, 3, 6, 40
COVERED = {  # what digests, seals and counts protect; the rest of a batch's line is kept in its steps
    "income_fact": "*",
    "asset_event": "*",
    "status_event": "*",
    "quarantine": "batch, row, place, payload",
    "batch": "id, channel, period, content_hash, rows_read, rows_ok, rows_bad, actual, head_digest",
}


def killed(points: int, *more: str) -> dict[str, object]:
    """What the harness saw after that many kills; it ends well only where nothing was lost."""
    command = [sys.executable, str(HARNESS), "--points", str(points), "--json", *more]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    assert [found[name] for name in ("points", "lost", "partial", "doubled", "unfinished_at_end")] == [
        points,
        0,
        0,
        0,
        0,
    ]
    assert found["is_whole"]
    return found


def test_fifty_kills_lose_nothing_and_show_nothing_half() -> None:
    """A thousand: python bench/register_crash.py --points 1000"""
    assert int(str(killed(KILLS)["acknowledged"])) > KILLS / 5


def test_killing_the_importer_or_its_postgresql_loses_nothing() -> None:
    """Three hundred: python bench/register_crash.py --points 300 --postgres"""
    if binaries() is None:
        pytest.skip("PostgreSQL is not installed on this machine: its server was not killed")
    found = killed(SERVER_KILLS * 3, "--postgres")
    assert found["by_point"]["server killed"] == SERVER_KILLS  # type: ignore[index]


def traced(log: Path) -> list[str]:
    """The system calls of some imports; skipped with a reason where they cannot be watched."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed: the order of fsync was not checked")
    calls = "trace=fsync,fdatasync,rename,renameat,renameat2,pwrite64,write"
    command = [strace, "-f", "-y", "-qq", "-e", calls, "-o", str(log)]
    harness = [sys.executable, str(HARNESS), "--plain", str(ACKNOWLEDGED)]
    done = subprocess.run([*command, *harness], capture_output=True, text=True, timeout=300)
    if done.returncode != 0 and "ptrace" in done.stderr:
        pytest.skip("this machine does not let a process be traced: the order of fsync was not checked")
    assert done.returncode == 0, done.stderr
    return log.read_text(encoding="utf-8", errors="replace").splitlines()


def test_nothing_is_acknowledged_before_it_is_durable(tmp_path: Path) -> None:
    """The raw file is synced, renamed, its folder synced; then every write to the log of the database is synced."""
    lines, seen = traced(tmp_path / "log"), 0
    steps: list[str] = []
    for line in lines:
        if re.search(r'write\(1.*"ack ', line):
            story = " ".join(steps)
            assert re.search(r"sync:part rename:raw sync:raw( \S+)* wal sync:wal$", story), story[-300:]
            steps, seen = [], seen + 1
        elif ".part>" in line and "fsync" in line:
            steps.append("sync:part")
        elif "rename" in line and "/raw/" in line:
            steps.append("rename:raw")
        elif "fsync" in line and "/raw>" in line:
            steps.append("sync:raw")
        elif "register.db-wal>" in line:
            steps.append("sync:wal" if "sync(" in line else "wal")
    assert seen == ACKNOWLEDGED


@pytest.fixture
def kept(tmp_path: Path, keys: FileKeys, files: RawFiles) -> Iterator[tuple[Database, Path]]:
    """A register of two batches in one SQLite file without a log beside it."""
    path = tmp_path / "kept.db"
    database = Database(f"sqlite:///{path}", SCHEMA)
    upgrade(database, scripts=STEPS)
    published(database, files, keys, tmp_path, 3_000)
    published(database, files, keys, tmp_path, 2_000, "乙")
    database.close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    yield database, path
    database.close()


def content(path: Path) -> object:
    """What digests and seals protect, as it lies there; the error where it cannot be read."""
    try:
        with sqlite3.connect(path) as connection:
            connection.text_factory = bytes
            return [
                sorted(map(repr, connection.execute(f"SELECT {columns} FROM {table} NOT INDEXED")))
                for table, columns in COVERED.items()
            ]
    except sqlite3.DatabaseError as error:
        return str(error)


def flip(path: Path, whole: bytes, bit: int) -> None:
    """The file with one bit turned, and nothing beside it."""
    flipped = bytearray(whole)
    flipped[bit // 8] ^= 1 << bit % 8
    for beside in ("-wal", "-shm"):
        Path(f"{path}{beside}").unlink(missing_ok=True)
    path.write_bytes(bytes(flipped))


def test_no_flipped_bit_changes_a_fact_unnoticed(kept: tuple[Database, Path], files: RawFiles, keys: FileKeys) -> None:
    """Of random flips in the whole file some hit free space or what no digest covers; those change no fact."""
    database, path = kept
    whole, before = path.read_bytes(), content(path)
    found = unnoticed = 0
    for seed in range(FLIPS):
        flip(path, whole, random.Random(seed).randrange(len(whole) * 8))
        is_whole = verify(database, files, keys).is_whole
        database.close()
        found += not is_whole
        unnoticed += is_whole and content(path) != before
    assert unnoticed == 0
    assert found > FLIPS / 2, f"{found} of {FLIPS} found"


def test_every_bit_flipped_inside_a_fact_is_found(kept: tuple[Database, Path], files: RawFiles, keys: FileKeys) -> None:
    database, path = kept
    whole, missed = path.read_bytes(), []
    for number in range(0, 2_000, 80):
        place = whole.index(f"grosscash税{number}".encode())
        bit = (place - 24) * 8 + number % 192  # in the amount, the item or the person of that row
        flip(path, whole, bit)
        if verify(database, files, keys).is_whole:
            missed.append(number)
        database.close()
    assert missed == []


def test_a_disk_that_is_full_is_told_and_loses_nothing(tmp_path: Path) -> None:
    """Batches go in until there is no room; with room again the next ones follow."""
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)], capture_output=True)
    if mounted.returncode != 0:
        pytest.skip("this account may not mount a small disk: a full one was not tried")
    try:
        _fill(place)
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def _fill(place: Path) -> None:
    keys = FileKeys(place / "key")
    files = RawFiles(place / "home", keys)
    files.make_folders()
    database = Database(f"sqlite:///{place / 'register.db'}", SCHEMA)
    upgrade(database, scripts=STEPS)
    acknowledged = []
    with pytest.raises((ProblemsFound, Exception), match=r"full|空间|space"):
        for number in range(500):
            acknowledged.append(published(database, files, keys, place, 400, str(number)).id)
    assert acknowledged
    subprocess.run(["mount", "-o", "remount,size=12m", str(place)], check=True)
    acknowledged.append(published(database, files, keys, place, 400, "again").id)
    found = verify(database, files, keys)
    assert found.is_whole and found.rows == 404 * len(acknowledged)
    database.close()


def test_a_second_import_waits_and_says_so_when_it_waits_too_long(tmp_path: Path) -> None:
    with one_at_a_time(tmp_path), pytest.raises(ProblemsFound, match="另一个导入"), one_at_a_time(tmp_path, 0.1):
        pass
    with one_at_a_time(tmp_path, 0.1):
        pass
