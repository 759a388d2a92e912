"""CPU seconds and memory of the statistics on city-size files, with R's survey beside it where Rscript is installed.

python bench/statistics.py [--rows 1000000] [--repeat 3] [--only NAME] [--json] [--r]

Each workload runs in a process of its own, so that its peak memory is its own; the best of K runs is kept. Times are
CPU seconds, which a busy machine changes little.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from zengshou.concepts.sample import ReplicateKind, Replicates, Sample
from zengshou.statistics.indicators import Grouping, estimate, table
from zengshou.statistics.variance.design import design_of

HERE = Path(__file__).resolve().parent
TWENTY = (
    *("mean", "total", "median", "p10", "p90", "p90_p10", "gini", "s80_s20", "palma", "fifth_1"),
    *("fifth_5", "share_top_10", "fgt0", "fgt1", "fgt2", "arpt", "rmpg", "ge0", "theil", "atkinson_05"),
)
POINTS = ("gini", *(f"quantile({k / 10})" for k in range(1, 10)), "fgt0", "fgt1", "fgt2", "mean")
LARGE = 10  # times the rows, for the exact table of a register


@dataclass(frozen=True, eq=False)
class City:
    """Persons in households of one to three: the household is the PSU and shares one income."""

    income: np.ndarray
    sample: Sample
    domains: Grouping
    counties: Grouping


def draw(rows: int, is_shuffled: bool = False, psus: int | None = None) -> City:
    """A synthetic file; shuffled as one sorted by something else. Given `psus`, households lie in so many villages."""
    rng = np.random.default_rng(1)
    households = int(rows * 0.632)
    household = np.sort(rng.integers(0, households, rows))
    units = households if psus is None else psus
    psu_of = np.arange(households) if psus is None else np.arange(households) * psus // households
    stratum = rng.integers(0, 50, units)[psu_of][household]
    income = np.exp(rng.normal(10, 0.8, households))[household] * rng.uniform(0.8, 1.2, rows)
    weight = rng.uniform(0.5, 5.0, households)[household]
    domain = rng.integers(0, 50, households)[household]
    order = rng.permutation(rows) if is_shuffled else np.arange(rows)
    sample = Sample(weight[order], strata=stratum[order], psu=psu_of[household][order])
    fifty = Grouping(domain[order], tuple(f"d{i}" for i in range(50)))
    ten = Grouping(domain[order] // 5, tuple(f"c{i}" for i in range(10)))
    return City(income[order], sample, fifty, ten)


def register(rows: int) -> tuple[np.ndarray, Sample, Grouping]:
    """Everybody, one row each, in ten counties."""
    rng = np.random.default_rng(2)
    income = np.exp(rng.normal(10, 0.8, rows))
    counties = Grouping(rng.integers(0, 10, rows), tuple(f"c{i}" for i in range(10)))
    return income, Sample(np.ones(rows), is_register=True), counties


Work = Callable[[], object]


def workloads(rows: int) -> dict[str, Callable[[], Work]]:
    """Name -> what prepares the data and gives back the work that is timed."""

    def design_and_gini(is_shuffled: bool) -> Work:
        city = draw(rows, is_shuffled)
        return lambda: estimate("gini", city.income, city.sample)

    def gini_by_domain() -> Work:
        city = draw(rows)
        design = design_of(city.sample)
        return lambda: table(["gini"], city.income, design, by=city.domains)

    def quantiles() -> Work:
        city = draw(rows)
        design = design_of(city.sample)
        return lambda: table(["p10", "median", "p90"], city.income, design)

    def twenty() -> Work:
        city = draw(rows)
        design = design_of(city.sample)
        return lambda: table(TWENTY, city.income, design, by=city.counties)

    def bootstrap() -> Work:
        city = draw(rows, psus=2_000)
        sample = replace(city.sample, replicates=Replicates(ReplicateKind.BOOTSTRAP, 500))
        return lambda: table(TWENTY, city.income, sample)

    def exact() -> Work:
        income, sample, counties = register(LARGE * rows)
        return lambda: table(POINTS, income, sample, by=counties)

    return {
        "design and Gini with error": lambda: design_and_gini(False),
        "the same, rows in no order": lambda: design_and_gini(True),
        "Gini with error, 50 domains": gini_by_domain,
        "three quantiles with error": quantiles,
        "20 indicators x 10 counties with error": twenty,
        "500 bootstrap replicates x 20 indicators": bootstrap,
        f"{LARGE} times the rows, exact, {len(POINTS)} figures x 10 counties": exact,
    }


def run_one(name: str, rows: int, repeat: int) -> dict[str, float]:
    """CPU seconds (the best run) and the memory beyond the data, MiB."""
    work = workloads(rows)[name]()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    best = float("inf")
    for _ in range(repeat):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"cpu_s": round(best, 3), "extra_mib": round((after - before) / 1024, 1), "peak_mib": round(after / 1024, 1)}


def in_own_process(name: str, rows: int, repeat: int) -> dict[str, float]:
    command = [sys.executable, __file__, "--rows", str(rows), "--repeat", str(repeat), "--only", name, "--json"]
    alone = {**os.environ, "OPENBLAS_NUM_THREADS": os.environ.get("OPENBLAS_NUM_THREADS", "1")}  # as `zs` runs
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=alone)
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


def beside(rows: int) -> dict[str, float]:
    """R's survey (and laeken's Gini) on the same file: CPU seconds by workload."""
    with tempfile.TemporaryDirectory() as folder:
        city, path = draw(rows), Path(folder) / "city.csv"
        strata, psu = city.sample.strata, city.sample.psu
        assert strata is not None and isinstance(psu, np.ndarray)
        columns = np.column_stack([city.income, city.sample.weight, strata, psu, city.counties.codes])
        head = "income,weight,stratum,psu,county"
        np.savetxt(path, columns, delimiter=",", header=head, comments="", fmt=["%.6f", "%.6f", "%d", "%d", "%d"])
        done = subprocess.run(
            ["Rscript", str(HERE / "statistics.R"), str(path)], capture_output=True, text=True, check=True
        )
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--only", default="", help="one workload, in this process")
    parser.add_argument("--r", action="store_true", help="R beside it, where Rscript and survey are installed")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if asked.only:
        print(json.dumps(run_one(asked.only, asked.rows, asked.repeat)))
        return
    found = {name: in_own_process(name, asked.rows, asked.repeat) for name in workloads(asked.rows)}
    other = beside(asked.rows) if asked.r and shutil.which("Rscript") else {}
    if asked.json:
        print(json.dumps({"rows": asked.rows, "numpy": np.__version__, "zengshou": found, "R": other}, indent=1))
        return
    for name, row in found.items():
        print(f"{name:55} {row['cpu_s']:8.3f} CPU s {row['extra_mib']:8.0f} MiB beyond the data")
    for name, seconds in other.items():
        print(f"R: {name:52} {seconds:8.3f} CPU s")


if __name__ == "__main__":
    main()
