"""Accounts: the first administrator by a one-time link, everybody else by invitation; no default account exists."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pyotp
from sqlalchemy.orm import Session

from zengshou.concepts.account import Account, Role
from zengshou.concepts.problem import ProblemsFound, forbid, refuse
from zengshou.services.office.passwords import hashed, require_strong
from zengshou.services.office.sign_in import SECOND_FACTOR, new_token, token_digest
from zengshou.store.crypto.keys import KeyProvider
from zengshou.store.database.account_tables import StoredAccount, StoredInvitation
from zengshou.store.database.accounts import (
    account_of,
    account_row,
    accounts,
    end_invitations,
    end_sessions,
    invitation_row,
    row_by_login,
)
from zengshou.store.database.connection import Database
from zengshou.store.database.event_log import add_event

LINK_HOLDS = timedelta(hours=72)
SETUP = "(setup)"
ISSUER = "增收"
OF_AN_OFFICE = (Role.REPORTER, Role.DATA_CUSTODIAN, Role.VERIFIER, Role.CIVIL_OFFICER, Role.TOWN_OFFICER)
WHO_INVITES = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
WHO_SEES_DOCUMENTS = (Role.CIVIL_OFFICER, Role.DATA_CUSTODIAN)


@dataclass(frozen=True)
class Enrolment:
    """What a person needs once: the address for the app that makes the six digits, and the secret to type instead."""

    account: Account
    address: str
    secret: str


@dataclass(frozen=True)
class NewAccount:
    """Who is invited. A reporter acts for an office; who reads the register may, and is then named by it in the log."""

    login: str
    name: str
    role: Role
    city: str
    office: str = ""


@dataclass(frozen=True)
class AccountDesk:
    """Where accounts are made and ended. `now` gives a moment with its zone."""

    database: Database
    keys: KeyProvider
    now: Callable[[], datetime]

    def first_link(self, login: str, name: str, city: str) -> str:
        """The one-time token of the first administrator. Raises  ProblemsFound once any account exists."""
        with self.database.reading() as session:
            if next(accounts(session), None) is not None:
                raise refuse("已有账号，初始化链接只能生成一次。", "账号", "请由系统管理员邀请其他人。")
        return self._invite(SETUP, NewAccount(login, name, Role.SYSTEM_ADMIN, city))

    def invite(self, by: Account, new: NewAccount) -> str:
        """The token of an invitation. Administrators invite; a system administrator makes no audit administrator.

        Raises  ProblemsFound: no right, the name is taken, a reporter without an office
        """
        if by.role not in WHO_INVITES:
            raise forbid(f"{by.role.label}不能新建账号。", "请找系统管理员或安全管理员。")
        if by.role is Role.SYSTEM_ADMIN and new.role is Role.AUDIT_ADMIN:
            raise refuse(
                "审计管理员须由安全管理员邀请。", "账号", "三权分立：系统、安全、审计三类管理员互不任命自己的监督者。"
            )
        if (new.role is Role.REPORTER and not new.office) or (new.office and new.role not in OF_AN_OFFICE):
            raise refuse(
                "填报人须属于一个单位；核对、民政、乡镇经办和归集人员可以属于，其他角色不属于单位。",
                "账号",
                "请核对角色和单位。",
            )
        return self._invite(by.id, new)

    def renew(self, by: Account, account_id: str) -> str:
        """A new link for a colleague who lost password or telephone; the sessions end."""
        if by.role is not Role.SECURITY_ADMIN:
            raise forbid(f"{by.role.label}不能重置密码。", "请找安全管理员。")
        return self._renewed(by, account_id, is_citizen=False)

    def renew_citizen(self, by: Account, account_id: str) -> str:
        """A link to a citizen's account, for the officer who has just seen the document; the sessions end."""
        if by.role not in WHO_SEES_DOCUMENTS:
            raise forbid(f"{by.role.label}不核验证件。", "请找民政或归集人员。")
        return self._renewed(by, account_id, is_citizen=True)

    def _renewed(self, by: Account, account_id: str, is_citizen: bool) -> str:
        with self.database.writing() as session:
            row = account_row(session, account_id)
            if row is None:
                raise refuse("没有这个账号。", "账号", "请核对。")
            if (row.role == Role.CITIZEN.value) is not is_citizen:
                raise refuse("本人账号的链接只在窗口当面核验后发给本人。", "账号", "请在“查阅权限”重新申请开通。")
            end_sessions(session, row.id)
            end_invitations(session, row.id, self.now())  # an older link must not open what the new one is for
            row.password_hash, row.second_factor = "", ""
            token = self._link(session, row.id)
            add_event(session, self.now(), by.id, "renew", "account", row.id, {})
        return token

    def accept(self, token: str, password: str) -> Enrolment:
        """Set the password and the second factor; the link is spent.

        Raises  ProblemsFound: unknown, used or old link; a weak password (the link stays good)
        """
        now = self.now()
        with self.database.writing() as session:
            link = invitation_row(session, token_digest(token))
            if link is None or link.used_at is not None or now > link.expires_at:
                raise refuse("链接无效、已用过或已过期。", "账号", "请重新索取邀请链接。")
            row = account_row(session, link.account_id)
            assert row is not None
            require_strong(password, row.login, row.name)
            secret = pyotp.random_base32()
            row.password_hash = hashed(password)
            row.second_factor = self.keys.seal(SECOND_FACTOR, secret.encode())
            row.last_code, row.failures, row.locked_until, link.used_at = 0, 0, None, now
            add_event(session, now, row.id, "accept", "account", row.id, {})
            address = pyotp.TOTP(secret).provisioning_uri(name=row.login, issuer_name=ISSUER)
            return Enrolment(account_of(row), address, secret)

    def deactivate(self, by: Account, account_id: str) -> None:
        """End an account and its sessions; its events stay. Nobody ends their own."""
        if by.role not in WHO_INVITES or by.id == account_id:
            raise forbid("不能停用这个账号。", "请找另一名系统管理员或安全管理员。")
        with self.database.writing() as session:
            row = account_row(session, account_id)
            if row is None:
                raise refuse("没有这个账号。", "账号", "请核对。")
            row.is_active = False
            end_sessions(session, row.id)
            add_event(session, self.now(), by.id, "deactivate", "account", row.id, {})

    def all(self) -> tuple[Account, ...]:
        with self.database.reading() as session:
            return tuple(accounts(session))

    def _invite(self, by: str, new: NewAccount) -> str:
        problem = _name_problem(new)
        if problem is not None:
            raise problem
        now = self.now()
        with self.database.writing() as session:
            if row_by_login(session, new.login) is not None:
                raise refuse(f"登录名“{new.login}”已有人用。", "账号", "请换一个。")
            row = StoredAccount(
                id=str(uuid.uuid4()),
                login=new.login,
                name=new.name,
                role=new.role.value,
                city=new.city,
                office=new.office,
                created_at=now,
            )
            session.add(row)
            session.flush()
            told = {"login": new.login, "role": new.role.value, "office": new.office}
            add_event(session, now, by, "invite", "account", row.id, told)
            return self._link(session, row.id)

    def _link(self, session: Session, account_id: str) -> str:
        token = new_token()
        session.add(
            StoredInvitation(
                token_digest=token_digest(token), account_id=account_id, expires_at=self.now() + LINK_HOLDS
            )
        )
        return token


def _name_problem(new: NewAccount) -> ProblemsFound | None:
    if not new.login.isascii() or not new.login.replace(".", "").replace("_", "").isalnum() or len(new.login) > 64:
        return refuse(f"登录名“{new.login}”只能用字母、数字、点和下划线。", "账号", "例如 wang.li。")
    return None if new.name.strip() else refuse("姓名为空。", "账号", "请填写姓名。")
