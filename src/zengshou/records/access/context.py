"""What a read of a person's rows must say of itself, and what is known of its reader and of its subject."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from enum import Enum

from zengshou.concepts.account import Account, Role
from zengshou.concepts.problem import Problem, ProblemsFound

OFFICE_TIME = timezone(timedelta(hours=8))  # days of authorisations and of daily limits are those of the offices
CITY_DIGITS = 2  # a scope is a province at least: an empty prefix would be everybody
NUMBER_SIGNS = 64  # the longest number of a case or of a paper


def number_fault(text: str, what: str) -> Problem | None:
    """What is wrong with a typed number of a case or a paper; None for one that can be kept.

    A text that only one of the databases can hold would break the log there, and leave no trace of who asked.
    """
    if len(text) <= NUMBER_SIGNS and (text.isprintable() or not text):
        return None
    return Problem(f"{what}编号最长{NUMBER_SIGNS}个字，不能有换行或控制字符。", what, "请核对后重填。")


class Tie(Enum):
    """How an officer stands to a person, as declared: whoever is tied does not open the file."""

    NONE = "none"
    SELF = "self"
    RELATIVE = "relative"
    COLLEAGUE = "colleague"

    @property
    def label(self) -> str:
        return {"none": "无", "self": "本人", "relative": "亲属", "colleague": "同事"}[self.value]


@dataclass(frozen=True)
class AccessContext:
    """Why somebody reads: the first argument of every read of person rows.

    case_id           the case in which the rows are needed; empty where the purpose needs none
    authorisation_id  one written authorisation; empty to let those of the case and the person be looked up
    at                the moment of the read, with its zone
    Raises            ProblemsFound: a number too long, or with signs that no number has
    """

    account: Account
    purpose: str
    legal_basis: str
    case_id: str
    authorisation_id: str
    at: datetime

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("an access without a time zone")
        numbers = ((self.case_id, "案件"), (self.authorisation_id, "授权书"))
        faults = [fault for text, what in numbers if (fault := number_fault(text, what)) is not None]
        if faults:
            raise ProblemsFound(faults)

    @property
    def day(self) -> date:
        """The day of the read by the clock of the office."""
        return self.at.astimezone(OFFICE_TIME).date()

    @property
    def day_begins(self) -> datetime:
        return datetime.combine(self.day, datetime.min.time(), OFFICE_TIME)


@dataclass(frozen=True)
class Subject:
    """Whose rows are asked for.

    area          twelve digits; empty for whoever is not there for this reader
    tie           of the reader to this person, under whatever reference it was declared
    others        further references of the same person that the reader's scope shows
    is_elsewhere  whether the person has references outside that scope
    """

    person: int
    area: str
    tie: Tie = Tie.NONE
    others: tuple[int, ...] = ()
    is_elsewhere: bool = False

    @property
    def refs(self) -> tuple[int, ...]:
        return tuple(sorted((self.person, *self.others)))


@dataclass(frozen=True)
class RoleGrant:
    """A right given to one account: for one role, below one area, for named purposes, for a time.

    area  leading digits of an area code, at least two
    """

    account_id: str
    role: Role
    area: str
    purposes: tuple[str, ...]
    valid_from: date
    valid_to: date
    revoked_at: datetime | None = None

    def __post_init__(self) -> None:
        if not (self.area.isascii() and self.area.isdigit() and len(self.area) >= CITY_DIGITS):
            raise ValueError(f"no scope of areas: {self.area!r}")

    def holds(self, context: AccessContext) -> bool:
        """Whether this right serves this account for this purpose at this moment."""
        return (
            self.account_id == context.account.id
            and self.role is context.account.role
            and context.purpose in self.purposes
            and self.valid_from <= context.day <= self.valid_to
            and (self.revoked_at is None or context.at < self.revoked_at)
        )


def granted_areas(context: AccessContext, grants: Iterable[RoleGrant]) -> tuple[str, ...]:
    """The scopes in which a read may look, sorted; () for none, as for an account that was ended."""
    if not context.account.is_active:
        return ()
    return tuple(sorted({grant.area for grant in grants if grant.holds(context)}))
