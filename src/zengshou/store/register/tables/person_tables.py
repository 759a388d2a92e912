"""Persons without their names, the households they belong to, and where and how they are resident."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Date, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from zengshou.store.database.row_seals import Sealed
from zengshou.store.database.schema import JsonText, Moment
from zengshou.store.register.tables.schema import AREA_DIGITS, Registered

Reference = BigInteger().with_variant(Integer, "sqlite")  # SQLite keeps a table by its key only when that is INTEGER


class StoredPerson(Sealed, Registered):
    """A person by the vault's random reference; what scopes and checks need, and nothing that names anybody.

    area      where the person belongs now, by the last published statement; own_area  by the number alone
    """

    __tablename__ = "person"
    __table_args__ = (Index(None, "area"),)

    ref: Mapped[int] = mapped_column(Reference, primary_key=True, autoincrement=False)
    area: Mapped[str] = mapped_column(String(AREA_DIGITS))
    own_area: Mapped[str] = mapped_column(String(AREA_DIGITS))
    birth_month: Mapped[int | None] = mapped_column(Integer)
    sex: Mapped[str] = mapped_column(String(8))
    first_batch: Mapped[int] = mapped_column(Integer)


class StoredArea(Sealed, Registered):
    """A batch of a register of population states where a person belongs."""

    __tablename__ = "registered_area"
    __table_args__ = (Index(None, "batch"),)

    person: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    batch: Mapped[int] = mapped_column(ForeignKey("batch.id"), primary_key=True)
    area: Mapped[str] = mapped_column(String(AREA_DIGITS))


class StoredHousehold(Sealed, Registered):
    """A household of one kind: 常住户, 户籍户, 共同生活的家庭, 建档户."""

    __tablename__ = "household"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    area: Mapped[str] = mapped_column(String(AREA_DIGITS))


class StoredMember(Sealed, Registered):
    """A batch states that a person belongs to a household from a date on, and until when where it knows."""

    __tablename__ = "household_member"
    __table_args__ = (Index(None, "person"),)

    household: Mapped[str] = mapped_column(ForeignKey("household.id"), primary_key=True)
    person: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    date_from: Mapped[date] = mapped_column(Date, primary_key=True)
    relation: Mapped[str] = mapped_column(String(16))
    date_to: Mapped[date | None] = mapped_column(Date)
    batch: Mapped[int] = mapped_column(ForeignKey("batch.id"), primary_key=True)


class StoredResidence(Sealed, Registered):
    """A batch states the tax residence of a person in a year, by spells: both sides of a change are kept."""

    __tablename__ = "residence"

    person: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    year: Mapped[int] = mapped_column(Integer, primary_key=True)
    date_from: Mapped[date] = mapped_column(Date, primary_key=True)
    status: Mapped[str] = mapped_column(String(16))
    date_to: Mapped[date | None] = mapped_column(Date)
    basis: Mapped[str] = mapped_column(String(64))
    batch: Mapped[int] = mapped_column(ForeignKey("batch.id"), primary_key=True)


class StoredLink(Sealed, Registered):
    """Two references are one person; undone, never deleted."""

    __tablename__ = "person_link"
    __table_args__ = (Index(None, "a"), Index(None, "b"))

    id: Mapped[int] = mapped_column(primary_key=True)
    a: Mapped[int] = mapped_column(BigInteger)
    b: Mapped[int] = mapped_column(BigInteger)
    method: Mapped[str] = mapped_column(String(32))
    score: Mapped[float]
    decided_by: Mapped[str] = mapped_column(String(64))
    decided_at: Mapped[datetime] = mapped_column(Moment)
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
    undone_by: Mapped[str] = mapped_column(String(64), default="")


class StoredLinkReview(Sealed, Registered):
    """A pair that a person must judge. One item lies in one queue: open, linked or refused."""

    __tablename__ = "link_review"
    __table_args__ = (Index(None, "a"), Index(None, "b"), Index(None, "state"))

    id: Mapped[int] = mapped_column(primary_key=True)
    a: Mapped[int] = mapped_column(BigInteger)
    b: Mapped[int] = mapped_column(BigInteger)
    score: Mapped[float]
    evidence: Mapped[object] = mapped_column(JsonText)
    state: Mapped[str] = mapped_column(String(16), default="open")
    decided_by: Mapped[str] = mapped_column(String(64), default="")
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
