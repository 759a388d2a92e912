"""Bodies registered by people: validity, successors, printed names."""

import sqlalchemy as sa
from alembic import op

from zengshou.store.database.schema import JsonText, Moment

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ID = sa.String(36)


def upgrade() -> None:
    op.create_table(
        "office",
        sa.Column("city", sa.String(64), nullable=False),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("name", sa.String(128), nullable=False),
        sa.Column("valid_from", sa.Date),
        sa.Column("valid_to", sa.Date),
        sa.Column("successors", JsonText, nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.Column("changed_by", ID, nullable=False),
        sa.PrimaryKeyConstraint("city", "id", name="pk_office"),
    )
    op.create_table(
        "office_name",
        sa.Column("city", sa.String(64), nullable=False),
        sa.Column("name", sa.String(128), nullable=False),
        sa.Column("office", sa.String(64), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("made_by", ID, nullable=False),
        sa.PrimaryKeyConstraint("city", "name", name="pk_office_name"),
    )


def downgrade() -> None:
    op.drop_table("office_name")
    op.drop_table("office")
