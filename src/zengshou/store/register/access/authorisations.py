"""Authorisations, grants and ties as the register keeps them: added, revoked or ended, never rewritten."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import cast

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from zengshou.concepts.account import Role
from zengshou.concepts.problem import refuse
from zengshou.records.access.authorisation import Authorisation
from zengshou.records.access.context import AccessContext, RoleGrant, Tie
from zengshou.store.register.access.scope import Scope, is_person_within
from zengshou.store.register.tables.access_tables import StoredAuthorisation, StoredGrant, StoredTie


def add_authorisation(session: Session, paper: Authorisation, made_by: str, made_at: datetime) -> None:
    """Keep a new authorisation. Raises  ProblemsFound for an id that there is."""
    if session.get(StoredAuthorisation, paper.id) is not None:
        raise refuse(f"授权书编号“{paper.id}”已登记。", "授权书", "请核对编号；续签的授权书用新编号。")
    session.add(
        StoredAuthorisation(
            id=paper.id,
            person=paper.person,
            case_id=paper.case_id,
            channels=sorted(paper.channels),
            valid_from=paper.valid_from,
            valid_to=paper.valid_to,
            evidence_hash=paper.evidence_hash,
            made_by=made_by,
            made_at=made_at,
        )
    )
    session.flush()


def revoke_authorisation(session: Session, id: str, by: str, at: datetime) -> Authorisation:
    """End an authorisation from a moment on. Raises  ProblemsFound: none of that id, or revoked before."""
    row = session.get(StoredAuthorisation, id)
    if row is None:
        raise refuse(f"没有编号为“{id}”的授权书。", "授权书", "请核对编号。")
    if row.revoked_at is not None:
        raise refuse(f"授权书“{id}”已撤回。", "授权书", "不必再次撤回。")
    row.revoked_at, row.revoked_by = at, by
    session.flush()
    return _paper(row)


def authorisation(session: Session, id: str) -> Authorisation | None:
    row = session.get(StoredAuthorisation, id)
    return None if row is None else _paper(row)


def authorisations_for(
    session: Session, context: AccessContext, scope: Scope, persons: Sequence[int]
) -> tuple[Authorisation, ...]:
    """Every paper that could carry a read: the one that the context names, and those of its case and persons.

    Papers of persons outside the scope are not there for its reader.
    """
    of_case: ColumnElement[bool] = StoredAuthorisation.person.in_(persons)
    if context.case_id:
        of_case &= StoredAuthorisation.case_id == context.case_id
    rows = select(StoredAuthorisation).where(
        or_(StoredAuthorisation.id == context.authorisation_id, of_case),
        is_person_within(scope, StoredAuthorisation.person),
    )
    return tuple(_paper(row) for row in session.scalars(rows.execution_options(populate_existing=True)))


def authorisations_of(session: Session, person: int) -> tuple[Authorisation, ...]:
    """What one person allowed, the latest first."""
    rows = select(StoredAuthorisation).where(StoredAuthorisation.person == person)
    return tuple(_paper(row) for row in session.scalars(rows.order_by(StoredAuthorisation.made_at.desc())))


def add_grant(session: Session, id: str, grant: RoleGrant, made_by: str, made_at: datetime) -> None:
    session.add(
        StoredGrant(
            id=id,
            account=grant.account_id,
            role=grant.role.value,
            area=grant.area,
            purposes=sorted(grant.purposes),
            valid_from=grant.valid_from,
            valid_to=grant.valid_to,
            made_by=made_by,
            made_at=made_at,
        )
    )
    session.flush()


def revoke_grants(session: Session, account_id: str, at: datetime) -> int:
    """End every right of an account, as when its holder leaves the post; how many there were."""
    rows = session.scalars(
        select(StoredGrant).where(StoredGrant.account == account_id, StoredGrant.revoked_at.is_(None))
    ).all()
    for row in rows:
        row.revoked_at = at
    session.flush()
    return len(rows)


def grants_of(session: Session, account_id: str) -> tuple[RoleGrant, ...]:
    """Every right that an account was ever given."""
    return tuple(_grant(row) for row in session.scalars(select(StoredGrant).where(StoredGrant.account == account_id)))


def live_grants(session: Session, day: date) -> tuple[RoleGrant, ...]:
    """The rights of all accounts that are in force on a day, by account."""
    rows = select(StoredGrant).where(
        StoredGrant.revoked_at.is_(None), StoredGrant.valid_from <= day, StoredGrant.valid_to >= day
    )
    return tuple(_grant(row) for row in session.scalars(rows.order_by(StoredGrant.account, StoredGrant.area)))


def _grant(row: StoredGrant) -> RoleGrant:
    purposes = tuple(cast(list[str], row.purposes))
    return RoleGrant(row.account, Role(row.role), row.area, purposes, row.valid_from, row.valid_to, row.revoked_at)


def declare_tie(session: Session, account_id: str, person: int, tie: Tie, by: str, at: datetime) -> None:
    """Keep how an account stands to a person; a tie declared again replaces the word, not the date of the first."""
    row = session.get(StoredTie, (account_id, person))
    if row is None:
        session.add(StoredTie(account=account_id, person=person, tie=tie.value, declared_by=by, declared_at=at))
    else:
        row.tie, row.ended_at = tie.value, None
    session.flush()


def ties_of(session: Session, account_id: str, persons: Iterable[int] | None = None) -> dict[int, Tie]:
    """Person -> how the account stands to them; persons without a tie are absent."""
    rows = select(StoredTie).where(StoredTie.account == account_id, StoredTie.ended_at.is_(None))
    if persons is not None:
        rows = rows.where(StoredTie.person.in_(list(persons)))
    return {row.person: Tie(row.tie) for row in session.scalars(rows)}


def all_ties(session: Session, accounts: Iterable[str]) -> dict[str, dict[int, Tie]]:
    """Account -> person -> tie, for whoever watches over accounts."""
    found: dict[str, dict[int, Tie]] = {}
    for row in session.scalars(select(StoredTie).where(StoredTie.account.in_(list(accounts)))):
        found.setdefault(row.account, {})[row.person] = Tie(row.tie)
    return found


def _paper(row: StoredAuthorisation) -> Authorisation:
    return Authorisation(
        row.id,
        row.person,
        row.case_id,
        frozenset(cast(list[str], row.channels)),
        row.valid_from,
        row.valid_to,
        row.evidence_hash,
        row.revoked_at,
    )
