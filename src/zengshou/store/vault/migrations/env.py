"""Run by Alembic for each command: the connection comes from `migrate`, never from a file."""

from alembic import context
from sqlalchemy import Connection

from zengshou.store.database.sqlite_check import note_schema
from zengshou.store.vault.tables import VaultStored


def run(connection: Connection) -> None:
    """Each step in its own transaction. SQLite alters a table by copying it: batch mode."""
    context.configure(
        connection=connection,
        target_metadata=VaultStored.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        transaction_per_migration=True,
        transactional_ddl=True,
    )
    before = context.get_context().get_current_revision()
    with context.begin_transaction():
        context.run_migrations()
    if context.get_context().get_current_revision() != before:
        note_schema(connection)


run(context.config.attributes["connection"])
