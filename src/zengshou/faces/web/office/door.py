"""Who is at the door: the cookie, the session behind it, and the token that every form must bring back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from hmac import compare_digest
from pathlib import Path

from fastapi import Request
from starlette.datastructures import FormData
from starlette.responses import Response

from zengshou.concepts.account import Account
from zengshou.concepts.problem import refuse
from zengshou.faces.report.city_templates import CityTemplates, Letterhead
from zengshou.faces.web.office.records.records_door import RecordsOffice
from zengshou.plan.model import Plan
from zengshou.services.office.account_desk import AccountDesk
from zengshou.services.office.office_home import evidence_folder
from zengshou.services.office.sign_in import SignIn
from zengshou.services.plan.office_register import OfficeRegister
from zengshou.services.plan.plan_in_force import plan_in_force
from zengshou.services.plan.plan_review import PlanReview
from zengshou.services.supervision.bulletin import BulletinDesk
from zengshou.services.supervision.cockpit import CockpitDesk
from zengshou.services.supervision.division import DivisionDesk
from zengshou.services.supervision.evidence import EvidenceDesk
from zengshou.services.supervision.one_page import OnePageDesk
from zengshou.services.supervision.plan_intake import PlanIntake
from zengshou.services.supervision.process_lamps import ProcessLamps, local_day
from zengshou.services.supervision.reminders import ReminderDesk
from zengshou.services.supervision.report_drafts import ReportDrafts
from zengshou.services.supervision.result_lamps import ResultLamps
from zengshou.services.supervision.scores import ScoreDesk
from zengshou.services.supervision.slips import SlipDesk
from zengshou.services.supervision.task_ledger import TaskLedger
from zengshou.store.country import city
from zengshou.store.crypto.keys import KeyProvider
from zengshou.store.database.accounts import SessionState
from zengshou.store.database.connection import Database
from zengshou.store.evidence_files import EvidenceFolder
from zengshou.store.supervision_files import supervision_rules

COOKIE, SECURE_COOKIE = "zs_session", "__Host-zs_session"
SIGN_IN = "/office/sign-in"


class SignInFirst(Exception):
    """Nobody is signed in: the reader is sent to the door and comes back to `address` afterwards."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Office:
    """The stored part of an installation. `now` gives a moment with its zone.

    home     the folder of evidence and of the city's own templates; None where an installation has none
    records  the register of incomes and property; None where none is opened
    """

    database: Database
    keys: KeyProvider
    now: Callable[[], datetime] = utc_now
    home: Path | None = None
    records: RecordsOffice | None = None

    @cached_property
    def door(self) -> SignIn:
        return SignIn(self.database, self.keys, self.now)

    @cached_property
    def accounts(self) -> AccountDesk:
        return AccountDesk(self.database, self.keys, self.now)

    @cached_property
    def ledger(self) -> TaskLedger:
        return TaskLedger(self.database, self.now)

    @cached_property
    def cockpit(self) -> CockpitDesk:
        return CockpitDesk(self.database, self.now)

    @cached_property
    def one_page(self) -> OnePageDesk:
        return OnePageDesk(self.database, self.now)

    @cached_property
    def division(self) -> DivisionDesk:
        return DivisionDesk(self.database, self.now)

    @cached_property
    def drafts(self) -> ReportDrafts:
        return ReportDrafts(self.database, self.now)

    @cached_property
    def reminders(self) -> ReminderDesk:
        return ReminderDesk(self.database, self.now)

    @cached_property
    def results(self) -> ResultLamps:
        return ResultLamps(self.database, self.now)

    @cached_property
    def templates(self) -> CityTemplates:
        return CityTemplates.of_home(self.home)

    def letterhead(self, account: Account) -> Letterhead:
        """Who signs the documents of a person's city, today."""
        place = city(account.city)
        issuer = supervision_rules(place.key).issuer.replace("{city}", place.name_zh)
        return Letterhead(issuer, local_day(self.now()), place.is_invented)

    @cached_property
    def evidence(self) -> EvidenceDesk:
        folder = None if self.home is None else EvidenceFolder(evidence_folder(self.home), self.keys)
        return EvidenceDesk(self.database, folder, self.now)

    @cached_property
    def lamps(self) -> ProcessLamps:
        return ProcessLamps(self.database, self.now)

    @cached_property
    def slips(self) -> SlipDesk:
        return SlipDesk(self.database, self.now)

    @cached_property
    def bulletin(self) -> BulletinDesk:
        return BulletinDesk(self.database, self.now)

    @cached_property
    def scores(self) -> ScoreDesk:
        return ScoreDesk(self.database, self.now)

    @cached_property
    def register(self) -> OfficeRegister:
        return OfficeRegister(self.database, self.now)

    @cached_property
    def review(self) -> PlanReview:
        return PlanReview(self.database, self.now)

    @cached_property
    def intake(self) -> PlanIntake:
        return PlanIntake(self.database, self.now)

    def plan(self, city: str) -> Plan:
        """The plan behind a city's ledger, with the bodies of its register."""
        with self.database.reading() as session:
            return plan_in_force(session, city)

    def state(self, request: Request) -> SessionState:
        """The complete session of a request. Raises  SignInFirst"""
        state = self.door.who(token_of(request))
        if state is None:
            query = f"?{request.url.query}" if request.url.query else ""
            raise SignInFirst(f"{request.url.path}{query}" if request.method == "GET" else "")
        return state

    def account(self, request: Request) -> Account:
        return self.state(request).account


def cookie_name(request: Request) -> str:
    """Over https the name itself binds the cookie to this host; plain http cannot carry such a name."""
    return SECURE_COOKIE if request.url.scheme == "https" else COOKIE


def token_of(request: Request) -> str:
    return request.cookies.get(cookie_name(request), "")


def give(response: Response, request: Request, token: str) -> Response:
    """The answer with the session's cookie; it ends with the browser."""
    is_secure = request.url.scheme == "https"
    response.set_cookie(cookie_name(request), token, secure=is_secure, httponly=True, samesite="lax", path="/")
    return response


def take(response: Response, request: Request) -> Response:
    response.delete_cookie(cookie_name(request), path="/", secure=request.url.scheme == "https", httponly=True)
    return response


async def posted(request: Request, state: SessionState | None = None) -> Mapping[str, str]:
    """The fields of a form of this site. Raises  ProblemsFound for a form from elsewhere or without its token."""
    form = await request.form()
    require_own(request, form, state)
    return {name: value for name, value in form.multi_items() if isinstance(value, str)}


def require_own(request: Request, form: FormData, state: SessionState | None) -> None:
    """A form counts only when it comes from a page of this site, and from a page of this sign-in where there is one."""
    brought = form.get("form_token")
    require_token(request, brought if isinstance(brought, str) else "", state)


def require_token(request: Request, brought: str, state: SessionState | None) -> None:
    """The same for a token that came in a header, before the body is read. Compared as bytes: any text may come."""
    origin = request.headers.get("origin", "")
    is_foreign = bool(origin) and origin.partition("://")[2] != request.url.netloc
    has_token = state is None or compare_digest(brought.encode("utf-8", "surrogatepass"), state.form_token.encode())
    if is_foreign or request.headers.get("sec-fetch-site", "same-origin") == "cross-site" or not has_token:
        raise refuse("这张表单不是从本系统的页面提交的，未予处理。", "表单", "请回到页面重新填写。")


def safe_next(address: str) -> str:
    """Where to go after signing in: only within the office's own pages."""
    return address if address.startswith("/office/") and "//" not in address and "\\" not in address else "/office/"
