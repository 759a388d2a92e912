"""The task ledger: plans, tasks, assignments, milestones, reports, files, lamps, slips, scores."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

from zengshou.store.database.schema import JsonText, Moment

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.String(36)


def _text(name: str, size: int | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.Text if size is None else sa.String(size), nullable=False)


def _moment(name: str, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, Moment(), nullable=nullable)


def _id(name: str = "id") -> sa.Column[str]:
    return sa.Column(name, ID, nullable=False)


def _of_task(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=f"fk_{table}_task_id")


def upgrade() -> None:
    _plan_and_task()
    _parts_of_a_task()
    _reports()
    _lamps_and_slips()
    _scores()


def _plan_and_task() -> None:
    op.create_table(
        "plan",
        _id(),
        _text("city", 64),
        sa.Column("version", sa.Integer, nullable=False),
        _text("title", 256),
        _text("source_digest", 64),
        sa.Column("content", JsonText, nullable=False),
        _text("note"),
        _moment("made_at"),
        _id("made_by"),
        sa.PrimaryKeyConstraint("id", name="pk_plan"),
        sa.UniqueConstraint("city", "version", name="uq_plan_city_version"),
    )
    op.create_table(
        "task",
        _id(),
        _text("city", 64),
        _text("code", 32),
        sa.Column("place", sa.Integer, nullable=False),
        _text("group_title", 256),
        _text("title", 256),
        _text("goals"),
        _text("stage", 16),
        sa.Column("percent", sa.Float, nullable=False),
        sa.Column("deadline", sa.Date),
        _text("leader", 64),
        _text("person", 64),
        _text("telephone", 64),
        _text("remark"),
        sa.Column("revision", sa.Integer, nullable=False),
        _moment("changed_at"),
        _id("changed_by"),
        sa.PrimaryKeyConstraint("id", name="pk_task"),
        sa.UniqueConstraint("city", "code", name="uq_task_city_code"),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name="ck_task_percent"),
    )


def _parts_of_a_task() -> None:
    op.create_table(
        "assignment",
        _id("task_id"),
        _text("office", 64),
        _text("part", 16),
        sa.Column("place", sa.Integer, nullable=False),
        _text("printed", 128),
        sa.PrimaryKeyConstraint("task_id", "office", name="pk_assignment"),
        _of_task("assignment"),
    )
    op.create_table(
        "milestone",
        _id("task_id"),
        _text("period", 8),
        sa.Column("planned", sa.Float, nullable=False),
        _text("words"),
        sa.PrimaryKeyConstraint("task_id", "period", name="pk_milestone"),
        _of_task("milestone"),
        sa.CheckConstraint("planned BETWEEN 0 AND 100", name="ck_milestone_planned"),
    )


def _reports() -> None:
    op.create_table(
        "report",
        _id(),
        _id("task_id"),
        sa.Column("number", sa.Integer, nullable=False),
        _text("period", 8),
        _text("office", 64),
        sa.Column("percent", sa.Float, nullable=False),
        _text("progress"),
        _text("problem"),
        _text("next_step"),
        _text("state", 16),
        _moment("filed_at"),
        _id("filed_by"),
        _moment("decided_at", nullable=True),
        _id("decided_by"),
        _text("reason"),
        sa.PrimaryKeyConstraint("id", name="pk_report"),
        sa.UniqueConstraint("task_id", "number", name="uq_report_task_id_number"),
        _of_task("report"),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name="ck_report_percent"),
    )
    op.create_table(
        "evidence_file",
        _id(),
        _id("task_id"),
        _text("name", 256),
        sa.Column("size", sa.Integer, nullable=False),
        _text("digest", 64),
        _moment("added_at"),
        _id("added_by"),
        _moment("removed_at", nullable=True),
        _id("removed_by"),
        sa.PrimaryKeyConstraint("id", name="pk_evidence_file"),
        _of_task("evidence_file"),
    )
    op.create_index("ix_evidence_file_task_id", "evidence_file", ["task_id"])


def _lamps_and_slips() -> None:
    op.create_table(
        "lamp",
        _id(),
        _text("city", 64),
        _text("kind", 16),
        _text("subject", 64),
        _text("period", 8),
        sa.Column("record", sa.Integer, nullable=False),
        _text("colour", 8),
        _text("reason"),
        _text("rule", 64),
        sa.Column("inputs", JsonText, nullable=False),
        _text("rules_version", 64),
        _text("vintage", 128),
        _moment("recorded_at"),
        sa.PrimaryKeyConstraint("id", name="pk_lamp"),
        sa.UniqueConstraint(
            "city", "kind", "subject", "period", "record", name="uq_lamp_city_kind_subject_period_record"
        ),
    )
    op.create_table(
        "slip",
        _id(),
        _id("task_id"),
        _text("number", 32),
        _text("office", 64),
        _text("colour", 8),
        _text("cause"),
        sa.Column("issued", sa.Date, nullable=False),
        sa.Column("due", sa.Date, nullable=False),
        _id("issued_by"),
        sa.Column("answered", sa.Date),
        _id("answered_by"),
        _text("answer"),
        _moment("withdrawn_at", nullable=True),
        _id("withdrawn_by"),
        sa.PrimaryKeyConstraint("id", name="pk_slip"),
        _of_task("slip"),
    )
    op.create_index("ix_slip_task_id", "slip", ["task_id"])


def _scores() -> None:
    op.create_table(
        "score_line",
        _id(),
        _text("city", 64),
        sa.Column("year", sa.Integer, nullable=False),
        _text("office", 64),
        _text("rule", 64),
        sa.Column("points", sa.Float, nullable=False),
        _text("evidence"),
        sa.Column("entered", sa.Date, nullable=False),
        _id("made_by"),
        _text("appeal", 16),
        _text("appeal_words"),
        _id("appeal_by"),
        _text("decision_words"),
        _id("decided_by"),
        sa.PrimaryKeyConstraint("id", name="pk_score_line"),
    )
    op.create_index("ix_score_line_city_year_office", "score_line", ["city", "year", "office"])
    op.create_table(
        "score_lock",
        _text("city", 64),
        sa.Column("year", sa.Integer, nullable=False),
        _moment("locked_at"),
        _id("locked_by"),
        _text("rules_version", 64),
        sa.PrimaryKeyConstraint("city", "year", name="pk_score_lock"),
    )


def downgrade() -> None:
    tables = ("score_lock", "score_line", "slip", "lamp", "evidence_file", "report", "milestone", "assignment")
    for table in (*tables, "task", "plan"):
        op.drop_table(table)
