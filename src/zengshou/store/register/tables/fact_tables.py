"""Facts and events of persons. Rows are added with their batch, chained by digest, and never changed.

No foreign key leads to the batch: it would be looked up for every one of ten million rows; a batch and its rows are
written in one transaction, and `verify` counts them.
"""

from datetime import date

from sqlalchemy import BigInteger, Boolean, Date, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from zengshou.store.database.schema import JsonText
from zengshou.store.register.tables.schema import DIGEST_BYTES, Registered


class StoredFact(Registered):
    """An income or deduction of a person over months, in fen; (batch, row, part) is its identity and its lineage.

    month_from, month_to  inclusive MonthIndex; household  when the holder is the person's household
    """

    __tablename__ = "income_fact"
    __table_args__ = (Index(None, "person", "month_from"), Index(None, "native_id"))

    batch: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    row: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[int] = mapped_column(BigInteger)
    item: Mapped[str] = mapped_column(String(32))
    fen: Mapped[int] = mapped_column(BigInteger)
    month_from: Mapped[int] = mapped_column(Integer)
    month_to: Mapped[int] = mapped_column(Integer)
    level: Mapped[str] = mapped_column(String(8))
    basis: Mapped[str] = mapped_column(String(8))
    native_id: Mapped[str] = mapped_column(String(128))
    payer: Mapped[str] = mapped_column(String(32))
    reversal_of: Mapped[str] = mapped_column(String(128))
    household: Mapped[bool] = mapped_column(Boolean)
    digest: Mapped[bytes] = mapped_column(LargeBinary(DIGEST_BYTES))


class StoredAssetEvent(Registered):
    """Something owned was acquired, valued, disposed of or cancelled. asset  a digest or token, never a plate."""

    __tablename__ = "asset_event"
    __table_args__ = (Index(None, "person"), Index(None, "asset"), Index(None, "native_id"))

    batch: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    row: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[int] = mapped_column(BigInteger)
    asset: Mapped[str] = mapped_column(String(128))
    kind: Mapped[str] = mapped_column(String(16))
    action: Mapped[str] = mapped_column(String(16))
    share_over: Mapped[int] = mapped_column(BigInteger)
    share_under: Mapped[int] = mapped_column(BigInteger)
    fen: Mapped[int | None] = mapped_column(BigInteger)
    on_date: Mapped[date] = mapped_column(Date)
    native_id: Mapped[str] = mapped_column(String(128))
    detail: Mapped[object] = mapped_column(JsonText)
    digest: Mapped[bytes] = mapped_column(LargeBinary(DIGEST_BYTES))


class StoredStatusEvent(Registered):
    """A status of a person over dates: insured, employed, low-income, deceased."""

    __tablename__ = "status_event"
    __table_args__ = (Index(None, "person"), Index(None, "native_id"))

    batch: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    row: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[int] = mapped_column(BigInteger)
    status: Mapped[str] = mapped_column(String(32))
    date_from: Mapped[date] = mapped_column(Date)
    date_to: Mapped[date | None] = mapped_column(Date)
    native_id: Mapped[str] = mapped_column(String(128))
    digest: Mapped[bytes] = mapped_column(LargeBinary(DIGEST_BYTES))
