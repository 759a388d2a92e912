"""Areas, memberships and residence are kept by batch, so that those of published batches alone hold.

Statements that stand already keep the batch they came with. A person's own area is the one held so far. A file that was
replaced may come again, as the correction of what replaced it.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from zengshou.store.database.sealing import seal_rows

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

UNIQUE = "uq_batch_channel_period_content_hash"
NOT_REJECTED = sa.text("state <> 'rejected'")
IN_USE = sa.text("state <> 'rejected' AND state <> 'superseded'")
KEYS = {"household_member": ["household", "person", "date_from"], "residence": ["person", "year", "date_from"]}
AREA_DIGITS, SEAL_BYTES = 12, 32


def upgrade() -> None:
    op.add_column("person", sa.Column("own_area", sa.String(AREA_DIGITS), nullable=False, server_default=""))
    op.execute("UPDATE person SET own_area = area, seal = NULL")
    seal_rows(op.get_bind(), "person")
    op.create_table(
        "registered_area",
        sa.Column("person", sa.BigInteger, primary_key=True),
        sa.Column("batch", sa.Integer, sa.ForeignKey("batch.id"), primary_key=True),
        sa.Column("area", sa.String(AREA_DIGITS), nullable=False),
        sa.Column("seal", sa.LargeBinary(SEAL_BYTES)),
    )
    op.create_index("ix_registered_area_batch", "registered_area", ["batch"])
    for table, key in KEYS.items():
        _key(table, [*key, "batch"])
    _unique(IN_USE)


def downgrade() -> None:
    _unique(NOT_REJECTED)
    for table, key in KEYS.items():
        same = " AND ".join(f"other.{name} = {table}.{name}" for name in key)
        later = f"SELECT 1 FROM {table} other WHERE {same} AND other.batch > {table}.batch"
        op.execute(f"DELETE FROM {table} WHERE EXISTS ({later})")
        _key(table, key)
    op.drop_table("registered_area")
    op.drop_column("person", "own_area")
    op.execute("UPDATE person SET seal = NULL")
    seal_rows(op.get_bind(), "person")


def _key(table: str, columns: list[str]) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(f"pk_{table}", table, type_="primary")
        op.create_primary_key(f"pk_{table}", table, columns)
        return
    _made_again(table, columns)


def _made_again(table: str, key: list[str]) -> None:
    """SQLite changes no key: the table is made anew, by hand, so that its statement is the same at every upgrade."""
    if table == "household_member":
        op.drop_index("ix_household_member_person")
    op.rename_table(table, f"{table}_before")
    columns, owners = COLUMNS[table](), OWNERS[table]
    names = ", ".join(column.name for column in columns)
    op.create_table(
        table,
        *columns,
        sa.PrimaryKeyConstraint(*key, name=f"pk_{table}"),
        *(sa.ForeignKeyConstraint([name], [of], name=f"fk_{table}_{name}") for name, of in owners.items()),
    )
    op.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM {table}_before")
    op.drop_table(f"{table}_before")
    if table == "household_member":
        op.create_index("ix_household_member_person", table, ["person"])


def _member_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("household", sa.String(64), nullable=False),
        sa.Column("person", sa.BigInteger, nullable=False),
        sa.Column("date_from", sa.Date, nullable=False),
        sa.Column("relation", sa.String(16), nullable=False),
        sa.Column("date_to", sa.Date),
        sa.Column("batch", sa.Integer, nullable=False),
        sa.Column("seal", sa.LargeBinary(SEAL_BYTES)),
    ]


def _residence_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("person", sa.BigInteger, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("date_from", sa.Date, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("date_to", sa.Date),
        sa.Column("basis", sa.String(64), nullable=False),
        sa.Column("batch", sa.Integer, nullable=False),
        sa.Column("seal", sa.LargeBinary(SEAL_BYTES)),
    ]


COLUMNS = {"household_member": _member_columns, "residence": _residence_columns}
OWNERS = {"household_member": {"household": "household.id", "batch": "batch.id"}, "residence": {"batch": "batch.id"}}


def _unique(where: sa.TextClause) -> None:
    op.drop_index(UNIQUE, "batch")
    op.create_index(
        UNIQUE, "batch", ["channel", "period", "content_hash"], unique=True, sqlite_where=where, postgresql_where=where
    )
