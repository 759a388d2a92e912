"""参数与依据: every value that can be moved, with the document it comes from and how far it may be trusted."""

from itertools import groupby

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from zengshou.faces.amounts import plain, unit_name
from zengshou.faces.charts.figure import Figure, safe_id
from zengshou.faces.charts.table import STATUS_BADGES, Cell, Table, text
from zengshou.faces.web.downloads import figure_file
from zengshou.faces.web.site import Site, render
from zengshou.faces.words import Language, Words
from zengshou.services.answers import Lever


def lever_row(lever: Lever, words: Words) -> tuple[Cell, ...]:
    """Name, value with unit, day from which it holds, document, status."""
    badge = STATUS_BADGES[lever.status]
    source = str(lever.source) or words("没有列出文件")
    return (
        text(words(lever.label)),
        text(plain(lever.value)),
        text(unit_name(lever.unit, words)),
        text(words.date(lever.since)),
        text(source if not lever.note else f"{source}。{lever.note}"),
        text(words(badge.value), (badge,)),
    )


def law_tables(levers: tuple[Lever, ...], words: Words) -> tuple[Figure, ...]:
    """One table a law, in the order of the laws."""
    heads = tuple(words(head) for head in ("参数", "现行值", "单位", "施行日期", "依据", "状态"))
    grouped = groupby(levers, key=lambda lever: lever.law)
    return tuple(
        Figure(
            safe_id(f"law-{number}"),
            words(law),
            None,
            Table(words(law), heads, tuple(lever_row(one, words) for one in found)),
        )
        for number, (law, found) in enumerate(grouped, start=1)
    )


def router(site: Site, language: Language) -> APIRouter:
    pages = APIRouter()

    @pages.get("/{city}/parameters", response_class=HTMLResponse)
    def page(request: Request, city: str) -> HTMLResponse:
        visit = site.visit(city, language, "parameters")
        year = site.settings.years[0]
        tables = law_tables(site.services.levers(city, year), visit.words)
        return render("pages/parameters.html", request, visit, year=year, figures=tables)

    @pages.get("/{city}/parameters/{name}")
    def download(city: str, name: str) -> Response:
        visit = site.visit(city, language, "parameters")
        return figure_file(
            law_tables(site.services.levers(city, site.settings.years[0]), visit.words), name, visit.words
        )

    return pages
