"""Sealed persons, lookups of their documents, keys; the chained log, which no UPDATE or DELETE may touch."""

import sqlalchemy as sa
from alembic import op

from zengshou.store.database.schema import JsonText, Moment

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEY_NAME = sa.String(24)
SQLITE_GUARD = (
    "CREATE TRIGGER vault_log_no_{verb} BEFORE {VERB} ON vault_log "
    "BEGIN SELECT RAISE(ABORT, 'the log of the vault is never changed'); END"
)
POSTGRES_FUNCTION = (
    "CREATE FUNCTION refuse_vault_log_change() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the log of the vault is never changed'; END $$"
)
POSTGRES_GUARD = (
    "CREATE TRIGGER vault_log_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON vault_log "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_vault_log_change()"
)


def upgrade() -> None:
    op.create_table(
        "person",
        sa.Column("ref", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("wrapped_key", sa.LargeBinary),
        sa.Column("body", sa.LargeBinary),
        sa.Column("body_digest", sa.LargeBinary),
        sa.Column("known_fields", sa.SmallInteger, nullable=False),
        sa.Column("key", KEY_NAME, nullable=False),
        sa.Column("entry", sa.BigInteger, nullable=False),
        sa.Column("forgotten_at", Moment),
        sa.PrimaryKeyConstraint("ref", name="pk_person"),
    )
    op.create_table(
        "identifier",
        sa.Column("lookup", sa.LargeBinary, nullable=False),
        sa.Column("person", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("number", sa.LargeBinary, nullable=False),
        sa.Column("valid_from", sa.Date),
        sa.Column("valid_to", sa.Date),
        sa.Column("key", KEY_NAME, nullable=False),
        sa.Column("entry", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("lookup", name="pk_identifier"),
        sa.ForeignKeyConstraint(["person"], ["person.ref"], name="fk_identifier_person"),
    )
    op.create_index("ix_identifier_person", "identifier", ["person"])
    _tables_of_keys()
    _table_of_the_log()


def _tables_of_keys() -> None:
    op.create_table(
        "lookup_key",
        sa.Column("key", KEY_NAME, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_lookup_key"),
    )
    op.create_table(
        "zone_key",
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("wrapped", sa.LargeBinary, nullable=False),
        sa.Column("algorithm", sa.String(8), nullable=False),
        sa.Column("key", KEY_NAME, nullable=False),
        sa.Column("entry", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("zone", name="pk_zone_key"),
    )


def _table_of_the_log() -> None:
    op.create_table(
        "vault_log",
        sa.Column("sequence", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("actor", sa.String(64), nullable=False),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("outcome", sa.String(8), nullable=False),
        sa.Column("case_id", sa.String(64), nullable=False),
        sa.Column("purpose", sa.String(64), nullable=False),
        sa.Column("person", sa.BigInteger),
        sa.Column("rows", sa.BigInteger, nullable=False),
        sa.Column("detail", JsonText, nullable=False),
        sa.Column("algorithm", sa.String(8), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_vault_log"),
    )
    op.create_index("ix_vault_log_actor_at", "vault_log", ["actor", "at"])
    op.create_index("ix_vault_log_person", "vault_log", ["person"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRES_FUNCTION)
        op.execute(POSTGRES_GUARD)
        return
    for verb in ("update", "delete"):
        op.execute(SQLITE_GUARD.format(verb=verb, VERB=verb.upper()))


def downgrade() -> None:
    for table in ("vault_log", "zone_key", "lookup_key", "identifier", "person"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_vault_log_change()")
