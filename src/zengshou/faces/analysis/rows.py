"""Rows from whatever an analyst holds: pandas, Polars, Arrow, a mapping of columns, or a file; labels are kept."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from os import PathLike, fspath
from typing import Unpack

import narwhals as nw
import polars as pl
from narwhals.typing import IntoDataFrame, IntoLazyFrame, IntoSeries

from zengshou.concepts.problem import Problem, ProblemsFound, refuse
from zengshou.faces.analysis.options import DesignOptions, read_design, refuse_unknown_design
from zengshou.services.statistics.survey_columns import DesignColumns, Surveyed, surveyed
from zengshou.store.table import Table
from zengshou.store.tables import read_table

FRAME = "数据表"
KINDS = "pandas、Polars、Arrow 的表，列的字典，或 csv、xlsx、parquet、dta、sav 文件的路径"


@dataclass(frozen=True, eq=False)
class SurveyDesign:
    """A table and how its rows were drawn, to be given to any function in place of the table."""

    surveyed: Surveyed

    def __repr__(self) -> str:
        held, design = self.surveyed, self.surveyed.design
        return f"抽样设计：{held.table.source}，{held.table.n:,} 行；{design.text}"

    @property
    def n(self) -> int:
        return self.surveyed.table.n


def design(data: object, **options: Unpack[DesignOptions]) -> SurveyDesign:
    """A reusable design: the table is read and its design indexed once, whatever is asked of it later.

    data     pandas, Polars (eager or lazy), Arrow, a mapping of columns, or the path of a file
    options  see `DesignOptions`
    Raises   ProblemsFound with everything wrong with the columns
    """
    refuse_unknown_design(options)
    columns = read_design(options)
    table = table_of(data, None)
    refuse_missing(table.names, columns.wanted, table.source)
    return SurveyDesign(surveyed(table, columns, origin_of(data)))


def opened(data: object, columns: DesignColumns, wanted: Sequence[str]) -> Surveyed:
    """The table with its design; of a frame or file only the wanted columns are read.

    Raises  ProblemsFound: not a table, missing columns, or a design given twice
    """
    if isinstance(data, SurveyDesign):
        if columns != DesignColumns():
            raise refuse("抽样设计给了两次。", "design", "用 design(...) 的结果时，不要再写 weights、strata 等。")
        refuse_missing(data.surveyed.table.names, wanted, data.surveyed.table.source)
        return data.surveyed
    return surveyed(table_of(data, tuple(dict.fromkeys(wanted))), columns, origin_of(data))


def origin_of(data: object) -> object:
    """What tells whether two tables hold the same rows: the frame itself, or the path of the file."""
    return fspath(data) if isinstance(data, PathLike) else data


def table_of(data: object, wanted: tuple[str, ...] | None) -> Table:
    """The wanted columns, or all. Raises  ProblemsFound: not a table, no rows, missing or unreadable columns"""
    if isinstance(data, str | PathLike):
        return read_table(fspath(data), wanted)
    try:
        frame = nw.from_native(_of_mapping(data) if isinstance(data, Mapping) else data)  # type: ignore[call-overload]
        return _table(_collected(frame, wanted))
    except (nw.exceptions.NarwhalsError, pl.exceptions.PolarsError) as fault:
        raise refuse(
            f"这张表读不出来（{str(fault).splitlines()[0][:80]}）。", FRAME, "请先用原来的工具核对。"
        ) from None
    except TypeError:
        raise refuse(f"不认识这种数据（{type(data).__name__}）。", "data", f"请给出{KINDS}。") from None


def _collected(
    frame: nw.DataFrame[IntoDataFrame] | nw.LazyFrame[IntoLazyFrame], wanted: tuple[str, ...] | None
) -> nw.DataFrame[IntoDataFrame]:
    """The wanted columns of a frame, computed."""
    names = tuple(frame.collect_schema().names())
    unnamed = [name for name in names if not isinstance(name, str)]
    if unnamed:
        said = "、".join(str(name) for name in unnamed[:5])
        raise refuse(f"列名须是文字，读到 {said}。", FRAME, "请先给各列取名。")
    if wanted is not None:
        refuse_missing(names, wanted, FRAME)
    columns = names if wanted is None else wanted
    return frame.select(*columns).collect() if isinstance(frame, nw.LazyFrame) else frame.select(*columns)


def _of_mapping(columns: Mapping[str, object]) -> pl.DataFrame:
    try:
        return pl.DataFrame(columns)
    except (pl.exceptions.PolarsError, TypeError, ValueError) as fault:
        said = str(fault).splitlines()[0][:80]
        raise refuse(f"这些列不能组成一张表（{said}）。", "data", "各列须等长，每列同一类型。") from None


def _table(frame: nw.DataFrame[IntoDataFrame]) -> Table:
    if len(frame) == 0:
        raise refuse("表中没有数据（0 行）。", FRAME, "请检查筛选条件。")
    columns, problems = [], []
    for name in frame.columns:
        try:
            columns.append(_column(frame[name]).alias(name))
        except (TypeError, ValueError, pl.exceptions.PolarsError, OverflowError) as fault:
            said = str(fault).splitlines()[0][:80] if str(fault) else type(fault).__name__
            problems.append(
                Problem(f"这一列混有不同类型的值，无法读取（{said}）。", f"{FRAME} 列“{name}”", "请先统一类型。")
            )
    if problems:
        raise ProblemsFound(problems)
    return Table(pl.DataFrame(columns), FRAME, 0, _variable_labels(frame))


def _column(series: nw.Series[IntoSeries]) -> pl.Series:
    """The column in Polars; categories keep their order as an Enum."""
    column = series.to_polars()
    categories = _categories(series)
    return column if categories is None else column.cast(pl.String).cast(pl.Enum(categories))


def _categories(series: nw.Series[IntoSeries]) -> list[str] | None:
    """The categories of a column in their order: those of an Enum, or of a pandas categorical."""
    if isinstance(series.dtype, nw.Enum):
        return [str(label) for label in series.dtype.categories]
    native = series.to_native()
    if series.implementation.is_pandas_like() and hasattr(native, "cat"):
        return [str(label) for label in native.cat.categories]
    return None


def _variable_labels(frame: nw.DataFrame[IntoDataFrame]) -> dict[str, str]:
    """Labels of columns that a pandas frame carries in `attrs["variable_labels"]`."""
    carried = getattr(frame.to_native(), "attrs", {}).get("variable_labels", {})
    return {str(name): str(label) for name, label in carried.items() if label}


def refuse_missing(names: Sequence[str], wanted: Sequence[str], source: str) -> None:
    """Raises  ProblemsFound naming every column that is missing, with the nearest names"""
    problems = []
    for name in dict.fromkeys(wanted):
        if name not in names:
            near = difflib.get_close_matches(name, names, n=3, cutoff=0.5)
            shown = "、".join(names[:12]) + (" 等" if len(names) > 12 else "")
            cure = f"是否指“{'”“'.join(near)}”？" if near else f"表中的列有：{shown}。"
            problems.append(Problem(f"没有列“{name}”。", source, cure))
    if problems:
        raise ProblemsFound(problems)
