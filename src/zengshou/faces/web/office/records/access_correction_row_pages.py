"""更正办理: the row that a request is about, beside the version that replaced it, for whoever handles the request."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from zengshou.faces.web.office.door import Office
from zengshou.faces.web.office.records.access_correction_pages import CORRECTIONS, HANDLERS
from zengshou.faces.web.office.records.person_door import desks, person_page
from zengshou.records.identity.person_ref import shown
from zengshou.services.records.access.correction_rows import CorrectionRows


def router(office: Office) -> APIRouter:
    pages = APIRouter()

    @pages.get(f"{CORRECTIONS}/{{id}}", response_class=HTMLResponse)
    def row(request: Request, id: str) -> HTMLResponse:
        state = office.state(request)
        made = desks(office, state.account, HANDLERS)
        found = CorrectionRows(made.reads, made.records.now).of(state.account, id)
        return person_page("correction_row.html", request, state, made, found=found, shown=shown)

    return pages
