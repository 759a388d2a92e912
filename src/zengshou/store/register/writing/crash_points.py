"""Named points at which a test kills the process, as a power failure would; silent unless ZS_CRASH_AT names one."""

import os
import signal

VARIABLE = "ZS_CRASH_AT"
POINTS = (
    "raw-begun",
    "raw-synced",
    "raw-kept",
    "received",
    "parsed",
    "enrolled",
    "validated",
    "persons-added",
    "block-added",
    "rows-added",
    "quarantine-added",
    "before-commit",
    "committed",
)


def reached(point: str) -> None:
    """Die here, without any clearing up, when the variable names this point.

    Raises  ValueError: a point that is not in the list, which no test would ever try
    """
    if point not in POINTS:
        raise ValueError(f"not a named point: {point}")
    if os.environ.get(VARIABLE) == point:
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
