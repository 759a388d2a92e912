"""Rows of the whole register that still hold, each with its batch and row: for the rules that compare many batches.

A row that a later batch of the source stated again counts once, in its last version. No identity is in these tables.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl
from sqlalchemy import select
from sqlalchemy.orm import Session

from zengshou.store.register.facts.fact_rows import ASSETS, FACTS, STATUSES, Kind
from zengshou.store.register.persons.member_rows import members_of_everybody
from zengshou.store.register.tables.batch_tables import StoredBatch
from zengshou.store.register.tables.fact_tables import StoredAssetEvent
from zengshou.store.register.tables.person_tables import StoredPerson
from zengshou.store.register.tables.published import is_published

BLOCK = 200_000
FACT_COLUMNS = ("row", "person", "item", "fen", "month_from", "month_to", "payer", "native_id")
ASSET_COLUMNS = ("row", "person", "asset", "kind", "action", "share_over", "share_under", "on_date", "native_id")
STATUS_COLUMNS = ("row", "person", "status", "date_from", "date_to", "native_id")
MEMBER_COLUMNS = ("batch", "household", "kind", "person", "date_from", "date_to")
KEY = ("channel", "native_id")
SOURCE_ROW = "source_row"
BUSINESS, INDUSTRY = "business", "industry"


@dataclass(frozen=True, eq=False)
class RegisterRows:
    """What the register holds. Facts, assets and statuses carry batch, source_row and channel.

    facts     those that touch the months asked for, person, item, fen, month_from, month_to, payer
    assets    every event;  statuses  every spell
    members   who belongs to which household: batch, household, kind, person, date_from, date_to
    births    person, birth: the first day of the month of birth
    """

    facts: pl.DataFrame
    assets: pl.DataFrame
    statuses: pl.DataFrame
    members: pl.DataFrame
    births: pl.DataFrame


def register_rows(session: Session, at: datetime, months: tuple[int, int]) -> RegisterRows:
    """Everything that holds at a moment; of facts those of the months, first and last inclusive."""
    batches = _published(session, at)
    within = (pl.col("month_from") <= months[1]) & (pl.col("month_to") >= months[0])
    return RegisterRows(
        _holding(session, FACTS, FACT_COLUMNS, batches).filter(within),
        _holding(session, ASSETS, ASSET_COLUMNS, batches),
        _holding(session, STATUSES, STATUS_COLUMNS, batches),
        members_of_everybody(session, at).select(MEMBER_COLUMNS),
        _births(session),
    )


def payer_industries(session: Session, at: datetime) -> pl.DataFrame:
    """What the registry of market entities says of firms: payer, industry, by the last event that tells."""
    events = select(StoredAssetEvent.asset, StoredAssetEvent.detail).join(
        StoredBatch, StoredBatch.id == StoredAssetEvent.batch
    )
    rows = session.execute(
        events.where(StoredAssetEvent.kind == BUSINESS, is_published(at)).order_by(
            StoredAssetEvent.on_date, StoredAssetEvent.batch, StoredAssetEvent.row
        )
    )
    told = {asset: str(detail[INDUSTRY]) for asset, detail in rows if isinstance(detail, dict) and detail.get(INDUSTRY)}
    return pl.DataFrame(list(told.items()), schema={"payer": pl.String, INDUSTRY: pl.String}, orient="row")


def last_periods(session: Session, at: datetime) -> Mapping[str, tuple[int, int]]:
    """Channel -> (last month that a published batch is of, the batch), of every channel that ever published."""
    rows = session.execute(
        select(StoredBatch.channel, StoredBatch.period, StoredBatch.id)
        .where(is_published(at))
        .order_by(StoredBatch.period, StoredBatch.id)
    )
    return {channel: (period, batch) for channel, period, batch in rows}


def published_periods(session: Session, at: datetime) -> Mapping[str, frozenset[int]]:
    """Channel -> the months of which something is published."""
    found: dict[str, set[int]] = {}
    for channel, period in session.execute(select(StoredBatch.channel, StoredBatch.period).where(is_published(at))):
        found.setdefault(channel, set()).add(period)
    return {channel: frozenset(periods) for channel, periods in found.items()}


def _published(session: Session, at: datetime) -> list[tuple[int, str]]:
    """(batch, channel) in the order in which they were published."""
    rows = session.execute(
        select(StoredBatch.id, StoredBatch.channel)
        .where(is_published(at))
        .order_by(StoredBatch.published_at, StoredBatch.id)
    )
    return [(int(batch), str(channel)) for batch, channel in rows]


def _holding(session: Session, kind: Kind, names: tuple[str, ...], batches: list[tuple[int, str]]) -> pl.DataFrame:
    """The rows of a table in their last versions, in the order of publication."""
    schema = {name: kind.columns[name] for name in names}
    frames = [
        _of_batch(session, kind, schema, batch).with_columns(
            batch=pl.lit(batch, pl.Int64), channel=pl.lit(channel), version=pl.lit(version, pl.Int32)
        )
        for version, (batch, channel) in enumerate(batches)
    ]
    empty = pl.DataFrame(schema={**schema, "batch": pl.Int64, "channel": pl.String, "version": pl.Int32})
    everything = pl.concat([empty, *frames]).lazy()
    last = everything.group_by(KEY).agg(pl.col("version").max())
    held = everything.join(last, on=[*KEY, "version"], how="semi").sort("version", "row", maintain_order=True)
    return held.drop("version", "native_id").rename({"row": SOURCE_ROW}).collect()


def _of_batch(session: Session, kind: Kind, schema: Mapping[str, pl.DataType], batch: int) -> pl.DataFrame:
    wanted = select(*(kind.table.c[name] for name in schema)).where(kind.table.c.batch == batch)
    parts = session.execute(wanted, execution_options={"yield_per": BLOCK}).partitions()
    blocks = [pl.DataFrame([tuple(row) for row in part], schema=dict(schema), orient="row") for part in parts]
    return pl.concat([pl.DataFrame(schema=dict(schema)), *blocks])


def _births(session: Session) -> pl.DataFrame:
    known = select(StoredPerson.ref, StoredPerson.birth_month).where(StoredPerson.birth_month.is_not(None))
    rows = [(ref, date(month // 12, month % 12 + 1, 1)) for ref, month in session.execute(known) if month is not None]
    return pl.DataFrame(rows, schema={"person": pl.Int64, "birth": pl.Date}, orient="row")
