"""Survey, register and national accounts in one table an area: totals, named gaps, and what stays unexplained."""

from zengshou.faces.amounts import Quantity
from zengshou.faces.charts.figure import Figure
from zengshou.faces.charts.published_cells import area_name, shown
from zengshou.faces.charts.table import Badge, Cell, Table, text
from zengshou.faces.words import Words
from zengshou.services.statistics.accounts import AreaAccounts, CityAccounts
from zengshou.statistics.accounts.reconciliation import GapEntry, Reconciliation


def reconciliation_figures(found: CityAccounts, words: Words) -> tuple[Figure, ...]:
    """One table an area that has a year to set side by side."""
    return tuple(_figure(area, area.reconciliation, words) for area in found.areas if area.reconciliation is not None)


def _figure(area: AreaAccounts, table: Reconciliation, words: Words) -> Figure:
    title = words("{area}{year}年：调查、登记与国民核算的核对", area=area_name(area, words), year=table.year)
    survey = table.survey
    total = shown(survey, words, Quantity.MONEY)
    gaps = tuple(
        (
            text(words(register.gap.label)),
            _amount(register, words),
            text(register.source),
            _amount(accounts, words),
            text(accounts.source),
        )
        for register, accounts in zip(table.register.rows, table.accounts.rows, strict=True)
    )
    rows = (
        (text(words("住户调查合计（人均可支配收入×年末常住人口）")), total, text(survey.vintage), total, text("")),
        *gaps,
        (
            text(words("余数（未解释）")),
            _known(table.register.residual, words),
            text(""),
            _known(table.accounts.residual, words),
            text(""),
        ),
        (
            text(words("登记合计｜住户部门可支配总收入")),
            shown(table.register.other, words, Quantity.MONEY),
            text(table.register.other.vintage),
            shown(table.accounts.other, words, Quantity.MONEY),
            text(table.accounts.other.vintage),
        ),
    )
    heads = (words("项目"), words("调查→登记"), words("来源"), words("调查→国民核算"), words("来源"))
    note = words("每一缺口由测算单位给出金额和来源；没有人测算过的写“未知”，留在余数里，不作估计。")
    identity = f"reconciliation-{area.level.value}"
    return Figure(identity, title, None, Table(title, heads, rows), note, badges=(Badge.EXTERNAL,))


def _amount(entry: GapEntry, words: Words) -> Cell:
    return _known(entry.amount, words)


def _known(amount: float | None, words: Words) -> Cell:
    return text(words("未知")) if amount is None else Cell(amount, Quantity.MONEY)
