"""The columns of a table that say how its rows were drawn, turned into a sample; every fault comes back at once."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from zengshou.concepts.problem import Problem, ProblemsFound, refuse
from zengshou.concepts.sample import Calibration, Lonely, Replicates, Sample
from zengshou.services.statistics.analysis_groups import crossing
from zengshou.statistics.choices import Mask
from zengshou.statistics.indicators import Grouping
from zengshou.statistics.variance.design import Design, design_of
from zengshou.store.table import Table

SHOWN = 8  # strata named in one message
Codes = NDArray[np.int64]
Read = TypeVar("Read")


@dataclass(frozen=True)
class DesignColumns:
    """Which columns say how the rows were drawn.

    strata     one column, or several whose crossing makes the strata
    psu, fpc   one column a stage, the outermost first; None in `fpc` for a stage drawn with replacement
    household  the last stage of a file of persons
    is_nested  each stratum numbers its own PSUs
    base_weight, margins  weights before calibration, and the columns whose totals the weights were made to meet
    """

    weights: str | None = None
    strata: tuple[str, ...] = ()
    psu: tuple[str, ...] = ()
    fpc: tuple[str | None, ...] = ()
    household: str | None = None
    replicate_weights: tuple[str, ...] = ()
    replicates: Replicates | None = None
    base_weight: str | None = None
    margins: tuple[str, ...] = ()
    lonely: Lonely = Lonely.FAIL
    is_nested: bool = False
    is_register: bool = False

    @property
    def wanted(self) -> tuple[str, ...]:
        """Each named column once."""
        drawn = (self.weights, *self.strata, *self.psu, *self.fpc, self.household)
        named = (*drawn, *self.replicate_weights, self.base_weight, *self.margins)
        return tuple(dict.fromkeys(name for name in named if name))

    @property
    def key(self) -> tuple[object, ...]:
        """What two descriptions of one design have in common."""
        made = self.replicates
        spec = None if made is None else (made.kind, made.count, made.seed, made.rho, made.centre)
        return (replace(self, replicates=None), spec)


@dataclass(frozen=True, eq=False)
class DesignCodes:
    """(n,) codes of a column of the design. `labels` name them; None: they are the numbers of the file."""

    codes: Codes
    labels: tuple[str, ...] | None

    def name(self, code: int) -> str:
        return str(code) if self.labels is None else self.labels[code]


@dataclass(frozen=True, eq=False)
class Surveyed:
    """A table and how its rows were drawn; indexed once, whatever is asked of it later.

    origin  what the table was made from: two tables of one origin hold the same rows
    """

    table: Table
    columns: DesignColumns
    sample: Sample
    origin: object

    @cached_property
    def design(self) -> Design:
        return design_of(self.sample)

    def holds_the_rows_of(self, other: "Surveyed") -> bool:
        """Whether both are one table under one design, so that their figures have a joint error."""
        is_one = same_origin(self.origin, other.origin) and self.table.n == other.table.n
        return self.design is other.design or (is_one and self.columns.key == other.columns.key)


def same_origin(left: object, right: object) -> bool:
    """One and the same frame, or one path."""
    return left is right or (isinstance(left, str) and left == right)


def surveyed(table: Table, columns: DesignColumns, origin: object) -> Surveyed:
    """The sample that the columns describe.

    Raises  ProblemsFound with every fault: missing or negative weights, rows without a stratum or PSU, lonely strata
    """
    problems: list[Problem] = []
    weight = tried(lambda: _weights(table, columns.weights), problems, np.zeros(0))
    strata = tried(lambda: crossed(table, columns.strata), problems, None)
    stages = [tried(partial(codes_of, table, name), problems, None) for name in columns.psu]
    fpc = [tried(partial(_counts, table, name), problems, None) for name in columns.fpc]
    household = tried(lambda: codes_of(table, columns.household), problems, None)
    replicates = tried(lambda: _replicates(table, columns), problems, None)
    calibration = tried(lambda: _calibration(table, columns), problems, None)
    if problems:
        raise ProblemsFound(problems)
    is_household_staged = columns.household is not None and columns.household in columns.psu
    # With known populations a stratum of one PSU may be drawn in full: the design judges that itself.
    if strata is not None and columns.lonely is Lonely.FAIL and not (columns.is_register or columns.fpc):
        _refuse_lonely(table, columns, strata, stages[0] if stages else household)
    codes = [stage.codes for stage in stages if stage is not None]
    sample = Sample(
        weight,
        None if strata is None else strata.codes,
        None if not codes else codes[0] if len(codes) == 1 else codes,
        None if not fpc else fpc[0] if len(fpc) == 1 else fpc,
        lonely=columns.lonely,
        is_register=columns.is_register,
        household=None if household is None or is_household_staged else household.codes,
        calibration=calibration,
        replicates=replicates,
        is_nested=columns.is_nested,
    )
    return Surveyed(table, columns, sample, origin)


def tried(read: Callable[[], Read], problems: list[Problem], instead: Read) -> Read:
    """What `read` gives; where it finds problems they are kept, and `instead` stands in."""
    try:
        return read()
    except ProblemsFound as wrong:
        problems.extend(wrong.problems)
        return instead


def _weights(table: Table, name: str | None) -> NDArray[np.float64]:
    if name is None:
        return np.ones(table.n)
    weight = table.numbers(name)
    faults = [
        Problem(f"权数{what}：{table.rows(mask)}。", table.place(name), cure)
        for what, mask, cure in (
            ("缺失", np.isnan(weight), "请补全，或从数据中剔除这些行。"),
            ("为负", weight < 0, "权数须大于或等于零，请核对。"),
        )
        if mask.any()
    ]
    if not faults and not weight.sum() > 0:
        faults.append(Problem("权数合计为零。", table.place(name), "请核对权数列。"))
    if faults:
        raise ProblemsFound(faults)
    return weight


def _counts(table: Table, name: str | None) -> NDArray[np.float64] | None:
    if name is None:
        return None
    counts = table.numbers(name)
    if not np.all(counts > 0):
        raise refuse(f"总体单元数缺失或不大于零：{table.rows(~(counts > 0))}。", table.place(name), "请补全 fpc。")
    return counts


def codes_of(table: Table, name: str | None) -> DesignCodes | None:
    """Codes of one column of the design; every row must have one. Whole numbers are codes as they stand."""
    if name is None:
        return None
    series = table.frame[name]
    if series.dtype.is_integer() and not table.value_labels.get(name):
        _refuse_without_code(table, name, series.is_null().to_numpy())
        return DesignCodes(np.array(series.to_numpy(), dtype=np.int64), None)
    codes, labels = table.groups(name)
    _refuse_without_code(table, name, codes < 0)
    if not table.value_labels.get(name) and all(re.fullmatch(r"-?\d{1,18}", label) for label in labels):
        return DesignCodes(np.array([int(label) for label in labels], dtype=np.int64)[codes], None)
    return DesignCodes(codes, labels)


def _refuse_without_code(table: Table, name: str, missing: Mask) -> None:
    if missing.any():
        found = f"抽样设计缺失：{table.rows(missing)}。"
        raise refuse(found, table.place(name), "每一行都须有层、抽样单元和住户编号。")


def crossed(table: Table, names: tuple[str, ...]) -> DesignCodes | None:
    """Strata of one column, or of the crossing of several."""
    if len(names) < 2:
        return codes_of(table, names[0] if names else None)
    columns = [Grouping(*table.groups(name)) for name in names]
    for name, column in zip(names, columns, strict=True):
        _refuse_without_code(table, name, column.codes < 0)
    made, _ = crossing(columns)
    return DesignCodes(made.codes, made.labels)


def _replicates(table: Table, columns: DesignColumns) -> Replicates | None:
    """The replicates asked for, with the weights of the file where they are named."""
    asked = columns.replicates
    if not columns.replicate_weights:
        return asked
    if asked is None:
        raise refuse(
            "有复制权数，但没有说明是哪一种复制法。", "replicate_weights", "请同时给出 replicates，例如 “brr”“jkn”。"
        )
    weights = np.column_stack([_weights(table, name) for name in columns.replicate_weights])
    return Replicates(asked.kind, weights.shape[1], asked.seed, asked.rho, asked.centre, weights, asked.factors)


def _calibration(table: Table, columns: DesignColumns) -> Calibration | None:
    """The margins that the weights meet; a column of categories as one of 0 and 1 for each."""
    if columns.base_weight is None and not columns.margins:
        return None
    if columns.base_weight is None or not columns.margins:
        raise refuse("校准须同时给出校准前的权数和边际列。", "base_weight、margins", "请写明 base_weight 与 margins。")
    auxiliary = np.hstack([_margin(table, name) for name in columns.margins])
    return Calibration(_weights(table, columns.base_weight), auxiliary)


def _margin(table: Table, name: str) -> NDArray[np.float64]:
    """(n, k) one column of numbers, or one of 0 and 1 a category."""
    is_number = table.frame[name].dtype.is_numeric() and not table.value_labels.get(name)
    if not is_number:
        codes, labels = table.groups(name)
        _refuse_without_code(table, name, codes < 0)
        return np.asarray(codes[:, None] == np.arange(len(labels)), dtype=np.float64)
    values = table.numbers(name)
    if np.isnan(values).any():
        raise refuse(f"边际列缺失：{table.rows(np.isnan(values))}。", table.place(name), "请补全。")
    return values[:, None]


def _refuse_lonely(table: Table, columns: DesignColumns, strata: DesignCodes, psu: DesignCodes | None) -> None:
    """Name strata of one PSU as the table names them, before the design names them by code."""
    units = np.arange(table.n) if psu is None else psu.codes
    pairs = pl.DataFrame({"stratum": strata.codes, "psu": units}).unique()
    counts = pairs.group_by("stratum").len().filter(pl.col("len") == 1).sort("stratum")
    lonely = [strata.name(code) for code in counts["stratum"]]
    if lonely:
        shown = "、".join(lonely[:SHOWN]) + (f" 等 {len(lonely)} 层" if len(lonely) > SHOWN else "")
        raise refuse(
            f"以下各层只有一个初级抽样单元，无法估计层内方差：{shown}。",
            f"{table.source} strata={'、'.join(columns.strata)}",
            "请与相邻的层合并，或选 lonely=“adjust”（对总平均取离差）、“average”（取他层平均）、“certainty”（必选）。",
        )
