"""The words of yearbook tables, read once from `yearbook.yaml`: group labels, totals, indicators, units, years."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from re import Pattern

import yaml

from zengshou.statistics.accounts.names import Residence

NUMERALS = "一二三四五六七八九十"
PERCENT = re.compile(r"[(]?(\d+(?:\.\d+)?)%[)]?")
YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)年?")


@dataclass(frozen=True)
class IndicatorWords:
    """How one indicator is found, and in which kind of unit it stands."""

    name: str
    find: Pattern[str]
    unit: str
    label: str


@dataclass(frozen=True)
class YearbookWords:
    """The file, with its patterns compiled."""

    grades: Sequence[Pattern[str]]
    ordinal: Pattern[str]
    within: Pattern[str]
    total: Pattern[str]
    shares: Mapping[int, tuple[float, ...]]
    indicators: Sequence[IndicatorWords]
    old_scope_indicators: frozenset[str]
    first_integrated_year: int
    residences: Mapping[Residence, Pattern[str]]
    units: Mapping[str, float]
    per_head: Pattern[str]
    unit_label: Pattern[str]
    persons_units: frozenset[str]
    titles: Pattern[str]
    footnotes: Pattern[str]
    missing: frozenset[str]
    edition: Pattern[str]
    not_levels: Pattern[str]
    traditional: Mapping[int, str]


# From the poorest to the richest: the place of a grade is its rank.
GRADE_ORDER = ("lowest", "low", "lower_middle", "middle", "upper_middle", "high", "highest")


@cache
def words() -> YearbookWords:
    """The words shipped with the store."""
    text = resources.files("zengshou.store.yearbooks").joinpath("yearbook.yaml").read_text(encoding="utf-8")
    held = yaml.safe_load(text)
    return YearbookWords(
        grades=[re.compile(held["grades"][name]) for name in GRADE_ORDER],
        ordinal=re.compile(held["ordinal"]),
        within=re.compile(held["within"]),
        total=re.compile(held["total"]),
        shares={int(count): tuple(map(float, row)) for count, row in held["shares"].items()},
        indicators=[
            IndicatorWords(row["name"], re.compile(row["find"]), row["unit"], row["label"])
            for row in held["indicators"]
        ],
        old_scope_indicators=frozenset(held["old_scope_indicators"]),
        first_integrated_year=int(held["first_integrated_year"]),
        residences={
            Residence.URBAN: re.compile(held["residences"]["urban"]),
            Residence.RURAL: re.compile(held["residences"]["rural"]),
            Residence.ALL: re.compile(held["residences"]["all"]),
        },
        units={str(name): float(size) for name, size in held["units"].items()},
        per_head=re.compile(held["per_head"]),
        unit_label=re.compile(held["unit_label"]),
        persons_units=frozenset(held["persons_units"]),
        titles=re.compile(held["titles"]),
        footnotes=re.compile(held["footnotes"]),
        missing=frozenset(held["missing"]),
        edition=re.compile(held["edition"]),
        not_levels=re.compile(held["not_levels"]),
        traditional={ord(pair[0]): pair[1] for pair in held["traditional"].split()},
    )


@dataclass(frozen=True)
class Grade:
    """A group label: its rank among all labels of its kind, and the share of households that it prints, if any."""

    rank: int
    is_ordinal: bool
    share: float | None


def grade_of(text: str) -> Grade | None:
    """The grade of a group label; None for any other text. `text` has been normalised."""
    held = words()
    share = PERCENT.search(text)
    plain = PERCENT.sub("", text).strip().removesuffix("的户").removesuffix("的家庭")
    size = float(share[1]) if share else None
    ordinal = held.ordinal.fullmatch(plain)
    if ordinal:
        number = ordinal[1]
        return Grade(int(number) if number.isdigit() else NUMERALS.index(number) + 1, True, size)
    for rank, pattern in enumerate(held.grades, start=1):
        if pattern.fullmatch(plain):
            return Grade(rank, False, size)
    return None


def is_total(text: str) -> bool:
    return words().total.fullmatch(text) is not None


def is_within(text: str) -> bool:
    """True for a part of a group, such as the poorest half of the lowest tenth."""
    return words().within.fullmatch(PERCENT.sub("", text).strip()) is not None


def year_of(text: str) -> int | None:
    """The one year that a text names; the year of a yearbook's edition is none, nor are several years."""
    years = {int(found) for found in YEAR.findall(words().edition.sub("", text))}
    return years.pop() if len(years) == 1 else None


def is_bare_number(text: str) -> bool:
    """True for a number that is no year: it heads nothing."""
    return re.fullmatch(r"[-\d.,%\s]*\d[-\d.,%\s]*", text) is not None and year_of(text) is None


def residence_of(text: str) -> Residence | None:
    """Whom a text speaks of; None where it says nothing, or both."""
    found = [residence for residence, pattern in words().residences.items() if pattern.search(text)]
    return found[0] if len(found) == 1 else None


def indicator_of(text: str) -> IndicatorWords | None:
    """What a text is about; None where nothing is recognised, or where it speaks of a rate of change or a share."""
    if words().not_levels.search(text):
        return None
    return next((each for each in words().indicators if each.find.search(text)), None)


def is_only_setting(text: str) -> bool:
    """True for a header that names no more than a year, a residence or a unit: what it is about stands elsewhere."""
    held = words()
    rest = YEAR.sub("", text)
    for pattern in held.residences.values():
        rest = pattern.sub("", rest)
    rest = re.sub(r"[(].*?[)]|居民|家庭|住户|年份|年|度|指标|项目|分组|组别|[\s:·/]", "", rest)
    return rest == "" or rest in held.units or held.per_head.fullmatch(rest) is not None
