"""The shelf of releases: tables by the digest of their content, the gate's own record beside them, and the register.

releases/register.jsonl         every event, chained and sealed
releases/tables/<digest>.json   what went out
releases/private/<digest>.npz   who stands in which cell, by keyed digest; only its owner reads it
releases/key                    the installation's key
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from zengshou.concepts.problem import Problem, refuse
from zengshou.statistics.disclosure.classification import Column
from zengshou.statistics.disclosure.composition import Composition, Quantity
from zengshou.store.releases_register import canonical, write_whole

TABLES, PRIVATE, REGISTER, KEY = "tables", "private", "register.jsonl", "key"
DAMAGED = "请从备份恢复这个文件。"


def keep_table(folder: Path, document: Mapping[str, object]) -> str:
    """Keep a released table; its digest is its name."""
    content = canonical(document)
    digest = hashlib.sha256(content).hexdigest()
    write_whole(folder / TABLES / f"{digest}.json", content, 0o644)
    return digest


def read_table_document(folder: Path, digest: str) -> Mapping[str, object]:
    """The table of a digest. Raises  ProblemsFound: missing or changed"""
    path = folder / TABLES / f"{digest}.json"
    found = json.loads(_verified(path, digest))
    assert isinstance(found, Mapping)
    return found


def file_faults(folder: Path, table: str, composition: str) -> tuple[Problem, ...]:
    """What is wrong with the two files of a release."""
    found = []
    for path, digest in (
        (folder / TABLES / f"{table}.json", table),
        (folder / PRIVATE / f"{composition}.npz", composition),
    ):
        if not path.is_file():
            found.append(Problem("文件不在。", str(path), DAMAGED))
        elif hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            found.append(Problem("文件内容与登记的摘要不符。", str(path), DAMAGED))
    return tuple(found)


def _verified(path: Path, digest: str) -> bytes:
    try:
        content = path.read_bytes()
    except OSError:
        raise refuse("文件不在或无法读取。", str(path), DAMAGED) from None
    if hashlib.sha256(content).hexdigest() != digest:
        raise refuse("文件内容与登记的摘要不符。", str(path), DAMAGED)
    return content


def keep_composition(folder: Path, kept: Composition) -> str:
    """Keep the gate's own record of a release; its digest is its name."""
    about = {
        "release": kept.release,
        "subject": kept.subject,
        "by": [list(hierarchy) for hierarchy in kept.by],
        "columns": [[column.name, list(column.labels)] for column in kept.columns],
        "quantities": [[one.name, one.floor] for one in kept.quantities],
    }
    arrays = {"about": np.frombuffer(canonical(about), dtype=np.uint8), "shown": kept.shown}
    arrays |= {f"codes{i}": column.codes for i, column in enumerate(kept.columns)}
    for i, one in enumerate(kept.quantities):
        arrays |= {f"limits{i}": np.stack([one.low, one.high, one.needed]), f"digests{i}": kept.digests[one.name]}
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    content = buffer.getvalue()
    digest = hashlib.sha256(content).hexdigest()
    write_whole(folder / PRIVATE / f"{digest}.npz", content, 0o600)
    return digest


def read_composition(folder: Path, digest: str) -> Composition:
    """The record of a digest. Raises  ProblemsFound: missing or changed"""
    path = folder / PRIVATE / f"{digest}.npz"
    content = _verified(path, digest)
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as held:
            arrays = {name: held[name] for name in held.files}
        about = json.loads(arrays["about"].tobytes())
    except (ValueError, KeyError, zipfile.BadZipFile):
        raise refuse("文件无法读取。", str(path), DAMAGED) from None
    names = [name for name, _ in about["quantities"]]
    quantities = tuple(
        _quantity(name, arrays[f"limits{i}"], floor) for i, (name, floor) in enumerate(about["quantities"])
    )
    columns = tuple(
        Column(name, arrays[f"codes{i}"], tuple(labels)) for i, (name, labels) in enumerate(about["columns"])
    )
    return Composition(
        about["release"],
        about["subject"],
        tuple(tuple(hierarchy) for hierarchy in about["by"]),
        columns,
        {name: arrays[f"digests{i}"] for i, name in enumerate(names)},
        arrays["shown"],
        quantities,
    )


def _quantity(name: str, limits: NDArray[np.float64], floor: float) -> Quantity:
    """A quantity as it was kept: without the true values."""
    low, high, needed = limits
    return Quantity(name, low, high, needed, np.zeros(0), floor)
