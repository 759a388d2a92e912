"""合成数据: one delivery of one channel, as text cells under the channel's field names."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from zengshou.concepts.period import MonthIndex, month_name, month_of, year_of
from zengshou.records.synthetic.monthly import Fen, yuan_text
from zengshou.records.synthetic.world import World

Rows = NDArray[np.int64]
CARD = "居民身份证"


@dataclass(frozen=True, eq=False)
class Feed:
    """rows  text columns by field name, and `person`, the truth: index of the person a row is about"""

    channel: str
    period: MonthIndex
    rows: pl.DataFrame


def who(world: World, rows: Rows) -> Mapping[str, pl.Series]:
    """Name, kind and number of the persons of the rows."""
    chosen = world.residents[rows]
    return {
        "person": pl.Series("person", rows, dtype=pl.Int64),
        "name": chosen["name"],
        "id_kind": pl.Series("id_kind", [CARD], dtype=pl.String).new_from_index(0, rows.size),
        "id_number": chosen["number"],
    }


def money(fen: Fen) -> pl.Series:
    return yuan_text(fen)


def same(value: str, rows: Rows) -> pl.Series:
    return pl.Series([value], dtype=pl.String).new_from_index(0, rows.size)


def serials(letters: str, period: MonthIndex, rows: Rows, start: int = 0) -> pl.Series:
    """Native numbers of the rows of one delivery: letters, month, running number; no two of a channel are equal."""
    return numbered(
        f"{letters}{year_of(period):04d}{month_of(period):02d}", np.arange(start + 1, start + rows.size + 1)
    )


def numbered(stem: str, numbers: Rows) -> pl.Series:
    """The stem with each number in eight digits."""
    return stem + pl.Series(numbers, dtype=pl.Int64).cast(pl.String).str.zfill(8)


def credit_code(world: World, rows: Rows) -> pl.Series:
    """The employers' codes of the persons of the rows; empty for those without."""
    index = world.employer[rows]
    codes = np.where(index >= 0, world.employers[np.maximum(index, 0)], "")
    return pl.Series(codes, dtype=pl.String)


def table(columns: Mapping[str, pl.Series]) -> pl.DataFrame:
    return pl.DataFrame([series.alias(name) for name, series in columns.items()])


def stacked(frames: list[pl.DataFrame]) -> pl.DataFrame:
    """Rows of several kinds in one delivery; a column that one kind lacks is empty there."""
    filled = [frame for frame in frames if frame.height]
    return pl.concat(filled, how="diagonal").fill_null("") if filled else pl.DataFrame()


def month_text(period: MonthIndex) -> str:
    return month_name(period)
