"""Whatever the incomes, a part of a decomposition is a number or a reason, never NaN and never a crash."""

from collections.abc import Callable, Sequence
from math import isfinite

import numpy as np
import pytest

from tests.statistics.cases import FIVE, FIVE_SAMPLE, Floats
from zengshou.concepts.estimate import Estimate
from zengshou.statistics.choices import Amount, Choices
from zengshou.statistics.decomposition.by_group import generalised_entropy_by_group, poverty_by_group
from zengshou.statistics.decomposition.by_source import gini_by_source
from zengshou.statistics.decomposition.close_equals import vertical_horizontal_reranking
from zengshou.statistics.decomposition.growth import growth_and_redistribution
from zengshou.statistics.decomposition.incidence import incidence_by_class
from zengshou.statistics.decomposition.polarisation_by_group import polarisation_by_group
from zengshou.statistics.decomposition.redistribution import progressivity, progressivity_of_transfer
from zengshou.statistics.decomposition.shapley_by_source import Absent, change_by_source, gini_shapley_by_source
from zengshou.statistics.indicators import Grouping
from zengshou.statistics.mobility import mobility, transition_matrix

INCOMES = {
    "zeros": np.zeros(5),
    "negatives": -FIVE,
    "one negative": np.array([-20.0, 0.0, 30.0, 40.0, 100.0]),
    "equal": np.full(5, 3.0),
    "one rich": np.array([0, 0, 0, 0, 1e9]),
    "far apart": np.array([1e-9, 1, 1, 1, 1e12]),
    "missing": np.array([10.0, np.nan, 30.0, 40.0, 100.0]),
    "sum to zero": np.array([-20.0, -10.0, 0.0, 10.0, 20.0]),
}
GROUPS = Grouping(np.array([0, 0, 0, 1, 1]), ("农村", "城镇"))
AT_25 = Choices(line=Amount(25))
FUNCTIONS: dict[str, Callable[[Floats], Sequence[Estimate]]] = {
    **{f"ge({a})": lambda x, a=a: generalised_entropy_by_group(x, FIVE_SAMPLE, GROUPS, a) for a in (-1, 0, 0.5, 1, 2)},
    "fgt": lambda x: poverty_by_group(1, x, FIVE_SAMPLE, GROUPS),
    "egr": lambda x: polarisation_by_group(x, FIVE_SAMPLE, GROUPS),
    "source": lambda x: gini_by_source({"a": x, "b": x[::-1], "c": np.zeros(5)}, FIVE_SAMPLE),
    "shapley": lambda x: gini_shapley_by_source({"a": x, "b": FIVE}, FIVE_SAMPLE),
    "shapley at zero": lambda x: gini_shapley_by_source({"a": x, "b": FIVE}, FIVE_SAMPLE, absent=Absent.ZERO),
    "change": lambda x: change_by_source("theil", {"a": x, "b": FIVE}, {"a": FIVE, "b": FIVE}, FIVE_SAMPLE),
    "growth": lambda x: growth_and_redistribution("sen", x, FIVE, FIVE_SAMPLE, choices=AT_25),
    "growth of a relative line": lambda x: growth_and_redistribution("fgt0", FIVE, x, FIVE_SAMPLE),
    "tax": lambda x: progressivity(x, x / 2, x / 2, FIVE_SAMPLE),
    "odd tax": lambda x: progressivity(FIVE, x, FIVE - x, FIVE_SAMPLE),
    "transfer": lambda x: progressivity_of_transfer(x, FIVE, FIVE_SAMPLE),
    "incidence": lambda x: incidence_by_class(x, FIVE, FIVE_SAMPLE, count=4),
    "odd incidence": lambda x: incidence_by_class(FIVE, x, FIVE_SAMPLE, count=3),
    "close equals": lambda x: vertical_horizontal_reranking(x, FIVE, FIVE_SAMPLE, 15),
    "odd close equals": lambda x: vertical_horizontal_reranking(FIVE, x, FIVE_SAMPLE, 15),
    "matrix": lambda x: transition_matrix(FIVE, x, FIVE_SAMPLE),
    "mobility": lambda x: mobility(x, FIVE, FIVE_SAMPLE),
}


@pytest.mark.parametrize("kind", INCOMES)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_part_is_a_number_or_a_reason(name: str, kind: str) -> None:
    found = FUNCTIONS[name](INCOMES[kind])
    assert found
    for one in found:
        assert (one.value is None) == bool(one.reason), one
        for number in (one.value, one.se, one.ci_low, one.ci_high):
            assert number is None or isfinite(number), one
