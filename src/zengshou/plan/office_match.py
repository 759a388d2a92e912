"""Names of an imported plan matched to the bodies that a city knows: for sure, or as a question to a person."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

from zengshou.plan.model import Office
from zengshou.plan.offices import FULL_WIDTH
from zengshou.plan.reader.office_names import GENERIC

LEVEL = re.compile(r"^(?:团)?(?P<level>[省市县区州盟旗])(?=[一-龥]{2})(?!场)")
FILLERS = str.maketrans("", "", "和与及、（）()·“” ")
NEAR = 0.8  # share of common signs from which two names are asked about
MOST_CANDIDATES = 3


class MatchKind(Enum):
    """How a printed name was matched. Those that are not sure wait for a person."""

    EXACT = "exact"
    ALIAS = "alias"
    PREFIX = "prefix"
    GENERIC = "generic"
    NEW = "new"
    NEAR = "near"

    @property
    def label(self) -> str:
        return MATCH_LABELS[self]

    @property
    def is_sure(self) -> bool:
        return self is not MatchKind.NEAR


MATCH_LABELS = {
    MatchKind.EXACT: "同名",
    MatchKind.ALIAS: "别名",
    MatchKind.PREFIX: "补冠字后同名",
    MatchKind.GENERIC: "泛称",
    MatchKind.NEW: "新单位",
    MatchKind.NEAR: "名称相近，待定",
}


@dataclass(frozen=True)
class Match:
    """office: the id that the name stands for, its own folded form for a new body; candidates: ids it is near to."""

    printed: str
    kind: MatchKind
    office: str
    candidates: tuple[str, ...] = ()


def folded_name(name: str) -> str:
    """A name as it is compared and kept: brackets half-width, no blanks."""
    return name.translate(FULL_WIDTH).replace(" ", "")


def match_names(names: Iterable[str], known: Sequence[Office], city: str, settled: Iterable[str] = ()) -> list[Match]:
    """Each name once, in order. A new body is known to the names after it: two spellings of one are asked about.

    city     阳江市: names may carry it in place of 市
    settled  names that a person has said are bodies of their own
    """
    offices = list(known)
    own = {folded_name(name) for name in settled}
    found = []
    for name in dict.fromkeys(folded_name(name) for name in names):
        match = _match(name, offices, city, name in own)
        if match.kind in (MatchKind.NEW, MatchKind.NEAR):
            offices.append(Office(name, name))
        found.append(match)
    return found


def _match(name: str, offices: Sequence[Office], city: str, is_settled: bool) -> Match:
    for office in offices:
        if name == folded_name(office.name):
            return Match(name, MatchKind.EXACT, office.id)
    for office in offices:
        if name in map(folded_name, office.aliases):
            return Match(name, MatchKind.ALIAS, office.id)
    stem = _stem(name, city)
    same = [office.id for office in offices if stem in {_stem(each, city) for each in (office.name, *office.aliases)}]
    if len(same) == 1:
        return Match(name, MatchKind.PREFIX, same[0])
    if GENERIC.search(name):
        return Match(name, MatchKind.GENERIC, name)
    near = () if is_settled else tuple(same) or _near(name, offices, city)
    return Match(name, MatchKind.NEAR if near else MatchKind.NEW, name, near)


def _stem(name: str, city: str) -> str:
    """市财政局, 云汀市财政局 and 财政局 are one; 县财政局 is another body."""
    plain = folded_name(name)
    for prefix in (city, "市"):
        if prefix and plain.startswith(prefix) and len(plain) > len(prefix) + 1 and plain[len(prefix)] != "场":
            return plain.removeprefix(prefix)
    return plain


def _near(name: str, offices: Sequence[Office], city: str) -> tuple[str, ...]:
    scored = []
    for office in offices:
        score = max(_likeness(name, each, city) for each in (office.name, *office.aliases))
        if score >= NEAR:
            scored.append((score, office.id))
    scored.sort(key=lambda each: -each[0])
    return tuple(id for _, id in scored[:MOST_CANDIDATES])


def _likeness(one: str, other: str, city: str) -> float:
    """0 for bodies of different levels; 1 for names that differ by 和 or 与 alone, or one short for the other."""
    levels = [_level(name, city) for name in (one, other)]
    if levels[0] != levels[1] and all(levels):
        return 0.0
    first, second = (_stem(name, city).translate(FILLERS) for name in (one, other))
    if first == second or _is_short_for(first, second) or _is_short_for(second, first):
        return 1.0
    return SequenceMatcher(None, first, second).ratio()


def _level(name: str, city: str) -> str:
    if city and name.startswith(city):
        return "市"
    found = LEVEL.match(name)
    return found["level"] if found else ""


def _is_short_for(short: str, whole: str) -> bool:
    """人社局 for 人力资源社会保障局: the same beginning and end, and every sign in order."""
    if not 3 <= len(short) < len(whole) or short[0] != whole[0] or short[-1] != whole[-1]:
        return False
    rest = iter(whole)
    return all(sign in rest for sign in short)
