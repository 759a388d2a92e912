"""The columns that a measurement needs, read from a table and checked; everything wrong comes back at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zengshou.concepts.problem import Problem, ProblemsFound, refuse
from zengshou.concepts.sample import Lonely, Sample
from zengshou.services.statistics.measured_design import WITHOUT, AskedReplicates, columns_in, numbered_columns
from zengshou.services.statistics.survey_columns import DesignColumns, surveyed, tried
from zengshou.statistics.indicators import Grouping
from zengshou.store.table import Table

MANY_GROUPS = 500


@dataclass(frozen=True)
class ColumnNames:
    """Names of the columns; None where there is none.

    psu                one name, or one a stage with commas between them, the outermost first
    fpc                units in the population, or sampling fractions, in the same form; `-` for a stage without
    household          the last stage, unless `psu` names it already
    replicate_weights  columns of weights that came with the file, one a replicate; `w1-w80` for a run of them
    """

    income: str
    weight: str | None = None
    strata: str | None = None
    psu: str | None = None
    by: str | None = None
    fpc: str | None = None
    household: str | None = None
    replicate_weights: str | None = None

    @property
    def wanted(self) -> tuple[str, ...]:
        """Each name once."""
        several = (*columns_in(self.psu), *columns_in(self.fpc), *numbered_columns(self.replicate_weights))
        names = (self.income, self.weight, self.strata, self.by, self.household, *several)
        return tuple(dict.fromkeys(name for name in names if name and name not in WITHOUT))

    def design(self, lonely: Lonely, is_nested: bool, replicates: AskedReplicates | None) -> DesignColumns:
        """The part of them that says how the rows were drawn."""
        return DesignColumns(
            weights=self.weight,
            strata=(self.strata,) if self.strata else (),
            psu=columns_in(self.psu),
            fpc=tuple(None if name in WITHOUT else name for name in columns_in(self.fpc)),
            household=self.household,
            replicate_weights=numbered_columns(self.replicate_weights),
            replicates=None if replicates is None else replicates.made,
            lonely=lonely,
            is_nested=is_nested,
        )


@dataclass(frozen=True, eq=False)
class MeasuredColumns:
    """Income (n,), NaN where missing; the sample of the same rows; the groups, if any.

    notes  what the figures have to say about these columns, each as name=value
    """

    income: NDArray[np.float64]
    sample: Sample
    groups: Grouping | None
    notes: tuple[str, ...]


def read_columns(
    found: Table, names: ColumnNames, lonely: Lonely, is_nested: bool, replicates: AskedReplicates | None = None
) -> MeasuredColumns:
    """Columns of the table as numbers, weights, design codes and groups.

    Raises  ProblemsFound: cells that are no numbers, missing or negative weights, missing design codes, lonely PSUs
    """
    problems: list[Problem] = []
    income = tried(lambda: found.numbers(names.income), problems, np.zeros(0))
    groups = tried(lambda: _groups(found, names.by), problems, None)
    sample = tried(
        lambda: surveyed(found, names.design(lonely, is_nested, replicates), found.source).sample, problems, None
    )
    if problems or sample is None:
        raise ProblemsFound(problems)
    return MeasuredColumns(income, sample, groups, _notes(names, income, groups))


def _groups(found: Table, name: str | None) -> Grouping | None:
    if name is None:
        return None
    codes, labels = found.groups(name)
    if len(labels) > MANY_GROUPS:
        raise refuse(f"分组列有 {len(labels)} 个不同的值。", found.place(name), f"请先归并到 {MANY_GROUPS} 组以内。")
    return Grouping(codes, labels)


def _notes(names: ColumnNames, income: NDArray[np.float64], groups: Grouping | None) -> tuple[str, ...]:
    notes = [f"weight={names.weight or 'none'}"]
    missing = int(np.isnan(income).sum())
    if missing:
        notes.append(f"missing_income={missing} rows left out as a domain")
    ungrouped = 0 if groups is None else int((groups.codes < 0).sum())
    if ungrouped:
        notes.append(f"missing_group={ungrouped} rows in no group")
    return tuple(notes)
