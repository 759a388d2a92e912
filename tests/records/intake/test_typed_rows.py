"""Rows are typed or put aside, each once; a finding names row, cell and field and never tells a sensitive value."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.records.made_channel import GOOD, HEADERS, TODAY, channel, codes, row, rules, typed
from zengshou.records.channels.mapping import map_columns
from zengshou.records.intake.findings import (
    FINDING_SCHEMA,
    Finding,
    blocks_file,
    finding_frame,
    findings_of,
    split,
)
from zengshou.records.intake.row_places import BrokenRow, column_letter
from zengshou.records.intake.text_rows import TextRows, text_rows
from zengshou.records.intake.typed_rows import typed_rows


def test_a_good_row_has_all_its_values_and_no_finding() -> None:
    found = typed(GOOD)
    assert found.findings.is_empty() and found.frame.height == 1
    values = found.frame.row(0, named=True)
    assert (values["row"], values["amount"], values["period"], values["type"]) == (2, 620_000, 2025 * 12 + 2, "1")
    assert (values["id_number_birth"].isoformat(), values["id_number_sex"]) == ("1980-05-06", "female")


@pytest.mark.parametrize(
    ("changes", "rule", "code", "cell"),
    [
        ({"serial": ""}, 3, "E_MISSING", "A2"),
        ({"name": "陈\ufffd"}, 3, "E_ENCODING", "B2"),
        ({"id_number": "441702198005060021"}, 5, "E_ID_CHECKDIGIT", "C2"),
        ({"id_number": "4.41702198005060E+17"}, 5, "E_ID_FLOAT", "C2"),
        ({"id_number": "44170219900230000X"}, 5, "E_ID_CHECKDIGIT", "C2"),
        ({"id_number": "4417021990023000"}, 5, "E_ID_LENGTH", "C2"),
        ({"uscc": "91441700MA0000000U"}, 7, "E_USCC_CHECKDIGIT", "D2"),
        ({"type": "奖金"}, 3, "E_CODE", "E2"),
        ({"period": "三月"}, 3, "E_MONTH", "F2"),
        ({"amount": "6200.005"}, 3, "E_AMOUNT_DECIMALS", "H2"),
    ],
)
def test_each_fault_of_a_cell_is_a_finding_with_its_address(
    changes: dict[str, str], rule: int, code: str, cell: str
) -> None:
    found = typed(row(**changes)).findings.to_dicts()
    assert [(each["rule"], each["code"], each["cell"], each["severity"]) for each in found] == [(rule, code, cell, "B")]
    assert next(iter(changes.values())) not in found[0]["message"] or not next(iter(changes.values()))


def test_an_area_code_newer_than_the_birth_only_asks() -> None:
    headers, feed = HEADERS, channel()
    text = text_rows(headers, [row(id_number="21100219750101000X")])
    found = typed_rows(text, feed, map_columns(headers, feed), rules(), TODAY, {"211002": 1983})
    assert [(each["rule"], each["code"], each["severity"]) for each in found.findings.to_dicts()] == [
        (6, "W_ID_CODE_NEWER", "C")
    ]
    assert found.frame["id_number"].to_list() == ["21100219750101000X"]


def test_numbers_cut_to_zeros_by_a_spreadsheet_are_refused_even_if_they_pass_the_check_digit() -> None:
    passing = "441702198005051000"
    failing = ["441702198005061000", "441702198005062000", "441702198005063000"]
    assert typed(row(id_number=passing)).findings.is_empty()
    found = typed(*(row(serial=f"S{n}", id_number=number) for n, number in enumerate([*failing, passing])))
    assert codes(found.findings) == [(2, "E_ID_FLOAT"), (3, "E_ID_FLOAT"), (4, "E_ID_FLOAT"), (5, "E_ID_FLOAT")]


def test_a_file_without_a_required_column_is_blocked_as_a_whole() -> None:
    feed, headers = channel(), HEADERS[:7]
    text = text_rows(headers, [GOOD[:7]])
    found = typed_rows(text, feed, map_columns(headers, feed), rules(), TODAY)
    assert blocks_file(found.findings) and codes(found.findings) == [(0, "E_HEADER")]
    assert found.findings["message"].to_list() == ["必填列“金额”：没有这一列。"]


def test_the_unit_of_a_header_is_the_unit_of_the_column() -> None:
    headers = tuple("金额（万元）" if header == "金额" else header for header in HEADERS)
    assert typed(row(amount="0.62"), headers=headers).frame["amount"].to_list() == [620_000]


def test_broken_rows_stay_rows_and_are_blocked() -> None:
    text = text_rows(HEADERS, [GOOD])
    broken = (BrokenRow(3, 120, "E_ENCODING", "这一行的字节不成文字（自第 120 字节起）", b"\xff"),)
    with_broken = TextRows(text.frame, text.headers, broken=broken)
    found = typed_rows(with_broken, channel(), map_columns(HEADERS, channel()), rules(), TODAY)
    assert found.frame["row"].to_list() == [2, 3] and codes(found.findings) == [(3, "E_ENCODING")]
    accepted, quarantined = split(found.frame, found.findings)
    assert accepted.height + quarantined.height == with_broken.rows_read == 2


CELLS = st.one_of(
    st.sampled_from(GOOD), st.sampled_from(["", "-5", "x", "2025-13", "NULL", "9" * 30]), st.text(max_size=6)
)
ROWS = st.lists(st.tuples(*[CELLS] * len(HEADERS)), max_size=12)


@given(ROWS)
@settings(deadline=None, max_examples=60)
def test_accepted_and_quarantined_are_the_rows_read_for_every_frame(cells: list[tuple[str, ...]]) -> None:
    found = typed(*cells)
    accepted, quarantined = split(found.frame, found.findings)
    assert sorted([*accepted["row"], *quarantined["row"]]) == list(range(2, 2 + len(cells)))
    required = [each.name for each in channel().fields if each.is_required]
    assert sum(accepted[name].null_count() for name in required) == 0
    assert dict(found.findings.schema) == dict(FINDING_SCHEMA)


def test_columns_have_the_letters_of_spreadsheets() -> None:
    assert [column_letter(place) for place in (0, 25, 26, 701, 702, 16_383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]


def test_findings_go_into_a_frame_and_come_back() -> None:
    one = Finding(3, 5, "E_ID_LENGTH", "B", "id_number", "C3", "证件号码位数不对。")
    assert list(findings_of(finding_frame([one]))) == [one]
    assert finding_frame([]).schema == pl.Schema(FINDING_SCHEMA)
