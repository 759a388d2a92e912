"""A small table of invented people for the tests of the analyst's face, and what the statistics make of it directly."""

import numpy as np
import polars as pl

from zengshou.concepts.sample import Sample

ROWS = 240
DESIGN = {"weights": "w", "strata": "h", "psu": "psu"}


def rows() -> pl.DataFrame:
    """240 rows in 3 strata of 20 PSUs each."""
    rng = np.random.default_rng(7)
    return pl.DataFrame(
        {
            "income": rng.lognormal(10, 0.6, ROWS).round(2),
            "before": rng.lognormal(9.9, 0.6, ROWS).round(2),
            "w": rng.uniform(1, 5, ROWS).round(3),
            "h": np.repeat([1, 2, 3], ROWS // 3),
            "psu": np.arange(ROWS) // 4,
            "county": rng.choice(["东区", "西区"], ROWS),
            "is_urban": rng.random(ROWS) < 0.5,
            "age": rng.integers(0, 90, ROWS),
        }
    )


def sample() -> Sample:
    """The design of `rows` as the statistics room takes it."""
    held = rows()
    weight, strata, psu = (held[name].to_numpy() for name in ("w", "h", "psu"))
    return Sample(weight, strata.astype(np.int64), psu.astype(np.int64))
