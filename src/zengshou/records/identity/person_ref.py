"""PersonRef: the only name of a person outside the vault. Random, 63 bits; shown as P and 13 signs of base 32."""

from zengshou.concepts.problem import refuse

PersonRef = int

LARGEST = 2**63 - 1
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
VALUES = {sign: value for value, sign in enumerate(SIGNS)} | {"I": 1, "L": 1, "O": 0}
LENGTH = 13


def shown(ref: PersonRef) -> str:
    """P0000000000001 for 1. Raises  ValueError for what is no reference."""
    if not 0 < ref <= LARGEST:
        raise ValueError(f"no reference of a person: {ref}")
    return "P" + "".join(SIGNS[ref >> 5 * place & 31] for place in reversed(range(LENGTH)))


def read(text: str) -> PersonRef:
    """The reference again, however it was typed: small letters, hyphens, I and L for 1, O for 0."""
    typed = text.strip().upper().replace("-", "")
    signs = typed[1:]
    if not typed.startswith("P") or len(signs) != LENGTH or any(sign not in VALUES for sign in signs):
        raise refuse(f"“{text}”不是人员编号。", "人员编号", "人员编号是 P 加 13 位数字或字母。")
    ref = 0
    for sign in signs:
        ref = ref * 32 + VALUES[sign]
    if not 0 < ref <= LARGEST:
        raise refuse(f"“{text}”不是人员编号。", "人员编号", "请核对第一位。")
    return ref
