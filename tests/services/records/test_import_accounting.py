"""Whatever stands in the cells: accepted and quarantined rows are together the rows read."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.services.records.register_desk import HEADERS, Desk, number, row
from zengshou.services.records.home.verify_register import verify_register
from zengshou.services.records.intake.look_up import quarantine_rows
from zengshou.store.register.tables.batch_state import BatchState

SIGNS = st.characters(blacklist_characters="\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", blacklist_categories=("Cs",))
STRANGE = st.one_of(
    st.text(SIGNS, max_size=6), st.sampled_from(["=1+1", "1e5", "-3.00", "二〇二五年三月", "2025-03", "\x1f"])
)


@st.composite
def deliveries(draw: st.DrawFn) -> list[list[str]]:
    """Good rows some of whose cells hold anything, and rows that came twice."""
    rows = [row(place) for place in range(draw(st.integers(1, 9)))]
    for cells in rows:
        for place in draw(st.sets(st.integers(0, len(HEADERS) - 1), max_size=2)):
            cells[place] = draw(STRANGE)
    return rows + draw(st.lists(st.sampled_from(rows), max_size=2))


@pytest.fixture
def numbered(desk: Desk) -> Iterator[tuple[Desk, list[int]]]:
    yield desk, []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=deliveries())
def test_every_row_is_accepted_or_put_aside(numbered: tuple[Desk, list[int]], rows: list[list[str]]) -> None:
    desk, sent = numbered
    sent.append(len(sent))
    path = Path(desk.folder / f"{len(sent)}.csv")
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([HEADERS, *rows])
    one = desk.deliver(path).batch
    assert one.state in (BatchState.PUBLISHED, BatchState.HELD), one.reason
    assert one.rows_read == one.rows_ok + one.rows_bad == len(rows)
    assert len({aside.row for aside in quarantine_rows(desk.home, one.id)}) == one.rows_bad
    facts = desk.ask(f'SELECT count(DISTINCT "row") FROM income_fact WHERE batch = {one.id}')
    assert facts[0][0] <= one.rows_ok
    assert number(0) not in str(desk.ask("SELECT message, payload FROM quarantine"))
    assert verify_register(desk.home).is_whole
