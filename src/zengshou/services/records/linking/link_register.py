"""Find who stands in the register under two references: sure pairs are linked, doubtful ones go to an officer.

Names and numbers are compared inside the vault's call and do not leave it: what comes out is references and levels.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl
from sqlalchemy.orm import Session

from zengshou.concepts.problem import refuse
from zengshou.records.identity.identifier import IdentifierKind
from zengshou.records.identity.person_ref import PersonRef
from zengshou.records.linkage.decide import Decision
from zengshou.records.linkage.engine import EngineLimits
from zengshou.records.linkage.linkage import Linkage, LinkageOptions, Tell, linked
from zengshou.records.linkage.merges import Link, link
from zengshou.records.linkage.score import words_of
from zengshou.services.records.home.register_home import RegisterHome
from zengshou.services.records.intake.import_batch import quiet
from zengshou.store.linkage_tables import name_tables
from zengshou.store.register.linking.link_reviews import NewReview, add_reviews, asked_pairs, settle
from zengshou.store.register.linking.links import add_links, areas_of_everybody, live_links, undone_pairs

PURPOSE = "link_register"
AUTO, SAME_ROWS = "auto", "各项完全相同"
FEWEST = 2


@dataclass(frozen=True)
class RegisterLinkage:
    """What a run found. linked, review  new ones of this run;  known  pairs that were linked or asked about before

    left_out, counts, notes  what could not be compared, in words
    """

    persons: int
    linked: int
    review: int
    known: int
    counts: dict[str, int]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Found:
    """A linkage in references: pairs with decision, score, reason and the words of every comparison."""

    persons: int
    pairs: pl.DataFrame
    counts: dict[str, int]
    notes: tuple[str, ...]


def link_register(
    home: RegisterHome, at: datetime, actor: str, options: LinkageOptions, tell: Tell = quiet
) -> RegisterLinkage:
    """Compare everybody with everybody in reach; write links and the queue of review in one transaction.

    A pair that an officer judged, or whose link was taken back, is neither linked nor asked about again.
    Raises  ProblemsFound: fewer than two persons, altered bytes in the vault
    """
    with home.database.reading() as session:
        areas = areas_of_everybody(session)
    with home.importing():
        found = home.vault.compare(
            lambda everybody: _compared(everybody, areas, at, options, tell), at=at, actor=actor, purpose=PURPOSE
        )
        with home.database.writing() as session:
            return _written(session, found, at, actor)


def _compared(
    everybody: pl.DataFrame, areas: pl.DataFrame, at: datetime, options: LinkageOptions, tell: Tell
) -> _Found:
    """Inside the vault's call: the frame with names stays here."""
    if everybody.height < FEWEST:
        raise refuse("登记系统中不足两人，无从比对。", "人员比对", "先导入数据。")
    records = everybody.join(areas, on="ref", how="left", maintain_order="left")
    is_card = pl.col("kind") == IdentifierKind.RESIDENT_CARD.value
    given = records.select(
        "name",
        pl.when(is_card).then("number").alias("number"),
        pl.col("birth").cast(pl.String),
        *("sex", "area", "address", "phone"),
    )
    with tempfile.TemporaryDirectory(prefix="zengshou-link-") as spill:
        linkage = linked(given, None, name_tables(), at.date(), options, EngineLimits(spill=spill), tell)
    notes = (*map(str, linkage.left_out), *linkage.notes)
    return _Found(records.height, _by_reference(linkage, records["ref"]), linkage.counts, notes)


def _by_reference(linkage: Linkage, refs: pl.Series) -> pl.DataFrame:
    """a, b, decision, probability, reason, and one column of words a comparison; record numbers become references."""
    words = words_of(linkage.pairs)
    pairs = linkage.pairs.select("left", "right", "decision", "probability", "reason").hstack(words)
    copies = linkage.copies.select(
        left=pl.col("record").cast(pl.Int64),
        right=pl.col("copy").cast(pl.Int64),
        decision=pl.lit(Decision.AUTO.value),
        probability=pl.lit(1.0),
        reason=pl.lit(SAME_ROWS),
    )
    both = pl.concat([pairs, copies], how="diagonal")
    return both.select(
        refs.gather(both["left"]).alias("a"), refs.gather(both["right"]).alias("b"), pl.exclude("left", "right")
    )


def _written(session: Session, found: _Found, at: datetime, actor: str) -> RegisterLinkage:
    known = {each.pair for each in live_links(session)} | undone_pairs(session) | asked_pairs(session)
    links: list[Link] = []
    reviews: list[NewReview] = []
    count = 0
    for row in found.pairs.iter_rows(named=True):
        pair = (min(row["a"], row["b"]), max(row["a"], row["b"]))
        if pair in known:
            count += 1
        elif row["decision"] == Decision.AUTO.value:
            links.append(link(*pair, AUTO, row["probability"], actor, at.isoformat()))
        else:
            reviews.append(_review(pair, row))
    done = RegisterLinkage(
        found.persons, add_links(session, links, at), add_reviews(session, reviews), count, found.counts, found.notes
    )
    settle(session)
    return done


def _review(pair: tuple[PersonRef, PersonRef], row: dict[str, object]) -> NewReview:
    fixed = ("a", "b", "decision", "probability", "reason")
    levels = {name: str(words) for name, words in row.items() if name not in fixed and words is not None}
    return NewReview(*pair, float(str(row["probability"])), {"reason": str(row["reason"]), "levels": levels})


def summary_rows(found: RegisterLinkage) -> Sequence[tuple[str, str]]:
    """What a run found, in words, for a table of two columns."""
    return (
        ("比对人员", f"{found.persons:,} 人"),
        ("新增自动关联", f"{found.linked:,} 对"),
        ("新增待复核", f"{found.review:,} 对"),
        ("此前已关联或已判定", f"{found.known:,} 对"),
    )
