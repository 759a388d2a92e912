"""登记统计: make the extract of a year, and read its figures beside the published ones. For statisticians alone."""

from collections.abc import Mapping
from pathlib import Path

from fastapi import APIRouter, HTTPException, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from zengshou.concepts.account import Account, Role
from zengshou.concepts.problem import ProblemsFound, refuse
from zengshou.faces.charts.figure import Figure
from zengshou.faces.charts.register import figures
from zengshou.faces.report.figures_xlsx import figures_xlsx
from zengshou.faces.web.downloads import attachment, figure_file
from zengshou.faces.web.office.door import Office, posted
from zengshou.faces.web.office.pages import language_of
from zengshou.faces.web.office.records.person_door import status_of
from zengshou.faces.web.office.records.records_door import RecordsOffice, require
from zengshou.faces.web.office.records.records_pages import RECORDS, records_page
from zengshou.faces.web.office.records.register_year import year_of_register
from zengshou.faces.words import Words
from zengshou.services.records.access.look import reads_of
from zengshou.services.records.access.statistics_right import require_statistics_right
from zengshou.services.records.whole.population import Population
from zengshou.services.records.whole.statistics_extract import Asked
from zengshou.services.statistics.register_comparison import RegisterStatistics, compared
from zengshou.services.statistics.register_figures import register_figures
from zengshou.store.database.accounts import SessionState
from zengshou.store.extract_file import extracts

STATISTICS = f"{RECORDS}/statistics"
READERS = (Role.STATISTICIAN,)
ZONE = "z4"  # the statistics zone: nothing of it goes back into the register
FIRST_YEAR = 2000
WORKBOOK = "register.xlsx"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def router(office: Office) -> APIRouter:
    pages = APIRouter()

    @pages.get(STATISTICS, response_class=HTMLResponse)
    def shown(request: Request, extract: str = "") -> HTMLResponse:
        return _page(office, request, office.state(request), extract)

    @pages.post(STATISTICS)
    async def extract(request: Request) -> Response:
        state = office.state(request)
        fields = await posted(request, state)
        try:
            made = await run_in_threadpool(_extract, office, state, fields)
        except ProblemsFound as error:
            return _page(office, request, state, "", error, fields)
        return RedirectResponse(f"{STATISTICS}?extract={made.stem}", 303)

    @pages.get(f"{STATISTICS}/{{extract}}/{{name}}")
    def download(request: Request, extract: str, name: str) -> Response:
        who = office.state(request).account
        records = require(office.records, who, READERS)
        words = Words(language_of(request))
        path = _held(records, who).get(extract)
        if path is None:
            raise HTTPException(404, "extract")
        found = compared(register_figures(path))
        drawn = figures(found, words)
        if name == WORKBOOK:
            mark = words(records.about.mark) if records.about.mark else ""
            lines = (found.figures.gate, mark, *found.warnings, *found.figures.counted)
            heading = "　".join(line for line in lines if line)
            return attachment(figures_xlsx(drawn, words, heading), XLSX, f"{extract}.xlsx")
        return figure_file(drawn, name, words)

    return pages


def _zone(records: RecordsOffice) -> Path:
    return records.home.folder / ZONE


def _held(records: RecordsOffice, who: Account) -> Mapping[str, Path]:
    """The extracts by the name under which a page asks for them, the newest year first.

    Raises  Forbidden for a statistician without a living right: looking at figures needs it like making them
    """
    require_statistics_right(reads_of(records.home, records.about.city).gate, who, records.now())
    return {path.stem: path for path in extracts(_zone(records))}


def _extract(office: Office, state: SessionState, fields: Mapping[str, str]) -> Path:
    records = require(office.records, state.account, READERS)
    now, text = records.now(), fields.get("year", "").strip()
    told = fields.get("population", Population.REGISTERED.value)
    if not text.isdecimal() or not FIRST_YEAR <= int(text) <= now.year:
        raise refuse(f"年份“{text}”不能提取。", "年份", f"请填写 {FIRST_YEAR} 至 {now.year}。")
    if told not in {one.value for one in Population}:
        raise refuse(f"没有人口口径“{told}”。", "人口", "请从列表中选。")
    return year_of_register(records.home, state.account, Asked(int(text), Population(told)), now, _zone(records))


def _page(
    office: Office,
    request: Request,
    state: SessionState,
    extract: str,
    error: ProblemsFound | None = None,
    typed: Mapping[str, str] | None = None,
) -> HTMLResponse:
    """The figures of an extract. One that is refused is told here, beside the form; other roles are refused whole."""
    records = require(office.records, state.account, READERS)
    held = _held(records, state.account)
    chosen = extract if extract in held else next(iter(held), None)
    found: RegisterStatistics | None = None
    drawn: tuple[Figure, ...] = ()
    if chosen is not None:
        found = compared(register_figures(held[chosen]))
        drawn = figures(found, Words(language_of(request)))
    fields = typed or {}
    return records_page(
        "register_figures.html",
        request,
        state,
        records,
        status_of(error),
        found=found,
        figures=drawn,
        extracts=tuple(held),
        extract=chosen,
        year=found.figures.about.year if found else None,
        typed=fields.get("year", ""),
        populations=tuple(Population),
        population=fields.get("population", Population.REGISTERED.value),
        last_year=records.now().year - 1,
        problems=error.problems if error else (),
    )
