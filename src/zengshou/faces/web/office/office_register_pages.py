"""单位: the city's bodies with their dates and successors, and their tasks as printed or by the bodies of today."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, RedirectResponse, Response

from zengshou.concepts.account import Role
from zengshou.concepts.problem import Forbidden, ProblemsFound, forbid
from zengshou.faces.web.office.door import Office, require_own
from zengshou.faces.web.office.pages import office_page
from zengshou.faces.web.office.plan_intake_pages import day_from
from zengshou.plan.offices import OfficeMode
from zengshou.services.plan.body_totals import body_table
from zengshou.services.supervision.process_lamps import local_day
from zengshou.store.database.accounts import SessionState

OFFICES = "/office/offices"
READERS = (Role.SUPERVISOR, Role.STATISTICIAN, Role.VIEWER)


def mode_of(query: Mapping[str, str]) -> OfficeMode:
    """How an address asks for the bodies: as printed unless it says ?bodies=current."""
    return OfficeMode.CURRENT if query.get("bodies") == OfficeMode.CURRENT.value else OfficeMode.PRINTED


def router(office: Office) -> APIRouter:
    pages = APIRouter()

    @pages.get(OFFICES, response_class=HTMLResponse)
    def listed(request: Request, edit: str = "") -> HTMLResponse:
        return _page(office, request, office.state(request), edit)

    @pages.post(OFFICES)
    async def change(request: Request) -> Response:
        state = office.state(request)
        form = await request.form()
        require_own(request, form, state)
        id = _text(form, "office")
        try:
            after = [str(value) for value in form.getlist("successor") if str(value)]
            office.register.change(state.account, id, day_from(_text(form, "last_day")), after)
        except Forbidden:
            raise
        except ProblemsFound as error:
            return _page(office, request, state, id, error)
        return RedirectResponse(OFFICES, 303)

    return pages


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""


def _page(
    office: Office, request: Request, state: SessionState, edit: str, error: ProblemsFound | None = None
) -> HTMLResponse:
    if state.account.role not in READERS:
        raise forbid(f"{state.account.role.label}不查看单位名单。", "请由督查人员办理。")
    mode = mode_of(request.query_params)
    register = office.register.of_city(state.account)
    may_edit = state.account.role is Role.SUPERVISOR
    return office_page(
        "offices.html",
        request,
        state,
        422 if error else 200,
        table=body_table(office.ledger.heads(state.account), register, mode),
        modes=tuple(OfficeMode),
        mode=mode,
        register=register,
        lineages=register.lineages,
        today=local_day(office.now()),
        chosen=register.office(edit) if may_edit else None,
        may_edit=may_edit,
        problems=error.problems if error else (),
    )
