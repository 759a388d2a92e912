"""One import at a time in a folder: the lock of a small SQLite file, which a killed process gives back by dying."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from zengshou.concepts.problem import refuse

LOCK_FILE = "import.lock"
PATIENCE_SECONDS = 600.0


@contextmanager
def one_at_a_time(home: Path, seconds: float = PATIENCE_SECONDS) -> Iterator[None]:
    """Hold the folder while importing. Raises  ProblemsFound: another import still held it after `seconds`"""
    with closing(sqlite3.connect(home / LOCK_FILE, timeout=seconds, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            raise refuse("另一个导入正在进行。", str(home), "等它结束后再试。") from None
        yield
        lock.execute("ROLLBACK")
