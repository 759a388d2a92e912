"""How a reader stands to the persons of a question: every reference of each, the areas, the ties, the reads so far.

One work for all: for a person of another area, and for a number that is in no register, the same queries are run.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from zengshou.records.access.context import AccessContext, RoleGrant, Subject, Tie, granted_areas
from zengshou.records.access.purposes import AreaRule, PurposeTable
from zengshou.store.register.access.access_counts import reads_so_far
from zengshou.store.register.access.authorisations import grants_of, ties_of
from zengshou.store.register.access.scope import Scope, ScopeSealer, open_scope, persons_within
from zengshou.store.register.linking.links import same_persons

PERSONS_A_DAY = 2_000
REFUSED_AN_HOUR, REFUSED_A_DAY = 60, 200  # persons refused and numbers that nobody has: trying about
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Standing:
    """What is known of a reader and of the persons asked for, in their order.

    limit  why nothing more is answered for the time being, in words; "" below the limits
    """

    scope: Scope
    grants: tuple[RoleGrant, ...]
    subjects: tuple[Subject, ...]
    limit: str

    @property
    def refs(self) -> tuple[int, ...]:
        """Every reference of theirs that the scope shows, and those asked for."""
        return tuple(sorted({ref for subject in self.subjects for ref in subject.refs}))


def standing_of(
    session: Session,
    context: AccessContext,
    purposes: PurposeTable,
    persons: Sequence[int],
    sealer: ScopeSealer | None,
) -> Standing:
    """Resolve who the persons are before anything is judged, and open the scope of the reader."""
    account = context.account.id
    _stand_in_line(session, account)

    def show(refs: Sequence[int]) -> None:
        open_scope(session, Scope(account, (), tuple(refs)), sealer)

    show(persons)
    known_as = same_persons(session, persons, show)
    grants = grants_of(session, account)
    everybody = sorted({ref for refs in known_as.values() for ref in refs})
    declared = ties_of(session, account, everybody)
    ties = {person: _tie(refs, declared) for person, refs in known_as.items()}
    scope = _scope(context, purposes, granted_areas(context, grants), known_as, ties)
    open_scope(session, scope, sealer)
    areas = persons_within(session, scope, everybody)
    subjects = tuple(_subject(person, known_as[person], areas, ties[person]) for person in persons)
    return Standing(scope, grants, subjects, _limit(session, context, persons))


def own_references(session: Session, account: str, sealer: ScopeSealer | None) -> Mapping[int, tuple[int, ...]]:
    """The person to whom a citizen's account is bound -> every reference of theirs; their rows are then in scope."""
    open_scope(session, Scope(account), sealer)
    own = sorted(person for person, tie in ties_of(session, account).items() if tie is Tie.SELF)

    def show(refs: Sequence[int]) -> None:
        open_scope(session, Scope(account, (), tuple(refs)), sealer)

    show(own)
    found = same_persons(session, own, show)
    show(sorted({ref for refs in found.values() for ref in refs}))
    return found


def _stand_in_line(session: Session, account: str) -> None:
    """One read of an account at a time, or two together would pass the limit of the day. SQLite's writers queue."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(account, 0))))


def _tie(refs: Sequence[int], declared: Mapping[int, Tie]) -> Tie:
    """The tie to a person, under whichever reference it was declared; oneself before anybody else."""
    found = {declared[ref] for ref in refs if ref in declared}
    return Tie.SELF if Tie.SELF in found else min(found, key=lambda tie: tie.value, default=Tie.NONE)


def _scope(
    context: AccessContext,
    purposes: PurposeTable,
    areas: tuple[str, ...],
    known_as: Mapping[int, tuple[int, ...]],
    ties: Mapping[int, Tie],
) -> Scope:
    purpose = purposes.purposes.get(context.purpose)
    rule = None if purpose is None else purpose.roles.get(context.account.role)
    if rule is None:
        return Scope(context.account.id)
    if rule.area is AreaRule.OWN:
        own = {ref for person, tie in ties.items() if tie is Tie.SELF for ref in known_as[person]}
        return Scope(context.account.id, (), tuple(sorted(own)))
    return Scope(context.account.id, areas)


def _subject(person: int, refs: Sequence[int], areas: Mapping[int, str], tie: Tie) -> Subject:
    others = tuple(ref for ref in refs if ref != person and ref in areas)
    return Subject(person, areas.get(person, ""), tie, others, len(others) + 1 < len(refs))


def _limit(session: Session, context: AccessContext, persons: Sequence[int]) -> str:
    so_far = reads_so_far(session, context.account.id, context.day_begins, context.at - HOUR)
    if so_far.refused_lately >= REFUSED_AN_HOUR or so_far.refused >= REFUSED_A_DAY:
        words = f"一小时内{REFUSED_AN_HOUR}次或一天内{REFUSED_A_DAY}次"
        return f"查无此人或被拒绝的查询已达{words}，暂停查询。"
    if len(so_far.persons | set(persons)) > PERSONS_A_DAY:
        return f"今日查阅将超过{PERSONS_A_DAY}人。"
    return ""
