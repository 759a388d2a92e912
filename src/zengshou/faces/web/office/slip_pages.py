"""督办: proposed slips to confirm, issued ones with answers and overdue days, documents for each body."""

from collections.abc import Mapping
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from zengshou.concepts.account import Role
from zengshou.concepts.problem import Problem, ProblemsFound, refuse
from zengshou.faces.report.bulletin_docx import bulletin_docx
from zengshou.faces.report.slip_docx import reminder_docx, slip_docx
from zengshou.faces.web.office.door import Office, posted
from zengshou.faces.web.office.pages import office_page
from zengshou.services.supervision.ledger_rights import Changed, NotFound
from zengshou.services.supervision.process_lamps import local_day
from zengshou.services.supervision.reminders import REPORT_RULES, grouped
from zengshou.store.database.accounts import SessionState

MOST_SHOWN = 100  # the rest follows once these are dealt with
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def router(office: Office) -> APIRouter:
    pages = APIRouter()

    @pages.get("/office/slips", response_class=HTMLResponse)
    def listed(request: Request) -> HTMLResponse:
        return _page(office, request, office.state(request))

    @pages.post("/office/slips")
    async def change(request: Request) -> Response:
        state = office.state(request)
        fields = await posted(request, state)
        try:
            _apply(office, state, fields)
        except ProblemsFound as error:
            return _page(office, request, state, error, fields)
        return RedirectResponse("/office/slips", 303)

    @pages.get("/office/slips/{id}.docx")
    def document(request: Request, id: str) -> Response:
        """One slip, or with `all` every open slip that went to the same body."""
        state = office.state(request)
        slips = office.slips.issued(state.account)
        found = [each for each in slips if each.id == id]
        if not found:
            raise NotFound(Problem("没有这张督办单。", "督办单", "请从列表中选择。"))
        if "all" in request.query_params:
            found = [each for each in reversed(slips) if each.addressee == found[0].addressee and each.is_open] or found
        made = reminder_docx if "reminder" in request.query_params else slip_docx
        content = made(found, office.letterhead(state.account), office.templates)
        word = "催办单" if "reminder" in request.query_params else "督办单"
        return docx_file(content, f"{word}_{found[0].addressee}.docx")

    @pages.get("/office/bulletin.docx")
    def bulletin(request: Request) -> Response:
        state = office.state(request)
        found = office.bulletin.of_city(state.account)
        return docx_file(bulletin_docx(found, office.letterhead(state.account), office.templates), "督查通报.docx")

    return pages


def _page(
    office: Office,
    request: Request,
    state: SessionState,
    error: ProblemsFound | None = None,
    draft: Mapping[str, str] | None = None,
) -> HTMLResponse:
    today = local_day(office.now())
    issued, proposals = office.slips.issued(state.account), office.slips.proposals(state.account)
    return office_page(
        "slips.html",
        request,
        state,
        409 if isinstance(error, Changed) else 422 if error else 200,
        proposals=[each for each in proposals if each.lamp.lamp.rule not in REPORT_RULES][:MOST_SHOWN],
        waiting=sum(each.lamp.lamp.rule not in REPORT_RULES for each in proposals),
        reminders=grouped(proposals),
        issued=issued[:MOST_SHOWN],
        sent=len(issued),
        overdue=sum(each.is_open and each.is_overdue(today) for each in issued),
        today=today,
        may_issue=state.account.role is Role.SUPERVISOR,
        may_answer=state.account.role is Role.REPORTER,
        problems=error.problems if error else (),
        draft=draft or {},
    )


def _apply(office: Office, state: SessionState, fields: Mapping[str, str]) -> None:
    who, what = state.account, fields.get("what", "")
    if what == "issue":
        office.slips.issue(
            who,
            fields.get("code", ""),
            fields.get("office", ""),
            fields.get("colour", ""),
            fields.get("successor", ""),
        )
    elif what == "remind":
        agreed = tuple(fields.get("agreed", "").split())
        office.reminders.confirm(who, fields.get("office", ""), agreed)
    elif what == "answer":
        office.slips.answer(who, fields.get("slip", ""), fields.get("words", ""))
    elif what == "withdraw":
        office.slips.withdraw(who, fields.get("slip", ""), fields.get("words", ""))
    else:
        raise refuse("不认识的操作。", "表单", "请刷新页面。")


def docx_file(content: bytes, name: str) -> Response:
    """A document to keep; its name is written as browsers read Chinese names."""
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}", "cache-control": "no-store"}
    return Response(content, media_type=DOCX, headers=headers)
