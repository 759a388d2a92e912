"""Values of replicates by the short way: the same as the measure in full, for every indicator that has one."""

import numpy as np
import pytest
from pytest import approx

from zengshou.concepts.sample import ReplicateKind, Replicates, Sample
from zengshou.statistics.choices import Amount, Choices, GiniForm, LineBasis, PovertyTest, QuantileForm, ShareOf
from zengshou.statistics.prepared import variable_of
from zengshou.statistics.registry import INDICATORS, indicator
from zengshou.statistics.variance.design import Design, design_of
from zengshou.statistics.variance.domain import Domain
from zengshou.statistics.variance.replay import Replay, Replays
from zengshou.statistics.variance.values import value_of

FAMILIES = (
    "quantile(0.2)",
    "percentile_ratio(0.1,0.75)",
    "partial_sum(0.3)",
    "lorenz(0.37)",
    "share(0.2,0.4)",
    "share_bottom(0.3)",
    "share_top(0.01)",
    "fgt(2)",
    "ge(-1)",
    "ge(1.5)",
    "atkinson(2)",
)
NAMES = tuple(one.name for one in INDICATORS if value_of(one.name, Choices()) is not None) + FAMILIES
CHOICES = (
    Choices(),
    Choices(gini=GiniForm.KISH, line=Amount(60.0)),
    Choices(line=ShareOf(0.5, LineBasis.MEAN), rich_line=Amount(150.0), test=PovertyTest.AT_OR_BELOW),
)


def drawn(seed: int = 1, n: int = 240) -> tuple[np.ndarray, Design]:
    """Whole-number incomes with many ties, uneven weights, 20 PSUs in 4 strata, 5 bootstrap replicates."""
    rng = np.random.default_rng(seed)
    psu = rng.integers(0, 20, n)
    income = np.round(rng.lognormal(4.5, 0.7, n)) + 1
    sample = Sample(
        rng.uniform(0.5, 4, n), strata=psu % 4, psu=psu, replicates=Replicates(ReplicateKind.BOOTSTRAP, count=5, seed=3)
    )
    return income, design_of(sample)


@pytest.mark.parametrize("name", NAMES)
def test_the_short_way_gives_the_figure_that_the_measure_gives(name: str) -> None:
    income, design = drawn()
    assert design.replication is not None
    replays = Replays(design, design.replication)
    for choices in CHOICES:
        variable = variable_of(income, design, choices)
        for rows in (None, np.flatnonzero(np.arange(240) % 3 > 0)):
            ranked = variable.within(Domain(design, rows))
            for number in range(5):
                replay = Replay(replays, number)
                in_full = replay.result(indicator(name), ranked, choices).value
                assert replay.value(indicator(name), ranked, choices) == approx(in_full, rel=1e-11, abs=1e-13)


@pytest.mark.parametrize("form", list(QuantileForm))
def test_a_replicate_is_the_same_as_a_file_with_its_weights(form: QuantileForm) -> None:
    """Rows of weight zero left out, an estimated line and all."""
    income, design = drawn(2)
    assert design.replication is not None
    replays, choices = Replays(design, design.replication), Choices(quantile=form)
    ranked = variable_of(income, design, choices).whole
    weight = design.weight * design.replication.by_psu(0)[design.psu_of_row]
    kept = weight > 0
    alone = design_of(Sample(weight[kept]))
    for name in ("median", "arpr", "rmpg", "palma", "fifth_2", "zenga"):
        plain = variable_of(income[kept], alone, choices).whole
        asked = indicator(name)
        expected = asked.measure(plain, choices).value
        assert Replay(replays, 0).value(asked, ranked, choices) == approx(expected, rel=1e-11)


def test_what_has_no_short_way_is_said_so() -> None:
    assert value_of("zenga", Choices()) is None
    assert value_of("gini", Choices(gini=GiniForm.CONVEY)) is None
    assert value_of("p99", Choices()) is not None
