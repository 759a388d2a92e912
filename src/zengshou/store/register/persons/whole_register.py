"""The whole register as known at a moment, for statistics alone: read by batch, in columns, never by person.

No identity is in these tables. Who reads them, and for what, is logged by the caller in the same transaction.
Persons, households and residence are in `whole_persons`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl
from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from zengshou.records.income.reversals import counted
from zengshou.store.register.tables.batch_tables import StoredBatch
from zengshou.store.register.tables.fact_tables import StoredAssetEvent, StoredFact, StoredStatusEvent
from zengshou.store.register.tables.published import is_published

BLOCK = 200_000
FACTS = pl.Schema(
    {
        "person": pl.Int64(),
        "item": pl.Categorical(),
        "fen": pl.Int64(),
        "month_from": pl.Int32(),
        "month_to": pl.Int32(),
        "level": pl.Categorical(),
        "payer": pl.String(),
        "household": pl.Boolean(),
        "native_id": pl.String(),
        "reversal_of": pl.String(),
        "part": pl.Int16(),
    }
)
KEY = ["channel", "native_id"]
UNSHOWN = ["native_id", "reversal_of", "part"]
ENDS = ("deceased", "emigrated", "moved_out")  # statuses after which a person is no longer of the city


@dataclass(frozen=True, eq=False)
class LedgerOfYears:
    """Facts that touch some months, and who is known by facts at all.

    facts   columns of FACTS without native_id, reversal_of and part, beside channel
    seen    everybody of whom a fact holds that begins in these months or before
    """

    facts: pl.DataFrame
    seen: pl.Series


@dataclass(frozen=True)
class _Batch:
    id: int
    channel: str


def facts_known(
    session: Session, at: datetime, months: tuple[int, int], holders: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Every fact that touches the months, as known at the moment; see `ledger_known`."""
    return ledger_known(session, at, months, holders).facts


def ledger_known(
    session: Session, at: datetime, months: tuple[int, int], holders: pl.DataFrame | None = None
) -> LedgerOfYears:
    """The ledger as known at the moment: the last version of each row of a source, net of its reversals.

    holders  person, holder: the reference under which each person's facts stand; None for each under the own. Whoever
             is not among them keeps the own too
    The version is chosen before the months: a correction may have moved a row to another year. Reversals count by the
    rule of `records/income/reversals`, as in a person's own file, whatever the months of what they reverse.
    """
    batches = _published(session, at)
    within = (pl.col("month_from") <= months[1]) & (pl.col("month_to") >= months[0])
    reversed_ids = _reversed_ids(session)
    is_chained = (pl.col("reversal_of") != "") | pl.col("native_id").is_in(reversed_ids.implode())
    kept, keys = [_empty()], [_empty().select(*KEY, "version", "person", "month_from")]
    for number, batch in enumerate(batches):
        of_batch = _facts_of(session, batch, number)
        keys.append(of_batch.select(*KEY, "version", "person", "month_from").unique())
        kept.append(of_batch.filter(within | is_chained))
    stated = pl.concat(keys).lazy()
    last = stated.group_by(KEY).agg(pl.col("version").max()).collect().lazy()
    holding = pl.concat(kept).lazy().join(last, on=[*KEY, "version"], how="semi").collect()
    known = stated.join(last, on=[*KEY, "version"], how="semi").filter(pl.col("month_from") <= months[1])
    seen = known.select(pl.col("person").unique()).collect()["person"]
    netted = _net_of_reversals(_under(holding, holders), is_chained)
    return LedgerOfYears(netted.filter(within).drop(*UNSHOWN, "version"), seen)


def _published(session: Session, at: datetime) -> list[_Batch]:
    """In the order in which they were published."""
    rows = session.execute(
        select(StoredBatch.id, StoredBatch.channel)
        .where(is_published(at))
        .order_by(StoredBatch.published_at, StoredBatch.id)
    )
    return [_Batch(id, channel) for id, channel in rows]


def _reversed_ids(session: Session) -> pl.Series:
    """What any row of any batch reverses: few names, so that the rows they name can be kept whatever their months."""
    named = select(StoredFact.reversal_of).where(StoredFact.reversal_of != "").distinct()
    return pl.Series("native_id", list(session.scalars(named)), dtype=pl.String())


def _empty() -> pl.DataFrame:
    return pl.DataFrame(schema={**FACTS, "channel": pl.Categorical(), "version": pl.Int32()})


def _facts_of(session: Session, batch: _Batch, number: int) -> pl.DataFrame:
    wanted = select(*(getattr(StoredFact, name) for name in FACTS)).where(StoredFact.batch == batch.id)
    return _frame(session, wanted, FACTS).with_columns(
        channel=pl.lit(batch.channel, dtype=pl.Categorical()), version=pl.lit(number, dtype=pl.Int32())
    )


def _frame(session: Session, wanted: Select[tuple[object, ...]], columns: pl.Schema) -> pl.DataFrame:
    blocks = [pl.DataFrame(block, schema=columns, orient="row") for block in _blocks(session, wanted)]
    return pl.concat(blocks) if blocks else pl.DataFrame(schema=columns)


def _blocks(session: Session, wanted: Select[tuple[object, ...]]) -> Iterator[list[tuple[object, ...]]]:
    rows: Sequence[Row[tuple[object, ...]]]
    for rows in session.execute(wanted, execution_options={"yield_per": BLOCK}).partitions():
        yield [tuple(row) for row in rows]


def _under(facts: pl.DataFrame, holders: pl.DataFrame | None) -> pl.DataFrame:
    """The facts under the reference that stands for each person: a reversal is matched within one person."""
    moved = None if holders is None else holders.filter(pl.col("person") != pl.col("holder"))
    if moved is None or moved.is_empty():
        return facts
    return facts.with_columns(pl.col("person").replace(moved["person"], moved["holder"]))


def _net_of_reversals(facts: pl.DataFrame, is_chained: pl.Expr) -> pl.DataFrame:
    """The facts that count, at what they count for. Only those in chains of reversals are looked at one by one."""
    chained = facts.filter(is_chained).sort("version", "native_id", "part")
    if chained.is_empty():
        return facts
    stated = [_Stated(*row) for row in chained.select(*KEY, "person", "reversal_of", "item", "fen").iter_rows()]
    fen = pl.Series("fen", counted(stated).fen, dtype=pl.Int64())
    return pl.concat([facts.filter(~is_chained), chained.with_columns(fen).filter(pl.col("fen") != 0)])


@dataclass(frozen=True, slots=True)
class _Stated:
    channel: str
    native_id: str
    person: int
    reversal_of: str
    item: str
    fen: int


def statuses_known(session: Session, at: datetime) -> pl.DataFrame:
    """Every spell of a status in its last version: person, status, date_from."""
    columns = pl.Schema(
        {"person": pl.Int64(), "status": pl.Categorical(), "date_from": pl.Date(), "native_id": pl.String()}
    )
    return _last_events(session, at, StoredStatusEvent, columns)


def assets_known(session: Session, at: datetime) -> pl.DataFrame:
    """Every event of an asset in its last version: person, on_date."""
    columns = pl.Schema({"person": pl.Int64(), "on_date": pl.Date(), "native_id": pl.String()})
    return _last_events(session, at, StoredAssetEvent, columns)


def _last_events(
    session: Session, at: datetime, table: type[StoredStatusEvent] | type[StoredAssetEvent], columns: pl.Schema
) -> pl.DataFrame:
    frames = [pl.DataFrame(schema={**columns, "channel": pl.Categorical(), "version": pl.Int32()})]
    for number, batch in enumerate(_published(session, at)):
        wanted = select(*(getattr(table, name) for name in columns)).where(table.batch == batch.id)
        frames.append(
            _frame(session, wanted, columns).with_columns(
                channel=pl.lit(batch.channel, dtype=pl.Categorical()), version=pl.lit(number, dtype=pl.Int32())
            )
        )
    stated = pl.concat(frames).lazy()
    last = stated.group_by(KEY).agg(pl.col("version").max())
    return stated.join(last, on=[*KEY, "version"], how="semi").drop(*KEY, "version").collect()


def seen_by(dates: pl.DataFrame, column: str, day: date) -> pl.Series:
    """The persons of events that began on a day or before."""
    return dates.filter(pl.col(column) <= day)["person"].unique()
