"""合成数据: what senders do around and above a table: titles, two headers, totals, notes, units, hidden rows."""

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests.store.register.hostile.made_sheets import (
    GOOD,
    HEAD,
    SECOND,
    Trick,
    book,
    lines,
    row,
    saved,
    text,
)

TITLE = ("某局报送明细表",)
TOTAL = ("合计", "", "", "", "6300.50", "", "", "")


def _headed(name: str, **changes: str) -> Trick:
    head = tuple(changes.get(word, word) for word in HEAD)
    return Trick(name, text(head, GOOD), read=1, fen={2: 620_000})


def _missing(name: str, header: str, refusal: str = "缺少必填列“金额”") -> Trick:
    head = tuple(header if word == "金额" else word for word in HEAD)
    return Trick(name, text(head, GOOD), refusal=refusal)


def _sheet_in_the_middle() -> bytes:
    """The table begins at D5."""
    whole = openpyxl.Workbook()
    sheet = whole.active
    assert sheet is not None
    for place, cells in enumerate((HEAD, GOOD, SECOND), start=5):
        for column_number, cell in enumerate(cells, start=4):
            sheet.cell(place, column_number, cell)
    return saved(whole)


def _filtered(sheet: Worksheet) -> None:
    sheet.auto_filter.ref = "A1:H3"
    sheet.auto_filter.add_filter_column(0, ["S1"])
    sheet.row_dimensions[3].hidden = True


HEADERS = (
    Trick(
        "three title rows above",
        text(TITLE, (), ("报送单位：某局", "", "2025 年 3 月"), HEAD, GOOD),
        1,
        fen={5: 620_000},
    ),
    Trick("header in row 15", text(*[(f"说明 {n}",) for n in range(14)], HEAD, GOOD), 1, fen={16: 620_000}),
    Trick(
        "header below row 20 is none", text(*[(f"说明{n}", "x") for n in range(25)], HEAD, GOOD), refusal="缺少必填列"
    ),
    Trick(
        "two-row header, names in the first row",
        text(HEAD, ("", "", "", "", "（元）", "", "", ""), GOOD),
        2,
        [*((2, "E_MISSING", cell) for cell in ("A2", "B2", "C2", "D2")), (2, "E_AMOUNT", "E2")],
        {3: 620_000},
    ),
    Trick(
        "two-row header, the amounts named in the second row",
        text(("流水号", "姓名", "证件号码", "所属期", "收入", ""), ("", "", "", "", "金额", "税额"), GOOD[:6]),
        refusal="缺少必填列“金额”",
    ),
    Trick(
        "header merged over two rows",
        book(HEAD, (None,) * 8, GOOD, change=lambda sheet: [sheet.merge_cells(f"{c}1:{c}2") for c in "ABCDEFGH"]),
        1,
        fen={3: 620_000},
    ),
    Trick(
        "header merged over two columns",
        book((*HEAD, "备注", None), (*GOOD, "甲", "乙"), change=lambda sheet: sheet.merge_cells("I1:J1")),
        1,
        [(2, "E_COLUMNS", "")],
    ),
    Trick(
        "header again after a page break",
        text(HEAD, GOOD, HEAD, SECOND),
        3,
        [
            (3, "E_ID_LENGTH", "C3"),
            (3, "E_MONTH", "D3"),
            (3, "E_AMOUNT", "E3"),
            (3, "E_DATE", "F3"),
            (3, "E_NUMBER", "G3"),
        ],
        {2: 620_000, 4: 10_050},
    ),
    Trick(
        "total at the end",
        text(HEAD, GOOD, TOTAL),
        2,
        [(3, "E_MISSING", "B3"), (3, "E_MISSING", "C3"), (3, "E_MISSING", "D3")],
        {2: 620_000},
    ),
    Trick(
        "subtotal in the middle",
        text(HEAD, GOOD, ("", "小计", "", "", "6200", "", "", ""), SECOND),
        3,
        [(3, "E_MISSING", "A3"), (3, "E_MISSING", "C3"), (3, "E_MISSING", "D3")],
        {4: 10_050},
    ),
    Trick(
        "notes below a workbook's table",
        book(HEAD, GOOD, (), ("制表人：某某　复核：某某",)),
        2,
        [(4, "E_MISSING", "B4"), (4, "E_MISSING", "C4"), (4, "E_MISSING", "D4"), (4, "E_MISSING", "E4")],
    ),
    Trick("notes below a csv table", text(HEAD, GOOD, ("注：本表为合成数据",)), 2, [(3, "E_COLUMNS", "")]),
    Trick(
        "unit 万元 in the header",
        text((*HEAD[:4], "金额（万元）", *HEAD[5:]), row(金额="0.62")),
        1,
        fen={2: 620_000},
    ),
    Trick("unit 元 in the header", text((*HEAD[:4], "金额(单位：元)", *HEAD[5:]), GOOD), 1, fen={2: 620_000}),
    _missing("unit 千元 in the header", "金额（千元）"),
    _missing("unit without brackets", "金额万元"),
    Trick("unit 万元 in a line above", text(TITLE, ("", "单位：万元"), HEAD, row(金额="0.62")), refusal="单位是万元"),
    Trick("unit 千元 in a line above", text(("金额单位：人民币千元",), HEAD, GOOD), refusal="单位是千元"),
    Trick("unit alone in a cell above", text(("", "（万元）"), HEAD, GOOD), refusal="单位是万元"),
    Trick("two units in a line above", text(("单位：人、万元",), HEAD, GOOD), refusal="单位是万元"),
    Trick("unit 元 in a line above", text(("单位：元",), HEAD, GOOD), 1, fen={3: 620_000}),
    Trick(
        "unit above and another in the header",
        text(("单位：万元",), (*HEAD[:4], "金额（元）", *HEAD[5:]), GOOD),
        1,
        fen={3: 620_000},
    ),
    Trick("an office named like a unit", text(("报送单位：元宝区某局",), HEAD, GOOD), 1, fen={3: 620_000}),
    Trick(
        "an empty column in the middle",
        text((*HEAD[:2], "", *HEAD[2:]), (*GOOD[:2], "", *GOOD[2:])),
        1,
        fen={2: 620_000},
    ),
    Trick(
        "a column with content and no header",
        text((*HEAD[:2], "", *HEAD[2:]), (*GOOD[:2], "？", *GOOD[2:])),
        1,
        fen={2: 620_000},
        note="没有读取的列：C",
    ),
    Trick("a column nobody knows", text((*HEAD, "备注"), (*GOOD, "x")), 1, note="未识别而没有读取的列：备注"),
    Trick("a header twice", text((*HEAD, "金额"), (*GOOD, "1")), refusal="有两列或更多列都是“金额”"),
    Trick("a header and its alias", text((*HEAD, "月份"), (*GOOD, "2025-04")), refusal="有两列或更多列都是“所属期”"),
    Trick(
        "a hidden row",
        book(HEAD, GOOD, SECOND, change=lambda sheet: setattr(sheet.row_dimensions[3], "hidden", True)),
        2,
        fen={3: 10_050},
        note="1 行被隐藏或筛掉",
    ),
    Trick(
        "rows that a filter hides",
        book(HEAD, GOOD, SECOND, change=_filtered),
        2,
        fen={2: 620_000, 3: 10_050},
        note="1 行被隐藏或筛掉",
    ),
    Trick(
        "a hidden column",
        book(HEAD, GOOD, change=lambda sheet: setattr(sheet.column_dimensions["E"], "hidden", True)),
        1,
        fen={2: 620_000},
        note="1 列被隐藏",
    ),
    _headed("full-width and spaced headers", 姓名="姓　名", 证件号码=" 证 件 号 码 ", 金额="ａｍｏｕｎｔ"),
    _headed("a second byte order mark in the first header", 流水号="\ufeff\ufeff流水号"),
    _headed("zero-width signs in headers", 姓名="姓\u200b名", 金额="金\u2060额\u200d"),
    _headed("marks of required columns", 姓名="*姓名", 证件号码="证件号码＊", 金额="※金额"),
    _headed("a line break in a header", 证件号码="证件\n号码"),
    _headed(
        "English names of fields", 流水号="serial", 姓名="NAME", 证件号码="Id_Number", 所属期="period", 金额="amount"
    ),
    Trick(
        "traditional characters in headers",
        text(tuple(word.replace("证", "證").replace("额", "額") for word in HEAD), GOOD),
        refusal="缺少必填列“证件号码”",
    ),
    Trick("the table begins at D5", _sheet_in_the_middle, 2, fen={6: 620_000, 7: 10_050}),
    Trick("a header and nothing below", text(HEAD), 0),
    Trick("no header at all", text(GOOD, SECOND), refusal="缺少必填列"),
    Trick(
        "the separator of a spreadsheet in line 1", lambda: ("sep=;\n" + lines(HEAD, GOOD, separator=";")).encode(), 1
    ),
    Trick("comment lines above", text(("# 导出时间 2025-04-01",), ("# 共 1 行",), HEAD, GOOD), 1, fen={4: 620_000}),
    Trick("a comment line inside", text(HEAD, GOOD, ("# 第二页",), SECOND), 3, [(3, "E_COLUMNS", "")]),
    Trick("blank rows inside", text(HEAD, (), GOOD, ("",) * 8, SECOND), 2),
)
