"""Signing in: two factors, no guessing, sessions that end; accounts by invitation alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
import pytest
from argon2 import PasswordHasher
from argon2 import Type as Variant
from sqlalchemy import text

from tests.store.database.both import database, postgres_server  # noqa: F401
from zengshou.concepts.account import Account, Role
from zengshou.concepts.problem import ProblemsFound
from zengshou.services.office import passwords
from zengshou.services.office.account_desk import AccountDesk, NewAccount
from zengshou.services.office.passwords import require_strong
from zengshou.services.office.sign_in import SignIn
from zengshou.store.crypto.keys import FileKeys
from zengshou.store.database.connection import Database
from zengshou.store.database.event_log import verified

START = datetime(2026, 11, 21, 9, tzinfo=UTC)
GOOD = "三只松鼠-看海-2026-forty"


@dataclass
class Door:
    """A desk, a door and a clock that the test moves."""

    database: Database
    keys: FileKeys
    now: datetime = START

    @property
    def desk(self) -> AccountDesk:
        return AccountDesk(self.database, self.keys, lambda: self.now)

    @property
    def door(self) -> SignIn:
        return SignIn(self.database, self.keys, lambda: self.now)

    def code(self, secret: str) -> str:
        return pyotp.TOTP(secret).at(self.now)

    def enter(self, login: str, secret: str) -> str:
        """A complete session; a fresh half-minute each time, since a code serves once."""
        self.now += timedelta(seconds=30)
        return self.door.finish(self.door.begin(login, GOOD), self.code(secret))

    def member(self, by: Account, new: NewAccount) -> tuple[Account, str]:
        enrolment = self.desk.accept(self.desk.invite(by, new), GOOD)
        return enrolment.account, enrolment.secret


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same function with the least work, or these tests would spend their time on hashing alone."""
    monkeypatch.setattr(passwords, "hasher", lambda: PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def place(database: Database, tmp_path: Path) -> Door:  # noqa: F811
    return Door(database, FileKeys(tmp_path / "keys" / "master"))


@pytest.fixture
def admin(place: Door) -> Iterator[tuple[Account, str]]:
    enrolment = place.desk.accept(place.desk.first_link("admin.wang", "王某", "example"), GOOD)
    yield enrolment.account, enrolment.secret


def test_password_and_six_digits_open_a_session(place: Door, admin: tuple[Account, str]) -> None:
    account, secret = admin
    token = place.enter(account.login, secret)
    state = place.door.who(token)
    assert state is not None and state.account == account and state.form_token


def test_the_password_alone_opens_nothing(place: Door, admin: tuple[Account, str]) -> None:
    first = place.door.begin(admin[0].login, GOOD)
    assert place.door.who(first) is None


def test_the_token_changes_with_the_second_step_and_the_first_one_is_dead(
    place: Door, admin: tuple[Account, str]
) -> None:
    first = place.door.begin(admin[0].login, GOOD)
    second = place.door.finish(first, place.code(admin[1]))
    assert second != first and place.door.who(first) is None
    with pytest.raises(ProblemsFound, match="登录已过期"):
        place.door.finish(first, place.code(admin[1]))


def test_a_code_serves_once(place: Door, admin: tuple[Account, str]) -> None:
    code = place.code(admin[1])
    place.door.finish(place.door.begin(admin[0].login, GOOD), code)
    with pytest.raises(ProblemsFound, match="验证码不对或已用过"):
        place.door.finish(place.door.begin(admin[0].login, GOOD), code)


def test_five_wrong_passwords_lock_the_account_for_a_quarter_of_an_hour(
    place: Door, admin: tuple[Account, str]
) -> None:
    for _ in range(5):
        with pytest.raises(ProblemsFound, match="登录名或密码不对"):
            place.door.begin(admin[0].login, "wrong")
    with pytest.raises(ProblemsFound, match=r"锁定.*15分钟"):
        place.door.begin(admin[0].login, GOOD)
    place.now += timedelta(minutes=15, seconds=1)
    assert place.door.begin(admin[0].login, GOOD)


def test_wrong_codes_lock_the_account_as_wrong_passwords_do(place: Door, admin: tuple[Account, str]) -> None:
    token = place.door.begin(admin[0].login, GOOD)
    for _ in range(5):
        with pytest.raises(ProblemsFound, match="验证码"):
            place.door.finish(token, "000000")
    with pytest.raises(ProblemsFound, match="锁定"):
        place.door.begin(admin[0].login, GOOD)


def test_an_unknown_name_is_told_the_same_as_a_wrong_password(place: Door, admin: tuple[Account, str]) -> None:
    told = []
    for login in ("nobody", admin[0].login):
        with pytest.raises(ProblemsFound) as refused:
            place.door.begin(login, "wrong")
        told.append(str(refused.value))
    assert told[0] == told[1]


@pytest.mark.parametrize("rest", [timedelta(minutes=15, seconds=1), timedelta(hours=8, seconds=1)])
def test_a_session_ends_by_itself(place: Door, admin: tuple[Account, str], rest: timedelta) -> None:
    token = place.enter(*(admin[0].login, admin[1]))
    begun = place.now
    while rest > timedelta(hours=1) and place.now - begun < timedelta(hours=8):
        assert place.door.who(token) is not None
        place.now += timedelta(minutes=10)
    place.now = begun + rest
    assert place.door.who(token) is None


def test_signing_out_ends_the_session_and_deactivating_ends_all(place: Door, admin: tuple[Account, str]) -> None:
    account, secret = admin
    other, other_secret = place.member(account, NewAccount("li", "李某", Role.SECURITY_ADMIN, "example"))
    token, kept = place.enter(other.login, other_secret), place.enter(account.login, secret)
    place.door.leave(token)
    assert place.door.who(token) is None
    token = place.enter(other.login, other_secret)
    place.desk.deactivate(account, other.id)
    assert place.door.who(token) is None and place.door.who(kept) is not None
    with pytest.raises(ProblemsFound, match="登录名或密码不对"):
        place.door.begin(other.login, GOOD)


def test_no_token_and_no_secret_stands_in_the_database(place: Door, admin: tuple[Account, str]) -> None:
    token = place.enter(admin[0].login, admin[1])
    with place.database.reading() as session:
        rows = [
            str(list(row))
            for name in ("session", "account", "event", "invitation")
            for row in session.execute(text(f"SELECT * FROM {name}"))
        ]
    assert rows and not any(token in row or admin[1] in row or GOOD in row for row in rows)


def test_every_attempt_is_an_event(place: Door, admin: tuple[Account, str]) -> None:
    with pytest.raises(ProblemsFound):
        place.door.begin(admin[0].login, "wrong")
    place.enter(admin[0].login, admin[1])
    with place.database.reading() as session:
        actions = list(session.execute(text("SELECT action FROM event ORDER BY sequence")).scalars())
        assert actions == ["invite", "accept", "sign_in_failed", "sign_in"]
        assert verified(session) == 4


# Accounts


def test_the_first_link_is_made_once(place: Door, admin: tuple[Account, str]) -> None:
    with pytest.raises(ProblemsFound, match="只能生成一次"):
        place.desk.first_link("another", "某某", "example")


def test_a_link_serves_once_and_for_a_time(place: Door, admin: tuple[Account, str]) -> None:
    link = place.desk.invite(admin[0], NewAccount("zhao", "赵某", Role.SUPERVISOR, "example"))
    place.desk.accept(link, GOOD)
    with pytest.raises(ProblemsFound, match="已用过"):
        place.desk.accept(link, GOOD)
    late = place.desk.invite(admin[0], NewAccount("qian", "钱某", Role.SUPERVISOR, "example"))
    place.now += timedelta(hours=73)
    with pytest.raises(ProblemsFound, match="已过期"):
        place.desk.accept(late, GOOD)


def test_only_administrators_invite_and_none_appoints_its_own_auditor(place: Door, admin: tuple[Account, str]) -> None:
    supervisor, _ = place.member(admin[0], NewAccount("zhao", "赵某", Role.SUPERVISOR, "example"))
    with pytest.raises(ProblemsFound, match="不能新建账号"):
        place.desk.invite(supervisor, NewAccount("x", "某", Role.VIEWER, "example"))
    with pytest.raises(ProblemsFound, match="审计管理员须由安全管理员"):
        place.desk.invite(admin[0], NewAccount("x", "某", Role.AUDIT_ADMIN, "example"))


@pytest.mark.parametrize(("role", "office"), [(Role.REPORTER, ""), (Role.SUPERVISOR, "finance")])
def test_a_reporter_has_an_office_and_nobody_else(
    place: Door, admin: tuple[Account, str], role: Role, office: str
) -> None:
    with pytest.raises(ProblemsFound, match="单位"):
        place.desk.invite(admin[0], NewAccount("x", "某", role, "example", office))


def test_a_login_is_taken_once(place: Door, admin: tuple[Account, str]) -> None:
    with pytest.raises(ProblemsFound, match="已有人用"):
        place.desk.invite(admin[0], NewAccount("admin.wang", "王某", Role.VIEWER, "example"))


def test_a_lost_telephone_is_replaced_by_the_security_administrator(place: Door, admin: tuple[Account, str]) -> None:
    security, _ = place.member(admin[0], NewAccount("li", "李某", Role.SECURITY_ADMIN, "example"))
    member, secret = place.member(admin[0], NewAccount("zhao", "赵某", Role.SUPERVISOR, "example"))
    token = place.enter(member.login, secret)
    link = place.desk.renew(security, member.id)
    assert place.door.who(token) is None
    fresh = place.desk.accept(link, GOOD)
    assert fresh.secret != secret and place.enter(member.login, fresh.secret)


# Passwords

WEAK = (
    *(
        "short",
        "password1234",
        "Password2026!",
        "zengshou2026zengshou",
        "111111111111",
        "abcabcabcabc",
        "19900101199001",
    ),
    *(
        "qwertyuiop123456",
        "admin.wang-forever",
        "王某的很长的密码啊啊",
        "1qaz2wsx3edc",
        "woaizhongguo1314",
        "123456789012",
    ),
)


@pytest.mark.parametrize("password", WEAK)
def test_a_weak_password_is_refused(password: str) -> None:
    with pytest.raises(ProblemsFound, match="密码"):
        require_strong(password, "admin.wang", "王某")


@pytest.mark.parametrize("password", [GOOD, "correct horse battery staple", "Tn7#kQ2!vLp9", "海阔凭鱼跃天高任鸟飞嘿哈"])
def test_a_strong_password_passes(password: str) -> None:
    require_strong(password, "admin.wang", "王某")


def test_passwords_are_hashed_by_argon2id_with_64_mebibytes() -> None:
    made = PasswordHasher()
    assert made.type is Variant.ID and made.memory_cost >= 64 * 1024 and made.time_cost >= 3
    assert passwords.is_right(passwords.hashed(GOOD), GOOD) and not passwords.is_right("", GOOD)
