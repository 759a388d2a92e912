"""合成数据: a small delivery in every kind of file, good ones, for mutations to begin with."""

import datetime
import io
from collections.abc import Callable, Mapping

import openpyxl
import pyarrow as pa
from pyarrow import parquet

from tests.records.made_channel import HEADERS
from tests.store.register.hostile.old_workbook import old_workbook

ROWS = (
    ("S1", "陈一", "44170219800506002X", "91441700MA0000000J", "工资", "2025-03", "", "6,200.00", ""),
    ("S2", "𠮷二", "21100219750101000X", "", "租金", "202503", "2025-04", "￥100.5", "备注，有逗号"),
    ("S3", "李\n三", "44170219800506002x", "", "工资", "2025年3月", "", "0.62万元", ""),
    ("S4", "王四", "4.41702198005060E+17", "", "工资", "45717", "", "-5", "S1"),
)


def corpus(kind: str) -> tuple[bytes, ...]:
    """A few good files of a kind."""
    return _CORPORA[kind]()


def _texts() -> tuple[bytes, ...]:
    lines = [",".join(f'"{cell}"' if {",", "\n"} & set(cell) else cell for cell in row) for row in (HEADERS, *ROWS)]
    plain = "\n".join(lines) + "\n"
    titled = f"某局报送表,,\n单位：元\n{plain}合计,,,,,,,6295.50,\n"
    return (
        plain.encode(),
        plain.encode("gb18030"),
        plain.encode("utf-8-sig"),
        plain.encode("utf-16"),
        titled.encode(),
        plain.replace(",", "\t").replace("\n", "\r\n").encode(),
        titled.replace(",", ";").replace("\n", "\r").encode("gb18030"),
    )


def _workbooks() -> tuple[bytes, ...]:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(("某局报送表",))
    sheet.merge_cells("A1:D1")
    for row in (
        HEADERS,
        *ROWS,
        ("S5", "赵五", 441702198005060024, None, 1, datetime.date(2025, 3, 1), None, 62.5, True),
    ):
        sheet.append(row)
    sheet.append(("S6", "=A3", "#N/A", None, "工资", datetime.datetime(2025, 3, 1, 8), None, "=1+1"))
    notes = book.create_sheet("说明")
    notes.append(("填表说明",))
    out = io.BytesIO()
    book.save(out)
    plain = openpyxl.Workbook(write_only=True)
    only = plain.create_sheet("表")
    for row in (HEADERS, *ROWS):
        only.append(row)
    small = io.BytesIO()
    plain.save(small)
    return out.getvalue(), small.getvalue()


def _old_workbooks() -> tuple[bytes, ...]:
    odd = ("S5", "赵五", 441702198005060024.0, None, 1, 45717, None, 62.5, True)
    return (
        old_workbook(HEADERS, *ROWS),
        old_workbook(("某局报送表",), HEADERS, *ROWS, odd, ("S6", b"\x2a"), day_columns=(5, 6), is_1904=True),
    )


def _tables() -> tuple[bytes, ...]:
    texts = pa.table({name: [row[place] for row in ROWS] for place, name in enumerate(HEADERS)})
    kinds = texts.set_column(7, "金额", pa.array([6200.0, 0.1 + 0.2, None, -0.0]))
    kinds = kinds.set_column(5, "所属期", pa.array([datetime.date(2025, 3, 1)] * 4))
    kinds = kinds.set_column(2, "证件号码", pa.array([441702198005060024, 1, None, -1], pa.int64()))
    kinds = kinds.set_column(1, "姓名", kinds["姓名"].dictionary_encode())
    made = []
    for table, compression in ((texts, "NONE"), (kinds, "snappy"), (kinds, "zstd")):
        out = io.BytesIO()
        parquet.write_table(table, out, compression=compression, write_page_checksum=compression == "zstd")
        made.append(out.getvalue())
    return tuple(made)


_CORPORA: Mapping[str, Callable[[], tuple[bytes, ...]]] = {
    "csv": _texts,
    "xlsx": _workbooks,
    "xls": _old_workbooks,
    "parquet": _tables,
}
KINDS = tuple(_CORPORA)
