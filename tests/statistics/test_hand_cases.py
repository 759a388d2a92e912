"""Each indicator on five people with 10, 20, 30, 40 and 100, worked by hand: N = 5, Y = 200, mean 40."""

from math import log, sqrt

import numpy as np
import pytest
from pytest import approx

from tests.statistics.cases import FIVE, FIVE_SAMPLE, error_of, value_of
from zengshou.concepts.sample import Sample
from zengshou.statistics.choices import Amount, Choices, GiniForm, PovertyTest, QuantileForm
from zengshou.statistics.comparisons import Contrast, contrast, rate, ratio, urban_rural_ratio
from zengshou.statistics.decomposition.redistribution import progressivity, progressivity_of_transfer
from zengshou.statistics.indicators import estimate

AT_25 = Choices(line=Amount(25), rich_line=Amount(50))


def five(name: str, choices: Choices = AT_25) -> float:
    return value_of(estimate(name, FIVE, FIVE_SAMPLE, choices=choices))


def test_the_error_of_a_mean_adds_the_strata() -> None:
    """z = (x - 40)/5 = -6 -4 -2 0 12. PSU totals -10 and -2; 0 and 12. 2(16 + 16) + 2(36 + 36) = 208; df 4 - 2."""
    found = estimate("mean", FIVE, FIVE_SAMPLE)
    assert value_of(found) == approx(40)
    assert error_of(found) == approx(sqrt(208))
    assert (found.n, found.n_psu, found.df) == (5, 4, 2)


def test_the_error_of_a_total() -> None:
    """PSU totals 30 and 30, 40 and 100: the first stratum adds nothing, the second 2(900 + 900)."""
    found = estimate("total", FIVE, FIVE_SAMPLE)
    assert (value_of(found), error_of(found)) == (approx(200), approx(60))


def test_a_psu_without_members_in_the_domain_still_counts() -> None:
    """Domain x >= 30, total 170. Stratum 1: PSU totals 0 and 30, 2(225 + 225); stratum 2: 2(900 + 900). V = 4500."""
    found = estimate("total", FIVE, FIVE_SAMPLE, domain=FIVE >= 30)
    assert (value_of(found), error_of(found)) == (approx(170), approx(sqrt(4500)))
    assert (found.n, found.n_psu, found.df) == (3, 3, 1)


def test_gini_in_its_three_forms() -> None:
    """Ranks at their middles 0.5 1.5 2.5 3.5 4.5: 2 (5 + 30 + 75 + 140 + 450)/1000 - 1 = 0.4.

    kish: sum w^2/(sum w)^2 = 1/5, so 0.4/0.8. convey: ranks 1 to 5, (2*800 - 200)/1000 - 1 = 0.4.
    """
    assert five("gini") == approx(0.4)
    assert five("gini", Choices(gini=GiniForm.KISH)) == approx(0.5)
    assert five("gini", Choices(gini=GiniForm.CONVEY)) == approx(0.4)


def test_the_three_quantiles_differ_where_a_share_is_reached_exactly() -> None:
    """Two of five are 0.4: inverse 20, averaged (20 + 30)/2; middles at .1 .3 .5 .7 .9, so .4 is halfway to 30."""
    found = {form: five("quantile(0.4)", Choices(quantile=form)) for form in QuantileForm}
    assert found == {QuantileForm.INVERSE_CDF: 20, QuantileForm.AVERAGED: 25, QuantileForm.INTERPOLATED: approx(25)}
    assert five("median") == 30


def test_partial_sums_and_the_ratios_built_on_them() -> None:
    """At or below P20: 10; at or below P80: 100; S80/S20 = (200 - 100)/10. P90 is 100, no one is above it: Palma 0."""
    assert five("partial_sum(0.4)") == approx(30)
    assert five("s80_s20") == approx(10)
    assert five("palma") == approx(0)
    assert five("p90_p10") == approx(10)


def test_lorenz_counts_the_border_in_part() -> None:
    """0.5 of five is two and a half people: 10 + 20 + 15 = 45 of 200. The richest tenth is half a person: 50 of 200."""
    assert five("lorenz(0.5)") == approx(0.225)
    assert five("share_top_10") == approx(0.25)
    assert [five(f"fifth_{i}") for i in range(1, 6)] == approx([0.05, 0.1, 0.15, 0.2, 0.5])


def test_fgt_at_a_line_of_25() -> None:
    """Gaps 15/25 and 5/25: 2/5, 0.8/5, (0.36 + 0.04)/5."""
    assert [five(f"fgt{order}") for order in range(3)] == approx([0.4, 0.16, 0.08])


def test_who_stands_on_the_line_is_poor_by_one_test_and_not_by_the_other() -> None:
    on_line = {test: Choices(line=Amount(20), test=test) for test in PovertyTest}
    assert five("fgt0", on_line[PovertyTest.AT_OR_BELOW]) == approx(0.4)
    assert five("fgt0", on_line[PovertyTest.BELOW]) == approx(0.2)
    assert five("fgt0", Choices(line=Amount(20))) == approx(0.4)


def test_the_relative_poverty_set() -> None:
    """Line 0.6 * 30 = 18: one of five is below. Fixed line 25: the poor are 10 and 20, their median 10, gap 15/25."""
    assert five("arpt") == approx(18)
    assert five("arpr") == approx(0.2)
    assert five("poor_median") == approx(10)
    assert five("rmpg") == approx(0.6)


def test_entropy_atkinson_and_j() -> None:
    """x/m = .25 .5 .75 1 2.5; geometric mean 24e6 ** .2; harmonic mean 5/(.1 + .05 + 1/30 + .025 + .01)."""
    relative = np.array([0.25, 0.5, 0.75, 1.0, 2.5])
    ge0, theil = -np.log(relative).mean(), (relative * np.log(relative)).mean()
    assert five("ge0") == approx(ge0)
    assert five("theil") == approx(theil)
    assert five("ge2") == approx(0.3125)  # (8.125/5 - 1)/2
    assert five("j_divergence") == approx(ge0 + theil)
    assert five("atkinson_1") == approx(1 - 24e6**0.2 / 40)
    assert five("atkinson(2)") == approx(1 - 5 / (0.1 + 0.05 + 1 / 30 + 0.025 + 0.01) / 40)


def test_watts_and_affluence() -> None:
    """Watts: (ln 25/10 + ln 25/20)/5. Affluence above 50 with g = 1: (1 - 50/100)/5."""
    assert five("watts") == approx(log(3.125) / 5)
    assert five("affluence(1)") == approx(0.1)
    assert five("affluence_rate") == approx(0.2)


def test_gaps_in_money_at_a_line_of_25() -> None:
    """15 and 5 are missing: 20 in all, 4 a head, 10 a poor head, 10/25 of the line."""
    names = ("poverty_gap_total", "poverty_gap_mean", "poverty_gap_of_poor", "income_gap_ratio")
    assert [five(name) for name in names] == approx([20, 4, 10, 0.4])


def test_sen_and_sen_shorrocks_thon_at_a_line_of_25() -> None:
    """Sen: H (I + (1 - I) G) with H = 0.4, I = 0.4 and the Gini of 10 and 20 a sixth: 0.4 (0.4 + 0.1) = 0.2.

    SST: gaps 0.6 and 0.2 at 4.5 and 3.5 from the top, 2 (2.7 + 0.7)/25 = 0.272.
    """
    assert five("sen") == approx(0.2)
    assert five("sst") == approx(0.272)


def test_generalised_lorenz_counts_in_money_and_ends_at_the_mean() -> None:
    """The poorest half have 45 of 200: 9 a head of all five. Between a fifth and two fifths stand the 20: 0.1."""
    assert five("generalised_lorenz(0.5)") == approx(9)
    assert five("generalised_lorenz(0.999999)") == approx(40, rel=1e-4)
    assert five("share(0.2,0.4)") == approx(0.1) == five("fifth_2")
    assert five("share(0.1,0.5)") == approx(0.2)  # half of 10, all of 20, half of 30: 40 of 200


def test_wolfson_is_built_from_mean_median_gini_and_lorenz() -> None:
    """2 (40/30)(1 - 0.4 - 2 * 0.225) = 0.4."""
    assert five("wolfson") == approx(0.4)


def test_esteban_gradin_ray_with_two_groups() -> None:
    """Poorer half 45, richer half 155 of 200: relative means 0.45 and 1.55, apart 1.1.

    ER(1) = 2 * 0.25 * 0.5 * 1.1 = 0.275; Gini 0.4, between 0.25 * 1.1 = 0.275; 0.275 - (0.4 - 0.275) = 0.15.
    """
    assert five("egr(1,2)") == approx(0.15)


def test_polarisation_of_a_density_tends_to_twice_the_gini_as_nobody_identifies_with_anybody() -> None:
    """With equal density everywhere f = 1 drops out: two incomes' mean distance over the mean, a third over a half."""
    uniform = (np.arange(20_000) + 0.5) / 20_000
    found = value_of(estimate("der(0.25)", uniform, Sample(np.ones(uniform.size))))
    assert found == approx((1 / 3) / 0.5**0.75, rel=0.005)


def test_the_middle_between_three_quarters_and_twice_the_median() -> None:
    """Median 30: from 22.5 to 60 stand 30 and 40."""
    assert five("middle_75_200") == five("middle(0.75,2)") == approx(0.4)
    assert five("middle(0.6,1)") == approx(0.4)  # from 18 to 30, both included: 20 and 30


def test_progressivity_without_reranking() -> None:
    """Tax 0 0 0 5 45: C = 2 (17.5 + 202.5)/250 - 1 = 0.76, K = 0.36, t = 1/4. Gini after 0.28, RS = K t/(1 - t)."""
    tax = np.array([0.0, 0.0, 0.0, 5.0, 45.0])
    found = {one.indicator: value_of(one) for one in progressivity(FIVE, tax, FIVE - tax, FIVE_SAMPLE)}
    assert found["average_tax_rate"] == approx(0.25)
    assert found["tax_concentration"] == approx(0.76)
    assert found["kakwani"] == approx(0.36)
    # Suits: incomes up to the middle of each 5 20 45 80 150; 2 (5 * 80 + 45 * 150)/(50 * 200) - 1.
    assert found["suits"] == approx(0.43)
    assert found["gini_post"] == approx(0.28)
    assert found["reynolds_smolensky"] == found["vertical_effect"] == approx(0.12)
    assert found["reranking"] == approx(0, abs=1e-15)


def test_a_benefit_for_the_poor_is_progressive() -> None:
    """Benefit 20 10 0 0 0: C = 2 (10 + 15)/150 - 1 = -2/3, so 0.4 + 2/3; rate 30/200. After it 30 30 30 40 100.

    The ranks of the three at 30 are 1.5: 2 (135 + 140 + 450)/1150 - 1 = 0.2609 (ties do not rerank).
    """
    benefit = np.array([20.0, 10.0, 0.0, 0.0, 0.0])
    found = {one.indicator: value_of(one) for one in progressivity_of_transfer(FIVE, benefit, FIVE_SAMPLE)}
    assert found["kakwani_transfer"] == approx(0.4 + 2 / 3)
    assert found["average_benefit_rate"] == approx(0.15)
    assert found["gini_post"] == approx(1450 / 1150 - 1)
    assert found["vertical_effect"] == approx(found["kakwani_transfer"] * 0.15 / 1.15)
    assert found["reranking"] == approx(0, abs=1e-15)


def test_ratio_and_rate() -> None:
    """Twice the income over the income is 2 without error; two of five are below 25."""
    double = ratio(2 * FIVE, FIVE, FIVE_SAMPLE)[0]
    assert (value_of(double), error_of(double)) == (approx(2), approx(0, abs=1e-15))
    assert value_of(rate(FIVE < 25, FIVE_SAMPLE)[0]) == approx(0.4)


def test_urban_over_rural_is_a_contrast_of_two_domains() -> None:
    """Urban 40 and 100, rural 10 20 30: 70/20. The strata are the residence, so the errors add: see the parts."""
    is_urban = FIVE >= 40
    found = urban_rural_ratio(FIVE, FIVE_SAMPLE, is_urban)
    urban, rural = (estimate("mean", FIVE, FIVE_SAMPLE, domain=mask) for mask in (is_urban, ~is_urban))
    assert value_of(found) == approx(3.5)
    assert error_of(found) == approx(3.5 * sqrt((error_of(urban) / 70) ** 2 + (error_of(rural) / 20) ** 2))
    less = contrast("mean", FIVE, FIVE_SAMPLE, is_urban, ~is_urban, how=Contrast.DIFFERENCE)
    assert value_of(less) == approx(50)
    assert less.n == 5


@pytest.mark.parametrize("name", ["gini", "theil", "atkinson_05", "s80_s20"])
def test_equal_incomes_show_no_inequality(name: str) -> None:
    found = estimate(name, np.full(5, 7.0), FIVE_SAMPLE)
    assert value_of(found) == approx({"s80_s20": 0}.get(name, 0), abs=1e-12)
