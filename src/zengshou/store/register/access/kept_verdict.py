"""The last verification of the whole log of reads: one small file in the register's folder, written anew each time.

It spares a page the reading of the whole log. It proves nothing to others: that is for heads kept outside.
"""

import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

FILE = "audit_verified.json"


@dataclass(frozen=True)
class KeptVerdict:
    """When, by whom, up to which event with which digest, and what was found; `found` is empty where all holds."""

    at: datetime
    by: str
    sequence: int
    digest: str
    found: str

    @property
    def is_whole(self) -> bool:
        return not self.found


def keep_verdict(folder: Path, verdict: KeptVerdict) -> None:
    """Beside its place first, then renamed: a stopped process leaves the old file or the new one."""
    begun = folder / f"{FILE}.part"
    begun.write_text(json.dumps({**asdict(verdict), "at": verdict.at.isoformat()}, ensure_ascii=False), "utf-8")
    os.replace(begun, folder / FILE)


def kept_verdict(folder: Path) -> KeptVerdict | None:
    """None where the log was never verified as a whole, and where the file cannot be read: then it is done again."""
    try:
        told = json.loads((folder / FILE).read_text(encoding="utf-8"))
        at = datetime.fromisoformat(str(told["at"]))
        return KeptVerdict(at, str(told["by"]), int(told["sequence"]), str(told["digest"]), str(told["found"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
