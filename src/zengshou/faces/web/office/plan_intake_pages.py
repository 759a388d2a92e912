"""立项: which body each printed name stands for; what a reviewed version would change in the ledger; writing it."""

from collections.abc import Mapping
from datetime import date

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from zengshou.concepts.problem import Forbidden, ProblemsFound, refuse
from zengshou.faces.web.office.bounded import Id
from zengshou.faces.web.office.door import Office, posted
from zengshou.faces.web.office.pages import office_page
from zengshou.services.plan.office_register import AFTER, NEW, SAME
from zengshou.services.supervision.ledger_rights import Changed, NotFound
from zengshou.store.database.accounts import SessionState

PLAN = "/office/plan"
FIRST_YEAR, LAST_YEAR = 1900, 2199


def router(office: Office) -> APIRouter:
    pages = APIRouter()

    @pages.get(f"{PLAN}/{{number}}/offices", response_class=HTMLResponse)
    def matched(request: Request, number: Id) -> HTMLResponse:
        return _matching_page(office, request, office.state(request), number)

    @pages.post(f"{PLAN}/{{number}}/offices")
    async def settle(request: Request, number: Id) -> Response:
        state = office.state(request)
        fields = await posted(request, state)
        return await run_in_threadpool(_settle, office, request, state, number, fields)

    @pages.get(f"{PLAN}/{{number}}/intake", response_class=HTMLResponse)
    def shown(request: Request, number: Id) -> HTMLResponse:
        return _intake_page(office, request, office.state(request), number)

    @pages.post(f"{PLAN}/{{number}}/intake")
    async def take_in(request: Request, number: Id) -> Response:
        state = office.state(request)
        fields = await posted(request, state)
        return await run_in_threadpool(_take_in, office, request, state, number, fields)

    return pages


def day_from(text: str) -> date | None:
    """A day as a form sends it; None for an empty field. Raises  ProblemsFound: no day, or none of these times

    The first and the last day of the calendar have no neighbour, and no moment in another zone.
    """
    if not text.strip():
        return None
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise refuse(f"读不懂日期“{text[:20]}”。", "日期", "请写成 2019-03-31。") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise refuse(f"日期“{day}”不在 {FIRST_YEAR} 至 {LAST_YEAR} 年。", "日期", "请核对年份。")
    return day


def _settle(office: Office, request: Request, state: SessionState, number: int, fields: Mapping[str, str]) -> Response:
    try:
        name, choice = fields.get("name", ""), fields.get("choice", "")
        office.register.settle(state.account, name, choice, day_from(fields.get("last_day", "")))
    except (Forbidden, NotFound):
        raise
    except ProblemsFound as error:
        return _matching_page(office, request, state, number, error)
    return RedirectResponse(f"{PLAN}/{number}/offices", 303)


def _take_in(office: Office, request: Request, state: SessionState, number: int, fields: Mapping[str, str]) -> Response:
    try:
        office.intake.confirm(state.account, number, fields.get("agreed", ""), fields.get("reason", ""))
    except (Forbidden, NotFound):
        raise
    except ProblemsFound as error:
        return _intake_page(office, request, state, number, error)
    return RedirectResponse("/office/ledger", 303)


def _matching_page(
    office: Office, request: Request, state: SessionState, number: int, error: ProblemsFound | None = None
) -> HTMLResponse:
    found = office.intake.preview(state.account, number)
    return office_page(
        "plan_offices.html",
        request,
        state,
        422 if error else 200,
        number=number,
        title=found.read.plan.title,
        unsure=found.read.unsure,
        matches=found.read.matches,
        names={each.id: each.name for each in found.read.plan.offices},
        new=NEW,
        same=SAME,
        after=AFTER,
        problems=error.problems if error else (),
    )


def _intake_page(
    office: Office, request: Request, state: SessionState, number: int, error: ProblemsFound | None = None
) -> HTMLResponse:
    found = office.intake.preview(state.account, number)
    return office_page(
        "plan_intake.html",
        request,
        state,
        409 if isinstance(error, Changed) else 422 if error else 200,
        number=number,
        latest=office.review.versions(state.account)[0].number,
        found=found,
        problems=(*(error.problems if error else ()), *(() if error else found.barred)),
        may_confirm=not found.barred,
    )
