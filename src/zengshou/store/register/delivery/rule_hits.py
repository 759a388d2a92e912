"""Rules that rows of the register hit: added once, counted, and decided by an officer."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

import polars as pl
from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from zengshou.concepts.problem import refuse
from zengshou.store.register.tables.batch_tables import StoredRuleHit
from zengshou.store.register.tables.schema import Registered
from zengshou.store.register.writing.bulk import insert_all

SAME = ("batch", "row", "rule", "code", "message")
OF_PERSON = ("person", "rule", "code", "message")
HIT_SCHEMA = pl.Schema({"batch": pl.Int64, "row": pl.Int64, "person": pl.Int64, "rule": pl.Int64, "code": pl.String,
                        "severity": pl.String, "message": pl.String})  # fmt: skip


class HitDecision(Enum):
    """What an officer found."""

    OPEN = ""
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"

    @property
    def label(self) -> str:
        return {"": "待确认", "confirmed": "属实", "dismissed": "不成立"}[self.value]


@dataclass(frozen=True)
class Hit:
    """One hit; (batch, row, place) names it. Whom it is about stays in the register."""

    batch: int
    row: int
    place: int
    rule: int
    code: str
    message: str
    decision: HitDecision
    decided_by: str


@dataclass(frozen=True)
class HitCount:
    """How many hits of one rule and code there are, and how many wait for a decision."""

    rule: int
    code: str
    count: int
    open: int


def add_new_hits(session: Session, hits: pl.DataFrame, once_a_person: Collection[int]) -> int:
    """Add the hits (HIT_SCHEMA) that are not there yet, in their order; how many were added.

    A hit is the same where batch, row, rule, code and sentence are: checking twice adds nothing.
    once_a_person  rules that say a thing of a person once, whichever of the person's rows shows it
    """
    known = _known(session)
    is_once = pl.col("rule").is_in(list(once_a_person)) & pl.col("person").is_not_null()
    alone = hits.filter(is_once).unique(OF_PERSON, keep="last", maintain_order=True)
    new = pl.concat([hits.filter(~is_once.fill_null(False)), alone.join(known, on=OF_PERSON, how="anti")])
    fresh = new.unique(SAME, keep="first", maintain_order=True).join(known, on=SAME, how="anti", maintain_order="left")
    taken = known.group_by("batch", "row").agg(pl.col("place").max() + 1)
    numbered = fresh.join(taken, on=["batch", "row"], how="left", maintain_order="left").with_columns(
        place=pl.col("place").fill_null(0) + pl.int_range(pl.len()).over("batch", "row"),
        decision=pl.lit(HitDecision.OPEN.value),
        decided_by=pl.lit(""),
    )
    insert_all(session, Registered.metadata.tables[StoredRuleHit.__tablename__], numbered)
    return numbered.height


def hit_counts(session: Session) -> tuple[HitCount, ...]:
    """Hits by rule and code."""
    is_open = func.sum(case((StoredRuleHit.decision == HitDecision.OPEN.value, 1), else_=0))
    rows = session.execute(
        select(StoredRuleHit.rule, StoredRuleHit.code, func.count(), is_open)
        .group_by(StoredRuleHit.rule, StoredRuleHit.code)
        .order_by(StoredRuleHit.rule, StoredRuleHit.code)
    )
    return tuple(HitCount(rule, code, int(count), int(waiting)) for rule, code, count, waiting in rows)


def hits(session: Session, rule: int | None = None, is_open: bool = True, most: int = 200) -> tuple[Hit, ...]:
    """The newest hits, of one rule or of all; those that wait for a decision, or every one."""
    wanted = select(StoredRuleHit)
    if rule is not None:
        wanted = wanted.where(StoredRuleHit.rule == rule)
    if is_open:
        wanted = wanted.where(StoredRuleHit.decision == HitDecision.OPEN.value)
    order = (StoredRuleHit.batch.desc(), StoredRuleHit.row, StoredRuleHit.place)
    return tuple(_hit(each) for each in session.scalars(wanted.order_by(*order).limit(most)))


def decide_hit(session: Session, name: tuple[int, int, int], decision: HitDecision, by: str, at: datetime) -> Hit:
    """An officer's decision, made once. name  batch, row, place

    Raises  ProblemsFound: no such hit, or it is decided
    """
    row = session.get(StoredRuleHit, name)
    where = "疑点 " + "/".join(str(part) for part in name)
    if row is None:
        raise refuse("没有这个疑点。", where, "用 zs records hits 查看编号。")
    if row.decision:
        raise refuse(f"{row.decided_by}已确认为“{HitDecision(row.decision).label}”。", where, "已有结论的疑点不再改。")
    row.decision, row.decided_by, row.decided_at = decision.value, by, at
    session.flush()
    return _hit(row)


def _known(session: Session) -> pl.DataFrame:
    """The hits that are there already."""
    columns = (*HIT_SCHEMA.names(), "place")
    rows = session.execute(select(*(getattr(StoredRuleHit, name) for name in columns)))
    return pl.DataFrame([tuple(row) for row in rows], schema={**HIT_SCHEMA, "place": pl.Int64()}, orient="row")


def _hit(row: StoredRuleHit) -> Hit:
    return Hit(
        row.batch, row.row, row.place, row.rule, row.code, row.message, HitDecision(row.decision), row.decided_by
    )
