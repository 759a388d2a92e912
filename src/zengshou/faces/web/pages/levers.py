"""任务排序: the tasks of the plan by what they give the poorer half of the people for a yuan spent."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from zengshou.faces.charts import levers
from zengshou.faces.web.downloads import figure_file
from zengshou.faces.web.site import Site, is_poll, progress_page, render
from zengshou.faces.words import Language


def router(site: Site, language: Language) -> APIRouter:
    pages = APIRouter()

    @pages.get("/{city}/levers", response_class=HTMLResponse)
    def page(request: Request, city: str) -> HTMLResponse:
        visit = site.visit(city, language, "levers")
        job = site.ranking(city)
        if is_poll(request) or not job.is_done:
            return progress_page(request, visit, job)
        found = job.answer()
        return render("pages/levers.html", request, visit, found=found, figures=levers.figures(found, visit.words))

    @pages.get("/{city}/levers/{name}")
    def download(request: Request, city: str, name: str) -> Response:
        visit = site.visit(city, language, "levers")
        job = site.ranking(city)
        if not job.is_done:
            return progress_page(request, visit, job)
        return figure_file(levers.figures(job.answer(), visit.words), name, visit.words)

    return pages
