"""Who may read, on what paper, and who did: grants, ties, authorisations, the chained log, heads, corrections."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Date, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from zengshou.store.database.row_seals import Sealed
from zengshou.store.database.schema import JsonText, Moment
from zengshou.store.register.tables.schema import AREA_DIGITS, Registered

Sequence = BigInteger().with_variant(Integer, "sqlite")
HEX_DIGEST = 64


class StoredAuthorisation(Sealed, Registered):
    """A written authorisation (核对授权书). The signed paper is kept elsewhere; here is its SHA-256."""

    __tablename__ = "authorisation"
    __table_args__ = (Index(None, "person"), Index(None, "case_id"))

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    person: Mapped[int] = mapped_column(BigInteger)
    case_id: Mapped[str] = mapped_column(String(64))
    channels: Mapped[object] = mapped_column(JsonText)
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date] = mapped_column(Date)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
    revoked_by: Mapped[str] = mapped_column(String(36), default="")
    evidence_hash: Mapped[str] = mapped_column(String(HEX_DIGEST))
    confirmed_by: Mapped[str] = mapped_column(String(36), default="")  # a second person, with the paper in hand
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    made_by: Mapped[str] = mapped_column(String(36))
    made_at: Mapped[datetime] = mapped_column(Moment)


class StoredGrant(Sealed, Registered):
    """A right of one account: one role, below one area, for named purposes, for a time."""

    __tablename__ = "role_grant"
    __table_args__ = (Index(None, "account"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    account: Mapped[str] = mapped_column(String(36))
    role: Mapped[str] = mapped_column(String(32))
    area: Mapped[str] = mapped_column(String(AREA_DIGITS))
    purposes: Mapped[object] = mapped_column(JsonText)
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date] = mapped_column(Date)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
    made_by: Mapped[str] = mapped_column(String(36))
    made_at: Mapped[datetime] = mapped_column(Moment)


class StoredTie(Sealed, Registered):
    """How an account stands to a person: itself, a relative, a colleague. A tie that ended still has its dates."""

    __tablename__ = "account_tie"
    __table_args__ = (Index(None, "person"),)

    account: Mapped[str] = mapped_column(String(36), primary_key=True)
    person: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    tie: Mapped[str] = mapped_column(String(16))
    declared_by: Mapped[str] = mapped_column(String(36))
    declared_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class StoredBinding(Sealed, Registered):
    """A request to bind a citizen's account to a person; it binds once a second officer saw the document.

    person  0 for a number that is in no register: the request looks the same, and never binds
    """

    __tablename__ = "account_binding"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    account: Mapped[str] = mapped_column(String(36))
    person: Mapped[int] = mapped_column(BigInteger)
    asked_by: Mapped[str] = mapped_column(String(36))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    confirmed_by: Mapped[str] = mapped_column(String(36), default="")
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)


class StoredAccess(Sealed, Registered):
    """One read of a person's rows, made or refused. `digest` covers the row and the digest before it; no gap."""

    __tablename__ = "access_event"
    __table_args__ = (Index(None, "subject"), Index(None, "actor", "at"))

    sequence: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment)
    actor: Mapped[str] = mapped_column(String(36))
    role: Mapped[str] = mapped_column(String(32))
    organisation: Mapped[str] = mapped_column(String(64))
    purpose: Mapped[str] = mapped_column(String(64))
    legal_basis: Mapped[str] = mapped_column(String(128))
    case_id: Mapped[str] = mapped_column(String(64))
    fields: Mapped[object] = mapped_column(JsonText)
    rows: Mapped[int] = mapped_column(Integer)
    subject: Mapped[int] = mapped_column(BigInteger)
    outcome: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text)
    previous: Mapped[str] = mapped_column(String(HEX_DIGEST))
    digest: Mapped[str] = mapped_column(String(HEX_DIGEST))


class StoredChainEnd(Sealed, Registered):
    """The end of the chain, one row: whoever adds an event locks it, so that events stand in one line."""

    __tablename__ = "access_chain_end"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sequence: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[str] = mapped_column(String(HEX_DIGEST))


class StoredHead(Sealed, Registered):
    """A signed head of the chain, as it was exported: what was in the log up to `sequence` on that day."""

    __tablename__ = "audit_head"

    sequence: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=False)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    digest: Mapped[str] = mapped_column(String(HEX_DIGEST))
    made_at: Mapped[datetime] = mapped_column(Moment)
    public_key: Mapped[str] = mapped_column(String(HEX_DIGEST))
    signature: Mapped[str] = mapped_column(String(128))


class StoredCorrection(Sealed, Registered):
    """更正申请: what a person says is wrong in one row, who must look, and what came of it.

    fact, new_fact  "batch/row/part" of the row and of the version that replaced it
    state           asked, routed, accepted, refused; seen_at  when the person was shown the answer
    """

    __tablename__ = "correction_request"
    __table_args__ = (Index(None, "person"), Index(None, "state"))

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    person: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(String(16))
    fact: Mapped[str] = mapped_column(String(64))
    words: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(16))
    agency: Mapped[str] = mapped_column(String(64), default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    new_fact: Mapped[str] = mapped_column(String(64), default="")
    asked_at: Mapped[datetime] = mapped_column(Moment)
    routed_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[str] = mapped_column(String(36), default="")
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    seen_at: Mapped[datetime | None] = mapped_column(Moment)
