"""A column is judged exactly as its values one by one."""

import time

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.records.identity.numbers import FIRST_YEARS, TODAY, number, typed_numbers
from zengshou.records.identity.checked_number import CHECKED, CheckedNumber
from zengshou.records.identity.id_number import checked_id_number
from zengshou.records.identity.id_number_columns import checked_id_numbers


def as_row(found: CheckedNumber) -> tuple[object, ...]:
    kind, fault = found.kind and found.kind.value, found.fault and found.fault.value
    caution = found.cautions[0].value if found.cautions else ""
    return (found.ok, found.normalised, found.original, kind, found.birth, found.sex, caution, fault)


@settings(max_examples=40)
@given(st.lists(typed_numbers(), max_size=40))
@example(["44170219800506002X", "4.41702E+17", "", "４４１７０２１９８００５０６００２ｘ"])
def test_a_column_and_its_values_agree(numbers: list[str]) -> None:
    column = checked_id_numbers(pl.Series(numbers, dtype=pl.String), today=TODAY, first_years=FIRST_YEARS)
    assert column.schema == CHECKED
    one_by_one = [as_row(checked_id_number(text, today=TODAY, first_years=FIRST_YEARS)) for text in numbers]
    assert column.rows() == one_by_one


def test_a_column_of_floats_is_refused_row_by_row() -> None:
    found = checked_id_numbers(pl.Series([4.41702e17, None]), today=TODAY, first_years=None)
    assert found["fault"].to_list() == ["E_ID_FLOAT", "E_ID_EMPTY"]


def test_a_column_of_whole_numbers_is_read_as_digits_and_null_as_empty() -> None:
    found = checked_id_numbers(pl.Series([211002750101000, None]), today=TODAY, first_years=None)
    assert found["normalised"].to_list() == ["21100219750101000X", ""]


def test_an_empty_column_gives_an_empty_answer() -> None:
    assert checked_id_numbers(pl.Series([], dtype=pl.String), today=TODAY, first_years=None).schema == CHECKED


@pytest.mark.slow
def test_a_million_numbers_take_a_few_seconds() -> None:
    many = pl.Series([number(f"4417021980050{place:04d}") for place in range(1_000, 9_000)] * 125)
    began = time.process_time()
    checked_id_numbers(many, today=TODAY, first_years=FIRST_YEARS)
    assert time.process_time() - began < 5
