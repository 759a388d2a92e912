"""The office's routes; where no database is given, one page that says how to set one up."""

from urllib.parse import quote, urlsplit

from fastapi import APIRouter, FastAPI, Request
from starlette.responses import RedirectResponse, Response

from zengshou.concepts.problem import Forbidden, refuse
from zengshou.faces.web.office import (
    account_pages,
    book_pages,
    evidence_pages,
    home_pages,
    ledger_pages,
    office_register_pages,
    plan_intake_pages,
    plan_pages,
    report_pages,
    score_pages,
    sign_in_pages,
    slip_pages,
    target_pages,
)
from zengshou.faces.web.office.door import SIGN_IN, Office, SignInFirst, safe_next
from zengshou.faces.web.office.pages import LANGUAGE_COOKIE
from zengshou.faces.web.office.records import (
    access_audit_pages,
    access_binding_pages,
    access_correction_pages,
    access_correction_row_pages,
    access_paper_pages,
    access_right_pages,
    citizen_pages,
    person_pages,
    records_api,
    records_hits_pages,
    records_link_pages,
    records_pages,
    records_quarantine_pages,
    records_upload_pages,
    register_figures_pages,
)
from zengshou.faces.web.refusals import refusal
from zengshou.faces.words import Language
from zengshou.services.supervision.ledger_rights import NotFound

NOT_SET_UP = "本机没有启用工作台：没有数据库。"
HOW = "运行 zs office setup 城市 --login 登录名 --name 姓名，再用 zs serve --home 目录 打开。"


def add_office(app: FastAPI, office: Office | None) -> None:
    """Mounts the office; whoever is not signed in is led to the door."""

    @app.exception_handler(SignInFirst)
    def lead_to_the_door(request: Request, error: SignInFirst) -> Response:
        wanted = f"?next={quote(error.address)}" if error.address else ""
        return RedirectResponse(f"{SIGN_IN}{wanted}", 303)

    @app.exception_handler(NotFound)
    def missing(request: Request, error: NotFound) -> Response:
        return refusal(request, error.problems, 404)

    @app.exception_handler(Forbidden)
    def forbidden(request: Request, error: Forbidden) -> Response:
        return refusal(request, error.problems, 403)

    @app.get("/office", include_in_schema=False)
    def short() -> RedirectResponse:
        return RedirectResponse("/office/", 308)

    @app.get("/office/language/{language}", include_in_schema=False)
    def switch(request: Request, language: Language) -> Response:
        """The other language, for this browser; back to where the reader was."""
        came_from = urlsplit(request.headers.get("referer", "")).path
        answer = RedirectResponse(safe_next(came_from), 303)
        answer.set_cookie(LANGUAGE_COOKIE, language.value, samesite="lax", httponly=True, path="/office")
        return answer

    if office is None:
        app.include_router(_closed(), include_in_schema=False)
        return
    of_tasks = (home_pages, ledger_pages, report_pages, evidence_pages, book_pages, target_pages)
    of_plan = (plan_intake_pages, office_register_pages)
    of_batches = (records_pages, records_upload_pages, records_quarantine_pages, records_api)
    of_records = (*of_batches, records_link_pages, records_hits_pages, register_figures_pages)
    of_rights = (access_right_pages, access_binding_pages, access_audit_pages)
    of_access = (access_paper_pages, *of_rights, access_correction_pages, access_correction_row_pages)
    for page in (
        sign_in_pages,
        account_pages,
        *of_tasks,
        slip_pages,
        score_pages,
        plan_pages,
        *of_plan,
        *of_records,
        *of_access,
        person_pages,
        citizen_pages,
    ):
        app.include_router(page.router(office), include_in_schema=False)


def _closed() -> APIRouter:
    pages = APIRouter()

    @pages.get("/office/{rest:path}")
    def closed(rest: str) -> Response:
        raise refuse(NOT_SET_UP, "工作台", HOW)

    return pages
