"""Columns find their fields by name, label or alias, whatever brackets, blanks and units stand around them."""

import pytest

from tests.records.made_channel import HEADERS, channel
from zengshou.records.channels.channel import Unit
from zengshou.records.channels.mapping import map_columns


def test_columns_are_found_by_name_label_and_alias_in_any_order() -> None:
    found = map_columns(("月份", "amount", "证 件 号 码*", "姓名", " 流水号 "), channel())
    assert found.places == {"period": 0, "amount": 1, "id_number": 2, "name": 3, "serial": 4}
    assert found.is_usable and [each.name for each in found.absent] == ["uscc", "type", "period_to", "reversal"]


@pytest.mark.parametrize(
    ("header", "unit"),
    [("金额（万元）", Unit.WAN), ("金额(元)", Unit.YUAN), ("金额（单位：分）", Unit.FEN), ("金额[万元]", Unit.WAN)],
)
def test_a_unit_in_the_header_is_the_unit_of_its_column(header: str, unit: Unit) -> None:
    found = map_columns((*HEADERS[:7], header, HEADERS[8]), channel())
    assert found.places["amount"] == 7 and found.units == {"amount": unit}


def test_missing_and_doubled_columns_are_problems_and_unknown_ones_are_told_of() -> None:
    headers = ("流水号", "姓 名", "姓名", "证件号", "所属期", "备注")
    found = map_columns(headers, channel())
    assert [each.name for each in found.missing] == ["id_number", "amount"] and not found.is_usable
    said = [str(problem) for problem in found.problems("来件.csv", headers)]
    assert said[0] == "来件.csv：缺少必填列“证件号码”。 是否就是列“证件号”？可在渠道文件里加为别名。"
    assert "文件中的列有：流水号、姓 名" in said[1] and said[2].startswith("来件.csv：有两列或更多列都是“姓名”。")
    assert found.notes()[0] == "未识别而没有读取的列：证件号、备注。"
