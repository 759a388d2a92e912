"""隔离: rows put aside with cell, rule and reason, masked; corrected by workbook, or dismissed with a reason."""

from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, RedirectResponse, Response

from zengshou.concepts.problem import Forbidden, ProblemsFound, refuse
from zengshou.faces.web.downloads import attachment
from zengshou.faces.web.office.book_pages import XLSX
from zengshou.faces.web.office.door import Office, require_own
from zengshou.faces.web.office.records.records_door import CUSTODIANS, RecordsOffice, require
from zengshou.faces.web.office.records.records_pages import RECORDS, records_page
from zengshou.faces.web.office.records.records_upload_pages import kept_file, texts, upload_form
from zengshou.services.records.intake.batch_view import quarantine_page
from zengshou.services.records.intake.delivery import Receipt
from zengshou.services.records.intake.dismiss_rows import LONGEST_REASON, dismiss_rows
from zengshou.services.records.intake.import_batch import Tell
from zengshou.services.records.intake.resubmit import exported, resubmit
from zengshou.store.database.accounts import SessionState
from zengshou.store.register.delivery.quarantine import RowState

PAGE = f"{RECORDS}/batches/{{id}}/quarantine"


def router(office: Office) -> APIRouter:
    pages = APIRouter()

    @pages.get(PAGE, response_class=HTMLResponse)
    def listed(request: Request, id: int, state: str = RowState.OPEN.value, page: int = 1) -> HTMLResponse:
        return _page(office, request, office.state(request), id, state, max(page, 1))

    @pages.get(f"{PAGE}.xlsx")
    def workbook(request: Request, id: int) -> Response:
        """The open rows in the clear, to be put right by the sender: who took them out is recorded."""
        state = office.state(request)
        records = require(office.records, state.account, CUSTODIANS)
        answer = attachment(exported(records.intake, id, state.account.login), XLSX, f"quarantine-{id}.xlsx")
        answer.headers["cache-control"] = "no-store"
        return answer

    @pages.post(PAGE)
    async def act(request: Request, id: int) -> Response:
        state = office.state(request)
        records = require(office.records, state.account, CUSTODIANS)
        try:
            form = await upload_form(request)
            require_own(request, form, state)
            return await run_in_threadpool(_done, records, state, id, form)
        except Forbidden:
            raise
        except ProblemsFound as error:
            return _page(office, request, state, id, RowState.OPEN.value, 1, error)

    return pages


def _page(
    office: Office,
    request: Request,
    state: SessionState,
    id: int,
    wanted: str,
    page: int,
    error: ProblemsFound | None = None,
) -> HTMLResponse:
    records = require(office.records, state.account, CUSTODIANS)
    chosen = next((each for each in RowState if each.value == wanted), None)
    found = quarantine_page(records.intake, id, chosen, page)
    return records_page(
        "records_quarantine.html",
        request,
        state,
        records,
        422 if error else 200,
        found=found,
        rules=records.catalogue.rules,
        chosen=chosen,
        states=tuple(RowState),
        open_state=RowState.OPEN,
        longest=LONGEST_REASON,
        problems=error.problems if error else (),
    )


def _done(records: RecordsOffice, state: SessionState, id: int, form: FormData) -> Response:
    """What the pressed button asks for: dismiss the ticked rows, or bring the corrected workbook in."""
    fields, login = texts(form), state.account.login
    if fields.get("what") == "dismiss":
        dismiss_rows(records.intake, id, _ticked(form), login, fields.get("reason", ""))
        return RedirectResponse(PAGE.format(id=id), 303)
    key, name = kept_file(records, form, "file")
    if not key:
        raise refuse("没有选择文件。", "补正工作簿", "请选择补正后的工作簿。")
    word = records.begin(lambda tell: _resubmitted(records, key, name, login, tell))
    return RedirectResponse(f"{RECORDS}/import/{word}", 303)


def _ticked(form: FormData) -> list[int]:
    told = [str(value) for value in form.getlist("row")]
    if not all(text.isascii() and text.isdigit() and len(text) < 12 for text in told):
        raise refuse("行号无法识别。", "隔离行", "请从列表中勾选。")
    return [int(text) for text in told]


def _resubmitted(records: RecordsOffice, key: str, name: str, login: str, tell: Tell) -> Receipt:
    """Under its own name: the batch of the correction tells which file it was."""
    with records.uploads.opened(key) as plain, TemporaryDirectory(dir=plain.parent) as folder:
        named = plain.rename(Path(folder) / f"{Path(name).stem[:40] or 'rows'}{plain.suffix}")
        receipt = resubmit(records.intake, named, login, tell)
    records.uploads.drop(key)
    return receipt
