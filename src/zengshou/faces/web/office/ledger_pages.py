"""任务台账: the tasks with filters in the address; one task with its milestones, reports and history."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from zengshou.concepts.account import Role
from zengshou.concepts.problem import ProblemsFound, refuse
from zengshou.faces.web.office.door import Office, posted
from zengshou.faces.web.office.ledger_forms import (
    act_from,
    draft_of,
    draft_periods,
    latest_periods,
    milestone_rows,
    milestones_of,
    particulars_of,
    period_of,
)
from zengshou.faces.web.office.ledger_view import LedgerView, listed, matching, task_view
from zengshou.faces.web.office.pages import office_page
from zengshou.plan.ledger.stages import Stage
from zengshou.services.plan.plan import show_plan
from zengshou.services.supervision.ledger_rights import Changed
from zengshou.services.supervision.process_lamps import calendar_note, local_day
from zengshou.store.database.accounts import SessionState
from zengshou.store.supervision_files import working_calendar


def router(office: Office) -> APIRouter:
    pages = APIRouter()

    @pages.get("/office/", response_class=HTMLResponse)
    def ledger(request: Request) -> Response:
        state = office.state(request)
        if state.account.role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN):
            return RedirectResponse("/office/accounts", 303)
        return _listing(office, request, state, dict(request.query_params), "任务台账")

    @pages.get("/office/review", response_class=HTMLResponse)
    def review(request: Request) -> Response:
        return _listing(office, request, office.state(request), {"stage": Stage.REPORTED.value}, "待审核")

    @pages.get("/office/reports", response_class=HTMLResponse)
    def reports(request: Request) -> Response:
        return _listing(office, request, office.state(request), {"mine": "lead"}, "单位填报")

    @pages.post("/office/register")
    async def register(request: Request) -> Response:
        state = office.state(request)
        await posted(request, state)
        office.ledger.register(state.account, show_plan(state.account.city))
        return RedirectResponse("/office/", 303)

    @pages.post("/office/lamps")
    async def lamps(request: Request) -> Response:
        state = office.state(request)
        fields = await posted(request, state)
        office.lamps.record(state.account, period_of(fields.get("period", "")))
        return RedirectResponse("/office/", 303)

    _add_task(pages, office)
    return pages


def _listing(
    office: Office, request: Request, state: SessionState, filters: Mapping[str, str], title: str
) -> HTMLResponse:
    tasks = office.ledger.tasks(state.account)
    today = local_day(office.now())
    names = {each.id: each.name for each in show_plan(state.account.city).offices}
    shown = matching(tasks, filters, state.account.office)
    view: LedgerView = listed(shown, names, today, office.lamps.of_city(state.account))
    return office_page(
        "ledger.html",
        request,
        state,
        title=title,
        view=view,
        total=len(tasks),
        filters=filters,
        stages=tuple(Stage),
        offices=sorted({(id, names.get(id, id)) for task in tasks for id in task.everyone()}, key=lambda each: each[1]),
        periods=latest_periods(today),
        calendar_note=calendar_note(working_calendar(), today, today),
        may_record=state.account.role is Role.SUPERVISOR and bool(tasks),
        may_register=state.account.role is Role.SUPERVISOR and not tasks,
    )


def _add_task(pages: APIRouter, office: Office) -> None:
    def page(
        request: Request,
        state: SessionState,
        code: str,
        error: ProblemsFound | None = None,
        draft: Mapping[str, str] | None = None,
    ) -> HTMLResponse:
        task = office.ledger.task(state.account, code)
        names = {each.id: each.name for each in show_plan(state.account.city).offices}
        people = {each.id: each.name for each in office.accounts.all()}
        status = 409 if isinstance(error, Changed) else 422 if error else 200
        return office_page(
            "task.html",
            request,
            state,
            status,
            view=task_view(
                task,
                state.account,
                names,
                people,
                office.ledger.history(state.account, code),
                office.lamps.of_city(state.account).get(task.id, ()),
            ),
            rows=milestone_rows(task, office.now().date()),
            periods=draft_periods(task, office.now().date()),
            problems=error.problems if error else (),
            draft=draft or {},
        )

    @pages.get("/office/task/{code}", response_class=HTMLResponse)
    def task(request: Request, code: str) -> HTMLResponse:
        return page(request, office.state(request), code)

    @pages.post("/office/task/{code}")
    async def change(request: Request, code: str) -> Response:
        state = office.state(request)
        fields = await posted(request, state)
        try:
            _apply(office, state, code, fields)
        except ProblemsFound as error:
            return page(request, state, code, error, fields)
        return RedirectResponse(f"/office/task/{code}", 303)


def _apply(office: Office, state: SessionState, code: str, fields: Mapping[str, str]) -> None:
    """What the pressed button asks for."""
    who, ledger, what = state.account, office.ledger, fields.get("what", "")
    try:
        revision = int(fields.get("revision", ""))
    except ValueError:
        raise refuse("表单不完整。", "表单", "请刷新页面后重新填写。") from None
    if what == "report":
        ledger.report(who, code, revision, draft_of(fields))
    elif what == "break_down":
        ledger.break_down(who, code, revision, milestones_of(fields))
    elif what == "describe":
        ledger.describe(who, code, revision, particulars_of(fields, ledger.task(who, code)))
    else:
        ledger.act(who, code, act_from(what), revision, fields.get("reason", ""))
