"""关联复核: two persons side by side, masked; an officer says same, different or later; merges can be undone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

import polars as pl

from zengshou.concepts.account import Account, Role
from zengshou.concepts.period import month_name
from zengshou.concepts.problem import forbid
from zengshou.records.access.context import AccessContext
from zengshou.records.identity.person_ref import PersonRef, shown
from zengshou.records.linkage import id_levels, name_levels
from zengshou.records.linkage.levels import Comparison
from zengshou.records.linkage.settings import COMPARISONS
from zengshou.services.records.access.look import case_context, identity_lines
from zengshou.store.database.connection import Database
from zengshou.store.register.delivery.batch_counts import reused_numbers
from zengshou.store.register.linking.link_reviews import (
    Review,
    ReviewState,
    judge,
    refuse_undone,
    review,
    review_counts,
    reviews,
    settle,
)
from zengshou.store.register.linking.links import PersonLink, add_link, all_links, undo_link
from zengshou.store.register.persons.person_reads import PersonReads
from zengshou.store.vault.vault import IdentityVault

PURPOSE = "batch_quality"
METHOD = "review"
PAGE = 50
SEX_WORDS = {"male": "男", "female": "女"}
WHOLLY_EQUAL = (*id_levels.SAME, name_levels.SAME_WRITTEN)


class Verdict(Enum):
    """What an officer says of a pair; the value is the key that is pressed."""

    SAME = "1"
    DIFFERENT = "2"
    LATER = "3"

    @property
    def label(self) -> str:
        return {"1": "同一人", "2": "不是同一人", "3": "留待再查"}[self.value]


STATE_OF = {
    Verdict.SAME: ReviewState.LINKED,
    Verdict.DIFFERENT: ReviewState.REFUSED,
    Verdict.LATER: ReviewState.LATER,
}


@dataclass(frozen=True)
class Line:
    """One property of both persons. is_different  the two texts differ, masked as they are"""

    label: str
    a: str
    b: str

    @property
    def is_different(self) -> bool:
        return self.a != self.b


@dataclass(frozen=True)
class LevelLine:
    """How far the two agree in one property. is_best  no comparison could say more"""

    label: str
    words: str
    is_best: bool
    is_missing: bool


@dataclass(frozen=True)
class PairView:
    """A pair as the page shows it: masked, with what the comparison found."""

    review: Review
    a: str
    b: str
    lines: Sequence[Line]
    levels: Sequence[LevelLine]


@dataclass(frozen=True)
class LinkDesk:
    """The queue and the links of one register. `now` gives a moment with its zone."""

    register: Database
    reads: PersonReads
    vault: IdentityVault
    now: Callable[[], datetime]

    def queue(
        self, who: Account, states: Sequence[ReviewState] = (ReviewState.OPEN,), page: int = 1
    ) -> tuple[Review, ...]:
        """Pairs in these states, the likeliest first, without anything of the persons. Raises  Forbidden"""
        _require_custodian(who)
        with self.register.reading() as session:
            return reviews(session, states, PAGE, (page - 1) * PAGE)

    def counts(self) -> Mapping[ReviewState, int]:
        """How many pairs lie in each state: a figure, which any reader of the register's quality may know."""
        with self.register.reading() as session:
            return review_counts(session)

    def reused(self) -> tuple[tuple[int, int], ...]:
        """(batch, rows) in quarantine under a number that is somebody else's by name or birth: judged there."""
        with self.register.reading() as session:
            return reused_numbers(session)

    def pair(self, who: Account, id: int) -> PairView:
        """Two persons side by side, masked; both looks are in the log before anything is shown.

        Raises  Forbidden: no custodian, no grant for the area, a tie to one of them; ProblemsFound: no such pair
        """
        _require_custodian(who)
        with self.register.reading() as session:
            found = review(session, id)
        context = case_context(self.reads.gate.purposes, who, PURPOSE, f"关联 {id}", self.now())
        basics = self.reads.basics(context, (found.a, found.b))
        sides = [self._side(context, basics, person) for person in (found.a, found.b)]
        labels = list(dict.fromkeys(label for side in sides for label in side))
        lines = [Line(label, sides[0].get(label, ""), sides[1].get(label, "")) for label in labels]
        return PairView(found, shown(found.a), shown(found.b), lines, level_lines(found))

    def next_open(self, who: Account) -> int | None:
        """The pair to be judged next, None where the queue is empty."""
        found = self.queue(who)
        return found[0].id if found else None

    def decide(self, who: Account, id: int, verdict: Verdict) -> Review:
        """Judge a pair; "same" links the two. Raises  Forbidden; ProblemsFound: it was judged before"""
        _require_custodian(who)
        now = self.now()
        with self.register.writing() as session:
            done = judge(session, id, STATE_OF[verdict], who.login, now)
            if verdict is Verdict.SAME:
                add_link(session, done.a, done.b, METHOD, done.score, who.login, now)
                settle(session)
        return done

    def links(self, who: Account) -> tuple[PersonLink, ...]:
        """Every link, the latest first, those that were taken back too. Raises  Forbidden"""
        _require_custodian(who)
        with self.register.reading() as session:
            return all_links(session)

    def undo(self, who: Account, id: int) -> PersonLink:
        """Take a link back at any time: every fact is its own person's again, for none was ever moved."""
        _require_custodian(who)
        now = self.now()
        with self.register.writing() as session:
            done = undo_link(session, id, who.login, now)
            refuse_undone(session, done.a, done.b, who.login, now)
            settle(session)
        return done

    def _side(self, context: AccessContext, basics: pl.DataFrame, person: PersonRef) -> dict[str, str]:
        lines = identity_lines(self.vault, self.reads.allowance(context, person), person)
        row = basics.row(by_predicate=pl.col("person") == person, named=True)
        month = row["birth_month"]
        return {
            **lines,
            "出生年月": "" if month is None else month_name(month),
            "性别": SEX_WORDS.get(row["sex"], ""),
            "地区代码": row["area"],
        }


def level_lines(found: Review) -> tuple[LevelLine, ...]:
    """The degrees of agreement that a pair reached, in the order of the comparisons."""
    return tuple(
        _level(comparison, found.levels[comparison.label])
        for comparison in COMPARISONS
        if comparison.label in found.levels
    )


def _level(comparison: Comparison, words: str) -> LevelLine:
    is_best = words == comparison.levels[0].words or words in WHOLLY_EQUAL
    return LevelLine(comparison.label, words, is_best, words == comparison.words()[-1])


def _require_custodian(who: Account) -> None:
    if who.role is not Role.DATA_CUSTODIAN:
        raise forbid(f"{who.role.label}不办理关联复核。", "请由归集管理员办理。")
