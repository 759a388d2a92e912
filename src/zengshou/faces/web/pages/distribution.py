"""收入分布: levels, gaps, sources, and how well the synthetic city meets what is published."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from zengshou.faces.charts import distribution
from zengshou.faces.web.downloads import figure_file
from zengshou.faces.web.site import Site, is_poll, progress_page, render
from zengshou.faces.words import Language


def router(site: Site, language: Language) -> APIRouter:
    pages = APIRouter()

    @pages.get("/{city}/distribution", response_class=HTMLResponse)
    def page(request: Request, city: str) -> HTMLResponse:
        visit = site.visit(city, language, "distribution")
        job = site.distribution(city)
        if is_poll(request) or not job.is_done:
            return progress_page(request, visit, job)
        found = job.answer()
        shown = distribution.figures(found, visit.words)
        return render("pages/distribution.html", request, visit, found=found, figures=shown)

    @pages.get("/{city}/distribution/{name}")
    def download(request: Request, city: str, name: str) -> Response:
        visit = site.visit(city, language, "distribution")
        job = site.distribution(city)
        if not job.is_done:
            return progress_page(request, visit, job)
        return figure_file(distribution.figures(job.answer(), visit.words), name, visit.words)

    return pages
