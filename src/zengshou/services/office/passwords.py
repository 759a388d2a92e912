"""Passwords: which are refused, and how they are hashed."""

import re
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from zengshou.concepts.problem import Problem, ProblemsFound

SHORTEST, LONGEST = 12, 128
FEWEST_SIGNS = 5  # different characters
# Words around which people build passwords; pinyin of the product, of common phrases and of keyboard walks.
STEMS = (
    *("password", "passw0rd", "admin", "administrator", "root", "welcome", "letmein", "iloveyou", "qwerty"),
    *("asdfgh", "zxcvbn", "qazwsx", "1qaz2wsx", "abc123", "zengshou", "woaini", "woaizhongguo", "mima"),
    *("nihao", "beijing", "guangdong", "liaoning", "yangjiang", "liaoyang", "caizheng", "tongji", "renshe"),
    *("minzheng", "shizhengfu", "ducha", "wangluo"),
)
RUNS = ("0123456789", "9876543210", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm")
BIRTHDAY = re.compile(r"(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")
LEFT_OVER = 6  # characters that must remain beside stems, runs, dates and repetitions


@cache
def hasher() -> PasswordHasher:
    """Argon2id with the library's defaults (RFC 9106, low memory)."""
    return PasswordHasher()


def hashed(password: str) -> str:
    return hasher().hash(password)


def is_right(password_hash: str, password: str) -> bool:
    """Whether a password is the one that was hashed. An empty hash fits none, in the same time."""
    try:
        return hasher().verify(password_hash or _no_account(), password) and bool(password_hash)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _no_account() -> str:
    """A hash that no password is tested against: an unknown name must take as long as a known one."""
    return hasher().hash("nobody signs in with this")


def require_strong(password: str, login: str, name: str) -> None:
    """Raises  ProblemsFound with everything that is wrong with a new password."""
    found = list(_weaknesses(password, login, name))
    if found:
        raise ProblemsFound([Problem(text, "密码", "建议用几个互不相关的词连成一句，再加数字。") for text in found])


def _weaknesses(password: str, login: str, name: str) -> list[str]:
    plain = password.lower()
    found = []
    if len(password) < SHORTEST:
        found.append(f"密码太短：{len(password)}位，至少{SHORTEST}位。")
    if len(password) > LONGEST:
        found.append(f"密码太长：最多{LONGEST}位。")
    if len(set(plain)) < FEWEST_SIGNS:
        found.append(f"密码只有{len(set(plain))}种字符，至少{FEWEST_SIGNS}种。")
    if any(own and own.lower() in plain for own in (login, name)):
        found.append("密码中含有登录名或姓名。")
    if not found and len(_beside_known(plain)) < LEFT_OVER:
        found.append("密码由常见词、拼音、日期、键盘顺序或重复字符组成，容易被猜中。")
    return found


def _beside_known(plain: str) -> str:
    """What is left of a password without common words, dates, runs of neighbours and repetitions."""
    left = BIRTHDAY.sub("", plain)
    for stem in sorted(STEMS, key=len, reverse=True):
        left = left.replace(stem, "")
    for run in RUNS:
        for size in range(len(run), 2, -1):
            for start in range(len(run) - size + 1):
                left = left.replace(run[start : start + size], "")
    return re.sub(r"(.)\1+", r"\1", left)
