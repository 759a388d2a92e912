"""The ids of the keys in a folder, noted beside them when they are made: a damaged key is then known before it is used.

An id is made of its key's bytes and tells nothing of them. What is noted is never changed, only added to.
"""

import json
import os
from pathlib import Path

from zengshou.store.crypto.key_files import key_id

FILE = "ids.json"
OWNER_ONLY = 0o600


def note_ids(folder: Path) -> None:
    """Note the id of every key that is not noted yet."""
    noted = _noted(folder)
    found = {path.name: key_id(path.read_bytes()) for path in _keys(folder) if path.name not in noted}
    if not found:
        return
    begun = folder / f"{FILE}.part"
    begun.write_text(json.dumps({**noted, **found}, indent=1, sort_keys=True), encoding="utf-8")
    os.chmod(begun, OWNER_ONLY)
    os.replace(begun, folder / FILE)


def damaged_keys(folder: Path) -> tuple[str, ...]:
    """The files whose key is not the one that was noted, or that are gone; the list itself where it cannot be read."""
    try:
        noted = _noted(folder)
    except (OSError, ValueError):
        return (FILE,)
    there = {path.name: key_id(path.read_bytes()) for path in _keys(folder)}
    return tuple(sorted(name for name in {*noted, *there} if noted.get(name) != there.get(name)))


def _keys(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith(FILE))


def _noted(folder: Path) -> dict[str, str]:
    """File -> id. Raises  ValueError: the list is damaged"""
    path = folder / FILE
    if not path.exists():
        return {}
    told = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(told, dict):
        raise ValueError(FILE)
    return {str(name): str(id) for name, id in told.items()}
