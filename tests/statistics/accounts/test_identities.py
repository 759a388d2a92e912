"""Identities of printed figures: what rounding explains holds, what it does not is named."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.statistics.accounts.printed import figure, figures
from zengshou.concepts.published import Confidence, PublishedFigure
from zengshou.statistics.accounts.check import Check, Identity, Verdict
from zengshou.statistics.accounts.identities import identity_checks, refusals
from zengshou.statistics.accounts.names import Residence
from zengshou.statistics.accounts.rounding import Range, before_rounding, half_step

SOURCES_2024 = {"income_wage": 23327, "income_business": 6908, "income_property": 3435, "income_transfer": 7644}


def only(checks: tuple[Check, ...], identity: Identity) -> Check:
    (found,) = [check for check in checks if check.identity is identity]
    return found


def test_four_sources_that_add_up_to_the_mean_hold() -> None:
    """23327 + 6908 + 3435 + 7644 = 41314, as printed for 2024."""
    found = only(identity_checks(figures(y2024={**SOURCES_2024, "income_per_head": 41314})), Identity.SOURCES)
    assert found.verdict is Verdict.HOLDS and found.difference == 0


def test_sources_off_by_one_hold_and_off_by_ten_are_refused() -> None:
    near = identity_checks(figures(y2024={**SOURCES_2024, "income_per_head": 41315}))
    assert only(near, Identity.SOURCES).verdict is Verdict.HOLDS and refusals(near) == ()
    far = identity_checks(figures(y2024={**SOURCES_2024, "income_per_head": 41324}))
    (problem,) = refusals(far)
    assert "四项来源之和" in problem.found and "41324" in problem.found and "cn 2024年" in problem.where


def test_growth_is_that_of_consecutive_levels_to_the_printed_decimal() -> None:
    """41314 / 39218 = 1.05344: 5.3 is right, 5.5 is flagged and not refused, since a level may have been revised."""
    levels = {"y2023": {"income_per_head": 39218}, "y2024": {"income_per_head": 41314, "income_growth_nominal": 5.3}}
    assert only(identity_checks(figures(**levels)), Identity.GROWTH).verdict is Verdict.HOLDS
    levels["y2024"]["income_growth_nominal"] = 5.5
    checks = identity_checks(figures(**levels))
    assert only(checks, Identity.GROWTH).verdict is Verdict.BROKEN and refusals(checks) == ()


def test_real_growth_is_nominal_growth_less_prices() -> None:
    """1.050 / 1.020 = 1.0294: 2.9 printed for 2022."""
    row = {"income_growth_nominal": 5.0, "income_growth_real": 2.9, "cpi_change": 2.0}
    found = only(identity_checks(figures(y2022=row)), Identity.REAL)
    assert found.verdict is Verdict.HOLDS and found.computed == pytest.approx(2.9412, abs=1e-4)
    wrong = identity_checks(figures(y2022={**row, "income_growth_real": 3.9}))
    assert len(refusals(wrong)) == 1


def test_urban_growth_is_never_deflated_by_the_index_of_all() -> None:
    row = {"income_growth_nominal_urban": 4.3, "income_growth_real_urban": 4.2, "cpi_change": 0.0}
    found = only(identity_checks(figures(y2025=row)), Identity.REAL)
    assert found.verdict is Verdict.UNTESTABLE and found.residence is Residence.URBAN
    assert "城市居民消费价格涨幅" in found.reason


def test_chained_growth_matches_the_first_and_last_level_even_where_levels_between_are_missing() -> None:
    rows = {
        "y2020": {"income_per_head": 32189},
        "y2021": {"income_growth_nominal": 9.1},
        "y2022": {"income_growth_nominal": 5.0},
        "y2023": {"income_per_head": 39218, "income_growth_nominal": 6.3},
    }
    found = only(identity_checks(figures(**rows)), Identity.CHAIN)
    assert found.verdict is Verdict.HOLDS and found.period == "2020–2023"
    rows["y2022"]["income_growth_nominal"] = 6.0
    assert only(identity_checks(figures(**rows)), Identity.CHAIN).verdict is Verdict.BROKEN


def test_the_printed_ratio_is_that_of_the_means_and_sectors_add_up_to_the_product() -> None:
    """31195 / 11422 = 2.7311; 255.85 + 602.01 + 723.93 = 1581.79."""
    row = {"income_per_head_urban": 31195, "income_per_head_rural": 11422, "urban_rural_ratio": 2.73}
    assert only(identity_checks(figures(y2015=row)), Identity.RATIO).verdict is Verdict.HOLDS
    sectors = {"gdp": 1581.79, "gdp_primary": 255.85, "gdp_secondary": 602.01, "gdp_tertiary": 723.93}
    found = only(identity_checks(figures(y2023=sectors)), Identity.SECTORS)
    assert found.verdict is Verdict.HOLDS and found.printed == pytest.approx(158_179_000_000)


def test_back_computed_and_part_year_figures_take_no_part() -> None:
    derived = PublishedFigure("cn", 2017, "income_per_head", 30000, "元", "倒推", Confidence.DERIVED)
    rows = (derived, figure("income_per_head", 2018, 32100), figure("income_growth_nominal", 2018, 7.0))
    assert only(identity_checks(rows), Identity.GROWTH).verdict is Verdict.UNTESTABLE
    cumulative = (figure("income_wage_cum", 2024, 1.0), figure("income_per_head_cum", 2024, 9.0))
    assert identity_checks(cumulative) == ()


def test_areas_are_never_mixed() -> None:
    rows = (figure("income_per_head", 2023, 100.0, "cn"), figure("income_per_head", 2024, 105.0, "cn.a"))
    checks = identity_checks((*rows, figure("income_growth_nominal", 2024, 5.0, "cn.a")))
    assert only(checks, Identity.GROWTH).verdict is Verdict.UNTESTABLE


@pytest.mark.parametrize(
    ("value", "unit", "half"), [(5.0, "%", 0.05), (67.89, "%", 0.005), (41314, "元", 0.5), (2.5, "倍", 0.005)]
)
def test_half_a_step_is_that_of_the_last_printed_digit(value: float, unit: str, half: float) -> None:
    assert half_step(value, unit) == pytest.approx(half)


@settings(deadline=None)
@given(st.floats(1e3, 1e5), st.floats(0.8, 1.3))
def test_growth_computed_from_unrounded_levels_and_then_rounded_always_holds(before: float, ratio: float) -> None:
    levels = {
        "y2023": {"income_per_head": round(before)},
        "y2024": {"income_per_head": round(before * ratio), "income_growth_nominal": round((ratio - 1) * 100, 1)},
    }
    assert only(identity_checks(figures(**levels)), Identity.GROWTH).verdict is Verdict.HOLDS


def test_a_range_is_in_base_units_and_meets_what_it_touches() -> None:
    found = before_rounding(figure("gdp", 2023, 1581.79))
    assert found.low == pytest.approx(1581.785e8) and found.high == pytest.approx(1581.795e8)
    assert Range(1, 2).meets(Range(2, 3)) and not Range(1, 2).meets(Range(2.1, 3))
