"""Inequality and poverty by group: exact sums, hand cases, errors."""

from math import log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

from tests.statistics.cases import FIVE, FIVE_SAMPLE, Drawn, Floats, files, value_of
from tests.statistics.derivatives import assert_errors_are_those_of_the_derivatives
from zengshou.concepts.problem import ProblemsFound
from zengshou.concepts.sample import Sample
from zengshou.statistics.choices import Amount, Choices
from zengshou.statistics.decomposition.by_group import generalised_entropy_by_group, poverty_by_group
from zengshou.statistics.decomposition.polarisation_by_group import polarisation_by_group
from zengshou.statistics.indicators import Grouping, estimate
from zengshou.statistics.measures.polarisation import Identification

TOWN_AND_COUNTRY = Grouping(np.array([1, 1, 1, 0, 0]), ("城镇", "农村"))
ORDERS = [-1.0, 0.0, 0.5, 1.0, 2.0, 3.0]
quick = settings(max_examples=25, deadline=None)


def thirds(n: int) -> Grouping:
    return Grouping(np.arange(n, dtype=np.int64) % 3, ("a", "b", "c"))


def incomes(seed: int, n: int = 30) -> Floats:
    return np.exp(np.random.default_rng(seed).normal(4.6, 0.6, n))


WEIGHT = np.random.default_rng(3).uniform(0.5, 3.0, 30)


def test_theil_of_five_people_in_town_and_country() -> None:
    """Rural 10 20 30 (mean 20), urban 40 100 (mean 70); shares of income 60/200 and 140/200.

    Between: 0.3 ln(20/40) + 0.7 ln(70/40). Within: 0.3 T(10, 20, 30) + 0.7 T(40, 100).
    """
    found = generalised_entropy_by_group(FIVE, FIVE_SAMPLE, TOWN_AND_COUNTRY, 1)
    by_name = {one.indicator: value_of(one) for one in found}
    rural = (0.5 * log(0.5) + 1.5 * log(1.5)) / 3
    urban = (4 / 7 * log(4 / 7) + 10 / 7 * log(10 / 7)) / 2
    assert by_name["ge_between"] == approx(0.3 * log(0.5) + 0.7 * log(1.75))
    assert by_name["ge_contribution(农村)"] == approx(0.3 * rural)
    assert by_name["ge_within"] == approx(0.3 * rural + 0.7 * urban)
    assert by_name["ge_total"] == approx(value_of(estimate("theil", FIVE, FIVE_SAMPLE)))
    assert by_name["ge_group(城镇)"] == approx(urban)


def test_the_figures_of_a_group_count_the_rows_of_the_group() -> None:
    found = generalised_entropy_by_group(FIVE, FIVE_SAMPLE, TOWN_AND_COUNTRY, 1)
    rows = {one.indicator: one.n for one in found}
    assert (rows["ge_total"], rows["ge_group(城镇)"], rows["ge_group(农村)"]) == (5, 2, 3)


@quick
@given(files(), st.sampled_from(ORDERS))
def test_within_and_between_add_up_to_the_total(file: Drawn, a: float) -> None:
    found = generalised_entropy_by_group(file.income, file.sample, thirds(file.income.size), a)
    by_name = {one.indicator: one.value for one in found}
    total, within, between = (by_name[f"ge_{part}"] for part in ("total", "within", "between"))
    assert total is not None and within is not None and between is not None
    assert within + between == approx(total, rel=1e-9, abs=1e-12)
    assert sum(by_name[f"ge_contribution({group})"] or 0.0 for group in "abc") == approx(within, abs=1e-12)
    assert between >= -1e-12


@pytest.mark.parametrize("a", ORDERS)
def test_errors_of_the_entropy_by_group_are_those_of_the_derivatives(a: float) -> None:
    income = incomes(1)
    assert_errors_are_those_of_the_derivatives(
        lambda sample: generalised_entropy_by_group(income, sample, thirds(30), a), WEIGHT
    )


def test_poverty_of_five_people_by_group() -> None:
    """Line 25: gaps 0.6 and 0.2, both rural. FGT(1) 0.16 = 0.6 * (0.8/3); the urban add nothing."""
    found = poverty_by_group(1, FIVE, FIVE_SAMPLE, TOWN_AND_COUNTRY, choices=Choices(line=Amount(25)))
    by_name = {one.indicator: value_of(one) for one in found}
    assert by_name["fgt_total"] == approx(0.16)
    assert by_name["fgt_group(农村)"] == approx(0.8 / 3)
    assert by_name["fgt_contribution(农村)"] == approx(0.16)
    assert by_name["fgt_risk(农村)"] == approx(5 / 3)
    assert (by_name["fgt_contribution_share(城镇)"], by_name["population_share(城镇)"]) == (0, approx(0.4))


@quick
@given(files(), st.sampled_from([0, 1, 2]))
def test_contributions_to_poverty_add_up(file: Drawn, order: int) -> None:
    found = poverty_by_group(order, file.income, file.sample, thirds(file.income.size))
    by_name = {one.indicator: one.value for one in found}
    total = by_name["fgt_total"]
    assert total is not None
    assert sum(by_name[f"fgt_contribution({group})"] or 0.0 for group in "abc") == approx(total, abs=1e-12)


def test_errors_of_poverty_by_group_are_those_of_the_derivatives() -> None:
    income, choices = incomes(2), Choices(line=Amount(90))
    assert_errors_are_those_of_the_derivatives(
        lambda sample: poverty_by_group(2, income, sample, thirds(30), choices=choices), WEIGHT
    )


def test_rows_without_a_group_are_counted_and_refused() -> None:
    """A part would be missing from the sum; outside the domain they do no harm."""
    groups = Grouping(np.array([0, 0, -1, 1, 1]), ("a", "b"))
    with pytest.raises(ProblemsFound, match="1 行没有分组"):
        generalised_entropy_by_group(FIVE, FIVE_SAMPLE, groups, 1)
    found = generalised_entropy_by_group(FIVE, FIVE_SAMPLE, groups, 1, domain=groups.codes >= 0)
    assert found[0].n == 4


def test_a_group_without_rows_has_no_figure_and_says_so() -> None:
    groups = Grouping(np.zeros(5, dtype=np.int64), ("有", "无"))
    found = {one.indicator: one for one in generalised_entropy_by_group(FIVE, FIVE_SAMPLE, groups, 0)}
    assert found["ge_group(无)"].value is None and "没有样本" in found["ge_group(无)"].reason
    assert value_of(found["ge_between"]) == approx(0, abs=1e-12)
    assert value_of(found["ge_within"]) == approx(value_of(found["ge_total"]))


def test_zero_income_is_a_reason_and_not_a_nan() -> None:
    found = generalised_entropy_by_group(np.array([0.0, 20, 30, 40, 100]), FIVE_SAMPLE, TOWN_AND_COUNTRY, 0)
    by_name = {one.indicator: one for one in found}
    assert "零或负收入" in by_name["ge_within"].reason
    assert by_name["ge_group(城镇)"].value is not None


def test_polarisation_between_town_and_country() -> None:
    """Sizes 0.4 and 0.6, relative means 1.75 and 0.5, apart 1.25.

    ER(1) = (0.16 * 0.6 + 0.36 * 0.4) * 1.25 = 0.3; between 0.24 * 1.25 = 0.3, Gini 0.4: 0.3 - (0.4 - 0.3) = 0.2.
    """
    found = polarisation_by_group(FIVE, FIVE_SAMPLE, TOWN_AND_COUNTRY, how=Identification(1.0, 1.0))[0]
    assert value_of(found) == approx(0.2)
    assert "egr_groups=2 given groups" in found.convention and "egr_parameters=alpha=1, beta=1" in found.convention


def test_errors_of_polarisation_by_group_are_those_of_the_derivatives() -> None:
    income = incomes(4)
    assert_errors_are_those_of_the_derivatives(lambda sample: polarisation_by_group(income, sample, thirds(30)), WEIGHT)


def test_one_group_alone_is_not_polarised_but_undefined() -> None:
    found = polarisation_by_group(FIVE, FIVE_SAMPLE, Grouping(np.zeros(5, dtype=np.int64), ("全部",)))[0]
    assert found.value is None and "少于两个" in found.reason
    with pytest.raises(ProblemsFound, match="α"):
        Identification(0.5)


def test_each_domain_is_decomposed_by_itself() -> None:
    income, groups = incomes(5), thirds(30)
    halves = Grouping(np.arange(30, dtype=np.int64) // 15, ("前", "后"))
    together = generalised_entropy_by_group(income, Sample(WEIGHT), groups, 1, by=halves)
    alone = generalised_entropy_by_group(income, Sample(WEIGHT), groups, 1, domain=halves.codes == 1)
    assert [(one.value, one.se) for one in together if one.domain == "后"] == [(one.value, one.se) for one in alone]
