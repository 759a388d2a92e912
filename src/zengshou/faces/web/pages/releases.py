"""已发布统计表: what went through the release gate and was signed by two persons, with its rules and audit."""

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import HTMLResponse, Response

from zengshou.faces.amounts import Quantity
from zengshou.faces.charts.table import Badge, Cell, Table, text
from zengshou.faces.release_files import KINDS, release_file
from zengshou.faces.web.downloads import attachment
from zengshou.faces.web.site import Site, render
from zengshou.faces.words import Language, Words
from zengshou.services.release.release import Release, released_table, releases
from zengshou.services.release.release_json import HIDDEN_MARK
from zengshou.statistics.disclosure.released import ReleasedTable

COUNTS = ("persons", "population")
Shown = tuple[Release, ReleasedTable]


def router(site: Site, language: Language) -> APIRouter:
    pages = APIRouter()

    @pages.get("/{city}/releases", response_class=HTMLResponse)
    def page(request: Request, city: str) -> HTMLResponse:
        visit = site.visit(city, language, "releases")
        return render("pages/releases.html", request, visit, found=public(site, visit.city.key))

    @pages.get("/{city}/releases/{name}")
    def one(request: Request, city: str, name: str) -> Response:
        """`r0001` is the page of a table; `r0001.csv`, `.json` and `.xlsx` are its files."""
        visit = site.visit(city, language, "releases")
        key, _, kind = name.partition(".")
        release, table = next((pair for pair in public(site, visit.city.key) if pair[0].id == key), (None, None))
        if release is None or table is None or (kind and kind not in KINDS):
            raise HTTPException(404, "figure")
        if kind:
            return attachment(release_file(release, table, kind), KINDS[kind], f"{release.id}.{kind}")
        shown = page_table(table, visit.words)
        marks = (Badge.SYNTHETIC,) if table.is_synthetic else ()
        return render("pages/release.html", request, visit, release=release, table=table, shown=shown, marks=marks)

    return pages


def public(site: Site, city: str) -> tuple[Shown, ...]:
    """The city's tables that went out, the newest first; a withdrawn one stays, marked as such."""
    shelf = site.settings.shelf
    found = (released_table(shelf, one.id) for one in reversed(releases(shelf)) if one.was_public)
    return tuple((release, table) for release, table in found if table.area == city)


def page_table(table: ReleasedTable, words: Words) -> Table:
    """The released table as pages draw tables: a hidden cell shows the mark and nothing else."""
    units = (f"{words(one.label)}（{one.unit}）" if one.unit else words(one.label) for one in table.measures)
    rows = []
    for cell in table.cells:
        numbers = (None,) * len(table.measures) if cell.is_hidden else cell.values
        found = (
            text(HIDDEN_MARK if cell.is_hidden else "—") if value is None else Cell(value, _quantity(one.name))
            for value, one in zip(numbers, table.measures, strict=True)
        )
        rows.append((*(text(label) for label in cell.labels), *found))
    return Table(table.title, (*table.dimensions, *units), tuple(rows))


def _quantity(measure: str) -> Quantity:
    return Quantity.WHOLE if measure in COUNTS else Quantity.PLAIN
