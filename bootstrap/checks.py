"""zs.py check: every check of the code, the house and the data, each named, all run even when one fails."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from bootstrap.places import Places
from bootstrap.process import run_shown
from bootstrap.speech import say

LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"


@dataclass(frozen=True)
class Check:
    """One step: what it keeps, and the words for the Python of .venv."""

    name: str
    words: Sequence[str]


def checks_of(places: Places) -> list[Check]:
    """The steps in the order they run: the quick ones first."""
    return [
        Check("写法 ruff check", ["-m", "ruff", "check", "."]),
        Check("排版 ruff format", ["-m", "ruff", "format", "--check", "."]),
        Check("导入边界 lint-imports", ["-c", LINT_IMPORTS]),
        Check("类型 mypy", ["-m", "mypy"]),
        Check("家规 tests/house", ["-m", "pytest", "tests/house"]),
        Check("数据 zs check-data", [str(places.zs), "check-data"]),
    ]


def check_everything(places: Places) -> int:
    """Run every check; 0 where all hold, 1 otherwise."""
    failed = []
    checks = checks_of(places)
    for number, check in enumerate(checks, start=1):
        say(f"── {number}/{len(checks)} {check.name} ──")
        started = time.perf_counter()
        code = run_shown([places.python, *check.words], places.root)
        say(f"{'通过' if code == 0 else '未通过'} {check.name}({time.perf_counter() - started:.1f} 秒)")
        if code:
            failed.append(check.name)
    say(f"检查未通过:{'、'.join(failed)}" if failed else "检查全部通过。")
    return 1 if failed else 0
