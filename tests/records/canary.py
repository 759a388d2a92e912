"""Canaries: marked survey households with absurd values, and where they must never be found. 合成数据。

`survey_file` writes them as a survey; `traces` looks through files, `traces_in_database` through every table. Whoever
adds a way out of the register (an export, a log, a backup) adds its place to the end-to-end test.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import polars as pl
from sqlalchemy import MetaData, select

from zengshou.store.database.connection import Database

HOUSEHOLDS = 1_000
MARK, NAME_MARK, NUMBER_MARK, AMOUNT_MARK = "ZSCANARY", "金丝雀户", "00000019000101", "98765"
ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
AMOUNT = re.compile(rf"{AMOUNT_MARK}\d{{4}}137")  # as fen; as yuan it has a point before the last two digits


@dataclass(frozen=True)
class Trace:
    """A canary outside its zone."""

    place: str
    found: str


def survey(households: int = HOUSEHOLDS) -> pl.DataFrame:
    """One row a household: the columns of a measured survey file, every value marked."""
    numbers = range(households)
    return pl.DataFrame(
        {
            "household": [f"{MARK}-{n:04}" for n in numbers],
            "name": [f"{NAME_MARK}{n:04}" for n in numbers],
            "id_number": [f"{NUMBER_MARK}{n:04}" for n in numbers],
            "income": [f"{AMOUNT_MARK}{n:04}1.37" for n in numbers],
            "weight": [1.0 + n % 7 for n in numbers],
            "psu": [f"{MARK}-village-{n // 10}" for n in numbers],
        }
    )


def survey_file(folder: Path, households: int = HOUSEHOLDS) -> Path:
    """The canaries as a survey's file, outside every zone but the survey's."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "survey.csv"
    survey(households).write_csv(path)
    return path


def traces(folders: Iterable[Path], survey_path: Path | None = None) -> list[Trace]:
    """Every file below some folders that holds a canary's mark in any encoding, or is the survey's file itself."""
    marks = [(mark, mark.encode(encoding)) for mark in (MARK, NAME_MARK, NUMBER_MARK) for encoding in ENCODINGS]
    digest = "" if survey_path is None else sha256(survey_path.read_bytes()).hexdigest()
    found: list[Trace] = []
    for path in (path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()):
        content = path.read_bytes()
        found += [Trace(str(path), mark) for mark, sign in marks if sign in content]
        if digest and digest in (sha256(content).hexdigest(), path.stem):
            found.append(Trace(str(path), "the survey's file"))
        if re.search(rb"98765\d{4}1\.37", content):
            found.append(Trace(str(path), "an amount"))
    return found


def traces_in_database(database: Database) -> list[Trace]:
    """Every cell of every table that holds a canary's mark, numbers as numbers."""
    metadata = MetaData()
    metadata.reflect(database.engine, schema=database.schema if not database.is_sqlite and database.schema else None)
    found: list[Trace] = []
    with database.reading() as session:
        for table in metadata.sorted_tables:
            for row in session.execute(select(table)).mappings():
                found += [Trace(f"{table.name}.{name}", str(value)) for name, value in row.items() if is_marked(value)]
    return found


def is_marked(value: object) -> bool:
    return any(sign in text or AMOUNT.search(text) for text in _texts(value) for sign in (MARK, NAME_MARK, NUMBER_MARK))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, bytes):
        yield from (value.decode(encoding, "replace") for encoding in ENCODINGS)
    else:
        yield str(value)
