"""登记统计: make the extract of a year, and read its figures beside the published ones. For statisticians alone."""

from pathlib import Path

from fastapi import APIRouter, HTTPException, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from zengshou.concepts.account import Role
from zengshou.concepts.problem import Forbidden, ProblemsFound, refuse
from zengshou.faces.charts.figure import Figure
from zengshou.faces.charts.register import figures
from zengshou.faces.report.figures_xlsx import figures_xlsx
from zengshou.faces.web.downloads import attachment, figure_file
from zengshou.faces.web.office.door import Office, posted
from zengshou.faces.web.office.pages import language_of
from zengshou.faces.web.office.records.records_door import RecordsOffice, require
from zengshou.faces.web.office.records.records_pages import RECORDS, records_page
from zengshou.faces.words import Words
from zengshou.services.records.whole.statistics_extract import extract_year
from zengshou.services.statistics.register_comparison import RegisterStatistics, compared
from zengshou.services.statistics.register_figures import register_figures
from zengshou.store.database.accounts import SessionState
from zengshou.store.extract_file import extract_path, extract_years

STATISTICS = f"{RECORDS}/statistics"
READERS = (Role.STATISTICIAN,)
ZONE = "z4"  # the statistics zone: nothing of it goes back into the register
FIRST_YEAR = 2000
WORKBOOK = "register.xlsx"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def router(office: Office) -> APIRouter:
    pages = APIRouter()

    @pages.get(STATISTICS, response_class=HTMLResponse)
    def shown(request: Request, year: int = 0) -> HTMLResponse:
        return _page(office, request, office.state(request), year)

    @pages.post(STATISTICS)
    async def extract(request: Request) -> Response:
        state = office.state(request)
        fields = await posted(request, state)
        try:
            year = await run_in_threadpool(_extract, office, state, fields.get("year", "").strip())
        except Forbidden:
            raise
        except ProblemsFound as error:
            return _page(office, request, state, 0, error)
        return RedirectResponse(f"{STATISTICS}?year={year}", 303)

    @pages.get(f"{STATISTICS}/{{year}}/{{name}}")
    def download(request: Request, year: int, name: str) -> Response:
        records = require(office.records, office.state(request).account, READERS)
        words = Words(language_of(request))
        if year not in extract_years(_zone(records)):
            raise HTTPException(404, "extract")
        found = compared(register_figures(extract_path(_zone(records), year)))
        drawn = figures(found, words)
        if name == WORKBOOK:
            heading = f"{found.figures.gate}　{words(records.about.mark) if records.about.mark else ''}"
            return attachment(figures_xlsx(drawn, words, heading), XLSX, f"register-{year}.xlsx")
        return figure_file(drawn, name, words)

    return pages


def _zone(records: RecordsOffice) -> Path:
    return records.home.folder / ZONE


def _extract(office: Office, state: SessionState, text: str) -> int:
    records = require(office.records, state.account, READERS)
    now = records.now()
    if not text.isdecimal() or not FIRST_YEAR <= int(text) <= now.year:
        raise refuse(f"年份“{text}”不能提取。", "年份", f"请填写 {FIRST_YEAR} 至 {now.year}。")
    extract_year(records.home, state.account, int(text), now, extract_path(_zone(records), int(text)))
    return int(text)


def _page(
    office: Office, request: Request, state: SessionState, year: int, error: ProblemsFound | None = None
) -> HTMLResponse:
    records = require(office.records, state.account, READERS)
    years = extract_years(_zone(records))
    chosen = year if year in years else years[0] if years else None
    found: RegisterStatistics | None = None
    drawn: tuple[Figure, ...] = ()
    if chosen is not None:
        found = compared(register_figures(extract_path(_zone(records), chosen)))
        drawn = figures(found, Words(language_of(request)))
    return records_page(
        "register_figures.html",
        request,
        state,
        records,
        422 if error else 200,
        found=found,
        figures=drawn,
        years=years,
        year=chosen,
        last_year=records.now().year - 1,
        problems=error.problems if error else (),
    )
