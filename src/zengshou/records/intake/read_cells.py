"""Cells of one column, from text to values; what cannot be read gives no value and the code of its fault.

Months, dates, codes and shares repeat: each distinct text is read once. Amounts do not, and stand in `read_amounts`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import polars as pl

from zengshou.concepts.period import MonthIndex, month_index
from zengshou.records.channels.channel import Field
from zengshou.records.identity.fold import folded, folded_column
from zengshou.records.intake.findings import Code
from zengshou.records.intake.row_places import NO_RESULT

MISSING_WORDS = ("NULL", "null", "NA", "N/A", "n/a", "-", "--", "—", "——", "/", "\\N")
# A sender's program has already lost these characters, or they are of its own making and no other machine knows them.
MOJIBAKE = r"\ufffd|锟斤拷|烫烫烫|\p{Co}"
BLANKS = " \t\r\n\u00a0\u3000\ufeff\u200b"
GUARDED = r"^(?:=\"([^\"]*)\"|'(.*))$"
# Those that turn the direction of writing show one text and hold another.
CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
NO_VALUE = rf"^(?:#(?:N/A|REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!)|{NO_RESULT})$"
# 6.22202E+17, 6222020000000000.0: sixteen digits and more that a program kept as a float.
LOST_END = r"^-?[0-9](?:\.[0-9]+)?[eE]\+[0-9]{2,3}$|^[0-9]{16,}\.0*$"
LONGEST_TEXT = 500
FIRST_YEAR, LAST_YEAR = 1850, 2199
DAY = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))(?:[T ]?00:00(?::00(?:\.0+)?)?)?")
MONTH = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})月?|(\d{2}))")
JANUARY_OR_OCTOBER = re.compile(r"\d{4}\.1")  # a spreadsheet shows the number 2025.10 as 2025.1
NUMBER = r"^[+-]?(?:[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(?:\.[0-9]*)?$"
LARGEST_SHARE_TERM = 10**9
Parsed = tuple[object, str | None]


@dataclass(frozen=True, eq=False)
class ReadColumn:
    """values: (n,) columns by the suffix of their name, "" for the column itself; fault: (n,) code, null where none."""

    values: Mapping[str, pl.Series]
    fault: pl.Series


def clean(text: pl.Series) -> pl.Series:
    """Blanks around a cell go, and what programs write to keep digits as text (="…", '…); "nothing" becomes null."""
    stripped = text.str.strip_chars(BLANKS)
    if stripped.str.contains(GUARDED).any():
        stripped = stripped.str.replace(GUARDED, "${1}${2}").str.strip_chars(BLANKS)
    return stripped.set(stripped.is_in(["", *MISSING_WORDS]), None)


def read_months(text: pl.Series) -> ReadColumn:
    """2025-03, 202503, 2025年3月, or any date in the month -> MonthIndex; 2025.1 may be October and is refused."""
    return _distinct(text, parse_month_cell, {"": pl.Int32()})


def read_dates(text: pl.Series) -> ReadColumn:
    """2025-03-15, 20250315, 2025/3/15, 2025年3月15日 -> Date; a time of midnight behind it is tolerated."""
    return _distinct(text, parse_day_cell, {"": pl.Date()})


def read_shares(text: pl.Series) -> ReadColumn:
    """1/2, 50%, 0.5, 1 -> columns `_over` and `_under`, in lowest terms; above 0 and at most 1."""
    return _distinct(text, parse_share_cell, {"_over": pl.Int64(), "_under": pl.Int64()})


def read_codes(text: pl.Series, field: Field) -> ReadColumn:
    """A code, its label or another word for it -> the code; zeros that a spreadsheet cut off are put back."""
    if not field.codes:
        return read_texts(text)
    known = {_plain(word): code for code, label in field.codes.items() for word in (code, label)}
    known |= {_plain(word): code for word, code in field.code_words.items()}
    known = {code.lstrip("0"): code for code in field.codes if code.isdigit() and code.lstrip("0")} | known
    return _distinct(text, lambda cell: _coded(known.get(_plain(cell))), {"": pl.String()})


def read_texts(text: pl.Series) -> ReadColumn:
    """Text as it stands; no control characters, lost characters or digits, errors of formulas, endless texts."""
    faults = {
        Code.E_ENCODING: text.str.contains(MOJIBAKE),
        Code.E_TEXT: text.str.contains(CONTROL) | (text.str.len_chars() > LONGEST_TEXT),
        Code.E_FORMULA: text.str.contains(NO_VALUE),
        Code.E_TEXT_FLOAT: text.str.contains(LOST_END),
    }
    fault = pl.select(
        pl.coalesce(pl.when(is_faulty).then(pl.lit(code.value)) for code, is_faulty in faults.items())
    ).to_series()
    return without_faulty(text, fault)


def read_phones(text: pl.Series) -> ReadColumn:
    """Digits with an optional + and hyphens; a telephone that became a float has lost nothing and is read back."""
    plain = text.str.replace_all(r"[\s()（）-]", "").str.replace(r"\.0$", "")
    is_wrong = ~plain.str.contains(r"^\+?[0-9]{5,15}$")
    fault = pl.select(pl.when(is_wrong).then(pl.lit(Code.E_PHONE.value))).to_series()
    return without_faulty(plain, fault)


def read_numbers(text: pl.Series) -> ReadColumn:
    """Plain numbers such as areas, with or without commas between thousands: not money, so a float will do."""
    plain = pl.DataFrame({"text": text}).select(folded_column(pl.col("text"))).to_series()
    is_wrong = ~plain.str.contains(NUMBER)
    values = plain.set(is_wrong, None).str.replace_all(",", "", literal=True).cast(pl.Float64)
    fault = pl.select(pl.when(is_wrong).then(pl.lit(Code.E_NUMBER.value))).to_series()
    return without_faulty(values, fault)


def parse_month_cell(cell: str) -> Parsed:
    plain = folded(cell)
    match = MONTH.fullmatch(plain)
    if JANUARY_OR_OCTOBER.fullmatch(plain):
        return _no(Code.E_MONTH)
    if match:
        return _month(int(match[1]), int(match[2] or match[3]))
    day, fault = parse_day_cell(cell)
    return (month_index(day.year, day.month), None) if isinstance(day, date) and not fault else _no(Code.E_MONTH)


def parse_day_cell(cell: str) -> Parsed:
    match = DAY.fullmatch(folded(cell))
    if not match:
        return _no(Code.E_DATE)
    year, month, day = int(match[1]), int(match[2] or match[4]), int(match[3] or match[5])
    try:
        found = date(year, month, day)
    except ValueError:
        return _no(Code.E_DATE)
    return (found, None) if FIRST_YEAR <= year <= LAST_YEAR else _no(Code.E_DATE)


def parse_share_cell(cell: str) -> Parsed:
    plain = folded(cell)
    match = re.fullmatch(r"(\d{1,9})/(\d{1,9})|(\d{1,3}(?:\.\d{1,6})?)%|([01](?:\.\d{1,8})?)", plain)
    if not match or match[2] == "0" * len(match[2] or "x"):
        return _no(Code.E_SHARE)
    if match[1]:
        share = Fraction(int(match[1]), int(match[2]))
    else:
        share = Fraction(match[3]) / 100 if match[3] else Fraction(match[4])
    is_share = 0 < share <= 1 and share.denominator <= LARGEST_SHARE_TERM
    return ((share.numerator, share.denominator), None) if is_share else _no(Code.E_SHARE)


def _month(year: int, month: int) -> Parsed:
    is_month = FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12
    found: MonthIndex = month_index(year, month) if is_month else 0
    return (found, None) if is_month else _no(Code.E_MONTH)


def _coded(code: str | None) -> Parsed:
    return _no(Code.E_CODE) if code is None else (code, None)


def _no(code: Code) -> Parsed:
    return None, code.value


def _plain(word: str) -> str:
    return folded(word).removesuffix(".0")


def _distinct(text: pl.Series, parse: Callable[[str], Parsed], kinds: Mapping[str, pl.DataType]) -> ReadColumn:
    """Every distinct text read once; a parser of several columns gives a tuple in their order."""
    words = text.drop_nulls().unique().to_list()
    read = [parse(word) for word in words]
    table: dict[str, pl.Series] = {"text": pl.Series(words, dtype=pl.String)}
    for place, (suffix, kind) in enumerate(kinds.items()):
        values = [value[place] if isinstance(value, tuple) else value for value, _ in read]
        table[f"value{suffix}"] = pl.Series(values, dtype=kind)
    table["fault"] = pl.Series([fault for _, fault in read], dtype=pl.String)
    joined = pl.DataFrame({"text": text}).join(pl.DataFrame(table), on="text", how="left", maintain_order="left")
    return ReadColumn({suffix: joined[f"value{suffix}"] for suffix in kinds}, joined["fault"])


def without_faulty(values: pl.Series, fault: pl.Series) -> ReadColumn:
    """A value with a fault is no value."""
    kept = pl.select(pl.when(fault.is_null()).then(values)).to_series()
    return ReadColumn({"": kept}, fault)
