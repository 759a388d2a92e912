"""任务台账: the tasks with filters in the address; one task with its milestones, reports and history."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from zengshou.concepts.account import Role
from zengshou.concepts.problem import ProblemsFound, refuse
from zengshou.faces.web.office.door import Office, posted
from zengshou.faces.web.office.evidence_pages import ACCEPTED
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
from zengshou.faces.web.office.ledger_view import LedgerView, listed, matching, results_by_task, task_view
from zengshou.faces.web.office.office_register_pages import mode_of
from zengshou.faces.web.office.pages import office_page
from zengshou.plan.ledger.stages import Stage
from zengshou.plan.offices import OfficeMode
from zengshou.services.plan.plan import show_plan
from zengshou.services.supervision.evidence import LARGEST, MEBIBYTE, MOST_AT_ONCE
from zengshou.services.supervision.ledger_rights import Changed
from zengshou.services.supervision.process_lamps import calendar_note, local_day
from zengshou.store.country import has_typed_plan
from zengshou.store.database.accounts import SessionState
from zengshou.store.supervision_files import working_calendar


def router(office: Office) -> APIRouter:
    pages = APIRouter()

    @pages.get("/office/ledger", response_class=HTMLResponse)
    def ledger(request: Request) -> Response:
        state = office.state(request)
        return _listing(office, request, state, dict(request.query_params), "任务台账")

    @pages.get("/office/review", response_class=HTMLResponse)
    def review(request: Request) -> Response:
        filters = {"stage": Stage.REPORTED.value, "page": request.query_params.get("page", "1")}
        return _listing(office, request, office.state(request), filters, "待审核")

    @pages.post("/office/register")
    async def register(request: Request) -> Response:
        state = office.state(request)
        await posted(request, state)
        office.ledger.register(state.account, show_plan(state.account.city))
        return RedirectResponse("/office/ledger", 303)

    @pages.post("/office/lamps")
    async def lamps(request: Request) -> Response:
        state = office.state(request)
        fields = await posted(request, state)
        office.lamps.record(state.account, period_of(fields.get("period", "")))
        return RedirectResponse("/office/ledger", 303)

    _add_task(pages, office)
    return pages


def _listing(
    office: Office, request: Request, state: SessionState, filters: Mapping[str, str], title: str
) -> HTMLResponse:
    tasks = office.ledger.heads(state.account)
    today = local_day(office.now())
    mode = mode_of(request.query_params)
    bodies = office.register.of_city(state.account).bodies(mode)
    names = {id: "、".join(held) for id, held in bodies.items()}
    shown = matching(tasks, filters, state.account.office, names)
    results = results_by_task(office.results.readings(state.account))
    page = filters.get("page", "1")
    number = int(page) if page.isdecimal() and len(page) < 6 else 1
    view: LedgerView = listed(shown, names, today, office.lamps.latest(state.account), results, number)
    return office_page(
        "ledger.html",
        request,
        state,
        title=title,
        view=view,
        total=len(tasks),
        filters={name: value for name, value in filters.items() if name != "page"},
        address=request.url.path,
        stages=tuple(Stage),
        offices=sorted(
            {names.get(id, id): id for task in tasks for id in task.everyone()}.items(), key=lambda each: each[0]
        ),
        modes=tuple(OfficeMode),
        mode=mode,
        periods=latest_periods(today),
        calendar_note=calendar_note(working_calendar(), today, today),
        may_record=state.account.role is Role.SUPERVISOR and bool(tasks),
        may_register=state.account.role is Role.SUPERVISOR and not tasks,
        has_typed_plan=has_typed_plan(state.account.city),
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
        names = {each.id: each.name for each in office.plan(state.account.city).offices}
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
                office.lamps.of_task(state.account, task),
            ),
            results=[each for each in office.results.readings(state.account) if each.target.task == task.code],
            largest=LARGEST // MEBIBYTE,
            most=MOST_AT_ONCE,
            accepted=ACCEPTED,
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
