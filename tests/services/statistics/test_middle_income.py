"""Middle income for a city and for a file: every definition, with errors, by residence and group."""

import json
from functools import cache
from pathlib import Path

import pytest

from zengshou.concepts.problem import ProblemsFound
from zengshou.services.simulation.simulate import SimulationRequest, run_simulation
from zengshou.services.statistics.middle_income import (
    MiddleIncome,
    MiddleRequest,
    middle_income_of,
    middle_income_of_file,
    middle_json,
)

PEOPLE = "income,weight,place\n10000,1,a\n24000,2,a\n40000,1,b\n,1,b\n90000,1,b\n"


@cache
def city() -> MiddleIncome:
    return middle_income_of(run_simulation(SimulationRequest("example", 2025, persons=2_000)).measured, 2025)


def share_of(found: MiddleIncome, name: str):
    return next(share for share in found.shares if share.id == name)


def test_every_definition_has_a_share_with_an_error_or_a_reason() -> None:
    for share in city().shares:
        figures = (share.total, *share.residence, *share.groups)
        assert len(figures) == 1 + 2 + 7
        for figure in figures:
            assert (figure.value is None) == bool(figure.reason)
            assert figure.value is None or figure.se is not None
            assert figure.is_synthetic and figure.unit == "share"
    assert share_of(city(), "food_median").total.value is None


def test_a_wider_band_holds_more_people_and_the_span_runs_from_lowest_to_highest() -> None:
    narrow, wide = (share_of(city(), name).total.value for name in ("dollars_10_50", "dollars_10_100"))
    lower, upper = (share_of(city(), name).total.value for name in ("median_75_200", "median_67_200"))
    assert narrow < wide and lower < upper
    low, high = city().span
    assert low < high and all(low <= s.total.value <= high for s in city().shares if s.total.value is not None)


def test_the_conventions_name_the_price_year_and_the_status_is_that_of_the_worst_number() -> None:
    figure = share_of(city(), "nbs_family").total
    assert "price_base=2018" in figure.convention and "prices=2025" in figure.convention
    assert "middle_income.price_index" in figure.rests_on and "rests_on_unverified" in figure.flags


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(PEOPLE, encoding="utf-8")
    return path


def test_a_file_is_measured_by_hand_and_rows_without_income_stay_out(people: Path) -> None:
    found = middle_income_of_file(MiddleRequest(people, "income", 2025, "weight", by="place"))
    monthly = share_of(found, "monthly_2000_5000")
    # 24 000 (weight 2) and 40 000 (weight 1) of a weight of 5 stand between 24 000 and 60 000
    assert monthly.total.value == pytest.approx(3 / 5) and monthly.total.n == 4
    assert [figure.value for figure in monthly.groups] == [pytest.approx(2 / 3), pytest.approx(1 / 2)]
    assert (monthly.low, monthly.high) == (24_000, 60_000)
    median = share_of(found, "median_75_200")
    # the weighted median of 10, 24, 24, 40, 90 thousand is 24 thousand
    assert (median.low, median.high) == (pytest.approx(18_000), pytest.approx(48_000))
    assert median.total.value == pytest.approx(3 / 5)
    assert not found.is_synthetic and "income" in found.caliber


def test_a_column_that_is_not_there_is_refused(people: Path) -> None:
    with pytest.raises(ProblemsFound, match="工资"):
        middle_income_of_file(MiddleRequest(people, "工资", 2025))


def test_json_holds_every_definition_and_no_nan() -> None:
    text = json.dumps(middle_json(city()), allow_nan=False, ensure_ascii=False)
    read = json.loads(text)
    assert len(read["definitions"]) == 7 and read["definitions"][0]["basis"] == "2018年价格，推到2025年"
    assert read["statement"].startswith("中等收入没有唯一的官方标准")
