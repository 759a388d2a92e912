"""Grants, ties, authorisations, the chained log of accesses with its end and signed heads, requests for correction."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

from zengshou.store.database.schema import JsonText, Moment

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEPT = ("access_event", "audit_head")
SQLITE_GUARD = (
    "CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} "
    "BEGIN SELECT RAISE(ABORT, 'the log of accesses is never changed'); END"
)
POSTGRES_GUARD = (
    "CREATE TRIGGER {table}_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
)
BEGINNING = "0" * 64


def _text(name: str, size: int | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.Text if size is None else sa.String(size), nullable=False)


def _large(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=False, autoincrement=False)


def _sequence() -> sa.Column[int]:
    kind = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    return sa.Column("sequence", kind, nullable=False, autoincrement=False)


def _moment(name: str, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, Moment(), nullable=nullable)


def upgrade() -> None:
    _rights()
    _authorisations()
    _log()
    _corrections()
    _guards()


def _rights() -> None:
    op.create_table(
        "role_grant",
        _text("id", 36),
        _text("account", 36),
        _text("role", 32),
        _text("area", 12),
        sa.Column("purposes", JsonText, nullable=False),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("valid_to", sa.Date, nullable=False),
        _moment("revoked_at", nullable=True),
        _text("made_by", 36),
        _moment("made_at"),
        sa.PrimaryKeyConstraint("id", name="pk_role_grant"),
    )
    op.create_index("ix_role_grant_account", "role_grant", ["account"])
    op.create_table(
        "account_tie",
        _text("account", 36),
        _large("person"),
        _text("tie", 16),
        _text("declared_by", 36),
        _moment("declared_at"),
        _moment("ended_at", nullable=True),
        sa.PrimaryKeyConstraint("account", "person", name="pk_account_tie"),
    )
    op.create_index("ix_account_tie_person", "account_tie", ["person"])


def _authorisations() -> None:
    op.create_table(
        "authorisation",
        _text("id", 64),
        _large("person"),
        _text("case_id", 64),
        sa.Column("channels", JsonText, nullable=False),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("valid_to", sa.Date, nullable=False),
        _moment("revoked_at", nullable=True),
        _text("revoked_by", 36),
        _text("evidence_hash", 64),
        _text("made_by", 36),
        _moment("made_at"),
        sa.PrimaryKeyConstraint("id", name="pk_authorisation"),
    )
    op.create_index("ix_authorisation_person", "authorisation", ["person"])
    op.create_index("ix_authorisation_case_id", "authorisation", ["case_id"])


def _log() -> None:
    op.create_table(
        "access_event",
        _sequence(),
        _moment("at"),
        _text("actor", 36),
        _text("role", 32),
        _text("organisation", 64),
        _text("purpose", 64),
        _text("legal_basis", 128),
        _text("case_id", 64),
        sa.Column("fields", JsonText, nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
        _large("subject"),
        _text("outcome", 16),
        _text("reason"),
        _text("previous", 64),
        _text("digest", 64),
        sa.PrimaryKeyConstraint("sequence", name="pk_access_event"),
    )
    op.create_index("ix_access_event_subject", "access_event", ["subject"])
    op.create_index("ix_access_event_actor_at", "access_event", ["actor", "at"])
    end = op.create_table(
        "access_chain_end",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        _large("sequence"),
        _text("digest", 64),
        sa.PrimaryKeyConstraint("id", name="pk_access_chain_end"),
    )
    op.bulk_insert(end, [{"id": 1, "sequence": 0, "digest": BEGINNING}])
    op.create_table(
        "audit_head",
        _sequence(),
        sa.Column("day", sa.Date, nullable=False),
        _text("digest", 64),
        _moment("made_at"),
        _text("public_key", 64),
        _text("signature", 128),
        sa.PrimaryKeyConstraint("sequence", "day", name="pk_audit_head"),
    )


def _corrections() -> None:
    op.create_table(
        "correction_request",
        _text("id", 36),
        _large("person"),
        _text("kind", 16),
        _text("fact", 64),
        _text("words"),
        _text("state", 16),
        _text("agency", 64),
        _text("answer"),
        _text("new_fact", 64),
        _moment("asked_at"),
        _moment("routed_at", nullable=True),
        _text("decided_by", 36),
        _moment("decided_at", nullable=True),
        _moment("seen_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_correction_request"),
    )
    op.create_index("ix_correction_request_person", "correction_request", ["person"])
    op.create_index("ix_correction_request_state", "correction_request", ["state"])


def _guards() -> None:
    for table in KEPT:
        if op.get_bind().dialect.name == "postgresql":
            op.execute(POSTGRES_GUARD.format(table=table))
            continue
        for verb in ("update", "delete"):
            op.execute(SQLITE_GUARD.format(table=table, verb=verb))


def downgrade() -> None:
    log = ("audit_head", "access_chain_end", "access_event")
    for table in ("correction_request", *log, "authorisation", "account_tie", "role_grant"):
        op.drop_table(table)
