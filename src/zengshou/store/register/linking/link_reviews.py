"""Pairs that an officer must judge. A pair is asked about once and lies in one queue: to judge, later, or decided."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from zengshou.concepts.problem import refuse
from zengshou.records.identity.person_ref import PersonRef
from zengshou.store.register.linking.links import Within, root_of
from zengshou.store.register.tables.person_tables import StoredLinkReview


class ReviewState(Enum):
    """Where a pair lies. SETTLED: other links say already that it is one person; it opens again with their undoing."""

    OPEN = "open"
    LATER = "later"
    LINKED = "linked"
    REFUSED = "refused"
    SETTLED = "settled"

    @property
    def label(self) -> str:
        return LABELS[self]

    @property
    def waits(self) -> bool:
        """Whether somebody still has to judge."""
        return self in WAITING


LABELS = {
    ReviewState.OPEN: "待判定",
    ReviewState.LATER: "留待再查",
    ReviewState.LINKED: "同一人",
    ReviewState.REFUSED: "不是同一人",
    ReviewState.SETTLED: "已随其他关联合并",
}
WAITING = frozenset({ReviewState.OPEN, ReviewState.LATER})


@dataclass(frozen=True)
class NewReview:
    """A pair and what speaks for and against it, in words. `evidence` names nobody."""

    a: PersonRef
    b: PersonRef
    score: float
    evidence: Mapping[str, object]


@dataclass(frozen=True)
class Review:
    """A pair as the register keeps it."""

    id: int
    a: PersonRef
    b: PersonRef
    score: float
    evidence: Mapping[str, object]
    state: ReviewState
    decided_by: str
    decided_at: datetime | None

    @property
    def reason(self) -> str:
        return str(self.evidence.get("reason", ""))

    @property
    def levels(self) -> Mapping[str, str]:
        """Comparison -> the degree of agreement that was reached, in words."""
        found = self.evidence.get("levels")
        return {str(name): str(words) for name, words in found.items()} if isinstance(found, Mapping) else {}


def add_reviews(session: Session, pairs: Iterable[NewReview]) -> int:
    """Ask about pairs that were never asked about; how many are new."""
    known = asked_pairs(session)
    new = [pair for pair in pairs if (min(pair.a, pair.b), max(pair.a, pair.b)) not in known]
    session.add_all(
        StoredLinkReview(
            a=min(pair.a, pair.b),
            b=max(pair.a, pair.b),
            score=pair.score,
            evidence=dict(pair.evidence),
            state=ReviewState.OPEN.value,
            decided_by="",
        )
        for pair in new
    )
    session.flush()
    return len(new)


def asked_pairs(session: Session) -> frozenset[tuple[PersonRef, PersonRef]]:
    """Every pair that was ever put before an officer."""
    return frozenset((a, b) for a, b in session.execute(select(StoredLinkReview.a, StoredLinkReview.b)))


def review(session: Session, id: int) -> Review:
    """One pair. Raises  ProblemsFound: there is none of this number"""
    return _review(_row(session, id))


def reviews(
    session: Session, states: Sequence[ReviewState], most: int, skip: int = 0, within: Within | None = None
) -> tuple[Review, ...]:
    """Pairs in these states, the likeliest first. within  who may be seen, both of a pair; None for everybody"""
    wanted = (
        select(StoredLinkReview)
        .where(StoredLinkReview.state.in_([state.value for state in states]), *_both(within))
        .order_by(StoredLinkReview.score.desc(), StoredLinkReview.id)
        .limit(most)
        .offset(skip)
    )
    return tuple(_review(row) for row in session.scalars(wanted))


def review_counts(session: Session, within: Within | None = None) -> Mapping[ReviewState, int]:
    """How many pairs lie in each state; every state is named. within  as in `reviews`"""
    wanted = select(StoredLinkReview.state, func.count()).where(*_both(within)).group_by(StoredLinkReview.state)
    found = session.execute(wanted)
    counts = {str(state): int(count) for state, count in found}
    return {state: counts.get(state.value, 0) for state in ReviewState}


def judge(session: Session, id: int, state: ReviewState, by: str, at: datetime) -> Review:
    """Move a pair that waits into a state. Raises  ProblemsFound: somebody decided it before"""
    row = _row(session, id)
    before = ReviewState(row.state)
    if not before.waits:
        raise refuse(f"这一对已经判定：{before.label}。", f"复核 {id}", "请看下一对；判定有误可撤销关联。")
    row.state, row.decided_by, row.decided_at = state.value, by, at
    session.flush()
    return _review(row)


def reopen_review(session: Session, id: int) -> Review:
    """Put a pair that was judged as two persons back before an officer. Raises  ProblemsFound: it was not judged so"""
    row = _row(session, id)
    before = ReviewState(row.state)
    if before is not ReviewState.REFUSED:
        raise refuse(f"这一对的状态是“{before.label}”，不能重新判定。", f"复核 {id}", "判为同一人的，请撤销关联。")
    row.state, row.decided_by, row.decided_at = ReviewState.OPEN.value, "", None
    session.flush()
    return _review(row)


def refuse_undone(session: Session, a: PersonRef, b: PersonRef, by: str, at: datetime) -> None:
    """A link was taken back: its pair, if it was asked about, counts as two persons from now on."""
    wanted = select(StoredLinkReview).where(StoredLinkReview.a == min(a, b), StoredLinkReview.b == max(a, b))
    for row in session.scalars(wanted):
        row.state, row.decided_by, row.decided_at = ReviewState.REFUSED.value, by, at
    session.flush()


def settle(session: Session) -> None:
    """Take pairs that other links joined out of the queue, and put those back whose links were taken back."""
    roots = root_of(session)
    movable = [state.value for state in (*WAITING, ReviewState.SETTLED)]
    for row in session.scalars(select(StoredLinkReview).where(StoredLinkReview.state.in_(movable))):
        is_one = row.a in roots and roots[row.a] == roots.get(row.b)
        if is_one:
            row.state = ReviewState.SETTLED.value
        elif row.state == ReviewState.SETTLED.value:
            row.state = ReviewState.OPEN.value
    session.flush()


def _both(within: Within | None) -> tuple[ColumnElement[bool], ...]:
    return () if within is None else (within(StoredLinkReview.a), within(StoredLinkReview.b))


def _row(session: Session, id: int) -> StoredLinkReview:
    row = session.get(StoredLinkReview, id)
    if row is None:
        raise refuse("没有这一对。", f"复核 {id}", "请回到列表。")
    return row


def _review(row: StoredLinkReview) -> Review:
    evidence = row.evidence if isinstance(row.evidence, dict) else {}
    state = ReviewState(row.state)
    return Review(row.id, row.a, row.b, row.score, evidence, state, row.decided_by, row.decided_at)
