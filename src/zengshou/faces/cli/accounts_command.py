"""zs accounts: published income figures checked against each other, and set beside the product."""

from typing import Annotated

import typer

from zengshou.concepts.estimate import Estimate
from zengshou.concepts.money import in_words
from zengshou.faces.cli.output import console, guarded, print_json, print_table
from zengshou.services.statistics.accounts import AreaAccounts, CityAccounts, city_accounts
from zengshou.services.statistics.accounts_json import accounts_json
from zengshou.statistics.accounts.check import Verdict

UNKNOWN = "未知"
MOST_GROWTH = 6  # rows: two years of all, urban and rural


@guarded
def accounts(
    city: Annotated[str, typer.Argument(help="城市：yangjiang、liaoyang、example")],
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """收入核算：公布数核验、收入占比、实际增速、核对表。 Published income figures checked and reconciled."""
    found = city_accounts(city)
    if as_json:
        print_json(accounts_json(found))
        return
    _print_checks(found)
    for area in found.areas:
        _print_area(area)


def _print_checks(found: CityAccounts) -> None:
    screen = console()
    counts = "，".join(f"{verdict.label} {found.count(verdict)}" for verdict in Verdict)
    screen.print(f"[bold]{found.city.name_zh}：公布数恒等式核验 {len(found.checks)} 项[/bold]（{counts}）")
    for check in found.checks:
        if check.verdict is Verdict.BROKEN:
            screen.print(f"✗ {check.problem}", markup=False)
    for problem in found.conflicts:
        screen.print(f"✗ {problem}", markup=False)


def _print_area(area: AreaAccounts) -> None:
    rows = [(trap.name.label, trap.standing.label, trap.words) for trap in area.traps]
    print_table(f"{area.name}：容易读错之处", ("陷阱", "判定", "依据"), rows)
    shares = [(str(row.year), _per_cent(row.survey), _per_cent(row.flow_of_funds)) for row in area.shares]
    if shares:
        print_table("居民收入占地区生产总值", ("年份", "住户调查口径", "资金流量表口径"), shares, right=(0,))
    growth = [
        (
            str(row.year),
            row.residence.label,
            *(_per_cent(figure) for figure in (row.nominal, row.real, row.deflated, row.implied)),
        )
        for row in area.growth[:MOST_GROWTH]
    ]
    if growth:
        heads = ("年份", "范围", "名义增速", "实际增速", "按自身价格计算", "隐含价格涨幅")
        print_table("收入增速", heads, growth, right=(0,))
    _print_grouped(area)
    _print_reconciliation(area)


def _per_cent(figure: Estimate) -> str:
    return figure.reason if figure.value is None else f"{figure.value:.1f}%"


def _print_grouped(area: AreaAccounts) -> None:
    rows = [
        (
            str(row.year),
            row.figures.reason if row.figures.bounds is None else str(row.figures.bounds),
            *("—" if gini.value is None else f"{gini.value:.4f}" for gini in row.figures.ginis),
        )
        for row in area.grouped
    ]
    if rows:
        heads = ("年份", "界限", *(fit.method.label for fit in area.grouped[0].figures.fits))
        print_table("五等份分组推算的基尼系数（不是官方基尼系数）", heads, rows, right=(0, 2, 3, 4, 5))


def _print_reconciliation(area: AreaAccounts) -> None:
    table = area.reconciliation
    if table is None:
        return
    rows = [("住户调查合计", _money(table.survey), _money(table.survey))]
    for register, accounts_row in zip(table.register.rows, table.accounts.rows, strict=True):
        rows.append((register.gap.label, _amount(register.amount), _amount(accounts_row.amount)))
    rows.append(("余数（未解释）", _amount(table.register.residual), _amount(table.accounts.residual)))
    rows.append(("对方合计", _money(table.register.other), _money(table.accounts.other)))
    print_table(f"{area.name} {table.year}年核对表", ("项目", "调查→登记", "调查→国民核算"), rows)


def _money(figure: Estimate) -> str:
    return figure.reason if figure.value is None else in_words(figure.value)


def _amount(amount: float | None) -> str:
    return UNKNOWN if amount is None else in_words(amount)
