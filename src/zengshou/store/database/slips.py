"""Issued slips as the database keeps them, read into values."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from zengshou.plan.ledger.slips import Slip, SlipColour
from zengshou.store.database.ledger_tables import StoredTask
from zengshou.store.database.supervision_tables import StoredSlip


@dataclass(frozen=True)
class IssuedSlip:
    """A slip with its task. `addressee` is the name it went to; `withdrawn` the moment it was taken back."""

    id: str
    number: str
    task: str
    code: str
    title: str
    office: str
    addressee: str
    slip: Slip
    cause: str
    answer: str
    withdrawn: datetime | None

    @property
    def is_open(self) -> bool:
        return self.withdrawn is None and self.slip.answered is None

    def is_overdue(self, today: date) -> bool:
        return self.withdrawn is None and self.slip.is_overdue(today)


def slips_of(session: Session, city: str, office: str = "") -> tuple[IssuedSlip, ...]:
    """The slips of a city, the oldest first; with an office only those that went to it."""
    wanted = select(StoredSlip, StoredTask).join(StoredTask, StoredTask.id == StoredSlip.task_id)
    wanted = wanted.where(StoredTask.city == city).order_by(StoredSlip.issued, StoredSlip.number, StoredSlip.id)
    if office:
        wanted = wanted.where(StoredSlip.office == office)
    return tuple(_issued(slip, task) for slip, task in session.execute(wanted))


def slip_row(session: Session, city: str, id: str) -> StoredSlip | None:
    """The row of a slip, locked until the end of the transaction."""
    in_city = select(StoredTask.id).where(StoredTask.city == city)
    wanted = select(StoredSlip).where(StoredSlip.id == id, StoredSlip.task_id.in_(in_city)).with_for_update()
    return session.execute(wanted).scalar_one_or_none()


def issued_in(session: Session, city: str, year: int) -> int:
    """How many slips a city issued in a year, withdrawn ones included: their numbers are not given again."""
    wanted = select(func.count()).select_from(StoredSlip).join(StoredTask, StoredTask.id == StoredSlip.task_id)
    in_year = StoredSlip.issued.between(date(year, 1, 1), date(year, 12, 31))
    return session.scalar(wanted.where(StoredTask.city == city, in_year)) or 0


def _issued(row: StoredSlip, task: StoredTask) -> IssuedSlip:
    slip = Slip(SlipColour(row.colour), row.issued, row.due, row.answered)
    name = row.addressee or row.office
    where = (row.id, row.number, row.task_id, task.code, task.title, row.office, name)
    return IssuedSlip(*where, slip, row.cause, row.answer, row.withdrawn_at)
