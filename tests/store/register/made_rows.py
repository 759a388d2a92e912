"""Invented rows of a batch, and the shortest way to have one in a register. 合成数据."""

from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import polars as pl
from sqlalchemy.orm import Session

from zengshou.store.crypto.keys import FileKeys
from zengshou.store.database.connection import Database
from zengshou.store.register.delivery.batches import Batch, NewBatch, add_batch, enter, record_count
from zengshou.store.register.delivery.quarantine import add_quarantine
from zengshou.store.register.delivery.raw_files import RawFiles
from zengshou.store.register.facts.fact_rows import ASSETS, FACTS, STATUSES, add_rows
from zengshou.store.register.tables.batch_state import BatchState
from zengshou.store.register.writing.row_digests import seed

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
MONTH = 24_312
ON_THE_WAY = (
    *(BatchState.SCHEMA_OK, BatchState.DEDUPED, BatchState.VALIDATED, BatchState.LINKED),
    *(BatchState.STAGED, BatchState.RECONCILED),
)


def facts(batch: int, count: int, begin: int = 0) -> pl.DataFrame:
    """One wage fact a row; persons in no order."""
    rows = np.arange(begin, begin + count)
    return pl.DataFrame(
        {
            "batch": np.full(count, batch),
            "row": rows + 2,
            "part": np.zeros(count, int),
            "person": (rows * 7_919 + 11) % 1_000_003 + 1,
            "item": ["W.PAY"] * count,
            "fen": 300_000 + rows,
            "month_from": np.full(count, MONTH),
            "month_to": np.full(count, MONTH),
            "level": ["gross"] * count,
            "basis": ["cash"] * count,
            "native_id": [f"税{row}" for row in rows],
            "payer": [""] * count,
            "reversal_of": [""] * count,
            "household": rows % 2 == 0,
        }
    )


def assets(batch: int) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "batch": [batch, batch],
            "row": [900, 901],
            "part": [0, 0],
            "person": [5, 4],
            "asset": ["a" * 32, "b" * 32],
            "kind": ["dwelling", "vehicle"],
            "action": ["acquire", "cancel"],
            "share_over": [1, 1],
            "share_under": [2, 1],
            "fen": [80_000_000, None],
            "on_date": [date(2026, 1, 5), date(2026, 2, 6)],
            "native_id": ["粤(2026)1", '粤"，2'],
            "detail": ['{"use":"居住"}', "{}"],
        }
    )


def statuses(batch: int) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "batch": [batch, batch],
            "row": [950, 951],
            "part": [0, 0],
            "person": [5, 4],
            "status": ["insured", "dibao"],
            "date_from": [date(2025, 1, 1), date(2026, 1, 1)],
            "date_to": [None, date(2026, 6, 30)],
            "native_id": ["s1", "s2"],
        }
    )


def store(session: Session, keys: FileKeys, batch: Batch, count: int) -> None:
    """Rows of all kinds, one row put aside, and the count."""
    last = add_rows(session, FACTS, facts(batch.id, count), seed(batch.content_hash))
    last = add_rows(session, ASSETS, assets(batch.id), last)
    last = add_rows(session, STATUSES, statuses(batch.id), last)
    aside = pl.DataFrame(
        {"row": [990, 990], "rule": [5, 3], "code": ["E_ID_CHECKDIGIT", "E_DATE"], "field": ["id_no", "day"],
         "cell": ["A990", "B990"], "message": ["校验码不符。", "不是日期。"]}
    )  # fmt: skip
    add_quarantine(session, keys, batch.id, aside, {990: {"证件号码": "441702199001010000", "日期": "昨天"}})
    record_count(session, batch.id, (count + 5, count + 4, 1), {"rows": count + 5}, last)


def published(database: Database, files: RawFiles, keys: FileKeys, folder: Path, count: int, name: str = "甲") -> Batch:
    """A batch of invented rows, published, with its raw file."""
    sent = folder / "sent.csv"
    sent.write_text(f"合成数据,{name},{count}\n", encoding="utf-8")
    content_hash = files.take(sent)
    with database.writing() as session:
        batch = add_batch(session, NewBatch("iit", MONTH, content_hash, "wang", "个税.csv"), NOON)
        store(session, keys, batch, count)
        for state in (*ON_THE_WAY, BatchState.PUBLISHED):
            batch = enter(session, batch.id, state, NOON, "wang")
    return batch
