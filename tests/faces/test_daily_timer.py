"""The timer beside the pages: once at the start, then every morning by Beijing's clock, whatever a round does."""

import threading
from datetime import UTC, datetime

import pytest

from zengshou.faces.daily_timer import DailyTimer, next_moment


@pytest.mark.parametrize(
    ("now", "moment"),
    [
        (datetime(2026, 11, 21, 21, 59, tzinfo=UTC), datetime(2026, 11, 21, 22, 0, tzinfo=UTC)),  # 05:59 in Beijing
        (datetime(2026, 11, 21, 22, 0, tzinfo=UTC), datetime(2026, 11, 22, 22, 0, tzinfo=UTC)),
        (datetime(2026, 12, 31, 12, 0, tzinfo=UTC), datetime(2026, 12, 31, 22, 0, tzinfo=UTC)),
    ],
)
def test_the_next_round_is_at_six_in_beijing(now: datetime, moment: datetime) -> None:
    assert next_moment(now) == moment


def test_work_is_done_at_the_start_again_each_day_and_after_a_failure_and_ends_with_the_block() -> None:
    times, done = iter([datetime(2026, 11, 21, 21, 59, 59, 950_000, tzinfo=UTC)] * 3), threading.Event()
    rounds: list[int] = []

    def work() -> None:
        rounds.append(len(rounds))
        if len(rounds) == 1:
            raise RuntimeError("the database is away")
        if len(rounds) == 3:
            done.set()

    with DailyTimer(work, lambda: next(times, datetime(2026, 11, 21, 22, tzinfo=UTC))):
        assert done.wait(5)
    assert rounds == [0, 1, 2]
    assert not [thread for thread in threading.enumerate() if thread.name == "daily-timer"]
