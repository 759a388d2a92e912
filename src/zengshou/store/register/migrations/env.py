"""Run by Alembic for each command: the connection comes from `migrate`, never from a file."""

from alembic import context
from sqlalchemy import Connection

from zengshou.store.register.tables.schema import Registered


def run(connection: Connection) -> None:
    """Each step in its own transaction. SQLite alters a table by copying it: batch mode."""
    context.configure(
        connection=connection,
        target_metadata=Registered.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        transaction_per_migration=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"])
