"""The Gini by source, and Shapley's rule: exact sums, hand cases, errors."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from pytest import approx

from tests.statistics.cases import FIVE, FIVE_SAMPLE, Drawn, files, value_of
from tests.statistics.derivatives import assert_errors_are_those_of_the_derivatives
from zengshou.concepts.problem import ProblemsFound
from zengshou.concepts.sample import Sample
from zengshou.statistics.choices import Choices, Negatives
from zengshou.statistics.decomposition.by_source import gini_by_source
from zengshou.statistics.decomposition.shapley_by_source import Absent, change_by_source, gini_shapley_by_source
from zengshou.statistics.indicators import estimate

WAGE = np.array([10.0, 15.0, 20.0, 35.0, 70.0])
TRANSFER = np.array([0.0, 5.0, 10.0, 5.0, 30.0])
quick = settings(max_examples=25, deadline=None)
rng = np.random.default_rng(11)
PAY, TRADE, PENSION = np.exp(rng.normal(4.5, 0.6, 24)), rng.normal(30, 25, 24), rng.uniform(0, 40, 24)
SOURCES = {"工资": PAY, "经营": TRADE, "转移": PENSION}
WEIGHT = rng.uniform(0.5, 3.0, 24)


def test_two_sources_of_five_people() -> None:
    """Income 10 20 30 40 100. Transfers 50 of 200: C = 2 (7.5 + 25 + 17.5 + 135)/250 - 1 = 0.48.

    S C / G = 0.25 * 0.48/0.4 = 0.3; one per cent more of them raises G by 0.3 - 0.25 = 0.05 per cent.
    """
    found = {one.indicator: value_of(one) for one in gini_by_source({"工资": WAGE, "转移": TRANSFER}, FIVE_SAMPLE)}
    assert found["source_share(转移)"] == approx(0.25)
    assert found["source_concentration(转移)"] == approx(0.48)
    assert found["gini_contribution(转移)"] == approx(0.12)
    assert found["gini_contribution_share(转移)"] == approx(0.3)
    assert found["gini_marginal_effect(转移)"] == approx(0.05)
    assert found["source_gini(转移)"] * found["source_correlation(转移)"] == approx(0.48)


def test_the_marginal_effect_is_what_one_per_cent_more_does() -> None:
    found = {one.indicator: value_of(one) for one in gini_by_source({"工资": WAGE, "转移": TRANSFER}, FIVE_SAMPLE)}
    more = value_of(estimate("gini", WAGE + 1.0001 * TRANSFER, FIVE_SAMPLE))
    less = value_of(estimate("gini", WAGE + 0.9999 * TRANSFER, FIVE_SAMPLE))
    assert (more - less) / 0.0002 / 0.4 == approx(found["gini_marginal_effect(转移)"], rel=1e-5)


@quick
@given(files())
def test_contributions_by_source_add_up_to_the_gini(file: Drawn) -> None:
    n = file.income.size
    sources = {"a": file.income, "b": np.arange(n) % 5 - 1.5, "c": np.roll(file.income, 3)}
    for found in (gini_by_source(sources, file.sample), gini_shapley_by_source(sources, file.sample)):
        by_name = {one.indicator: one.value for one in found}
        stem = "gini_contribution" if "gini_contribution(a)" in by_name else "gini_shapley"
        assert sum(by_name[f"{stem}({k})"] or 0.0 for k in sources) == approx(by_name["gini"], abs=1e-12)
    marginal = {one.indicator: one.value for one in gini_by_source(sources, file.sample)}
    if by_name["gini"]:
        assert sum(marginal[f"gini_marginal_effect({k})"] or 0.0 for k in sources) == approx(0, abs=1e-9)


def test_a_source_with_losses_has_a_concentration_but_no_gini_of_its_own() -> None:
    found = {one.indicator: one for one in gini_by_source(SOURCES, Sample(WEIGHT))}
    losses = int((TRADE < 0).sum())
    assert losses > 0
    assert found["source_concentration(经营)"].value is not None
    assert found["gini_marginal_effect(经营)"].value is not None
    for name in ("source_gini(经营)", "source_correlation(经营)"):
        assert found[name].value is None and f"{losses} 行为负" in found[name].reason
    assert found["source_gini(工资)"].value is not None


def test_errors_by_source_are_those_of_the_derivatives() -> None:
    assert_errors_are_those_of_the_derivatives(lambda sample: gini_by_source(SOURCES, sample), WEIGHT)


@pytest.mark.parametrize("absent", Absent)
def test_errors_of_shapleys_parts_are_those_of_the_derivatives(absent: Absent) -> None:
    sources = {"工资": PAY, "经营": TRADE + 60, "转移": PENSION}
    assert_errors_are_those_of_the_derivatives(
        lambda sample: gini_shapley_by_source(sources, sample, absent=absent), WEIGHT
    )


def test_shapleys_parts_are_the_means_over_all_orders() -> None:
    """Written out: each order brings the sources in one by one, the others standing at their means."""
    mean = {name: float(WEIGHT @ column / WEIGHT.sum()) for name, column in SOURCES.items()}

    def gini_with(inside: tuple[str, ...]) -> float:
        income = sum(column if name in inside else np.full(24, mean[name]) for name, column in SOURCES.items())
        return value_of(estimate("gini", np.asarray(income), Sample(WEIGHT)))

    expected = dict.fromkeys(SOURCES, 0.0)
    orders = list(permutations(SOURCES))
    for order in orders:
        for place, name in enumerate(order):
            expected[name] += (gini_with(order[: place + 1]) - gini_with(order[:place])) / len(orders)
    found = {one.indicator: value_of(one) for one in gini_shapley_by_source(SOURCES, Sample(WEIGHT))}
    assert {name: found[f"gini_shapley({name})"] for name in SOURCES} == approx(expected, abs=1e-12)


def test_an_even_payment_adds_nothing_at_its_mean_and_lowers_the_gini_where_it_replaces_nothing() -> None:
    sources = {"工资": FIVE, "普惠": np.full(5, 20.0)}
    at_mean, at_zero = (
        {one.indicator: value_of(one) for one in gini_shapley_by_source(sources, FIVE_SAMPLE, absent=absent)}
        for absent in (Absent.MEAN, Absent.ZERO)
    )
    assert at_mean["gini_shapley(普惠)"] == approx(0, abs=1e-12)
    assert at_zero["gini_shapley(普惠)"] < 0


@pytest.mark.parametrize("name", ["gini", "theil", "median", "fgt1"])
def test_the_change_of_an_indicator_is_shared_out_among_the_sources_without_rest(name: str) -> None:
    before = {"工资": WAGE, "转移": TRANSFER}
    after = {"工资": WAGE * 1.1, "转移": TRANSFER + 8}
    found = {one.indicator: value_of(one) for one in change_by_source(name, after, before, FIVE_SAMPLE)}
    moved = value_of(estimate(name, after["工资"] + after["转移"], FIVE_SAMPLE))
    assert found[f"change_{name}"] == approx(moved - value_of(estimate(name, FIVE, FIVE_SAMPLE)), abs=1e-12)
    parts = [found[f"change_{name}_shapley({source})"] for source in before]
    assert sum(parts) == approx(found[f"change_{name}"], abs=1e-12)


def test_errors_of_the_change_by_source_are_those_of_the_derivatives() -> None:
    before = {"工资": PAY, "转移": PENSION}
    after = {"工资": PAY * 1.05, "转移": PENSION[::-1] + 5}
    assert_errors_are_those_of_the_derivatives(lambda sample: change_by_source("theil", after, before, sample), WEIGHT)


def test_what_would_break_the_sum_is_refused() -> None:
    with pytest.raises(ProblemsFound, match="归零"):
        gini_by_source(SOURCES, Sample(WEIGHT), choices=Choices(negatives=Negatives.FLOOR_AT_ZERO))
    with pytest.raises(ProblemsFound, match="没有给出"):
        gini_by_source({}, Sample(WEIGHT))
    with pytest.raises(ProblemsFound, match="9 个来源"):
        gini_shapley_by_source({str(k): PAY for k in range(9)}, Sample(WEIGHT))
    with pytest.raises(ProblemsFound, match="来源不同"):
        change_by_source("gini", {"工资": PAY}, {"转移": PENSION}, Sample(WEIGHT))
