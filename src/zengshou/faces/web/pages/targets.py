"""指标与目标: every target with its reading, its path, its lamp in words and its source."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from zengshou.evaluation.forecast import Outlook
from zengshou.faces.charts import targets
from zengshou.faces.charts.figure import Figure
from zengshou.faces.charts.outlook import outlook_text, with_outlook
from zengshou.faces.report.headlines import lamp_counts
from zengshou.faces.web.downloads import figure_file
from zengshou.faces.web.site import Site, is_poll, progress_page, render
from zengshou.faces.words import Language, Words
from zengshou.plan.reading import TargetReading


def figures(
    readings: tuple[TargetReading, ...], words: Words, ahead: Mapping[str, Outlook] | None = None
) -> tuple[Figure, ...]:
    """The lamp table, then one path a target, carried on to its deadline where there is a forecast."""
    seen = ahead or {}
    paths = (with_outlook(targets.path(each, words), seen.get(each.target.id), words) for each in readings)
    return (targets.lamp_table(readings, words), *paths)


def router(site: Site, language: Language) -> APIRouter:
    pages = APIRouter()

    @pages.get("/{city}/targets", response_class=HTMLResponse)
    def page(request: Request, city: str) -> HTMLResponse:
        visit = site.visit(city, language, "targets")
        job = site.readings(city)
        if is_poll(request) or not job.is_done:
            return progress_page(request, visit, job)
        readings = job.answer()
        ahead = site.settings.library.outlooks(visit.city.key)
        overview, *paths = figures(readings, visit.words, ahead)
        return render(
            "pages/targets.html",
            request,
            visit,
            plan=site.services.plan(city),
            paths=tuple(zip(readings, paths, strict=True)),
            counts=lamp_counts(readings),
            overview=overview,
            ahead={key: outlook_text(seen, visit.words) for key, seen in ahead.items()},
        )

    @pages.get("/{city}/targets/{name}")
    def download(request: Request, city: str, name: str) -> Response:
        visit = site.visit(city, language, "targets")
        job = site.readings(city)
        if not job.is_done:
            return progress_page(request, visit, job)
        ahead = site.settings.library.outlooks(visit.city.key)
        return figure_file(figures(job.answer(), visit.words, ahead), name, visit.words)

    return pages
