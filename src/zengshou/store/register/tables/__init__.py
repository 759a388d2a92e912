"""The register's tables as classes: batches, facts and events, persons, access."""
