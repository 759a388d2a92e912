"""Events: who did what to what, before and after. Rows are added, chained by digest, and never changed."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from zengshou.store.database.schema import JsonText, Moment, Stored


class StoredEvent(Stored):
    """One event. `digest` covers the row and the digest before it; `sequence` has no gap."""

    __tablename__ = "event"
    __table_args__ = (Index(None, "kind", "subject"),)

    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment)
    actor: Mapped[str] = mapped_column(String(36))
    action: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(String(128))
    detail: Mapped[object] = mapped_column(JsonText)
    previous: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))
