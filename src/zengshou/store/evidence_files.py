"""The bytes of evidence (佐证材料): sealed, named by what they are, outside whatever the web server shows.

A file goes to inbox/tmp, is flushed to the disk, takes its name, and the folder is flushed: it is there whole or not
at all, whatever happens between. Its name is the SHA-256 of its content; what a client called it never becomes a path.
"""

import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from zengshou.concepts.problem import refuse
from zengshou.store.crypto.keys import KeyProvider

PURPOSE = "evidence file"
OWNER_ONLY, OWNER_FOLDER = 0o600, 0o700
DIGEST = re.compile(r"[0-9a-f]{64}")
SHELF = 2  # characters of the digest that name the folder, so that none grows too long


def digest_of(content: bytes) -> str:
    return sha256(content).hexdigest()


@dataclass(frozen=True)
class EvidenceFolder:
    """folder  of the installation's evidence;  keys  seal every file, so that a copy of the disk tells nothing"""

    folder: Path
    keys: KeyProvider

    def put(self, content: bytes) -> str:
        """Keeps the content for good; its digest. What is there already is not written again."""
        digest = digest_of(content)
        place = self._place(digest)
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True, mode=OWNER_FOLDER)
            waiting = self._written(self.keys.seal(PURPOSE, content).encode())
            os.replace(waiting, place)
            _flush_folder(place.parent)
            _flush_folder(self.folder)
        return digest

    def content(self, digest: str) -> bytes:
        """Raises  ProblemsFound: not there, altered, or sealed by another key"""
        place = self._place(digest)
        try:
            sealed = place.read_text(encoding="ascii")
        except (FileNotFoundError, UnicodeDecodeError):
            raise refuse("佐证材料的文件缺失或已损坏。", digest[:12], "请从备份恢复，并核查原因。") from None
        try:
            content = self.keys.open(PURPOSE, sealed)
        except ValueError:  # a letter that base64 does not have
            raise refuse("佐证材料的密文已损坏。", digest[:12], "请从备份恢复，并核查原因。") from None
        if digest_of(content) != digest:
            raise refuse("佐证材料的内容与登记的摘要不符。", digest[:12], "请从备份恢复，并核查是谁改动的。")
        return content

    def digests(self) -> Iterator[str]:
        """What lies in the folder, by name; leftovers of interrupted uploads are not among them."""
        for place in sorted(self.folder.glob("??/*")):
            if DIGEST.fullmatch(place.name):
                yield place.name

    def _written(self, sealed: bytes) -> Path:
        inbox = self.folder / "inbox" / "tmp"
        inbox.mkdir(parents=True, exist_ok=True, mode=OWNER_FOLDER)
        waiting = inbox / secrets.token_hex(16)
        handle = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
        with os.fdopen(handle, "wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        return waiting

    def _place(self, digest: str) -> Path:
        if not DIGEST.fullmatch(digest):
            raise ValueError(f"no digest: {digest!r}")
        return self.folder / digest[:SHELF] / digest


def _flush_folder(folder: Path) -> None:
    """The new name survives a power cut. Windows cannot open a folder, and keeps names by itself."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
