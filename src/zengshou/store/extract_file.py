"""The file of a yearly extract: one row a person under a pseudonym, and beside the rows what they rest on.

It is written by the register and read by statistics, and it is the only thing that both know.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import polars as pl
from pyarrow import ArrowException, parquet

from zengshou.concepts.problem import refuse

KEY = b"zengshou.extract"
MONTHS_A_YEAR = 12
HASH_ENDING = ".sha256"


@dataclass(frozen=True)
class FeedState:
    """One feed of the extract.

    covered_to  the last day of which published data speak, ISO; "" where nothing ever came
    months      months of the year for which something was published
    is_stale    older than agreed on the day of the extract
    """

    channel: str
    label: str
    covered_to: str
    months: int
    is_stale: bool

    @property
    def words(self) -> str:
        """How fresh the feed is, in one phrase."""
        if not self.covered_to:
            return f"{self.label}：从未报送"
        stale = "，已过时" if self.is_stale else ""
        return f"{self.label}：至 {self.covered_to}，当年 {self.months}/{MONTHS_A_YEAR} 个月{stale}"


@dataclass(frozen=True)
class LeftOut:
    """What the sums of an extract leave out for one reason, exact: like its rows, not to be shown as it is.

    reason, label  the stable name and the words;  persons, rows  counts;  yuan  their incomes of the year
    absolute       the sum of the sizes of their incomes;  largest  the two largest sizes
    """

    reason: str
    label: str
    persons: int
    rows: int
    yuan: float
    absolute: float
    largest: tuple[float, ...]


@dataclass(frozen=True)
class ExtractAbout:
    """What an extract says of itself.

    made_at      ISO;  version  of the approved list of columns
    unverified   what the figures rest on that was not checked against its source, in words
    areas        leading digits of the areas whose persons are in it;  is_citywide  they are the whole city and no more
    population   registered | paid_here
    conventions  who is counted, in which household, resident or not, in words
    left_out     facts of the year that are in no sum
    """

    city: str
    year: int
    made_at: str
    version: str
    view: str
    is_unverified: bool
    is_synthetic: bool
    feeds: tuple[FeedState, ...]
    unverified: tuple[str, ...]
    areas: tuple[str, ...]
    is_citywide: bool
    population: str
    conventions: tuple[str, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, eq=False)
class Extract:
    """The rows, in the approved columns, and what they rest on."""

    rows: pl.DataFrame
    about: ExtractAbout


def write_extract(path: Path, rows: pl.DataFrame, about: ExtractAbout) -> None:
    """Write with checksums of pages, and the hash of the file beside it; the file stands whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    told = json.dumps(asdict(about), ensure_ascii=False).encode("utf-8")
    table = rows.to_arrow().replace_schema_metadata({KEY: told})
    begun = path.with_name(f"{path.name}.part")
    parquet.write_table(table, begun, compression="zstd", write_page_checksum=True)
    _hash_of(path).write_text(sha256(begun.read_bytes()).hexdigest(), encoding="ascii")
    begun.replace(path)


def read_extract(path: Path, columns: Sequence[str]) -> Extract:
    """An extract again, its hash checked: checksums of pages leave out what the file says of itself.

    columns  those that are wanted

    Raises  ProblemsFound: no such file, damaged, no extract of a register, or without a column
    """
    if not path.is_file():
        raise refuse("没有这个文件。", str(path), "先由统计人员提取：工作台“信息归集”的“登记统计”。")
    try:
        content = path.read_bytes()
        if sha256(content).hexdigest() != _hash_of(path).read_text(encoding="ascii"):
            raise ValueError("another hash than the one beside the file")
        table = parquet.read_table(BytesIO(content), page_checksum_verification=True)
        about = _about((table.schema.metadata or {})[KEY])
    except (ArrowException, OSError, KeyError, TypeError, ValueError):
        raise refuse("不是登记系统的年度提取文件，或文件已损坏。", str(path), "请重新提取。") from None
    missing = [name for name in columns if name not in table.column_names]
    if missing:
        raise refuse(f"提取文件缺少列：{'、'.join(missing)}。", str(path), "请用现在的版本重新提取。")
    rows = pl.from_arrow(table.select(list(columns)))
    assert isinstance(rows, pl.DataFrame)
    return Extract(rows, about)


def _hash_of(path: Path) -> Path:
    """Where the hash of an extract lies."""
    return path.with_name(f"{path.name}{HASH_ENDING}")


def _about(told: bytes) -> ExtractAbout:
    """Raises  KeyError, TypeError, ValueError for what is no extract of this version"""
    fields = json.loads(told)
    feeds = tuple(FeedState(**feed) for feed in fields.pop("feeds"))
    left_out = tuple(LeftOut(**one | {"largest": tuple(one["largest"])}) for one in fields.pop("left_out"))
    fields |= {name: tuple(fields[name]) for name in ("unverified", "areas", "conventions")}
    return ExtractAbout(**fields, feeds=feeds, left_out=left_out)


def about_extract(path: Path) -> ExtractAbout | None:
    """What a file says of itself where it is an extract of a register; None for every other file."""
    try:
        return _about((parquet.read_schema(path).metadata or {})[KEY])
    except (ArrowException, OSError, KeyError, TypeError, ValueError):
        return None


def move_extract(path: Path, to: Path) -> None:
    """Put an extract in its place, its hash first: whoever reads in between is refused, and never told wrong."""
    _hash_of(path).replace(_hash_of(to))
    path.replace(to)


def remove_extract(path: Path) -> None:
    """Take away an extract that is not to be kept, and its hash."""
    path.unlink(missing_ok=True)
    _hash_of(path).unlink(missing_ok=True)


def extract_path(folder: Path, year: int, areas: Sequence[str], population: str) -> Path:
    """Where the extract of a year, of areas and of a population lies: one of other areas never takes its place."""
    return folder / f"register-{year}-{'+'.join(areas)}-{population}.parquet"


def extracts(folder: Path) -> tuple[Path, ...]:
    """The extracts of the statistics zone, the newest year first, a year's by name."""
    found = [path for path in folder.glob("register-*-*-*.parquet") if path.stem.split("-")[1].isdecimal()]
    return tuple(sorted(found, key=lambda path: (-int(path.stem.split("-")[1]), path.stem)))
