"""Batches, facts, events, persons, households, links; facts, events and steps are kept as they were added."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

from zengshou.store.database.schema import JsonText, Moment

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEPT = ("income_fact", "asset_event", "status_event", "batch_step")
SQLITE_GUARD = (
    "CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} "
    "BEGIN SELECT RAISE(ABORT, 'facts of the register are never changed'); END"
)
POSTGRES_FUNCTION = (
    "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'facts of the register are never changed'; END $$"
)
POSTGRES_GUARD = (
    "CREATE TRIGGER {table}_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
)
STILL_COUNTS = sa.text("state <> 'rejected'")


def _text(name: str, size: int | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.Text if size is None else sa.String(size), nullable=False)


def _number(name: str, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=nullable, autoincrement=False)


def _large(name: str, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=nullable, autoincrement=False)


def _moment(name: str, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, Moment(), nullable=nullable)


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer, nullable=False, autoincrement=True)


def _of_batch(table: str, column: str = "batch") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["batch.id"], name=f"fk_{table}_{column}")


def upgrade() -> None:
    _batches()
    _quarantine()
    _facts()
    _events()
    _persons()
    _households()
    _links()
    _guards()


def _batches() -> None:
    op.create_table(
        "batch",
        _id(),
        _text("channel", 64),
        _number("period"),
        _number("sequence"),
        _text("content_hash", 64),
        _text("file_name", 256),
        _text("state", 16),
        _text("encoding", 16),
        *(_large(name) for name in ("rows_read", "rows_ok", "rows_bad")),
        *(sa.Column(name, JsonText, nullable=False) for name in ("declared", "actual")),
        _text("uploader", 64),
        _moment("received_at"),
        _moment("published_at", nullable=True),
        _number("supersedes", nullable=True),
        _moment("superseded_at", nullable=True),
        _number("supplements", nullable=True),
        _text("head_digest", 64),
        _text("parser", 32),
        _text("channel_version", 64),
        _text("reason"),
        _text("case_id", 64),
        _text("authorisation_id", 64),
        sa.PrimaryKeyConstraint("id", name="pk_batch"),
        _of_batch("batch", "supersedes"),
        _of_batch("batch", "supplements"),
    )
    op.create_index(
        "uq_batch_channel_period_content_hash",
        "batch",
        ["channel", "period", "content_hash"],
        unique=True,
        sqlite_where=STILL_COUNTS,
        postgresql_where=STILL_COUNTS,
    )
    op.create_index("ix_batch_channel_sequence", "batch", ["channel", "sequence"])
    op.create_index("ix_batch_state", "batch", ["state"])
    op.create_table(
        "batch_step",
        _number("batch"),
        _number("place"),
        _text("state", 16),
        _moment("at"),
        _text("actor", 64),
        _text("words"),
        sa.PrimaryKeyConstraint("batch", "place", name="pk_batch_step"),
        _of_batch("batch_step"),
    )


def _quarantine() -> None:
    op.create_table(
        "quarantine",
        _number("batch"),
        _large("row"),
        _number("place"),
        _number("rule"),
        _text("code", 32),
        _text("field", 64),
        _text("cell", 16),
        _text("message"),
        _text("payload"),
        _text("state", 16),
        _text("resolved_by", 64),
        _moment("resolved_at", nullable=True),
        sa.PrimaryKeyConstraint("batch", "row", "place", name="pk_quarantine"),
        _of_batch("quarantine"),
    )
    op.create_table(
        "rule_hit",
        _number("batch"),
        _large("row"),
        _number("place"),
        _large("person", nullable=True),
        _number("rule"),
        _text("code", 32),
        _text("severity", 1),
        _text("message"),
        _text("decision", 16),
        _text("decided_by", 64),
        _moment("decided_at", nullable=True),
        sa.PrimaryKeyConstraint("batch", "row", "place", name="pk_rule_hit"),
        _of_batch("rule_hit"),
    )
    op.create_index("ix_rule_hit_person", "rule_hit", ["person"])


def _place(table: str) -> tuple[sa.Column[int], sa.Column[int], sa.Column[int], sa.PrimaryKeyConstraint]:
    key = sa.PrimaryKeyConstraint("batch", "row", "part", name=f"pk_{table}")
    return _number("batch"), _large("row"), _number("part"), key


def _digest() -> sa.Column[bytes]:
    return sa.Column("digest", sa.LargeBinary(32), nullable=False)


def _facts() -> None:
    op.create_table(
        "income_fact",
        *_place("income_fact"),
        _large("person"),
        _text("item", 32),
        _large("fen"),
        _number("month_from"),
        _number("month_to"),
        _text("level", 8),
        _text("basis", 8),
        _text("native_id", 128),
        _text("payer", 32),
        _text("reversal_of", 128),
        sa.Column("household", sa.Boolean, nullable=False),
        _digest(),
    )
    op.create_index("ix_income_fact_person_month_from", "income_fact", ["person", "month_from"])
    op.create_index("ix_income_fact_native_id", "income_fact", ["native_id"])


def _events() -> None:
    op.create_table(
        "asset_event",
        *_place("asset_event"),
        _large("person"),
        _text("asset", 128),
        _text("kind", 16),
        _text("action", 16),
        _large("share_over"),
        _large("share_under"),
        _large("fen", nullable=True),
        sa.Column("on_date", sa.Date, nullable=False),
        _text("native_id", 128),
        sa.Column("detail", JsonText, nullable=False),
        _digest(),
    )
    op.create_index("ix_asset_event_person", "asset_event", ["person"])
    op.create_index("ix_asset_event_asset", "asset_event", ["asset"])
    op.create_index("ix_asset_event_native_id", "asset_event", ["native_id"])
    op.create_table(
        "status_event",
        *_place("status_event"),
        _large("person"),
        _text("status", 32),
        sa.Column("date_from", sa.Date, nullable=False),
        sa.Column("date_to", sa.Date),
        _text("native_id", 128),
        _digest(),
    )
    op.create_index("ix_status_event_person", "status_event", ["person"])
    op.create_index("ix_status_event_native_id", "status_event", ["native_id"])


def _persons() -> None:
    reference = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "person",
        sa.Column("ref", reference, nullable=False, autoincrement=False),
        _text("area", 12),
        _number("birth_month", nullable=True),
        _text("sex", 8),
        _number("first_batch"),
        sa.PrimaryKeyConstraint("ref", name="pk_person"),
    )
    op.create_index("ix_person_area", "person", ["area"])
    op.create_table(
        "residence",
        _large("person"),
        _number("year"),
        sa.Column("date_from", sa.Date, nullable=False),
        _text("status", 16),
        sa.Column("date_to", sa.Date),
        _text("basis", 64),
        _number("batch"),
        sa.PrimaryKeyConstraint("person", "year", "date_from", name="pk_residence"),
        _of_batch("residence"),
    )


def _households() -> None:
    op.create_table(
        "household",
        _text("id", 64),
        _text("kind", 16),
        _text("area", 12),
        sa.PrimaryKeyConstraint("id", name="pk_household"),
    )
    op.create_table(
        "household_member",
        _text("household", 64),
        _large("person"),
        sa.Column("date_from", sa.Date, nullable=False),
        _text("relation", 16),
        sa.Column("date_to", sa.Date),
        _number("batch"),
        sa.PrimaryKeyConstraint("household", "person", "date_from", name="pk_household_member"),
        sa.ForeignKeyConstraint(["household"], ["household.id"], name="fk_household_member_household"),
        _of_batch("household_member"),
    )
    op.create_index("ix_household_member_person", "household_member", ["person"])


def _links() -> None:
    pair = ("a", "b")
    op.create_table(
        "person_link",
        _id(),
        *(_large(name) for name in pair),
        _text("method", 32),
        sa.Column("score", sa.Float, nullable=False),
        _text("decided_by", 64),
        _moment("decided_at"),
        _moment("undone_at", nullable=True),
        _text("undone_by", 64),
        sa.PrimaryKeyConstraint("id", name="pk_person_link"),
    )
    op.create_table(
        "link_review",
        _id(),
        *(_large(name) for name in pair),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("evidence", JsonText, nullable=False),
        _text("state", 16),
        _text("decided_by", 64),
        _moment("decided_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_link_review"),
    )
    for table in ("person_link", "link_review"):
        for name in pair:
            op.create_index(f"ix_{table}_{name}", table, [name])
    op.create_index("ix_link_review_state", "link_review", ["state"])


def _guards() -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    if is_postgresql:
        op.execute(POSTGRES_FUNCTION)
    for table in KEPT:
        if is_postgresql:
            op.execute(POSTGRES_GUARD.format(table=table))
            continue
        for verb in ("update", "delete"):
            op.execute(SQLITE_GUARD.format(table=table, verb=verb))


def downgrade() -> None:
    tables = ("link_review", "person_link", "household_member", "household", "residence", "person")
    kept = ("status_event", "asset_event", "income_fact", "rule_hit", "quarantine", "batch_step", "batch")
    for table in (*tables, *kept):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")
