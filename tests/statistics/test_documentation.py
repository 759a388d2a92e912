"""Every indicator and every part of a decomposition stands in the manual."""

from pathlib import Path

import numpy as np
import pytest

from tests.statistics.cases import FIVE, FIVE_SAMPLE
from zengshou.concepts.estimate import Estimate
from zengshou.statistics.choices import Amount, Choices
from zengshou.statistics.decomposition.by_group import generalised_entropy_by_group, poverty_by_group
from zengshou.statistics.decomposition.by_source import gini_by_source
from zengshou.statistics.decomposition.close_equals import vertical_horizontal_reranking
from zengshou.statistics.decomposition.growth import POVERTY
from zengshou.statistics.decomposition.incidence import incidence_by_class
from zengshou.statistics.decomposition.polarisation_by_group import polarisation_by_group
from zengshou.statistics.decomposition.redistribution import progressivity, progressivity_of_transfer
from zengshou.statistics.decomposition.shapley_by_source import gini_shapley_by_source
from zengshou.statistics.indicators import Grouping
from zengshou.statistics.mobility import mobility, transition_matrix
from zengshou.statistics.registry import FAMILIES, INDICATORS, indicator

MANUAL = (Path(__file__).resolve().parents[2] / "docs" / "statistics.md").read_text(encoding="utf-8")
GROUPS = Grouping(np.array([0, 0, 0, 1, 1]), ("农村", "城镇"))
SOURCES = {"工资": 0.8 * FIVE, "转移": 0.2 * FIVE}
HALF = FIVE / 2
DECOMPOSED: dict[str, tuple[Estimate, ...]] = {
    "entropy": generalised_entropy_by_group(FIVE, FIVE_SAMPLE, GROUPS, 1),
    "poverty": poverty_by_group(0, FIVE, FIVE_SAMPLE, GROUPS, choices=Choices(line=Amount(25))),
    "polarisation": polarisation_by_group(FIVE, FIVE_SAMPLE, GROUPS),
    "source": gini_by_source(SOURCES, FIVE_SAMPLE),
    "shapley": gini_shapley_by_source(SOURCES, FIVE_SAMPLE),
    "tax": progressivity(FIVE, HALF, HALF, FIVE_SAMPLE),
    "transfer": progressivity_of_transfer(FIVE, HALF, FIVE_SAMPLE),
    "incidence": incidence_by_class(FIVE, HALF, FIVE_SAMPLE, count=2),
    "close_equals": vertical_horizontal_reranking(FIVE, HALF, FIVE_SAMPLE, 10),
    "matrix": transition_matrix(FIVE, HALF, FIVE_SAMPLE),
    "mobility": mobility(FIVE, HALF, FIVE_SAMPLE),
}


@pytest.mark.parametrize("name", [one.name for one in INDICATORS])
def test_every_indicator_is_in_the_manual(name: str) -> None:
    assert f"`{name}`" in MANUAL


@pytest.mark.parametrize("name", FAMILIES)
def test_every_indicator_with_a_number_of_ones_own_is_in_the_manual_and_its_example_works(name: str) -> None:
    assert f"`{name}(" in MANUAL
    assert indicator(FAMILIES[name].example).name == FAMILIES[name].example


@pytest.mark.parametrize("kind", DECOMPOSED)
def test_every_part_of_a_decomposition_is_in_the_manual(kind: str) -> None:
    for one in DECOMPOSED[kind]:
        name, bracket, _ = one.indicator.partition("(")
        assert f"`{name}{bracket}" in MANUAL, one.indicator


def test_the_measures_that_split_into_growth_and_redistribution_are_listed() -> None:
    assert " ".join(f"`{name}`" for name in POVERTY) in MANUAL
