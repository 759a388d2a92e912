"""公民身份号码 and the cards built like it: 18 signs, a birth date inside, a check digit of mod 11-2 (GB 11643).

Known validators refuse people: one born in 1975 whose county code dates from 1983, and residence cards that begin
with 83 or 9. Here an address code is never a reason to refuse; codes and their first years are an argument.
"""

import re
from collections.abc import Mapping
from datetime import date

from zengshou.records.identity.checked_number import CheckedNumber, refused
from zengshou.records.identity.fold import folded
from zengshou.records.identity.identifier import Caution, Fault, IdentifierKind

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"
AGE_CAP_YEARS = 130  # unverified: no register of ours has an older person
SHAPE = r"^[0-9]{17}[0-9X]$"
LEGACY_SHAPE = r"^[0-9]{15}$"
# 4.41702E+17, 441702198005060000.0: a spreadsheet kept 15 digits and threw the others away.
FLOAT_SHAPE = r"^[+-]?[0-9]+(\.[0-9]*(E[+-]?[0-9]+)?|E[+-]?[0-9]+)$"
# Prefix -> kind; the layout of cards that begin with 9 is unverified beyond the date and the check digit.
PREFECTURE_DIGITS = 4  # of the six of an address code
KIND_BY_PREFIX = {
    "81": IdentifierKind.HK_MACAO_RESIDENCE,
    "82": IdentifierKind.HK_MACAO_RESIDENCE,
    "83": IdentifierKind.TAIWAN_RESIDENCE,
    "9": IdentifierKind.FOREIGN_PERMANENT,
}


def check_digit(stem: str) -> str:
    """The 18th sign for the 17 digits before it."""
    return CHECK_DIGITS[sum(weight * int(digit) for weight, digit in zip(WEIGHTS, stem, strict=True)) % 11]


def checked_id_number(
    number: str | int | float,
    *,
    today: date,
    first_years: Mapping[str, int] | None,
    age_cap_years: int = AGE_CAP_YEARS,
) -> CheckedNumber:
    """Check one number; it never raises for what the number says.

    number       as read; a float is refused, for its last digits are lost
    first_years  six-digit address codes -> first year in force (0: always), all those of each prefecture that the
                 table names; None: codes are not looked at
    """
    if isinstance(number, float):
        return refused(str(number), Fault.FLOAT)
    original = folded(str(number))
    fault = _wrong_shape(original)
    if fault:
        return refused(original, fault)
    full = upgraded(original)
    if full[17] != check_digit(full[:17]):
        return refused(original, Fault.CHECK_DIGIT)
    birth = birth_in(full)
    fault = Fault.DATE if birth is None else _wrong_birth(birth, today, age_cap_years)
    if birth is None or fault:
        return refused(original, fault or Fault.DATE)
    cautions = () if first_years is None else _cautions(full[:6], birth, first_years)
    sex = "male" if int(full[16]) % 2 else "female"
    return CheckedNumber(True, full, original, kind_of(full), birth, sex, cautions)


def upgraded(number: str) -> str:
    """A 15-digit number in 18 signs: `19` before the year, the check digit at the end; others as they are."""
    if len(number) != 15:
        return number
    stem = f"{number[:6]}19{number[6:]}"
    return stem + check_digit(stem)


def kind_of(number: str) -> IdentifierKind:
    """The kind of card that a prefix of the 18 signs tells."""
    return next((kind for prefix, kind in KIND_BY_PREFIX.items() if number.startswith(prefix)), _CARD)


def birth_in(number: str) -> date | None:
    """The date of digits 7 to 14; None where the calendar has no such day."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def last_too_old_birth(today: date, age_cap_years: int) -> date:
    """Whoever was born on this day or before is older than the cap."""
    year = today.year - age_cap_years - 1
    try:
        return today.replace(year=year)
    except ValueError:  # 29 February in a common year
        return today.replace(year=year, day=28)


_CARD = IdentifierKind.RESIDENT_CARD


def _wrong_shape(number: str) -> Fault | None:
    if not number:
        return Fault.EMPTY
    if re.fullmatch(FLOAT_SHAPE, number):
        return Fault.FLOAT
    if len(number) not in (15, 18):
        return Fault.LENGTH
    return None if re.fullmatch(SHAPE, number) or re.fullmatch(LEGACY_SHAPE, number) else Fault.SIGNS


def _wrong_birth(birth: date, today: date, age_cap_years: int) -> Fault | None:
    if birth > today:
        return Fault.FUTURE
    return Fault.AGE if birth <= last_too_old_birth(today, age_cap_years) else None


def prefectures(first_years: Mapping[str, int]) -> frozenset[str]:
    """The prefectures whose codes the table holds. Codes of others are not judged: the table knows nothing of them."""
    return frozenset(code[:PREFECTURE_DIGITS] for code in first_years)


def _cautions(code: str, birth: date, first_years: Mapping[str, int]) -> tuple[Caution, ...]:
    """Only 居民身份证 carry the code of a county; residence cards have prefixes of their own."""
    if code.startswith(tuple(KIND_BY_PREFIX)):
        return ()
    first = first_years.get(code)
    if first is None:
        return (Caution.CODE_UNKNOWN,) if code[:PREFECTURE_DIGITS] in prefectures(first_years) else ()
    return (Caution.CODE_NEWER,) if first > birth.year else ()
