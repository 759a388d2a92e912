"""报送: choose a file, look at its beginning, take it in; the work goes on beside the page and ends in a batch."""

from collections.abc import Mapping
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.responses import HTMLResponse, RedirectResponse, Response

from zengshou.concepts.period import parse_month
from zengshou.concepts.plain_text import shown_name
from zengshou.concepts.problem import Forbidden, ProblemsFound, refuse
from zengshou.faces.web.jobs import Job
from zengshou.faces.web.office.bounded import whole_number
from zengshou.faces.web.office.door import Office, require_own
from zengshou.faces.web.office.pages import office_page
from zengshou.faces.web.office.records.records_door import CUSTODIANS, RecordsOffice, require
from zengshou.faces.web.office.records.records_pages import RECORDS, records_page
from zengshou.services.records.intake.delivery import Delivery, Receipt
from zengshou.services.records.intake.import_batch import Tell, import_delivery
from zengshou.store.database.accounts import SessionState

UPLOAD = f"{RECORDS}/upload"
LARGEST_FILE = 512 * 2**20
LARGEST_FORM = LARGEST_FILE + 2**21
KEPT_FIELDS = (
    *("channel", "period", "sequence", "supersedes", "case_id", "authorisation_id", "backfill"),
    *("file_key", "file_name", "control_key", "control_name"),
)


def router(office: Office) -> APIRouter:
    pages = APIRouter()

    @pages.get(UPLOAD, response_class=HTMLResponse)
    def form(request: Request) -> HTMLResponse:
        return _form_page(office, request, office.state(request), dict(request.query_params))

    @pages.post(UPLOAD)
    async def choose(request: Request) -> Response:
        state = office.state(request)
        records = require(office.records, state.account, CUSTODIANS)
        fields: Mapping[str, str] = {}
        try:
            form = await upload_form(request)
            require_own(request, form, state)
            fields = texts(form)
            return await run_in_threadpool(_chosen, records, request, state, fields, form)
        except Forbidden:
            raise
        except ProblemsFound as error:
            return _form_page(office, request, state, fields, error)

    @pages.get(f"{RECORDS}/import/{{word}}", response_class=HTMLResponse)
    def progress(request: Request, word: str) -> Response:
        state = office.state(request)
        records = require(office.records, state.account, CUSTODIANS)
        return _progress_page(records, request, state, records.job(word))

    return pages


async def upload_form(request: Request) -> FormData:
    """A form with files, refused before it is read where it is too large."""
    if whole_number(request.headers.get("content-length", ""), LARGEST_FORM) is None:
        raise refuse(f"文件超过{LARGEST_FILE // 2**20}兆。", "文件", "请分成几个文件，或用 zs records import 导入。")
    return await request.form(max_files=2, max_fields=30)


def texts(form: FormData) -> dict[str, str]:
    return {name: value.strip() for name, value in form.multi_items() if isinstance(value, str)}


def kept_file(records: RecordsOffice, form: FormData, name: str) -> tuple[str, str]:
    """(key, name) of a file of the form, kept sealed; ("", "") where none was chosen."""
    file = form.get(name)
    if not isinstance(file, UploadFile) or not file.filename:
        return "", ""
    return records.uploads.keep(file.file), shown_name(file.filename)


def delivered(records: RecordsOffice, fields: Mapping[str, str], uploader: str, tell: Tell) -> Receipt:
    """The receipt of a kept file, which is dropped then: its batch keeps it, or the sender brings it again."""
    try:
        with records.uploads.opened(fields["file_key"]) as plain:
            if not fields.get("control_key"):
                return import_delivery(records.intake, delivery(fields, plain, None, uploader), tell)
            with records.uploads.opened(fields["control_key"]) as sheet:
                return import_delivery(records.intake, delivery(fields, plain, sheet, uploader), tell)
    finally:
        for key in (fields["file_key"], fields.get("control_key", "")):
            records.uploads.drop(key)


def delivery(fields: Mapping[str, str], file: Path, control: Path | None, uploader: str) -> Delivery:
    """What the fields of a form say of a file. Raises  ProblemsFound: no channel, a month or number that is none"""
    if not fields.get("channel"):
        raise refuse("没有选择渠道。", "渠道", "请从列表中选择。")
    return Delivery(
        file,
        fields["channel"],
        parse_month(fields.get("period", ""), "所属月份"),
        uploader,
        control,
        _number(fields.get("sequence", ""), "批次序号"),
        _number(fields.get("supersedes", ""), "更正批次"),
        None,
        fields.get("case_id", ""),
        fields.get("authorisation_id", ""),
        bool(fields.get("backfill")),
        fields.get("file_name", ""),
    )


def _number(text: str, where: str) -> int | None:
    if not text:
        return None
    number = whole_number(text)
    if not number:
        raise refuse(f"“{text[:20]}”不是整数。", where, "请填写整数，或留空。")
    return number


def _chosen(
    records: RecordsOffice, request: Request, state: SessionState, fields: Mapping[str, str], form: FormData
) -> Response:
    """What the pressed button asks for: look at the beginning, or take it in."""
    if fields.get("what") == "import":
        delivery(fields, Path(), None, state.account.login)
        kept = {name: fields.get(name, "") for name in KEPT_FIELDS}
        login = state.account.login
        word = records.begin(lambda tell: delivered(records, kept, login, tell))
        return RedirectResponse(f"{RECORDS}/import/{word}", 303)
    delivery(fields, Path(), None, state.account.login)
    channel = records.catalogue.channel(fields["channel"])
    key, name = kept_file(records, form, "file")
    if not key:
        raise refuse("没有选择文件。", "文件", "请选择要报送的文件。")
    control_key, control_name = kept_file(records, form, "control")
    preview = records.uploads.preview(key, name, channel)
    kept = {name: fields.get(name, "") for name in KEPT_FIELDS} | {
        **{"file_key": key, "file_name": name},
        **{"control_key": control_key, "control_name": control_name},
    }
    status = 200 if preview.is_usable else 422
    return records_page(
        "records_preview.html", request, state, records, status, preview=preview, channel=channel, kept=kept
    )


def _form_page(
    office: Office,
    request: Request,
    state: SessionState,
    fields: Mapping[str, str],
    error: ProblemsFound | None = None,
) -> HTMLResponse:
    records = require(office.records, state.account, CUSTODIANS)
    return records_page(
        "records_upload.html",
        request,
        state,
        records,
        422 if error else 200,
        channels=tuple(records.catalogue.channels.values()),
        draft={name: fields.get(name, "") for name in KEPT_FIELDS},
        largest=LARGEST_FILE // 2**20,
        problems=error.problems if error else (),
    )


def _progress_page(records: RecordsOffice, request: Request, state: SessionState, job: Job[Receipt]) -> Response:
    """How far the import is; done, the batch. The fragment polls; without JavaScript the page loads itself again."""
    is_poll = request.headers.get("hx-request") == "true"
    if not job.is_done:
        if is_poll:
            return office_page("records_progress_bar.html", request, state, job=job)
        return records_page("records_progress.html", request, state, records, 202, job=job)
    if is_poll:
        return HTMLResponse("", 200, headers={"HX-Refresh": "true"})
    try:
        receipt = job.answer()
    except ProblemsFound as error:
        return records_page("records_refused.html", request, state, records, 422, problems=error.problems)
    again = "?again=1" if receipt.is_again else ""
    return RedirectResponse(f"{RECORDS}/batches/{receipt.batch.id}{again}", 303)
