"""本人账号: the security administrator asks for one; a second officer sees the document, binds it, gets the link."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from zengshou.concepts.account import Account, Role
from zengshou.concepts.problem import Problem, ProblemsFound, forbid, refuse
from zengshou.records.access.context import AccessContext, Subject, Tie
from zengshou.records.identity.identifier import IdentifierKind
from zengshou.services.office.account_desk import AccountDesk, NewAccount
from zengshou.store.register.access.access_gate import Gate
from zengshou.store.register.access.access_log import NOBODY, Access, Outcome, append
from zengshou.store.register.access.authorisations import declare_tie, ties_of
from zengshou.store.register.access.bindings import Binding, add_binding, confirm_binding, open_bindings
from zengshou.store.register.access.scope import Scope, open_scope
from zengshou.store.vault.vault import IdentityVault

PURPOSE = "subject_binding"
ASK, BIND = "account.ask", "account.bind"  # what the log keeps in the place of fields
CONFIRMERS = (Role.CIVIL_OFFICER, Role.DATA_CUSTODIAN)
HOLDS = timedelta(days=7)  # a person who was asked for does not come to the counter after a month


@dataclass(frozen=True)
class Shown:
    """What was shown at a counter. `is_checked`: who filled the form in compared the person with the document."""

    kind: IdentifierKind
    number: str
    is_checked: bool


@dataclass(frozen=True)
class CitizenCounter:
    """Where accounts of persons are made, by two people. No row about the person is read. `now` with its zone."""

    accounts: AccountDesk
    gate: Gate
    vault: IdentityVault
    now: Callable[[], datetime]

    def ask(self, by: Account, login: str, name: str, document: Shown) -> str:
        """Ask that an account be bound to the person of a document; the number of the request.

        The answer is the same whether the number is in the register or not, and no link is handed out here.
        Raises  ProblemsFound: not compared, no number, a sign-in name of somebody else; Forbidden for others
        """
        if by.role is not Role.SECURITY_ADMIN:
            raise forbid(f"{by.role.label}不申请开通本人账号。", "请找安全管理员。")
        person = self._person(document)
        account = self._citizen(login) or self._invited(by, login, name)
        context = self._context(by, str(uuid.uuid4()))
        asked = Binding(context.case_id, account.id, person, by.id, context.at)
        with self.gate.database.writing() as session:
            open_scope(session, Scope(by.id), self.gate.sealer)
            add_binding(session, asked)
            append(session, [Access(context, person, (ASK,), 0, Outcome.ALLOWED)])
        return asked.id

    def waiting(self, by: Account) -> tuple[tuple[Binding, Account], ...]:
        """The requests of the last week that wait for somebody to see the document, with the account of each."""
        _require_confirmer(by)
        accounts = {each.id: each for each in self.accounts.all()}
        with self.gate.database.reading() as session:
            found = open_bindings(session, self.now() - HOLDS)
        return tuple((each, accounts[each.account]) for each in found if each.account in accounts)

    def confirm(self, by: Account, id: str, document: Shown) -> str:
        """The token of the account's link, shown to whoever saw the document, once the account is bound.

        Raises  ProblemsFound: not compared, no such request, an account of somebody else; Forbidden without a right
                for it; NoSuchPerson for another number than was asked for, one of another area or of nobody, alike
        """
        _require_confirmer(by)
        shown = self._person(document)
        asked = next((each for each, _ in self.waiting(by) if each.id == id), None)
        if asked is None:
            raise refuse("没有这件待核验的申请，或已经核验。", "本人账号", "刷新列表后再试。")
        context = self._context(by, id)

        def bound(session: Session, _: Scope, subject: Subject) -> Binding:
            own = {person for person, tie in ties_of(session, asked.account).items() if tie is Tie.SELF}
            if own - set(subject.refs):
                raise refuse("这个账号已绑定另一人。", "本人账号", "请用新的登录名重新申请。")
            kept = confirm_binding(session, id, by.id, context.at)
            if not own:
                declare_tie(session, asked.account, subject.person, Tie.SELF, by.id, context.at)
            return kept

        person = shown if shown == asked.person else NOBODY
        self.gate.acting(context, person, BIND, bound, is_told=True)
        return self.accounts.renew_citizen(by, asked.account)

    def _person(self, document: Shown) -> int:
        """The reference of a document, NOBODY for one that is in no register."""
        number = document.number.strip()
        faults = [
            Problem(words, "本人账号", cure)
            for is_wrong, words, cure in (
                (not document.is_checked, "没有确认已当面核验证件。", "核对人证一致后勾选。"),
                (not number or not number.isprintable(), "没有填写证件号码。", "请照证件填写。"),
            )
            if is_wrong
        ]
        if faults:
            raise ProblemsFound(faults)
        found = self.vault.resolve(document.kind, [number])[0]
        return NOBODY if found is None else found

    def _citizen(self, login: str) -> Account | None:
        known = next((each for each in self.accounts.all() if each.login == login), None)
        return known if known is not None and known.role is Role.CITIZEN else None

    def _invited(self, by: Account, login: str, name: str) -> Account:
        """A new account, whose first link nobody is given: the one that opens it is made when it is bound."""
        self.accounts.invite(by, NewAccount(login, name, Role.CITIZEN, by.city))
        return next(each for each in self.accounts.all() if each.login == login)

    def _context(self, by: Account, case_id: str) -> AccessContext:
        basis = self.gate.purposes.purposes[PURPOSE].legal_basis
        return AccessContext(by, PURPOSE, basis, case_id, "", self.now())


def _require_confirmer(by: Account) -> None:
    if by.role not in CONFIRMERS:
        raise forbid(f"{by.role.label}不核验本人账号。", "请找民政或归集人员。")
