"""A seal in every row of the register that is not chained within its batch; rows that are there are sealed."""

import sqlalchemy as sa
from alembic import op

from zengshou.store.database.sealing import seal_rows

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = (
    *("batch", "batch_step", "quarantine", "rule_hit"),
    *("person", "household", "household_member", "residence", "person_link", "link_review"),
    *("authorisation", "role_grant", "account_tie", "correction_request"),
    *("access_event", "access_chain_end", "audit_head"),
)
KEPT = ("batch_step", "access_event", "audit_head")  # guarded against every UPDATE; they too must be sealed once
WORDS = {"batch_step": "facts of the register are never changed"}
OF_THE_LOG = "the log of accesses is never changed"
SQLITE_GUARD = "CREATE TRIGGER {table}_no_update BEFORE update ON {table} BEGIN SELECT RAISE(ABORT, '{words}'); END"


def upgrade() -> None:
    connection = op.get_bind()
    for table in TABLES:
        op.add_column(table, sa.Column("seal", sa.LargeBinary(32)))
        if table in KEPT:
            _leave_open(table)
        seal_rows(connection, table)
        if table in KEPT:
            _guard(table)


def _leave_open(table: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_is_kept")
    else:
        op.execute(f"DROP TRIGGER {table}_no_update")


def _guard(table: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_is_kept")
    else:
        op.execute(SQLITE_GUARD.format(table=table, words=WORDS.get(table, OF_THE_LOG)))


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "seal")
