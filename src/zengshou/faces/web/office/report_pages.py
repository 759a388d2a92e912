"""单位填报: what a body has to report and by when; one form a task, kept as a draft or filed, with its evidence."""

from collections.abc import Mapping
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from zengshou.concepts.account import Role
from zengshou.concepts.problem import Forbidden, Problem, ProblemsFound, forbid, refuse
from zengshou.faces.web.office.door import Office
from zengshou.faces.web.office.evidence_pages import ACCEPTED, upload_form, uploads_of
from zengshou.faces.web.office.ledger_forms import draft_of
from zengshou.faces.web.office.pages import office_page
from zengshou.plan.ledger.model import LedgerTask, ReportState
from zengshou.plan.ledger.stages import Party, Stage
from zengshou.services.supervision.evidence import LARGEST, MEBIBYTE, MOST_AT_ONCE, Upload
from zengshou.services.supervision.ledger_rights import Changed, NotFound
from zengshou.services.supervision.process_lamps import local_day
from zengshou.services.supervision.report_drafts import SavedDraft, two_quarters
from zengshou.store.database.accounts import SessionState

DEFAULTS = ("period", "percent", "progress", "problem", "next_step")
NEXT_STEPS = {
    Stage.ASSIGNED: "签收",
    Stage.SIGNED: "分解阶段目标",
    Stage.BROKEN_DOWN: "开始办理",
    Stage.REPORTED: "等待审核",
}


def router(office: Office) -> APIRouter:
    pages = APIRouter()

    @pages.get("/office/reports", response_class=HTMLResponse)
    def due(request: Request) -> HTMLResponse:
        state = office.state(request)
        if state.account.role is not Role.REPORTER:
            raise forbid(f"{state.account.role.label}不填报。", "请从任务台账查看各单位的反馈。")
        led = [each for each in office.ledger.heads(state.account) if _leads(state, each)]
        return office_page(
            "reports.html",
            request,
            state,
            due=office.drafts.due(state.account),
            others=[(each, NEXT_STEPS[each.stage]) for each in led if each.stage in NEXT_STEPS],
            led=len(led),
        )

    @pages.get("/office/report/{code}", response_class=HTMLResponse)
    def form(request: Request, code: str, saved: str = "") -> HTMLResponse:
        return _form(office, request, office.state(request), code, is_saved=bool(saved))

    @pages.post("/office/report/{code}")
    async def send(request: Request, code: str) -> Response:
        state = office.state(request)
        form = await upload_form(request, state)
        fields = {name: value for name, value in form.multi_items() if isinstance(value, str)}
        files = await uploads_of(form)
        try:
            await run_in_threadpool(_apply, office, state, code, fields, files)
        except (Forbidden, NotFound):
            raise
        except ProblemsFound as error:
            return _form(office, request, state, code, error, fields)
        is_draft = fields.get("what") == "draft"
        return RedirectResponse(f"/office/report/{quote(code)}?saved=1" if is_draft else "/office/reports", 303)

    return pages


def _apply(office: Office, state: SessionState, code: str, fields: Mapping[str, str], files: list[Upload]) -> None:
    """Files are taken in first: they stay, and are listed, should the report itself be refused."""
    if files:
        office.evidence.add(state.account, code, files)
    if fields.get("what") == "draft":
        held = office.ledger.task(state.account, code).percent
        percent = fields.get("percent", "").strip() or f"{held:g}"
        office.drafts.save(state.account, code, draft_of({**fields, "percent": percent}), fields.get("seen", ""))
    elif fields.get("what") == "report":
        office.ledger.report(state.account, code, _revision(fields), draft_of(fields))
    else:
        raise refuse("不认识的操作。", "表单", "请刷新页面。")


def _form(
    office: Office,
    request: Request,
    state: SessionState,
    code: str,
    error: ProblemsFound | None = None,
    typed: Mapping[str, str] | None = None,
    is_saved: bool = False,
) -> HTMLResponse:
    saved = office.drafts.saved(state.account, code)
    task = office.ledger.task(state.account, code)
    today = local_day(office.now())
    before, now = two_quarters(today)
    owed = [each for each in office.drafts.due(state.account) if each.task.code == code]
    returned = [each for each in task.reports if each.state is ReportState.RETURNED][-1:]
    return office_page(
        "report.html",
        request,
        state,
        409 if isinstance(error, Changed) else 422 if error else 200,
        task=task,
        periods=(now, before),
        owed=owed,
        fields=_fields(task, str(owed[0].period if owed else now), saved, typed),
        seen=typed["seen"] if typed and "seen" in typed else saved.seen if saved else "",
        revision=typed["revision"] if typed and "revision" in typed else task.revision,
        saved=saved,
        is_saved=is_saved,
        returned=returned[0] if returned and returned[0] is task.reports[-1] else None,
        largest=LARGEST // MEBIBYTE,
        most=MOST_AT_ONCE,
        accepted=ACCEPTED,
        problems=error.problems if error else (),
    )


def _fields(
    task: LedgerTask, period: str, saved: SavedDraft | None, typed: Mapping[str, str] | None
) -> Mapping[str, str]:
    """What stands in the form: what was typed, else the draft, else the last report to begin from."""
    if typed is not None:
        return {name: typed.get(name, "") for name in DEFAULTS}
    if saved is not None:
        draft = saved.draft
        texts = (draft.progress, draft.problem, draft.next_step)
        return dict(zip(DEFAULTS, (str(draft.period), f"{draft.percent:g}", *texts), strict=True))
    last = task.reports[-1] if task.reports else None
    if last is not None and last.state is ReportState.RETURNED:
        texts = (last.progress, last.problem, last.next_step)
        return dict(zip(DEFAULTS, (str(last.period), f"{last.percent:g}", *texts), strict=True))
    problem, next_step = (last.problem, last.next_step) if last is not None else ("", "")
    return dict(zip(DEFAULTS, (period, f"{task.percent:g}", "", problem, next_step), strict=True))


def _leads(state: SessionState, task: LedgerTask) -> bool:
    return task.party_of(state.account.office) is Party.LEAD


def _revision(fields: Mapping[str, str]) -> int:
    text = fields.get("revision", "")
    if not text.isdecimal():
        raise ProblemsFound(Problem("表单不完整。", "表单", "请刷新页面后重新填写。"))
    return int(text)
