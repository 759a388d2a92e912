"""授权书: record what a person signed, with the scanned paper's digest; the list of a case; revocation."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.responses import HTMLResponse, RedirectResponse, Response

from zengshou.concepts.problem import ProblemsFound, refuse
from zengshou.faces.web.office.door import Office, require_own
from zengshou.faces.web.office.plan_intake_pages import day_from
from zengshou.faces.web.office.records.person_door import PersonDesks, desks, person_page
from zengshou.records.access.context import OFFICE_TIME
from zengshou.records.identity.identifier import IdentifierKind
from zengshou.records.identity.person_ref import shown
from zengshou.services.records.access.authorise import RECORDERS, NewPaper
from zengshou.store.database.accounts import SessionState
from zengshou.store.register.access.access_gate import NO_SUCH_PERSON, NOBODY, NoSuchPerson

PAPERS = "/office/authorisations"
LARGEST_PAPER = 20 * 2**20  # bytes of a scan


def router(office: Office) -> APIRouter:
    pages = APIRouter()

    @pages.get(PAPERS, response_class=HTMLResponse)
    def listed(request: Request, case_id: str = "") -> HTMLResponse:
        state = office.state(request)
        return _page(request, state, desks(office, state.account, RECORDERS), {"case_id": case_id})

    @pages.post(PAPERS)
    async def record(request: Request) -> Response:
        state = office.state(request)
        made = desks(office, state.account, RECORDERS)
        form = await _form(request)
        require_own(request, form, state)
        return await run_in_threadpool(_changed, request, state, made, form)

    return pages


async def _form(request: Request) -> FormData:
    length = request.headers.get("content-length", "")
    if not length.isdigit() or int(length) > LARGEST_PAPER:
        raise refuse(f"扫描件超过{LARGEST_PAPER // 2**20}兆。", "授权书", "请降低扫描分辨率。")
    return await request.form(max_files=1, max_fields=60)


def _changed(request: Request, state: SessionState, made: PersonDesks, form: FormData) -> Response:
    fields = {name: value.strip() for name, value in form.multi_items() if isinstance(value, str)}
    try:
        if fields.get("what") == "revoke":
            made.papers.revoke(state.account, fields.get("id", ""))
        else:
            made.papers.record(state.account, _paper(made, fields, form))
    except ProblemsFound as error:
        return _page(request, state, made, fields, error, {str(each) for each in form.getlist("channel")})
    return RedirectResponse(PAPERS, 303)


def _paper(made: PersonDesks, fields: Mapping[str, str], form: FormData) -> NewPaper:
    """What the form says. A number that is in no register is told like one of another area."""
    kind = next((each for each in IdentifierKind if each.value == fields.get("kind")), IdentifierKind.RESIDENT_CARD)
    person = made.verification.person_of(fields.get("person", ""), kind)
    if person == NOBODY:
        raise NoSuchPerson(NO_SUCH_PERSON)
    valid_from, valid_to = day_from(fields.get("valid_from", "")), day_from(fields.get("valid_to", ""))
    if valid_from is None or valid_to is None:
        raise refuse("没有写明有效期。", "授权书", "请填写起止日期。")
    scan = form.get("evidence")
    return NewPaper(
        fields.get("id", ""),
        person,
        fields.get("case_id", ""),
        frozenset(str(each) for each in form.getlist("channel")),
        valid_from,
        valid_to,
        scan.file.read() if isinstance(scan, UploadFile) else b"",
    )


def _page(
    request: Request,
    state: SessionState,
    made: PersonDesks,
    draft: Mapping[str, str],
    error: ProblemsFound | None = None,
    chosen: set[str] | None = None,
) -> HTMLResponse:
    wanted = "" if error else draft.get("case_id", "")
    channels = made.instruments.channels.values()
    return person_page(
        "authorisations.html",
        request,
        state,
        made,
        error,
        papers=made.papers.listed(state.account, wanted),
        people={each.id: each.name for each in made.office.accounts.all()},
        shown=shown,
        day=made.records.now().astimezone(OFFICE_TIME).date(),
        channels=sorted(channels, key=lambda each: (not each.is_case_only, each.id)),
        labels=made.instruments.labels,
        kinds=tuple(IdentifierKind),
        draft=draft,
        chosen=chosen or set(),
        wanted=wanted,
    )
