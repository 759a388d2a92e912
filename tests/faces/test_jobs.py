import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from zengshou.concepts.problem import ProblemsFound, refuse
from zengshou.faces.web.jobs import KEPT, LONGEST_QUEUE, Jobs, QueueFull
from zengshou.faces.web.services import Progress


@pytest.fixture
def jobs() -> Iterator[Jobs[int]]:
    with ThreadPoolExecutor(1) as pool:
        yield Jobs(pool)


def test_the_same_key_gets_the_same_job(jobs: Jobs[int]) -> None:
    calls = []

    def work(tell: Progress) -> int:
        calls.append(1)
        return 7

    assert jobs.start("a", work).wait(5)
    assert jobs.start("a", work).answer() == 7
    assert len(calls) == 1


def test_what_the_work_found_wrong_is_answered_and_tried_again_when_asked_again(jobs: Jobs[int]) -> None:
    def work(tell: Progress) -> int:
        raise refuse("没有数据。")

    first = jobs.start("a", work)
    assert first.wait(5)
    with pytest.raises(ProblemsFound, match="没有数据"):
        first.answer()
    assert jobs.start("a", lambda tell: 1) is not first


def test_a_failure_nobody_foresaw_is_answered_in_words_and_logged(
    jobs: Jobs[int], caplog: pytest.LogCaptureFixture
) -> None:
    def work(tell: Progress) -> int:
        raise ZeroDivisionError("secret detail")

    job = jobs.start("a", work)
    assert job.wait(5)
    with pytest.raises(ProblemsFound, match="计算中断") as refused:
        job.answer()
    assert "secret detail" not in str(refused.value)
    assert "secret detail" in caplog.text


def test_progress_is_told_between_zero_and_one(jobs: Jobs[int]) -> None:
    def work(tell: Progress) -> int:
        tell(3.0, "过头")
        return 1

    job = jobs.start("a", work)
    assert job.wait(5)
    assert (job.share, job.stage) == (1.0, "过头")


def test_a_long_queue_is_refused(jobs: Jobs[int]) -> None:
    gate = threading.Event()

    def work(tell: Progress) -> int:
        gate.wait(5)
        return 1

    for number in range(LONGEST_QUEUE):
        jobs.start(str(number), work)
    with pytest.raises(QueueFull):
        jobs.start("one more", work)
    gate.set()


def test_old_answers_are_forgotten(jobs: Jobs[int]) -> None:
    first = jobs.start("first", lambda tell: 1)
    for number in range(KEPT + 2):
        assert jobs.start(str(number), lambda tell: 2).wait(5)
    assert jobs.start("first", lambda tell: 3) is not first
