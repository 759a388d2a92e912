"""The files of this checkout, for the tests that keep the house."""

import os
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OUR_PYTHON = ("src", "tests", "bench", "bootstrap")
NOT_OURS = {"vendor", "build", "dist", "results"}


@cache
def tracked_files() -> list[Path]:
    """Every file that git keeps or would keep; by walking the folders where git has no say."""
    asked = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"], capture_output=True
    )
    names = (
        [os.fsdecode(name) for name in asked.stdout.split(b"\0") if name]
        if asked.returncode == 0 and asked.stdout
        else walked_names()
    )
    return sorted(ROOT / name for name in names if (ROOT / name).is_file())


def walked_names() -> list[str]:
    """Relative names of the files below the root, without caches and the environment."""
    found = []
    for folder, below, names in os.walk(ROOT):
        at_root = Path(folder) == ROOT
        below[:] = [name for name in below if name != "__pycache__" and not (at_root and is_left_behind(name))]
        found += [os.path.relpath(os.path.join(folder, name), ROOT) for name in names]
    return found


def is_left_behind(folder: str) -> bool:
    """Whether a folder at the root is what tools leave there: .git, .venv, caches, builds, results."""
    return folder in NOT_OURS or (folder.startswith(".") and folder != ".ci")


@cache
def python_files() -> list[Path]:
    """Our Python: zs.py and everything in src, tests, bench and bootstrap."""
    return [ROOT / "zs.py", *(path for folder in OUR_PYTHON for path in sorted((ROOT / folder).rglob("*.py")))]


def shown(path: Path) -> str:
    """A path as a person would type it in the checkout."""
    return path.relative_to(ROOT).as_posix()
