"""Seals for records: a key of this installation. It shows that a record was not changed, not which person signed it."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path
from typing import Protocol

from zengshou.concepts.problem import refuse

KEY_BYTES = 32


class Signer(Protocol):
    """What seals a record and tells whether a seal is its own. A signature card can stand in its place."""

    @property
    def key_name(self) -> str:
        """Names the key without giving it away."""

    def seal(self, text: bytes) -> str:
        """The seal of a text."""

    def is_sealed(self, text: bytes, seal: str) -> bool:
        """Whether the seal is that of the text."""

    def digest(self, purpose: str, text: bytes) -> bytes:
        """Eight keyed bytes, different for each purpose: a pseudonym that cannot be guessed without the key."""


class KeyFile:
    """HMAC-SHA-256 with a key in a file that only its owner reads.

    A symmetric key: whoever holds it can seal. An Ed25519 or SM2 signer takes its place where the office has one.
    """

    def __init__(self, path: Path) -> None:
        self._key = _read_or_make(path)

    @property
    def key_name(self) -> str:
        return hashlib.sha256(b"name:" + self._key).hexdigest()[:16]

    def seal(self, text: bytes) -> str:
        return hmac.new(self._key, b"record:" + text, hashlib.sha256).hexdigest()

    def is_sealed(self, text: bytes, seal: str) -> bool:
        return hmac.compare_digest(self.seal(text).encode(), seal.encode())

    def digest(self, purpose: str, text: bytes) -> bytes:
        return hashlib.blake2b(text, digest_size=8, key=self._key, person=purpose.encode()[:16]).digest()


def _read_or_make(path: Path) -> bytes:
    """The key; a new one is written once, with mode 0600, and never replaced."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return _read_or_make(path)
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES).hex().encode())
            file.flush()
            os.fsync(file.fileno())
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise refuse("签章密钥文件无法读取或不完整。", str(path), "请从备份恢复；换新密钥会使已有记录无法核验。")
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise refuse("签章密钥文件可被他人读取。", str(path), f"请执行 chmod 600 {path}。")
    return key
