"""登录: password, then six digits; and the page of an invitation, where both are set."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.faces.web.office.door import SIGN_IN, Office, give, posted, safe_next, take, token_of
from zengshou.faces.web.office.pages import office_page


def router(office: Office) -> APIRouter:
    pages = APIRouter()

    @pages.get("/office/sign-in", response_class=HTMLResponse)
    def form(request: Request, next: str = "") -> HTMLResponse:
        return office_page("sign_in.html", request, None, problems=(), next=safe_next(next))

    @pages.post("/office/sign-in")
    async def begin(request: Request) -> Response:
        fields = await posted(request)
        wanted = safe_next(fields.get("next", ""))
        try:
            token = office.door.begin(fields.get("login", ""), fields.get("password", ""))
        except ProblemsFound as error:
            return office_page("sign_in.html", request, None, 422, problems=error.problems, next=wanted)
        return give(office_page("second_factor.html", request, None, problems=(), next=wanted), request, token)

    @pages.post("/office/sign-in/code")
    async def finish(request: Request) -> Response:
        fields = await posted(request)
        wanted = safe_next(fields.get("next", ""))
        try:
            token = office.door.finish(token_of(request), fields.get("code", ""))
        except ProblemsFound as error:
            return office_page("second_factor.html", request, None, 422, problems=error.problems, next=wanted)
        return give(RedirectResponse(wanted, 303), request, token)

    @pages.post("/office/sign-out")
    async def leave(request: Request) -> Response:
        await posted(request, office.state(request))
        office.door.leave(token_of(request))
        return take(RedirectResponse(SIGN_IN, 303), request)

    _add_invitation(pages, office)
    return pages


def _add_invitation(pages: APIRouter, office: Office) -> None:
    @pages.get("/office/invitation/{token}", response_class=HTMLResponse)
    def invited(request: Request, token: str) -> HTMLResponse:
        return office_page("invitation.html", request, None, problems=(), token=token)

    @pages.post("/office/invitation/{token}")
    async def accept(request: Request, token: str) -> HTMLResponse:
        fields = await posted(request)
        try:
            if fields.get("password", "") != fields.get("again", ""):
                raise ProblemsFound(Problem("两次输入的密码不一致。", "密码", "请重新输入。"))
            enrolment = office.accounts.accept(token, fields.get("password", ""))
        except ProblemsFound as error:
            return office_page("invitation.html", request, None, 422, problems=error.problems, token=token)
        return office_page("enrolled.html", request, None, enrolment=enrolment)
