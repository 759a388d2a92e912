"""Spells of insurance that published batches state of some persons in some months, with employers and places.

For rule 13 at import. Employer and place stand in other rows of the ledger than the spell, under one batch and row.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from zengshou.concepts.period import month_index
from zengshou.store.register.tables.batch_state import BatchState
from zengshou.store.register.tables.batch_tables import StoredBatch
from zengshou.store.register.tables.fact_tables import StoredFact, StoredStatusEvent
from zengshou.store.register.writing.many_keys import KEYS_A_QUERY

SPELLS = pl.Schema({"batch": pl.Int64, "row": pl.Int64, "person": pl.Int64, "status": pl.String, "date_from": pl.Date,
                    "date_to": pl.Date, "native_id": pl.String})  # fmt: skip
PAYERS = pl.Schema({"batch": pl.Int64, "row": pl.Int64, "person": pl.Int64, "employer": pl.String})
VERSIONS = pl.Schema({"batch": pl.Int64, "channel": pl.String, "version": pl.Int64})
SOURCE = ["batch", "row", "person"]


@dataclass(frozen=True)
class AskedSpells:
    """What is asked for.

    persons     a few: each is sought by the index
    statuses    codes of insurances;  place  what stands before a code that tells a place
    days        first and last day; a spell that touches them counts
    superseded  a batch that the new one replaces, and that no longer counts; None for none
    """

    persons: Sequence[int]
    statuses: Sequence[str]
    place: str
    days: tuple[date, date]
    superseded: int | None = None


def known_insured(session: Session, asked: AskedSpells) -> pl.DataFrame:
    """The spells in their last versions: channel, native_id, person, status, employer, place, date_from, date_to.

    employer, place  null where the row tells none
    """
    spells, payers = _rows(session, asked)
    counted = spells.join(_batches(session, asked.superseded), on="batch")
    last = counted.filter(pl.col("version") == pl.col("version").max().over("channel", "native_id"))
    is_place = pl.col("status").str.starts_with(asked.place)
    places = last.filter(is_place).select(*SOURCE, place=pl.col("status").str.strip_prefix(asked.place)).unique(SOURCE)
    employers = payers.unique(SOURCE, keep="first")
    told = last.filter(~is_place).join(employers, on=SOURCE, how="left", maintain_order="left")
    return told.join(places, on=SOURCE, how="left", maintain_order="left").select(
        "channel", "native_id", "person", "status", "employer", "place", "date_from", "date_to"
    )


def _rows(session: Session, asked: AskedSpells) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(spells of the days, payers of their months), of some persons at a time."""
    first, last = asked.days
    months = month_index(first.year, first.month), month_index(last.year, last.month)
    is_asked = or_(StoredStatusEvent.status.in_(asked.statuses), StoredStatusEvent.status.startswith(asked.place))
    is_then = or_(StoredStatusEvent.date_to.is_(None), StoredStatusEvent.date_to >= first)
    spells: list[tuple[object, ...]] = []
    payers: list[tuple[object, ...]] = []
    for start in range(0, len(asked.persons), KEYS_A_QUERY):
        some = asked.persons[start : start + KEYS_A_QUERY]
        wanted = select(*(getattr(StoredStatusEvent, name) for name in SPELLS)).where(
            StoredStatusEvent.person.in_(some), is_asked, StoredStatusEvent.date_from <= last, is_then
        )
        spells += [tuple(row) for row in session.execute(wanted)]
        paid = select(StoredFact.batch, StoredFact.row, StoredFact.person, StoredFact.payer).where(
            StoredFact.person.in_(some), StoredFact.payer != "",
            StoredFact.month_from <= months[1], StoredFact.month_to >= months[0],
        )  # fmt: skip
        payers += [tuple(row) for row in session.execute(paid.distinct())]
    return pl.DataFrame(spells, schema=SPELLS, orient="row"), pl.DataFrame(payers, schema=PAYERS, orient="row")


def _batches(session: Session, superseded: int | None) -> pl.DataFrame:
    """The batches that count, with their order. Asked apart: joined, SQLite would begin at them and read every row."""
    rows = session.execute(
        select(StoredBatch.id, StoredBatch.channel)
        .where(StoredBatch.state == BatchState.PUBLISHED.value)
        .order_by(StoredBatch.published_at, StoredBatch.id)
    )
    counted = [(id, channel, version) for version, (id, channel) in enumerate(rows) if id != superseded]
    return pl.DataFrame(counted, schema=VERSIONS, orient="row")
