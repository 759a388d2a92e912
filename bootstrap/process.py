"""Starting other programs: with a clean environment, in UTF-8, and with their output read as it comes."""

import os
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

# Settings for other projects that would send our packages somewhere else or shadow them.
FOREIGN = (
    "PYTHONPATH",
    "PYTHONHOME",
    "PIP_USER",
    "PIP_TARGET",
    "PIP_PREFIX",
    "PIP_REQUIRE_VIRTUALENV",
    "__PYVENV_LAUNCHER__",
)
TAIL_LINES = 12


def clean_environment(given: Mapping[str, str]) -> dict[str, str]:
    """`given` without foreign settings, with UTF-8 on, and with ZS_INDEX as the package index where it is set."""
    kept = {name: value for name, value in given.items() if name not in FOREIGN}
    kept |= {"PYTHONUTF8": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
    if given.get("ZS_INDEX"):
        kept["PIP_INDEX_URL"] = given["ZS_INDEX"]
    return kept


def watch(
    command: Sequence[str | Path], environment: Mapping[str, str], on_line: Callable[[str], None] = lambda line: None
) -> tuple[int, list[str]]:
    """Run a program, hand each line of its output to `on_line`; its exit code and its last lines."""
    tail: deque[str] = deque(maxlen=TAIL_LINES)
    with subprocess.Popen(
        [str(word) for word in command],
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as program:
        assert program.stdout is not None
        for line in program.stdout:
            tail.append(line.rstrip())
            on_line(line)
    return program.returncode, list(tail)


def run_shown(command: Sequence[str | Path], folder: Path | None = None) -> int:
    """Run a program whose output goes straight to the person; its exit code."""
    return subprocess.call([str(word) for word in command], env=clean_environment(os.environ), cwd=folder)


def become(command: Sequence[str | Path]) -> NoReturn:
    """Hand this process over to another program, so that Ctrl-C and the exit code are the program's own."""
    sys.stdout.flush()
    if sys.platform == "win32":  # exec on Windows returns to the prompt before the program has ended
        sys.exit(run_shown(command))
    os.execve(str(command[0]), [str(word) for word in command], clean_environment(os.environ))
