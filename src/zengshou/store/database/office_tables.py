"""Bodies that a city's people registered or corrected: beside those that its offices.yaml declares."""

from datetime import date, datetime

from sqlalchemy import Date, String
from sqlalchemy.orm import Mapped, mapped_column

from zengshou.store.database.ledger_tables import ID
from zengshou.store.database.schema import JsonText, Moment, Stored


class StoredOffice(Stored):
    """A body with its validity; a row with the id of a declared body replaces its dates and successors.

    successors  ids of the bodies that took over, as a JSON list
    """

    __tablename__ = "office"

    city: Mapped[str] = mapped_column(String(64), primary_key=True)
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(128))
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    successors: Mapped[object] = mapped_column(JsonText)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    changed_by: Mapped[str] = mapped_column(ID)


class StoredOfficeName(Stored):
    """A printed name and the body that a person said it stands for; its own id where it is a body of its own."""

    __tablename__ = "office_name"

    city: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(128), primary_key=True)
    office: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[str] = mapped_column(ID)
