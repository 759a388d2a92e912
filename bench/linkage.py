"""Linkage of a register: 合成数据 of 1 M records with labelled errors, linked by us and by plain Splink defaults.

Each side runs in a process of its own over the same file; seconds, CPU seconds, peak memory, precision and recall.

python bench/linkage.py [--records 1000000] [--json]
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

SIDE = Path(__file__).resolve().parent / "linkage_side.py"
SIDES = {"ours": "zengshou", "plain": "Splink 默认（Jaro-Winkler 姓名、出生日期比较）"}


def compare(records: int) -> dict[str, dict[str, Any]]:
    """Both sides over one file, each in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "labelled.parquet")
        alone = [sys.executable, "-P", str(SIDE)]
        subprocess.run([*alone, "write", path, str(records)], check=True)
        found = {}
        for side in SIDES:
            done = subprocess.run([*alone, side, path], capture_output=True, text=True, check=True)
            found[side] = json.loads(done.stdout)
        return found


def shown(found: dict[str, dict[str, Any]], records: int) -> str:
    """The figures as lines."""
    lines = [f"合成数据 {records:,} 条"]
    for side, answer in found.items():
        lines.append(f"== {SIDES[side]}")
        lines += [f"{name:>20}  {value}" for name, value in answer.items() if name != "by_error"]
        lines += [f"{error:>20}  {value}" for error, value in answer["by_error"].items()]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    found = compare(asked.records)
    sys.stdout.write(json.dumps(found) + "\n" if asked.json else shown(found, asked.records))
    return 0


if __name__ == "__main__":
    sys.exit(main())
