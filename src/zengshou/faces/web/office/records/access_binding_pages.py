"""本人账号核验: a second officer sees the document, binds the account that was asked for, and alone gets its link."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, Response

from zengshou.concepts.problem import ProblemsFound
from zengshou.faces.web.office.door import Office, posted
from zengshou.faces.web.office.records.person_door import PersonDesks, desks, person_page
from zengshou.records.identity.identifier import IdentifierKind
from zengshou.services.records.access.citizen_account import CONFIRMERS, Shown
from zengshou.store.database.accounts import SessionState

BINDINGS = "/office/bindings"


def router(office: Office) -> APIRouter:
    pages = APIRouter()

    @pages.get(BINDINGS, response_class=HTMLResponse)
    def listed(request: Request) -> HTMLResponse:
        state = office.state(request)
        return _page(request, state, desks(office, state.account, CONFIRMERS))

    @pages.post(BINDINGS)
    async def confirm(request: Request) -> Response:
        state = office.state(request)
        made = desks(office, state.account, CONFIRMERS)
        fields = await posted(request, state)
        return await run_in_threadpool(_confirmed, request, state, made, fields)

    return pages


def document_shown(fields: Mapping[str, str]) -> Shown:
    """What a form says of a document that somebody saw."""
    kind = next((each for each in IdentifierKind if each.value == fields.get("kind")), IdentifierKind.RESIDENT_CARD)
    return Shown(kind, fields.get("number", ""), "checked" in fields)


def _confirmed(request: Request, state: SessionState, made: PersonDesks, fields: Mapping[str, str]) -> Response:
    try:
        token = made.counter.confirm(state.account, fields.get("id", ""), document_shown(fields))
    except ProblemsFound as error:
        return _page(request, state, made, error)
    return _page(request, state, made, address=f"{request.base_url}office/invitation/{token}")


def _page(
    request: Request,
    state: SessionState,
    made: PersonDesks,
    error: ProblemsFound | None = None,
    address: str = "",
) -> HTMLResponse:
    page = person_page(
        "bindings.html",
        request,
        state,
        made,
        error,
        requests=made.counter.waiting(state.account),
        kinds=tuple(IdentifierKind),
        address=address,
    )
    page.headers["cache-control"] = "no-store"
    return page
