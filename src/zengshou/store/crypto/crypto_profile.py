"""The two sets of algorithms: intl (AES-256-GCM, SHA-256) and gm 国密 (SM4-GCM, SM3). Everything sealed names its own.

Software keys of either set do not pass 密评 (GB/T 39786); a certified device takes their place behind `KeyProvider`.
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE_BYTES, TAG_BYTES = 12, 16


class Altered(Exception):
    """A ciphertext that its key does not open: altered, or bound to something else."""


@dataclass(frozen=True)
class CryptoProfile:
    """One set of algorithms.

    code       the first byte of every ciphertext made with it
    seal_with  key -> (nonce, secret, bound) -> ciphertext with its tag; `bound` must be the same at opening
    open_with  key -> (nonce, ciphertext, bound) -> secret; raises Altered
    hash       unkeyed digest, for chains of rows and for files; never for a number or name of a person
    mac_with   key -> value -> keyed digest of 32 bytes
    """

    name: str
    label: str
    code: int
    key_bytes: int
    seal_with: Callable[[bytes], Callable[[bytes, bytes, bytes], bytes]]
    open_with: Callable[[bytes], Callable[[bytes, bytes, bytes], bytes]]
    hash: Callable[[bytes], bytes]
    mac_with: Callable[[bytes], Callable[[bytes], bytes]]
    hkdf_hash: Callable[[], hashes.HashAlgorithm]

    def derived(self, master: bytes, purpose: str, size: int) -> bytes:
        """A key of one purpose (RFC 5869)."""
        return HKDF(self.hkdf_hash(), size, salt=None, info=purpose.encode()).derive(master)


def _aes_seal(key: bytes) -> Callable[[bytes, bytes, bytes], bytes]:
    return AESGCM(key).encrypt


def _aes_open(key: bytes) -> Callable[[bytes, bytes, bytes], bytes]:
    decrypt = AESGCM(key).decrypt

    def opened(nonce: bytes, body: bytes, bound: bytes) -> bytes:
        try:
            return decrypt(nonce, body, bound)
        except InvalidTag:
            raise Altered from None

    return opened


def _sm4_seal(key: bytes) -> Callable[[bytes, bytes, bytes], bytes]:
    def sealed(nonce: bytes, secret: bytes, bound: bytes) -> bytes:
        encryptor = Cipher(SM4(key), modes.GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(bound)
        return encryptor.update(secret) + encryptor.finalize() + encryptor.tag

    return sealed


def _sm4_open(key: bytes) -> Callable[[bytes, bytes, bytes], bytes]:
    def opened(nonce: bytes, body: bytes, bound: bytes) -> bytes:
        if len(body) < TAG_BYTES:
            raise Altered
        decryptor = Cipher(SM4(key), modes.GCM(nonce, body[-TAG_BYTES:])).decryptor()
        decryptor.authenticate_additional_data(bound)
        secret = decryptor.update(body[:-TAG_BYTES])
        try:
            return secret + decryptor.finalize()
        except InvalidTag:
            raise Altered from None

    return opened


def _sha256_mac(key: bytes) -> Callable[[bytes], bytes]:
    return lambda value: hmac.digest(key, value, "sha256")


def _sm3(value: bytes) -> bytes:
    digest = hashes.Hash(hashes.SM3())
    digest.update(value)
    return digest.finalize()


def _sm3_mac(key: bytes) -> Callable[[bytes], bytes]:
    keyed = HMAC(key, hashes.SM3())

    def mac(value: bytes) -> bytes:
        one = keyed.copy()
        one.update(value)
        return one.finalize()

    return mac


INTL = CryptoProfile(
    "intl",
    "AES-256-GCM 与 SHA-256",
    1,
    32,
    _aes_seal,
    _aes_open,
    lambda value: sha256(value).digest(),
    _sha256_mac,
    hashes.SHA256,
)
GM = CryptoProfile("gm", "国密 SM4-GCM 与 SM3", 2, 16, _sm4_seal, _sm4_open, _sm3, _sm3_mac, hashes.SM3)
PROFILES = {profile.name: profile for profile in (INTL, GM)}
BY_CODE = {profile.code: profile for profile in (INTL, GM)}
