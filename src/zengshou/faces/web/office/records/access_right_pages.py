"""权限: who may read where and for what; the quarterly list; accounts of persons, asked for at the counter."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, Response

from zengshou.concepts.account import ADMINISTRATORS, Account, Role
from zengshou.concepts.problem import ProblemsFound, refuse
from zengshou.faces.web.office.door import Office, require_own
from zengshou.faces.web.office.plan_intake_pages import day_from
from zengshou.faces.web.office.records.access_binding_pages import document_shown
from zengshou.faces.web.office.records.person_door import PersonDesks, desks, person_page
from zengshou.records.identity.identifier import IdentifierKind
from zengshou.store.database.accounts import SessionState

RIGHTS = "/office/rights"
DONE = {
    "grant": "已授予，即时生效。",
    "keep": "已确认保留，计入本季度的复核。",
    "end": "已收回，即时生效。",
    "leave": "已收回该账号的全部查阅权限。",
    "citizen": "申请已提交。请当地民政或归集人员当面核验证件后绑定，链接由核验人交给本人。",
}  # what is said when a button has done its work
READERS = (Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)


def router(office: Office) -> APIRouter:
    pages = APIRouter()

    @pages.get(RIGHTS, response_class=HTMLResponse)
    def listed(request: Request) -> HTMLResponse:
        state = office.state(request)
        return _page(request, state, desks(office, state.account, READERS))

    @pages.post(RIGHTS)
    async def change(request: Request) -> Response:
        state = office.state(request)
        made = desks(office, state.account, (Role.SECURITY_ADMIN,))
        form = await request.form()
        require_own(request, form, state)
        return await run_in_threadpool(_changed, request, state, made, form)

    return pages


def _changed(request: Request, state: SessionState, made: PersonDesks, form: FormData) -> Response:
    fields = {name: value.strip() for name, value in form.multi_items() if isinstance(value, str)}
    purposes = tuple(str(each) for each in form.getlist("purposes"))
    try:
        _apply(made, state.account, fields, purposes)
    except ProblemsFound as error:
        return _page(request, state, made, fields, error=error, ticked=purposes)
    return _page(request, state, made, done=DONE.get(fields.get("what", ""), ""))


def _apply(made: PersonDesks, by: Account, fields: Mapping[str, str], purposes: tuple[str, ...]) -> None:
    """What the pressed button asks for."""
    what = fields.get("what", "")
    if what == "grant":
        to = next((each for each in _officers(made) if each.id == fields.get("account")), None)
        valid_from, valid_to = day_from(fields.get("valid_from", "")), day_from(fields.get("valid_to", ""))
        if to is None or valid_from is None or valid_to is None:
            raise refuse("没有选择账号，或没有写明期限。", "查阅权限", "请补齐。")
        made.rights.grant(by, to, fields.get("area", ""), purposes, valid_from, valid_to)
    elif what == "keep":
        made.review.keep_on(by, fields.get("grant", ""))
    elif what == "end":
        made.review.end(by, fields.get("grant", ""))
    elif what == "leave":
        made.rights.leave(by, fields.get("account", ""))
    elif what == "citizen":
        made.counter.ask(by, fields.get("login", ""), fields.get("name", ""), document_shown(fields))
    else:
        raise refuse("不认识的操作。", "表单", "请刷新页面。")


def _officers(made: PersonDesks) -> list[Account]:
    """The active accounts of the city that could be given a right at all."""
    purposes = made.reads.gate.purposes
    return [
        each
        for each in made.office.accounts.all()
        if each.city == made.city and each.is_active and each.role not in (*ADMINISTRATORS, Role.CITIZEN)
        if purposes.for_role(each.role)
    ]


def _page(
    request: Request,
    state: SessionState,
    made: PersonDesks,
    draft: Mapping[str, str] | None = None,
    error: ProblemsFound | None = None,
    done: str = "",
    ticked: tuple[str, ...] = (),
) -> HTMLResponse:
    accounts = {each.id: each for each in made.office.accounts.all()}
    return person_page(
        "rights.html",
        request,
        state,
        made,
        error,
        grants=made.review.listed(state.account),
        accounts=accounts,
        officers=_officers(made),
        purposes=made.reads.gate.purposes.purposes,
        kinds=tuple(IdentifierKind),
        is_security=state.account.role is Role.SECURITY_ADMIN,
        draft={name: text for name, text in (draft or {}).items() if name != "number"},
        done=done,
        ticked=ticked,
    )
