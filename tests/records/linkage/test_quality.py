"""Precision and recall by hand."""

import numpy as np
import polars as pl
import pytest

from zengshou.records.linkage.quality import Share, pair_quality, quality_by_error


def test_quality_counts_pairs_of_records_by_hand() -> None:
    # Persons 0 0 0 1 1 2; groups {0,1} {2,3} {4} {5}. True pairs 3 + 1 = 4; joined pairs 2, of which (0,1) is right.
    quality = pair_quality(np.array([0, 0, 2, 2, 4, 5]), np.array([0, 0, 0, 1, 1, 2]))
    assert (quality.precision.hits, quality.precision.of) == (1, 2)
    assert (quality.recall.hits, quality.recall.of) == (1, 4)
    assert quality.f1 == pytest.approx(2 * 0.5 * 0.25 / 0.75)


def test_wilson_interval_of_all_hits_stays_below_one() -> None:
    # Wilson, 95 %: lower end n / (n + z^2) = 100 / 103.8415 = 0.96300
    low, high = Share(100, 100).interval or (0.0, 0.0)
    assert (low, high) == (pytest.approx(0.96300, abs=1e-5), pytest.approx(1.0))


def test_nothing_to_count_has_no_value_and_says_so() -> None:
    assert Share(0, 0).value is None and "没有可比" in str(Share(0, 0))
    nothing = pair_quality(np.array([0, 1]), np.array([0, 1]))
    assert nothing.f1 is None


def test_quality_by_kind_of_error_follows_the_copies() -> None:
    truth = pl.DataFrame({"person": [0, 1, 0, 1], "error": ["original", "original", "alias", "moved"]})
    links = pl.DataFrame({"left": [0, 0], "right": [2, 3]})  # the second link is wrong
    found = quality_by_error(np.array([0, 1, 0, 0]), truth, links)
    assert (found["alias"].recall.value, found["alias"].precision.value) == (1.0, 1.0)
    assert (found["moved"].recall.value, found["moved"].precision.value) == (0.0, 0.0)
