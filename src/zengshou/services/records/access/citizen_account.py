"""本人账号: at the counter a document is shown, and the security administrator binds an account to its person."""

from dataclasses import dataclass

from zengshou.concepts.account import Account, Role
from zengshou.concepts.problem import Problem, ProblemsFound, forbid, refuse
from zengshou.records.access.context import Tie
from zengshou.records.identity.identifier import IdentifierKind
from zengshou.services.office.account_desk import AccountDesk, NewAccount
from zengshou.services.records.access.rights import RightsDesk
from zengshou.store.register.access.authorisations import ties_of
from zengshou.store.vault.vault import IdentityVault


@dataclass(frozen=True)
class Shown:
    """What was shown at the counter. `is_checked`: the clerk compared the person with the document."""

    login: str
    name: str
    kind: IdentifierKind
    number: str
    is_checked: bool


@dataclass(frozen=True)
class CitizenCounter:
    """Where accounts of persons are made. No row about the person is read: only that the number is enrolled."""

    accounts: AccountDesk
    rights: RightsDesk
    vault: IdentityVault

    def invite(self, by: Account, new: Shown) -> str:
        """The token of an invitation whose account is bound to the person of the document.

        An account of this sign-in name that is bound to nobody yet is bound now: so a counter that was interrupted
        between the two goes on.
        Raises  ProblemsFound, all at once: not compared, no such person, a name that is taken; Forbidden for others
        """
        if by.role is not Role.SECURITY_ADMIN:
            raise forbid(f"{by.role.label}不绑定本人账号。", "请找安全管理员。")
        found = self.vault.resolve(new.kind, [new.number.strip()])[0] if new.number.strip() else None
        faults = [
            Problem(words, "本人账号", cure)
            for is_wrong, words, cure in (
                (not new.is_checked, "没有确认已当面核验证件。", "核对人证一致后勾选。"),
                (found is None, "登记系统里没有这个证件号码。", "请核对号码；没有记录的人不需要账号。"),
            )
            if is_wrong
        ]
        if faults or found is None:
            raise ProblemsFound(faults)
        waiting = self._unbound(new.login)
        token = (
            self.accounts.renew(by, waiting.id)
            if waiting
            else self.accounts.invite(by, NewAccount(new.login, new.name, Role.CITIZEN, by.city))
        )
        account = waiting or self._named(new.login)
        self.rights.declare(by, account, found, Tie.SELF)
        return token

    def _named(self, login: str) -> Account:
        return next(each for each in self.accounts.all() if each.login == login)

    def _unbound(self, login: str) -> Account | None:
        """The citizen's account of this name that is bound to nobody. Raises  ProblemsFound for one that is bound"""
        known = next((each for each in self.accounts.all() if each.login == login), None)
        if known is None or known.role is not Role.CITIZEN:
            return None
        with self.rights.register.reading() as session:
            ties = ties_of(session, known.id)
        if Tie.SELF in ties.values():
            raise refuse(f"账号“{login}”已绑定本人。", "本人账号", "换一个登录名；更换绑定请先停用原账号。")
        return known
