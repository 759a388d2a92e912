"""Shares of the product under two names, real growth by own prices, the implied urban share, income from abroad."""

import pytest

from tests.statistics.accounts.printed import figure, held
from zengshou.concepts.estimate import FigureKind
from zengshou.concepts.problem import ProblemsFound
from zengshou.statistics.accounts.abroad import abroad_rows
from zengshou.statistics.accounts.check import held_in
from zengshou.statistics.accounts.names import Residence
from zengshou.statistics.accounts.real_growth import growth_rows, lead_over_product
from zengshou.statistics.accounts.shares import PopulationBasis, flow_of_funds_share, survey_share
from zengshou.statistics.accounts.urban_share import implied_share, joined_by_urbanisation
from zengshou.statistics.grouped.joining import one_line

NATION_2022 = {"income_per_head": 36883, "population_yearend": 141175, "gdp": 1210207}
FLOW = "household_disposable_income_flow_of_funds"


def test_the_share_by_the_survey_is_mean_times_persons_over_product() -> None:
    """36883 x 1.41175e9 / 1.210207e14 = 43.03 %."""
    found = survey_share(held(y2022=NATION_2022), "cn", 2022)
    assert found.value == pytest.approx(43.03, abs=0.005) and found.kind is FigureKind.EXTERNAL
    assert found.indicator == "income_share_of_gdp_survey" and "年末常住人口" in found.convention


def test_average_population_is_another_convention_and_says_so() -> None:
    rows = held(y2021={"population_yearend": 141260}, y2022=NATION_2022)
    found = survey_share(rows, "cn", 2022, PopulationBasis.AVERAGE)
    assert found.value == pytest.approx(36883 * (141260 + 141175) / 2 * 1e4 / 1210207e8 * 100)
    assert "年平均常住人口" in found.convention
    assert survey_share(held(y2022=NATION_2022), "cn", 2022, PopulationBasis.AVERAGE).value is None


def test_population_and_product_of_different_publications_are_flagged() -> None:
    rows = (
        figure("income_per_head", 2022, 36883),
        figure("population_yearend", 2022, 141175, source="公报甲"),
        figure("gdp", 2022, 1210207, source="公报乙"),
    )
    found = survey_share(held_in("cn", rows), "cn", 2022)
    assert "editions_differ" in found.flags and "公报甲；公报乙" in found.convention


def test_the_two_concepts_have_two_names_and_never_share_a_line() -> None:
    rows = held(y2022=NATION_2022)
    both = held_in("cn", [*rows.values(), figure(FLOW, 2022, 726124)])
    survey, other = survey_share(both, "cn", 2022), flow_of_funds_share(both, "cn", 2022)
    assert survey.indicator != other.indicator and other.value == pytest.approx(60.0, abs=0.001)
    with pytest.raises(ProblemsFound, match="指标不同"):
        one_line([survey, other])


def test_a_share_without_its_figures_is_empty_and_names_them() -> None:
    found = survey_share(held(y2023={"gdp": 1581.79}), "cn", 2023)
    assert found.value is None and "2023年居民人均可支配收入" in found.reason and "年末常住人口" in found.reason
    assert flow_of_funds_share(held(y2023={"gdp": 1.0}), "cn", 2023).value is None


def test_each_residence_is_deflated_by_its_own_prices_or_not_at_all() -> None:
    rows = held(
        y2025={
            "income_growth_nominal": 5.0,
            "income_growth_real": 5.0,
            "cpi_change": 0.0,
            "income_growth_nominal_urban": 4.3,
            "income_growth_real_urban": 4.2,
        }
    )
    found = {row.residence: row for row in growth_rows(rows, "cn", [2025])}
    assert found[Residence.ALL].deflated.value == pytest.approx(5.0)
    assert found[Residence.URBAN].deflated.value is None
    assert "城市居民消费价格涨幅" in found[Residence.URBAN].deflated.reason
    assert found[Residence.URBAN].implied.value == pytest.approx(100 * (1.043 / 1.042 - 1))
    assert Residence.RURAL not in found


def test_income_against_the_product_is_a_difference_of_real_rates() -> None:
    rows = held(y2024={"income_growth_real": 5.1, "gdp_growth_real": 5.0})
    assert lead_over_product(rows, "cn", 2024).value == pytest.approx(0.1)
    assert "实际增速" in lead_over_product(held(y2024={"gdp_growth_real": 5.0}), "cn", 2024).reason


MEANS = {"income_per_head": 43377, "income_per_head_urban": 56502, "income_per_head_rural": 24456}


@pytest.mark.parametrize(
    ("mean", "urban", "rural", "share"),
    [
        (43377, 56502, 24456, 0.590),
        (21966, 31195, 11422, 0.533),
        (49327, 59307, 25142, 0.708),
        (32671, 39378, 21381, 0.627),
    ],
)
def test_the_implied_urban_share_is_as_known(mean: float, urban: float, rural: float, share: float) -> None:
    row = {"income_per_head": mean, "income_per_head_urban": urban, "income_per_head_rural": rural}
    assert implied_share(held(y2025=row), "cn", 2025).value == pytest.approx(share, abs=5e-4)


@pytest.mark.parametrize(
    ("row", "rate", "mean", "difference"),
    [
        (MEANS, 67.89, 46212, 6.5),
        ({"income_per_head": 49327, "income_per_head_urban": 59307, "income_per_head_rural": 25142}, 75.42, 50909, 3.2),
    ],
)
def test_multiplying_by_the_urbanisation_rate_is_warned_of_with_the_measured_difference(
    row: dict[str, float], rate: float, mean: float, difference: float
) -> None:
    found = joined_by_urbanisation(held(y2025={**row, "urban_share": rate}), "cn", 2025)
    assert found.mean.value == pytest.approx(mean, abs=1) and found.difference == pytest.approx(difference, abs=0.05)
    assert "not_for_use" in found.mean.flags and f"{difference:.1f}%" in found.warning


def test_means_that_contradict_each_other_imply_no_share() -> None:
    found = implied_share(held(y2025={**MEANS, "income_per_head": 99999}), "cn", 2025)
    assert found.value is None and "不一致" in found.reason
    assert joined_by_urbanisation(held(y2025=MEANS), "cn", 2025).warning == ""


def test_income_from_abroad_is_recorded_and_its_residual_shown() -> None:
    net = figure("net_primary_income_from_abroad", 2022, -1.3e12)
    rows = (figure("gdp", 2022, 1210207), figure("gni", 2022, 1197215), net)
    (row,) = abroad_rows(held_in("cn", rows), "cn", [2022])
    assert row.gap.value == pytest.approx(1197215e8 - 1210207e8 + 1.3e12)
    (empty,) = abroad_rows(held(y2022={"gdp": 1.0}), "cn", [2022])
    assert empty.income.value is None and "国民总收入" in empty.income.reason and empty.gap.value is None
