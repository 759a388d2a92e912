"""A released table as a file: csv, json, xlsx. Each carries its marks, rules and audit."""

import csv
import io
import json

from openpyxl import Workbook

from zengshou.concepts.problem import refuse
from zengshou.services.release.release import Release
from zengshou.services.release.release_json import release_json, remarks, table_rows
from zengshou.statistics.disclosure.released import ReleasedTable

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def release_file(release: Release, table: ReleasedTable, kind: str) -> bytes:
    """The file. Raises  ProblemsFound: a kind that is not written"""
    if kind == "json":
        return json.dumps(release_json(release, table), ensure_ascii=False, allow_nan=False, indent=1).encode("utf-8")
    if kind == "csv":
        return _csv(release, table)
    if kind == "xlsx":
        return _xlsx(release, table)
    raise refuse(f"不能写成“{kind}”。", "", "可选 csv、json、xlsx。")


def standing(release: Release, table: ReleasedTable) -> str:
    """The line that says what the table is: released, or only proposed."""
    if release.state == "released":
        return f"{release.id} 已发布；签发人：{'、'.join(release.signers)}"
    return f"{release.id} {release.state_label}，不得对外"


def _lines(release: Release, table: ReleasedTable) -> tuple[str, ...]:
    return (standing(release, table), *remarks(table), *table.rules_in_words)


def _csv(release: Release, table: ReleasedTable) -> bytes:
    heads, rows = table_rows(table)
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\r\n")
    out.writerow([_inert(head) for head in heads])
    out.writerows([[_inert(value) for value in row] for row in rows])
    out.writerow([])
    out.writerows([[_inert(line)] for line in _lines(release, table)])
    return ("\ufeff" + text.getvalue()).encode("utf-8")


def _xlsx(release: Release, table: ReleasedTable) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "发布表"
    heads, rows = table_rows(table)
    sheet.append([_inert(f"{table.title}（{table.area} {table.period}）")])
    sheet.append([_inert(head) for head in heads])
    for row in rows:
        sheet.append([_inert(value) for value in row])
    sheet.append([])
    for line in _lines(release, table):
        sheet.append([_inert(line)])
    sheet.freeze_panes = "A3"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _inert(value: str | float | None) -> str | float | None:
    """Text that a spreadsheet would take for a formula begins with an apostrophe."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value
