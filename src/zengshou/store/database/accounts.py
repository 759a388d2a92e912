"""Accounts and sessions as the database keeps them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from zengshou.concepts.account import Account, Role
from zengshou.store.database.account_tables import StoredAccount, StoredInvitation, StoredSession


@dataclass(frozen=True)
class SessionState:
    """A session with its account; `is_complete` once the second factor was given."""

    account: Account
    form_token: str
    is_complete: bool
    created_at: datetime
    seen_at: datetime


def account_of(row: StoredAccount) -> Account:
    return Account(row.id, row.login, row.name, Role(row.role), row.city, row.office, row.is_active)


def account_row(session: Session, id: str) -> StoredAccount | None:
    return session.get(StoredAccount, id)


def row_by_login(session: Session, login: str) -> StoredAccount | None:
    """The account of a sign-in name, locked for the transaction so that two guesses cannot count as one."""
    rows = select(StoredAccount).where(StoredAccount.login == login).with_for_update()
    return session.execute(rows).scalar_one_or_none()


def accounts(session: Session) -> Iterator[Account]:
    """Every account, by sign-in name."""
    for row in session.scalars(select(StoredAccount).order_by(StoredAccount.login)):
        yield account_of(row)


def session_state(session: Session, token_digest: str) -> SessionState | None:
    row = session.get(StoredSession, token_digest)
    if row is None:
        return None
    account = session.get(StoredAccount, row.account_id)
    assert account is not None
    return SessionState(account_of(account), row.form_token, row.is_complete, row.created_at, row.seen_at)


def end_sessions(session: Session, account_id: str, besides: str = "") -> None:
    """Sign an account out everywhere, or everywhere but in one session."""
    session.execute(
        delete(StoredSession).where(StoredSession.account_id == account_id, StoredSession.token_digest != besides)
    )


def end_invitations(session: Session, account_id: str, at: datetime) -> None:
    """Spend every link of an account that was not used yet."""
    unused = update(StoredInvitation).where(
        StoredInvitation.account_id == account_id, StoredInvitation.used_at.is_(None)
    )
    session.execute(unused.values(used_at=at))


def invitation_row(session: Session, token_digest: str) -> StoredInvitation | None:
    return session.get(StoredInvitation, token_digest)
