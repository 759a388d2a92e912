"""Known answers from the standards: a profile is used only after its algorithms gave them."""

from dataclasses import dataclass
from functools import cache

from zengshou.concepts.problem import refuse
from zengshou.store.crypto.crypto_profile import CryptoProfile


@dataclass(frozen=True)
class KnownAnswer:
    """What an algorithm must give, from its standard; all in hexadecimal.

    sealed  key, nonce, bound, secret, ciphertext with tag
    hashed  value, digest;  keyed  key, value, digest
    """

    sealed: tuple[str, str, str, str, str]
    hashed: tuple[str, str]
    keyed: tuple[str, str, str]


ABC = b"abc".hex()
KNOWN_ANSWERS = {
    # GCM specification of McGrew and Viega, test case 14; FIPS 180-2 B.1; RFC 4231 test case 2.
    "intl": KnownAnswer(
        ("00" * 32, "00" * 12, "", "00" * 16, "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"),
        (ABC, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            b"Jefe".hex(),
            b"what do ya want for nothing?".hex(),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        ),
    ),
    # RFC 8998 A.1; GB/T 32905 A.1; GM/T 0042 D.3.
    "gm": KnownAnswer(
        (
            "0123456789abcdeffedcba9876543210",
            "00001234567800000000abcd",
            "feedfacedeadbeeffeedfacedeadbeefabaddad2",
            "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd"
            "eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa",
            "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
            "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
            "83de3541e4c2b58177e065a9bf7b62ec",
        ),
        (ABC, "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
        (
            bytes(range(1, 33)).hex(),
            (b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq" * 2).hex(),
            "ca05e144ed05d1857840d1f318a4a8669e559fc8391f414485bfdf7bb408963a",
        ),
    ),
}


@cache
def proven(profile: CryptoProfile) -> CryptoProfile:
    """The profile, after its known answers came out; once in a process. Raises  ProblemsFound when one did not."""
    answer = KNOWN_ANSWERS[profile.name]
    key, nonce, bound, secret, sealed = (bytes.fromhex(part) for part in answer.sealed)
    mac_key, mac_value, mac = (bytes.fromhex(part) for part in answer.keyed)
    value, digest = (bytes.fromhex(part) for part in answer.hashed)
    right = (
        profile.seal_with(key)(nonce, secret, bound) == sealed
        and profile.open_with(key)(nonce, sealed, bound) == secret
        and profile.hash(value) == digest
        and profile.mac_with(mac_key)(mac_value) == mac
    )
    if not right:
        raise refuse(f"密码算法自检未通过：{profile.label}。", "密码库", "不要继续使用；请重新安装 cryptography。")
    return profile
