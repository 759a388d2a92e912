"""Everything of a batch into the register, in the caller's one transaction: nothing of it is ever seen in part."""

from collections.abc import Callable
from datetime import datetime

import polars as pl
from sqlalchemy.orm import Session

from zengshou.services.records.intake.batch_content import Content
from zengshou.store.crypto.keys import KeyProvider
from zengshou.store.register.delivery.batches import Batch, enter, record_count
from zengshou.store.register.delivery.quarantine import RowState, add_hits, add_quarantine, resolve
from zengshou.store.register.facts.area_rows import add_areas
from zengshou.store.register.facts.fact_rows import ASSETS, FACTS, STATUSES, add_rows
from zengshou.store.register.facts.household_rows import add_households, add_persons, add_residence
from zengshou.store.register.tables.batch_state import BatchState
from zengshou.store.register.writing.bulk import large_cache
from zengshou.store.register.writing.crash_points import reached
from zengshou.store.register.writing.row_digests import seed

MOST_BAD_RATE = 0.05  # above this a person decides; a single bad row never holds a file, however short it is
STAGING = (0.5, 0.97)  # the part of the progress bar that rows take
NO_SHEET = "未附对账单，合计未与发送方核对"


def store_content(
    session: Session,
    keys: KeyProvider,
    received: Batch,
    content: Content,
    at: datetime,
    tell: Callable[[float, str], None],
) -> Batch:
    """Write the rows of a batch and publish it, or hold it for a person.

    Raises  ValueError: accepted and quarantined rows are not together the rows read
    """
    with large_cache(session):
        last = _add_facts(session, received, content, tell)
        add_quarantine(session, keys, received.id, content.blocking, content.cells)
        add_hits(session, received.id, content.hits)
    reached("quarantine-added")
    rows = (content.rows_read, content.rows_read - len(content.cells), len(content.cells))
    record_count(session, received.id, rows, content.actual, last)
    enter(session, received.id, BatchState.STAGED, at, received.uploader)
    enter(session, received.id, BatchState.RECONCILED, at, received.uploader, _reconciled(received))
    if received.supplements is not None:
        resolve(session, received.supplements, content.rows_of, RowState.RESUBMITTED, received.uploader, at)
    words = _why_held(received, content)
    return enter(session, received.id, BatchState.HELD if words else BatchState.PUBLISHED, at, received.uploader, words)


def _add_facts(session: Session, received: Batch, content: Content, tell: Callable[[float, str], None]) -> bytes:
    add_persons(session, content.persons)
    stated = content.persons.select(person="ref", area="registered", batch=pl.lit(received.id, pl.Int64))
    add_areas(session, stated.drop_nulls("area"))
    add_households(session, content.households, content.members)
    add_residence(session, content.residence)
    done, total = 0, max(content.facts.height + content.assets.height + content.statuses.height, 1)

    def moved(count: int) -> None:
        nonlocal done
        done += count
        tell(STAGING[0] + (STAGING[1] - STAGING[0]) * done / total, f"入库 {done:,} 项")

    last = seed(received.content_hash)
    for kind, rows in ((FACTS, content.facts), (ASSETS, content.assets), (STATUSES, content.statuses)):
        last = add_rows(session, kind, rows, last, moved)
    reached("rows-added")
    return last


def _why_held(received: Batch, content: Content) -> str:
    """Why a person must decide; "" where nobody need. Rows that were put right by hand are not held again."""
    bad = len(content.cells)
    if content.replay:
        return content.replay
    if received.supplements is not None or bad <= 1 or bad <= MOST_BAD_RATE * content.rows_read:
        return ""
    return f"{content.rows_read:,} 行中有 {bad:,} 行被隔离，超过 {MOST_BAD_RATE:.0%}"


def _reconciled(received: Batch) -> str:
    return "合计与对账单一致" if "sums" in received.declared else NO_SHEET
