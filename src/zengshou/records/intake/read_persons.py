"""Identity numbers and credit codes of a column, checked by the validators of `records.identity`."""

from collections.abc import Mapping
from datetime import date

import polars as pl

from zengshou.records.identity.checked_identifier import checked_identifiers
from zengshou.records.identity.id_number_columns import checked_id_numbers
from zengshou.records.identity.identifier import Fault, IdentifierKind
from zengshou.records.identity.uscc import checked_usccs
from zengshou.records.intake.read_cells import ReadColumn

LOST_DIGITS = "000"  # a spreadsheet keeps 15 digits of a number and writes zeros for the last three
SUSPECT_SHARE = 0.5


def read_id_numbers(
    numbers: pl.Series, kinds: pl.Series | None, today: date, first_years: Mapping[str, int] | None
) -> ReadColumn:
    """Numbers in their one spelling, with the kind, birth date and sex they tell, and a caution about the area code.

    numbers  cleaned text;  kinds  values of IdentifierKind, null or None where the feed says none
    Returns  columns "", `_kind`, `_birth`, `_sex`, `_caution`; an empty cell has no fault here
    """
    checked = checked_id_numbers(numbers, today=today, first_years=first_years)
    if kinds is not None:
        told = kinds.fill_null(checked["kind"]).fill_null(IdentifierKind.RESIDENT_CARD.value)
        checked = checked_identifiers(told, numbers, today=today, first_years=first_years)
    is_empty = numbers.is_null()
    fault = _with_lost_digits(checked, is_empty)
    is_good = fault.is_null() & ~is_empty
    kept = checked.select(pl.when(is_good).then(pl.col(name)).alias(name) for name in CHECKED_NAMES)
    return ReadColumn({suffix: kept[name] for name, suffix in CHECKED_NAMES.items()}, fault)


CHECKED_NAMES = {"normalised": "", "kind": "_kind", "birth": "_birth", "sex": "_sex", "caution": "_caution"}


def _with_lost_digits(checked: pl.DataFrame, is_empty: pl.Series) -> pl.Series:
    """The faults of the numbers, and `E_ID_FLOAT` for every number of a file whose last digits are plainly lost.

    One number in eleven that a spreadsheet cut to `…000` still passes the check digit, and would name a stranger. So
    where most of the numbers that fail end in 000, those that pass and end in 000 are refused as well.
    """
    fault = pl.select(pl.when(~is_empty).then(checked["fault"])).to_series()
    ends = checked["original"].str.ends_with(LOST_DIGITS) & (checked["original"].str.len_chars() == 18)
    fails = fault == Fault.CHECK_DIGIT.value
    is_lost = int((fails & ends).sum()) > SUSPECT_SHARE * int(fails.sum())
    return pl.select(pl.when(ends & is_lost).then(pl.lit(Fault.FLOAT.value)).otherwise(fault)).to_series()


def read_usccs(codes: pl.Series) -> ReadColumn:
    """Unified social credit codes in their one spelling."""
    checked = checked_usccs(codes)
    fault = pl.select(pl.when(codes.is_not_null()).then(checked["fault"])).to_series()
    kept = pl.select(pl.when(fault.is_null() & codes.is_not_null()).then(checked["normalised"])).to_series()
    return ReadColumn({"": kept}, fault)
