"""Rows of evidence: added, struck out with who and when, never deleted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from zengshou.plan.ledger.model import EvidenceFile
from zengshou.store.database.ledger import file_of
from zengshou.store.database.ledger_tables import StoredFile, StoredTask


@dataclass(frozen=True)
class FiledEvidence:
    """A row with its task, whether it still counts or not."""

    task_code: str
    file: EvidenceFile
    removed_at: datetime | None


def evidence_row(session: Session, task_id: str, id: str) -> StoredFile | None:
    """The row of a file that still counts, locked until the end of the transaction."""
    wanted = select(StoredFile).where(
        StoredFile.id == id, StoredFile.task_id == task_id, StoredFile.removed_at.is_(None)
    )
    return session.execute(wanted.with_for_update()).scalar_one_or_none()


def every_evidence(session: Session) -> Iterator[FiledEvidence]:
    """All rows of all cities, struck out ones too, the oldest first."""
    wanted = select(StoredFile, StoredTask.code).join(StoredTask, StoredTask.id == StoredFile.task_id)
    for row, code in session.execute(wanted.order_by(StoredFile.added_at, StoredFile.id)):
        yield FiledEvidence(code, file_of(row), row.removed_at)
