"""Documents of every kind: cards by their digits, the others by their shape, and never one for another."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.records.identity.numbers import FIRST_YEARS, TODAY, typed_numbers
from tests.records.identity.test_id_number_columns import as_row
from zengshou.records.identity.checked_identifier import checked_identifier, checked_identifiers, lookup_spelling
from zengshou.records.identity.identifier import Fault, IdentifierKind

CARD, PASSPORT, OFFICER = IdentifierKind.RESIDENT_CARD, IdentifierKind.PASSPORT, IdentifierKind.OFFICER_CARD


def fault(kind: IdentifierKind, number: str) -> Fault | None:
    return checked_identifier(kind, number, today=TODAY, first_years=None).fault


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        (CARD, "44170219800506002X"),
        (IdentifierKind.HK_MACAO_RESIDENCE, "810000198503150009"),
        (IdentifierKind.TAIWAN_RESIDENCE, "830000198006010009"),
        (IdentifierKind.FOREIGN_PERMANENT, "911001198808080006"),
        (IdentifierKind.FOREIGN_PERMANENT, "CHN110000010101"),
        (PASSPORT, "E12345678"),
        (PASSPORT, "ej 1234567"),
        (OFFICER, "军字第12345678号"),
        (OFFICER, "南字第01234567"),
        (IdentifierKind.TEMPORARY, "LS-2026-0001"),
    ],
)
def test_a_right_number_of_each_kind_stands(kind: IdentifierKind, number: str) -> None:
    found = checked_identifier(kind, number, today=TODAY, first_years=None)
    assert found.ok and found.kind is kind


@pytest.mark.parametrize(
    ("kind", "number", "expected"),
    [
        (CARD, "810000198503150009", Fault.KIND),
        (IdentifierKind.TAIWAN_RESIDENCE, "44170219800506002X", Fault.KIND),
        (IdentifierKind.FOREIGN_PERMANENT, "CHN11000001010", Fault.LENGTH),
        (PASSPORT, "护照12345", Fault.SIGNS),
        (PASSPORT, "", Fault.EMPTY),
        (PASSPORT, "1.5E+08", Fault.FLOAT),
        (OFFICER, "军12345678", Fault.SIGNS),
        (IdentifierKind.TEMPORARY, "A", Fault.SIGNS),
    ],
)
def test_a_wrong_number_is_refused_with_its_reason(kind: IdentifierKind, number: str, expected: Fault) -> None:
    assert fault(kind, number) is expected


def test_a_float_is_refused_whatever_the_kind() -> None:
    for kind in IdentifierKind:
        assert checked_identifier(kind, 123456.0, today=TODAY, first_years=None).fault is Fault.FLOAT


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from(IdentifierKind), typed_numbers() | st.just("CHN110000010101")), max_size=30))
def test_columns_and_their_values_agree(documents: list[tuple[IdentifierKind, str]]) -> None:
    kinds = pl.Series([kind.value for kind, _ in documents], dtype=pl.String)
    numbers = pl.Series([number for _, number in documents], dtype=pl.String)
    found = checked_identifiers(kinds, numbers, today=TODAY, first_years=FIRST_YEARS)
    one_by_one = [checked_identifier(kind, text, today=TODAY, first_years=FIRST_YEARS) for kind, text in documents]
    assert found.rows() == [as_row(each) for each in one_by_one]


def test_a_kind_that_does_not_exist_is_refused() -> None:
    numbers = pl.Series(["44170219800506002X", "E12345678"])
    found = checked_identifiers(pl.Series(["身份证", None]), numbers, today=TODAY, first_years=None)
    assert found["ok"].to_list() == [False, False] and found["fault"][0] == Fault.KIND.value


def test_a_number_is_looked_up_in_18_digits_however_it_is_typed() -> None:
    assert lookup_spelling(CARD, " 211002750101000") == lookup_spelling(CARD, "21100219750101000x")
    assert lookup_spelling(PASSPORT, "211002750101000") == "211002750101000"
