"""zs middle-income: the share of people in the middle under every definition, for a city or a file."""

from pathlib import Path
from typing import Annotated

import typer

from zengshou.concepts.estimate import Estimate
from zengshou.concepts.problem import refuse
from zengshou.faces.cli.output import console, guarded, print_json, print_rests_on, print_table, progress_bar
from zengshou.services.release.exchange import NOT_RELEASED
from zengshou.services.simulation.simulate import DEFAULT_PERSONS, SimulationRequest, run_simulation
from zengshou.services.statistics.middle_income import (
    MiddleIncome,
    MiddleRequest,
    MiddleShare,
    basis_text,
    middle_income_of,
    middle_income_of_file,
    middle_json,
)


@guarded
def middle_income(
    source: Annotated[str, typer.Argument(help="城市（用合成人口），或一人一行的数据文件")],
    year: Annotated[int, typer.Option(help="收入所属年份，也是价格年份")] = 2025,
    income: Annotated[str, typer.Option(help="文件中人均每年收入的列")] = "",
    weight: Annotated[str | None, typer.Option(help="权数列")] = None,
    strata: Annotated[str | None, typer.Option(help="层")] = None,
    psu: Annotated[str | None, typer.Option(help="初级抽样单元")] = None,
    by: Annotated[str | None, typer.Option(help="分组列")] = None,
    persons: Annotated[int, typer.Option(help="合成人口人数", min=1_000)] = DEFAULT_PERSONS,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """中等收入人口比重：各种口径并列，均带误差。 Share of the middle under every definition."""
    path = Path(source)
    if path.is_file():
        if not income:
            raise refuse("没有给出收入列。", "zs middle-income", "用 --income 写明人均每年收入的列。")
        found = middle_income_of_file(MiddleRequest(path, income, year, weight, strata, psu, by))
    else:
        with progress_bar("中等收入", as_json) as tell:
            run = run_simulation(SimulationRequest(source, year, persons=persons), tell)
        found = middle_income_of(run.measured, year)
    if as_json:
        print_json(middle_json(found))
    else:
        _print(found)


def _print(found: MiddleIncome) -> None:
    screen = console()
    screen.print(f"[bold]{found.year}年中等收入人口比重[/bold]（{found.caliber}；{found.people}）")
    screen.print(found.statement)
    screen.print(f"[bold red]{NOT_RELEASED}[/bold red]")
    rows = [_row(share, found.year) for share in found.shares]
    heads = ("口径", "价格", "界限（元/人·年）", "比重", "95%区间", "样本", "状态")
    print_table("各种口径", heads, rows, right=(2, 3, 4, 5))
    shown = [share for share in found.shares if share.total.value is not None]
    parts = [_part(figures) for figures in zip(*((*share.residence, *share.groups) for share in shown), strict=True)]
    if parts:
        title = "分城乡、群体（括号内为95%区间；群体可重叠，不能相加）"
        columns = ("范围", "样本", *(share.short for share in shown))
        print_table(title, columns, parts, right=tuple(range(1, len(columns))))
    for share in found.shares:
        if share.total.value is None:
            screen.print(f"[yellow]未计算[/yellow] {share.label}：{share.total.reason}")
    print_rests_on(sorted({name for share in found.shares for name in share.total.rests_on}))


def _row(share: MiddleShare, year: int) -> tuple[str, ...]:
    limits = "—" if share.low is None or share.high is None else f"{share.low:,.0f} – {share.high:,.0f}"
    figure = share.total
    return (
        share.short,
        basis_text(share, year),
        limits,
        "—" if figure.value is None else f"{figure.value:.1%}",
        _interval(figure) or "—",
        "—" if figure.n is None else f"{figure.n:,}",
        share.status.label,
    )


def _interval(figure: Estimate) -> str:
    if figure.ci_low is None or figure.ci_high is None:
        return ""
    return f"{figure.ci_low:.1%} – {figure.ci_high:.1%}"


def _part(figures: tuple[Estimate, ...]) -> tuple[str, ...]:
    """One part of the people: its share under each definition."""
    cells = (
        figure.reason if figure.value is None else f"{figure.value:.1%}\n({_interval(figure)})" for figure in figures
    )
    return figures[0].domain, f"{figures[0].n:,}", *cells
