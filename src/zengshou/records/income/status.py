"""A status event: for some days a person was insured, unemployed, on dibao, disabled, deceased, resident."""

from dataclasses import dataclass
from datetime import date, datetime

from zengshou.concepts.problem import refuse


@dataclass(frozen=True, slots=True)
class StatusEvent:
    """One spell of one status as a source stated it.

    status   code of the channel that states it, e.g. `dibao`, `insured_pension_employee`, `deceased`
    date_to  last day of the spell, None while it lasts
    Raises   ProblemsFound where the spell ends before it begins
    """

    batch: int
    row: int
    part: int
    person: int
    status: str
    date_from: date
    date_to: date | None
    channel: str
    native_id: str
    recorded_at: datetime

    def __post_init__(self) -> None:
        if self.date_to is not None and self.date_to < self.date_from:
            found = f"状态止期 {self.date_to} 早于起期 {self.date_from}。"
            raise refuse(found, f"状态事件 {self.key}", "核对该行的起止日期。")

    @property
    def key(self) -> str:
        return f"{self.batch}/{self.row}/{self.part}"

    def holds_on(self, day: date) -> bool:
        return self.date_from <= day and (self.date_to is None or day <= self.date_to)
