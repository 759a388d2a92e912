"""The file of a yearly extract: one row a person under a pseudonym, and beside the rows what they rest on.

It is written by the register and read by statistics, and it is the only thing that both know.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import polars as pl
from pyarrow import ArrowException, parquet

from zengshou.concepts.problem import refuse

KEY = b"zengshou.extract"
MONTHS_A_YEAR = 12


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
class ExtractAbout:
    """What an extract says of itself. made_at  ISO; version  of the approved list of columns"""

    city: str
    year: int
    made_at: str
    version: str
    view: str
    is_unverified: bool
    is_synthetic: bool
    feeds: tuple[FeedState, ...]


@dataclass(frozen=True, eq=False)
class Extract:
    """The rows, in the approved columns, and what they rest on."""

    rows: pl.DataFrame
    about: ExtractAbout


def write_extract(path: Path, rows: pl.DataFrame, about: ExtractAbout) -> None:
    """Write with checksums of pages; the file stands whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    told = json.dumps(asdict(about), ensure_ascii=False).encode("utf-8")
    table = rows.to_arrow().replace_schema_metadata({KEY: told})
    begun = path.with_name(f"{path.name}.part")
    parquet.write_table(table, begun, compression="zstd", write_page_checksum=True)
    begun.replace(path)


def read_extract(path: Path, columns: Sequence[str]) -> Extract:
    """An extract again, its pages checked. columns  those that are wanted

    Raises  ProblemsFound: no such file, damaged, no extract of a register, or without a column
    """
    if not path.is_file():
        raise refuse("没有这个文件。", str(path), "先由统计人员提取：工作台“信息归集”的“登记统计”。")
    try:
        table = parquet.read_table(path, page_checksum_verification=True)
        told = json.loads((table.schema.metadata or {})[KEY])
        feeds = tuple(FeedState(**feed) for feed in told.pop("feeds"))
        about = ExtractAbout(**told, feeds=feeds)
    except (ArrowException, OSError, KeyError, TypeError, ValueError):
        raise refuse("不是登记系统的年度提取文件，或文件已损坏。", str(path), "请重新提取。") from None
    missing = [name for name in columns if name not in table.column_names]
    if missing:
        raise refuse(f"提取文件缺少列：{'、'.join(missing)}。", str(path), "请用现在的版本重新提取。")
    rows = pl.from_arrow(table.select(list(columns)))
    assert isinstance(rows, pl.DataFrame)
    return Extract(rows, about)


def extract_path(folder: Path, year: int) -> Path:
    """Where the extract of a year lies in the statistics zone."""
    return folder / f"register-{year}.parquet"


def extract_years(folder: Path) -> tuple[int, ...]:
    """The years of which there is an extract, the newest first."""
    found = (path.stem.rpartition("-")[2] for path in folder.glob("register-*.parquet"))
    return tuple(sorted((int(year) for year in found if year.isdecimal()), reverse=True))
