"""zs grouped: what the income groups of a yearbook table can say of inequality, within bounds."""

from pathlib import Path
from typing import Annotated

import typer

from zengshou.faces.cli.output import console, guarded, print_json, print_table
from zengshou.services.statistics.grouped import (
    GroupedAnswer,
    GroupedRequest,
    MeasuredSeries,
    grouped_json,
    measure_grouped,
)
from zengshou.store.yearbooks.yearbook_table import GroupSeries

MOST_CHANGES = 12


@guarded
def grouped(
    file: Annotated[Path, typer.Argument(help="年鉴分组表（xlsx、xls、csv）")],
    table: Annotated[int | None, typer.Option(help="文件中第几张分组表", min=1)] = None,
    mean: Annotated[float | None, typer.Option(help="表中没有全体均值时，公布的人均值（元）")] = None,
    line: Annotated[float | None, typer.Option(help="贫困线（元/年）")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """年鉴五等份分组表：基尼系数的界限与各种拟合。 Bounds and fits from a yearbook's income groups."""
    answer = measure_grouped(GroupedRequest(file, table, mean, line))
    if as_json:
        print_json(grouped_json(answer))
        return
    for measured in answer.measured:
        _print_series(answer, measured)
    _print_reading(answer)


def _print_series(answer: GroupedAnswer, measured: MeasuredSeries) -> None:
    series, figures, screen = measured.series, measured.figures, console()
    title = f"{answer.table.title or series.indicator_label} {_year(series)} {series.residence.label}"
    if figures.persons is None:
        means = "、".join(f"{value:,.0f}" for value in series.values)
        screen.print(f"{title}：各组均值 {means} 元。", markup=False)
        screen.print(f"✗ {figures.reason} 可用 --mean 给出公布的人均值。")
        return
    heads = ("指标", "推算值", "说明")
    rows = [
        (
            estimate.label,
            "—" if estimate.value is None else f"{estimate.value:.4f}",
            estimate.reason or "、".join(estimate.flags[1:]) or "",
        )
        for estimate in figures.estimates
    ]
    print_table(title, heads, rows, right=(1,))
    screen.print(f"人口比重：{figures.persons}")
    if measured.simple_ratio is not None:
        screen.print(f"五组均值的简单平均是公布人均值的 {measured.simple_ratio:.3f} 倍（分组为户的等份时大于1）。")
    if figures.chosen is not None and figures.spread is not None:
        low, high = figures.spread
        screen.print(f"按 PIP 规则取 {figures.chosen.label}；各法之间 {low:.4f}—{high:.4f}。界限以外的说法都没有根据。")
    screen.print("分组推算值不是官方基尼系数，不与官方序列连成一线。", style="dim")


def _year(series: GroupSeries) -> str:
    return "年份未标" if series.year is None else f"{series.year}年"


def _print_reading(answer: GroupedAnswer) -> None:
    """What the reader changed and left aside."""
    table, screen = answer.table, console()
    for change in table.changes[:MOST_CHANGES]:
        screen.print(f"读表：{change}", style="dim", markup=False)
    if len(table.changes) > MOST_CHANGES:
        screen.print(f"读表：另有 {len(table.changes) - MOST_CHANGES} 处，见 --json。", style="dim")
    reasons = [use.reason for use in table.unused.values()]
    for reason in dict.fromkeys(reasons):
        screen.print(f"未使用 {reasons.count(reason)} 个单元格：{reason}", style="dim", markup=False)
