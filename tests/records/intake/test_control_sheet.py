"""The sender's totals agree to the fen, or the whole delivery waits (rule 4)."""

import pytest

from tests.records.made_channel import GOOD, channel, codes, row, rules, typed
from zengshou.concepts.problem import ProblemsFound
from zengshou.records.intake.control_sheet import (
    ControlTotals,
    control_cells,
    control_findings,
    counted,
    in_yuan,
    read_control,
)
from zengshou.records.intake.findings import blocks_file
from zengshou.records.intake.text_rows import text_rows


def test_totals_that_agree_pass_and_a_difference_of_one_fen_blocks_the_file() -> None:
    rows = typed(GOOD, row(serial="S2", amount="0.01"))
    assert counted(rows, channel()) == ControlTotals(2, {"amount": 620_001})
    assert control_findings(ControlTotals(2, {"amount": 620_001}), rows, channel(), rules()).is_empty()
    assert control_findings(None, rows, channel(), rules()).is_empty()
    found = control_findings(ControlTotals(3, {"amount": 620_002}), rows, channel(), rules())
    assert codes(found) == [(0, "E_CONTROL_ROWS"), (0, "E_CONTROL_SUM")] and blocks_file(found)
    assert found["message"].to_list() == [
        "控制表 3 行，文件 2 行，相差 -1 行。",
        "“金额”控制表合计 6,200.02 元，文件合计 6,200.01 元，相差 -0.01 元。",
    ]


def test_cells_that_are_no_amounts_are_named_as_a_possible_reason() -> None:
    rows = typed(GOOD, row(serial="S2", amount="约三千"))
    found = control_findings(ControlTotals(2, {"amount": 920_000}), rows, channel(), rules())
    assert found["message"][0].endswith("另有 1 行的这一列无法读取。")


@pytest.mark.parametrize(
    "lines",
    [
        [("行数", "1,000"), ("金额", "62.50")],
        [("记录数", "1000.0"), ("金额（万元）", "0.00625")],
        [("笔数", "1000"), ("amount", "￥62.5"), ("", "")],
    ],
)
def test_a_sheet_is_read_in_every_usual_form(lines: list[tuple[str, str]]) -> None:
    assert read_control(lines, channel(), "控制表") == ControlTotals(1000, {"amount": 6_250})


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([("行数", "一千"), ("金额", "1")], "行数应为整数"),
        ([("行数", "1"), ("金额", "很多")], "合计数应为金额"),
        ([("行数", "1"), ("税额", "1")], "不认识的项目“税额”"),
        ([("行数", "1")], "缺少“金额”的合计"),
        ([("金额", "1")], "缺少行数"),
    ],
)
def test_a_sheet_that_cannot_be_read_is_refused_with_its_line(lines: list[tuple[str, str]], words: str) -> None:
    with pytest.raises(ProblemsFound, match=words):
        read_control(lines, channel(), "控制表")


def test_a_sheet_with_and_without_a_header_gives_the_same_lines() -> None:
    lines = [("行数", "2"), ("金额", "5")]
    assert control_cells(text_rows(("项目", "数值"), lines)) == lines
    assert control_cells(text_rows(("行数", "2"), lines[1:])) == lines


def test_fen_are_shown_as_yuan_exactly() -> None:
    assert [in_yuan(fen) for fen in (0, -1, 123_456_789)] == ["0.00", "-0.01", "1,234,567.89"]
