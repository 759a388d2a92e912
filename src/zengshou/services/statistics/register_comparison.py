"""The register beside the published figures and a survey, item by item: 差异是产品，不是错误.

Nothing of the survey goes into the register: two files of the statistics zone are set side by side.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from zengshou.concepts.estimate import Estimate
from zengshou.concepts.problem import refuse
from zengshou.concepts.published import Confidence, PublishedFigure
from zengshou.concepts.sample import Lonely
from zengshou.services.statistics.estimate_json import estimate_json
from zengshou.services.statistics.measure import MeasureRequest, measure
from zengshou.services.statistics.register_figures import (
    SOURCES,
    GroupFigures,
    PlaceFigures,
    RegisterFigures,
    by_item,
    feed_words,
)
from zengshou.store.country import city as find_city
from zengshou.store.country import published
from zengshou.store.extract_file import ExtractAbout
from zengshou.store.register_coverage import CoveredItem, register_coverage

METHOD = "登记减公布数（或调查）；相对差异以登记为分母；调查的误差按其抽样设计，登记没有抽样误差"
POPULATION = "population"
OTHER_AREA = "提取的地区（{areas}）不是全市，不与全市的公布数并列"


@dataclass(frozen=True)
class SurveyFile:
    """A file of a survey. columns  item (income, wage, business, property, transfer) -> its column, yuan a year"""

    path: Path
    columns: Mapping[str, str]
    weight: str | None = None
    strata: str | None = None
    psu: str | None = None
    household: str | None = None
    lonely: Lonely = Lonely.FAIL


@dataclass(frozen=True)
class Difference:
    """What one figure differs from the register's. low, high  at the survey's level of confidence, None without error

    relative  of the register's figure
    """

    value: float
    low: float | None
    high: float | None
    relative: float | None


@dataclass(frozen=True)
class ComparedItem:
    """One item. published, survey  None where there is none, `why` says what is missing"""

    covered: CoveredItem
    register: Estimate
    published: PublishedFigure | None
    survey: Estimate | None
    from_published: Difference | None
    from_survey: Difference | None
    why: str


@dataclass(frozen=True)
class RegisterComparison:
    """All items, with the freshness of the feeds and the method."""

    items: tuple[ComparedItem, ...]
    feeds: tuple[str, ...]
    method: str = METHOD


@dataclass(frozen=True)
class RegisterStatistics:
    """The figures of an extract and what stands beside them."""

    figures: RegisterFigures
    comparison: RegisterComparison
    warnings: tuple[str, ...] = ()


def compared(figures: RegisterFigures, survey: SurveyFile | None = None) -> RegisterStatistics:
    """The figures of everyone beside those published for the city and year, and a survey's where one is given.

    Raises  ProblemsFound: a column of the survey that is no item, and whatever `measure` finds in the file
    """
    about = figures.about
    other = "" if about.is_citywide else OTHER_AREA.format(areas="、".join(about.areas))
    held = {} if other else _published(about.city, about.year)
    measured = {} if survey is None else _measured(survey)
    ours = by_item(figures.everyone)
    items = tuple(_item(one, ours[one.item], held, measured, other) for one in register_coverage())
    return RegisterStatistics(figures, RegisterComparison(items, tuple(feed_words(about))), _warnings(about, other))


def _warnings(about: ExtractAbout, other: str) -> tuple[str, ...]:
    """What must stand beside the figures wherever they go."""
    stale = "、".join(feed.label for feed in about.feeds if feed.is_stale)
    unverified = "、".join(about.unverified)
    return tuple(
        words
        for words, is_so in (
            (f"已过时：{stale}。引用本表须带此标记。", stale),
            (f"未核实：{unverified}。只可计算，不得发布。", unverified),
            (f"{other}。", other),
        )
        if is_so
    )


def _published(city: str, year: int) -> Mapping[str, PublishedFigure]:
    """The city's own figures of the year that an office printed."""
    area = find_city(city).area
    return {
        figure.indicator: figure
        for figure in published(city)
        if figure.area == area and figure.year == year and figure.confidence is not Confidence.DERIVED
    }


def _measured(survey: SurveyFile) -> Mapping[str, Estimate]:
    """The mean of each item by the survey's design."""
    known = ("income", *SOURCES)
    unknown = [name for name in survey.columns if name not in known]
    if unknown:
        raise refuse(f"不认识的项目：{'、'.join(unknown)}。", "调查列", f"可用：{'、'.join(known)}。")
    return {
        item: measure(
            MeasureRequest(
                survey.path,
                column,
                weight=survey.weight,
                strata=survey.strata,
                psu=survey.psu,
                household=survey.household,
                lonely=survey.lonely,
                indicators=("mean",),
            )
        )[0]
        for item, column in survey.columns.items()
    }


def _item(
    covered: CoveredItem,
    ours: Estimate,
    held: Mapping[str, PublishedFigure],
    measured: Mapping[str, Estimate],
    other: str,
) -> ComparedItem:
    printed, surveyed = held.get(covered.published), measured.get(covered.item)
    missing = [] if printed else [other or "本市当年没有公布数"]
    if surveyed is None and covered.item != POPULATION:
        missing.append("没有给出调查文件的列")
    return ComparedItem(
        covered,
        ours,
        printed,
        surveyed,
        None if printed is None else _difference(ours, printed.amount, None, None),
        None if surveyed is None else _difference(ours, surveyed.value, surveyed.ci_low, surveyed.ci_high),
        "；".join(missing),
    )


def _difference(ours: Estimate, other: float | None, low: float | None, high: float | None) -> Difference | None:
    if ours.value is None or other is None:
        return None
    value = ours.value - other
    return Difference(
        value,
        None if high is None else ours.value - high,
        None if low is None else ours.value - low,
        value / ours.value if ours.value else None,
    )


def statistics_json(found: RegisterStatistics) -> dict[str, object]:
    """Everything for programs, with the conventions of every figure."""
    about = found.figures.about
    return {
        "city": about.city,
        "year": about.year,
        "made_at": about.made_at,
        "is_synthetic": about.is_synthetic,
        "is_unverified": about.is_unverified,
        "unverified": list(about.unverified),
        "areas": list(about.areas),
        "is_citywide": about.is_citywide,
        "population": about.population,
        "coverage": list(found.figures.counted),
        "left_out": [asdict(one) for one in found.figures.left_out],
        "gate": found.figures.gate,
        "warnings": list(found.warnings),
        "feeds": list(found.comparison.feeds),
        "method": found.comparison.method,
        "everyone": _place_json(found.figures.everyone),
        "counties": [_place_json(one) for one in found.figures.counties],
        "residents": [_group_json(one) for one in found.figures.residents],
        "fifths": [estimate_json(one) for one in found.figures.fifths],
        "items": [_item_json(one) for one in found.comparison.items],
    }


def _place_json(place: PlaceFigures) -> dict[str, object]:
    figures: Sequence[Estimate] = (place.persons, place.households, place.mean, place.median, *place.sources)
    return {"label": place.label, "figures": [estimate_json(one) for one in figures]}


def _group_json(group: GroupFigures) -> dict[str, object]:
    return {"label": group.label, "figures": [estimate_json(one) for one in (group.persons, group.mean)]}


def _item_json(one: ComparedItem) -> dict[str, object]:
    printed = one.published
    return {
        "item": one.covered.item,
        "label": one.covered.label,
        "coverage": one.covered.coverage,
        "register": estimate_json(one.register),
        "published": None if printed is None else {"value": printed.amount, "unit": printed.base_unit,
                                                   "source": printed.source},
        "survey": None if one.survey is None else estimate_json(one.survey) | {"cv": one.survey.cv},
        "from_published": _difference_json(one.from_published),
        "from_survey": _difference_json(one.from_survey),
        "why": one.why,
    }  # fmt: skip


def _difference_json(found: Difference | None) -> dict[str, object] | None:
    if found is None:
        return None
    return {"value": found.value, "low": found.low, "high": found.high, "relative": found.relative}
