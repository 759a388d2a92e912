"""A city's bodies as people registered them, laid over those that its offices.yaml declares."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from zengshou.plan.model import Office
from zengshou.store.database.office_tables import StoredOffice, StoredOfficeName


def settled_names(session: Session, city: str) -> Mapping[str, str]:
    """Printed name -> id of the body that a person said it stands for."""
    wanted = select(StoredOfficeName).where(StoredOfficeName.city == city).order_by(StoredOfficeName.name)
    return {row.name: row.office for row in session.scalars(wanted)}


def offices_of(session: Session, city: str, declared: Sequence[Office]) -> tuple[Office, ...]:
    """The declared bodies with the dates and successors that people gave them, then the registered ones."""
    rows = {row.id: row for row in session.scalars(select(StoredOffice).where(StoredOffice.city == city))}
    known = {office.id for office in declared}
    found = [_dated(office, rows[office.id]) if office.id in rows else office for office in declared]
    found += [_dated(Office(row.id, row.name), row) for id, row in sorted(rows.items()) if id not in known]
    aliases: dict[str, list[str]] = {}
    for name, id in settled_names(session, city).items():
        aliases.setdefault(id, []).append(name)
    return tuple(_named(office, aliases.get(office.id, ())) for office in found)


def _dated(office: Office, row: StoredOffice) -> Office:
    successors = row.successors if isinstance(row.successors, list) else []
    return replace(office, valid_from=row.valid_from, valid_to=row.valid_to, successors=tuple(map(str, successors)))


def _named(office: Office, names: Sequence[str]) -> Office:
    known = (office.name, *office.aliases)
    return replace(office, aliases=(*office.aliases, *(name for name in names if name not in known)))


def put_office(session: Session, city: str, office: Office, at: datetime, by: str) -> None:
    """The body with its dates and successors, new or in place of what was there."""
    row = session.get(StoredOffice, (city, office.id), with_for_update=True)
    if row is None:
        row = StoredOffice(city=city, id=office.id)
        session.add(row)
    row.name = office.name
    row.valid_from, row.valid_to = office.valid_from, office.valid_to
    row.successors = list(office.successors)
    row.changed_at, row.changed_by = at, by
    session.flush()


def put_name(session: Session, city: str, name: str, office: str, at: datetime, by: str) -> None:
    """A printed name stands for a body from now on."""
    row = session.get(StoredOfficeName, (city, name), with_for_update=True)
    if row is None:
        row = StoredOfficeName(city=city, name=name)
        session.add(row)
    row.office, row.made_at, row.made_by = office, at, by
    session.flush()
