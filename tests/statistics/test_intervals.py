"""Intervals, flags and refusals."""

from math import exp, inf, log

import numpy as np
import pytest
from pytest import approx

from tests.statistics.cases import FIVE, FIVE_SAMPLE, error_of, lognormal, simple_random, value_of
from zengshou.concepts.citation import Status
from zengshou.concepts.estimate import FigureKind
from zengshou.concepts.problem import ProblemsFound
from zengshou.concepts.sample import Sample
from zengshou.statistics.choices import Amount, Choices, IntervalForm, Negatives, Provenance, ShareOf
from zengshou.statistics.comparisons import change, rate
from zengshou.statistics.indicators import estimate, table
from zengshou.statistics.intervals import t_quantile
from zengshou.statistics.registry import INDICATORS, indicator
from zengshou.statistics.variance.design import design_of
from zengshou.statistics.variance.domain import Domain

WITH_NEGATIVE = np.array([-20.0, 0.0, 30.0, 40.0, 100.0])


def test_a_mean_of_positive_amounts_has_its_interval_on_the_log_scale() -> None:
    """se = sqrt(208), df = 2, t = 4.3027: 40 times exp of plus or minus t se/40."""
    found = estimate("mean", FIVE, FIVE_SAMPLE)
    width = 4.302652729911275 * error_of(found) / 40
    assert (found.ci_low, found.ci_high) == (approx(40 * exp(-width)), approx(40 * exp(width)))
    assert "interval=log, t, 0.95" in found.convention


def test_a_gini_has_its_interval_on_the_logit_scale() -> None:
    found = estimate("gini", lognormal(400, 0.6), simple_random(400))
    value, t = value_of(found), t_quantile(0.975, 399)
    width = t * error_of(found) / (value * (1 - value))
    assert found.ci_low == approx(1 / (1 + exp(-(log(value / (1 - value)) - width))))
    assert found.ci_low is not None and found.ci_high is not None and 0 < found.ci_low < value < found.ci_high < 1


def test_a_median_has_woodruffs_interval_which_ends_at_incomes() -> None:
    income = lognormal(200, 0.8)
    found = estimate("median", income, simple_random(200))
    assert found.ci_low in income and found.ci_high in income
    assert found.ci_low is not None and found.value is not None and found.ci_high is not None
    assert found.ci_low < found.value < found.ci_high


def test_a_wider_level_gives_a_wider_interval() -> None:
    narrow, wide = (estimate("gini", FIVE, FIVE_SAMPLE, choices=Choices(level=level)) for level in (0.8, 0.95))
    assert narrow.ci_low is not None and wide.ci_low is not None and wide.ci_low < narrow.ci_low


def test_a_rate_of_zero_has_the_exact_upper_bound() -> None:
    """Nobody among 100: 1 - 0.025 ** (1/100) = 0.0362."""
    found = rate(np.zeros(100, dtype=bool), simple_random(100))[0]
    assert (found.value, found.ci_low, found.ci_high) == (0, 0, approx(0.0362167, rel=1e-5))
    assert "clopper_pearson" in found.convention


def test_small_cells_are_flagged() -> None:
    found = estimate("gini", FIVE, Sample(np.ones(5), psu=np.array([1, 1, 2, 3, 3])))
    assert {"few_cases", "few_psu", "small_sample_interval"} <= set(found.flags)
    assert "measured_coverage=0.893 of gini at n=50" in found.convention


def test_a_small_sample_has_the_interval_that_was_measured_to_cover() -> None:
    """From 50 rows the studentised bootstrap, below it and for shares t by the tails, from 300 rows t."""
    figures = {n: estimate("gini", lognormal(n, 0.85), simple_random(n)) for n in (40, 120, 400)}
    said = [figures[n].convention.partition("interval=")[2].partition(";")[0] for n in (40, 120, 400)]
    assert said == ["logit, skewed_t, 0.95", "identity, bootstrap_t, draws=199, seed=0, 0.95", "logit, t, 0.95"]
    share = estimate("share_bottom_40", lognormal(120, 0.85), simple_random(120))
    assert "interval=logit, skewed_t" in share.convention and "of share_bottom_40 at n=100" in share.convention
    few = Sample(np.ones(120), psu=np.arange(120) // 40)
    assert "skewed_t" in estimate("gini", lognormal(120, 0.85), few).convention


def test_skewed_limits_reach_further_up_than_plain_ones() -> None:
    income = lognormal(40, 0.85)
    skewed, plain = (
        estimate("theil", income, simple_random(40), choices=Choices(intervals=form))
        for form in (IntervalForm.SKEWED_T, IntervalForm.T)
    )
    assert skewed.se == plain.se and "limits=of the kish form" in skewed.convention
    assert skewed.ci_high is not None and plain.ci_high is not None and skewed.ci_high > plain.ci_high


def test_tails_of_equal_psus_ask_for_nothing() -> None:
    """-1 and 1 in turn: no skewness, kurtosis 1, a variance known exactly. One of 40 alone: deviations -1 and 39."""
    sample = simple_random(40)
    skewness, df = Domain(design_of(sample), None).tails(np.tile([-1.0, 1.0], 20))
    assert (skewness, df) == (approx(0), inf)
    skewness, df = Domain(design_of(sample), None).tails(np.append(np.zeros(39), 40.0))
    assert (skewness, df) == (approx((39**3 - 39) / 1560**1.5), approx(2 * 1560**2 / (39**4 + 39 - 1560**2 / 40)))


def test_uncertain_figures_ask_for_caution_and_very_uncertain_ones_are_not_published() -> None:
    rng = np.random.default_rng(1)
    loose, wild = np.append(rng.lognormal(0, 1.5, 99), 20.0), np.append(np.ones(99), 200.0)
    assert "caution" in estimate("mean", loose, simple_random(100)).flags
    assert "not_published" in estimate("mean", wild, simple_random(100)).flags
    assert estimate("mean", lognormal(1000, 0.3), simple_random(1000)).flags == ()


def test_rates_are_judged_by_the_width_of_their_interval_and_not_by_the_cv() -> None:
    """2 of 1,000: cv 0.71, but the interval is less than a percentage point wide."""
    few = rate(np.arange(1000) < 2, simple_random(1000))[0]
    assert few.cv is not None and few.cv > 0.333
    assert few.flags == ()
    assert "not_published" in rate(np.arange(20) < 8, simple_random(20))[0].flags


def test_a_change_near_zero_is_not_condemned_by_its_cv() -> None:
    income = lognormal(500, 0.5)
    moved = income + np.where(np.arange(500) % 2, 1.0, -1.0)
    assert change("mean", moved, income, simple_random(500)).flags == ()


def test_what_a_figure_rests_on_travels_with_it() -> None:
    about = Provenance("yuan per year", FigureKind.MODEL, "cn.x", "2025", "v1", True, Status.UNVERIFIED, ("dibao.x",))
    found = estimate("mean", FIVE, FIVE_SAMPLE, about=about)
    assert (found.unit, found.kind, found.period) == ("yuan per year", FigureKind.MODEL, "2025")
    assert found.is_synthetic
    assert found.status is Status.UNVERIFIED and "rests_on_unverified" in found.flags


@pytest.mark.parametrize("name", [one.name for one in INDICATORS])
def test_no_figure_is_ever_nan(name: str) -> None:
    one_rich, far_apart = np.array([0, 0, 0, 0, 1e9]), np.array([1e-9, 1, 1, 1, 1e12])
    for income in (np.zeros(5), WITH_NEGATIVE, -FIVE, np.full(5, 3.0), one_rich, far_apart):
        found = estimate(name, income, FIVE_SAMPLE)
        for number in (found.value, found.se, found.ci_low, found.ci_high):
            assert number is None or (number == number and abs(number) != inf), (name, income, found)
        assert (found.value is None) == bool(found.reason)


def test_what_cannot_be_computed_says_why() -> None:
    reasons = {
        "收入有 1 行缺失": estimate("mean", np.array([1, np.nan, 3, 4, 5]), FIVE_SAMPLE),
        "权数有 1 行为负": estimate("mean", FIVE, Sample(np.array([1.0, -1, 1, 1, 1]))),
        "权数合计为零": estimate("mean", FIVE, Sample(np.zeros(5))),
        "没有样本": estimate("mean", FIVE, FIVE_SAMPLE, domain=np.zeros(5, dtype=bool)),
        "2 行，占权数 40%": estimate("ge0", WITH_NEGATIVE, FIVE_SAMPLE),
        "贫困线": estimate("fgt0", FIVE, FIVE_SAMPLE, choices=Choices(line=Amount(0))),
        "收入合计不大于零": estimate("gini", -FIVE, FIVE_SAMPLE),
        "没有人在贫困线": estimate("poor_median", FIVE, FIVE_SAMPLE, choices=Choices(line=Amount(1))),
    }
    for words, found in reasons.items():
        assert found.value is None and found.se is None
        assert words in found.reason


def test_missing_income_outside_the_domain_does_no_harm() -> None:
    income = np.array([10, np.nan, 30, 40, 100])
    found = estimate("median", income, FIVE_SAMPLE, domain=np.isfinite(income))
    assert (found.value, found.n) == (30, 4)


def test_negative_income_is_treated_as_the_policy_says_and_named() -> None:
    found = {
        policy: estimate("mean", WITH_NEGATIVE, FIVE_SAMPLE, choices=Choices(negatives=policy)) for policy in Negatives
    }
    assert found[Negatives.KEEP].value == 30 and "negative_income" in found[Negatives.KEEP].flags
    assert found[Negatives.FLOOR_AT_ZERO].value == 34
    assert found[Negatives.DROP].value == 42.5 and found[Negatives.DROP].n == 4
    assert found[Negatives.REFUSE].value is None and "1 行" in found[Negatives.REFUSE].reason
    assert all(f"negatives={policy.value}" in one.convention for policy, one in found.items())


def test_dropping_leaves_out_zeros_only_where_an_indicator_needs_positive_income() -> None:
    choices = Choices(negatives=Negatives.DROP)
    gini, theil = table(["gini", "theil"], WITH_NEGATIVE, FIVE_SAMPLE, choices=choices)
    assert (gini.n, theil.n) == (4, 3)
    assert theil.n_psu == 3


def test_the_line_and_the_estimate_have_their_own_domains() -> None:
    """City median 30, line 18. Of the rural three, one is below the city's line; the rural line would be 12."""
    rural = np.arange(5) < 3
    city = estimate("fgt0", FIVE, FIVE_SAMPLE, domain=rural)
    own = estimate("fgt0", FIVE, FIVE_SAMPLE, domain=rural, choices=Choices(line=ShareOf(0.6, domain=rural)))
    assert value_of(city) == approx(1 / 3) and value_of(own) == approx(1 / 3)
    urban = estimate("fgt0", FIVE, FIVE_SAMPLE, domain=~rural, choices=Choices(line=ShareOf(1.5)))
    assert value_of(urban) == approx(0.5)  # 45: above the 40 of one of the two
    assert (urban.n, urban.df) == (2, 1)


def test_an_unknown_indicator_is_answered_with_the_nearest() -> None:
    with pytest.raises(ProblemsFound, match="gini"):
        indicator("ginni")
    for wrong in ("quantile(1.5)", "fgt(3)", "atkinson(-1)", "gini(2)"):
        with pytest.raises(ProblemsFound):
            indicator(wrong)


def test_other_spellings_lead_to_the_same_indicator() -> None:
    assert indicator("qsr").name == "s80_s20"
    assert indicator("ge:0.5").name == indicator("ge(0.5)").name == "ge(0.5)"
    assert len({one.name for one in INDICATORS}) == len(INDICATORS)
    assert all(one.heading.label for one in INDICATORS)
