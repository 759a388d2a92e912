"""Keys: one derived key a purpose, under master keys that can be renewed. A city's device fits `KeyProvider`."""

import base64
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from zengshou.concepts.problem import ProblemsFound, refuse
from zengshou.store.crypto.crypto_profile import BY_CODE, INTL, NONCE_BYTES, PROFILES, Altered, CryptoProfile
from zengshou.store.crypto.crypto_self_test import proven
from zengshou.store.crypto.key_files import add_master, masters_in

ID_BYTES = 4
HEADER_BYTES = 1 + ID_BYTES + NONCE_BYTES


class KeyProvider(Protocol):
    """Seals and opens secrets, wraps data keys, and makes keyed digests; its own keys never leave it.

    A key's name is its algorithms and its id, `intl.0a1b2c3d`; it stands in every ciphertext and beside every digest.
    """

    @property
    def profile(self) -> CryptoProfile:
        """The algorithms that seal from now on."""
        ...

    @property
    def newest(self) -> str:
        """The name of the key that seals from now on."""
        ...

    def seal(self, purpose: str, secret: bytes) -> str:
        """Encrypted text that names its key."""
        ...

    def open(self, purpose: str, sealed: str) -> bytes:
        """The secret again. Raises  ProblemsFound for text that was altered or sealed for another purpose."""
        ...

    def wrap_many(self, purpose: str, data_keys: Sequence[bytes], owners: Sequence[bytes]) -> list[bytes]:
        """Each data key encrypted, bound to its owner: it opens for no other."""
        ...

    def unwrap_many(self, purpose: str, wrapped: Sequence[bytes], owners: Sequence[bytes]) -> list[bytes]:
        """The data keys again. Raises  ProblemsFound for one that was altered or belongs to another owner."""
        ...

    def digest(self, purpose: str, value: bytes) -> str:
        """Keyed digest behind the name of its key: equal values of one purpose meet, nobody else can guess them."""
        ...

    def digest_many(self, purpose: str, values: Sequence[bytes], key: str = "") -> list[bytes]:
        """Keyed digests of 32 bytes under the newest key, or under an older one by its name."""
        ...


class FileKeys:
    """Keys derived by HKDF from files, the newest of which seals. For development and small offices."""

    def __init__(self, path: Path, profile: CryptoProfile = INTL) -> None:
        self.profile = proven(profile)
        self._path = path
        self._masters = masters_in(path)
        self._sealers: dict[tuple[str, str], Callable[[bytes, bytes, bytes], bytes]] = {}
        self._openers: dict[tuple[str, str], Callable[[bytes, bytes, bytes], bytes]] = {}
        self._macs: dict[tuple[str, str], Callable[[bytes], bytes]] = {}

    @property
    def newest(self) -> str:
        return f"{self.profile.name}.{list(self._masters)[-1]}"

    def rotate(self) -> str:
        """Make a new newest key; its name. Older ciphertexts still open until they are wrapped again."""
        add_master(self._path)
        self._masters = masters_in(self._path)
        return self.newest

    def seal(self, purpose: str, secret: bytes) -> str:
        nonce = secrets.token_bytes(NONCE_BYTES)
        body = self._sealer(self.newest, purpose)(nonce, secret, purpose.encode())
        return f"{self.newest}.{base64.urlsafe_b64encode(nonce + body).decode()}"

    def open(self, purpose: str, sealed: str) -> bytes:
        key, _, text = sealed.rpartition(".")
        # What was sealed before algorithms had names carries the id alone.
        opener = self._opener(key if "." in key else f"{INTL.name}.{key}", purpose)
        try:
            raw = base64.urlsafe_b64decode(text)
            if base64.urlsafe_b64encode(raw).decode() != text:  # signs that a lenient decoder passes over
                raise Altered
            return opener(raw[:NONCE_BYTES], raw[NONCE_BYTES:], purpose.encode())
        except (Altered, ValueError):
            raise _altered() from None

    def wrap_many(self, purpose: str, data_keys: Sequence[bytes], owners: Sequence[bytes]) -> list[bytes]:
        """Nonces are drawn at random: one key may wrap 2**32 data keys before a repeat is worth a thought."""
        name = self.newest
        head = bytes([self.profile.code]) + bytes.fromhex(name.partition(".")[2])
        seal, bound = self._sealer(name, purpose), purpose.encode()
        nonces = _nonces(len(data_keys))
        return [
            head + nonce + seal(nonce, key, bound + owner)
            for nonce, key, owner in zip(nonces, data_keys, owners, strict=True)
        ]

    def unwrap_many(self, purpose: str, wrapped: Sequence[bytes], owners: Sequence[bytes]) -> list[bytes]:
        bound = purpose.encode()
        found = []
        for sealed, owner in zip(wrapped, owners, strict=True):
            opener = self._opener(wrapping_key(sealed), purpose)
            try:
                found.append(opener(sealed[1 + ID_BYTES : HEADER_BYTES], sealed[HEADER_BYTES:], bound + owner))
            except (Altered, ValueError):
                raise _altered() from None
        return found

    def digest(self, purpose: str, value: bytes) -> str:
        return f"{self.newest}.{self.digest_many(purpose, [value])[0].hex()}"

    def digest_many(self, purpose: str, values: Sequence[bytes], key: str = "") -> list[bytes]:
        name = key or self.newest
        mac = self._macs.get((name, purpose))
        if mac is None:
            profile, master = self._named(name)
            mac = profile.mac_with(profile.derived(master, f"digest:{purpose}", 32))
            self._macs[name, purpose] = mac
        return [mac(value) for value in values]

    def _sealer(self, name: str, purpose: str) -> Callable[[bytes, bytes, bytes], bytes]:
        if (name, purpose) not in self._sealers:
            profile, master = self._named(name)
            self._sealers[name, purpose] = profile.seal_with(profile.derived(master, purpose, profile.key_bytes))
        return self._sealers[name, purpose]

    def _opener(self, name: str, purpose: str) -> Callable[[bytes, bytes, bytes], bytes]:
        if (name, purpose) not in self._openers:
            profile, master = self._named(name)
            self._openers[name, purpose] = profile.open_with(profile.derived(master, purpose, profile.key_bytes))
        return self._openers[name, purpose]

    def _named(self, name: str) -> tuple[CryptoProfile, bytes]:
        """The algorithms and the master key of a name; the algorithms have shown their known answers."""
        profile, _, id = name.partition(".")
        if profile not in PROFILES or id not in self._masters:
            raise refuse("这段密文是用另一把密钥加密的。", "密钥文件", "请换回原来的密钥文件。")
        return proven(PROFILES[profile]), self._masters[id]


def wrapping_key(wrapped: bytes) -> str:
    """The name of the key that wrapped a data key. Raises  ProblemsFound for what is no wrapped key."""
    if len(wrapped) <= HEADER_BYTES or wrapped[0] not in BY_CODE:
        raise _altered()
    return f"{BY_CODE[wrapped[0]].name}.{wrapped[1 : 1 + ID_BYTES].hex()}"


def _nonces(count: int) -> list[bytes]:
    """Many at once: one call of the system in place of one for each."""
    drawn = secrets.token_bytes(NONCE_BYTES * count)
    return [drawn[start : start + NONCE_BYTES] for start in range(0, len(drawn), NONCE_BYTES)]


def _altered() -> ProblemsFound:
    return refuse("密文已被改动，无法解密。", "数据库", "请从备份恢复，并核查是谁改动的。")
