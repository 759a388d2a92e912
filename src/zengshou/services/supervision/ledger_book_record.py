"""What a workbook remembers of its export: for whom, which period, and each cell's value; kept in a hidden sheet."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from zengshou.concepts.problem import ProblemsFound, refuse
from zengshou.plan.ledger.model import Period

FORMAT = "zengshou-ledger-book"
EDITION = 1
PIECE = 30_000  # characters; a cell holds 32,767
FROM_HERE = "请从“台账表格”页重新下载，在新表中填写。"


@dataclass(frozen=True)
class ExportedRow:
    """A task as it was exported. values: column key -> text of the cell"""

    id: str
    code: str
    sheets: tuple[str, ...]
    values: Mapping[str, str]


@dataclass(frozen=True)
class ExportRecord:
    """One export. It is compared with, never trusted: whoever alters it gains nothing that they could not fill in."""

    city: str
    period: Period
    exported_at: datetime
    exported_by: str
    rows: Mapping[str, ExportedRow]


def record_pieces(record: ExportRecord) -> tuple[str, ...]:
    """The record as JSON, cut to cells. Blanks and _ are escaped: spreadsheets trim the one and read _x0041_ as A."""
    content = {
        "format": FORMAT,
        "edition": EDITION,
        "city": record.city,
        "period": str(record.period),
        "exported_at": record.exported_at.isoformat(),
        "exported_by": record.exported_by,
        "rows": [
            {"id": row.id, "code": row.code, "sheets": list(row.sheets), "values": dict(row.values)}
            for row in record.rows.values()
        ],
    }
    text = json.dumps(content, separators=(",", ":")).replace("_", "\\u005f").replace(" ", "\\u0020")
    return tuple(text[start : start + PIECE] for start in range(0, len(text), PIECE))


def record_of(pieces: Sequence[str]) -> ExportRecord:
    """Raises  ProblemsFound where the pieces are not a whole record of this edition"""
    try:
        content = json.loads("".join(pieces))
        if content["format"] != FORMAT:
            raise ValueError(content["format"])
        if content["edition"] != EDITION:
            raise refuse("这本台账是旧版式导出的。", "台账表格", FROM_HERE)
        moment = datetime.fromisoformat(content["exported_at"])
        if moment.tzinfo is None:
            raise ValueError("a moment without its zone")
        rows = [_row(each) for each in content["rows"]]
        return ExportRecord(
            str(content["city"]),
            Period.parse(str(content["period"])),
            moment,
            str(content["exported_by"]),
            {row.id: row for row in rows},
        )
    except ProblemsFound:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise refuse("隐藏的导出记录已损坏，无法核对哪些格改过。", "台账表格", FROM_HERE) from None


def _row(content: Mapping[str, object]) -> ExportedRow:
    """Raises  KeyError, TypeError for another shape"""
    sheets, values = content["sheets"], content["values"]
    if not isinstance(sheets, list) or not isinstance(values, dict):
        raise TypeError("not a row")
    texts = {str(key): str(value) for key, value in values.items()}
    return ExportedRow(str(content["id"]), str(content["code"]), tuple(str(name) for name in sheets), texts)
