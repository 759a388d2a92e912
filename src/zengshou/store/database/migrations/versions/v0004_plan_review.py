"""Plans under review: readings, versions, corrections."""

import sqlalchemy as sa
from alembic import op

from zengshou.store.database.schema import JsonText, Moment

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.String(36)


def upgrade() -> None:
    op.create_table(
        "plan_reading",
        sa.Column("id", ID, nullable=False),
        sa.Column("city", sa.String(64), nullable=False),
        sa.Column("file_name", sa.String(256), nullable=False),
        sa.Column("source_digest", sa.String(64), nullable=False),
        sa.Column("lines", JsonText, nullable=False),
        sa.Column("content", JsonText, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_plan_reading"),
    )
    op.create_table(
        "plan_draft",
        sa.Column("id", ID, nullable=False),
        sa.Column("city", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("reading_id", ID, nullable=False),
        sa.Column("cause", sa.String(16), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("made_by", ID, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_plan_draft"),
        sa.UniqueConstraint("city", "version", name="uq_plan_draft_city_version"),
        sa.ForeignKeyConstraint(["reading_id"], ["plan_reading.id"], name="fk_plan_draft_reading_id"),
    )
    op.create_table(
        "plan_correction",
        sa.Column("draft_id", ID, nullable=False),
        sa.Column("item", sa.String(64), nullable=False),
        sa.Column("field", sa.String(32), nullable=False),
        sa.Column("anchor", sa.Text, nullable=False),
        sa.Column("first", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("draft_id", "item", "field", name="pk_plan_correction"),
        sa.ForeignKeyConstraint(["draft_id"], ["plan_draft.id"], name="fk_plan_correction_draft_id"),
    )


def downgrade() -> None:
    for table in ("plan_correction", "plan_draft", "plan_reading"):
        op.drop_table(table)
