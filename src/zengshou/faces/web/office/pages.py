"""What every page of the office shares: the frame, who is signed in, the visible entries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from fastapi import Request
from markupsafe import Markup
from starlette.responses import HTMLResponse

from zengshou.concepts.account import Account, Role
from zengshou.faces.rendering import environment
from zengshou.faces.words import Language, Words
from zengshou.store.database.accounts import SessionState

ENTRIES = (
    ("/office/", "首页", (Role.SUPERVISOR, Role.REPORTER, Role.STATISTICIAN, Role.VIEWER)),
    ("/office/ledger", "任务台账", (Role.SUPERVISOR, Role.REPORTER, Role.STATISTICIAN, Role.VIEWER)),
    ("/office/book", "台账表格", (Role.SUPERVISOR, Role.REPORTER, Role.STATISTICIAN, Role.VIEWER)),
    ("/office/reports", "单位填报", (Role.REPORTER,)),
    ("/office/review", "待审核", (Role.SUPERVISOR,)),
    ("/office/plan", "方案导入", (Role.SUPERVISOR,)),
    ("/office/offices", "单位", (Role.SUPERVISOR, Role.STATISTICIAN, Role.VIEWER)),
    ("/office/targets", "指标与目标", (Role.SUPERVISOR, Role.REPORTER, Role.STATISTICIAN, Role.VIEWER)),
    ("/office/slips", "督办", (Role.SUPERVISOR, Role.REPORTER, Role.STATISTICIAN, Role.VIEWER)),
    ("/office/scores", "考核", (Role.SUPERVISOR, Role.REPORTER, Role.VIEWER)),
    ("/office/one-page", "一页纸", (Role.SUPERVISOR, Role.VIEWER)),
    ("/office/records", "信息归集", (Role.DATA_CUSTODIAN, Role.SUPERVISOR, Role.STATISTICIAN)),
    ("/office/records/batches", "批次", (Role.DATA_CUSTODIAN,)),
    ("/office/records/upload", "报送", (Role.DATA_CUSTODIAN,)),
    ("/office/records/links", "关联复核", (Role.DATA_CUSTODIAN,)),
    ("/office/records/hits", "疑点", (Role.DATA_CUSTODIAN,)),
    ("/office/records/statistics", "登记统计", (Role.STATISTICIAN,)),
    ("/office/person", "核对", (Role.VERIFIER, Role.CIVIL_OFFICER, Role.TOWN_OFFICER)),
    ("/office/authorisations", "授权书", (Role.VERIFIER, Role.CIVIL_OFFICER, Role.TOWN_OFFICER)),
    ("/office/corrections", "更正办理", (Role.DATA_CUSTODIAN,)),
    ("/office/bindings", "本人账号核验", (Role.DATA_CUSTODIAN, Role.CIVIL_OFFICER)),
    ("/office/me", "我的记录", (Role.CITIZEN,)),
    ("/office/me/looks", "谁看过我", (Role.CITIZEN,)),
    ("/office/me/corrections", "更正申请", (Role.CITIZEN,)),
    ("/office/rights", "查阅权限", (Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)),
    ("/office/audit", "查阅审计", (Role.AUDIT_ADMIN,)),
    ("/office/accounts", "账号", (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)),
)


BEIJING = timezone(timedelta(hours=8))


def local(moment: datetime) -> str:
    """A stored moment as the office's clock shows it."""
    return moment.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")


@dataclass(frozen=True)
class Entry:
    address: str
    label: str


def entries_for(account: Account) -> tuple[Entry, ...]:
    """The entries that lead a person to something they may see."""
    return tuple(Entry(address, label) for address, label, roles in ENTRIES if account.role in roles)


LANGUAGE_COOKIE = "zs_language"


def language_of(request: Request) -> Language:
    """Chinese, unless this browser was switched to English."""
    return Language.EN if request.cookies.get(LANGUAGE_COOKIE) == Language.EN.value else Language.ZH


def office_page(
    template: str, request: Request, state: SessionState | None, status: int = 200, **values: object
) -> HTMLResponse:
    """A page of the office. Nothing of it may stay in a shared browser."""
    words = Words(language_of(request))
    shared: Mapping[str, object] = {
        "words": words,
        "_": words,
        "path": request.url.path,
        "version": request.app.version,
        "state": state,
        "entries": entries_for(state.account) if state else (),
        "in_chinese": "" if words.is_chinese else Markup(' lang="zh-CN"'),
        "local": local,
    }
    page = environment().get_template(f"office/{template}").render({**shared, **values})
    return HTMLResponse(page, status, headers={"cache-control": "no-store"})
