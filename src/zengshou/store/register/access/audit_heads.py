"""Signed heads of the log: which digest it had after which event, under a key that the database does not hold.

A chain alone shows neither a cut at its end nor that somebody wrote it anew from the beginning. A head that lies
elsewhere, as a file or on paper, does.
"""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from sqlalchemy import select
from sqlalchemy.orm import Session

from zengshou.concepts.problem import refuse
from zengshou.store.database.schema import canonical
from zengshou.store.register.access.access_log import Anchor, chain_end
from zengshou.store.register.tables.access_tables import StoredHead

KIND, VERSION = "zengshou.audit.head", 1
SIGNED = ("kind", "version", "city", "day", "sequence", "digest", "made_at")
OWNER_ONLY = 0o600


@dataclass(frozen=True)
class SignedHead:
    """The head of the log on a day. public_key and signature  hexadecimal, of Ed25519"""

    city: str
    day: date
    sequence: int
    digest: str
    made_at: datetime
    public_key: str
    signature: str

    @property
    def anchor(self) -> Anchor:
        return Anchor(self.sequence, self.digest)

    def document(self) -> dict[str, object]:
        """The head as it is written to a file or printed."""
        return {**_told(self), "public_key": self.public_key, "signature": self.signature}

    def is_signed_by(self, public_key: str) -> bool:
        """Whether the signature is that of a key; the key that the head itself names proves nothing."""
        try:
            key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
            key.verify(bytes.fromhex(self.signature), canonical(_told(self)).encode())
        except (InvalidSignature, ValueError):
            return False
        return True


class HeadKey:
    """An Ed25519 key in a file of its owner alone, best on a medium that is taken out after signing."""

    def __init__(self, path: Path) -> None:
        self._key = _read_or_make(path)

    @property
    def public(self) -> str:
        return self._key.public_key().public_bytes_raw().hex()

    def signed(self, session: Session, city: str, day: date, at: datetime) -> SignedHead:
        """The head of the log as it stands, kept in the register too. The same head twice a day is one."""
        end = chain_end(session)
        bare = SignedHead(city, day, end.sequence, end.digest, at, self.public, "")
        head = SignedHead(
            city, day, end.sequence, end.digest, at, self.public, self._key.sign(canonical(_told(bare)).encode()).hex()
        )
        if session.get(StoredHead, (head.sequence, day)) is None:
            session.add(
                StoredHead(
                    sequence=head.sequence,
                    day=day,
                    digest=head.digest,
                    made_at=at,
                    public_key=head.public_key,
                    signature=head.signature,
                )
            )
            session.flush()
        return head


def last_head_at(session: Session) -> datetime | None:
    """When the log was last signed; older than a day is an alarm."""
    return session.scalar(select(StoredHead.made_at).order_by(StoredHead.made_at.desc()).limit(1))


def read_heads(path: Path) -> Sequence[SignedHead]:
    """The heads of a file: one JSON object, or one a line. Raises  ProblemsFound for what is none."""
    try:
        text = path.read_text(encoding="utf-8").strip()
        documents = [json.loads(line) for line in text.splitlines()] if "\n{" in text else [json.loads(text)]
    except (OSError, ValueError):
        raise refuse("锚点文件无法读取。", str(path), "应为 zs audit head 生成的 JSON 文件。") from None
    return tuple(_head(document, path) for document in documents)


def _head(document: object, path: Path) -> SignedHead:
    try:
        if not isinstance(document, Mapping) or document["kind"] != KIND or document["version"] != VERSION:
            raise ValueError
        return SignedHead(
            str(document["city"]),
            date.fromisoformat(str(document["day"])),
            int(str(document["sequence"])),
            str(document["digest"]),
            datetime.fromisoformat(str(document["made_at"])),
            str(document["public_key"]),
            str(document["signature"]),
        )
    except (KeyError, ValueError):
        raise refuse("这不是审计链锚点。", str(path), "应为 zs audit head 生成的 JSON 文件。") from None


def _told(head: SignedHead) -> dict[str, object]:
    values = (
        *(KIND, VERSION, head.city, head.day.isoformat(), head.sequence, head.digest),
        head.made_at.astimezone(UTC).isoformat(),
    )
    return dict(zip(SIGNED, values, strict=True))


def _read_or_make(path: Path) -> Ed25519PrivateKey:
    """The key; a new one where there is no file. Refused when others may read it."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = Ed25519PrivateKey.generate()
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
        with os.fdopen(handle, "wb") as file:
            file.write(made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
            file.flush()
            os.fsync(file.fileno())
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise refuse("签名密钥可被他人读取。", str(path), f"运行 chmod 600 {path}。")
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise refuse("签名密钥无法读取。", str(path), "应为 Ed25519 私钥（PEM）。请换回原来的文件。")
    return key
