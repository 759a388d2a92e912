"""Every test of stored things runs on SQLite and on PostgreSQL."""

from tests.store.database.both import database, postgres_server

__all__ = ["database", "postgres_server"]
