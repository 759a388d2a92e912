"""The rules engine on a synthetic city: all laws, one year of months. CPU seconds, peak memory, persons per CPU second.

python bench/engine.py --persons 1000000 --json
"""

import argparse
import json
import os
import resource
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from zengshou.concepts.people import People
from zengshou.policy.planning import make_run_plan
from zengshou.policy.run import FenTotal, forms_of, run_plan
from zengshou.services.simulation.population import make_people
from zengshou.services.simulation.simulate import (
    DEFAULT_SEED,
    SimulationRequest,
    books_for,
    concept_of_country,
    take_up_of_country,
)
from zengshou.simulation.budget import public_flows
from zengshou.simulation.completed import completed

STATM = Path("/proc/self/statm")


def resident_mb() -> float:
    """Memory in use now; the peak so far where the system does not tell."""
    if STATM.exists():
        return int(STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class PeakWatch:
    """Samples resident memory beside the run."""

    def __init__(self) -> None:
        self.peak = resident_mb()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def _watch(self) -> None:
        while not self._stop.wait(0.005):
            self.peak = max(self.peak, resident_mb())

    def __enter__(self) -> "PeakWatch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()


DRAWN_AT_MOST = 1_000_000  # a larger crowd is the drawn people again and again: the rules do not mind


def crowd(city: str, persons: int) -> People:
    """People of any number, drawn once and repeated whole."""
    drawn = make_people(city, min(persons, DRAWN_AT_MOST), DEFAULT_SEED)
    times = max(round(persons / drawn.person_count), 1)
    if times == 1:
        return drawn
    members = np.tile(drawn.members, times)
    return replace(
        drawn,
        persons={name: np.tile(column, times) for name, column in drawn.persons.items()},
        households={name: np.tile(column, times) for name, column in drawn.households.items()},
        offsets=np.concatenate([[0], np.cumsum(members)]).astype(np.int64),
    )


def measure(city: str, year: int, persons: int, threads: int, block_rows: int, repeats: int) -> dict[str, object]:
    """Compile, run, and what it took; the fastest of `repeats` runs, since other work shares the machine."""
    request = SimulationRequest(city, year, None, persons)
    book = books_for(request)["baseline"]
    people = crowd(city, persons)
    people, _ = completed(people, book, take_up_of_country(), DEFAULT_SEED)
    flows = public_flows(book, year)
    outputs = list(dict.fromkeys([*concept_of_country().outputs, *(flow.column for flow in flows)]))
    started = time.process_time()
    plan = make_run_plan({"law": book}, year, outputs, forms_of(people))
    compiled = time.process_time() - started
    totals = [FenTotal("law", flow.column) for flow in flows]
    before, runs = resident_mb(), []
    with PeakWatch() as watch:
        for _ in range(repeats):
            wall, cpu = time.perf_counter(), time.process_time()
            result = run_plan(plan, people, keep=(), summaries=totals, threads=threads, block_rows=block_rows)
            runs.append((time.process_time() - cpu, time.perf_counter() - wall))
    cpu_seconds, wall_seconds = min(runs)
    return {
        "persons": people.person_count,
        "households": people.household_count,
        "rules_and_edges": len(book.rules) + len(book.edges),
        "steps": len(plan.steps),
        "outputs": len(outputs),
        "threads": threads,
        "block_rows": block_rows,
        "plan_cpu_s": round(compiled, 4),
        "cpu_s": round(cpu_seconds, 3),
        "wall_s": round(wall_seconds, 3),
        "cpu_s_per_million": round(cpu_seconds / people.person_count * 1e6, 3),
        "persons_per_cpu_s": round(people.person_count / cpu_seconds),
        "input_mb": round(before, 1),
        "extra_mb": round(watch.peak - before, 1),
        "peak_mb": round(watch.peak, 1),
        "check_fen": {flow.column: total for flow, total in zip(flows, result.summaries, strict=True)},
    }


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=1_000_000)
    parser.add_argument("--city", default="yangjiang")
    parser.add_argument("--year", type=int, default=2025)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--block-rows", type=int, default=65_536)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = measure(options.city, options.year, options.persons, options.threads, options.block_rows, options.repeats)
    if options.json:
        sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
        return 0
    for name, value in found.items():
        if name != "check_fen":
            sys.stdout.write(f"{name:>20}  {value}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
