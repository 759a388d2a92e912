"""What SQLite means to do with the statements that a test sends: which tables it would read from end to end."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine

BY_BATCH = re.compile(r"SEARCH (\w+?)(?:_\d+)? USING .*\(batch=\?\)")  # an alias is the name and a number
SCANNED = re.compile(r"SCAN (\w+?)(?:_\d+)?(?: |$)")
GROWING = frozenset({
    "income_fact", "asset_event", "status_event", "household_member", "person", "access_event", "person_link",
})  # fmt: skip


@dataclass
class Plans:
    """The plans of the statements of a time; `statements` are kept for a test that finds a bad one."""

    statements: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    def whole_readings(self, tables: frozenset[str] = GROWING) -> list[str]:
        """The statements that read one of the tables row by row, or all rows of the batches that they begin at."""
        found = []
        for statement, plan in self.statements:
            read = {match[1] for step in plan for match in (SCANNED.match(step), BY_BATCH.match(step)) if match}
            if read & tables:
                found.append(f"{statement}\n  {'; '.join(plan)}")
        return found


@contextmanager
def plans() -> Iterator[Plans]:
    """Collects the plans of every SELECT sent to SQLite until the end of the block."""
    kept = Plans()

    def look(
        connection: Connection, _cursor: object, statement: str, values: object, _context: object, many: bool
    ) -> None:
        if many or not statement.lstrip().upper().startswith("SELECT") or connection.dialect.name != "sqlite":
            return
        asked = connection.connection.cursor()
        steps = asked.execute(f"EXPLAIN QUERY PLAN {statement}", values)
        kept.statements.append((statement, tuple(str(step[3]) for step in steps.fetchall())))
        asked.close()

    event.listen(Engine, "before_cursor_execute", look)
    try:
        yield kept
    finally:
        event.remove(Engine, "before_cursor_execute", look)
