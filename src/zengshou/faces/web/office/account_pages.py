"""账号: who may sign in; invitations; lost telephones."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from zengshou.concepts.account import Role
from zengshou.concepts.problem import ProblemsFound, forbid, refuse
from zengshou.faces.web.office.door import Office, posted
from zengshou.faces.web.office.pages import office_page
from zengshou.services.office.account_desk import NewAccount
from zengshou.store.database.accounts import SessionState

ADMINISTRATORS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)


def router(office: Office) -> APIRouter:
    pages = APIRouter()

    def answer(
        request: Request,
        state: SessionState,
        link: str = "",
        error: ProblemsFound | None = None,
        draft: dict[str, str] | None = None,
    ) -> HTMLResponse:
        if state.account.role not in ADMINISTRATORS:
            raise forbid(f"{state.account.role.label}不管理账号。", "请找系统管理员。")
        return office_page(
            "accounts.html",
            request,
            state,
            422 if error else 200,
            accounts=[each for each in office.accounts.all() if each.city == state.account.city],
            roles=tuple(Role),
            offices=office.plan(state.account.city).offices,
            address=f"{request.base_url}office/invitation/{link}" if link else "",
            problems=error.problems if error else (),
            draft=draft or {},
        )

    @pages.get("/office/accounts", response_class=HTMLResponse)
    def listed(request: Request) -> HTMLResponse:
        return answer(request, office.state(request))

    @pages.post("/office/accounts")
    async def change(request: Request) -> Response:
        state = office.state(request)
        fields = await posted(request, state)
        try:
            return answer(request, state, _changed(office, state, fields))
        except ProblemsFound as error:
            return answer(request, state, error=error, draft=dict(fields))

    return pages


def _changed(office: Office, state: SessionState, fields: Mapping[str, str]) -> str:
    """What the pressed button asks for; the token of a link, where one was made."""
    who, action, id = state.account, fields.get("action", ""), fields.get("account", "")
    if action == "renew":
        return office.accounts.renew(who, id)
    if action == "deactivate":
        office.accounts.deactivate(who, id)
        return ""
    role = next((role for role in Role if role.value == fields.get("role")), None)
    if role is None:
        raise refuse("没有选择角色。", "角色", "请选择。")
    new = NewAccount(
        fields.get("login", "").strip(), fields.get("name", "").strip(), role, who.city, fields.get("office", "")
    )
    return office.accounts.invite(who, new)
