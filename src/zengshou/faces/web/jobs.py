"""Long work beside the pages: one thread, a short queue, answers kept by key: one address, one answer."""

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, TimeoutError, wait
from typing import Generic, TypeVar

from zengshou.concepts.problem import Problem, ProblemsFound

T = TypeVar("T")
Progress = Callable[[float, str], None]
KEPT = 32
LONGEST_QUEUE = 8
log = logging.getLogger(__name__)


class QueueFull(Exception):
    """Too much work waits already; the page asks the reader to come back in a minute."""


class Job(Generic[T]):
    """One piece of work: how far it is, then its answer or its problems."""

    def __init__(self, future: "Future[T]", told: "list[tuple[float, str]]") -> None:
        self._future = future
        self._told = told

    @property
    def is_done(self) -> bool:
        return self._future.done()

    @property
    def share(self) -> float:
        """How much is done, from 0 to 1."""
        return min(max(self._told[-1][0], 0.0), 1.0) if self._told else 0.0

    @property
    def stage(self) -> str:
        return self._told[-1][1] if self._told else ""

    def wait(self, seconds: float) -> bool:
        """True when the work is done within `seconds`."""
        wait([self._future], timeout=seconds)
        return self._future.done()

    def answer(self) -> T:
        """The answer of work that is done.

        Raises  ProblemsFound: what the work found, or that it failed for a reason the log tells
        """
        try:
            return self._future.result(timeout=0)
        except (ProblemsFound, TimeoutError):
            raise
        except Exception as error:
            log.exception("long work failed", exc_info=error)
            found = Problem("计算中断，原因已记入运行日志。", "", "请稍后再试；若再次出现，请把时间告诉管理员。")
            raise ProblemsFound(found) from error


class Jobs(Generic[T]):
    """Jobs of one kind. The same key gets the same job; failed work is forgotten when it is asked for again."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self._pool = pool
        self._jobs: OrderedDict[str, Job[T]] = OrderedDict()
        self._lock = threading.Lock()

    def start(self, key: str, work: Callable[[Progress], T]) -> Job[T]:
        """The job of `key`, begun when it is new.

        Raises  QueueFull: no room to wait
        """
        with self._lock:
            job = self._jobs.get(key)
            if job is not None and not (job.is_done and job._future.exception()):
                self._jobs.move_to_end(key)
                return job
            if sum(not waiting.is_done for waiting in self._jobs.values()) >= LONGEST_QUEUE:
                raise QueueFull
            told: list[tuple[float, str]] = []
            made: Job[T] = Job(self._pool.submit(work, lambda share, stage: told.append((share, stage))), told)
            self._jobs[key] = made
            self._forget_old()
            return made

    def _forget_old(self) -> None:
        done = [key for key, job in self._jobs.items() if job.is_done]
        for key in done[: max(len(self._jobs) - KEPT, 0)]:
            del self._jobs[key]
