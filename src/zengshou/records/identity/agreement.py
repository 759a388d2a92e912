"""Whether two records of one number tell of one person: names by toneless pinyin, and the date of birth.

Rule 10 of the register: the same number with another pinyin or birth is no second proof but a question for a person.
"""

import re
from datetime import date
from functools import cache

from pypinyin import Style, pinyin

from zengshou.records.identity.fold import folded

# 阿依古丽·买买提: the dot is typed in many ways and often left out.
SEPARATORS = re.compile(r"[·•‧∙・.\-'’]")


def agrees(name: str, birth: date | None, other_name: str, other_birth: date | None) -> bool:
    """False where both names are known and sound different, or both births are known and differ."""
    if birth and other_birth and birth != other_birth:
        return False
    return not name or not other_name or sounds_alike(name, other_name)


def sounds_alike(name: str, other: str) -> bool:
    """Equal toneless pinyin, sign by sign; one shared reading is enough for a sign that has several (单, 曾, 解)."""
    one, two = _plain(name), _plain(other)
    if one == two:
        return True
    return len(one) == len(two) and all(readings(a) & readings(b) for a, b in zip(one, two, strict=True))


@cache
def readings(sign: str) -> frozenset[str]:
    """The toneless readings of one sign; the sign itself where it is no Chinese one."""
    return frozenset(pinyin(sign, style=Style.NORMAL, heteronym=True)[0])


def _plain(name: str) -> str:
    return SEPARATORS.sub("", folded(name))
