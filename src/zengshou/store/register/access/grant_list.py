"""The rights that were given, as a list to be gone through: each with its number, ended one by one, never deleted."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from zengshou.concepts.account import Role
from zengshou.concepts.problem import refuse
from zengshou.records.access.context import RoleGrant
from zengshou.store.register.tables.access_tables import StoredGrant


@dataclass(frozen=True)
class KeptGrant:
    """One right with its number, and who gave it when."""

    id: str
    grant: RoleGrant
    made_by: str
    made_at: datetime


def kept_grants(session: Session) -> tuple[KeptGrant, ...]:
    """Every right that was ever given, by account and area, the latest first within them."""
    rows = select(StoredGrant).order_by(StoredGrant.account, StoredGrant.area, StoredGrant.made_at.desc())
    return tuple(_kept(row) for row in session.scalars(rows))


def end_grant(session: Session, id: str, at: datetime) -> KeptGrant:
    """End one right from a moment on. Raises  ProblemsFound: none of that number, or ended before"""
    row = session.get(StoredGrant, id)
    if row is None or row.revoked_at is not None:
        raise refuse("没有这项权限，或已收回。", "查阅权限", "刷新列表后再试。")
    row.revoked_at = at
    session.flush()
    return _kept(row)


def _kept(row: StoredGrant) -> KeptGrant:
    purposes = tuple(cast(list[str], row.purposes))
    grant = RoleGrant(row.account, Role(row.role), row.area, purposes, row.valid_from, row.valid_to, row.revoked_at)
    return KeptGrant(row.id, grant, row.made_by, row.made_at)
