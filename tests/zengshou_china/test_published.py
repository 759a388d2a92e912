"""Published figures as data: against the restated statistics, with office and publication, never an address."""

import csv
from pathlib import Path

import pytest

from zengshou.concepts.published import Confidence, PublishedFigure
from zengshou.store.country import published

FACTS = Path(__file__).resolve().parents[2].parent / "shared" / "facts" / "published"
AREAS = {"阳江": "cn.guangdong.yangjiang", "辽阳": "cn.liaoning.liaoyang"}
needs_facts = pytest.mark.skipif(not FACTS.is_dir(), reason="../shared/facts is not here")


def figures(city: str) -> dict[tuple[str, int, str], PublishedFigure]:
    return {(figure.area, figure.year, figure.indicator): figure for figure in published(city)}


def restated(file: str) -> list[dict[str, str]]:
    with (FACTS / file).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@needs_facts
@pytest.mark.parametrize(("city", "name"), [("yangjiang", "阳江"), ("liaoyang", "辽阳")])
def test_every_restated_figure_of_a_city_is_held_with_its_value_and_unit(city: str, name: str) -> None:
    held = {(figure.year, figure.value, figure.unit) for figure in published(city) if figure.area == AREAS[name]}
    long_table = [row for row in restated("china_published.csv") if row["area"] == name]
    facts = [row | {"year": row["period"][:4]} for row in restated("city_facts.csv") if row["city"] == name]
    for row in [*long_table, *(row for row in facts if not row["value"].startswith("see"))]:
        key = (int(row["year"]), float(row["value"]), row["unit"].partition("(")[0])
        assert key in held, row["indicator"]


@needs_facts
def test_fifths_sources_and_gini_of_the_nation_are_as_restated() -> None:
    held = figures("yangjiang")
    for row in restated("nbs_gini.csv"):
        assert held["cn", int(row["year"]), "gini"].value == float(row["gini_disposable_income"])
    for row in restated("nbs_income_quintiles.csv"):
        for k, group in enumerate(("low", "lower_middle", "middle", "upper_middle", "high"), start=1):
            if row[group]:
                assert held["cn", int(row["year"]), f"income_fifth{k}_of_households"].value == float(row[group])
    for row in restated("nbs_income_sources.csv"):
        area = "cn" if row["area"] == "national" else "cn.guangdong"
        assert held[area, int(row["year"]), "income_wage"].value == float(row["wage"])


def test_the_four_sources_add_up_to_the_mean_within_a_yuan_in_every_year_held() -> None:
    held = figures("yangjiang")
    years = [(area, year) for area, year, indicator in held if indicator == "income_wage"]
    assert len(years) >= 8
    for area, year in years:
        parts = [held[area, year, f"income_{part}"].value for part in ("wage", "business", "property", "transfer")]
        assert abs(sum(parts) - held[area, year, "income_per_head"].value) <= 1


def test_the_printed_urban_rural_ratio_is_the_ratio_of_the_printed_means() -> None:
    held = figures("yangjiang")
    for (area, year, indicator), figure in held.items():
        if indicator == "urban_rural_ratio":
            urban, rural = (held[area, year, f"income_per_head_{place}"].value for place in ("urban", "rural"))
            assert urban / rural == pytest.approx(figure.value, abs=0.01)


def test_sources_name_an_office_and_never_an_address_or_a_site() -> None:
    for city in ("yangjiang", "liaoyang", "example"):
        for figure in published(city):
            assert figure.source and not any(mark in figure.source for mark in ("http", "www", ".com", "转载", "网"))


def test_a_city_sees_its_own_its_counties_its_provinces_and_the_nations_figures_and_no_other() -> None:
    areas = {figure.area for figure in published("liaoyang")}
    assert {"cn", "cn.liaoning", "cn.liaoning.liaoyang", "cn.liaoning.liaoyang.hongwei"} <= areas
    assert not any(area.startswith("cn.guangdong") for area in areas)


def test_amounts_are_in_base_units_and_values_as_printed() -> None:
    product = figures("yangjiang")["cn.guangdong.yangjiang", 2023, "gdp"]
    assert (product.value, product.unit) == (1581.79, "亿元")
    assert product.amount == pytest.approx(158_179_000_000) and product.base_unit == "元"


def test_back_computed_values_are_marked_as_never_printed() -> None:
    derived = [figure for figure in published("liaoyang") if figure.confidence is Confidence.DERIVED]
    assert {(figure.year, figure.indicator) for figure in derived} == {
        (2017, "income_per_head_urban"),
        (2017, "income_per_head_rural"),
    }
