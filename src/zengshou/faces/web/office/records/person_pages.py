"""核对: an officer opens a file in a case, compares two moments, sees an identity for a reason, takes a report.

What is typed travels in forms alone: no number and no name ever stands in an address.
"""

from collections.abc import Mapping
from dataclasses import replace

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, Response

from zengshou.concepts.problem import Forbidden, ProblemsFound
from zengshou.faces.report.verification_docx import verification_docx
from zengshou.faces.web.office.door import Office, posted
from zengshou.faces.web.office.records.counted_where import counted_where
from zengshou.faces.web.office.records.person_door import PersonDesks, desks, person_page
from zengshou.faces.web.office.records.person_question import asked, kept, usual
from zengshou.faces.web.office.slip_pages import docx_file
from zengshou.records.identity.identifier import IdentifierKind
from zengshou.records.identity.person_ref import shown
from zengshou.services.records.access.verification import OPENERS, SEES_AMOUNTS, VerifiedFile, WhyWhole
from zengshou.store.database.accounts import SessionState
from zengshou.store.register.access.access_gate import NoSuchPerson

PERSON = "/office/person"


def router(office: Office) -> APIRouter:
    pages = APIRouter()

    @pages.get(PERSON, response_class=HTMLResponse)
    def form(request: Request, person: str = "", case_id: str = "") -> HTMLResponse:
        """The empty form; a link from a list may bring a reference and a case, never a number."""
        state = office.state(request)
        made = desks(office, state.account, OPENERS)
        given = {"person": person if person.startswith("P") else "", "case_id": case_id}
        return _page(request, state, made, usual(made, given))

    @pages.post(PERSON)
    async def opened(request: Request) -> Response:
        state = office.state(request)
        made = desks(office, state.account, OPENERS)
        fields = await posted(request, state)
        return await run_in_threadpool(_opened, request, state, made, fields)

    @pages.post(f"{PERSON}/whole")
    async def whole(request: Request) -> Response:
        state = office.state(request)
        made = desks(office, state.account, OPENERS)
        fields = await posted(request, state)
        return await run_in_threadpool(_whole, request, state, made, fields)

    @pages.post(f"{PERSON}/report")
    async def report(request: Request) -> Response:
        state = office.state(request)
        made = desks(office, state.account, SEES_AMOUNTS)
        fields = await posted(request, state)
        return await run_in_threadpool(_report, request, state, made, fields)

    return pages


def _opened(request: Request, state: SessionState, made: PersonDesks, fields: Mapping[str, str]) -> Response:
    try:
        file = made.verification.open(state.account, asked(fields))
    except ProblemsFound as error:
        return _page(request, state, made, kept(fields), error=error)
    return _page(request, state, made, kept(fields, file.person), file)


def _whole(request: Request, state: SessionState, made: PersonDesks, fields: Mapping[str, str]) -> Response:
    """One field of the identity, whole, on a page that shows nothing else."""
    try:
        found = made.verification.unmasked(state.account, asked(fields), fields.get("field", ""), fields.get("why", ""))
    except ProblemsFound as error:
        return _page(request, state, made, kept(fields), error=error)
    return person_page("person_whole.html", request, state, made, found=found, draft=kept(fields))


def _report(request: Request, state: SessionState, made: PersonDesks, fields: Mapping[str, str]) -> Response:
    """The report opens the file once more: what is taken away is a read of its own."""
    try:
        file = made.verification.open(state.account, asked(fields))
    except ProblemsFound as error:
        return _page(request, state, made, kept(fields), error=error)
    who = state.account
    head = replace(made.office.letterhead(who), issuer=made.organisation(who.office or who.city))
    content = verification_docx(file, head, who.name, made.records.about.mark)
    return docx_file(content, f"核对报告_{file.case_id}_{file.person}.docx")


def _page(
    request: Request,
    state: SessionState,
    made: PersonDesks,
    draft: Mapping[str, str],
    file: VerifiedFile | None = None,
    error: ProblemsFound | None = None,
) -> HTMLResponse:
    who = state.account
    purposes = made.reads.gate.purposes.for_role(who.role)
    chosen = draft.get("purpose") or (purposes[0].id if purposes else "")
    return person_page(
        "person.html",
        request,
        state,
        made,
        error,
        file=file,
        draft={**draft, "purpose": chosen},
        purposes=purposes,
        kinds=tuple(IdentifierKind),
        sees_amounts=who.role in SEES_AMOUNTS,
        whole_fields=made.verification.fields_to_unmask(who, chosen),
        reasons=tuple(WhyWhole),
        shown=shown,
        counted_where=counted_where,
        opened_at=made.records.now(),
        wants_paper=error is not None and any("授权书" in each.found for each in error.problems),
        is_refused=isinstance(error, Forbidden | NoSuchPerson),
    )
