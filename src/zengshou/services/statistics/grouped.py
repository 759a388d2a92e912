"""A grouped table of a yearbook: read, turned into shares of persons, and measured within bounds."""

from dataclasses import dataclass
from pathlib import Path

from zengshou.concepts.problem import refuse
from zengshou.services.statistics.estimate_json import estimate_json
from zengshou.statistics.accounts.caliber import Caliber
from zengshou.statistics.choices import Provenance
from zengshou.statistics.grouped.estimates import GroupedFigures, grouped
from zengshou.statistics.grouped.groups import GroupsOf, IncomeGroups, income_groups
from zengshou.statistics.grouped.persons import simple_average_ratio
from zengshou.store.yearbooks.yearbook import read_yearbook
from zengshou.store.yearbooks.yearbook_table import GroupSeries, YearbookTable

INCOMES = ("income", "income_net")


@dataclass(frozen=True)
class GroupedRequest:
    """What to read and measure.

    table  number of the table in the file; None where there is one
    mean   the published mean of all, where the table does not print it; yuan
    line   poverty line, yuan a year; None: no poverty figures
    """

    file: Path
    table: int | None = None
    mean: float | None = None
    line: float | None = None


@dataclass(frozen=True)
class MeasuredSeries:
    """One income series of the table and what it gives."""

    series: GroupSeries
    figures: GroupedFigures
    simple_ratio: float | None


@dataclass(frozen=True)
class GroupedAnswer:
    """The table with all that was read, and every income series measured."""

    table: YearbookTable
    measured: tuple[MeasuredSeries, ...]


def measure_grouped(request: GroupedRequest) -> GroupedAnswer:
    """Bounds and fits of every income series of a table.

    Raises  ProblemsFound: what the reader refuses; no income in the table; a mean for more than one series
    """
    table = read_yearbook(request.file, request.table)
    incomes = tuple(series for name in INCOMES for series in table.series_of(name))
    if not incomes:
        names = "、".join(dict.fromkeys(series.label for series in table.series))
        raise refuse(f"表中没有收入，只有：{names}。", str(request.file), "换一张有人均可支配收入的分组表。")
    if request.mean is not None and len(incomes) > 1:
        raise refuse(
            f"表中有 {len(incomes)} 个收入序列，一个均值不知给谁。", "mean", "在表中写明“全体”一列，或分表计算。"
        )
    return GroupedAnswer(table, tuple(_measured(table, series, request) for series in incomes))


def _measured(table: YearbookTable, series: GroupSeries, request: GroupedRequest) -> MeasuredSeries:
    groups = _groups(table, series, request.mean)
    return MeasuredSeries(series, grouped(groups, line=request.line), simple_average_ratio(groups))


def _groups(table: YearbookTable, series: GroupSeries, mean: float | None) -> IncomeGroups:
    """The groups with the sizes and shares that the same table prints for them."""
    sizes, shares = table.beside(series, "household_size"), table.beside(series, "household_share")
    caliber = f"，{series.caliber.label}" if series.caliber is Caliber.OLD_SCOPE else ""
    about = Provenance(
        unit="元",
        area=series.residence.label,
        period="" if series.year is None else str(series.year),
        vintage=f"{table.title or series.label}（{Path(table.source).name}{caliber}）",
    )
    return income_groups(
        series.values,
        series.shares if shares is None else shares.values,
        of=GroupsOf.HOUSEHOLDS,
        published_mean=series.overall if series.overall is not None else mean,
        sizes=None if sizes is None else sizes.values,
        about=about,
    )


def grouped_json(answer: GroupedAnswer) -> dict[str, object]:
    """The answer for `zs grouped FILE --json`: the table as read, its log, its unused cells, and the figures."""
    table = answer.table
    return {
        "source": table.source,
        "sheet": table.sheet,
        "table": table.number,
        "title": table.title,
        "unit": table.unit,
        "groups": list(table.groups),
        "changes": [
            {"place": change.place, "rule": change.rule, "before": change.before, "after": change.after}
            for change in table.changes
        ],
        "cells": _cells(table),
        "unused": [
            {"row": row, "column": column, "text": use.text, "reason": use.reason}
            for (row, column), use in sorted(table.unused.items())
        ],
        "series": [_series_json(measured) for measured in answer.measured],
    }


def _cells(table: YearbookTable) -> dict[str, int]:
    """How many cells of each role: they add up to all cells that are not empty."""
    roles = [use.role.value for use in table.cells.values()]
    return {role: roles.count(role) for role in dict.fromkeys(roles)}


def _series_json(measured: MeasuredSeries) -> dict[str, object]:
    series, figures = measured.series, measured.figures
    persons, bounds, spread = figures.persons, figures.bounds, figures.spread
    return {
        "indicator": series.indicator,
        "label": series.label,
        "year": series.year,
        "residence": series.residence.name.lower(),
        "caliber": None if series.caliber is None else series.caliber.value,
        "means": list(series.values),
        "household_shares": list(series.shares),
        "published_mean": figures.groups.published_mean,
        "simple_average_over_mean": measured.simple_ratio,
        "conversion": None if persons is None else persons.conversion.value,
        "tilt": None if persons is None else persons.tilt,
        "residual": None if persons is None else persons.residual,
        "person_shares": None if persons is None else persons.shares.tolist(),
        "bounds": None if bounds is None else [bounds.lower, bounds.upper],
        "limits": None if bounds is None else bounds.limits.value,
        "chosen": None if figures.chosen is None else figures.chosen.value,
        "spread": None if spread is None else list(spread),
        "reason": figures.reason,
        "estimates": [estimate_json(figure) for figure in figures.estimates],
    }
