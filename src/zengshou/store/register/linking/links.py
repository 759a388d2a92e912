"""Links between persons: two references are one person, by whom and why. Taken back, never deleted.

Facts keep the reference that they came with. Whoever counts persons asks `root_of` what links say now.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from zengshou.concepts.problem import refuse
from zengshou.records.identity.person_ref import PersonRef
from zengshou.records.linkage.merges import Link, groups, link
from zengshou.store.register.tables.person_tables import StoredLink, StoredPerson

Within = Callable[[InstrumentedAttribute[int]], ColumnElement[bool]]  # a column of persons -> who may be seen
NO_SUCH = "没有这条关联，或已经撤销。"


@dataclass(frozen=True)
class PersonLink:
    """One link as the register keeps it; a < b. It holds until `undone_at`."""

    id: int
    a: PersonRef
    b: PersonRef
    method: str
    score: float
    decided_by: str
    decided_at: datetime
    undone_at: datetime | None
    undone_by: str

    @property
    def holds(self) -> bool:
        return self.undone_at is None

    @property
    def pair(self) -> tuple[PersonRef, PersonRef]:
        return self.a, self.b


def add_link(
    session: Session, a: PersonRef, b: PersonRef, method: str, score: float, by: str, at: datetime
) -> PersonLink:
    """Hold two references for one person. Raises  ProblemsFound: a person linked with itself, or the link is there"""
    new = link(a, b, method, score, by, at.isoformat())
    if any(each.pair == (new.a, new.b) for each in live_links(session)):
        raise refuse("这两个编号已经关联。", "关联", "刷新列表后再试。")
    return _link(_inserted(session, new, at))


def add_links(session: Session, links: Iterable[Link], at: datetime) -> int:
    """Add many links that are known to be new; how many."""
    rows = [_inserted(session, each, at) for each in links]
    return len(rows)


def undo_link(session: Session, id: int, by: str, at: datetime) -> PersonLink:
    """Take a link back: it stays on record and holds no more. Raises  ProblemsFound: there is none that holds"""
    row = session.get(StoredLink, id)
    if row is None or row.undone_at is not None:
        raise refuse(NO_SUCH, f"关联 {id}", "刷新列表后再试。")
    row.undone_at, row.undone_by = at, by
    session.flush()
    return _link(row)


def links_within(session: Session, within: Within) -> tuple[PersonLink, ...]:
    """The links ever made whose two persons may both be seen, the latest first."""
    wanted = select(StoredLink).where(within(StoredLink.a), within(StoredLink.b)).order_by(StoredLink.id.desc())
    return tuple(_link(row) for row in session.scalars(wanted))


def live_links(session: Session) -> tuple[PersonLink, ...]:
    """The links that hold."""
    wanted = select(StoredLink).where(StoredLink.undone_at.is_(None)).order_by(StoredLink.id)
    return tuple(_link(row) for row in session.scalars(wanted))


def root_of(session: Session) -> Mapping[PersonRef, PersonRef]:
    """Person -> the smallest reference of their group, for everybody who is held for another reference too.

    Whoever is in no group is not in the mapping: `roots.get(person, person)`.
    """
    return {person: group[0] for group in linked_groups(session) for person in group}


def linked_groups(session: Session) -> tuple[tuple[PersonRef, ...], ...]:
    """The groups of two references and more that are held for one person each."""
    pairs = [link(each.a, each.b, each.method, each.score, each.decided_by, "") for each in live_links(session)]
    return groups((), pairs)


def same_persons(
    session: Session, persons: Collection[PersonRef], show: Callable[[Sequence[PersonRef]], None]
) -> Mapping[PersonRef, tuple[PersonRef, ...]]:
    """Person -> every reference that is held for them, the person's own among them, ascending.

    show  lets this transaction see the links of more references, where the database hides them (`open_scope`)
    Walks the links of these persons by their indexes: a page about one person must not read everybody's.
    """
    known, edge, pairs = set(persons), set(persons), list[tuple[PersonRef, PersonRef]]()
    while edge:
        touching = or_(StoredLink.a.in_(edge), StoredLink.b.in_(edge))
        found = session.execute(select(StoredLink.a, StoredLink.b).where(StoredLink.undone_at.is_(None), touching))
        pairs += [(a, b) for a, b in found]
        edge = {ref for pair in pairs for ref in pair} - known
        known |= edge
        if edge:
            show(sorted(known))
    found_groups = groups((), [Link(a, b, "", 0.0, "", "") for a, b in pairs])
    of_group = {ref: group for group in found_groups for ref in group}
    return {person: of_group.get(person, (person,)) for person in persons}


def undone_pairs(session: Session) -> frozenset[tuple[PersonRef, PersonRef]]:
    """Pairs whose link somebody took back: no machine may link them again."""
    wanted = select(StoredLink.a, StoredLink.b).where(StoredLink.undone_at.is_not(None))
    return frozenset((a, b) for a, b in session.execute(wanted))


def areas_of_everybody(session: Session) -> pl.DataFrame:
    """ref, area (twelve digits) of every person: what linkage compares beside the identities."""
    rows: Sequence[tuple[int, str]] = [
        (ref, area) for ref, area in session.execute(select(StoredPerson.ref, StoredPerson.area))
    ]
    return pl.DataFrame(rows, schema={"ref": pl.Int64, "area": pl.String}, orient="row")


def _inserted(session: Session, new: Link, at: datetime) -> StoredLink:
    row = StoredLink(
        a=new.a, b=new.b, method=new.method, score=new.score, decided_by=new.decided_by, decided_at=at, undone_by=""
    )
    session.add(row)
    session.flush()
    return row


def _link(row: StoredLink) -> PersonLink:
    return PersonLink(
        row.id,
        row.a,
        row.b,
        row.method,
        row.score,
        row.decided_by,
        row.decided_at,
        row.undone_at,
        row.undone_by,
    )
