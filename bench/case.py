"""One household: net income cold (import, lawbook, plan of everything), warm and traced; and every figure there is.

Milliseconds of CPU, median of many calls.

python bench/case.py --json
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from zengshou.policy.case import run_case
from zengshou.policy.planning import make_run_plan, plan_what_can_be
from zengshou.policy.trace import explain
from zengshou.services.policy.case import CaseRequest, case_request
from zengshou.store.country import read_yaml

CALLS = 200
NET_INCOME = "disposable_per_head_yearly"  # rests on every law that moves a household's income
COLD = """
import time
started = time.process_time()
from zengshou.services.policy.case import case_request
from zengshou.policy.planning import plan_what_can_be
from zengshou.store.country import read_yaml
document = read_yaml("national/sample_household.yaml")
given = {name: document[name] for name in ("persons", "household")}
request = case_request({"area": "example", "year": 2025, **given}, "bench")
book = request.book
plan, _ = plan_what_can_be(book, 2025, [*book.rules, *book.edges], request.read.case.forms)
print(time.process_time() - started, len(plan.outputs))
"""


def sample_request() -> CaseRequest:
    """The country's sample household in the example city."""
    document = read_yaml("national/sample_household.yaml")
    assert isinstance(document, dict)
    given = {name: document[name] for name in ("persons", "household")}
    return case_request({"area": "example", "year": 2025, **given}, "bench")


def median_ms(work: list[float]) -> float:
    return round(float(np.median(work)) * 1000, 3)


def timed(call: Callable[[], object], times: int) -> list[float]:
    """CPU seconds of each call."""
    found = []
    for _ in range(times):
        started = time.process_time()
        call()
        found.append(time.process_time() - started)
    return found


def measure() -> dict[str, object]:
    """Cold in new processes; warm and traced in this one."""
    command = [sys.executable, "-c", COLD]
    environment = {"PYTHONPATH": str(Path(__file__).resolve().parents[1] / "src"), "PYTHONUTF8": "1"}
    cold = [
        float(subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout.split()[0])
        for _ in range(5)
    ]
    request = sample_request()
    book, case = request.book, request.read.case
    names = [*book.rules, *book.edges]
    every, _ = plan_what_can_be(book, 2025, names, case.forms)
    plan = make_run_plan({"law": book}, 2025, [NET_INCOME], case.forms)
    categories = {name: column.categories for name, column in book.inputs.items() if column.categories}
    warm = timed(lambda: run_case(plan, case), CALLS)
    traced = timed(lambda: explain(plan, case, NET_INCOME, 0, None, categories), CALLS // 4)
    return {
        "persons": len(case.members),
        "steps": len(plan.steps),
        "figures": len(every.outputs),
        "import_and_plan_ms": median_ms(cold),
        "plan_ms": median_ms(timed(lambda: plan_what_can_be(book, 2025, names, case.forms), 20)),
        "warm_ms": median_ms(warm),
        "traced_ms": median_ms(traced),
        "all_figures_ms": median_ms(timed(lambda: run_case(every, case), CALLS // 2)),
    }


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    found = measure()
    if parser.parse_args().json:
        sys.stdout.write(json.dumps(found) + "\n")
    else:
        sys.stdout.writelines(f"{name:>20}  {value}\n" for name, value in found.items())
    return 0


if __name__ == "__main__":
    sys.exit(main())
