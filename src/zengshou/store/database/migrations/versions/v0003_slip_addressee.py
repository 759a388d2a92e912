"""A slip keeps the name of the body to which it went: after a reform not the one that the plan prints."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("slip", sa.Column("addressee", sa.String(128), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("slip") as table:
        table.drop_column("addressee")
