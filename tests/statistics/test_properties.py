"""What must hold for any file: scale, replication, order, bounds, identities."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

from tests.statistics.cases import SMOOTH, Drawn, error_of, files, value_of
from zengshou.concepts.sample import Sample
from zengshou.statistics.choices import Amount, Choices, Density, GiniForm, QuantileForm
from zengshou.statistics.comparisons import change, changes, rate
from zengshou.statistics.decomposition.redistribution import progressivity
from zengshou.statistics.indicators import Grouping, estimate, result, table
from zengshou.statistics.measures.gini import concentration, gini
from zengshou.statistics.prepared import domain_of, variable_of
from zengshou.statistics.registry import BY_NAME
from zengshou.statistics.variance.design import design_of

FIXED = Choices(line=Amount(25), rich_line=Amount(40), density=Density.SCALE_FREE)
FREE_OF_SCALE = [name for name in BY_NAME if name not in ("total", "poverty_gap_total")]
# Its density is smoothed the less the more rows there are, as its authors advise.
FREE_OF_REPLICATION = [name for name in BY_NAME if name != "der"]
RELATIVE = [
    "gini",
    "wolfson",
    "egr",
    "der",
    "middle_75_200",
    "s80_s20",
    "palma",
    "p90_p10",
    "ge0",
    "theil",
    "ge2",
    "atkinson_05",
    "fifth_1",
    "arpr",
    "rmpg",
]

quick = settings(max_examples=25, deadline=None)


def same(first: float | None, second: float | None) -> bool:
    return first == approx(second, rel=1e-8, abs=1e-9) if first is not None and second is not None else first is second


@quick
@given(files(), st.sampled_from([1e-6, 0.37, 1000.0]))
def test_a_common_factor_on_the_weights_changes_no_figure_but_totals(file: Drawn, factor: float) -> None:
    scaled = Sample(file.weight * factor, file.strata, file.psu)
    for one, other in zip(
        table(FREE_OF_SCALE, file.income, file.sample, choices=FIXED),
        table(FREE_OF_SCALE, file.income, scaled, choices=FIXED),
        strict=True,
    ):
        assert same(one.value, other.value) and same(one.se, other.se), one.indicator


@quick
@given(files())
def test_weight_two_is_two_rows(file: Drawn) -> None:
    twice = np.repeat(np.arange(file.income.size), 2)
    halved = Sample(file.weight[twice] / 2, file.strata[twice], file.psu[twice])
    for form in QuantileForm:
        choices = Choices(line=Amount(25), quantile=form)
        once = table(FREE_OF_REPLICATION, file.income, file.sample, choices=choices)
        again = table(FREE_OF_REPLICATION, file.income[twice], halved, choices=choices)
        assert all(same(a.value, b.value) for a, b in zip(once, again, strict=True))


@quick
@given(files(), st.integers(0, 1000))
def test_neither_the_order_of_rows_nor_that_of_ties_changes_a_figure_or_its_error(file: Drawn, seed: int) -> None:
    other = file.reordered(np.random.default_rng(seed).permutation(file.income.size))
    for a, b in zip(
        table(list(BY_NAME), file.income, file.sample), table(list(BY_NAME), other.income, other.sample), strict=True
    ):
        assert same(a.value, b.value) and same(a.se, b.se) and a.df == b.df, a.indicator


@quick
@given(files(), st.sampled_from([0.01, 3.0, 12.0]))
def test_relative_figures_are_unchanged_when_every_income_is_scaled(file: Drawn, factor: float) -> None:
    for a, b in zip(
        table(RELATIVE, file.income, file.sample), table(RELATIVE, file.income * factor, file.sample), strict=True
    ):
        assert same(a.value, b.value), a.indicator
    mean, scaled = (estimate("mean", income, file.sample) for income in (file.income, file.income * factor))
    assert value_of(scaled) == approx(factor * value_of(mean))
    assert error_of(scaled) == approx(factor * error_of(mean), abs=1e-12)


@quick
@given(files())
def test_influences_average_to_zero(file: Drawn) -> None:
    for name in SMOOTH:
        z = result(name, file.income, file.sample, choices=FIXED).influence()
        assert abs(file.weight @ z) <= 1e-9 * max(1.0, float(file.weight @ np.abs(z))), name


@quick
@given(files())
def test_gini_lies_between_zero_and_one_and_is_its_own_concentration(file: Drawn) -> None:
    found = value_of(estimate("gini", file.income, file.sample))
    assert -1e-12 <= found < 1
    design = design_of(file.sample)
    column = variable_of(file.income, design, Choices()).within(domain_of(design, None))
    assert concentration(column, column).value == approx(gini(column).value)
    corrected = value_of(estimate("gini", file.income, file.sample, choices=Choices(gini=GiniForm.KISH)))
    assert corrected >= found - 1e-12


@quick
@given(files())
def test_the_lorenz_curve_rises_and_bends_upwards(file: Drawn) -> None:
    shares = np.linspace(0.05, 0.95, 19)
    heights = np.array([value_of(estimate(f"lorenz({p:.2f})", file.income, file.sample)) for p in shares])
    steps = np.diff(heights)
    assert (steps >= -1e-12).all() and (np.diff(steps) >= -1e-12).all()
    assert (heights <= shares + 1e-12).all()
    fifths = table([f"fifth_{i}" for i in range(1, 6)], file.income, file.sample)
    assert sum(value_of(fifth) for fifth in fifths) == approx(1)


@quick
@given(files())
def test_poverty_never_falls_when_the_line_rises(file: Drawn) -> None:
    for name in ("fgt0", "fgt1", "fgt2", "sst", "poverty_gap_mean", "poverty_gap_total"):
        at_lines = [Choices(line=Amount(line)) for line in (10, 20, 40)]
        found = [value_of(estimate(name, file.income, file.sample, choices=choices)) for choices in at_lines]
        assert found == sorted(found)


@quick
@given(files(), st.floats(0.05, 0.6))
def test_redistribution_is_the_vertical_effect_less_reranking(file: Drawn, share: float) -> None:
    tax = share * file.income * (np.arange(file.income.size) % 3 > 0)
    found = {e.indicator: value_of(e) for e in progressivity(file.income, tax, file.income - tax, file.sample)}
    rate_paid = found["average_tax_rate"]
    assert found["vertical_effect"] == approx(found["kakwani"] * rate_paid / (1 - rate_paid), abs=1e-12)
    assert found["reynolds_smolensky"] == approx(found["vertical_effect"] - found["reranking"], abs=1e-12)
    assert found["reranking"] >= -1e-12


@quick
@given(files())
def test_a_change_of_nothing_is_zero_without_error(file: Drawn) -> None:
    for found in changes(["mean", "gini", "arpr", "median"], file.income, file.income, file.sample):
        assert (value_of(found), error_of(found)) == (0, 0)


@quick
@given(files())
def test_a_change_and_its_reverse_have_opposite_signs_and_one_error(file: Drawn) -> None:
    after = file.income + 3 * (np.arange(file.income.size) % 2)
    up, down = (change("gini", *pair, file.sample) for pair in ((after, file.income), (file.income, after)))
    assert value_of(up) == approx(-value_of(down))
    assert error_of(up) == approx(error_of(down))


@quick
@given(files())
def test_a_grouped_table_is_the_same_as_one_domain_after_another(file: Drawn) -> None:
    codes = np.arange(file.income.size) % 3
    groups = Grouping(codes, ("a", "b", "c"))
    together = table(["mean", "gini", "arpr"], file.income, file.sample, by=groups)
    apart = [
        estimate(name, file.income, file.sample, domain=codes == group)
        for group in range(3)
        for name in ("mean", "gini", "arpr")
    ]
    for a, b in zip(together, apart, strict=True):
        assert same(a.value, b.value) and same(a.se, b.se) and a.df == b.df
    shares = rate(codes == 1, file.sample, by=groups)
    assert [value_of(share) for share in shares] == [0, 1, 0]


@pytest.mark.parametrize("name", ["mean", "gini"])
def test_sampling_every_psu_leaves_no_error(name: str) -> None:
    sample = Sample(np.ones(6), np.array([1, 1, 1, 2, 2, 2]), np.arange(6), fpc=np.full(6, 3.0))
    assert error_of(estimate(name, np.arange(1.0, 7.0), sample)) == 0
