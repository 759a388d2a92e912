"""The database of record: SQLite in one file by default, PostgreSQL for a city; the same tables and tests on both."""
