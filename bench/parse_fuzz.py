"""Mutate small delivered files (合成数据) in bytes and structure, and read them: words or counted rows, nothing else.

python bench/parse_fuzz.py [--examples 20000] [--seed 1] [--kind csv|xlsx|xls|parquet] [--keep FOLDER] [--json]

Forked workers run the real readers under the limits of the process that reads at work. What counts as a failure: an
exception that is no refusal, a refusal without Chinese words, a worker that dies or is silent for 60 s, and rows of
which accepted and put aside do not add up. A failing file is kept; then it is read once more as at work, in a process
of its own, and the report says what the sender would have been told. A number in `failures` is the seed of its example.
"""

import argparse
import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from tests.records.made_channel import channel
from tests.store.register.hostile.corpus import KINDS
from tests.store.register.hostile.fuzzing import Found, fuzz
from zengshou.concepts.problem import ProblemsFound
from zengshou.store.register.parsing.parse import parse

ROUND = 1_000  # examples between two lines of progress
SHOWN = 20


def at_work(file: Path) -> str:
    """What the sender of this file is told."""
    try:
        return f"{parse(file, channel().words, '来件').rows_read} rows"
    except ProblemsFound as refused:
        return str(refused)


def run(kind: str, examples: int, seed: int, keep: Path, is_quiet: bool) -> Found:
    whole = Found(kind)
    for first in range(seed, seed + examples, ROUND):
        part = fuzz(kind, min(ROUND, seed + examples - first), first, keep)
        whole.examples += part.examples
        whole.outcomes += part.outcomes
        whole.rows += part.rows
        whole.put_aside += part.put_aside
        whole.failures |= part.failures
        if not is_quiet:
            print(f"{kind}: {whole.examples} examples, {len(whole.failures)} failures", flush=True)
    # Only now: what `parse` does here leaves threads behind, which the next fork would not survive.
    whole.failures = {
        number: f"{said} -> {at_work(keep / f'{kind}-{number}')}" for number, said in whole.failures.items()
    }
    return whole


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--examples", type=int, default=20_000, help="of each kind")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--kind", choices=KINDS, help="one kind only")
    asked.add_argument("--keep", type=Path, default=Path("results/parse_fuzz"), help="folder of the files that failed")
    asked.add_argument("--json", action="store_true")
    options = asked.parse_args()
    started = time.monotonic()
    kinds = (options.kind,) if options.kind else KINDS
    found = [run(kind, options.examples, options.seed, options.keep, options.json) for kind in kinds]
    if options.json:
        told = [{**vars(each), "outcomes": dict(each.outcomes)} for each in found]
        print(json.dumps(told, ensure_ascii=False))
    else:
        for each in found:
            print(f"{each.kind}: {each.examples} examples {dict(each.outcomes)}")
            print(f"  {each.rows} rows read, {each.put_aside} of them put aside, {len(each.failures)} failures")
            print(*(f"  {number}: {said}" for number, said in list(each.failures.items())[:SHOWN]), sep="\n")
        print(f"{time.monotonic() - started:.0f} s")
    return 1 if any(each.failures for each in found) else 0


if __name__ == "__main__":
    raise SystemExit(main())
