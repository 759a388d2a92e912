"""The stamp in .venv: which locks were installed to the end, so that a second run does nothing."""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

KINDS = ("core", "dev")


@dataclass(frozen=True)
class Stamp:
    """Python version of .venv and the SHA-256 of each lock that stands in it."""

    python: str = ""
    locks: dict[str, str] = field(default_factory=dict)

    def holds(self, kind: str, lock: Path) -> bool:
        """Whether exactly this lock is installed."""
        return self.locks.get(kind) == fingerprint(lock)


def fingerprint(lock: Path) -> str:
    """SHA-256 of a lock. Line ends do not count: git may check the same lock out with CRLF on Windows."""
    return hashlib.sha256(lock.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def read_stamp(path: Path) -> Stamp | None:
    """The stamp at `path`; None where it is missing or unreadable: .venv was then never finished."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return Stamp(
            python=str(content["python"]), locks={kind: str(content["locks"][kind]) for kind in content["locks"]}
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_stamp(path: Path, stamp: Stamp) -> None:
    """Write the stamp whole or not at all."""
    unfinished = path.with_suffix(".part")
    unfinished.write_text(json.dumps({"python": stamp.python, "locks": stamp.locks}, indent=1), encoding="utf-8")
    unfinished.replace(path)
