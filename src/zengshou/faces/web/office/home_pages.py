"""首页 and 领导一页纸: what needs a decision, on one screen and on one sheet of paper; the plan's table of division."""

from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from zengshou.concepts.account import Role
from zengshou.faces.report.city_templates import INVENTED
from zengshou.faces.report.division_files import division_docx, division_xlsx
from zengshou.faces.report.one_page_docx import one_page_docx, sentences
from zengshou.faces.web.office.door import Office
from zengshou.faces.web.office.ledger_view import history_line
from zengshou.faces.web.office.pages import office_page
from zengshou.faces.web.office.score_pages import XLSX
from zengshou.faces.web.office.slip_pages import docx_file
from zengshou.services.supervision.duties import DutyKind
from zengshou.store.country import city, has_typed_plan

ADMINISTRATORS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
FRONT = {
    Role.AUDIT_ADMIN: "/office/audit",
    Role.DATA_CUSTODIAN: "/office/records",
    Role.VERIFIER: "/office/person",
    Role.CIVIL_OFFICER: "/office/person",
    Role.TOWN_OFFICER: "/office/person",
    Role.CITIZEN: "/office/me",
}  # where those begin who have no part in the tasks of a plan
LATE_SHOWN, BODIES_SHOWN, DUE_SHOWN = 8, 8, 8
WHERE = {
    DutyKind.ASSIGN: "/office/ledger?stage=registered",
    DutyKind.REVIEW: "/office/review",
    DutyKind.CHASE: "/office/slips",
    DutyKind.CLOSE: "/office/ledger?stage=finished",
    DutyKind.SETTLE_BASIS: "/office/targets",
    DutyKind.SIGN: "/office/ledger?stage=assigned&mine=lead",
    DutyKind.BREAK_DOWN: "/office/ledger?stage=signed&mine=lead",
    DutyKind.REPORT: "/office/reports",
    DutyKind.ANSWER: "/office/slips",
}


def router(office: Office) -> APIRouter:
    pages = APIRouter()

    @pages.get("/office/", response_class=HTMLResponse)
    def front(request: Request) -> Response:
        state = office.state(request)
        if state.account.role in ADMINISTRATORS:
            return RedirectResponse("/office/accounts", 303)
        if state.account.role in FRONT:
            return RedirectResponse(FRONT[state.account.role], 303)
        found = office.cockpit.of(state.account)
        people = {each.id: each.name for each in office.accounts.all()}
        return office_page(
            "home.html",
            request,
            state,
            found=found,
            names={each.id: each.name for each in office.plan(state.account.city).offices},
            changes=[(each, history_line(each.event, people)) for each in found.changes],
            where=WHERE,
            late=found.late[:LATE_SHOWN],
            bodies=found.bodies[:BODIES_SHOWN],
            most=DUE_SHOWN,
            may_register=state.account.role is Role.SUPERVISOR and not found.total,
            has_typed_plan=has_typed_plan(state.account.city),
            may_lead=state.account.role in (Role.SUPERVISOR, Role.VIEWER),
        )

    _add_papers(pages, office)
    return pages


def _add_papers(pages: APIRouter, office: Office) -> None:
    @pages.get("/office/one-page", response_class=HTMLResponse)
    def one_page(request: Request) -> HTMLResponse:
        state = office.state(request)
        found = office.one_page.of_city(state.account)
        head = office.letterhead(state.account)
        return office_page("one_page.html", request, state, found=found, said=sentences(found), head=head)

    @pages.get("/office/one-page.docx")
    def one_page_file(request: Request) -> Response:
        who = office.account(request)
        content = one_page_docx(office.one_page.of_city(who), office.letterhead(who), office.templates)
        return docx_file(content, "领导一页纸.docx")

    @pages.get("/office/division.docx")
    def division_file(request: Request) -> Response:
        who = office.account(request)
        content = division_docx(office.division.of(who), office.letterhead(who), office.templates)
        return docx_file(content, "任务分工表.docx")

    @pages.get("/office/division.xlsx")
    def division_book(request: Request) -> Response:
        who = office.account(request)
        content = division_xlsx(office.division.of(who), INVENTED if city(who.city).is_invented else "")
        headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote('任务分工表.xlsx')}"}
        return Response(content, media_type=XLSX, headers={**headers, "cache-control": "no-store"})
