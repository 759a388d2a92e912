"""POST /api/records/deliveries: an agency's machine delivers a file by its token, or an officer by the session."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import JSONResponse

from zengshou.concepts.problem import Problem, ProblemsFound, refuse
from zengshou.faces.as_json import as_json
from zengshou.faces.web.office.door import Office, SignInFirst, require_token
from zengshou.faces.web.office.records.records_door import CUSTODIANS, HOW, NOT_SET_UP, RecordsOffice, require
from zengshou.faces.web.office.records.records_upload_pages import delivered, kept_file, texts, upload_form
from zengshou.records.access.context import OFFICE_TIME
from zengshou.services.records.intake.delivery import Receipt, receipt_json
from zengshou.services.records.intake.import_batch import quiet
from zengshou.store.register.delivery.delivery_tokens import holder_of
from zengshou.store.register.tables.batch_state import BatchState

ADDRESS = "/api/records/deliveries"
BEARER = "bearer "
FORM_TOKEN = "x-form-token"
NO_ENTRY = Problem("令牌无效、已撤销、过期，或不能用于这个渠道。", "令牌", "请向归集管理员申请。")
SIGN_IN = Problem("没有登录，也没有令牌。", "令牌", "在请求头写 Authorization: Bearer 令牌。")


class NoEntry(Exception):
    """Nobody whom the register knows is at the door."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.found)
        self.problem = problem


@dataclass(frozen=True)
class Entry:
    """Who delivers into which register. channels  that a token opens; None for an officer, whom every one is open"""

    records: RecordsOffice
    uploader: str
    channels: frozenset[str] | None = None

    def opens(self, channel: str) -> bool:
        return self.channels is None or channel in self.channels


def router(office: Office) -> APIRouter:
    api = APIRouter()

    @api.post(ADDRESS)
    async def deliver(request: Request) -> JSONResponse:
        """Fields: file, channel, period, and optionally control, sequence, supersedes, case_id, authorisation_id,
        backfill. 201 with the receipt of a new batch, 200 with the first receipt of one that came before, 422 with
        the receipt of one that was rejected."""
        try:
            entry = await run_in_threadpool(_entered, office, request)
            form = await upload_form(request)
            return await run_in_threadpool(_answer, entry, form, texts(form))
        except NoEntry as error:
            headers = {"www-authenticate": "Bearer"}
            return JSONResponse({"problems": as_json((error.problem,))}, 401, headers=headers)

    return api


def _answer(entry: Entry, form: FormData, fields: Mapping[str, str]) -> JSONResponse:
    records = entry.records
    if not entry.opens(fields.get("channel", "")):
        raise NoEntry(NO_ENTRY)
    key, name = kept_file(records, form, "file")
    if not key:
        raise refuse("请求里没有文件。", "file", "用 multipart/form-data 的 file 字段上传。")
    control_key, control_name = kept_file(records, form, "control")
    told = {**fields, "file_key": key, "file_name": name, "control_key": control_key, "control_name": control_name}
    receipt = delivered(records, told, entry.uploader, quiet)
    return JSONResponse(receipt_json(receipt), _status(receipt))


def _status(receipt: Receipt) -> int:
    if receipt.batch.state is BatchState.REJECTED:
        return 422
    return 200 if receipt.is_again else 201


def _entered(office: Office, request: Request) -> Entry:
    """Who is at the door, by the headers alone: the body of a stranger is not read.

    Raises  NoEntry, Forbidden, ProblemsFound
    """
    told = request.headers.get("authorization", "")
    if told:
        return _by_token(office.records, told, office.now())
    try:
        state = office.state(request)
    except SignInFirst:
        raise NoEntry(SIGN_IN) from None
    require_token(request, request.headers.get(FORM_TOKEN, ""), state)
    return Entry(require(office.records, state.account, CUSTODIANS), state.account.login)


def _by_token(records: RecordsOffice | None, told: str, now: datetime) -> Entry:
    if records is None:
        raise ProblemsFound(Problem(NOT_SET_UP, "信息归集", HOW))
    is_bearer = told.lower().startswith(BEARER)
    holder = holder_of(records.home.folder, records.home.keys, told[len(BEARER) :].strip()) if is_bearer else None
    if holder is None:
        raise NoEntry(NO_ENTRY)
    day = now.astimezone(OFFICE_TIME).date()
    channels = frozenset(each for each in holder.channels if holder.may_deliver(each, day))
    if not channels:
        raise NoEntry(NO_ENTRY)
    return Entry(records, holder.name, channels)
