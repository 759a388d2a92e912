"""Cells in every writing that agencies use; money to the fen, and nothing guessed."""

from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zengshou.concepts.period import month_index
from zengshou.records.channels.channel import Field, FieldKind, Unit
from zengshou.records.intake.read_amounts import read_amounts
from zengshou.records.intake.read_cells import (
    ReadColumn,
    clean,
    read_codes,
    read_dates,
    read_months,
    read_numbers,
    read_phones,
    read_shares,
    read_texts,
)

LIMIT = 10**12


def one(read: ReadColumn, suffix: str = "") -> object:
    """The value, or the code of the fault."""
    return read.fault[0] or read.values[suffix][0]


def amount(cell: str, unit: Unit = Unit.YUAN) -> object:
    return one(read_amounts(clean(pl.Series([cell])), unit, LIMIT))


@pytest.mark.parametrize(
    ("cell", "fen"),
    [
        ("6200", 620_000),
        ("6,200.00", 620_000),
        ("12,345,678.9", 1_234_567_890),
        ("￥6200.5", 620_050),
        ("¥-5", -500),
        ("６２００．５０", 620_050),
        ("0.62万元", 620_000),
        ("1.2345万", 1_234_500),
        ("6200元", 620_000),
        ("50分", 50),
        ("(120.5)", -12_050),
        ("（120.50）", -12_050),
        ("−120.55", -12_055),
        ("+3", 300),
        ("1.", 100),
        ("1.230", 123),
        ("007", 700),
        ('="88.10"', 8_810),
        ("'88.10", 8_810),
        ("6 200", 620_000),
        ("0.00", 0),
        ("—", None),
        ("", None),
        ("NULL", None),
        ("1.234", "E_AMOUNT_DECIMALS"),
        ("0.0000001万", "E_AMOUNT_DECIMALS"),
        ("0.5分", "E_AMOUNT_DECIMALS"),
        ("99999999999", "E_AMOUNT_RANGE"),
        ("123456789012345678901234", "E_AMOUNT_RANGE"),
        ("1e5", "E_AMOUNT"),
        ("约3千", "E_AMOUNT"),
        ("1,23", "E_AMOUNT"),
        ("5元万元", "E_AMOUNT"),
        ("1.2.3", "E_AMOUNT"),
        ("--5", "E_AMOUNT"),
        ("#DIV/0!", "E_AMOUNT"),
        ("nan", "E_AMOUNT"),
    ],
)
def test_an_amount_is_whole_fen_or_refused(cell: str, fen: object) -> None:
    assert amount(cell) == fen


def test_the_unit_of_the_channel_holds_unless_the_cell_says_another() -> None:
    assert [amount("1.5", unit) for unit in (Unit.YUAN, Unit.WAN)] == [150, 1_500_000]
    assert amount("150", Unit.FEN) == 150 and amount("1.5", Unit.FEN) == "E_AMOUNT_DECIMALS"
    assert amount("1.5元", Unit.WAN) == 150


@given(
    st.decimals(-(10**9), 10**9, places=2, allow_nan=False), st.sampled_from(["{:f}", "{:,.2f}", "￥{:f}", "{:f}元"])
)
def test_every_amount_in_yuan_comes_back_to_the_fen(value: Decimal, writing: str) -> None:
    assert amount(writing.format(value)) == int(value * 100)


@given(st.lists(st.text(max_size=12), max_size=20))
def test_any_text_is_an_amount_a_blank_or_a_fault_and_never_both(cells: list[str]) -> None:
    text = clean(pl.Series(cells, dtype=pl.String))
    read = read_amounts(text, Unit.YUAN, LIMIT)
    has_value, has_fault = read.values[""].is_not_null(), read.fault.is_not_null()
    assert (has_value.cast(int) + has_fault.cast(int) + text.is_null().cast(int)).to_list() == [1] * len(cells)


@pytest.mark.parametrize(
    "cell",
    [
        "2025-03",
        "202503",
        "2025年3月",
        "2025/3",
        "2025.03",
        "２０２５－０３",
        "2025-03-15",
        "20250301",
        "2025-03-01 00:00:00",
    ],
)
def test_a_month_in_every_writing(cell: str) -> None:
    assert one(read_months(clean(pl.Series([cell])))) == month_index(2025, 3)


@pytest.mark.parametrize("cell", ["2025-13", "2025", "25-03", "45731", "三月", "202500", "9999-01", "2025-3-15-1"])
def test_what_is_no_month_is_refused(cell: str) -> None:
    assert one(read_months(clean(pl.Series([cell])))) == "E_MONTH"


@pytest.mark.parametrize(
    "cell",
    ["2025-03-15", "20250315", "2025/3/15", "2025年3月15日", "2025.3.15", "2025-03-15T00:00:00", "２０２５．３．１５"],
)
def test_a_date_in_every_writing(cell: str) -> None:
    assert one(read_dates(clean(pl.Series([cell])))) == date(2025, 3, 15)


@pytest.mark.parametrize("cell", ["2025-02-30", "45731", "15/03/2025", "2025-03", "2025-03-15 08:30:00", "昨天"])
def test_what_is_no_date_is_refused_and_a_serial_number_is_not_guessed(cell: str) -> None:
    assert one(read_dates(clean(pl.Series([cell])))) == "E_DATE"


@pytest.mark.parametrize(
    ("cell", "share"),
    [("1/2", (1, 2)), ("50%", (1, 2)), ("0.5", (1, 2)), ("33.33%", (3333, 10_000)), ("1", (1, 1)), ("100％", (1, 1))],
)
def test_a_share_in_every_writing(cell: str, share: tuple[int, int]) -> None:
    read = read_shares(clean(pl.Series([cell])))
    assert (one(read, "_over"), one(read, "_under")) == share


@pytest.mark.parametrize("cell", ["0", "2", "3/2", "1/0", "120%", "二分之一", "-1/2"])
def test_what_is_no_share_is_refused(cell: str) -> None:
    assert one(read_shares(clean(pl.Series([cell]))), "_over") == "E_SHARE"


def test_codes_are_found_by_code_label_or_other_word_and_cut_zeros_are_put_back() -> None:
    field = Field("t", "种类", FieldKind.CODE, 1, codes={"01": "工资", "02": "租金"}, code_words={"薪金": "01"})
    cells = pl.Series(["01", "1", "1.0", "工资", "薪 金", "０２", "03", "工资薪金"])
    read = read_codes(clean(cells), field)
    assert read.values[""].to_list() == ["01"] * 5 + ["02", None, None]
    assert read.fault.to_list() == [None] * 6 + ["E_CODE"] * 2


def test_lost_characters_control_characters_and_endless_texts_are_refused() -> None:
    cells = pl.Series(["陈一", "陈\ufffd", "锟斤拷", "a\x07b", "x" * 501, None])
    read = read_texts(cells)
    assert read.fault.to_list() == [None, "E_ENCODING", "E_ENCODING", "E_TEXT", "E_TEXT", None]
    assert read.values[""].to_list() == ["陈一", None, None, None, None, None]


def test_telephones_and_numbers() -> None:
    assert one(read_phones(clean(pl.Series(["0662-322 1234"])))) == "06623221234"
    assert one(read_phones(clean(pl.Series(["13800000000.0"])))) == "13800000000"
    assert one(read_phones(clean(pl.Series(["无"])))) == "E_PHONE"
    assert one(read_numbers(clean(pl.Series(["1,096.4"])))) == 1096.4
    assert one(read_numbers(clean(pl.Series(["inf"])))) == "E_NUMBER"
