"""Rules that rows of the register hit: added once, counted, and decided by an officer."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import cast

import polars as pl
from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from zengshou.concepts.problem import refuse
from zengshou.store.register.access.scope import Scope, is_person_within
from zengshou.store.register.tables.batch_tables import StoredBatch, StoredRuleHit
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


@dataclass(frozen=True)
class HitsAsked:
    """Which hits an officer asks for, and which the right shows.

    scope       whose hits;  is_whole  whether those about nobody in particular belong to it
    rule, channel, decision  None or "" for every one
    """

    scope: Scope
    is_whole: bool
    rule: int | None = None
    channel: str = ""
    decision: HitDecision | None = HitDecision.OPEN


def hits_asked(session: Session, asked: HitsAsked, most: int, skip: int = 0) -> tuple[Hit, ...]:
    """The hits, those of the newest batch first."""
    order = (StoredRuleHit.batch.desc(), StoredRuleHit.row, StoredRuleHit.place)
    wanted = select(StoredRuleHit).where(*_asked(asked)).order_by(*order).limit(most).offset(skip)
    return tuple(_hit(each) for each in session.scalars(wanted))


def count_asked(session: Session, asked: HitsAsked) -> int:
    return session.scalar(select(func.count()).select_from(StoredRuleHit).where(*_asked(asked))) or 0


def _asked(asked: HitsAsked) -> tuple[ColumnElement[bool], ...]:
    person = cast(InstrumentedAttribute[int], StoredRuleHit.person)
    shown = is_person_within(asked.scope, person)
    parts = [or_(shown, StoredRuleHit.person.is_(None)) if asked.is_whole else shown]
    if asked.rule is not None:
        parts.append(StoredRuleHit.rule == asked.rule)
    if asked.decision is not None:
        parts.append(StoredRuleHit.decision == asked.decision.value)
    if asked.channel:
        of_channel = select(StoredBatch.id).where(StoredBatch.channel == asked.channel)
        parts.append(StoredRuleHit.batch.in_(of_channel))
    return tuple(parts)


def person_of_hit(session: Session, name: tuple[int, int, int]) -> int | None:
    """Whom a hit is about; None for nobody in particular. Raises  ProblemsFound: no such hit"""
    return _row(session, name).person


def undo_decision(session: Session, name: tuple[int, int, int]) -> Hit:
    """Let a hit wait again. Raises  ProblemsFound: no such hit, or it is not decided"""
    row = _row(session, name)
    if not row.decision:
        raise refuse("这个疑点还没有结论。", _named(name), "不必撤销。")
    row.decision, row.decided_by, row.decided_at = HitDecision.OPEN.value, "", None
    session.flush()
    return _hit(row)


def decide_hit(session: Session, name: tuple[int, int, int], decision: HitDecision, by: str, at: datetime) -> Hit:
    """An officer's decision, made once. name  batch, row, place

    Raises  ProblemsFound: no such hit, or it is decided
    """
    row = _row(session, name)
    if row.decision:
        found = f"{row.decided_by}已确认为“{HitDecision(row.decision).label}”。"
        raise refuse(found, _named(name), "要改判，请先在工作台“疑点”页撤销结论。")
    row.decision, row.decided_by, row.decided_at = decision.value, by, at
    session.flush()
    return _hit(row)


def _row(session: Session, name: tuple[int, int, int]) -> StoredRuleHit:
    row = session.get(StoredRuleHit, name)
    if row is None:
        raise refuse("没有这个疑点。", _named(name), "用 zs records hits 查看编号。")
    return row


def _named(name: tuple[int, int, int]) -> str:
    return "疑点 " + "/".join(str(part) for part in name)


def _known(session: Session) -> pl.DataFrame:
    """The hits that are there already."""
    columns = (*HIT_SCHEMA.names(), "place")
    rows = session.execute(select(*(getattr(StoredRuleHit, name) for name in columns)))
    return pl.DataFrame([tuple(row) for row in rows], schema={**HIT_SCHEMA, "place": pl.Int64()}, orient="row")


def _hit(row: StoredRuleHit) -> Hit:
    return Hit(
        row.batch, row.row, row.place, row.rule, row.code, row.message, HitDecision(row.decision), row.decided_by
    )
