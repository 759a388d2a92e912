"""Requests to bind a citizen's account to a person: asked at one desk, confirmed at another, never deleted."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from zengshou.concepts.problem import refuse
from zengshou.store.register.tables.access_tables import StoredBinding


@dataclass(frozen=True)
class Binding:
    """One request. `person`: a reference, NOBODY for a number that is in no register; "" and None until confirmed."""

    id: str
    account: str
    person: int
    asked_by: str
    asked_at: datetime
    confirmed_by: str = ""
    confirmed_at: datetime | None = None


def add_binding(session: Session, asked: Binding) -> None:
    session.add(
        StoredBinding(
            id=asked.id, account=asked.account, person=asked.person, asked_by=asked.asked_by, asked_at=asked.asked_at
        )
    )
    session.flush()


def open_bindings(session: Session, since: datetime) -> tuple[Binding, ...]:
    """The requests from a moment on that nobody confirmed yet, the oldest first."""
    rows = select(StoredBinding).where(StoredBinding.confirmed_at.is_(None), StoredBinding.asked_at >= since)
    return tuple(_binding(row) for row in session.scalars(rows.order_by(StoredBinding.asked_at, StoredBinding.id)))


def confirm_binding(session: Session, id: str, by: str, at: datetime) -> Binding:
    """Keep who saw the document. Raises  ProblemsFound: none of that number, confirmed before, or by who asked"""
    row = session.get(StoredBinding, id, with_for_update=True)
    if row is None or row.confirmed_at is not None:
        raise refuse("没有这件待核验的申请，或已经核验。", "本人账号", "刷新列表后再试。")
    if row.asked_by == by:
        raise refuse("提出申请的人不能自己核验。", "本人账号", "请另一名有权人员当面核验。")
    row.confirmed_by, row.confirmed_at = by, at
    session.flush()
    return _binding(row)


def _binding(row: StoredBinding) -> Binding:
    return Binding(row.id, row.account, row.person, row.asked_by, row.asked_at, row.confirmed_by, row.confirmed_at)
