"""A register's figures come the short way and are those of the full measure."""

import numpy as np
import pytest

from zengshou.concepts.sample import Sample
from zengshou.statistics.choices import Amount, Choices, LineBasis, QuantileForm, ShareOf
from zengshou.statistics.indicators import Grouping, estimate, result, table
from zengshou.statistics.registry import INDICATORS

RNG = np.random.default_rng(5)
INCOME = np.round(np.exp(RNG.normal(10, 0.8, 3_001)), -1)  # rounded: there are ties
WEIGHTS = {"even": np.ones(3_001), "uneven": RNG.integers(1, 5, 3_001).astype(float)}
HALF = np.arange(3_001) % 2 == 0
CHOICES = {
    "relative": Choices(),
    "amount": Choices(line=Amount(15_000), rich_line=Amount(60_000)),
    "own domain": Choices(line=ShareOf(0.5, LineBasis.MEAN, HALF)),
    "other quantile": Choices(quantile=QuantileForm.INTERPOLATED),
}


@pytest.mark.parametrize("weights", sorted(WEIGHTS))
@pytest.mark.parametrize("chosen", sorted(CHOICES))
def test_every_indicator_of_a_register_is_that_of_the_full_measure(chosen: str, weights: str) -> None:
    choices, sample = CHOICES[chosen], Sample(WEIGHTS[weights], is_register=True)
    names = [one.name for one in INDICATORS]
    for name, found in zip(names, table(names, INCOME, sample, choices=choices), strict=True):
        full = result(name, INCOME, sample, choices=choices)
        assert found.value == pytest.approx(full.value, rel=1e-11, abs=1e-15), name
        assert all(convention in found.convention for convention in full.choices), (name, found.convention)
        assert found.se is None and "register" in found.flags


def test_a_line_of_everyone_holds_in_every_group() -> None:
    groups = Grouping(np.arange(3_001) % 3, ("a", "b", "c"))
    sample = Sample(WEIGHTS["even"], is_register=True)
    for code, found in enumerate(table(["fgt0"], INCOME, sample, by=groups)):
        full = result("fgt0", INCOME, sample, domain=groups.codes == code)
        assert found.value == pytest.approx(full.value, rel=1e-12)


def test_what_is_undefined_is_so_the_short_way_as_well() -> None:
    sample = Sample(np.ones(4), is_register=True)
    assert estimate("ge0", np.array([0.0, 1.0, 2.0, 3.0]), sample).reason
    assert estimate("gini", np.array([np.nan, 1.0, 2.0, 3.0]), sample).reason
    assert estimate("poor_median", np.array([5.0, 5.0, 5.0, 5.0]), sample).reason


def test_a_register_of_persons_in_households_is_measured_whatever_its_size() -> None:
    """The names of the conventions are read from the first rows, which the households of all rows do not fit."""
    income = np.arange(2_000, dtype=np.float64)
    sample = Sample(np.ones(2_000), is_register=True, household=np.arange(2_000, dtype=np.int64) // 2)
    found = table(("mean", "median"), income, sample)
    assert [one.value for one in found] == [999.5, 999.0] and found[0].se is None
