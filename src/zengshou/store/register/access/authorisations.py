"""Authorisations, grants and ties as the register keeps them: added, revoked or ended, never rewritten."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import cast

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from zengshou.concepts.account import Role
from zengshou.concepts.problem import refuse
from zengshou.records.access.authorisation import Authorisation
from zengshou.records.access.context import AccessContext, RoleGrant, Tie, granted_areas
from zengshou.store.register.access.scope import Scope, is_person_within
from zengshou.store.register.tables.access_tables import StoredAuthorisation, StoredGrant, StoredTie

OWN_PAPER = "登记授权书的人不能自己确认。"
ANOTHER = "请同地区另一名有权人员对照签字件确认。"


def add_authorisation(session: Session, paper: Authorisation, made_by: str, made_at: datetime) -> None:
    """Keep a new authorisation under an id that the register gave. Raises  ProblemsFound: confirmed by its recorder"""
    if paper.confirmed_by == made_by:
        raise refuse(OWN_PAPER, "授权书", ANOTHER)
    session.add(
        StoredAuthorisation(
            id=paper.id,
            person=paper.person,
            case_id=paper.case_id,
            channels=sorted(paper.channels),
            valid_from=paper.valid_from,
            valid_to=paper.valid_to,
            evidence_hash=paper.evidence_hash,
            confirmed_by=paper.confirmed_by,
            confirmed_at=paper.confirmed_at,
            made_by=made_by,
            made_at=made_at,
        )
    )
    session.flush()


def confirm_authorisation(session: Session, id: str, by: str, at: datetime) -> Authorisation:
    """Keep that a second person compared a paper with what was recorded of it.

    Raises  ProblemsFound: none of that id, revoked, confirmed before, or recorded by the same person
    """
    row = session.get(StoredAuthorisation, id, with_for_update=True)
    if row is None:
        raise refuse(f"没有编号为“{id}”的授权书。", "授权书", "请核对编号。")
    if row.confirmed_at is not None or row.revoked_at is not None:
        state = "已撤回" if row.revoked_at is not None else "已确认"
        raise refuse(f"授权书“{id}”{state}。", "授权书", "刷新列表查看状态。")
    if row.made_by == by:
        raise refuse(OWN_PAPER, "授权书", ANOTHER)
    row.confirmed_by, row.confirmed_at = by, at
    session.flush()
    return paper_of(row)


def revoke_authorisation(session: Session, id: str, by: str, at: datetime) -> Authorisation:
    """End an authorisation from a moment on. Raises  ProblemsFound: none of that id, or revoked before."""
    row = session.get(StoredAuthorisation, id)
    if row is None:
        raise refuse(f"没有编号为“{id}”的授权书。", "授权书", "请核对编号。")
    if row.revoked_at is not None:
        raise refuse(f"授权书“{id}”已撤回。", "授权书", "不必再次撤回。")
    row.revoked_at, row.revoked_by = at, by
    session.flush()
    return paper_of(row)


def authorisation(session: Session, id: str) -> Authorisation | None:
    row = session.get(StoredAuthorisation, id)
    return None if row is None else paper_of(row)


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
    return tuple(paper_of(row) for row in session.scalars(rows.execution_options(populate_existing=True)))


def authorisations_of(session: Session, person: int) -> tuple[Authorisation, ...]:
    """What one person allowed, the latest first."""
    rows = select(StoredAuthorisation).where(StoredAuthorisation.person == person)
    return tuple(paper_of(row) for row in session.scalars(rows.order_by(StoredAuthorisation.made_at.desc())))


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


def areas_of(session: Session, context: AccessContext) -> tuple[str, ...]:
    """Where the rights of an account hold for the purpose, at the moment and in the role of a context."""
    return granted_areas(context, grants_of(session, context.account.id))


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


def paper_of(row: StoredAuthorisation) -> Authorisation:
    """The authorisation that a row keeps."""
    return Authorisation(
        row.id,
        row.person,
        row.case_id,
        frozenset(cast(list[str], row.channels)),
        row.valid_from,
        row.valid_to,
        row.evidence_hash,
        row.revoked_at,
        row.confirmed_by,
        row.confirmed_at,
    )
