"""授权书: record what a person signed, confirm what a colleague recorded, the list of a case, revocation."""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

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
from zengshou.store.register.access.access_log import NOBODY

PAPERS = "/office/authorisations"
LARGEST_PAPER = 20 * 2**20  # bytes of a scan


def router(office: Office) -> APIRouter:
    pages = APIRouter()

    @pages.get(PAPERS, response_class=HTMLResponse)
    def listed(request: Request, case_id: str = "", done: str = "") -> HTMLResponse:
        state = office.state(request)
        return _page(request, state, desks(office, state.account, RECORDERS), {"case_id": case_id}, done=done)

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
    what = fields.get("what", "")
    try:
        done = _apply(made, state, fields, form)
    except ProblemsFound as error:
        draft = {} if what in ("revoke", "confirm") else fields
        return _page(request, state, made, draft, error, {str(each) for each in form.getlist("channel")})
    asked = {"done": done, "case_id": fields.get("case_id", "") if done == "recorded" else ""}
    return RedirectResponse(f"{PAPERS}?{urlencode({name: text for name, text in asked.items() if text})}", 303)


def _apply(made: PersonDesks, state: SessionState, fields: Mapping[str, str], form: FormData) -> str:
    """What the pressed button asks for; what is then said to be done."""
    what, id = fields.get("what", ""), fields.get("id", "")
    if what == "revoke":
        made.papers.revoke(state.account, id)
        return "revoked"
    if what == "confirm":
        made.papers.confirm(state.account, id, _scan(form))
        return "confirmed"
    paper = _paper(fields, form)
    made.papers.require_whole(state.account, paper)  # before anybody is looked for
    kind = next((each for each in IdentifierKind if each.value == fields.get("kind")), IdentifierKind.RESIDENT_CARD)
    person = made.verification.person_of(fields.get("person", ""), kind)
    made.papers.record(state.account, replace(paper, person=person))
    return "recorded"


def _paper(fields: Mapping[str, str], form: FormData) -> NewPaper:
    """What the form says of the paper, without the person."""
    return NewPaper(
        NOBODY,
        fields.get("case_id", ""),
        frozenset(str(each) for each in form.getlist("channel")),
        day_from(fields.get("valid_from", "")),
        day_from(fields.get("valid_to", "")),
        _scan(form),
    )


def _scan(form: FormData) -> bytes:
    scan = form.get("evidence")
    return scan.file.read() if isinstance(scan, UploadFile) else b""


def _page(
    request: Request,
    state: SessionState,
    made: PersonDesks,
    draft: Mapping[str, str],
    error: ProblemsFound | None = None,
    chosen: set[str] | None = None,
    done: str = "",
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
        done=done,
    )
