"""Watch the log for lookups that are no work: who should be asked, and why. A flag accuses nobody; a person asks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import polars as pl

from zengshou.concepts.account import Account, Role
from zengshou.concepts.problem import forbid
from zengshou.records.access.context import Tie
from zengshou.records.access.lookalike import LOOKUP_COLUMNS, Flag, WatchRules, flags
from zengshou.store.database.connection import Database
from zengshou.store.register.access.access_log import NOBODY, AccessEvent, Outcome, accesses_between
from zengshou.store.register.access.authorisations import all_ties

WATCHERS = (Role.AUDIT_ADMIN,)
OWN_PURPOSE = "subject_access"  # a citizen at the own file is no lookup


class Likeness(Protocol):
    """Tells which persons share something with whoever looks, and never what it is. The vault can answer it."""

    def same_surname(self, account_id: str, persons: Iterable[int]) -> frozenset[int]: ...

    def same_address(self, account_id: str, persons: Iterable[int]) -> frozenset[int]: ...


class NoLikeness:
    """Where the identities of officers are not known: only declared ties are compared."""

    def same_surname(self, account_id: str, persons: Iterable[int]) -> frozenset[int]:
        return frozenset()

    def same_address(self, account_id: str, persons: Iterable[int]) -> frozenset[int]:
        return frozenset()


@dataclass(frozen=True)
class Watched:
    """The list of one time. `convention` says by which thresholds."""

    since: datetime
    until: datetime
    officers: int
    lookups: int
    flags: tuple[Flag, ...]
    convention: str


def watched(
    register: Database,
    by: Account,
    since: datetime,
    until: datetime,
    likeness: Likeness | None = None,
    rules: WatchRules | None = None,
) -> Watched:
    """Who should be asked about their lookups from a moment up to another.

    Raises  Forbidden for everybody but the audit administrator
    """
    if by.role not in WATCHERS:
        raise forbid(f"{by.role.label}不查阅异常名单。", "请找审计管理员。")
    with register.reading() as session:
        events = [each for each in accesses_between(session, since, until) if _is_lookup(each)]
        ties = all_ties(session, {event.actor for event in events})
    table = lookups(events, ties, likeness or NoLikeness())
    used = rules or WatchRules()
    return Watched(since, until, table["actor"].n_unique(), table.height, flags(table, used), used.convention())


def lookups(events: Iterable[AccessEvent], ties: Mapping[str, Mapping[int, Tie]], likeness: Likeness) -> pl.DataFrame:
    """The log as the detector reads it, with what officer and person have in common."""
    kept = list(events)
    persons: dict[str, set[int]] = {}
    for event in kept:
        persons.setdefault(event.actor, set()).update({event.subject} - {NOBODY})
    names = {actor: likeness.same_surname(actor, who) for actor, who in persons.items()}
    homes = {actor: likeness.same_address(actor, who) for actor, who in persons.items()}
    rows = [
        (
            *(event.actor, event.role, event.at, event.subject, event.case_id),
            event.outcome is Outcome.DENIED,
            *(ties.get(event.actor, {}).get(event.subject) is tie for tie in (Tie.SELF, Tie.RELATIVE, Tie.COLLEAGUE)),
            event.subject in names[event.actor],
            event.subject in homes[event.actor],
        )
        for event in kept
    ]
    return pl.DataFrame(rows, schema=LOOKUP_COLUMNS, orient="row")


def _is_lookup(event: AccessEvent) -> bool:
    """A read of a person, or a try at a number that nobody has; not what leaves for statistics without identities."""
    is_of_somebody = event.subject != NOBODY or event.outcome is Outcome.DENIED
    return event.purpose != OWN_PURPOSE and is_of_somebody and event.outcome is not Outcome.FAILED
