"""居民增收进展: for residents, what was promised, where it stands, what nobody has published; and the same as files."""

import json

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from zengshou.faces.amounts import Quantity
from zengshou.faces.charts.figure import as_csv
from zengshou.faces.charts.table import Cell, Table
from zengshou.faces.charts.targets import amount, promise
from zengshou.faces.web.downloads import attachment
from zengshou.faces.web.site import Site, render
from zengshou.faces.words import Language, Words
from zengshou.plan.reading import Lamp, LampColour
from zengshou.services.plan.resident_progress import FIELDS, ResidentProgress, progress_rows

LICENCE = "编排按本软件的许可证（Apache-2.0）使用；各数字属公布单位，引用时请写明来源。"
STANDINGS = {
    LampColour.DONE: "已经做到",
    LampColour.GREEN: "进度正常",
    LampColour.BLUE: "快到期限",
    LampColour.YELLOW: "进度偏慢",
    LampColour.RED: "明显落后，或到期没有做到",
    LampColour.GREY: "还不能判断",
}
PLAIN_REASONS = {
    "no_data": "还没有公布能说明结果的数或办理情况。",
    "price_basis_unknown": "方案没有写明是否扣除物价上涨，两种算法结果不同，要先由有关单位说明。",
    "no_baseline": "没有公布起点的数，看不出进度快慢。",
}


def router(site: Site, language: Language) -> APIRouter:
    pages = APIRouter()

    @pages.get("/{city}/progress", response_class=HTMLResponse)
    def page(request: Request, city: str, size: str = "") -> HTMLResponse:
        visit = site.visit(city, language, "progress")
        found = site.settings.library.progress(visit.city.key)
        return render(
            "pages/resident_progress.html",
            request,
            visit,
            found=found,
            counts=standing_counts(found),
            standings=STANDINGS,
            plain_reason=plain_reason,
            promise=promise,
            amount=amount,
            fields=FIELDS,
            licence=LICENCE,
            is_large=size == "large",
        )

    @pages.get("/{city}/progress/progress.csv")
    def as_table(city: str) -> Response:
        visit = site.visit(city, language, "progress")
        table = open_table(site.settings.library.progress(visit.city.key))
        return attachment(as_csv(table, Words()).encode("utf-8"), "text/csv; charset=utf-8", "progress.csv")

    @pages.get("/{city}/progress/progress.json")
    def as_document(city: str) -> Response:
        visit = site.visit(city, language, "progress")
        found = site.settings.library.progress(visit.city.key)
        document = {
            "city": visit.city.key,
            "plan": found.plan.title,
            "licence": LICENCE,
            "fields": [{"name": name, "meaning": meaning} for name, meaning in FIELDS.items()],
            "rows": [dict(row) for row in progress_rows(found)],
        }
        text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)
        return attachment(text.encode("utf-8"), "application/json", "progress.json")

    return pages


def plain_reason(lamp: Lamp) -> str:
    """Why the lamp stands so, without terms of the trade where its rule has such words; "" where it has not."""
    return PLAIN_REASONS.get(lamp.rule, "")


def standing_counts(found: ResidentProgress) -> tuple[tuple[LampColour, int], ...]:
    """How many promises stand where; colours that none has are left out."""
    colours = [each.lamp.colour for each in found.promises]
    return tuple((colour, colours.count(colour)) for colour in STANDINGS if colour in colours)


def open_table(found: ResidentProgress) -> Table:
    """The rows as a table whose columns are the field names."""
    rows = tuple(tuple(_cell(row[name]) for name in FIELDS) for row in progress_rows(found))
    return Table("progress", tuple(FIELDS), rows)


def _cell(value: object) -> Cell:
    if isinstance(value, int | float):
        return Cell(value, Quantity.PLAIN)
    return Cell("" if value is None else str(value), Quantity.TEXT)
