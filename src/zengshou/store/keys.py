"""Keys: a master key in a file of its owner alone, one derived key a purpose. A city's device fits `KeyProvider`."""

import base64
import hmac
import os
import secrets
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from zengshou.concepts.problem import refuse

KEY_BYTES, NONCE_BYTES = 32, 12
OWNER_ONLY = 0o600


class KeyProvider(Protocol):
    """Seals and opens secrets, and makes keyed digests; the keys themselves never leave it."""

    def seal(self, purpose: str, secret: bytes) -> str:
        """Encrypted text that names its key."""
        ...

    def open(self, purpose: str, sealed: str) -> bytes:
        """The secret again. Raises  ProblemsFound for text that was altered or sealed for another purpose."""
        ...

    def digest(self, purpose: str, value: bytes) -> str:
        """Keyed digest in hexadecimal: equal values of one purpose meet, nobody without the key can guess them."""
        ...


class FileKeys:
    """AES-256-GCM and HMAC-SHA256 under keys derived from one file. For development and small offices."""

    def __init__(self, path: Path) -> None:
        self._master = _read_or_make(path)
        self._id = sha256(b"id" + self._master).hexdigest()[:8]

    def seal(self, purpose: str, secret: bytes) -> str:
        nonce = secrets.token_bytes(NONCE_BYTES)
        body = AESGCM(self._key(purpose)).encrypt(nonce, secret, purpose.encode())
        return f"{self._id}.{base64.urlsafe_b64encode(nonce + body).decode()}"

    def open(self, purpose: str, sealed: str) -> bytes:
        key_id, _, body = sealed.partition(".")
        if key_id != self._id:
            raise refuse("这段密文是用另一把密钥加密的。", "密钥文件", "请换回原来的密钥文件。")
        raw = base64.urlsafe_b64decode(body)
        try:
            return AESGCM(self._key(purpose)).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], purpose.encode())
        except InvalidTag:
            raise refuse("密文已被改动，无法解密。", "数据库", "请从备份恢复，并核查是谁改动的。") from None

    def digest(self, purpose: str, value: bytes) -> str:
        return hmac.new(self._key(f"digest:{purpose}"), value, sha256).hexdigest()

    def _key(self, purpose: str) -> bytes:
        return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=purpose.encode()).derive(self._master)


def _read_or_make(path: Path) -> bytes:
    """The master key; a new one where there is no file. Refused when others may read it."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise refuse("密钥文件可被他人读取。", str(path), f"运行 chmod 600 {path}。")
    master = path.read_bytes()
    if len(master) != KEY_BYTES:
        raise refuse("密钥文件长度不对。", str(path), "请换回原来的密钥文件；不要手工编辑。")
    return master
