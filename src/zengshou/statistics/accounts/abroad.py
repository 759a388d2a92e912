"""Gross national income, and the primary income from abroad that parts it from the product: recorded with sources."""

from collections.abc import Sequence
from dataclasses import dataclass

from zengshou.concepts.estimate import Estimate
from zengshou.statistics.accounts.check import Held
from zengshou.statistics.accounts.external import all_of, as_printed, computed, empty, missing
from zengshou.statistics.accounts.names import label_of

GNI, NET, GDP = "gni", "net_primary_income_from_abroad", "gdp"


@dataclass(frozen=True)
class AbroadRow:
    """One year. `gap` is GNI less GDP less the printed net income: nothing but rounding and revisions."""

    year: int
    product: Estimate
    income: Estimate
    net: Estimate
    gap: Estimate


def abroad_rows(held: Held, area: str, years: Sequence[int]) -> tuple[AbroadRow, ...]:
    """One row a year, newest first; nothing that is not printed is put in."""
    return tuple(_row(held, area, year) for year in sorted(years, reverse=True))


def _row(held: Held, area: str, year: int) -> AbroadRow:
    product, income, net = (_recorded(held, area, name, year) for name in (GDP, GNI, NET))
    return AbroadRow(year, product, income, net, _gap(held, area, year))


def _recorded(held: Held, area: str, name: str, year: int) -> Estimate:
    figure = held.get((name, year))
    if figure is None:
        return empty(name, label_of(name), "元", "公布值", area, str(year), missing(held, ((name, year),)))
    return as_printed(figure)


def _gap(held: Held, area: str, year: int) -> Estimate:
    name, label = "gni_residual", "国民总收入减生产总值减净额之余数"
    convention = "国民总收入－地区生产总值－来自国外的初次分配收入净额"
    wanted = ((GNI, year), (GDP, year), (NET, year))
    reason = missing(held, wanted)
    if reason:
        return empty(name, label, "元", convention, area, str(year), reason)
    used = all_of(held, wanted)
    value = used[0].amount - used[1].amount - used[2].amount
    return computed(name, label, value, "元", convention, used)
