"""Accounts, sessions, invitations; the chained events, which no UPDATE or DELETE may touch."""

import sqlalchemy as sa
from alembic import op

from zengshou.store.database.schema import JsonText, Moment

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SQLITE_GUARDS = (
    "CREATE TRIGGER event_no_{verb} BEFORE {VERB} ON event BEGIN SELECT RAISE(ABORT, 'events are never changed'); END"
)
POSTGRES_FUNCTION = (
    "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'events are never changed'; END $$"
)
POSTGRES_GUARD = (
    "CREATE TRIGGER event_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON event "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
)


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("login", sa.String(64), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("city", sa.String(64), nullable=False),
        sa.Column("office", sa.String(64), nullable=False),
        sa.Column("password_hash", sa.String(256), nullable=False),
        sa.Column("second_factor", sa.String(512), nullable=False),
        sa.Column("last_code", sa.Integer, nullable=False),
        sa.Column("is_active", sa.Boolean, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("locked_until", Moment),
        sa.Column("created_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_account"),
        sa.UniqueConstraint("login", name="uq_account_login"),
    )
    _tables_of_accounts()
    op.create_table(
        "event",
        sa.Column("sequence", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("actor", sa.String(36), nullable=False),
        sa.Column("action", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("subject", sa.String(128), nullable=False),
        sa.Column("detail", JsonText, nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_event"),
    )
    op.create_index("ix_event_kind_subject", "event", ["kind", "subject"])
    _guard_events()


def _tables_of_accounts() -> None:
    op.create_table(
        "session",
        sa.Column("token_digest", sa.String(64), nullable=False),
        sa.Column("account_id", sa.String(36), nullable=False),
        sa.Column("form_token", sa.String(64), nullable=False),
        sa.Column("is_complete", sa.Boolean, nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("seen_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("token_digest", name="pk_session"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_session_account_id"),
    )
    op.create_index("ix_session_account_id", "session", ["account_id"])
    op.create_table(
        "invitation",
        sa.Column("token_digest", sa.String(64), nullable=False),
        sa.Column("account_id", sa.String(36), nullable=False),
        sa.Column("expires_at", Moment, nullable=False),
        sa.Column("used_at", Moment),
        sa.PrimaryKeyConstraint("token_digest", name="pk_invitation"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_invitation_account_id"),
    )
    op.create_index("ix_invitation_account_id", "invitation", ["account_id"])


def _guard_events() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRES_FUNCTION)
        op.execute(POSTGRES_GUARD)
        return
    for verb in ("update", "delete"):
        op.execute(SQLITE_GUARDS.format(verb=verb, VERB=verb.upper()))


def downgrade() -> None:
    for table in ("event", "invitation", "session", "account"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")
