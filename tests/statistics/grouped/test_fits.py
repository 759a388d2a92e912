"""Curves through printed groups: known figures, closed forms against quadrature, recovery, choice, poverty."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtr, ndtri

from tests.statistics.grouped.printed_fifths import NATION, nation
from zengshou.concepts.estimate import FigureKind
from zengshou.statistics.grouped.beta import Beta, fit_beta
from zengshou.statistics.grouped.bounds import lorenz_points
from zengshou.statistics.grouped.curve import LorenzCurve, Method, gini_by_quadrature, poverty_of
from zengshou.statistics.grouped.estimates import grouped
from zengshou.statistics.grouped.fitting import Fit, chosen
from zengshou.statistics.grouped.gb2 import GB2, fit_gb2
from zengshou.statistics.grouped.groups import GroupsOf, IncomeGroups, income_groups
from zengshou.statistics.grouped.lognormal import Lognormal, fit_lognormal
from zengshou.statistics.grouped.persons import person_shares
from zengshou.statistics.grouped.quadratic import Quadratic, fit_quadratic
from zengshou.statistics.result import Undefined

INNER = np.array([0.2, 0.4, 0.6, 0.8])


def fifths_of(curve: LorenzCurve, limits: list[float] | None = None) -> IncomeGroups:
    """Fifths of persons of a distribution with mean 1."""
    shares = np.diff(curve.share(np.linspace(0, 1, 6)))
    return income_groups((shares * 5).tolist(), of=GroupsOf.PERSONS, limits=limits)


@pytest.mark.parametrize(
    ("year", "method", "gini"),
    [
        (2015, Method.GQ, 0.4215),
        (2015, Method.BETA, 0.4239),
        (2015, Method.LOGNORMAL, 0.4191),
        (2018, Method.GQ, 0.4317),
        (2023, Method.GQ, 0.4200),
        (2025, Method.GQ, 0.4167),
    ],
)
def test_fits_of_the_national_fifths_are_as_known(year: int, method: Method, gini: float) -> None:
    fit = next(fit for fit in grouped(nation(year), methods=(method,)).fits)
    assert fit.gini == pytest.approx(gini, abs=5e-5)


@pytest.mark.parametrize("year", NATION)
def test_every_fit_of_every_year_lies_within_its_bounds_and_none_reaches_the_official_figure(year: int) -> None:
    found = grouped(nation(year))
    assert found.bounds is not None and found.spread is not None
    assert found.bounds.lower < found.spread[0] < found.spread[1] < found.bounds.upper
    assert found.spread[1] < 0.462


@settings(deadline=None)
@given(st.floats(0.3, 1.5))
def test_the_closed_gini_of_the_quadratic_is_its_quadrature(sigma: float) -> None:
    curve = fit_quadratic(INNER, Lognormal(sigma).share(INNER))
    if not curve.faults():
        assert curve.gini() == pytest.approx(gini_by_quadrature(curve), abs=1e-8)


@pytest.mark.parametrize(("a", "b", "c"), [(3.0, -3.76, 1.12), (2.66, -3.61, 0.07), (1.72, -2.64, 1.26)])
def test_the_form_for_a_hyperbola_agrees_with_quadrature_too(a: float, b: float, c: float) -> None:
    """Fits of incomes are mostly ellipses (m < 0); a hyperbola (m > 0) has a form of its own."""
    curve = Quadratic(a, b, c)
    assert curve.m > 0 and curve.faults() == ()
    assert curve.gini() == pytest.approx(gini_by_quadrature(curve), abs=1e-9)


@settings(deadline=None)
@given(st.floats(0.5, 0.9), st.floats(0.8, 1.0), st.floats(0.4, 0.9))
def test_the_closed_gini_of_the_beta_curve_is_its_quadrature(theta: float, gamma: float, delta: float) -> None:
    curve = Beta(theta, gamma, delta)
    assert curve.gini() == pytest.approx(gini_by_quadrature(curve), abs=1e-7)


def test_a_beta_curve_is_recovered_from_its_own_points() -> None:
    true = Beta(0.7, 0.95, 0.55)
    found = fit_beta(INNER, true.share(INNER))
    assert (found.theta, found.gamma, found.delta) == pytest.approx((0.7, 0.95, 0.55))


@settings(deadline=None)
@given(st.floats(0.1, 2.0))
def test_a_lognormal_is_recovered_from_its_own_points(sigma: float) -> None:
    found = fit_lognormal(INNER, Lognormal(sigma).share(INNER))
    assert found.sigma == pytest.approx(sigma, abs=1e-5)
    assert found.gini() == pytest.approx(gini_by_quadrature(found), abs=1e-6)


@pytest.mark.parametrize("true", [GB2(2.5, 1.2, 1.1), GB2(1.8, 1.0, 2.0), GB2(3.0, 0.6, 0.9)])
def test_the_gini_of_a_gb2_is_recovered_with_and_without_printed_limits(true: GB2) -> None:
    groups = fifths_of(true)
    points = lorenz_points(groups, person_shares(groups))
    assert fit_gb2(points).gini() == pytest.approx(true.gini(), abs=2e-3)
    limits = true.slope(INNER)
    assert fit_gb2(points, limits).gini() == pytest.approx(true.gini(), abs=2e-4)


def test_the_quantile_of_a_gb2_undoes_its_distribution_function() -> None:
    curve = GB2(2.0, 1.5, 1.3)
    people, money = curve.below(curve.slope(INNER))
    np.testing.assert_allclose(people, INNER, rtol=1e-9)
    np.testing.assert_allclose(money, curve.share(INNER), rtol=1e-9)


@settings(deadline=None)
@given(st.floats(0.35, 1.2))
def test_slopes_are_the_derivatives_of_their_curves(sigma: float) -> None:
    money = Lognormal(sigma).share(INNER)
    step = 1e-6
    for curve in (Lognormal(sigma), fit_quadratic(INNER, money), fit_beta(INNER, money), GB2(2.0, 1.0, 1.0 + sigma)):
        rise = (curve.share(INNER + step) - curve.share(INNER - step)) / (2 * step)
        np.testing.assert_allclose(curve.slope(INNER), rise, rtol=1e-5, atol=1e-6)


@settings(deadline=None)
@given(st.floats(0.3, 1.2), st.floats(0.2, 2.0))
def test_poverty_from_a_lognormal_curve_is_that_of_the_distribution(sigma: float, relative: float) -> None:
    """Mean 1, so ln x is normal with mean -sigma^2 / 2: H = Phi((ln z + sigma^2 / 2) / sigma)."""
    found = poverty_of(Lognormal(sigma), relative, 1.0)
    headcount = ndtr((np.log(relative) + sigma**2 / 2) / sigma)
    assert found.headcount == pytest.approx(headcount, abs=1e-7)
    shortfall = headcount - ndtr(ndtri(headcount) - sigma) / relative
    assert found.gap == pytest.approx(shortfall, abs=1e-6)


@settings(deadline=None)
@given(st.floats(0.2, 0.9), st.floats(0.01, 0.5))
def test_headcount_and_gap_rise_with_the_line(line: float, more: float) -> None:
    curve = Lognormal(0.8)
    low, high = poverty_of(curve, line, 1.0), poverty_of(curve, line + more, 1.0)
    assert low.headcount <= high.headcount and low.gap <= high.gap
    assert 0 <= low.gap <= low.headcount <= 1


def test_the_choice_takes_a_valid_curve_before_a_closer_one_that_is_not() -> None:
    found = grouped(nation(2015))
    errors = {fit.method: fit.error for fit in found.fits}
    assert found.chosen is Method.GQ
    assert next(fit for fit in found.fits if fit.method is Method.BETA).faults == ("曲线不凸",)
    assert errors[Method.GQ] > 0


def test_of_two_valid_curves_the_one_with_the_smaller_error_is_taken() -> None:
    curve = Lognormal(0.8)
    near, far = Fit(Method.BETA, curve, 0.43, 1e-8, ()), Fit(Method.GQ, curve, 0.42, 1e-6, ())
    assert chosen([far, near]) is near
    assert chosen([Fit(Method.GQ, None, None, 0.0, ("x",))]) is None


def test_a_curve_that_is_not_convex_keeps_its_area_and_gives_no_poverty() -> None:
    found = grouped(nation(2015), line=8000, methods=(Method.BETA,))
    assert found.ginis[0].value is not None
    assert any(flag.startswith("not_valid(") for flag in found.ginis[0].flags)
    assert [estimate.value for estimate in found.poverty] == [None, None]
    assert all("不凸" in estimate.reason for estimate in found.poverty)


def test_grouped_figures_say_kind_method_bounds_and_conversion() -> None:
    found = grouped(nation(2015))
    gq = found.ginis[0]
    assert gq.kind is FigureKind.GROUPED and gq.se is None
    assert gq.flags[0] == "grouped(gq, 0.400–0.465)"
    assert "groups=5 of households" in gq.convention and "persons=tilt" in gq.convention
    assert "λ=0.0929" in gq.design
    assert (found.lower.value, found.upper.value) == (found.bounds.lower, found.bounds.upper)  # type: ignore[union-attr]


def test_without_a_way_to_persons_every_figure_is_empty_and_says_why() -> None:
    found = grouped(income_groups([1, 2, 3, 4, 5]), line=1.0)
    assert all(estimate.value is None and "户均人口" in estimate.reason for estimate in found.estimates)
    assert found.spread is None and found.chosen is None


def test_too_few_groups_are_said_for_each_method_that_needs_more() -> None:
    found = grouped(income_groups([1, 2, 6], of=GroupsOf.PERSONS))
    reasons = {fit.method: fit.reason for fit in found.fits}
    assert "四组" in reasons[Method.GQ] and "五组" in reasons[Method.GB2]
    assert found.fits[2].gini is not None
    with pytest.raises(Undefined):
        fit_beta(INNER, INNER)
