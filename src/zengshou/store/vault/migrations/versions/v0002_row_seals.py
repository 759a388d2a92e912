"""A seal in every row of the vault; rows that are there are sealed."""

import sqlalchemy as sa
from alembic import op

from zengshou.store.database.sealing import seal_rows

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = ("person", "identifier", "lookup_key", "zone_key", "vault_log")
LOG = "vault_log"  # guarded against every UPDATE; it too must be sealed once
SQLITE_GUARD = (
    "CREATE TRIGGER vault_log_no_update BEFORE UPDATE ON vault_log "
    "BEGIN SELECT RAISE(ABORT, 'the log of the vault is never changed'); END"
)


def upgrade() -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for table in TABLES:
        op.add_column(table, sa.Column("seal", sa.LargeBinary(32)))
    op.execute(f"ALTER TABLE {LOG} DISABLE TRIGGER USER" if is_postgresql else "DROP TRIGGER vault_log_no_update")
    for table in TABLES:
        seal_rows(op.get_bind(), table)
    op.execute(f"ALTER TABLE {LOG} ENABLE TRIGGER USER" if is_postgresql else SQLITE_GUARD)


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "seal")
