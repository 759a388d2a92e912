"""考核: totals by body, lines with evidence, appeals and decisions, the lock, and the workbook."""

from collections.abc import Mapping
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from zengshou.concepts.account import Role
from zengshou.concepts.problem import ProblemsFound, refuse
from zengshou.faces.report.city_templates import INVENTED
from zengshou.faces.report.score_xlsx import score_xlsx
from zengshou.faces.web.office.bounded import whole_number
from zengshou.faces.web.office.door import Office, posted
from zengshou.faces.web.office.pages import office_page
from zengshou.services.supervision.process_lamps import local_day
from zengshou.store.country import city
from zengshou.store.database.accounts import SessionState

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIRST_YEAR, LAST_YEAR = 2000, 2100


def router(office: Office) -> APIRouter:
    pages = APIRouter()

    @pages.get("/office/scores", response_class=HTMLResponse)
    def listed(request: Request, year: str = "") -> HTMLResponse:
        return _page(office, request, office.state(request), _year(office, year))

    @pages.post("/office/scores")
    async def change(request: Request) -> Response:
        state = office.state(request)
        fields = await posted(request, state)
        year = _year(office, fields.get("year", ""))
        try:
            _apply(office, state, year, fields)
        except ProblemsFound as error:
            return _page(office, request, state, year, error, fields)
        return RedirectResponse(f"/office/scores?year={year}", 303)

    @pages.get("/office/scores.xlsx")
    def workbook(request: Request, year: str = "") -> Response:
        state = office.state(request)
        sheet = office.scores.sheet(state.account, _year(office, year))
        note = INVENTED if city(state.account.city).is_invented else ""
        name = quote(f"考核_{sheet.year}.xlsx")
        headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}", "cache-control": "no-store"}
        return Response(score_xlsx(sheet, _names(office, state), note), media_type=XLSX, headers=headers)

    return pages


def _page(
    office: Office,
    request: Request,
    state: SessionState,
    year: int,
    error: ProblemsFound | None = None,
    draft: Mapping[str, str] | None = None,
) -> HTMLResponse:
    sheet = office.scores.sheet(state.account, year)
    is_open = sheet.lock is None
    return office_page(
        "scores.html",
        request,
        state,
        422 if error else 200,
        sheet=sheet,
        names=_names(office, state),
        labels={rule.id: rule.label for rule in sheet.rules.score.rules},
        rules=sheet.rules.score.rules,
        may_score=is_open and state.account.role is Role.SUPERVISOR,
        may_appeal=is_open and sheet.rules.has_appeal and state.account.role is Role.REPORTER,
        problems=error.problems if error else (),
        draft=draft or {},
    )


def _apply(office: Office, state: SessionState, year: int, fields: Mapping[str, str]) -> None:
    who, scores, what = state.account, office.scores, fields.get("what", "")
    line, words = fields.get("line", ""), fields.get("words", "")
    if what == "confirm":
        points = _points(fields.get("points", ""))
        scores.confirm(who, year, fields.get("office", ""), fields.get("rule", ""), points, fields.get("evidence", ""))
    elif what == "appeal":
        scores.appeal(who, line, words)
    elif what in ("uphold", "dismiss"):
        scores.decide(who, line, what == "uphold", words)
    elif what == "lock":
        scores.lock(who, year)
    else:
        raise refuse("不认识的操作。", "表单", "请刷新页面。")


def _year(office: Office, text: str) -> int:
    """The year of an address; this year where none is given."""
    if not text:
        return local_day(office.now()).year
    year = whole_number(text, LAST_YEAR)
    if year is None or year < FIRST_YEAR:
        raise refuse(f"读不懂年份“{text[:20]}”。", "年份", "请写成 2026。")
    return year


def _points(text: str) -> float:
    try:
        return float(text.replace("−", "-").strip())
    except ValueError:
        raise refuse(f"读不懂分值“{text}”。", "分值", "请填数字，扣分写负数。") from None


def _names(office: Office, state: SessionState) -> Mapping[str, str]:
    return {each.id: each.name for each in office.plan(state.account.city).offices}
