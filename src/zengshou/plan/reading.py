"""A target beside its figures: the reading, the path it should follow, the lamp and its reason in words."""

from dataclasses import dataclass
from enum import Enum

from zengshou.concepts.estimate import Estimate
from zengshou.plan.model import Target


class LampColour(Enum):
    DONE = "done"
    GREEN = "green"
    BLUE = "blue"
    YELLOW = "yellow"
    RED = "red"
    GREY = "grey"

    @property
    def label(self) -> str:
        return {"done": "办结", "green": "绿", "blue": "蓝", "yellow": "黄", "red": "红", "grey": "灰"}[self.value]

    @property
    def icon(self) -> str:
        return {"done": "✓", "green": "●", "blue": "◆", "yellow": "▲", "red": "■", "grey": "○"}[self.value]


@dataclass(frozen=True)
class Lamp:
    """colour, the reason in Chinese, and the id of the rule that decided.

    inputs   the figures the rule saw, in words
    rules_version, vintage  edition of the rule file and of the data: a stored lamp is never recomputed
    """

    colour: LampColour
    reason: str
    rule: str
    is_undecidable: bool = False  # 无法判定
    inputs: tuple[str, ...] = ()
    rules_version: str = ""
    vintage: str = ""


@dataclass(frozen=True)
class PathPoint:
    """One year of a path; low and high are the interval of an observed value."""

    year: int
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class TargetReading:
    """reading and baseline are None when no figure is held; `source` says published, simulated or none.

    warnings  what a reader must know of the target itself, e.g. that no sample of this size can test it
    """

    target: Target
    reading: Estimate | None
    baseline: Estimate | None
    required: tuple[PathPoint, ...]
    observed: tuple[PathPoint, ...]
    lamp: Lamp
    source: str
    warnings: tuple[str, ...] = ()
