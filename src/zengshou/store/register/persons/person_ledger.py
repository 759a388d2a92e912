"""The ledger of some persons as the register holds it: every version of every row, for figures to be worked out.

An income cannot be worked out from the columns that a purpose shows: which version of a row holds is told by the
source's own number, and which source is believed by the payer. They are read here and not handed on: whoever shows a
figure shows the columns of the proof (`services/records/access/verification.py`).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

import polars as pl
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from zengshou.concepts.period import MonthIndex
from zengshou.records.access.context import AccessContext
from zengshou.records.access.decision import Allowed
from zengshou.records.access.minimum import Dataset, fields_of
from zengshou.records.income.asset import AssetAction, AssetEvent, AssetKind
from zengshou.records.income.fact import Basis, Fact, Level
from zengshou.records.income.status import StatusEvent
from zengshou.records.income.versions import Moved
from zengshou.store.register.access.access_gate import Gate
from zengshou.store.register.access.scope import Scope, is_person_within
from zengshou.store.register.persons.moved_rows import moved_rows
from zengshou.store.register.persons.person_rows import (
    Asked,
    HouseholdRows,
    household_rows,
    is_authorised,
    under_who_was_asked,
)
from zengshou.store.register.tables.batch_tables import StoredBatch
from zengshou.store.register.tables.fact_tables import StoredAssetEvent, StoredFact, StoredStatusEvent
from zengshou.store.register.tables.published import SHOWN_STATES, is_published

NEEDED = ("income.item", "income.fen", "income.channel")  # who may not see amounts gets no ledger
NO_HOUSEHOLDS = HouseholdRows(pl.DataFrame(schema={"person": pl.Int64}), {})
Row = tuple[object, ...]
RowTable = type[StoredFact] | type[StoredAssetEvent] | type[StoredStatusEvent]


@dataclass(frozen=True)
class Ledger:
    """What the register holds of some persons, each under the reference that was asked for.

    refs         person asked for -> every reference of the same person that the reader's scope shows
    superseded   batch -> when it was superseded as a whole
    last_months  channel -> last month of which it had delivered
    households   person, household, kind, member, relation, dates, as far as the purpose gives them
    proofs       of the read, by person
    moved        versions of these rows that name other persons: nothing but which rows they are
    outside      household -> members on the day whom the reader's scope does not show; empty under row security
    """

    facts: tuple[Fact, ...]
    assets: tuple[AssetEvent, ...]
    statuses: tuple[StatusEvent, ...]
    refs: Mapping[int, tuple[int, ...]]
    superseded: Mapping[int, datetime]
    last_months: Mapping[str, MonthIndex]
    households: pl.DataFrame
    proofs: Mapping[int, Allowed]
    moved: tuple[Moved, ...]
    outside: Mapping[str, int]


@dataclass(frozen=True)
class LedgerReads:
    """Reads of ledgers through the gate: as one question about all of the persons, with a line in the log for each."""

    gate: Gate

    def of(
        self,
        context: AccessContext,
        persons: Sequence[int],
        until: datetime,
        besides: Sequence[str] = (),
        note: str = "",
    ) -> Ledger:
        """Everything that was published until a moment.

        besides  further fields that the reader asks for, such as those of an unmasked identity
        note     why, where the purpose alone does not say it; it goes into the log
        Raises   Forbidden, NoSuchPerson, ReadFailed
        """
        allowed = self.gate.purposes.fields(context.purpose, context.account.role)
        plain = {name for name in allowed if not name.startswith("identity.") or name.endswith("_masked")}
        names = sorted(plain | set(NEEDED) | set(besides))

        def rows(session: Session, scope: Scope, proofs: Sequence[Allowed]) -> tuple[Ledger, Mapping[int, int]]:
            columns = fields_of(Dataset.HOUSEHOLD, names)
            found, counts = _ledger(session, Asked(context, scope, proofs, columns, until))
            return found, counts

        return self.gate.through(context, persons, names, (), rows, note)


def _ledger(session: Session, asking: Asked) -> tuple[Ledger, Mapping[int, int]]:
    """The ledger, and the number of rows that were read of each reference."""
    proofs, until, asked = asking.proofs, asking.known_at, asking.refs
    refs = {proof.person: proof.refs for proof in proofs}
    by_person = {proof.person: proof for proof in proofs}
    superseded, counts = dict[int, datetime](), Counter[int]()

    def read(table: RowTable, *names: str) -> Sequence[Row]:
        wanted = _published(table, names, until).where(
            table.person.in_(asked), is_person_within(asking.scope, table.person), is_authorised(asking, table.person)
        )
        kept: list[Row] = []
        for row in session.execute(wanted):
            values: list[object] = list(row)
            superseded_at = values.pop()
            if superseded_at is not None:
                superseded[cast(int, values[0])] = cast(datetime, superseded_at)
            counts[cast(int, values[PERSON])] += 1
            values[PERSON] = asked[cast(int, values[PERSON])]
            kept.append(tuple(values))
        return kept

    facts = tuple(_fact(row) for row in read(StoredFact, *FACT))
    assets = tuple(_asset(row) for row in read(StoredAssetEvent, *ASSET))
    statuses = tuple(_status(row) for row in read(StoredStatusEvent, *STATUS))
    found = ((StoredFact, facts), (StoredAssetEvent, assets), (StoredStatusEvent, statuses))
    moved = [each for table, rows in found for each in moved_rows(session, table, rows, asked, until)]
    superseded |= {each.batch: each.superseded_at for each in moved if each.superseded_at is not None}
    households = (
        household_rows(session, asking)
        if asking.columns
        else HouseholdRows(pl.DataFrame(schema={"person": pl.Int64}), {})
    )
    ledger = Ledger(
        *(facts, assets, statuses, refs, superseded),
        *(_last_months(session, until), under_who_was_asked(households.shown, asking), by_person),
        *(tuple(each.version for each in moved), households.outside),
    )
    return ledger, counts


FACT = (
    *("batch", "row", "part", "person", "item", "fen", "month_from", "month_to", "level", "basis"),
    *("native_id", "payer", "reversal_of", "household"),
)
ASSET = (
    *("batch", "row", "part", "person", "asset", "kind", "action", "share_over", "share_under", "fen", "on_date"),
    "native_id",
)
PERSON = FACT.index("person")  # the same place in all three
STATUS = ("batch", "row", "part", "person", "status", "date_from", "date_to", "native_id")


def _published(table: RowTable, names: Sequence[str], until: datetime) -> Select[tuple[object, ...]]:
    """Rows of batches that were published by then, those superseded since among them: an earlier moment needs them."""
    columns = [getattr(table, name) for name in names]
    wanted = (
        select(*columns, StoredBatch.channel, StoredBatch.published_at, StoredBatch.superseded_at)
        .join(StoredBatch, StoredBatch.id == table.batch)
        .where(StoredBatch.state.in_(SHOWN_STATES), StoredBatch.published_at <= until)
        .order_by(table.person, table.batch, table.row, table.part)
    )
    return cast("Select[tuple[object, ...]]", wanted)


def _fact(row: Row) -> Fact:
    batch, number, part, person, item, fen, month_from, month_to, level, basis = row[:10]
    native_id, payer, reversal_of, household, channel, recorded_at = row[10:]
    return Fact(
        cast(int, batch), cast(int, number), cast(int, part), cast(int, person), str(item), cast(int, fen),
        cast(int, month_from), cast(int, month_to), cast(Level, level), cast(Basis, basis), str(channel),
        str(native_id), cast(datetime, recorded_at), str(payer), str(reversal_of), bool(household),
    )  # fmt: skip


def _asset(row: Row) -> AssetEvent:
    batch, number, part, person, asset, kind, action, over, under, fen, on, native_id, channel, recorded_at = row
    return AssetEvent(
        cast(int, batch), cast(int, number), cast(int, part), cast(int, person), str(asset), AssetKind(str(kind)),
        AssetAction(str(action)), cast(int, over), cast(int, under), cast("int | None", fen), cast(date, on),
        str(channel), str(native_id), cast(datetime, recorded_at),
    )  # fmt: skip


def _status(row: Row) -> StatusEvent:
    batch, number, part, person, status, date_from, date_to, native_id, channel, recorded_at = row
    return StatusEvent(
        cast(int, batch), cast(int, number), cast(int, part), cast(int, person), str(status), cast(date, date_from),
        cast("date | None", date_to), str(channel), str(native_id), cast(datetime, recorded_at),
    )  # fmt: skip


def _last_months(session: Session, at: datetime) -> dict[str, int]:
    wanted = select(StoredBatch.channel, func.max(StoredBatch.period)).where(is_published(at))
    return {channel: month for channel, month in session.execute(wanted.group_by(StoredBatch.channel))}
