"""A unit of money over a table is seen in every writing; where amounts would be read otherwise, the file is refused."""

import pytest

from tests.records.made_channel import GOOD, HEADERS, TODAY, channel, rules
from zengshou.records.channels.mapping import map_columns
from zengshou.records.intake.findings import blocks_file
from zengshou.records.intake.text_rows import TextRows, text_rows
from zengshou.records.intake.typed_rows import typed_rows
from zengshou.records.intake.unit_above import units_above


@pytest.mark.parametrize(
    ("line", "units"),
    [
        ("单位：万元", ("万元",)),
        ("金额单位: 人民币元", ("元",)),
        ("单位 千元", ("千元",)),
        ("某局  2025年3月  （单位：人、万元）", ("万元",)),
        ("某表 （万元）", ("万元",)),
        ("单位：元/人", ("元",)),
        ("报送单位：元宝区某局", ()),
        ("填报单位：某局", ()),
        ("单位：人", ()),
        ("", ()),
    ],
)
def test_the_unit_over_a_table_is_read_from_its_line(line: str, units: tuple[str, ...]) -> None:
    assert units_above((line,)) == units


@pytest.mark.parametrize(
    ("above", "header", "is_refused"),
    [
        ("单位：万元", "金额", True),
        ("单位：元", "金额", False),
        ("单位：万元", "金额（元）", False),
        ("单位：亿元", "金额", True),
    ],
)
def test_a_file_is_refused_where_its_amounts_would_be_read_in_another_unit(
    above: str, header: str, is_refused: bool
) -> None:
    headers = tuple(header if each == "金额" else each for each in HEADERS)
    typed_in = text_rows(headers, [GOOD])
    text = TextRows(typed_in.frame, headers, above=(above,))
    found = typed_rows(text, channel(), map_columns(headers, channel()), rules(), TODAY)
    assert blocks_file(found.findings) == is_refused
    assert [each["code"] for each in found.findings.to_dicts()] == ["E_UNIT"] * is_refused
