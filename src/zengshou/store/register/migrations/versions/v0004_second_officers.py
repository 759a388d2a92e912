"""A paper and the binding of a citizen's account each need a second officer.

Papers that are there stay unconfirmed, those of demonstrations too: nobody knows today who compared them with what was
signed. They open nothing until somebody does.
"""

import sqlalchemy as sa
from alembic import op

from zengshou.store.database.schema import Moment
from zengshou.store.database.sealing import seal_rows

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("authorisation", sa.Column("confirmed_by", sa.String(36), nullable=False, server_default=""))
    op.add_column("authorisation", sa.Column("confirmed_at", Moment(), nullable=True))
    _seal_anew()
    op.create_table(
        "account_binding",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("account", sa.String(36), nullable=False),
        sa.Column("person", sa.BigInteger, nullable=False),
        sa.Column("asked_by", sa.String(36), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("confirmed_by", sa.String(36), nullable=False),
        sa.Column("confirmed_at", Moment(), nullable=True),
        sa.Column("seal", sa.LargeBinary(32)),
        sa.PrimaryKeyConstraint("id", name="pk_account_binding"),
    )


def downgrade() -> None:
    op.drop_table("account_binding")
    with op.batch_alter_table("authorisation") as table:
        table.drop_column("confirmed_at")
        table.drop_column("confirmed_by")
    _seal_anew()


def _seal_anew() -> None:
    """A seal covers every column of its row, and the columns are others now."""
    op.execute("UPDATE authorisation SET seal = NULL")
    seal_rows(op.get_bind(), "authorisation")
