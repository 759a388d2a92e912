"""Figures as records: a data frame, and text for spreadsheets."""

from collections.abc import Mapping, Sequence
from os import PathLike, fspath
from pathlib import Path

import polars as pl

from zengshou.concepts.estimate import Estimate
from zengshou.concepts.problem import refuse
from zengshou.faces.analysis.heading import EVERYONE

FORMULA = ("=", "+", "-", "@", "\t", "\r")
SCHEMA = {
    "domain": pl.String,
    "indicator": pl.String,
    "label": pl.String,
    "value": pl.Float64,
    "se": pl.Float64,
    "ci_low": pl.Float64,
    "ci_high": pl.Float64,
    "cv": pl.Float64,
    "n": pl.Int64,
    "n_psu": pl.Int64,
    "df": pl.Float64,
    "deff": pl.Float64,
    "unit": pl.String,
    "flags": pl.String,
    "reason": pl.String,
    "convention": pl.String,
    "design": pl.String,
    "area": pl.String,
    "period": pl.String,
    "vintage": pl.String,
    "kind": pl.String,
    "status": pl.String,
    "is_synthetic": pl.Boolean,
}


def frame_of(estimates: Sequence[Estimate], by: Sequence[str], parts: Mapping[str, tuple[str, ...]]) -> pl.DataFrame:
    """A row a figure; the columns of groups stand first, 全体 where a figure is of everyone."""
    taken = [name if name not in SCHEMA else f"by_{name}" for name in by]
    whole = (EVERYONE,) * len(by)
    rows = [(*parts.get(one.domain, whole), *_record(one)) for one in estimates]
    return pl.DataFrame(rows, {**dict.fromkeys(taken, pl.String), **SCHEMA}, orient="row")


def _record(one: Estimate) -> tuple[object, ...]:
    plain = {name: getattr(one, name) for name in SCHEMA if name not in ("flags", "kind", "status")}
    plain |= {
        "flags": " ".join(one.flags),
        "kind": one.kind.value,
        "status": one.status.value,
    }
    return tuple(plain[name] for name in SCHEMA)


def pandas_of(frame: pl.DataFrame) -> object:
    """The frame in pandas. Raises  ProblemsFound where pandas is not installed"""
    try:
        return frame.to_pandas()
    except ModuleNotFoundError:
        raise refuse("没有安装 pandas。", "to_pandas", "请安装 pandas，或改用 to_polars()、to_csv()。") from None


def csv_text(frame: pl.DataFrame, path: str | PathLike[str] | None) -> str:
    """The frame as text. A text that a spreadsheet would run as a formula gets an apostrophe."""
    texts = [name for name, kind in frame.schema.items() if kind == pl.String]
    shielded = frame.with_columns(
        pl.when(pl.any_horizontal(pl.col(name).str.starts_with(sign) for sign in FORMULA))
        .then(pl.concat_str(pl.lit("'"), pl.col(name)))
        .otherwise(pl.col(name))
        .alias(name)
        for name in texts
    )
    text = shielded.write_csv(line_terminator="\r\n")
    if path is not None:
        try:
            Path(fspath(path)).write_bytes(b"\xef\xbb\xbf" + text.encode("utf-8"))
        except OSError as error:
            raise refuse(
                f"写不了文件：{error.strerror}。", fspath(path), "请检查目录权限，并关闭已打开的文件。"
            ) from None
    return text
