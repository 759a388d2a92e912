"""Whether two records of one number tell of one person: names by toneless pinyin, and the date of birth.

Rule 10 of the register: the same number with another pinyin or birth is no second proof but a question for a person.
"""

import re
from datetime import date
from functools import cache

from pypinyin import Style, pinyin

from zengshou.records.identity.fold import folded

# 阿依古丽·买买提: the dot is typed in many ways and often left out, and so is the father's name behind it.
SEPARATORS = re.compile(r"[·•‧∙・.\-'’]")
BRACKETS = re.compile(r"[(\[【〔<《]([^)\]】〕>》]*)[)\]】〕>》]?")  # half width: a name is folded first

SHORTEST = 2  # signs of a name that may stand for a longer one


def agrees(name: str, birth: date | None, other_name: str, other_birth: date | None) -> bool:
    """False where both names are known and sound different, or both births are known and differ."""
    if birth and other_birth and birth != other_birth:
        return False
    return not name or not other_name or sounds_alike(name, other_name)


def sounds_alike(name: str, other: str) -> bool:
    """Whether two names may be one: in equal pinyin, or one is the other's alias in brackets or its first part.

    张伟 and 张伟（小张） are one, and so are 张小伟 and 张伟（又名张小伟）. No more than an alias in common makes two.
    """
    one, two = folded(name), folded(other)
    main, whole = _main(one), _main(two)
    if _is_heard_in(main, whole) or _is_heard_in(whole, main):
        return True
    return _is_alias(main, two) or _is_alias(whole, one)


def _main(name: str) -> str:
    return BRACKETS.sub("", name)


def _is_alias(name: str, other: str) -> bool:
    """Whether a name ends what stands in brackets beside another, before which 又名 or 曾用名 may stand."""
    plain = SEPARATORS.sub("", name)
    inside = (SEPARATORS.sub("", each) for each in BRACKETS.findall(other))
    return len(plain) >= SHORTEST and any(_equal(plain, each[-len(plain) :]) for each in inside)


def _is_heard_in(name: str, whole: str) -> bool:
    """Equal sign by sign to the whole of a name or, of one in parts, to its first part."""
    parts = [part for part in SEPARATORS.split(whole) if part]
    plain = SEPARATORS.sub("", name)
    first = parts[:1] if len(parts) > 1 and len(parts[0]) >= SHORTEST else []
    return any(_equal(plain, heard) for heard in ("".join(parts), *first))


def _equal(one: str, two: str) -> bool:
    """Equal toneless pinyin; one shared reading is enough for a sign that has several (单, 曾, 解)."""
    if one == two:
        return True
    return len(one) == len(two) and all(readings(a) & readings(b) for a, b in zip(one, two, strict=True))


@cache
def readings(sign: str) -> frozenset[str]:
    """The toneless readings of one sign; the sign itself where it is no Chinese one."""
    return frozenset(pinyin(sign, style=Style.NORMAL, heteronym=True)[0])
