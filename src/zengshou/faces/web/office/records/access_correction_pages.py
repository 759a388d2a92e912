"""更正办理: the data custodian sends a request to the agency, closes it with the new version, or with a reason."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from zengshou.concepts.account import Account, Role
from zengshou.concepts.problem import ProblemsFound, refuse
from zengshou.faces.web.office.door import Office, posted
from zengshou.faces.web.office.records.person_door import PersonDesks, desks, person_page
from zengshou.records.identity.person_ref import shown
from zengshou.store.database.accounts import SessionState

CORRECTIONS = "/office/corrections"
HANDLERS = (Role.DATA_CUSTODIAN,)


def router(office: Office) -> APIRouter:
    pages = APIRouter()

    @pages.get(CORRECTIONS, response_class=HTMLResponse)
    def listed(request: Request) -> HTMLResponse:
        state = office.state(request)
        return _page(request, state, desks(office, state.account, HANDLERS))

    @pages.post(CORRECTIONS)
    async def change(request: Request) -> Response:
        state = office.state(request)
        made = desks(office, state.account, HANDLERS)
        fields = await posted(request, state)
        return await run_in_threadpool(_changed, request, state, made, fields)

    return pages


def _changed(request: Request, state: SessionState, made: PersonDesks, fields: Mapping[str, str]) -> Response:
    try:
        _apply(made, state.account, fields)
    except ProblemsFound as error:
        return _page(request, state, made, error)
    return RedirectResponse(CORRECTIONS, 303)


def _apply(made: PersonDesks, by: Account, fields: Mapping[str, str]) -> None:
    what, id, words = fields.get("what", ""), fields.get("id", ""), fields.get("words", "")
    if what == "send":
        made.corrections.send(by, id)
    elif what == "accept":
        made.corrections.accept(by, id, fields.get("new_fact", ""), words)
    elif what == "turn_down":
        made.corrections.turn_down(by, id, words)
    else:
        raise refuse("不认识的操作。", "表单", "请刷新页面。")


def _page(request: Request, state: SessionState, made: PersonDesks, error: ProblemsFound | None = None) -> HTMLResponse:
    found = made.corrections.waiting(state.account)
    return person_page(
        "corrections.html",
        request,
        state,
        made,
        error,
        requests=found.requests,
        waiting=found.total,
        overdue=found.overdue,
        shown=shown,
    )
