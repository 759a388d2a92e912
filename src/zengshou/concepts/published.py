"""A published figure: what an office printed, with its source; never joined to a figure of our own."""

from dataclasses import dataclass
from enum import Enum

# Printed units and how many base units (persons, households, yuan, per cent) one of them is.
UNIT_SCALE = {"万人": 1e4, "万户": 1e4, "万元": 1e4, "亿元": 1e8}
BASE_UNITS = {"万人": "人", "万户": "户", "万元": "元", "亿元": "元"}


class Confidence(Enum):
    """How the figure was found."""

    HIGH = "high"  # printed by, or plainly attributed to, the office named
    MEDIUM = "medium"  # found second-hand: shown with that word
    DERIVED = "derived"  # computed from other printed figures, itself never printed: not used as a reading

    @property
    def label(self) -> str:
        return {"high": "公布数", "medium": "二手引用，待核", "derived": "推算，非公布值"}[self.value]


@dataclass(frozen=True)
class PublishedFigure:
    """One printed figure of one area and calendar year.

    year    the calendar year; part-year figures carry the part in `indicator`, so none is read as annual
    value   as printed, in `unit` (1581.79 亿元, 56.99 %)
    source  office and publication, in words
    """

    area: str
    year: int
    indicator: str
    value: float
    unit: str
    source: str
    confidence: Confidence = Confidence.HIGH

    @property
    def amount(self) -> float:
        """The value in its base unit: 262.47 万人 is 2,624,700 persons."""
        return self.value * UNIT_SCALE.get(self.unit, 1.0)

    @property
    def base_unit(self) -> str:
        return BASE_UNITS.get(self.unit, self.unit)
