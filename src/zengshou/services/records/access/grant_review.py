"""The rights of every account to be gone through each quarter: kept on, or ended one by one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from zengshou.concepts.account import Account, Role
from zengshou.concepts.problem import forbid, refuse
from zengshou.records.access.context import OFFICE_TIME
from zengshou.store.database.connection import Database
from zengshou.store.database.event_log import add_event, last_moments
from zengshou.store.register.access.grant_list import KeptGrant, end_grant, kept_grants

QUARTER = timedelta(days=92)
KIND, KEPT_ON, ENDED = "role_grant", "certify", "revoke_grant"


@dataclass(frozen=True)
class ReviewedGrant:
    """One right on the list. `looked_at`: when somebody last said that it is still needed, or gave it."""

    kept: KeptGrant
    looked_at: datetime
    is_live: bool
    is_due: bool


@dataclass(frozen=True)
class GrantReview:
    """The list over one register; what is decided is an event of the office. `now` gives a moment with its zone."""

    register: Database
    office: Database
    now: Callable[[], datetime]

    def listed(self, by: Account) -> tuple[ReviewedGrant, ...]:
        """Every right, those in force and due first. Raises  Forbidden for all but security and audit"""
        if by.role not in (Role.SECURITY_ADMIN, Role.AUDIT_ADMIN):
            raise forbid(f"{by.role.label}不核查权限。", "请找安全管理员或审计管理员。")
        now = self.now()
        with self.register.reading() as session:
            grants = kept_grants(session)
        with self.office.reading() as session:
            moments = last_moments(session, KIND, KEPT_ON, [each.id for each in grants])
        found = [_reviewed(each, max(moments.get(each.id, each.made_at), each.made_at), now) for each in grants]
        return tuple(sorted(found, key=lambda each: (not each.is_live, not each.is_due)))

    def keep_on(self, by: Account, id: str) -> None:
        """Say that a right is still needed: the quarter begins anew."""
        _require_security(by)
        live = {each.kept.id for each in self.listed(by) if each.is_live}
        if id not in live:
            raise refuse("没有这项在用的权限。", "查阅权限", "刷新列表后再试。")
        with self.office.writing() as session:
            add_event(session, self.now(), by.id, KEPT_ON, KIND, id, {})

    def end(self, by: Account, id: str) -> None:
        """End one right from now on."""
        _require_security(by)
        with self.register.writing() as session:
            ended = end_grant(session, id, self.now())
        with self.office.writing() as session:
            add_event(session, self.now(), by.id, ENDED, KIND, id, {"account": ended.grant.account_id})


def _reviewed(kept: KeptGrant, looked_at: datetime, now: datetime) -> ReviewedGrant:
    is_live = kept.grant.revoked_at is None and _day(now) <= kept.grant.valid_to
    return ReviewedGrant(kept, looked_at, is_live, is_live and now - looked_at > QUARTER)


def _day(moment: datetime) -> date:
    return moment.astimezone(OFFICE_TIME).date()


def _require_security(by: Account) -> None:
    if by.role is not Role.SECURITY_ADMIN:
        raise forbid(f"{by.role.label}不办理查阅权限。", "请找安全管理员。")
