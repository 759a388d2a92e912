"""The identities and traps of published figures, on what the country package holds and on all restated statistics."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from zengshou.concepts.published import Confidence, PublishedFigure
from zengshou.statistics.accounts.check import Identity, Verdict
from zengshou.statistics.accounts.identities import identity_checks
from zengshou.statistics.accounts.period import Part, parse_period
from zengshou.statistics.accounts.ranking import settled
from zengshou.statistics.grouped.bounds import gini_bounds
from zengshou.statistics.grouped.groups import income_groups
from zengshou.statistics.grouped.persons import person_shares
from zengshou.store.country import published

CITIES = ("yangjiang", "liaoyang", "example")
NAMES = {
    "pdi_wage": "income_wage",
    "pdi_business": "income_business",
    "pdi_property": "income_property",
    "pdi_transfer": "income_transfer",
    "pdi_mean_all": "income_per_head",
    "pdi_mean_urban": "income_per_head_urban",
    "pdi_mean_rural": "income_per_head_rural",
    "pdi_growth_nominal_all": "income_growth_nominal",
    "pdi_growth_nominal_urban": "income_growth_nominal_urban",
    "pdi_growth_nominal_rural": "income_growth_nominal_rural",
    "pdi_growth_real_all": "income_growth_real",
    "pdi_growth_real_urban": "income_growth_real_urban",
    "pdi_growth_real_rural": "income_growth_real_rural",
}
UNITS = {"ratio": "倍", "index": "指数"}


def restated(shared: Path) -> Iterator[PublishedFigure]:
    """The long table; parts of a year and single fifths stand as areas of their own, so that identities hold within."""
    with (shared / "facts" / "published" / "china_published.csv").open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            period = parse_period(row["year"])
            area = row["area"] if period.part is Part.YEAR else f"{row['area']} {period.part.value}"
            name = row["indicator"].removesuffix("_cum")
            fifth = re.fullmatch(r"(pdi(?:_\w+)?)_quintile(\d)_mean", name)
            if fifth:
                area, name = f"{area} 第{fifth[2]}组", "pdi_mean_all" if fifth[1] == "pdi" else fifth[1]
            unit = UNITS.get(row["unit"], row["unit"])
            level = Confidence(row["confidence"])
            yield PublishedFigure(
                area, period.year, NAMES.get(name, name), float(row["value"]), unit, row["source"], level
            )


@pytest.mark.parametrize("city", CITIES)
def test_no_identity_is_broken_in_what_a_city_holds(city: str) -> None:
    checks = identity_checks(published(city))
    assert [check.problem for check in checks if check.verdict is Verdict.BROKEN] == []
    assert sum(check.verdict is Verdict.HOLDS for check in checks) >= 40


def test_no_identity_is_broken_in_all_restated_statistics(shared: Path) -> None:
    checks = identity_checks(settled(tuple(restated(shared))).figures)
    assert [str(check.problem) for check in checks if check.verdict is Verdict.BROKEN] == []
    held = Counter(check.identity for check in checks if check.verdict is Verdict.HOLDS)
    assert held[Identity.SOURCES] >= 20 and held[Identity.GROWTH] >= 30 and held[Identity.CHAIN] >= 3


def test_restated_statistics_hold_no_two_values_for_one_key(shared: Path) -> None:
    assert [str(problem) for problem in settled(tuple(restated(shared))).problems] == []


def test_a_misprinted_source_would_be_found(shared: Path) -> None:
    rows = [
        figure if (figure.area, figure.year, figure.indicator) != ("全国", 2024, "income_wage") else _off(figure)
        for figure in settled(tuple(restated(shared))).figures
    ]
    broken = [check for check in identity_checks(rows) if check.verdict is Verdict.BROKEN]
    assert [(check.area, check.period, check.identity) for check in broken] == [("全国", "2024", Identity.SOURCES)]


def _off(figure: PublishedFigure) -> PublishedFigure:
    """The same figure with two digits exchanged."""
    return PublishedFigure(figure.area, figure.year, figure.indicator, 23237.0, figure.unit, figure.source)


def test_all_restated_national_fifths_hold_the_official_gini_within_their_bounds(shared: Path) -> None:
    folder = shared / "facts" / "published"
    official = {row["year"]: float(row["gini_disposable_income"]) for row in _rows(folder / "nbs_gini.csv")}
    seen = 0
    for row in _rows(folder / "nbs_income_quintiles.csv"):
        if row["low"] and row["mean_per_capita"] and row["year"] in official:
            means = [float(row[name]) for name in ("low", "lower_middle", "middle", "upper_middle", "high")]
            groups = income_groups(means, published_mean=float(row["mean_per_capita"]))
            assert gini_bounds(groups, person_shares(groups)).holds(official[row["year"]])
            seen += 1
    assert seen == 2


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))
