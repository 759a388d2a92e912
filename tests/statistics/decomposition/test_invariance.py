"""What must hold for every decomposition: scale of weights, repeated rows, order of rows, scale of incomes."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

from tests.statistics.cases import Drawn, Floats, files
from zengshou.concepts.estimate import Estimate
from zengshou.concepts.sample import Sample
from zengshou.statistics.decomposition.by_group import generalised_entropy_by_group, poverty_by_group
from zengshou.statistics.decomposition.by_source import gini_by_source
from zengshou.statistics.decomposition.close_equals import vertical_horizontal_reranking
from zengshou.statistics.decomposition.growth import growth_and_redistribution
from zengshou.statistics.decomposition.incidence import incidence_by_class
from zengshou.statistics.decomposition.polarisation_by_group import polarisation_by_group
from zengshou.statistics.decomposition.redistribution import progressivity, progressivity_of_transfer
from zengshou.statistics.decomposition.shapley_by_source import change_by_source, gini_shapley_by_source
from zengshou.statistics.indicators import Grouping
from zengshou.statistics.measures.joint_ranks import QuantileClasses
from zengshou.statistics.mobility import mobility, transition_matrix

# Income, another column, groups and the sample to figures.
Figures = Callable[[Floats, Floats, Grouping, Sample], Sequence[Estimate]]
THREE = QuantileClasses(3)
FUNCTIONS: dict[str, Figures] = {
    "ge": lambda x, _, groups, sample: generalised_entropy_by_group(x, sample, groups, 0.5),
    "fgt": lambda x, _, groups, sample: poverty_by_group(1, x, sample, groups),
    "egr": lambda x, _, groups, sample: polarisation_by_group(x, sample, groups),
    "source": lambda x, y, _, sample: gini_by_source({"a": x, "b": y}, sample),
    "shapley": lambda x, y, _, sample: gini_shapley_by_source({"a": x, "b": y}, sample),
    "change": lambda x, y, _, sample: change_by_source("gini", {"a": x, "b": y}, {"a": y, "b": x / 2}, sample),
    "growth": lambda x, y, _, sample: growth_and_redistribution("fgt1", x + y, x, sample),
    "tax": lambda x, y, _, sample: progressivity(x + y, y, x, sample),
    "transfer": lambda x, y, _, sample: progressivity_of_transfer(x, y, sample),
    "incidence": lambda x, y, _, sample: incidence_by_class(x, y, sample, count=4),
    "close equals": lambda x, y, _, sample: vertical_horizontal_reranking(x, x + y, sample, x.sum() / x.size / 3),
    "matrix": lambda x, y, _, sample: transition_matrix(x, y, sample, classes=THREE),
    "mobility": lambda x, y, _, sample: mobility(x, y, sample, classes=THREE),
}
IN_MONEY = ("fields_ok_amount",)
# Their relative line has its error from a density whose bandwidth counts the weight of the file, as R convey has it.
BY_DENSITY = ("fgt", "growth")
quick = settings(max_examples=12, deadline=None)


def figures(name: str, file: Drawn, factor: float = 1.0) -> Sequence[Estimate]:
    other = 0.2 * file.income**1.1 + np.cos(np.round(file.income)) + 1.5
    groups = Grouping((file.income.astype(np.int64) + file.strata) % 3, ("a", "b", "c"))
    return FUNCTIONS[name](factor * file.income, factor * other, groups, file.sample)


def assert_same(first: Sequence[Estimate], second: Sequence[Estimate], with_error: bool) -> None:
    for one, other in zip(first, second, strict=True):
        for a, b in ((one.value, other.value), *([(one.se, other.se)] if with_error else [])):
            assert (a is None) == (b is None), one.indicator
            assert a is None or a == approx(b, rel=1e-7, abs=1e-9), one.indicator


@pytest.mark.parametrize("name", FUNCTIONS)
@quick
@given(files(), st.sampled_from([1e-6, 0.37, 1000.0]))
def test_a_common_factor_on_the_weights_changes_nothing(name: str, file: Drawn, factor: float) -> None:
    other = Drawn(file.income, file.weight * factor, file.strata, file.psu)
    assert_same(figures(name, file), figures(name, other), with_error=name not in BY_DENSITY)


@pytest.mark.parametrize("name", FUNCTIONS)
@quick
@given(files())
def test_weight_two_is_two_rows(name: str, file: Drawn) -> None:
    twice = np.repeat(np.arange(file.income.size), 2)
    doubled = Drawn(file.income[twice], file.weight[twice] / 2, file.strata[twice], file.psu[twice])
    assert_same(figures(name, file), figures(name, doubled), with_error=False)


@pytest.mark.parametrize("name", FUNCTIONS)
@quick
@given(files(), st.integers(0, 1000))
def test_the_order_of_rows_changes_nothing(name: str, file: Drawn, seed: int) -> None:
    other = file.reordered(np.random.default_rng(seed).permutation(file.income.size))
    assert_same(figures(name, file), figures(name, other), with_error=True)


@pytest.mark.parametrize("name", FUNCTIONS)
@quick
@given(files(), st.sampled_from([0.5, 8.0]))
def test_a_common_factor_on_all_incomes_changes_nothing_but_amounts(name: str, file: Drawn, factor: float) -> None:
    pairs = zip(figures(name, file), figures(name, file, factor), strict=True)
    first, second = zip(*(pair for pair in pairs if pair[0].indicator not in IN_MONEY), strict=True)
    assert_same(first, second, with_error=True)
