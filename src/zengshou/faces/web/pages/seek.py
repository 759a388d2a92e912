"""倒推参数: a target, the value of one parameter that reaches it, its cost and who gains."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from zengshou.concepts.problem import ProblemsFound
from zengshou.faces.charts import seek
from zengshou.faces.charts.figure import Figure
from zengshou.faces.report.content import simulation_figures
from zengshou.faces.report.headlines import simulation_sentences
from zengshou.faces.web.downloads import attachment, figure_file
from zengshou.faces.web.policy_tools import SeekOrder, seek_order, seek_query
from zengshou.faces.web.site import Site, is_poll, progress_page, render
from zengshou.faces.web.visit import Visit
from zengshou.faces.words import Language, Words
from zengshou.services.simulation.seek_answer import SeekAnswer


def figures(found: SeekAnswer, words: Words) -> tuple[Figure, ...]:
    """The answer, the way to it, then the reform in full."""
    return (*seek.figures(found, words), *simulation_figures(found.simulation, words))


def order_of(site: Site, city: str, fields: Mapping[str, str]) -> SeekOrder:
    """The order of a form or an address; raises with what cannot be read."""
    return seek_order(city, site.settings.years[0], fields)


def form_page(
    site: Site, request: Request, visit: Visit, draft: Mapping[str, str], error: ProblemsFound | None = None
) -> HTMLResponse:
    """The form, filled as the reader left it, with what was wrong above it."""
    city = visit.city.key
    return render(
        "pages/seek.html",
        request,
        visit,
        status=422 if error else 200,
        draft=draft,
        levers=site.services.levers(city, site.settings.years[0]),
        examples=site.settings.tools.seek_examples(),
        problems=error.problems if error else (),
    )


def router(site: Site, language: Language) -> APIRouter:
    pages = APIRouter()

    @pages.get("/{city}/seek", response_class=HTMLResponse)
    def form(request: Request, city: str) -> HTMLResponse:
        return form_page(site, request, site.visit(city, language, "seek"), dict(request.query_params))

    @pages.post("/{city}/seek")
    async def submit(request: Request, city: str) -> Response:
        visit = site.visit(city, language, "seek")
        fields = {name: str(value) for name, value in (await request.form()).multi_items()}
        try:
            order = order_of(site, city, fields)
        except ProblemsFound as error:
            return form_page(site, request, visit, fields, error)
        return RedirectResponse(f"{visit.to('seek/run')}?{seek_query(order)}", status_code=303)

    @pages.get("/{city}/seek/run", response_class=HTMLResponse)
    def run(request: Request, city: str) -> HTMLResponse:
        visit, fields = site.visit(city, language, "seek/run"), dict(request.query_params)
        try:
            job = site.seek(order_of(site, city, fields))
            if is_poll(request) or not job.is_done:
                return progress_page(request, visit, job)
            found = job.answer()
        except ProblemsFound as error:
            return form_page(site, request, site.visit(city, language, "seek"), fields, error)
        return render(
            "pages/seek_run.html",
            request,
            visit,
            found=found,
            result=found.simulation,
            figures=figures(found, visit.words),
            sentences=simulation_sentences(found.simulation, visit.words),
            order_query=request.url.query,
        )

    @pages.get("/{city}/seek/run/{name}")
    def download(request: Request, city: str, name: str) -> Response:
        visit = site.visit(city, language, "seek/run")
        job = site.seek(order_of(site, city, dict(request.query_params)))
        if not job.is_done:
            return progress_page(request, visit, job)
        if name == "reform.yaml":
            return attachment(job.answer().reform_yaml.encode("utf-8"), "application/yaml; charset=utf-8", name)
        return figure_file(figures(job.answer(), visit.words), name, visit.words)

    return pages
