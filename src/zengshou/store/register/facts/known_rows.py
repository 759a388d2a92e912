"""What published batches already say of the persons and assets of a new one: for the rules that compare."""

from collections.abc import Sequence

import polars as pl
from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from zengshou.store.register.tables.batch_state import BatchState
from zengshou.store.register.tables.batch_tables import StoredBatch
from zengshou.store.register.tables.fact_tables import StoredAssetEvent, StoredStatusEvent
from zengshou.store.register.writing.many_keys import some_or_all

STATUSES = pl.Schema({"person": pl.Int64, "status": pl.String, "date_from": pl.Date, "date_to": pl.Date})
HOLDINGS = pl.Schema({"asset": pl.String, "person": pl.Int64, "share_over": pl.Int64, "share_under": pl.Int64})
OWNED, LOST = ("acquire", "cancel"), "dispose"  # what was struck off without a disposal is still somebody's


def known_statuses(session: Session, persons: Sequence[int], statuses: Sequence[str]) -> pl.DataFrame:
    """Spells of these statuses, of these persons at least (STATUSES)."""
    wanted = select(*(getattr(StoredStatusEvent, name) for name in STATUSES)).where(
        _is_published(StoredStatusEvent.batch), StoredStatusEvent.status.in_(statuses)
    )
    return _frame(session, wanted, StoredStatusEvent.person, persons, STATUSES)


def known_holdings(session: Session, assets: Sequence[str]) -> pl.DataFrame:
    """Who holds these assets by the latest event of each person (HOLDINGS)."""
    columns = {**HOLDINGS, "action": pl.String(), "on_date": pl.Date(), "batch": pl.Int64(), "row": pl.Int64()}
    wanted = select(*(getattr(StoredAssetEvent, name) for name in columns)).where(
        _is_published(StoredAssetEvent.batch), StoredAssetEvent.action.in_((*OWNED, LOST))
    )
    events = _frame(session, wanted, StoredAssetEvent.asset, assets, pl.Schema(columns))
    latest = events.sort("on_date", "batch", "row").unique(["asset", "person"], keep="last", maintain_order=True)
    return latest.filter(pl.col("action").is_in(OWNED)).select(HOLDINGS.names())


def _is_published(batch: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Asked of each row that the index found; joined, SQLite would begin at the batches and read every row of them."""
    return exists().where(StoredBatch.id == batch, StoredBatch.state == BatchState.PUBLISHED.value)


def _frame(
    session: Session,
    wanted: Select[tuple[object, ...]],
    key: InstrumentedAttribute[int] | InstrumentedAttribute[str],
    keys: Sequence[int] | Sequence[str],
    schema: pl.Schema,
) -> pl.DataFrame:
    rows = [tuple(row) for part in some_or_all(key, keys) for row in session.execute(wanted.where(*part))]
    return pl.DataFrame(rows, schema=schema, orient="row")
