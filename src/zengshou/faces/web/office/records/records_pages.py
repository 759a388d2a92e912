"""信息归集: the channels on one page, the batches, one batch with its receipt and decision. No person in them."""

from collections.abc import Callable, Mapping

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from zengshou.concepts.account import Role
from zengshou.concepts.period import month_name
from zengshou.concepts.problem import Forbidden, ProblemsFound, refuse
from zengshou.faces.web.office.bounded import Id, Page
from zengshou.faces.web.office.door import Office, posted
from zengshou.faces.web.office.pages import office_page
from zengshou.faces.web.office.records.records_door import CUSTODIANS, HOW, NOT_SET_UP, READERS, RecordsOffice, require
from zengshou.services.records.intake.batch_view import batch_view
from zengshou.services.records.intake.channel_overview import ChannelState, Timeliness, channel_overview
from zengshou.services.records.intake.import_batch import decide_held
from zengshou.services.records.intake.look_up import batch_rows
from zengshou.store.database.accounts import SessionState
from zengshou.store.register.linking.link_reviews import ReviewState
from zengshou.store.register.tables.batch_state import BatchState

RECORDS = "/office/records"
BATCHES_A_PAGE = 50
WAITING = "waiting"  # not a state of a batch: rows of it wait in quarantine
SHORTEST_REASON = 4


def router(office: Office) -> APIRouter:
    pages = APIRouter()

    @pages.get(RECORDS, response_class=HTMLResponse)
    def overview(request: Request) -> HTMLResponse:
        state = office.state(request)
        if office.records is None and state.account.role in READERS:
            return office_page("records_missing.html", request, state, found=NOT_SET_UP, how=HOW)
        records = require(office.records, state.account, READERS)
        found = channel_overview(records.home, records.catalogue, records.now())
        return records_page(
            "records.html",
            request,
            state,
            records,
            found=found,
            channels=sorted(found.channels, key=urgency),
            waiting=records.links.counts()[ReviewState.OPEN],
        )

    @pages.get(f"{RECORDS}/batches", response_class=HTMLResponse)
    def listed(request: Request, channel: str = "", state: str = "", page: Page = 1) -> HTMLResponse:
        return _list_page(office, request, channel, state, page)

    @pages.get(f"{RECORDS}/batches/{{id}}", response_class=HTMLResponse)
    def shown(request: Request, id: Id) -> HTMLResponse:
        return _batch_page(office, request, office.state(request), id)

    @pages.get(f"{RECORDS}/batches/{{id}}/receipt", response_class=HTMLResponse)
    def receipt(request: Request, id: Id) -> HTMLResponse:
        state = office.state(request)
        records = require(office.records, state.account, READERS)
        return records_page(
            "records_receipt.html",
            request,
            state,
            records,
            view=batch_view(records.intake, id, records.counts),
            named=named(office),
        )

    @pages.post(f"{RECORDS}/batches/{{id}}")
    async def decide(request: Request, id: Id) -> Response:
        state = office.state(request)
        fields = await posted(request, state)
        return await run_in_threadpool(_decide, office, request, state, id, fields)

    return pages


def urgency(each: ChannelState) -> int:
    """Channels where somebody must act come first, those that never sent anything last."""
    if each.held or each.open or each.unfinished or each.timeliness is Timeliness.STALE:
        return 0
    return 2 if each.last is None else 1


def named(office: Office) -> Callable[[str], str]:
    """Login -> the name of who it is; a machine that delivers has no account and keeps its own name."""
    names = {each.login: each.name for each in office.accounts.all()}
    return lambda login: names.get(login, login)


def yuan(fen: int) -> str:
    """Whole fen as yuan, to the fen: 1,234.56."""
    sign, rest = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{rest // 100:,}.{rest % 100:02d}"


def records_page(
    template: str, request: Request, state: SessionState, records: RecordsOffice, status: int = 200, **values: object
) -> HTMLResponse:
    """A page of the register, with its mark and the words of months and amounts."""
    shared = {
        "mark": records.about.mark,
        "month_name": month_name,
        "yuan": yuan,
        "is_custodian": state.account.role is Role.DATA_CUSTODIAN,
        "problems": (),
    }
    return office_page(template, request, state, status, **{**shared, **values})


def _list_page(office: Office, request: Request, channel: str, wanted: str, page: int) -> HTMLResponse:
    state = office.state(request)
    records = require(office.records, state.account, READERS)
    channels = records.catalogue.channels
    found = batch_rows(records.home, channel) if not channel or channel in channels else ()
    rows = [row for row in reversed(found) if wanted in ("", row.batch.state.value) or (wanted == WAITING and row.open)]
    return records_page(
        "records_batches.html",
        request,
        state,
        records,
        rows=rows[(page - 1) * BATCHES_A_PAGE : page * BATCHES_A_PAGE],
        total=len(rows),
        page=page,
        pages=max(-(-len(rows) // BATCHES_A_PAGE), 1),
        channels=channels,
        states=tuple(BatchState),
        named=named(office),
        filters={name: value for name, value in (("channel", channel), ("state", wanted)) if value},
    )


def _batch_page(
    office: Office,
    request: Request,
    state: SessionState,
    id: int,
    error: ProblemsFound | None = None,
    reason: str = "",
) -> HTMLResponse:
    records = require(office.records, state.account, READERS)
    view = batch_view(records.intake, id, records.counts)
    return records_page(
        "records_batch.html",
        request,
        state,
        records,
        422 if error else 200,
        view=view,
        may_decide=state.account.role in CUSTODIANS and view.batch.state is BatchState.HELD,
        is_again="again" in request.query_params,
        is_own=view.batch.uploader == state.account.login,
        reason=reason,
        named=named(office),
        may_correct=state.account.role in CUSTODIANS and view.batch.state is BatchState.PUBLISHED,
        problems=error.problems if error else (),
    )


def _decide(office: Office, request: Request, state: SessionState, id: int, fields: Mapping[str, str]) -> Response:
    records = require(office.records, state.account, CUSTODIANS)
    try:
        reason = fields.get("reason", "").strip()
        if fields.get("what") not in ("accept", "reject"):
            raise refuse("没有选择决定。", f"批次 {id}", "请按“发布”或“拒收”。")
        if len(reason) < SHORTEST_REASON:
            raise refuse("没有写明理由。", "理由", "请写明依据，至少四个字。")
        decide_held(records.intake, id, fields["what"] == "accept", state.account.login, reason)
    except Forbidden:
        raise
    except ProblemsFound as error:
        return _batch_page(office, request, state, id, error, fields.get("reason", ""))
    return RedirectResponse(f"{RECORDS}/batches/{id}", 303)
