"""Authorisations as a list for those who record them: the latest within their area, one case or all."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from zengshou.records.access.authorisation import Authorisation
from zengshou.store.register.access.authorisations import paper_of
from zengshou.store.register.access.scope import Scope, is_person_within
from zengshou.store.register.tables.access_tables import StoredAuthorisation


@dataclass(frozen=True)
class KeptPaper:
    """One authorisation, and who recorded it when."""

    paper: Authorisation
    made_by: str
    made_at: datetime


def papers_within(session: Session, scope: Scope, case_id: str, most: int) -> tuple[KeptPaper, ...]:
    """The latest papers of persons within a scope. case_id  one case; "" for all"""
    wanted = select(StoredAuthorisation).where(is_person_within(scope, StoredAuthorisation.person))
    if case_id:
        wanted = wanted.where(StoredAuthorisation.case_id == case_id)
    rows = session.scalars(wanted.order_by(StoredAuthorisation.made_at.desc(), StoredAuthorisation.id).limit(most))
    return tuple(KeptPaper(paper_of(row), row.made_by, row.made_at) for row in rows)
