"""审计: reads counted by purpose and officer, who should be asked, the chain and its heads, the people of a breach."""

from datetime import date, datetime, time, timedelta

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from zengshou.concepts.account import Role
from zengshou.concepts.problem import ProblemsFound, refuse
from zengshou.faces.web.office.door import Office, posted
from zengshou.faces.web.office.plan_intake_pages import day_from
from zengshou.faces.web.office.records.person_door import PersonDesks, desks, person_page
from zengshou.records.access.context import OFFICE_TIME
from zengshou.services.records.access.compliance import Breach
from zengshou.services.records.access.watch import watched
from zengshou.store.register.access.access_counts import reads_by_officer, signed_heads
from zengshou.store.register.access.access_log import Outcome
from zengshou.store.register.access.kept_verdict import KeptVerdict, keep_verdict, kept_verdict

AUDIT = "/office/audit"
USUAL, LONGEST = timedelta(days=89), timedelta(days=732)
HEADS_SHOWN, OFFICERS_SHOWN = 10, 100


def router(office: Office) -> APIRouter:
    pages = APIRouter()

    @pages.get(AUDIT, response_class=HTMLResponse)
    def shown(request: Request, since: str = "", until: str = "", actor: str = "") -> HTMLResponse:
        state = office.state(request)
        made = desks(office, state.account, (Role.AUDIT_ADMIN,))
        now, error = made.records.now(), None
        try:
            first, last = span(since, until, now.astimezone(OFFICE_TIME).date())
        except ProblemsFound as found:
            error = found
            first, last = span("", "", now.astimezone(OFFICE_TIME).date())
        begin, end = _begins(first), _begins(last + timedelta(days=1))
        breach: Breach | None = None
        if actor and actor.isprintable():  # else no account, and nothing that a database can compare
            breach = made.compliance.breach(state.account, actor, begin, end)
        register, kept = made.reads.gate.database, kept_verdict(made.records.home.folder)
        with register.reading() as session:
            officers, heads = reads_by_officer(session, begin, end), signed_heads(session, HEADS_SHOWN)
        return person_page(
            "audit.html",
            request,
            state,
            made,
            error,
            since=first,
            until=last,
            report=made.compliance.report(state.account, begin, end, kept),
            kept=kept,
            is_checking=made.records.is_checking,
            officers=officers[:OFFICERS_SHOWN],
            more=max(len(officers) - OFFICERS_SHOWN, 0),
            heads=heads,
            flags=watched(register, state.account, begin, end),
            breach=breach,
            accounts={each.id: each for each in office.accounts.all()},
            purposes=made.reads.gate.purposes.purposes,
            outcomes={each.value: each.label for each in Outcome},
            roles={each.value: each.label for each in Role},
        )

    @pages.post(AUDIT)
    async def verify(request: Request) -> Response:
        """The whole log, beside the page: what was found stands there with its time."""
        state = office.state(request)
        made = desks(office, state.account, (Role.AUDIT_ADMIN,))
        await posted(request, state)
        made.records.begin_check(lambda tell: _verified(made, state.account.login))
        return RedirectResponse(AUDIT, 303)

    return pages


def _verified(made: PersonDesks, login: str) -> KeptVerdict:
    found = made.audit.verify_whole(login)
    keep_verdict(made.records.home.folder, found)
    return found


def span(since: str, until: str, today: date) -> tuple[date, date]:
    """First and last day; without any the last ninety days. Raises  ProblemsFound: days in the wrong order, too many"""
    last = day_from(until) or today
    first = day_from(since) or last - USUAL
    if not first <= last <= first + LONGEST:
        raise refuse("起日应在止日之前，跨度不超过两年。", "审计时段", "请核对日期。")
    return first, last


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), OFFICE_TIME)
