"""关联复核: two persons side by side, masked; an officer says same, different or later; merges can be undone."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import partial
from typing import TypeVar

import polars as pl
from sqlalchemy.orm import Session

from zengshou.concepts.account import Account, Role
from zengshou.concepts.period import month_name
from zengshou.concepts.problem import forbid, refuse
from zengshou.records.access.context import AccessContext
from zengshou.records.access.decision import Allowed
from zengshou.records.access.minimum import Dataset, fields_of
from zengshou.records.identity.person_ref import PersonRef, shown
from zengshou.records.linkage import id_levels, name_levels
from zengshou.records.linkage.levels import Comparison
from zengshou.records.linkage.settings import COMPARISONS
from zengshou.services.records.access.look import case_context, identity_lines
from zengshou.store.database.connection import Database
from zengshou.store.register.access.authorisations import areas_of
from zengshou.store.register.access.scope import Scope, is_person_within, open_scope
from zengshou.store.register.delivery.batch_counts import reused_numbers
from zengshou.store.register.linking.link_reviews import (
    Review,
    ReviewState,
    judge,
    refuse_undone,
    reopen_review,
    review,
    review_counts,
    reviews,
    settle,
)
from zengshou.store.register.linking.links import NO_SUCH, PersonLink, Within, add_link, links_within, undo_link
from zengshou.store.register.persons.person_reads import REVEALED, PersonReads
from zengshou.store.register.persons.person_rows import Asked, person_rows
from zengshou.store.vault.vault import IdentityVault

Done = TypeVar("Done")
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
        """Pairs in these states, both of the officer's areas, the likeliest first. Raises  Forbidden"""
        _require_custodian(who)
        with self.register.reading() as session:
            return reviews(session, states, PAGE, (page - 1) * PAGE, self._within(session, who))

    def counts_for(self, who: Account) -> Mapping[ReviewState, int]:
        """How many pairs of the officer's areas lie in each state. Raises  Forbidden"""
        _require_custodian(who)
        with self.register.reading() as session:
            return review_counts(session, self._within(session, who))

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
        context = self._context(who, f"关联 {id}")
        basics = self._basics(context, (found.a, found.b))
        sides = [self._side(context, basics, person) for person in (found.a, found.b)]
        labels = list(dict.fromkeys(label for side in sides for label in side))
        lines = [Line(label, sides[0].get(label, ""), sides[1].get(label, "")) for label in labels]
        return PairView(found, shown(found.a), shown(found.b), lines, level_lines(found))

    def next_open(self, who: Account) -> int | None:
        """The pair to be judged next, None where the queue is empty."""
        found = self.queue(who)
        return found[0].id if found else None

    def decide(self, who: Account, id: int, verdict: Verdict) -> Review:
        """Judge a pair; "same" links the two. Both persons find it in the log.

        Raises  Forbidden, NoSuchPerson: no right for both of them; ProblemsFound: it was judged before
        """
        found = self._review(who, id)

        def judged(session: Session, context: AccessContext) -> Review:
            done = judge(session, id, STATE_OF[verdict], who.login, context.at)
            if verdict is Verdict.SAME:
                add_link(session, done.a, done.b, METHOD, done.score, who.login, context.at)
            return done

        return self._acted(who, f"关联 {id}", (found.a, found.b), f"判定：{verdict.label}", judged)

    def reopen(self, who: Account, id: int) -> Review:
        """Judge a pair again that was taken for two persons. Raises  as `decide`; ProblemsFound: it was not"""
        found = self._review(who, id)
        return self._acted(
            who, f"关联 {id}", (found.a, found.b), "重新判定", lambda session, _: reopen_review(session, id)
        )

    def links(self, who: Account) -> tuple[PersonLink, ...]:
        """The links of the officer's areas, the latest first, those that were taken back too. Raises  Forbidden"""
        _require_custodian(who)
        with self.register.reading() as session:
            return links_within(session, self._within(session, who))

    def undo(self, who: Account, id: int) -> PersonLink:
        """Take a link back at any time: every fact is its own person's again, for none was ever moved.

        Raises  Forbidden, NoSuchPerson: no right for both persons; ProblemsFound: no such link of these areas holds
        """
        found = next((each for each in self.links(who) if each.id == id and each.holds), None)
        if found is None:
            raise refuse(NO_SUCH, f"关联 {id}", "刷新列表后再试。")

        def undone(session: Session, context: AccessContext) -> PersonLink:
            done = undo_link(session, id, who.login, context.at)
            refuse_undone(session, done.a, done.b, who.login, context.at)
            return done

        return self._acted(who, f"撤销关联 {id}", found.pair, "撤销关联", undone)

    def _basics(self, context: AccessContext, pair: tuple[PersonRef, PersonRef]) -> pl.DataFrame:
        """A row of each reference of its own, also where the two are already held for one person."""
        given = self.reads.gate.purposes.fields(PURPOSE, context.account.role)
        names = sorted(name for name in given if name.startswith(f"{Dataset.PERSON.value}."))

        def rows(session: Session, scope: Scope, proofs: Sequence[Allowed]) -> tuple[pl.DataFrame, Mapping[int, int]]:
            asked = Asked(context, scope, proofs, fields_of(Dataset.PERSON, names), context.at)
            frame = person_rows(session, Dataset.PERSON, asked)
            return frame, Counter(frame["person"].to_list())

        return self.reads.gate.through(context, pair, names, (), rows)

    def _review(self, who: Account, id: int) -> Review:
        _require_custodian(who)
        with self.register.reading() as session:
            return review(session, id)

    def _acted(
        self,
        who: Account,
        case_id: str,
        pair: tuple[PersonRef, PersonRef],
        words: str,
        act: Callable[[Session, AccessContext], Done],
    ) -> Done:
        """What `act` answers, once the right for both persons was found; told in the log as of what the pair shows.

        The queue is settled afterwards, apart: it looks at the links of everybody.
        """
        context = self._context(who, case_id)

        def acted(session: Session, _: Scope, __: Sequence[Allowed]) -> tuple[Done, Mapping[int, int]]:
            return act(session, context), {}

        done = self.reads.gate.through(context, pair, REVEALED, (), acted, words)
        with self.register.writing() as session:
            settle(session)
        return done

    def _context(self, who: Account, case_id: str) -> AccessContext:
        return case_context(self.reads.gate.purposes, who, PURPOSE, case_id, self.now())

    def _within(self, session: Session, who: Account) -> Within:
        """Who lives where the officer holds a right to judge pairs; the scope is opened for the transaction."""
        sealer = self.reads.gate.sealer
        open_scope(session, Scope(who.id), sealer)
        scope = Scope(who.id, areas_of(session, self._context(who, "关联复核")))
        open_scope(session, scope, sealer)
        return partial(is_person_within, scope)

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
