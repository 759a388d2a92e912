"""Files of an invented administration, read without a process of their own, and the truth of what each person got."""

import csv
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from zengshou.records.intake.text_rows import TextRows, text_rows

MARK = b"\xef\xbb\xbf"
RECEIVED = (
    *("employee_pension", "resident_pension", "unemployment_benefit", "dibao", "tekun", "temporary_relief"),
    *("disability_allowance", "elderly_allowance", "orphan_allowance", "farm_subsidy"),
)
PAID = ("pension_own", "medical_own", "unemployment_own", "resident_pension_paid", "resident_medical_paid")
PAYMENTS_A_YEAR = 4  # of fees and of business income; what does not divide is not sent


def read_decoded(file: Path, words: Sequence[str], shown: str = "", scratch: Path | None = None) -> TextRows:
    """A file as `parse` gives it, in whichever of the two encodings the office writes."""
    data = file.read_bytes()
    text = data.decode("utf-8-sig" if data.startswith(MARK) else "gb18030")
    headers, *rows = csv.reader(text.splitlines())
    return text_rows(headers, rows)


def incomes_that_reach_an_office(people: pl.DataFrame) -> pl.DataFrame:
    """person, number, wage, business, property, transfer in fen, of truth/persons.parquet.

    Tax is told of with wages alone: that on business income is withheld by nobody.
    """

    def in_payments(name: str) -> pl.Expr:
        return pl.col(name) // PAYMENTS_A_YEAR * PAYMENTS_A_YEAR

    told_tax = pl.when(pl.col("wage") + pl.col("bonus") > 0).then("income_tax").otherwise(0)
    return people.select(
        "person",
        "number",
        wage=pl.col("wage") + pl.col("bonus") + in_payments("labour_service"),
        business=in_payments("business_income"),
        property=pl.sum_horizontal("taxed_property", "land_rent", "collective_dividend"),
        transfer=pl.sum_horizontal(*RECEIVED) - pl.sum_horizontal(*PAID) - told_tax,
    )


def persons_with_a_slip(truth: Path) -> set[int]:
    """Persons of whom some row was put aside or came under another reference."""
    found: set[int] = set()
    for file in truth.glob("*_*.parquet"):
        told = pl.read_parquet(file)
        found |= set(told.filter(pl.col("outcome") != "accepted")["person"].to_list())
    return found
