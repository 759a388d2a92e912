"""Indicators that are computed from several published figures: the identity, its words, and what it needs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from zengshou.plan.model import Target
from zengshou.statistics.accounts.formulas import growth, income_share
from zengshou.statistics.accounts.names import label_of


@dataclass(frozen=True)
class Part:
    """One published figure that an identity needs, `lag` years before the year computed."""

    indicator: str
    lag: int = 0

    @property
    def label(self) -> str:
        return label_of(self.indicator)


@dataclass(frozen=True)
class Identity:
    """compute takes the parts' amounts, in base units and in their order."""

    indicator: str
    parts: tuple[Part, ...]
    compute: Callable[[Sequence[float]], float]
    unit: str
    words: str


def _income_share(parts: Sequence[float]) -> float:
    income, population, product = parts
    return income_share(income, population, product)


def _dibao_share(parts: Sequence[float]) -> float:
    monthly, consumption = parts
    return monthly * 12 / consumption * 100


def _ratio(parts: Sequence[float]) -> float:
    return parts[0] / parts[1]


def _difference(parts: Sequence[float]) -> float:
    return parts[0] - parts[1]


def _difference_of_growth(parts: Sequence[float]) -> float:
    rural, rural_before, urban, urban_before = parts
    return growth(rural, rural_before) - growth(urban, urban_before)


def _dibao(residence: str, word: str) -> Identity:
    parts = (Part(f"dibao_standard_monthly_{residence}"), Part(f"consumption_per_head_{residence}", lag=1))
    words = f"{word}低保月标准×12÷上年{word}居民人均消费支出"
    return Identity(f"dibao_share_of_consumption_{residence}", parts, _dibao_share, "%", words)


INCOME_SHARE = Identity(
    "income_share_of_gdp",
    (Part("income_per_head"), Part("population_yearend"), Part("gdp")),
    _income_share,
    "%",
    "居民人均可支配收入×年末常住人口÷地区生产总值（住户调查口径）",
)
URBAN_RURAL = Identity(
    "urban_rural_ratio",
    (Part("income_per_head_urban"), Part("income_per_head_rural")),
    _ratio,
    "倍",
    "城镇居民人均可支配收入÷农村居民人均可支配收入",
)
RURAL_LEAD_PRINTED = Identity(
    "rural_growth_over_urban_growth",
    (Part("income_growth_nominal_rural"), Part("income_growth_nominal_urban")),
    _difference,
    "百分点",
    "农村居民收入名义增速－城镇居民收入名义增速",
)
RURAL_LEAD_FROM_LEVELS = Identity(
    "rural_growth_over_urban_growth",
    (
        Part("income_per_head_rural"),
        Part("income_per_head_rural", lag=1),
        Part("income_per_head_urban"),
        Part("income_per_head_urban", lag=1),
    ),
    _difference_of_growth,
    "百分点",
    "由相邻两年农村、城镇居民人均可支配收入计算的名义增速之差",
)
INCOME_LEAD = Identity(
    "income_growth_over_gdp_growth",
    (Part("income_growth_real"), Part("gdp_growth_real")),
    _difference,
    "百分点",
    "居民收入实际增速－地区生产总值实际增速",
)
IDENTITIES = (
    INCOME_SHARE,
    URBAN_RURAL,
    RURAL_LEAD_PRINTED,
    RURAL_LEAD_FROM_LEVELS,
    INCOME_LEAD,
    _dibao("urban", "城镇"),
    _dibao("rural", "农村"),
)


def identities_of(target: Target, year: int) -> tuple[Identity, ...]:
    """The identities that give a target's indicator in a year, best first; () where only a printed figure will do.

    A cumulative count adds the yearly figures since its start, so its parts depend on the year.
    """
    if target.indicator == "new_urban_jobs_cumulative" and target.start_year is not None and year > target.start_year:
        parts = tuple(Part("new_urban_jobs", lag) for lag in range(year - target.start_year - 1, -1, -1))
        return (Identity(target.indicator, parts, sum, "人", f"{target.start_year + 1}—{year}年城镇新增就业之和"),)
    return tuple(identity for identity in IDENTITIES if identity.indicator == target.indicator)
