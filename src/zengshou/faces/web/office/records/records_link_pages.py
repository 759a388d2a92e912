"""关联复核: the queue, a pair side by side with keys 1, 2, 3, and the links, which can be undone at any time."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from zengshou.concepts.problem import Forbidden, ProblemsFound, refuse
from zengshou.faces.web.office.bounded import Id, OptionalId, Page, whole_number
from zengshou.faces.web.office.door import Office, posted
from zengshou.faces.web.office.records.pair_marks import marked
from zengshou.faces.web.office.records.records_door import CUSTODIANS, require
from zengshou.faces.web.office.records.records_pages import RECORDS, named, records_page
from zengshou.records.identity.person_ref import shown
from zengshou.services.records.linking.link_review import PAGE, Verdict
from zengshou.store.database.accounts import SessionState
from zengshou.store.register.linking.link_reviews import ReviewState

LINKS = f"{RECORDS}/links"


def router(office: Office) -> APIRouter:
    pages = APIRouter()

    @pages.get(LINKS, response_class=HTMLResponse)
    def queue(
        request: Request, state: str = ReviewState.OPEN.value, page: Page = 1, done: OptionalId = 0
    ) -> HTMLResponse:
        return _queue_page(office, request, office.state(request), state, page, done)

    @pages.get(f"{LINKS}/next")
    def following(request: Request, done: OptionalId = 0) -> Response:
        """The pair to be judged next; `done`, the one judged just now, is named there."""
        state = office.state(request)
        records = require(office.records, state.account, CUSTODIANS)
        found = records.links.next_open(state.account)
        told = f"?done={done}" if done > 0 else ""
        return RedirectResponse((LINKS if found is None else f"{LINKS}/{found}") + told, 303)

    @pages.get(f"{LINKS}/made", response_class=HTMLResponse)
    def made(request: Request, page: Page = 1) -> HTMLResponse:
        return _links_page(office, request, office.state(request), page)

    @pages.post(f"{LINKS}/made")
    async def undo(request: Request) -> Response:
        state = office.state(request)
        fields = await posted(request, state)
        return await run_in_threadpool(_undo, office, request, state, fields)

    @pages.get(f"{LINKS}/{{id}}", response_class=HTMLResponse)
    def pair(request: Request, id: Id, done: OptionalId = 0) -> HTMLResponse:
        return _pair_page(office, request, office.state(request), id, done=done)

    @pages.post(f"{LINKS}/{{id}}")
    async def decide(request: Request, id: Id) -> Response:
        state = office.state(request)
        fields = await posted(request, state)
        return await run_in_threadpool(_decide, office, request, state, id, fields)

    return pages


def _queue_page(
    office: Office, request: Request, state: SessionState, wanted: str, page: int, done: int
) -> HTMLResponse:
    records = require(office.records, state.account, CUSTODIANS)
    chosen = next((each for each in ReviewState if each.value == wanted), ReviewState.OPEN)
    counts = records.links.counts_for(state.account)
    return records_page(
        "records_links.html",
        request,
        state,
        records,
        rows=records.links.queue(state.account, (chosen,), page),
        shown=shown,
        chosen=chosen,
        counts=counts,
        reused=records.links.reused(),
        named=named(office),
        done=done,
        page=page,
        pages=max(-(-counts[chosen] // PAGE), 1),
    )


def _pair_page(
    office: Office,
    request: Request,
    state: SessionState,
    id: int,
    error: ProblemsFound | None = None,
    done: int = 0,
) -> HTMLResponse:
    records = require(office.records, state.account, CUSTODIANS)
    return records_page(
        "records_pair.html",
        request,
        state,
        records,
        422 if error else 200,
        view=records.links.pair(state.account, id),
        verdicts=tuple(Verdict),
        marked=marked,
        named=named(office),
        done=done,
        states=ReviewState,
        waiting=records.links.counts_for(state.account)[ReviewState.OPEN],
        problems=error.problems if error else (),
    )


def _decide(office: Office, request: Request, state: SessionState, id: int, fields: Mapping[str, str]) -> Response:
    records = require(office.records, state.account, CUSTODIANS)
    try:
        if fields.get("what") == "reopen":
            records.links.reopen(state.account, id)
            return RedirectResponse(f"{LINKS}/{id}", 303)
        verdict = next((each for each in Verdict if each.value == fields.get("verdict")), None)
        if verdict is None:
            raise refuse("没有选择结论。", f"复核 {id}", "请按 1、2 或 3。")
        records.links.decide(state.account, id, verdict)
    except Forbidden:
        raise
    except ProblemsFound as error:
        return _pair_page(office, request, state, id, error)
    return RedirectResponse(f"{LINKS}/next?done={id}", 303)


def _links_page(
    office: Office, request: Request, state: SessionState, page: int = 1, error: ProblemsFound | None = None
) -> HTMLResponse:
    records = require(office.records, state.account, CUSTODIANS)
    links = records.links.links(state.account)
    return records_page(
        "records_link_list.html",
        request,
        state,
        records,
        422 if error else 200,
        links=links[(page - 1) * PAGE : page * PAGE],
        total=len(links),
        holding=sum(each.holds for each in links),
        page=page,
        pages=max(-(-len(links) // PAGE), 1),
        named=named(office),
        shown=shown,
        methods={"auto": "自动关联", "review": "人工复核"},
        problems=error.problems if error else (),
    )


def _undo(office: Office, request: Request, state: SessionState, fields: Mapping[str, str]) -> Response:
    records = require(office.records, state.account, CUSTODIANS)
    try:
        told = whole_number(fields.get("link", ""))
        if told is None:
            raise refuse("没有选择关联。", "撤销关联", "请从列表中选择。")
        records.links.undo(state.account, told)
    except Forbidden:
        raise
    except ProblemsFound as error:
        return _links_page(office, request, state, error=error)
    return RedirectResponse(f"{LINKS}/made", 303)
