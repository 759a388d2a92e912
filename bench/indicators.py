"""CPU seconds of the statistics on a city-size file: 1,000,000 rows, 50 strata, about 632,000 PSUs, 50 domains.

Run `python bench/indicators.py [--rows N] [--repeat K] [--json]`; the best of K runs is kept. Times are CPU seconds of
this process, so that a busy machine changes them little. The bars the room set itself: 0.5 s for each line but the
last, 3 s for twenty indicators in ten counties.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from zengshou.concepts.sample import Sample
from zengshou.statistics.indicators import Grouping, estimate, table
from zengshou.statistics.variance.design import Design, design_of

TWENTY = (
    "mean",
    "total",
    "median",
    "p10",
    "p90",
    "p90_p10",
    "gini",
    "s80_s20",
    "palma",
    "fifth_1",
    "fifth_5",
    "share_top_10",
    "fgt0",
    "fgt1",
    "fgt2",
    "arpt",
    "rmpg",
    "ge0",
    "theil",
    "atkinson_05",
)


@dataclass(frozen=True, eq=False)
class City:
    """Persons in households of one to three: the household is the PSU and shares one income."""

    income: np.ndarray
    sample: Sample
    domains: Grouping
    counties: Grouping

    @property
    def design(self) -> Design:
        return design_of(self.sample)


def draw(rows: int, shuffled: bool, seed: int = 1) -> City:
    """A synthetic file; `shuffled` breaks the order of households, as in a file sorted by something else."""
    rng = np.random.default_rng(seed)
    households = int(rows * 0.632)
    household = np.sort(rng.integers(0, households, rows))
    stratum = rng.integers(0, 50, households)[household]
    income = np.exp(rng.normal(10, 0.8, households))[household] * rng.uniform(0.8, 1.2, rows)
    weight = rng.uniform(0.5, 5.0, households)[household]
    domain = rng.integers(0, 50, households)[household]
    order = rng.permutation(rows) if shuffled else np.arange(rows)
    sample = Sample(weight[order], strata=stratum[order], psu=household[order])
    fifty = Grouping(domain[order], tuple(f"d{i}" for i in range(50)))
    ten = Grouping(domain[order] // 5, tuple(f"c{i}" for i in range(10)))
    return City(income[order], sample, fifty, ten)


def cpu_seconds(work: Callable[[], object], repeat: int) -> float:
    best = float("inf")
    for _ in range(repeat):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return round(best, 4)


def measure(city: City, repeat: int) -> dict[str, float]:
    design = city.design
    return {
        "design_and_gini": cpu_seconds(lambda: estimate("gini", city.income, city.sample), repeat),
        "gini_given_design": cpu_seconds(lambda: estimate("gini", city.income, design), repeat),
        "gini_50_domains": cpu_seconds(lambda: table(["gini"], city.income, design, by=city.domains), repeat),
        "three_quantiles": cpu_seconds(lambda: table(["p10", "median", "p90"], city.income, design), repeat),
        "twenty_in_10_counties": cpu_seconds(lambda: table(TWENTY, city.income, design, by=city.counties), repeat),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    orders = ("in_order", "shuffled")
    figures = {order: measure(draw(asked.rows, order == "shuffled"), asked.repeat) for order in orders}
    answer = {"workload": "statistics", "rows": asked.rows, "numpy": np.__version__, "cpu_seconds": figures}
    if asked.json:
        print(json.dumps(answer))
        return
    for order, rows in figures.items():
        for name, seconds in rows.items():
            print(f"{order:9} {name:32} {seconds:7.3f} CPU s")


if __name__ == "__main__":
    main()
