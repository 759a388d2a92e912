"""The task ledger as values: tasks with their parts, milestones, reports, files."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum

from zengshou.plan.ledger.stages import Party, Stage


class ReportState(Enum):
    FILED = "filed"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return {"filed": "待审核", "accepted": "通过", "returned": "退回", "withdrawn": "撤回"}[self.value]


@dataclass(frozen=True)
class Period:
    """A reporting quarter, written 2026Q3."""

    year: int
    quarter: int

    def __post_init__(self) -> None:
        if not 1 <= self.quarter <= 4:
            raise ValueError(f"no such quarter: {self.quarter}")

    @classmethod
    def of(cls, day: date) -> "Period":
        return cls(day.year, (day.month - 1) // 3 + 1)

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Raises  ValueError for anything but YYYYQn."""
        year, _, quarter = text.partition("Q")
        return cls(int(year), int(quarter))

    @property
    def next(self) -> "Period":
        return Period(self.year + self.quarter // 4, self.quarter % 4 + 1)

    @property
    def last_month(self) -> int:
        return 3 * self.quarter

    @property
    def label(self) -> str:
        return f"{self.year}年{'一二三四'[self.quarter - 1]}季度"

    def __str__(self) -> str:
        return f"{self.year}Q{self.quarter}"


@dataclass(frozen=True)
class Assignment:
    """An office's part in a task; `printed` is its name in the document."""

    office: str
    party: Party
    printed: str


@dataclass(frozen=True)
class Milestone:
    """Share of the work due by the end of a period, 0 to 100, and what it is in words."""

    period: Period
    planned: float
    words: str = ""


@dataclass(frozen=True)
class Report:
    """What the lead body filed for a period; `number` counts the filings of the task, the latest counts."""

    id: str
    number: int
    period: Period
    office: str
    percent: float
    progress: str
    state: ReportState
    filed_at: datetime
    filed_by: str
    problem: str = ""
    next_step: str = ""
    decided_at: datetime | None = None
    decided_by: str = ""
    reason: str = ""


@dataclass(frozen=True)
class EvidenceFile:
    id: str
    name: str
    size: int
    digest: str
    added_at: datetime
    added_by: str


@dataclass(frozen=True)
class LedgerTask:
    """One task as it stands. `code` is that of the plan (LY-2.3.7); `revision` rises with every change.

    percent   share of the work that was reported and accepted, 0 to 100
    """

    id: str
    city: str
    code: str
    place: int
    group_title: str
    title: str
    goals: str
    stage: Stage
    percent: float
    deadline: date | None
    leader: str
    person: str
    telephone: str
    remark: str
    revision: int
    changed_at: datetime
    assignments: tuple[Assignment, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    reports: tuple[Report, ...] = ()
    files: tuple[EvidenceFile, ...] = field(default=())

    def offices(self, party: Party) -> tuple[str, ...]:
        """Ids of the offices in one part, in the order of the document."""
        return tuple(each.office for each in self.assignments if each.party is party)

    def everyone(self) -> tuple[str, ...]:
        """Ids of all offices with a part, lead bodies first."""
        return tuple(each.office for each in self.assignments)

    def party_of(self, office: str) -> Party | None:
        return next((each.party for each in self.assignments if each.office == office), None)

    def milestone(self, period: Period) -> Milestone | None:
        return next((each for each in self.milestones if each.period == period), None)

    def reports_of(self, period: Period) -> tuple[Report, ...]:
        return tuple(each for each in self.reports if each.period == period)
