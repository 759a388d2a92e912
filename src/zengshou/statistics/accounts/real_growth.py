"""Real growth of income by the prices of those who earn it, and income against the product."""

from collections.abc import Sequence
from dataclasses import dataclass

from zengshou.concepts.estimate import Estimate
from zengshou.statistics.accounts.check import Held
from zengshou.statistics.accounts.external import all_of, as_printed, computed, empty, missing
from zengshou.statistics.accounts.formulas import deflated, implied_price_change
from zengshou.statistics.accounts.identities import NOMINAL, PRICES, REAL
from zengshou.statistics.accounts.names import Residence, label_of


@dataclass(frozen=True)
class GrowthRow:
    """Growth of one residence in one year, per cent.

    nominal, real  as printed
    own_prices     the printed index of that residence's prices
    deflated       nominal growth by those prices; empty where they are not held, never by another index
    implied        the change of prices that the printed nominal and real growth imply
    """

    residence: Residence
    year: int
    nominal: Estimate
    real: Estimate
    own_prices: Estimate
    deflated: Estimate
    implied: Estimate


def growth_rows(held: Held, area: str, years: Sequence[int]) -> tuple[GrowthRow, ...]:
    """One row a year and residence that has a printed growth, newest year first."""
    rows = [_row(held, area, year, residence) for year in sorted(years, reverse=True) for residence in Residence]
    return tuple(row for row in rows if row.nominal.value is not None or row.real.value is not None)


def _row(held: Held, area: str, year: int, residence: Residence) -> GrowthRow:
    nominal, real, prices = (residence.of(name) for name in (NOMINAL, REAL, PRICES))
    return GrowthRow(
        residence,
        year,
        _printed(held, area, nominal, year),
        _printed(held, area, real, year),
        _printed(held, area, prices, year),
        _deflated(held, area, year, residence),
        _implied(held, area, year, residence),
    )


def _printed(held: Held, area: str, name: str, year: int) -> Estimate:
    figure = held.get((name, year))
    if figure is None:
        return empty(name, label_of(name), "%", "公布值", area, str(year), missing(held, ((name, year),)))
    return as_printed(figure)


def _deflated(held: Held, area: str, year: int, residence: Residence) -> Estimate:
    name, label = residence.of("income_growth_deflated"), f"{residence.label}收入实际增速（按名义增速和价格计算）"
    wanted = ((residence.of(NOMINAL), year), (residence.of(PRICES), year))
    convention = f"real=(1+nominal)/(1+prices)-1; prices={label_of(residence.of(PRICES))}"
    reason = missing(held, wanted)
    if reason:
        return empty(name, label, "%", convention, area, str(year), reason)
    used = all_of(held, wanted)
    return computed(name, label, deflated(used[0].value, used[1].value), "%", convention, used)


def _implied(held: Held, area: str, year: int, residence: Residence) -> Estimate:
    name, label = residence.of("price_change_implied"), f"{residence.label}收入隐含的价格涨幅"
    wanted = ((residence.of(NOMINAL), year), (residence.of(REAL), year))
    convention = "prices=(1+nominal)/(1+real)-1，由两个四舍五入的增速反推，误差约±0.1个百分点"
    reason = missing(held, wanted)
    if reason:
        return empty(name, label, "%", convention, area, str(year), reason)
    used = all_of(held, wanted)
    return computed(name, label, implied_price_change(used[0].value, used[1].value), "%", convention, used)


def lead_over_product(held: Held, area: str, year: int) -> Estimate:
    """Real growth of income less real growth of GDP, percentage points."""
    name, label = "income_growth_over_gdp_growth", "居民收入实际增速与地区生产总值实际增速之差"
    wanted = ((REAL, year), ("gdp_growth_real", year))
    convention = "居民收入实际增速－地区生产总值实际增速，均按可比价格"
    reason = missing(held, wanted)
    if reason:
        return empty(name, label, "百分点", convention, area, str(year), reason)
    used = all_of(held, wanted)
    return computed(name, label, used[0].value - used[1].value, "百分点", convention, used)
