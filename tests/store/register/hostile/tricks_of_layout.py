"""合成数据: how sheets and lines are put together: merged cells, several sheets, separators, quotes, ends of lines."""

import datetime
import io
from collections.abc import Callable

import openpyxl
import pyarrow as pa
from openpyxl.worksheet.worksheet import Worksheet
from pyarrow import parquet

from tests.store.register.hostile.made_sheets import GOOD, HEAD, SECOND, Row, Trick, book, lines, row, saved

OTHER_HEAD = ("流水号", "姓名", "证件号码", "所属期", "金额", "备注")
BOTH = {2: 620_000, 3: 10_050}


def sheets(
    *contents: tuple[str, list[Row]], state: str = "visible", empty_first: bool = False, chart: bool = False
) -> bytes:
    """A workbook of several sheets; `state` of the second."""
    whole = openpyxl.Workbook()
    first = whole.active
    assert isinstance(first, Worksheet)
    if chart:
        whole.create_chartsheet("图", 0)
    if not empty_first:
        whole.remove(first)
    for place, (name, rows) in enumerate(contents):
        sheet = whole.create_sheet(name)
        for cells in rows:
            sheet.append(cells)
        if place == 1:
            sheet.sheet_state = state
    return saved(whole)


def _merged(name: str, where: str, rows: list[int], *more: Row) -> Trick:
    data = book(HEAD, GOOD, SECOND, *more, change=lambda sheet: sheet.merge_cells(where))
    return Trick(name, data, 2 + len(more), [(place, "E_MERGED", "") for place in rows])


def _written(name: str, content: str, read: int = 2, **must: object) -> Trick:
    return Trick(name, content.encode, read, **must)  # type: ignore[arg-type]


MERGED = (
    _merged("merged down: one name for two rows", "B2:B3", [2, 3]),
    _merged("merged across: one cell for two columns", "D2:E2", [2]),
    _merged("merged down and across", "D2:E3", [2, 3]),
    _merged("merged total", "A4:D4", [4], ("合计", None, None, None, 6300.5)),
    Trick(
        "a merged title above the header",
        book(("某局报送明细表",), HEAD, GOOD, change=lambda sheet: sheet.merge_cells("A1:H1")),
        1,
        fen={3: 620_000},
    ),
)

SHEETS = (
    Trick(
        "two sheets with one header",
        lambda: sheets(("一月", [HEAD, GOOD]), ("二月", [HEAD, SECOND])),
        refusal="有同样的表头",
    ),
    Trick(
        "two sheets of one kind with different headers",
        lambda: sheets(("一月", [HEAD, GOOD]), ("二月", [OTHER_HEAD, SECOND[:6]])),
        refusal="像是与“一月”同类的数据",
    ),
    Trick(
        "the next page without a header",
        lambda: sheets(("1", [HEAD, GOOD]), ("2", [SECOND[:8], row(账号="1")])),
        refusal="像是与“1”同类的数据",
    ),
    Trick(
        "a sheet of explanations",
        lambda: sheets(("表", [HEAD, GOOD]), ("填表说明", [("一、按月填报",), ("代码", "含义")])),
        1,
        note="没有读取的工作表：填表说明",
    ),
    Trick(
        "a hidden sheet of the same kind",
        lambda: sheets(("表", [HEAD, GOOD]), ("旧", [HEAD, SECOND]), state="hidden"),
        1,
    ),
    Trick(
        "a very hidden sheet of the same kind",
        lambda: sheets(("表", [HEAD, GOOD]), ("旧", [HEAD, SECOND]), state="veryHidden"),
        1,
        fen={2: 620_000},
    ),
    Trick("a chart before the sheet", lambda: sheets(("表", [HEAD, GOOD]), chart=True), 1, fen={2: 620_000}),
    Trick("an empty workbook", book(), refusal="没有可见的内容"),
    Trick("an empty first sheet", lambda: sheets(("表", [HEAD, GOOD]), empty_first=True), 1, fen={2: 620_000}),
    Trick(
        "a sheet that runs from right to left",
        book(HEAD, GOOD, change=lambda sheet: setattr(sheet.sheet_view, "rightToLeft", True)),
        1,
        fen={2: 620_000},
    ),
    Trick(
        "a cell so far away that there would be billions",
        book(HEAD, GOOD, change=lambda sheet: sheet.cell(1_048_576, 16_384, "远")),
        refusal="超过 200 万个单元格",
    ),
    Trick(
        "a far cell that holds nothing but a colour",
        book(HEAD, GOOD, change=lambda sheet: setattr(sheet.cell(200_000, 26), "number_format", "0.00")),
        1,
        fen={2: 620_000},
    ),
    Trick("more cells than the header", book(HEAD, GOOD, (*SECOND, "多")), 2, [(3, "E_COLUMNS", "")]),
    Trick("fewer cells than the header", book(HEAD, GOOD, SECOND[:5]), 2, fen=BOTH),
    Trick(
        "dates and numbers in one row",
        book(HEAD, row(所属期=datetime.date(2025, 3, 1), 金额=6200.5, 面积=96)),
        1,
        fen={2: 620_050},
    ),
)

LINES = (
    _written("semicolons", lines(HEAD, GOOD, SECOND, separator=";"), fen=BOTH),
    _written("tabs", lines(HEAD, GOOD, SECOND, separator="\t"), fen=BOTH),
    _written("strokes", lines(HEAD, GOOD, SECOND, separator="|"), fen=BOTH),
    _written("full-width commas", lines(HEAD, GOOD).replace(",", "，"), refusal="缺少必填列"),
    _written("Windows ends of lines", lines(HEAD, GOOD, SECOND, end="\r\n"), fen=BOTH),
    _written("ends of lines of 1990", lines(HEAD, GOOD, SECOND, end="\r"), fen=BOTH),
    _written(
        "mixed ends of lines",
        lines(HEAD, GOOD, end="\r\n") + lines(SECOND, end="\r") + lines(row(金额="1")),
        3,
        fen=BOTH,
    ),
    _written("no end of the last line", lines(HEAD, GOOD, SECOND).rstrip(), fen=BOTH),
    _written("a comma at every end", lines(HEAD, GOOD, SECOND).replace("\n", ",\n"), fen=BOTH),
    _written("a comma too many in one row", lines(HEAD, GOOD) + lines(SECOND, end=",\n"), aside=[(3, "E_COLUMNS", "")]),
    _written("a cell too few in one row", lines(HEAD, GOOD, SECOND[:7]), aside=[(3, "E_COLUMNS", "")]),
    _written(
        "an amount with an unquoted comma",
        lines(HEAD, GOOD) + "S9,陈,44170219800506002X,2025-03,1,000,,,\n",
        aside=[(3, "E_COLUMNS", "")],
    ),
    _written("a separator inside quotes", lines(HEAD, row(姓名="陈,一"), SECOND), values={(2, "name"): "陈,一"}),
    _written(
        "a line break inside quotes", lines(HEAD, row(姓名="陈\n一"), SECOND), values={(2, "name"): "陈\n一"}, fen=BOTH
    ),
    _written("quotes inside quotes", lines(HEAD, row(姓名='陈"一"'), SECOND), values={(2, "name"): '陈"一"'}),
    _written("a quote in the middle of a cell", lines(HEAD, GOOD, SECOND).replace("陈一", '陈"一'), fen=BOTH),
    _written("a quote that never closes", lines(HEAD, row(姓名="@"), *[SECOND] * 12).replace("@", '"'), refusal="引号"),
    _written(
        "quotes around every cell",
        '"' + lines(HEAD, GOOD, SECOND).rstrip().replace(",", '","').replace("\n", '"\n"') + '"\n',
        fen=BOTH,
    ),
    _written("a zero byte in a cell", lines(HEAD, row(姓名="陈\0一")), refusal="二进制"),
    _written("a bell in a cell", lines(HEAD, row(姓名="陈\a一")), 1, aside=[(2, "E_TEXT", "B2")]),
    _written("writing turned round", lines(HEAD, row(姓名="\u202e一陈")), 1, aside=[(2, "E_TEXT", "B2")]),
    _written("an endless cell", lines(HEAD, row(姓名="陈" * 501)), 1, aside=[(2, "E_TEXT", "B2")]),
    _written("the end of file of 1981", lines(HEAD, GOOD) + "\x1a", 2, aside=[(3, "E_COLUMNS", "")]),
    _written("nothing but separators", ",,,\n,,,\n", refusal="缺少必填列"),
)


def table(**changes: pa.Array) -> Callable[[], bytes]:
    """A Parquet file of one good row, columns replaced by the name of their header."""

    def made() -> bytes:
        columns = {head: changes.get(head, pa.array([cell])) for head, cell in zip(HEAD, GOOD, strict=True)}
        out = io.BytesIO()
        parquet.write_table(pa.table(columns), out, write_page_checksum=True)
        return out.getvalue()

    return made


NOON_OF_IDES = datetime.datetime(2025, 3, 15, 12)
TABLES = (
    Trick("a Parquet table", table(), 1, fen={1: 620_000}),
    Trick(
        "Parquet: whole numbers and dates",
        table(金额=pa.array([6200]), 发放日期=pa.array([NOON_OF_IDES.date()])),
        1,
        fen={1: 620_000},
    ),
    Trick(
        "Parquet: an identity number as a float",
        table(证件号码=pa.array([4.41702198005060e17])),
        1,
        [(1, "E_ID_FLOAT", "C1")],
    ),
    Trick("Parquet: an account as a float", table(账号=pa.array([6222020000000001.0])), 1, [(1, "E_TEXT_FLOAT", "H1")]),
    Trick(
        "Parquet: an amount with the noise of a float",
        table(金额=pa.array([0.1 + 0.2])),
        1,
        [(1, "E_AMOUNT_DECIMALS", "E1")],
    ),
    Trick("Parquet: no number", table(金额=pa.array([float("nan")])), 1, [(1, "E_AMOUNT", "E1")]),
    Trick("Parquet: an amount as truth", table(金额=pa.array([True])), 1, [(1, "E_AMOUNT", "E1")]),
    Trick("Parquet: nothing in a required column", table(姓名=pa.nulls(1, pa.string())), 1, [(1, "E_MISSING", "B1")]),
    Trick("Parquet: a time of day", table(发放日期=pa.array([NOON_OF_IDES])), 1, [(1, "E_DATE", "F1")]),
    Trick(
        "Parquet: a time in a zone",
        table(发放日期=pa.array([datetime.datetime(2025, 3, 15)]).cast(pa.timestamp("us", "Asia/Shanghai"))),
        1,
        [(1, "E_DATE", "F1")],
    ),
    Trick("Parquet: a cell of many values", table(金额=pa.array([[1, 2]])), refusal="不是单个的值"),
    Trick("Parquet: bytes in a cell", table(姓名=pa.array([b"\xff"])), refusal="二进制"),
)
