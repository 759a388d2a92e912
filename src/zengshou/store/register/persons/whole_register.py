"""The whole register as known at a moment, for statistics alone: read by batch, in columns, never by person.

No identity is in these tables. Who reads them, and for what, is logged by the caller in the same transaction.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

import polars as pl
from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from zengshou.store.register.access.scope import Scope, is_within
from zengshou.store.register.persons.person_rows import is_published
from zengshou.store.register.tables.batch_tables import StoredBatch
from zengshou.store.register.tables.fact_tables import StoredFact
from zengshou.store.register.tables.person_tables import StoredMember, StoredPerson, StoredResidence

BLOCK = 200_000
FACTS = {
    "person": pl.Int64,
    "item": pl.Categorical,
    "fen": pl.Int64,
    "month_from": pl.Int32,
    "month_to": pl.Int32,
    "level": pl.Categorical,
    "payer": pl.String,
    "household": pl.Boolean,
    "native_id": pl.String,
    "reversal_of": pl.String,
    "part": pl.Int16,
}
KEY = ["channel", "native_id"]
UNSHOWN = ["native_id", "reversal_of", "part"]


def facts_known(session: Session, at: datetime, months: tuple[int, int]) -> pl.DataFrame:
    """Every fact that touches the months, as known at the moment: the last version of each row of a source.

    Columns  those of FACTS without native_id, reversal_of and part, beside channel
    The version is chosen before the months: a correction may have moved a row to another year. A reversal whose
    original is not known is left out, as in a person's own file.
    """
    batches = session.execute(
        select(StoredBatch.id, StoredBatch.channel, StoredBatch.published_at)
        .where(is_published(at))
        .order_by(StoredBatch.published_at, StoredBatch.id)
    ).all()
    within = (pl.col("month_from") <= months[1]) & (pl.col("month_to") >= months[0])
    kept, keys = [], []
    for number, batch in enumerate(batches):
        of_batch = _facts_of(session, batch.id).with_columns(
            channel=pl.lit(batch.channel, dtype=pl.Categorical), version=pl.lit(number, dtype=pl.Int32)
        )
        keys.append(of_batch.select(*KEY, "version", "reversal_of").unique())
        kept.append(of_batch.filter(within))
    if not kept:
        return pl.DataFrame(schema={**FACTS, "channel": pl.Categorical}).drop(UNSHOWN)
    return _latest(pl.concat(kept), pl.concat(keys))


def _facts_of(session: Session, batch: int) -> pl.DataFrame:
    wanted = select(*(getattr(StoredFact, name) for name in FACTS)).where(StoredFact.batch == batch)
    blocks = [pl.DataFrame(block, schema=FACTS, orient="row") for block in _blocks(session, wanted)]
    return pl.concat(blocks) if blocks else pl.DataFrame(schema=FACTS)


def _blocks(session: Session, wanted: Select[tuple[object, ...]]) -> Iterator[list[tuple[object, ...]]]:
    rows: Sequence[Row[tuple[object, ...]]]
    for rows in session.execute(wanted, execution_options={"yield_per": BLOCK}).partitions():
        yield [tuple(row) for row in rows]


def _latest(facts: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    """The last version of each (channel, native_id); reversals only beside their originals."""
    last = keys.lazy().group_by(KEY).agg(pl.col("version").max())
    holding = facts.lazy().join(last, on=[*KEY, "version"], how="semi")
    is_original = pl.col("reversal_of") == ""
    originals = keys.lazy().join(last, on=[*KEY, "version"], how="semi").filter(is_original).select(KEY).unique()
    reversals = holding.filter(~is_original).join(
        originals, left_on=["channel", "reversal_of"], right_on=KEY, how="semi"
    )
    return pl.concat([holding.filter(is_original), reversals]).drop(*UNSHOWN, "version").collect()


def persons_known(session: Session, scope: Scope) -> pl.DataFrame:
    """Every person within a scope: person, county (six digits), birth_year, sex."""
    rows = session.execute(
        select(StoredPerson.ref, StoredPerson.area, StoredPerson.birth_month, StoredPerson.sex).where(is_within(scope)),
        execution_options={"yield_per": BLOCK},
    )
    schema = {"person": pl.Int64, "area": pl.String, "birth_month": pl.Int32, "sex": pl.String}
    frame = pl.DataFrame([tuple(row) for row in rows], schema=schema, orient="row")
    return frame.select(
        "person",
        pl.col("area").str.slice(0, 6).alias("county"),
        (pl.col("birth_month") // 12).alias("birth_year"),
        "sex",
    )


def households_known(session: Session, at: datetime, day: date) -> pl.DataFrame:
    """Who belongs to which household on a day, as known at the moment: person, household. The latest of two wins."""
    rows = session.execute(
        select(StoredMember.person, StoredMember.household, StoredMember.date_from)
        .join(StoredBatch, StoredBatch.id == StoredMember.batch)
        .where(is_published(at), StoredMember.date_from <= day)
        .where((StoredMember.date_to.is_(None)) | (StoredMember.date_to >= day)),
        execution_options={"yield_per": BLOCK},
    )
    schema = {"person": pl.Int64, "household": pl.String, "date_from": pl.Date}
    frame = pl.DataFrame([tuple(row) for row in rows], schema=schema, orient="row")
    return frame.sort("date_from", "household").unique("person", keep="last").select("person", "household")


def non_residents_known(session: Session, at: datetime, year: int) -> pl.Series:
    """Persons whose last spell of the year is that of a non-resident."""
    rows = session.execute(
        select(StoredResidence.person, StoredResidence.status, StoredResidence.date_from)
        .join(StoredBatch, StoredBatch.id == StoredResidence.batch)
        .where(is_published(at), StoredResidence.year == year)
    )
    schema = {"person": pl.Int64, "status": pl.String, "date_from": pl.Date}
    frame = pl.DataFrame([tuple(row) for row in rows], schema=schema, orient="row")
    last = frame.sort("date_from").unique("person", keep="last")
    return last.filter(pl.col("status") == "non_resident")["person"]
