"""本人: my records by source, who looked at them, what I ask to be put right, and all of it to take away."""

import json
from collections.abc import Mapping
from datetime import date

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from zengshou.concepts.account import Role
from zengshou.concepts.problem import ProblemsFound, refuse
from zengshou.faces.web.office.door import Office, posted
from zengshou.faces.web.office.records.citizen_view import record_groups, requested, row_of
from zengshou.faces.web.office.records.person_door import PersonDesks, desks, person_page
from zengshou.services.records.access.subject_file import as_csv, as_json
from zengshou.store.database.accounts import SessionState
from zengshou.store.statistics_valve import statistics_valve

ME = "/office/me"
CITIZENS = (Role.CITIZEN,)
LOOKS_A_PAGE = 20
BOM = "\ufeff"  # a spreadsheet would take the file for another encoding


def router(office: Office) -> APIRouter:
    pages = APIRouter()

    @pages.get(ME, response_class=HTMLResponse)
    def mine(request: Request, all: bool = False) -> HTMLResponse:
        """The latest rows of each source, or every row, as for paper."""
        state = office.state(request)
        made = desks(office, state.account, CITIZENS)
        file = made.subject.file(state.account)
        groups = record_groups(file, made.instruments)
        return person_page("me.html", request, state, made, file=file, groups=groups, is_whole=all)

    @pages.get(f"{ME}/looks", response_class=HTMLResponse)
    def looks(request: Request, page: int = 1) -> HTMLResponse:
        """What others looked at, a page at a time; the person's own looks apart, so that they hide nobody's."""
        state = office.state(request)
        made = desks(office, state.account, CITIZENS)
        found = made.subject.looks(state.account)
        others = [each for each in found if each.role != Role.CITIZEN.label]
        page = max(page, 1)
        return person_page(
            "me_looks.html",
            request,
            state,
            made,
            looks=others[(page - 1) * LOOKS_A_PAGE : page * LOOKS_A_PAGE],
            total=len(others),
            page=page,
            pages=max(-(-len(others) // LOOKS_A_PAGE), 1),
            own=[each for each in found if each.role == Role.CITIZEN.label],
            organisation=made.organisation,
            valve=statistics_valve(),
        )

    @pages.get(f"{ME}/file.json")
    def whole_json(request: Request) -> Response:
        state = office.state(request)
        made = desks(office, state.account, CITIZENS)
        told = {"mark": made.records.about.mark, **as_json(made.subject.file(state.account))}
        return _file(json.dumps(told, ensure_ascii=False, indent=1, default=_plain), "application/json", "json")

    @pages.get(f"{ME}/file.csv")
    def whole_csv(request: Request) -> Response:
        state = office.state(request)
        made = desks(office, state.account, CITIZENS)
        return _file(BOM + as_csv(made.subject.file(state.account)), "text/csv", "csv")

    _add_corrections(pages, office)
    return pages


def _add_corrections(pages: APIRouter, office: Office) -> None:
    @pages.get(f"{ME}/corrections", response_class=HTMLResponse)
    def listed(request: Request, kind: str = "", fact: str = "", done: str = "") -> HTMLResponse:
        state = office.state(request)
        made = desks(office, state.account, CITIZENS)
        return _requests(request, state, made, {"kind": kind, "fact": fact}, done=done)

    @pages.post(f"{ME}/corrections")
    async def change(request: Request) -> Response:
        state = office.state(request)
        made = desks(office, state.account, CITIZENS)
        fields = await posted(request, state)
        return await run_in_threadpool(_changed, request, state, made, fields)


def _changed(request: Request, state: SessionState, made: PersonDesks, fields: Mapping[str, str]) -> Response:
    who, what = state.account, fields.get("what", "")
    try:
        if what == "ask":
            dataset, fact = requested(fields)
            made.corrections.ask(who, dataset, fact, fields.get("words", ""))
        elif what == "withdraw":
            made.corrections.withdraw(who, fields.get("id", ""))
        else:
            raise refuse("不认识的操作。", "表单", "请刷新页面。")
    except ProblemsFound as error:
        return _requests(request, state, made, fields, error)
    return RedirectResponse(f"{ME}/corrections?done={what}", 303)


def _requests(
    request: Request,
    state: SessionState,
    made: PersonDesks,
    draft: Mapping[str, str],
    error: ProblemsFound | None = None,
    done: str = "",
) -> HTMLResponse:
    """The own requests; with a row named in the draft, the form about it, which shows what the row says."""
    row = None
    if draft.get("fact"):
        groups = record_groups(made.subject.file(state.account), made.instruments)
        row = row_of(groups, draft.get("kind", ""), draft["fact"])
    return person_page(
        "me_corrections.html",
        request,
        state,
        made,
        error,
        requests=made.corrections.mine(state.account),
        draft=draft,
        row=row,
        done=done if error is None else "",
    )


def _file(text: str, kind: str, ending: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="my-records.{ending}"', "cache-control": "no-store"}
    return Response(text, media_type=f"{kind}; charset=utf-8", headers=headers)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
