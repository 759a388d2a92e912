"""Signing in: a password, then six digits; sessions that end by themselves; every attempt an event."""

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from math import ceil

import pyotp
from sqlalchemy.orm import Session

from zengshou.concepts.problem import ProblemsFound, refuse
from zengshou.services.office.passwords import is_right
from zengshou.store.crypto.keys import KeyProvider
from zengshou.store.database.account_tables import StoredAccount, StoredSession
from zengshou.store.database.accounts import SessionState, row_by_login, session_state
from zengshou.store.database.connection import Database
from zengshou.store.database.event_log import add_event

FAILURES, LOCKED = 5, timedelta(minutes=15)
IDLE, LONGEST = timedelta(minutes=15), timedelta(hours=8)
SEEN_EVERY = timedelta(minutes=1)
CODE_SECONDS = 30
SECOND_FACTOR = "second factor"
HASHES_AT_ONCE = 2  # each takes 64 MiB: a crowd of guesses must not take the machine's memory
WRONG = "登录名或密码不对。"


@dataclass(frozen=True)
class SignIn:
    """The desk at the door. `now` gives a moment with its zone."""

    database: Database
    keys: KeyProvider
    now: Callable[[], datetime]
    _hashing: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(HASHES_AT_ONCE))

    def begin(self, login: str, password: str) -> str:
        """A session token that is good for nothing but the second step.

        Raises  ProblemsFound: unknown name or wrong password (one sentence for both), locked account
        """
        now = self.now()
        with self.database.writing() as session:
            row = row_by_login(session, login.strip())
            refusal = self._refusal(session, row, password, now)
            if refusal is None and row is not None:
                row.failures = 0
                token = _open(session, row, now, is_complete=False)
        if refusal is not None:
            raise refusal
        return token

    def finish(self, token: str, code: str) -> str:
        """The token of a complete session; the first one ends. Each code serves once.

        Raises  ProblemsFound: no such session, or a wrong or used code
        """
        now = self.now()
        refusal = None
        with self.database.writing() as session:
            stored, row = self._incomplete(session, token, now)
            counter = self._counter(row, code, now)
            if counter is None or counter <= row.last_code:
                refusal = self._failed(session, row, now, "验证码不对或已用过。")
            else:
                row.last_code, row.failures = counter, 0
                session.delete(stored)
                fresh = _open(session, row, now, is_complete=True)
                add_event(session, now, row.id, "sign_in", "account", row.id, {})
        if refusal is not None:
            raise refusal
        return fresh

    def who(self, token: str) -> SessionState | None:
        """The complete session of a token; None when there is none or it has ended."""
        now, digest = self.now(), token_digest(token)
        with self.database.reading() as session:
            state = session_state(session, digest)
        if state is None or not state.is_complete or _is_over(state.created_at, state.seen_at, now):
            return None
        if not state.account.is_active:
            return None
        if now - state.seen_at >= SEEN_EVERY:
            with self.database.writing() as session:
                stored = session.get(StoredSession, digest)
                if stored is not None:
                    stored.seen_at = now
        return state

    def leave(self, token: str) -> None:
        """End a session; an unknown token is no error."""
        with self.database.writing() as session:
            stored = session.get(StoredSession, token_digest(token))
            if stored is not None:
                session.delete(stored)
                add_event(session, self.now(), stored.account_id, "sign_out", "account", stored.account_id, {})

    def _refusal(
        self, session: Session, row: StoredAccount | None, password: str, now: datetime
    ) -> ProblemsFound | None:
        with self._hashing:
            fits = is_right("" if row is None else row.password_hash, password)
        if row is None or not row.is_active:
            return refuse(WRONG, "登录", "请核对后重试；忘记密码请找安全管理员。")
        if row.locked_until is not None and now < row.locked_until:
            minutes = ceil((row.locked_until - now).total_seconds() / 60)
            return refuse("连续输错，账号暂时锁定。", "登录", f"请在{minutes}分钟后再试。")
        return None if fits else self._failed(session, row, now, WRONG)

    def _failed(self, session: Session, row: StoredAccount, now: datetime, words: str) -> ProblemsFound:
        row.failures += 1
        if row.failures >= FAILURES:
            row.locked_until, row.failures = now + LOCKED, 0
        add_event(
            session, now, row.id, "sign_in_failed", "account", row.id, {"locked": row.locked_until == now + LOCKED}
        )
        return refuse(words, "登录", "请核对后重试；忘记密码请找安全管理员。")

    def _incomplete(self, session: Session, token: str, now: datetime) -> tuple[StoredSession, StoredAccount]:
        stored = session.get(StoredSession, token_digest(token))
        if stored is None or stored.is_complete or _is_over(stored.created_at, stored.seen_at, now):
            raise refuse("登录已过期。", "登录", "请重新输入登录名和密码。")
        row = session.get(StoredAccount, stored.account_id)
        assert row is not None
        return stored, row

    def _counter(self, row: StoredAccount, code: str, now: datetime) -> int | None:
        """The half-minute for which a code is right: this one, the one before or after; None for a wrong one."""
        secret = self.keys.open(SECOND_FACTOR, row.second_factor).decode()
        clock = pyotp.TOTP(secret, interval=CODE_SECONDS)
        current = int(now.timestamp()) // CODE_SECONDS
        near = (current, current - 1, current + 1)
        return next((each for each in near if compare_digest(clock.generate_otp(each), code.strip())), None)


def token_digest(token: str) -> str:
    """What the database keeps of a token: a stolen table opens no session."""
    return sha256(token.encode()).hexdigest()


def new_token() -> str:
    return secrets.token_urlsafe(32)


def _is_over(created_at: datetime, seen_at: datetime, now: datetime) -> bool:
    return now - seen_at > IDLE or now - created_at > LONGEST


def _open(session: Session, row: StoredAccount, now: datetime, is_complete: bool) -> str:
    token = new_token()
    session.add(
        StoredSession(
            token_digest=token_digest(token),
            account_id=row.id,
            form_token=new_token(),
            is_complete=is_complete,
            created_at=now,
            seen_at=now,
        )
    )
    return token
