"""隔离: rows put aside with cell, rule and reason, masked; corrected by workbook, or dismissed with a reason.

A dismissal can be taken back on the list of the dismissed rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, RedirectResponse, Response

from zengshou.concepts.problem import Forbidden, ProblemsFound, refuse
from zengshou.faces.web.downloads import attachment
from zengshou.faces.web.office.book_pages import XLSX
from zengshou.faces.web.office.bounded import LARGEST_ROW, Id, Page, whole_number
from zengshou.faces.web.office.door import Office, require_own
from zengshou.faces.web.office.records.records_door import CUSTODIANS, RecordsOffice, require
from zengshou.faces.web.office.records.records_pages import RECORDS, named, records_page
from zengshou.faces.web.office.records.records_upload_pages import kept_file, texts, upload_form
from zengshou.services.records.access.quarantine_release import release_rows
from zengshou.services.records.intake.batch_view import quarantine_page
from zengshou.services.records.intake.delivery import Receipt
from zengshou.services.records.intake.dismiss_rows import LONGEST_REASON, dismiss_rows, restore_rows
from zengshou.services.records.intake.import_batch import Tell
from zengshou.services.records.intake.resubmit import resubmit
from zengshou.store.database.accounts import SessionState
from zengshou.store.register.delivery.quarantine import RowState

PAGE = f"{RECORDS}/batches/{{id}}/quarantine"
LAST_RULE = 999


@dataclass(frozen=True)
class Wanted:
    """What of the list is asked for, and what a refused form held: nothing typed is lost."""

    state: RowState | None = RowState.OPEN
    rule: int | None = None
    page: int = 1
    ticked: frozenset[int] = field(default_factory=frozenset)
    reason: str = ""


def wanted(state: str = RowState.OPEN.value, rule: str = "", page: int = 1) -> Wanted:
    """The list that an address or a form names. An unknown state means every state, a rule that is none means all."""
    chosen = next((each for each in RowState if each.value == state), None)
    return Wanted(chosen, whole_number(rule, LAST_RULE), page)


def router(office: Office) -> APIRouter:
    pages = APIRouter()

    @pages.get(PAGE, response_class=HTMLResponse)
    def listed(
        request: Request, id: Id, state: str = RowState.OPEN.value, rule: str = "", page: Page = 1
    ) -> HTMLResponse:
        return _page(office, request, office.state(request), id, wanted(state, rule, page))

    @pages.post(PAGE)
    async def act(request: Request, id: Id) -> Response:
        state = office.state(request)
        records = require(office.records, state.account, CUSTODIANS)
        form = FormData()
        try:
            form = await upload_form(request)
            require_own(request, form, state)
            return await run_in_threadpool(_done, records, state, id, form)
        except Forbidden:
            raise
        except ProblemsFound as error:
            return _page(office, request, state, id, _refused(form), error)

    return pages


def _page(
    office: Office,
    request: Request,
    state: SessionState,
    id: int,
    asked: Wanted,
    error: ProblemsFound | None = None,
) -> HTMLResponse:
    records = require(office.records, state.account, CUSTODIANS)
    found = quarantine_page(records.intake, id, asked.state, asked.page, asked.rule)
    return records_page(
        "records_quarantine.html",
        request,
        state,
        records,
        422 if error else 200,
        found=found,
        rules=records.catalogue.rules,
        asked=asked,
        states=RowState,
        named=named(office),
        longest=LONGEST_REASON,
        problems=error.problems if error else (),
    )


def _done(records: RecordsOffice, state: SessionState, id: int, form: FormData) -> Response:
    """What the pressed button asks for: dismiss the ticked rows, or bring the corrected workbook in."""
    fields, login = texts(form), state.account.login
    if fields.get("what") == "dismiss":
        dismiss_rows(records.intake, id, _ticked(form), login, fields.get("reason", ""))
        return RedirectResponse(PAGE.format(id=id) + "?state=dismissed", 303)
    if fields.get("what") == "take":
        return _taken(records, state, id, fields)
    if fields.get("what") == "restore":
        restore_rows(records.intake, id, _ticked(form), login)
        return RedirectResponse(PAGE.format(id=id), 303)
    key, name = kept_file(records, form, "file")
    if not key:
        raise refuse("没有选择文件。", "补正工作簿", "请选择补正后的工作簿。")
    word = records.begin(lambda tell: _resubmitted(records, key, name, login, tell))
    return RedirectResponse(f"{RECORDS}/import/{word}", 303)


def _taken(records: RecordsOffice, state: SessionState, id: int, fields: Mapping[str, str]) -> Response:
    """The open rows in the clear, of one rule or all, to be put right by the sender."""
    rule, reason = wanted(rule=fields.get("rule", "")).rule, fields.get("reason", "")
    content, _ = release_rows(
        records.intake, records.links.reads.gate, state.account, records.about.city, id, reason, rule
    )
    answer = attachment(content, XLSX, f"quarantine-{id}.xlsx")
    answer.headers["cache-control"] = "no-store"
    return answer


def _refused(form: FormData) -> Wanted:
    """The list as it was when the button was pressed, with the ticks and the reason."""
    fields = texts(form)
    told = (whole_number(str(value), LARGEST_ROW) for value in form.getlist("row"))
    rows = frozenset(number for number in told if number is not None)
    again = wanted(fields.get("state", RowState.OPEN.value), fields.get("rule", ""))
    return replace(again, ticked=rows, reason=fields.get("reason", ""))


def _ticked(form: FormData) -> list[int]:
    told = [whole_number(str(value), LARGEST_ROW) for value in form.getlist("row")]
    rows = [number for number in told if number is not None]
    if len(rows) < len(told):
        raise refuse("行号无法识别。", "隔离行", "请从列表中勾选。")
    return rows


def _resubmitted(records: RecordsOffice, key: str, name: str, login: str, tell: Tell) -> Receipt:
    """Under its own name: the batch of the correction tells which file it was."""
    with records.uploads.opened(key) as plain, TemporaryDirectory(dir=plain.parent) as folder:
        named = plain.rename(Path(folder) / f"{Path(name).stem[:40] or 'rows'}{plain.suffix}")
        receipt = resubmit(records.intake, named, login, tell)
    records.uploads.drop(key)
    return receipt
