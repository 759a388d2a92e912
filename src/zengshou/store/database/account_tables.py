"""Accounts, their sessions, and the one-time links that set a password."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from zengshou.store.database.schema import Moment, Stored


class StoredAccount(Stored):
    """A person who may sign in. `second_factor` is sealed; `office` is an office id for those who report for one."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("login"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    login: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(64))
    role: Mapped[str] = mapped_column(String(32))
    city: Mapped[str] = mapped_column(String(64))
    office: Mapped[str] = mapped_column(String(64), default="")
    password_hash: Mapped[str] = mapped_column(String(256), default="")
    second_factor: Mapped[str] = mapped_column(String(512), default="")
    last_code: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment)


class StoredSession(Stored):
    """One signed-in browser. Only the digest of its token is kept; `is_complete` when the second factor was given."""

    __tablename__ = "session"

    token_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    form_token: Mapped[str] = mapped_column(String(64))
    is_complete: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)


class StoredInvitation(Stored):
    """A link that lets its holder set a password, once and for a time."""

    __tablename__ = "invitation"

    token_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)
