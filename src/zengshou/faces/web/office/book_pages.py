"""台账表格: take the ledger away as a workbook, bring it back, see what would change, decide, write."""

from base64 import b64decode, b64encode
from binascii import Error as NoBase64
from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.responses import HTMLResponse, Response

from zengshou.concepts.problem import Forbidden, ProblemsFound, refuse
from zengshou.faces.web.downloads import attachment
from zengshou.faces.web.office.door import Office, require_own
from zengshou.faces.web.office.office_register_pages import mode_of
from zengshou.faces.web.office.pages import office_page
from zengshou.plan.ledger.model import Period
from zengshou.plan.offices import OfficeMode
from zengshou.services.supervision.ledger_book import FILLERS, BookPreview, LedgerBook, digest_of
from zengshou.services.supervision.ledger_book_columns import BEIJING
from zengshou.services.supervision.ledger_book_export import last_quarters
from zengshou.services.supervision.ledger_book_read import LARGEST_FILE
from zengshou.services.supervision.ledger_rights import Changed, office_filter
from zengshou.store.database.accounts import SessionState

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# The book travels between the pages of one import in the form itself, as base64: nothing is kept on the server.
LARGEST_FIELD = LARGEST_FILE * 4 // 3 + 8
LARGEST_FORM = LARGEST_FIELD + 2**20
MOST_FIELDS = 5_000
MOST_SHOWN = 200


def router(office: Office) -> APIRouter:
    pages = APIRouter()
    book = LedgerBook(office.database, office.now)

    def entrance(request: Request, state: SessionState, error: ProblemsFound | None = None) -> HTMLResponse:
        office_filter(state.account)
        status = 409 if isinstance(error, Changed) else 422 if error else 200
        return office_page(
            "book.html",
            request,
            state,
            status,
            periods=last_quarters(office.now().astimezone(BEIJING).date()),
            modes=tuple(OfficeMode),
            may_fill=state.account.role in FILLERS,
            problems=error.problems if error else (),
            largest=LARGEST_FILE // 2**20,
        )

    @pages.get("/office/book", response_class=HTMLResponse)
    def start(request: Request) -> HTMLResponse:
        return entrance(request, office.state(request))

    @pages.get("/office/book/ledger.xlsx")
    def download(request: Request, period: str = "") -> Response:
        state = office.state(request)
        try:
            content = book.export(state.account, _period(period), mode_of(request.query_params))
        except Forbidden:
            raise
        except ProblemsFound as error:
            return entrance(request, state, error)
        return _file(content, f"ledger-{period}.xlsx")

    @pages.post("/office/book")
    async def bring_back(request: Request) -> Response:
        state = office.state(request)
        try:
            form = await _form(request, state)
            content = await _content(form)
            return await run_in_threadpool(_answer, request, state, book, content, form)
        except Forbidden:
            raise
        except ProblemsFound as error:
            return entrance(request, state, error)

    return pages


def _answer(request: Request, state: SessionState, book: LedgerBook, content: bytes, form: FormData) -> Response:
    """What the pressed button asks for: the marked copy, the writing, or the comparison."""
    who, what = state.account, form.get("what", "preview")
    if what == "marked":
        return _file(book.marked(who, content), "ledger-marked.xlsx")
    choices = {name: str(value) for name, value in form.multi_items() if name.startswith("choice.")}
    if what == "confirm":
        try:
            changes = book.confirm(who, content, choices, str(form.get("agreed", "")))
        except Changed as error:
            return _preview_page(request, state, book.preview(who, content, choices), content, choices, error)
        return office_page("book_done.html", request, state, changes=changes)
    return _preview_page(request, state, book.preview(who, content, choices), content, choices)


def _preview_page(
    request: Request,
    state: SessionState,
    preview: BookPreview,
    content: bytes,
    choices: Mapping[str, str],
    error: Changed | None = None,
) -> HTMLResponse:
    status = 409 if error else 422 if preview.problems else 200
    return office_page(
        "book_preview.html",
        request,
        state,
        status,
        preview=preview,
        choices=choices,
        problems=(*(error.problems if error else ()), *preview.problems)[:MOST_SHOWN],
        more=max(len(preview.problems) - MOST_SHOWN, 0),
        notes=preview.notes[:MOST_SHOWN],
        book=b64encode(content).decode(),
        agreed=digest_of(preview.comparison),
    )


async def _form(request: Request, state: SessionState) -> FormData:
    """The form of one import. Raises  ProblemsFound for one that is too large, or not from a page of this sign-in"""
    length = request.headers.get("content-length", "")
    if not length.isdigit() or int(length) > LARGEST_FORM:
        raise refuse(f"文件超过{LARGEST_FILE // 2**20}兆。", "台账表格", "请删除图片和附件后再传。")
    form = await request.form(max_files=1, max_fields=MOST_FIELDS, max_part_size=LARGEST_FIELD)
    require_own(request, form, state)
    return form


async def _content(form: FormData) -> bytes:
    """The workbook: a file just chosen, or the one that this form carries along."""
    file = form.get("file")
    if isinstance(file, UploadFile):
        return await file.read()
    try:
        return b64decode(str(form.get("book", "")), validate=True)
    except NoBase64:
        raise refuse("表单不完整。", "表单", "请重新选择文件。") from None


def _period(text: str) -> Period:
    try:
        return Period.parse(text)
    except ValueError:
        raise refuse(f"读不懂季度“{text}”。", "季度", "请从列表中选择。") from None


def _file(content: bytes, name: str) -> Response:
    answer = attachment(content, XLSX, name)
    answer.headers["cache-control"] = "no-store"
    return answer
