"""Slips and scores, as a supervision office issues, answers and locks them."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from zengshou.store.database.ledger_tables import ID
from zengshou.store.database.schema import Moment, Stored


class StoredSlip(Stored):
    """A slip to one office about one task. It is issued by a person, answered by the office, never deleted.

    office is the id that the ledger knows; addressee the name it went to, of a successor where the office has ended.
    """

    __tablename__ = "slip"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    task_id: Mapped[str] = mapped_column(ForeignKey("task.id"), index=True)
    number: Mapped[str] = mapped_column(String(32))
    office: Mapped[str] = mapped_column(String(64))
    addressee: Mapped[str] = mapped_column(String(128), default="", server_default="")
    colour: Mapped[str] = mapped_column(String(8))
    cause: Mapped[str] = mapped_column(Text)
    issued: Mapped[date] = mapped_column(Date)
    due: Mapped[date] = mapped_column(Date)
    issued_by: Mapped[str] = mapped_column(ID)
    answered: Mapped[date | None] = mapped_column(Date)
    answered_by: Mapped[str] = mapped_column(ID, default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_by: Mapped[str] = mapped_column(ID, default="")


class StoredScoreLine(Stored):
    """Points of an office in a year by one rule, with the evidence; an appeal is decided, the line stays."""

    __tablename__ = "score_line"
    __table_args__ = (Index(None, "city", "year", "office"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    city: Mapped[str] = mapped_column(String(64))
    year: Mapped[int]
    office: Mapped[str] = mapped_column(String(64))
    rule: Mapped[str] = mapped_column(String(64))
    points: Mapped[float]
    evidence: Mapped[str] = mapped_column(Text)
    entered: Mapped[date] = mapped_column(Date)
    made_by: Mapped[str] = mapped_column(ID)
    appeal: Mapped[str] = mapped_column(String(16), default="none")
    appeal_words: Mapped[str] = mapped_column(Text, default="")
    appeal_by: Mapped[str] = mapped_column(ID, default="")
    decision_words: Mapped[str] = mapped_column(Text, default="")
    decided_by: Mapped[str] = mapped_column(ID, default="")


class StoredScoreLock(Stored):
    """A year's scores of a city, approved: no line is added, appealed or decided after it."""

    __tablename__ = "score_lock"

    city: Mapped[str] = mapped_column(String(64), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    locked_at: Mapped[datetime] = mapped_column(Moment)
    locked_by: Mapped[str] = mapped_column(ID)
    rules_version: Mapped[str] = mapped_column(String(64))
