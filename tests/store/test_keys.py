"""Keys: what is sealed opens only unaltered, for its purpose, with its key; and the algorithms show known answers."""

import base64
import hmac
import secrets
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st

from zengshou.concepts.problem import ProblemsFound
from zengshou.store.crypto.crypto_profile import GM, INTL, CryptoProfile
from zengshou.store.crypto.crypto_self_test import proven
from zengshou.store.crypto.envelope import new_data_keys, opened_with, sealed_with
from zengshou.store.crypto.keys import FileKeys, wrapping_key

BOTH = pytest.mark.parametrize("profile", [INTL, GM], ids=["intl", "gm"])


@BOTH
def test_a_profile_gives_the_known_answers_of_its_standards(profile: CryptoProfile) -> None:
    assert proven(profile) is profile


@pytest.mark.parametrize("part", ["seal_with", "open_with", "hash", "mac_with"])
@BOTH
def test_a_profile_of_which_any_part_answers_wrongly_is_not_used(profile: CryptoProfile, part: str) -> None:
    wrong: dict[str, Callable[[bytes], object]] = {
        "seal_with": lambda key: lambda nonce, secret, bound: secret,
        "open_with": lambda key: lambda nonce, body, bound: body,
        "hash": lambda value: value,
        "mac_with": lambda key: lambda value: value,
    }
    with pytest.raises(ProblemsFound, match="自检未通过"):
        proven(replace(profile, **{part: wrong[part]}))  # type: ignore[arg-type]


@BOTH
def test_what_is_sealed_opens_again_and_names_its_algorithms_and_key(profile: CryptoProfile, tmp_path: Path) -> None:
    keys = FileKeys(tmp_path / "master", profile)
    sealed = keys.seal("second factor", "秘密".encode())
    assert sealed.startswith(f"{profile.name}.") and sealed.count(".") == 2
    assert keys.open("second factor", sealed).decode() == "秘密"
    assert keys.digest("p", b"x").startswith(keys.newest)


@BOTH
def test_a_sealed_text_with_any_sign_altered_is_refused(profile: CryptoProfile, tmp_path: Path) -> None:
    keys = FileKeys(tmp_path / "master", profile)
    sealed = keys.seal("p", b"secret")
    head = len(keys.newest) + 1
    for place in range(head, len(sealed)):
        other = "A" if sealed[place] != "A" else "B"
        with pytest.raises(ProblemsFound):
            keys.open("p", sealed[:place] + other + sealed[place + 1 :])
    for broken in ("", "x", keys.newest, f"{keys.newest}.", f"{keys.newest}.A", sealed[:-9]):
        with pytest.raises(ProblemsFound):
            keys.open("p", broken)


@BOTH
def test_nothing_opens_for_another_purpose_or_owner(profile: CryptoProfile, tmp_path: Path) -> None:
    keys = FileKeys(tmp_path / "master", profile)
    with pytest.raises(ProblemsFound, match="已被改动"):
        keys.open("other", keys.seal("p", b"secret"))
    (data_key,) = new_data_keys(profile, 1)
    wrapped = keys.wrap_many("p", [data_key], [b"one"])
    assert keys.unwrap_many("p", wrapped, [b"one"]) == [data_key]
    for purpose, owner, sealed in (("p", b"two", wrapped), ("q", b"one", wrapped), ("p", b"one", [wrapped[0][:-1]])):
        with pytest.raises(ProblemsFound, match="已被改动"):
            keys.unwrap_many(purpose, sealed, [owner])


@BOTH
@pytest.mark.parametrize("broken", [b"", b"\x01", b"\x09" * 60, b"\x01" * 18])
def test_bytes_that_are_no_wrapped_key_are_refused(profile: CryptoProfile, broken: bytes, tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound):
        FileKeys(tmp_path / "master", profile).unwrap_many("p", [broken], [b"one"])


def test_what_an_older_version_sealed_still_opens(tmp_path: Path) -> None:
    keys = FileKeys(tmp_path / "master")
    master = (tmp_path / "master").read_bytes()
    key = HKDF(hashes.SHA256(), 32, salt=None, info=b"second factor").derive(master)
    nonce = secrets.token_bytes(12)
    body = base64.urlsafe_b64encode(nonce + AESGCM(key).encrypt(nonce, b"secret", b"second factor")).decode()
    assert keys.open("second factor", f"{keys.newest.partition('.')[2]}.{body}") == b"secret"


@BOTH
def test_many_digests_are_those_of_each_and_differ_by_purpose_and_by_key(
    profile: CryptoProfile, tmp_path: Path
) -> None:
    keys, other = FileKeys(tmp_path / "master", profile), FileKeys(tmp_path / "other", profile)
    values = [f"4417021980050600{place:02d}".encode() for place in range(50)]
    many = keys.digest_many("z2", values)
    assert [f"{keys.newest}.{digest.hex()}" for digest in many] == [keys.digest("z2", value) for value in values]
    assert {len(digest) for digest in many} == {32} and len(set(many)) == 50
    assert not set(many) & set(keys.digest_many("z4", values))
    assert not set(many) & set(other.digest_many("z2", values))


def test_a_digest_is_the_keyed_one_of_its_standard(tmp_path: Path) -> None:
    keys = FileKeys(tmp_path / "master")
    key = HKDF(hashes.SHA256(), 32, salt=None, info=b"digest:z2").derive((tmp_path / "master").read_bytes())
    assert keys.digest_many("z2", [b"x"]) == [hmac.new(key, b"x", sha256).digest()]


def test_after_a_rotation_the_newest_key_seals_and_the_older_ones_open(tmp_path: Path) -> None:
    keys = FileKeys(tmp_path / "master")
    first, sealed, digest = keys.newest, keys.seal("p", b"secret"), keys.digest_many("p", [b"x"])
    for _ in range(11):  # past nine: `master.10` is newer than `master.9`
        last = keys.rotate()
    again = FileKeys(tmp_path / "master")
    assert again.newest == keys.newest == last != first
    assert again.open("p", sealed) == b"secret" and again.seal("p", b"secret").startswith(last)
    assert again.digest_many("p", [b"x"], first) == digest != again.digest_many("p", [b"x"])
    (wrapped,) = again.wrap_many("p", [b"k" * 32], [b""])
    assert wrapping_key(wrapped) == last


def test_either_profile_opens_what_the_other_sealed(tmp_path: Path) -> None:
    intl, national = FileKeys(tmp_path / "master"), FileKeys(tmp_path / "master", GM)
    assert national.open("p", intl.seal("p", b"secret")) == b"secret"
    assert intl.open("p", national.seal("p", b"secret")) == b"secret"


def test_a_key_that_is_not_there_is_named(tmp_path: Path) -> None:
    sealed = FileKeys(tmp_path / "one").seal("p", b"secret")
    with pytest.raises(ProblemsFound, match="另一把密钥"):
        FileKeys(tmp_path / "two").open("p", sealed)


def test_key_files_are_their_owners_alone(tmp_path: Path) -> None:
    keys = FileKeys(tmp_path / "keys" / "master")
    keys.rotate()
    for file in (tmp_path / "keys").iterdir():
        assert file.stat().st_mode & 0o777 == 0o600
    (tmp_path / "keys" / "master.2").chmod(0o644)
    with pytest.raises(ProblemsFound, match="可被他人读取"):
        FileKeys(tmp_path / "keys" / "master")


def test_a_key_file_of_another_length_is_refused(tmp_path: Path) -> None:
    (tmp_path / "master").write_bytes(b"short")
    (tmp_path / "master").chmod(0o600)
    with pytest.raises(ProblemsFound, match="长度不对"):
        FileKeys(tmp_path / "master")


@given(st.binary(max_size=200), st.binary(max_size=8), st.sampled_from([INTL, GM]))
def test_an_envelope_gives_back_what_was_put_in(secret: bytes, label: bytes, profile: CryptoProfile) -> None:
    (key,) = new_data_keys(profile, 1)
    (sealed,) = sealed_with(key, [(label, secret)])
    assert sealed[0] == profile.code and opened_with(key, label, sealed) == secret


@given(st.binary(min_size=1, max_size=40), st.data(), st.sampled_from([INTL, GM]))
def test_an_envelope_with_any_bit_altered_is_refused(
    secret: bytes, data: st.DataObject, profile: CryptoProfile
) -> None:
    (key,) = new_data_keys(profile, 1)
    (sealed,) = sealed_with(key, [(b"body", secret)])
    place, bit = data.draw(st.integers(0, len(sealed) - 1)), data.draw(st.integers(0, 7))
    altered = sealed[:place] + bytes([sealed[place] ^ (1 << bit)]) + sealed[place + 1 :]
    with pytest.raises(ProblemsFound, match="已被改动"):
        opened_with(key, b"body", altered)
    with pytest.raises(ProblemsFound, match="已被改动"):
        opened_with(key, b"number", sealed)
