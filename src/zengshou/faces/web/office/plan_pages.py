"""方案导入: versions of the plan, its text beside the fields to correct, differences, the correction sheet."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.responses import HTMLResponse, RedirectResponse, Response

from zengshou.concepts.problem import Forbidden, ProblemsFound, refuse
from zengshou.faces.web.downloads import attachment
from zengshou.faces.web.office.book_pages import XLSX
from zengshou.faces.web.office.bounded import Id
from zengshou.faces.web.office.door import Office, posted, require_own
from zengshou.faces.web.office.pages import office_page
from zengshou.faces.web.office.plan_view import chosen, numbered, shown_fields, task_of
from zengshou.services.plan.plan_review import LARGEST_FILE, PlanReview
from zengshou.services.plan.plan_review_fields import FIELDS
from zengshou.services.plan.plan_sheet_read import PlanSheet
from zengshou.services.supervision.ledger_rights import Changed, NotFound
from zengshou.store.database.accounts import SessionState

PLAN = "/office/plan"
LARGEST_FORM = LARGEST_FILE + 2**20
MOST_SHOWN = 200


def router(office: Office) -> APIRouter:
    pages = APIRouter()
    review = PlanReview(office.database, office.now)
    sheet = PlanSheet(review)

    @pages.get(PLAN, response_class=HTMLResponse)
    def listed(request: Request) -> HTMLResponse:
        return _list_page(review, request, office.state(request))

    @pages.post(PLAN)
    async def upload(request: Request) -> Response:
        state = office.state(request)
        try:
            what, name, content = await _file(request, state)
            if what == "sheet":
                before, after = await run_in_threadpool(sheet.bring_back, state.account, content)
                return RedirectResponse(f"{PLAN}/differences?before={before}&after={after}", 303)
            number = await run_in_threadpool(review.upload, state.account, name, content)
        except Forbidden:
            raise
        except ProblemsFound as error:
            return _list_page(review, request, state, error)
        return RedirectResponse(f"{PLAN}/{number}", 303)

    @pages.get(f"{PLAN}/differences", response_class=HTMLResponse)
    def differences(request: Request, before: Id, after: Id) -> HTMLResponse:
        state = office.state(request)
        found = review.differences(state.account, before, after)
        return office_page("plan_differences.html", request, state, found=found, before=before, after=after)

    @pages.get(f"{PLAN}/{{number}}/corrections.xlsx")
    def download(request: Request, number: Id) -> Response:
        state = office.state(request)
        answer = attachment(sheet.export(state.account, number), XLSX, f"plan-corrections-{number}.xlsx")
        answer.headers["cache-control"] = "no-store"
        return answer

    @pages.get(f"{PLAN}/{{number}}", response_class=HTMLResponse)
    def reviewed(request: Request, number: Id, item: str = "") -> HTMLResponse:
        return _review_page(review, request, office.state(request), number, item)

    @pages.post(f"{PLAN}/{{number}}")
    async def correct(request: Request, number: Id) -> Response:
        state = office.state(request)
        fields = await posted(request, state)
        id = fields.get("item", "")
        if "undo" in fields:
            return await run_in_threadpool(_undo, review, request, state, number, id, fields["undo"])
        return await run_in_threadpool(_correct, review, request, state, number, id, fields)

    return pages


def _correct(
    review: PlanReview, request: Request, state: SessionState, number: int, id: str, fields: Mapping[str, str]
) -> Response:
    item = review.version(state.account, number).item(id)
    typed = {field.key: fields[field.key] for field in FIELDS[item.kind] if field.key in fields}
    try:
        made = review.correct(state.account, number, id, typed)
    except (Forbidden, NotFound):
        raise
    except ProblemsFound as error:
        return _review_page(review, request, state, number, id, error, typed)
    return RedirectResponse(f"{PLAN}/{made}?item={id}", 303)


def _undo(review: PlanReview, request: Request, state: SessionState, number: int, id: str, field: str) -> Response:
    try:
        made = review.undo(state.account, number, id, field)
    except (Forbidden, NotFound):
        raise
    except ProblemsFound as error:
        return _review_page(review, request, state, number, id, error)
    return RedirectResponse(f"{PLAN}/{made}?item={id}", 303)


def _list_page(
    review: PlanReview, request: Request, state: SessionState, error: ProblemsFound | None = None
) -> HTMLResponse:
    status = 409 if isinstance(error, Changed) else 422 if error else 200
    problems = error.problems if error else ()
    return office_page(
        "plan_versions.html",
        request,
        state,
        status,
        versions=review.versions(state.account),
        problems=problems[:MOST_SHOWN],
        more=max(len(problems) - MOST_SHOWN, 0),
        largest=LARGEST_FILE // 2**20,
    )


def _review_page(
    review: PlanReview,
    request: Request,
    state: SessionState,
    number: int,
    id: str,
    error: ProblemsFound | None = None,
    typed: Mapping[str, str] | None = None,
) -> HTMLResponse:
    reviewed = review.version(state.account, number)
    item = chosen(reviewed, id)
    return office_page(
        "plan_review.html",
        request,
        state,
        409 if isinstance(error, Changed) else 422 if error else 200,
        reviewed=reviewed,
        latest=review.versions(state.account)[0].number,
        item=item,
        task=task_of(reviewed, item),
        fields=shown_fields(item, typed or {}),
        lines=numbered(reviewed.lines, item.evidence),
        ordered=reviewed.by_confidence(),
        problems=error.problems if error else (),
    )


async def _file(request: Request, state: SessionState) -> tuple[str, str, bytes]:
    """What is sent, its name, its bytes. Raises  ProblemsFound for one too large, or not from a page of this sign-in"""
    length = request.headers.get("content-length", "")
    if not length.isdigit() or int(length) > LARGEST_FORM:
        raise refuse(f"文件超过{LARGEST_FILE // 2**20}兆。", "方案导入", "请去掉图片，或只留方案正文。")
    form = await request.form(max_files=1)
    require_own(request, form, state)
    file = form.get("file")
    if not isinstance(file, UploadFile):
        raise refuse("没有选择文件。", "方案导入", "请选择文件后再提交。")
    return str(form.get("what", "")), file.filename or "", await file.read()
