"""Curves through the fifths of 2015 against base R (tests/reference/r/grouped_lorenz.R)."""

import numpy as np
import pytest

from tests.statistics.grouped.printed_fifths import nation
from zengshou.statistics.grouped.estimates import grouped
from zengshou.statistics.grouped.gb2 import GB2

LINE = 8000
CLOSE = 1e-8  # R integrates and searches to about this


def test_the_tilt_is_that_of_r() -> None:
    persons = grouped(nation(2015)).persons
    assert persons is not None and persons.tilt == pytest.approx(0.0929056575346, rel=CLOSE)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("gini_grouped_gq", 0.4214812798544),
        ("poverty_headcount_grouped_gq", 0.2164986034374),
        ("poverty_gap_grouped_gq", 0.0842240129016),
        ("gini_grouped_beta", 0.423901222563),
        ("gini_grouped_lognormal", 0.419076720436),
        ("poverty_headcount_grouped_lognormal", 0.183147439824),
        ("poverty_gap_grouped_lognormal", 0.056628816275),
    ],
)
def test_gini_headcount_and_gap_are_those_of_r(name: str, value: float) -> None:
    found = {estimate.indicator: estimate.value for estimate in grouped(nation(2015), line=LINE).estimates}
    assert found[name] == pytest.approx(value, rel=CLOSE)


def test_gini_median_and_half_of_a_gb2_are_those_of_its_density_in_r() -> None:
    curve, half = GB2(2.5, 1.2, 1.1), np.array([0.5])
    assert curve.gini() == pytest.approx(0.366548483306, rel=1e-7)
    assert curve.slope(half)[0] == pytest.approx(0.788857333557, rel=CLOSE)
    assert curve.share(half)[0] == pytest.approx(0.257379739553, rel=CLOSE)
