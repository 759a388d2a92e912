"""疑点: what the rules found in rows that were let in, narrowed, decided with a reason, and taken back."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from zengshou.concepts.problem import Forbidden, ProblemsFound, refuse
from zengshou.faces.web.office.bounded import LARGEST_ROW, Page, whole_number
from zengshou.faces.web.office.door import Office, posted
from zengshou.faces.web.office.records.records_door import CUSTODIANS, RecordsOffice, require
from zengshou.faces.web.office.records.records_pages import RECORDS, named, records_page
from zengshou.services.records.whole.hit_desk import LONGEST_REASON, PAGE, HitName
from zengshou.store.database.accounts import SessionState
from zengshou.store.register.delivery.rule_hits import HitDecision

HITS = f"{RECORDS}/hits"
LAST_RULE = 999
EVERY, WAITING = "all", "open"
STATES = {WAITING: HitDecision.OPEN, "confirmed": HitDecision.CONFIRMED, "dismissed": HitDecision.DISMISSED}


@dataclass(frozen=True)
class Wanted:
    """What of the list is asked for. state  a key of STATES, or EVERY"""

    rule: int | None = None
    channel: str = ""
    state: str = WAITING
    page: int = 1

    @property
    def address(self) -> str:
        """The filters as they stand in an address."""
        told = {"rule": self.rule or "", "channel": self.channel, "state": self.state}
        return urlencode({name: value for name, value in told.items() if value})


def router(office: Office) -> APIRouter:
    pages = APIRouter()

    @pages.get(HITS, response_class=HTMLResponse)
    def listed(
        request: Request, rule: str = "", channel: str = "", state: str = WAITING, page: Page = 1
    ) -> HTMLResponse:
        return _page(office, request, office.state(request), {"rule": rule, "channel": channel, "state": state}, page)

    @pages.post(HITS)
    async def change(request: Request) -> Response:
        state = office.state(request)
        fields = await posted(request, state)
        return await run_in_threadpool(_changed, office, request, state, fields)

    return pages


def _wanted(records: RecordsOffice, fields: Mapping[str, str], page: int) -> Wanted:
    """An unknown rule or channel means every one; an unknown state those that wait."""
    channel, state = fields.get("channel", ""), fields.get("state", WAITING)
    return Wanted(
        whole_number(fields.get("rule", ""), LAST_RULE) or None,
        channel if channel in records.catalogue.channels else "",
        state if state in (*STATES, EVERY) else WAITING,
        page,
    )


def _page(
    office: Office,
    request: Request,
    state: SessionState,
    fields: Mapping[str, str],
    page: int = 1,
    error: ProblemsFound | None = None,
) -> HTMLResponse:
    records = require(office.records, state.account, CUSTODIANS)
    asked = _wanted(records, fields, page)
    hits, total = records.hits.listed(state.account, asked.rule, asked.channel, STATES.get(asked.state), page)
    return records_page(
        "records_hits.html",
        request,
        state,
        records,
        422 if error else 200,
        hits=hits,
        total=total,
        asked=asked,
        pages=max(-(-total // PAGE), 1),
        rules=records.catalogue.rules,
        channels=records.catalogue.channels,
        states={key: each.label for key, each in STATES.items()},
        named=named(office),
        longest=LONGEST_REASON,
        problems=error.problems if error else (),
    )


def _changed(office: Office, request: Request, state: SessionState, fields: Mapping[str, str]) -> Response:
    records = require(office.records, state.account, CUSTODIANS)
    try:
        name, what, reason = _name(fields.get("hit", "")), fields.get("what", ""), fields.get("reason", "")
        if what == "undo":
            records.hits.undo(state.account, name, reason)
        else:
            records.hits.judge(state.account, name, STATES.get(what, HitDecision.OPEN), reason)
    except Forbidden:
        raise
    except ProblemsFound as error:
        return _page(office, request, state, fields, error=error)
    return RedirectResponse(f"{HITS}?{_wanted(records, fields, 1).address}", 303)


def _name(told: str) -> HitName:
    parts = [whole_number(part, LARGEST_ROW) for part in told.split("/")]
    numbers = [part for part in parts if part is not None]
    if len(parts) != 3 or len(numbers) != 3:
        raise refuse("没有选择疑点。", "疑点", "请从列表中选择。")
    return numbers[0], numbers[1], numbers[2]
