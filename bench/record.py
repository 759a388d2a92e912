"""Run the benches and append one row each to bench/history.csv: date, commit, cores, workload, CPU seconds, memory.

python bench/record.py
"""

import csv
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
HISTORY = HERE / "history.csv"
FIELDS = ("date", "commit", "cores", "workload", "cpu_s", "extra_mb")
ENGINE = {"engine, 1 M persons, one thread": ("--threads", "1"), "engine, 1 M persons, two threads": ("--threads", "2")}


def run(script: str, *options: str) -> dict[str, Any]:
    """The JSON that a bench prints."""
    command = [sys.executable, str(HERE / script), "--json", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


def commit() -> str:
    """Short hash of the checkout, with a + where files differ from it."""
    head = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, cwd=HERE)
    changed = subprocess.run(["git", "status", "--porcelain", "-uno"], capture_output=True, text=True, cwd=HERE)
    return head.stdout.strip() + ("+" if changed.stdout.strip() else "")


def measured() -> list[tuple[str, float, float | str]]:
    """(workload, CPU seconds, extra MB) of every bench."""
    rows: list[tuple[str, float, float | str]] = []
    for workload, options in ENGINE.items():
        found = run("engine.py", *options)
        rows.append((workload, found["cpu_s"], found["extra_mb"]))
    found = run("case.py")
    for name in ("import_and_plan_ms", "warm_ms", "traced_ms", "all_figures_ms"):
        rows.append((f"case, {name.removesuffix('_ms').replace('_', ' ')}", found[name] / 1000, ""))
    for name, one in run("statistics.py")["zengshou"].items():
        rows.append((f"statistics, {name}", one["cpu_s"], one["extra_mib"]))
    return rows


def main() -> int:
    """Measure and append."""
    is_new = not HISTORY.exists()
    head = (date.today().isoformat(), commit(), os.cpu_count() or 1)
    with HISTORY.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        if is_new:
            writer.writerow(FIELDS)
        for row in measured():
            writer.writerow((*head, *row))
            sys.stdout.write(f"{row[0]}: {row[1]}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
