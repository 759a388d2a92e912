"""Plans under review: what was read from a document, the versions made of it, and what people corrected."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from zengshou.store.database.ledger_tables import ID
from zengshou.store.database.schema import JsonText, Moment, Stored


class StoredReading(Stored):
    """A document as the machine read it: its lines and the reading as JSON; never changed."""

    __tablename__ = "plan_reading"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    city: Mapped[str] = mapped_column(String(64))
    file_name: Mapped[str] = mapped_column(String(256))
    source_digest: Mapped[str] = mapped_column(String(64))
    lines: Mapped[object] = mapped_column(JsonText)
    content: Mapped[object] = mapped_column(JsonText)


class StoredDraft(Stored):
    """One version of a city's plan under review: a reading with every correction up to this version."""

    __tablename__ = "plan_draft"
    __table_args__ = (UniqueConstraint("city", "version"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    city: Mapped[str] = mapped_column(String(64))
    version: Mapped[int]
    reading_id: Mapped[str] = mapped_column(ForeignKey("plan_reading.id"))
    cause: Mapped[str] = mapped_column(String(16))
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[str] = mapped_column(ID)


class StoredCorrection(Stored):
    """One corrected field. anchor is the printed evidence: it finds the item again in a later reading."""

    __tablename__ = "plan_correction"

    draft_id: Mapped[str] = mapped_column(ForeignKey("plan_draft.id"), primary_key=True)
    item: Mapped[str] = mapped_column(String(64), primary_key=True)
    field: Mapped[str] = mapped_column(String(32), primary_key=True)
    anchor: Mapped[str] = mapped_column(Text)
    first: Mapped[str] = mapped_column(Text)
    value: Mapped[str] = mapped_column(Text)
