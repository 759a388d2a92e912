"""Envelopes: what is told of one person is sealed with a key of that person alone, which a `KeyProvider` wraps.

Without its wrapped key nothing of the person can be read again: deleting those bytes forgets the person (crypto-shred).
"""

import secrets
from collections.abc import Sequence

from zengshou.concepts.problem import ProblemsFound, refuse
from zengshou.store.crypto.crypto_profile import NONCE_BYTES, PROFILES, Altered, CryptoProfile

BY_KEY_BYTES = {profile.key_bytes: profile for profile in PROFILES.values()}


def new_data_keys(profile: CryptoProfile, count: int) -> list[bytes]:
    """Random keys, drawn in one call of the system."""
    drawn = secrets.token_bytes(profile.key_bytes * count)
    return [drawn[start : start + profile.key_bytes] for start in range(0, len(drawn), profile.key_bytes)]


def sealed_with(data_key: bytes, told: Sequence[tuple[bytes, bytes]]) -> list[bytes]:
    """Each (label, secret) of one person encrypted; the first byte names the algorithm, the label is bound in.

    The key's length tells the algorithm: what is added to a person later is sealed as the rest was.
    """
    profile = BY_KEY_BYTES[len(data_key)]
    seal = profile.seal_with(data_key)
    head = bytes([profile.code])
    found = []
    for label, secret in told:
        nonce = secrets.token_bytes(NONCE_BYTES)
        found.append(head + nonce + seal(nonce, secret, label))
    return found


class Opener:
    """Opens what is sealed of one person; the cipher is set up once, which costs as much as opening."""

    def __init__(self, data_key: bytes) -> None:
        profile = BY_KEY_BYTES.get(len(data_key))
        if profile is None:
            raise _altered()
        self._code = profile.code
        self._open = profile.open_with(data_key)

    def __call__(self, label: bytes, sealed: bytes) -> bytes:
        """The secret again. Raises  ProblemsFound for bytes that were altered or sealed under another label."""
        if not sealed or sealed[0] != self._code:
            raise _altered()
        try:
            return self._open(sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :], label)
        except (Altered, ValueError):
            raise _altered() from None


def opened_with(data_key: bytes, label: bytes, sealed: bytes) -> bytes:
    """One secret; as `Opener`."""
    return Opener(data_key)(label, sealed)


def _altered() -> ProblemsFound:
    return refuse("密文已被改动，无法解密。", "身份库", "请从备份恢复，并核查是谁改动的。")
