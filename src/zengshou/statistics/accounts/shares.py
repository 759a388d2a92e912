"""The income share of the product under two concepts, far apart: two names, never one line."""

from enum import Enum

from zengshou.concepts.estimate import Estimate
from zengshou.concepts.published import PublishedFigure
from zengshou.statistics.accounts.check import Held
from zengshou.statistics.accounts.external import all_of, computed, empty, missing
from zengshou.statistics.accounts.formulas import income_share

SURVEY_SHARE = "income_share_of_gdp_survey"
FLOW_SHARE = "income_share_of_gdp_flow_of_funds"
SURVEY_LABEL = "居民收入占地区生产总值比重（住户调查口径）"
FLOW_LABEL = "居民收入占地区生产总值比重（资金流量表口径）"
FLOW_INCOME = "household_disposable_income_flow_of_funds"


class PopulationBasis(Enum):
    """Which population turns a mean into a total."""

    YEAR_END = "year_end"
    AVERAGE = "average"

    @property
    def label(self) -> str:
        return {"year_end": "年末常住人口", "average": "年平均常住人口（上年末与本年末之平均）"}[self.value]


def persons_of(held: Held, year: int, basis: PopulationBasis) -> tuple[tuple[tuple[str, int], ...], float | None]:
    """(the figures needed, persons or None). A printed average goes before one from two year-ends."""
    if basis is PopulationBasis.AVERAGE and ("population_average", year) in held:
        keys: tuple[tuple[str, int], ...] = (("population_average", year),)
    elif basis is PopulationBasis.AVERAGE:
        keys = (("population_yearend", year - 1), ("population_yearend", year))
    else:
        keys = (("population_yearend", year),)
    if missing(held, keys):
        return keys, None
    amounts = [figure.amount for figure in all_of(held, keys)]
    return keys, sum(amounts) / len(amounts)


def survey_share(held: Held, area: str, year: int, basis: PopulationBasis = PopulationBasis.YEAR_END) -> Estimate:
    """Mean of the household survey times resident population over GDP, per cent.

    Population and GDP of different publications may be of different editions, before and after a census: flagged.
    """
    keys, persons = persons_of(held, year, basis)
    wanted = (("income_per_head", year), *keys, ("gdp", year))
    convention = f"concept=survey; numerator=人均可支配收入×{basis.label}; denominator=地区生产总值（生产法）"
    reason = missing(held, wanted)
    if reason or persons is None:
        return empty(SURVEY_SHARE, SURVEY_LABEL, "%", convention, area, str(year), reason)
    used = all_of(held, wanted)
    value = income_share(used[0].amount, persons, used[-1].amount)
    edition = _editions((*used[1:-1], used[-1]))
    return computed(SURVEY_SHARE, SURVEY_LABEL, value, "%", f"{convention}; {edition[0]}", used, edition[1])


def _editions(figures: tuple[PublishedFigure, ...]) -> tuple[str, tuple[str, ...]]:
    """(the edition in words, flags) of population and product."""
    sources = tuple(dict.fromkeys(figure.source for figure in figures))
    if len(sources) == 1:
        return f"edition={sources[0]}", ()
    return f"edition=人口与生产总值出自不同文献：{'；'.join(sources)}", ("editions_differ",)


def flow_of_funds_share(held: Held, area: str, year: int) -> Estimate:
    """Disposable income of the household sector in the flow-of-funds table over GDP, per cent.

    The sector's income counts imputed rent, income in kind and the unincorporated enterprises at factor prices, which
    the household survey measures otherwise or not at all; it is near 60 % where the survey's share is near 43 %.
    """
    convention = "concept=flow_of_funds; numerator=住户部门可支配总收入（资金流量表）; denominator=地区生产总值"
    wanted = ((FLOW_INCOME, year), ("gdp", year))
    reason = missing(held, wanted)
    if reason:
        return empty(FLOW_SHARE, FLOW_LABEL, "%", convention, area, str(year), reason)
    used = all_of(held, wanted)
    return computed(FLOW_SHARE, FLOW_LABEL, used[0].amount / used[1].amount * 100, "%", convention, used)
