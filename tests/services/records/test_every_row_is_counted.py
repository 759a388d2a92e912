"""Whatever is done to a delivery, every row read is in the register or put aside, and none is in both. 合成数据。"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.services.records.mutated_delivery import CHANGES, mutated, parse_in_process, small_deliveries
from tests.services.records.register_desk import NOON
from zengshou.concepts.period import parse_month
from zengshou.concepts.problem import ProblemsFound
from zengshou.services.records.home.channel_catalogue import catalogue_of
from zengshou.services.records.home.register_home import set_up
from zengshou.services.records.intake import read_delivery
from zengshou.services.records.intake.delivery import Delivery
from zengshou.services.records.intake.import_batch import Intake, import_delivery, unfinished_batches
from zengshou.store.register.delivery.batches import Batch
from zengshou.store.register.parsing.parse import parse
from zengshou.store.register.tables.batch_state import BatchState


@dataclass(frozen=True, repr=False)
class Fuzzed:
    """A register that takes in everything, and the deliveries that are changed before."""

    folder: Path
    intake: Intake
    deliveries: dict[tuple[str, str], bytes]
    numbers: Iterator[int]

    def take(self, channel: str, month: str, data: bytes) -> Batch | None:
        """The batch; None where nothing was taken in at all, for a reason in words."""
        file = self.folder / f"{next(self.numbers)}.csv"
        file.write_bytes(data)
        try:
            delivery = Delivery(file, channel, parse_month(month), "wang", is_backfill=True)
            return import_delivery(self.intake, delivery).batch
        except ProblemsFound as refused:
            assert str(refused)
            return None

    def put_aside(self, batch: int) -> int:
        with self.intake.home.database.reading() as session:
            asked = f"SELECT count(DISTINCT row) FROM quarantine WHERE batch = {batch}"
            return int(session.connection().exec_driver_sql(asked).scalar_one())

    def stored_and_put_aside(self, batch: int) -> int:
        """Rows that are in both: there must be none."""
        joined = "SELECT q.row FROM quarantine q JOIN {} f ON f.batch = q.batch AND f.row = q.row WHERE q.batch = {}"
        parts = [joined.format(table, batch) for table in ("income_fact", "asset_event", "status_event")]
        with self.intake.home.database.reading() as session:
            return len(session.connection().exec_driver_sql(" UNION ".join(parts)).all())


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fuzzed]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(read_delivery, "parse", parse_in_process)
        folder = tmp_path_factory.mktemp("fuzzed")
        home = set_up(folder / "register")
        intake = Intake(home, catalogue_of("example"), lambda: NOON)
        yield Fuzzed(folder, intake, small_deliveries(folder), count())
        home.close()


def assert_counted(fuzzed: Fuzzed, batch: Batch) -> None:
    assert batch.state.is_final
    if batch.state is BatchState.REJECTED:
        assert batch.reason
        return
    assert batch.rows_ok + batch.rows_bad == batch.rows_read
    assert fuzzed.put_aside(batch.id) == batch.rows_bad
    assert fuzzed.stored_and_put_aside(batch.id) == 0


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(place=st.integers(0, 99), changes=st.lists(st.sampled_from(CHANGES), max_size=4), seed=st.integers(0, 2**32))
def test_every_row_read_is_accepted_or_put_aside(fuzzed: Fuzzed, place: int, changes: list[str], seed: int) -> None:
    keys = sorted(fuzzed.deliveries)
    channel, month = keys[place % len(keys)]
    batch = fuzzed.take(channel, month, mutated(fuzzed.deliveries[channel, month], changes, seed))
    if batch is not None:
        assert_counted(fuzzed, batch)
    assert unfinished_batches(fuzzed.intake.home) == ()


@pytest.mark.parametrize("change", CHANGES)
def test_each_change_alone_ends_in_an_answer(fuzzed: Fuzzed, change: str) -> None:
    channel, month = "iit", "2025-01"
    batch = fuzzed.take(channel, month, mutated(fuzzed.deliveries[channel, month], [change], 3))
    if batch is not None:
        assert_counted(fuzzed, batch)


@pytest.mark.parametrize("change", ["shuffle_columns", "title_above", "rows_twice", "separator"])
def test_a_change_that_leaves_every_row_a_row_loses_none(fuzzed: Fuzzed, change: str) -> None:
    data = fuzzed.deliveries["social_insurance", "2025-01"]
    made = mutated(data, [change], 5)
    batch = fuzzed.take("social_insurance", "2025-01", made)
    assert batch is not None and batch.state is not BatchState.REJECTED, batch
    above = {"title_above": 2}.get(change, 1)
    assert batch.rows_read == len(made.decode().splitlines()) - above


@pytest.mark.parametrize("changes", [["double_header", "encoding"], ["open_quote", "ragged"]])
def test_the_reader_in_a_process_of_its_own_gives_what_it_gives_here(fuzzed: Fuzzed, changes: list[str]) -> None:
    file = fuzzed.folder / "same.csv"
    file.write_bytes(mutated(fuzzed.deliveries["iit", "2025-01"], changes, 8))
    words = fuzzed.intake.catalogue.channel("iit").words
    there, here = parse(file, words), parse_in_process(file, words)
    assert there.frame.equals(here.frame)
    assert (there.headers, there.broken, there.encoding) == (here.headers, here.broken, here.encoding)
