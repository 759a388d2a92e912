"""Which batches count at a moment: published by then, and not yet replaced."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_

from zengshou.store.register.tables.batch_state import BatchState
from zengshou.store.register.tables.batch_tables import StoredBatch

SHOWN_STATES = (BatchState.PUBLISHED.value, BatchState.SUPERSEDED.value)


def is_published(known_at: datetime) -> ColumnElement[bool]:
    """Whether a batch counted at a moment: published by then, and not yet replaced."""
    return and_(
        StoredBatch.state.in_(SHOWN_STATES),
        StoredBatch.published_at <= known_at,
        or_(StoredBatch.superseded_at.is_(None), StoredBatch.superseded_at > known_at),
    )
