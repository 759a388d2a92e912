"""Batches, the steps they went through, the rows that were put aside, and the rules that were hit."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from zengshou.store.database.row_seals import Sealed
from zengshou.store.database.schema import JsonText, Moment
from zengshou.store.register.tables.schema import Registered

# A file that was refused may come again, and so may one that was replaced: as the correction of what replaced it.
STILL_COUNTS = text("state <> 'rejected' AND state <> 'superseded'")


class StoredBatch(Sealed, Registered):
    """One delivery of a channel. Its key (channel, period, content) is unique among those that were not rejected.

    period          MonthIndex; sequence  the number of the delivery within its channel, without gaps
    content_hash    SHA-256 of the file, which names the sealed raw file too; head_digest  of the last stored row
    declared        what the sender says (rows, sums in fen); actual  what was counted
    case_id, authorisation_id  of a case-only channel
    """

    __tablename__ = "batch"
    __table_args__ = (
        Index(
            "uq_batch_channel_period_content_hash",
            *("channel", "period", "content_hash"),
            unique=True,
            sqlite_where=STILL_COUNTS,
            postgresql_where=STILL_COUNTS,
        ),
        Index(None, "channel", "sequence"),
        Index(None, "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(64))
    period: Mapped[int]
    sequence: Mapped[int]
    content_hash: Mapped[str] = mapped_column(String(64))
    file_name: Mapped[str] = mapped_column(String(256), default="")
    state: Mapped[str] = mapped_column(String(16))
    encoding: Mapped[str] = mapped_column(String(16), default="")
    rows_read: Mapped[int] = mapped_column(BigInteger, default=0)
    rows_ok: Mapped[int] = mapped_column(BigInteger, default=0)
    rows_bad: Mapped[int] = mapped_column(BigInteger, default=0)
    declared: Mapped[object] = mapped_column(JsonText)
    actual: Mapped[object] = mapped_column(JsonText)
    uploader: Mapped[str] = mapped_column(String(64))
    received_at: Mapped[datetime] = mapped_column(Moment)
    published_at: Mapped[datetime | None] = mapped_column(Moment)
    supersedes: Mapped[int | None] = mapped_column(ForeignKey("batch.id"))
    superseded_at: Mapped[datetime | None] = mapped_column(Moment)
    supplements: Mapped[int | None] = mapped_column(ForeignKey("batch.id"))
    head_digest: Mapped[str] = mapped_column(String(64), default="")
    parser: Mapped[str] = mapped_column(String(32), default="")
    channel_version: Mapped[str] = mapped_column(String(64), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    case_id: Mapped[str] = mapped_column(String(64), default="")
    authorisation_id: Mapped[str] = mapped_column(String(64), default="")


class StoredStep(Sealed, Registered):
    """A batch entered a state: when, by whom, and why. Never changed."""

    __tablename__ = "batch_step"

    batch: Mapped[int] = mapped_column(ForeignKey("batch.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime] = mapped_column(Moment)
    actor: Mapped[str] = mapped_column(String(64))
    words: Mapped[str] = mapped_column(Text, default="")


class StoredQuarantine(Sealed, Registered):
    """One finding that keeps a row out. The row itself, as it came, is sealed in `payload` of its first finding."""

    __tablename__ = "quarantine"

    batch: Mapped[int] = mapped_column(ForeignKey("batch.id"), primary_key=True)
    row: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    rule: Mapped[int]
    code: Mapped[str] = mapped_column(String(32))
    field: Mapped[str] = mapped_column(String(64), default="")
    cell: Mapped[str] = mapped_column(String(16), default="")
    message: Mapped[str] = mapped_column(Text)
    payload: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(16), default="open")
    resolved_by: Mapped[str] = mapped_column(String(64), default="")
    resolved_at: Mapped[datetime | None] = mapped_column(Moment)


class StoredRuleHit(Sealed, Registered):
    """A rule that a stored row hit without being kept out; a C waits for an officer's decision."""

    __tablename__ = "rule_hit"
    __table_args__ = (Index(None, "person"),)

    batch: Mapped[int] = mapped_column(ForeignKey("batch.id"), primary_key=True)
    row: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[int | None] = mapped_column(BigInteger)
    rule: Mapped[int]
    code: Mapped[str] = mapped_column(String(32))
    severity: Mapped[str] = mapped_column(String(1))
    message: Mapped[str] = mapped_column(Text)
    decision: Mapped[str] = mapped_column(String(16), default="")
    decided_by: Mapped[str] = mapped_column(String(64), default="")
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
