"""Flip random bits of a register one at a time (合成数据): whatever reads otherwise, `zs records verify` must find.

python bench/bit_rot.py [--flips 1000] [--seed 1] [--persons 200] [--json]

A register with rows in every table is made, its databases written out of their logs. Of register.db and vault.db every
column of every row is read before and after each flip, and rows through every index: a flip that changes none of it
fell on free bytes and is counted apart. Of raw files, keys, tokens and an extract every bit counts. A flip that changes
something and is called whole is a miss; misses are counted by table. Exit code 1 with any miss.
"""

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import polars as pl

from tests.services.records.bit_flips import Flip, flips, settled, told
from tests.services.records.whole_register import whole_register
from zengshou.concepts.problem import ProblemsFound
from zengshou.store.extract_file import ExtractAbout, read_extract, write_extract

EXTRACT_ROWS = 2_000


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--flips", type=int, default=1_000, help="of each database; a fifth of them of other files")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--persons", type=int, default=200)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measure(Path(folder) / "register", arguments)
    sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=1) + "\n" if arguments.json else shown(found))
    return int(any(each["misses"] for each in found.values()))


def measure(home: Path, arguments: argparse.Namespace) -> dict[str, dict[str, object]]:
    """What is flipped -> counts."""
    whole_register(home, arguments.persons).close()
    settled(home)
    if told(home):
        raise SystemExit(f"not whole before any flip: {told(home)}")
    rng, few = Random(arguments.seed), max(1, arguments.flips // 5)
    extract = _extract(home.parent / "z4" / "register-2026.parquet", arguments.persons)
    kinds: list[tuple[str, Path, int, Callable[[], tuple[str, ...]]]] = [
        *((name, home / name, arguments.flips, lambda: told(home)) for name in ("register.db", "vault.db")),
        ("raw files", min((home / "raw").iterdir()), few, lambda: told(home)),
        *((f"keys/{name}", home / "keys" / name, few, lambda: told(home)) for name in ("register", "vault", "tokens")),
        ("delivery tokens", home / "delivery_tokens.json", few, lambda: told(home)),
        ("extract", extract, few, lambda: _told_of_extract(extract)),
    ]
    return {name: counted(flips(file, count, rng, verdict)) for name, file, count, verdict in kinds}


def counted(made: Iterator[Flip]) -> dict[str, object]:
    begin = time.perf_counter()
    every = list(made)
    changed = [each for each in every if each.changed]
    missed = Counter(name for each in every if each.is_miss for name in each.changed[:1])
    return {
        "flips": len(every),
        "changed": len(changed),
        "nothing readable changed": len(every) - len(changed),
        "found": sum(each.is_found for each in changed),
        "misses": sum(missed.values()),
        "missed by table": dict(missed.most_common()),
        "harmless but found": sum(each.is_found and not each.changed for each in every),
        "ms a flip": round((time.perf_counter() - begin) * 1_000 / max(1, len(every))),
    }


def _extract(path: Path, persons: int) -> Path:
    rows = pl.DataFrame({"person": [f"{place:032x}" for place in range(EXTRACT_ROWS)], "income": range(EXTRACT_ROWS)})
    about = ExtractAbout(
        *("example", 2026, "2026-11-21", "1", "total", False, True, (), (), ("99",), True, "registered", (), ())
    )
    write_extract(path, rows, about)
    return path


def _told_of_extract(path: Path) -> tuple[str, ...]:
    try:
        read_extract(path, ("person", "income"))
    except ProblemsFound as error:
        return tuple(each.where for each in error.problems)
    return ()


def shown(found: dict[str, dict[str, object]]) -> str:
    return "".join(f"{name}: " + "; ".join(f"{key} {value}" for key, value in each.items()) + "\n"
                   for name, each in found.items())  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
