"""Work that is done once at the start and then every day at an hour, for as long as the pages are served."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))
AT = time(6, 0)  # before the offices open
LOG = logging.getLogger(__name__)


def next_moment(now: datetime, at: time = AT) -> datetime:
    """The next time that the clock of Beijing shows `at`, after `now`."""
    local = now.astimezone(BEIJING)
    today = local.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return today if today > local else today + timedelta(days=1)


@dataclass
class DailyTimer:
    """A thread of its own; a failed round is logged and tried again the next day. `now`: a moment with its zone."""

    work: Callable[[], object]
    now: Callable[[], datetime]
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def __enter__(self) -> "DailyTimer":
        self._thread = threading.Thread(target=self._run, name="daily-timer", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self.work()
            except Exception:  # the pages go on; the log names what was wrong
                LOG.exception("the daily round failed")
            now = self.now()
            self._stop.wait((next_moment(now) - now).total_seconds())
