"""The task ledger: tasks of a plan's version, who is assigned, milestones, reports, files, lamps."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from zengshou.store.database.schema import JsonText, Moment, Stored

ID = String(36)


class StoredPlan(Stored):
    """One version of a city's plan, as it was read or corrected; versions are added, never changed."""

    __tablename__ = "plan"
    __table_args__ = (UniqueConstraint("city", "version"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    city: Mapped[str] = mapped_column(String(64))
    version: Mapped[int]
    title: Mapped[str] = mapped_column(String(256))
    source_digest: Mapped[str] = mapped_column(String(64))
    content: Mapped[object] = mapped_column(JsonText)
    note: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[str] = mapped_column(ID)


class StoredTask(Stored):
    """A task in the ledger. `revision` rises with every change, so that two editors cannot overwrite each other."""

    __tablename__ = "task"
    __table_args__ = (
        UniqueConstraint("city", "code"),
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    city: Mapped[str] = mapped_column(String(64))
    code: Mapped[str] = mapped_column(String(32))
    place: Mapped[int]
    group_title: Mapped[str] = mapped_column(String(256))
    title: Mapped[str] = mapped_column(String(256))
    goals: Mapped[str] = mapped_column(Text, default="")
    stage: Mapped[str] = mapped_column(String(16))
    percent: Mapped[float] = mapped_column(default=0.0)
    deadline: Mapped[date | None] = mapped_column(Date)
    leader: Mapped[str] = mapped_column(String(64), default="")
    person: Mapped[str] = mapped_column(String(64), default="")
    telephone: Mapped[str] = mapped_column(String(64), default="")
    remark: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    changed_by: Mapped[str] = mapped_column(ID)


class StoredAssignment(Stored):
    """An office's part in a task: `lead` or `cooperating`; `printed` is the name in the document."""

    __tablename__ = "assignment"

    task_id: Mapped[str] = mapped_column(ForeignKey("task.id"), primary_key=True)
    office: Mapped[str] = mapped_column(String(64), primary_key=True)
    part: Mapped[str] = mapped_column(String(16))
    place: Mapped[int]
    printed: Mapped[str] = mapped_column(String(128))


class StoredMilestone(Stored):
    """What is to be reached by the end of a period (2026Q3): share of the work in percent, and in words."""

    __tablename__ = "milestone"
    __table_args__ = (CheckConstraint("planned BETWEEN 0 AND 100", name="planned"),)

    task_id: Mapped[str] = mapped_column(ForeignKey("task.id"), primary_key=True)
    period: Mapped[str] = mapped_column(String(8), primary_key=True)
    planned: Mapped[float]
    words: Mapped[str] = mapped_column(Text, default="")


class StoredReport(Stored):
    """What the lead body said for a period, once for each time it was filed; `number` counts the task's filings."""

    __tablename__ = "report"
    __table_args__ = (
        UniqueConstraint("task_id", "number"),
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    task_id: Mapped[str] = mapped_column(ForeignKey("task.id"))
    number: Mapped[int]
    period: Mapped[str] = mapped_column(String(8))
    office: Mapped[str] = mapped_column(String(64))
    percent: Mapped[float]
    progress: Mapped[str] = mapped_column(Text)
    problem: Mapped[str] = mapped_column(Text, default="")
    next_step: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(16))
    filed_at: Mapped[datetime] = mapped_column(Moment)
    filed_by: Mapped[str] = mapped_column(ID)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[str] = mapped_column(ID, default="")
    reason: Mapped[str] = mapped_column(Text, default="")


class StoredFile(Stored):
    """A file of evidence; the bytes lie in the file store under their digest."""

    __tablename__ = "evidence_file"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    task_id: Mapped[str] = mapped_column(ForeignKey("task.id"), index=True)
    name: Mapped[str] = mapped_column(String(256))
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    added_at: Mapped[datetime] = mapped_column(Moment)
    added_by: Mapped[str] = mapped_column(ID)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)
    removed_by: Mapped[str] = mapped_column(ID, default="")


class StoredLamp(Stored):
    """The lamp of a task or a target in a period. The past is never recomputed: a second record stands beside it."""

    __tablename__ = "lamp"
    __table_args__ = (UniqueConstraint("city", "kind", "subject", "period", "record"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    city: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(16))
    subject: Mapped[str] = mapped_column(String(64))
    period: Mapped[str] = mapped_column(String(8))
    record: Mapped[int]
    colour: Mapped[str] = mapped_column(String(8))
    reason: Mapped[str] = mapped_column(Text)
    rule: Mapped[str] = mapped_column(String(64))
    inputs: Mapped[object] = mapped_column(JsonText)
    rules_version: Mapped[str] = mapped_column(String(64))
    vintage: Mapped[str] = mapped_column(String(128), default="")
    recorded_at: Mapped[datetime] = mapped_column(Moment)
