"""Every test of the register runs on SQLite and on PostgreSQL."""

from tests.store.database.both import postgres_server
from tests.store.register.both import files, keys, register

__all__ = ["files", "keys", "postgres_server", "register"]
