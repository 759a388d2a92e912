"""Who may read where: rights for a time, declared ties, leaving a post. The security administrator keeps them."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from zengshou.concepts.account import ADMINISTRATORS, Account, Role
from zengshou.concepts.problem import forbid, refuse
from zengshou.records.access.context import OFFICE_TIME, RoleGrant, Tie
from zengshou.records.access.purposes import PurposeTable
from zengshou.store.database.connection import Database
from zengshou.store.register.access.authorisations import add_grant, declare_tie, grants_of, live_grants, revoke_grants
from zengshou.store.register.access.scope import Scope, ScopeSealer, open_scope

LONGEST = timedelta(days=366)  # a right is renewed every year or it ends


@dataclass(frozen=True)
class RightsDesk:
    """Rights over one register. `now` gives a moment with its zone; `sealer` as for the gate."""

    register: Database
    purposes: PurposeTable
    now: Callable[[], datetime]
    sealer: ScopeSealer | None = None

    def grant(
        self, by: Account, to: Account, area: str, purposes: tuple[str, ...], valid_from: date, valid_to: date
    ) -> RoleGrant:
        """Give an account the right to read below an area for some purposes, for a year at most.

        Raises  ProblemsFound: no security administrator, an administrator as receiver, purposes that are not those
                of the receiver's role, an area that is none, a time that is too long, a right that there is
        """
        _require_security(by)
        if to.role in ADMINISTRATORS or to.id == by.id:
            raise refuse(f"{to.role.label}不读取个人数据。", "查阅权限", "请授予业务账号。")
        wrong = [name for name in purposes if to.role not in self._roles(name)]
        if wrong or not purposes:
            words = "、".join(wrong) or "（没有选择）"
            raise refuse(f"{to.role.label}不能用于：{words}。", "查阅权限", "请从该角色可用的用途中选择。")
        if not valid_from <= valid_to <= valid_from + LONGEST:
            raise refuse("权限期限应在一年以内。", "查阅权限", "到期后重新授予。")
        try:
            right = RoleGrant(to.id, to.role, area, purposes, valid_from, valid_to)
        except ValueError:
            raise refuse(f"地区“{area}”应为至少两位数字。", "查阅权限", "填行政区划代码的前几位，如 441702。") from None
        with self.register.writing() as session:
            if _same(right, grants_of(session, to.id)):
                raise refuse("这个账号已有同样的权限，没有重复授予。", "查阅权限", "到期前不必再授；见权限清单。")
            add_grant(session, str(uuid.uuid4()), right, by.id, self.now())
        return right

    def leave(self, by: Account, account_id: str) -> int:
        """End every right of an account whose holder leaves the post; how many there were."""
        _require_security(by)
        with self.register.writing() as session:
            return revoke_grants(session, account_id, self.now())

    def declare(self, by: Account, account: Account, person: int, tie: Tie) -> None:
        """Keep how an account stands to a person. Everybody declares their own; oneself is bound at the counter."""
        if tie is Tie.SELF or (by.role is not Role.SECURITY_ADMIN and by.id != account.id):
            raise forbid("只能申报本人的亲属和同事关系。", "本人身份的绑定须在窗口由两人核验。")
        with self.register.writing() as session:
            open_scope(session, Scope(by.id), self.sealer)
            declare_tie(session, account.id, person, tie, by.id, self.now())

    def rights_of(self, account: Account) -> tuple[RoleGrant, ...]:
        with self.register.reading() as session:
            return grants_of(session, account.id)

    def to_be_certified(self, by: Account) -> tuple[RoleGrant, ...]:
        """Every right in force: the list that is gone through each quarter."""
        if by.role not in (Role.SECURITY_ADMIN, Role.AUDIT_ADMIN):
            raise forbid(f"{by.role.label}不核查权限。", "请找安全管理员或审计管理员。")
        now = self.now()
        with self.register.reading() as session:
            return live_grants(session, now.astimezone(OFFICE_TIME).date())

    def _roles(self, purpose: str) -> frozenset[Role]:
        found = self.purposes.purposes.get(purpose)
        return frozenset() if found is None else frozenset(found.roles)


def _same(right: RoleGrant, known: Iterable[RoleGrant]) -> bool:
    """Whether a right was given before and not taken back, as when a form is sent twice."""
    wanted = replace(right, purposes=tuple(sorted(right.purposes)))
    return wanted in [replace(each, purposes=tuple(sorted(each.purposes))) for each in known]


def _require_security(by: Account) -> None:
    if by.role is not Role.SECURITY_ADMIN:
        raise forbid(f"{by.role.label}不授予查阅权限。", "请找安全管理员。")
