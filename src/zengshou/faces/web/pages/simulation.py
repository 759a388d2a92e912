"""政策模拟: choose a reform or move parameters; cost, who gains, one household; the reform as address and YAML."""

from datetime import date

from fastapi import APIRouter, HTTPException, Request
from starlette.datastructures import QueryParams
from starlette.responses import HTMLResponse, RedirectResponse, Response

from zengshou.concepts.problem import ProblemsFound
from zengshou.faces.charts import gains
from zengshou.faces.charts.figure import Figure
from zengshou.faces.report.content import Findings, build_report, manifest_table, simulation_figures
from zengshou.faces.report.docx import docx_bytes
from zengshou.faces.report.headlines import simulation_sentences
from zengshou.faces.report.html import html_text
from zengshou.faces.report.xlsx import xlsx_bytes
from zengshou.faces.web.downloads import attachment, figure_file
from zengshou.faces.web.orders import Draft, draft_of, query_of, read_order
from zengshou.faces.web.services import SimulationAnswer, SimulationOrder
from zengshou.faces.web.site import Site, is_poll, progress_page, render
from zengshou.faces.web.visit import Visit
from zengshou.faces.words import Language, Words

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
REPORT_PATIENCE = 30.0  # seconds; the readings are usually there long before a report is asked for
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def figures(answer: SimulationAnswer, words: Words) -> tuple[Figure, ...]:
    """Everything the page shows of a run, in reading order."""
    household = (gains.household_table(answer.household, words),) if answer.household else ()
    manifest = manifest_table((answer.result.manifest,), words)
    return (*simulation_figures(answer.result, words), *household, manifest)


def report_file(site: Site, visit: Visit, answer: SimulationAnswer, kind: str) -> Response:
    """The report of one run, in the format that is asked for."""
    targets = site.readings(visit.city.key, REPORT_PATIENCE)
    readings = targets.answer() if targets.is_done else ()
    day = date.today().isoformat()
    found = Findings(visit.city, day, readings, None, (answer.result,), answer.household)
    content = build_report(found, visit.words.language)
    if kind == "docx":
        return attachment(docx_bytes(content), DOCX, "report.docx")
    if kind == "xlsx":
        return attachment(xlsx_bytes(content), XLSX, "report.xlsx")
    if kind == "html":
        return attachment(html_text(content).encode("utf-8"), "text/html; charset=utf-8", "report.html")
    raise HTTPException(404, "figure")


def order_of(site: Site, city: str, query: QueryParams) -> SimulationOrder:
    return read_order(city, draft_of(query.multi_items(), site.settings), site.settings)


def form_page(
    site: Site, request: Request, visit: Visit, draft: Draft, error: ProblemsFound | None = None
) -> HTMLResponse:
    """The form, filled as the reader left it, with what was wrong above it."""
    years = site.settings.years
    year = int(draft.year) if draft.year.isdecimal() and int(draft.year) in years else years[0]
    city = visit.city.key
    return render(
        "pages/simulation.html",
        request,
        visit,
        status=422 if error else 200,
        draft=draft,
        years=years,
        reforms=site.services.reforms(city),
        levers=site.services.levers(city, year),
        problems=error.problems if error else (),
    )


def router(site: Site, language: Language) -> APIRouter:
    pages = APIRouter()

    @pages.get("/{city}/simulation", response_class=HTMLResponse)
    def form(request: Request, city: str) -> HTMLResponse:
        visit = site.visit(city, language, "simulation")
        return form_page(site, request, visit, draft_of(request.query_params.multi_items(), site.settings))

    @pages.post("/{city}/simulation")
    async def submit(request: Request, city: str) -> Response:
        visit = site.visit(city, language, "simulation")
        sent = await request.form()
        draft = draft_of([(name, str(value)) for name, value in sent.multi_items()], site.settings)
        try:
            order = read_order(city, draft, site.settings)
        except ProblemsFound as error:
            return form_page(site, request, visit, draft, error)
        return RedirectResponse(f"{visit.to('simulation/run')}?{query_of(order)}", status_code=303)

    @pages.get("/{city}/simulation/run", response_class=HTMLResponse)
    def run(request: Request, city: str) -> HTMLResponse:
        visit = site.visit(city, language, "simulation/run")
        order = order_of(site, city, request.query_params)
        job = site.run(order)
        if is_poll(request) or not job.is_done:
            return progress_page(request, visit, job)
        answer = job.answer()
        return render(
            "pages/run.html",
            request,
            visit,
            answer=answer,
            result=answer.result,
            figures=figures(answer, visit.words),
            sentences=simulation_sentences(answer.result, visit.words),
            order_query=query_of(order),
        )

    @pages.get("/{city}/simulation/run/{name}")
    def download(request: Request, city: str, name: str) -> Response:
        visit = site.visit(city, language, "simulation/run")
        job = site.run(order_of(site, city, request.query_params))
        if not job.is_done:
            return progress_page(request, visit, job)
        answer = job.answer()
        stem, _, kind = name.rpartition(".")
        if name == "reform.yaml":
            return attachment(answer.reform_yaml.encode("utf-8"), "application/yaml; charset=utf-8", name)
        if stem == "report":
            return report_file(site, visit, answer, kind)
        return figure_file(figures(answer, visit.words), name, visit.words)

    return pages
