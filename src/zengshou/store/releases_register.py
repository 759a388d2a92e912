"""The register of releases: one line an event, each bound to the one before it and sealed. Nothing is ever removed.

The chain alone does not show that lines at the end were cut off: the digest of the last line, kept elsewhere, does.
"""

import hashlib
import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from enum import Enum
from pathlib import Path

from zengshou.concepts.problem import Problem, refuse
from zengshou.store.releases_signer import Signer

START = "0" * 64
LOCK_SECONDS = 30.0


class Event(Enum):
    """What happened to a release."""

    PROPOSED = "proposed"
    SIGNED = "signed"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return {"proposed": "提出", "signed": "签发", "withdrawn": "撤回"}[self.value]


@dataclass(frozen=True)
class Entry:
    """One line of the register.

    table, composition  digests of the files of a proposal; repeated in each later event of the release
    digest              of this line with `previous`; seal: of the digest, by the key that `key` names
    """

    sequence: int
    previous: str
    event: str
    release: str
    by: str
    at: str
    table: str
    composition: str
    note: str
    key: str
    digest: str = ""
    seal: str = ""

    def own_digest(self) -> str:
        """What `digest` must be."""
        content = {name: value for name, value in asdict(self).items() if name not in ("digest", "seal")}
        return hashlib.sha256(canonical(content)).hexdigest()


def canonical(value: object) -> bytes:
    """The one way to write a document: digests are taken of it."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8")


def entries(path: Path) -> tuple[Entry, ...]:
    """Every line. Raises  ProblemsFound: a line that cannot be read, by its number"""
    if not path.exists():
        return ()
    found = []
    for number, line in enumerate(path.read_bytes().split(b"\n")[:-1] or [b""], start=1):
        try:
            found.append(_entry(json.loads(line)))
        except (ValueError, TypeError):
            raise refuse(f"第 {number} 行无法读取。", str(path), "登记簿可能被改动，请与备份核对。") from None
    if path.read_bytes()[-1:] != b"\n":
        raise refuse("最后一行不完整。", str(path), "登记簿可能被截断，请与备份核对。")
    return tuple(found)


def _entry(document: object) -> Entry:
    if not isinstance(document, Mapping) or set(document) != {field.name for field in fields(Entry)}:
        raise ValueError("not an entry")
    if not isinstance(document["sequence"], int) or not all(
        isinstance(value, str) for name, value in document.items() if name != "sequence"
    ):
        raise ValueError("not an entry")
    return Entry(**document)


def faults(found: tuple[Entry, ...], signer: Signer, where: str, head: str = "") -> tuple[Problem, ...]:
    """What is wrong with the chain, by line; `head` is the digest of the last line as it was noted elsewhere."""
    problems = []
    previous = START
    for number, entry in enumerate(found, start=1):
        place = f"{where} 第 {number} 行"
        if entry.sequence != number or entry.previous != previous:
            problems.append(Problem("与上一行接不上：有行被增删或调换。", place, "请与备份核对。"))
        if entry.digest != entry.own_digest():
            problems.append(Problem("内容与摘要不符：这一行被改过。", place, "请与备份核对。"))
        if entry.key != signer.key_name:
            problems.append(Problem("签章用的不是本机构的密钥。", place, "请核对密钥文件。"))
        elif not signer.is_sealed(entry.digest.encode(), entry.seal):
            problems.append(Problem("签章不符。", place, "请与备份核对。"))
        previous = entry.digest
    if head and head not in (entry.digest for entry in found):
        problems.append(Problem("登记簿中没有另存的末行摘要：末尾被截断，或整本被换过。", where, "请与备份核对。"))
    return tuple(problems)


def append(path: Path, entry: Entry, signer: Signer) -> Entry:
    """Write one line more, whole or not at all; the caller holds `locked`. `digest` and `seal` are filled in here."""
    digest = entry.own_digest()
    full = Entry(**{**asdict(entry), "digest": digest, "seal": signer.seal(digest.encode())})
    old = path.read_bytes() if path.exists() else b""
    write_whole(path, old + canonical(asdict(full)) + b"\n", 0o600)
    return full


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """One writer at a time, across processes."""
    folder.mkdir(parents=True, exist_ok=True)
    lock, until = folder / ".lock", time.monotonic() + LOCK_SECONDS
    while True:
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL, 0o600))
            break
        except FileExistsError:
            if time.monotonic() > until:
                found = "另一个程序正在登记，或上次登记中断留下了锁。"
                raise refuse(found, str(lock), "确认没有程序在登记后，删除这个锁文件。") from None
            time.sleep(0.05)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def write_whole(path: Path, content: bytes, mode: int) -> None:
    """A file that is there whole and on the disk, or not there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.part")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
