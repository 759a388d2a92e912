"""Citation and status: where a legal value comes from, and how far it may be trusted."""

from dataclasses import dataclass
from enum import Enum


class Status(Enum):
    """How far a value may be trusted. It travels with every figure that rests on the value."""

    SOURCED = "sourced"  # read in the named text
    UNVERIFIED = "unverified"  # no text, or the text was not read again: computes, is not published
    REQUIRED = "required"  # a gap: local input, never a guess
    SCENARIO = "scenario"  # set by the user or by a demonstration: never printed as current law

    @property
    def label(self) -> str:
        """The word shown beside a figure."""
        return {"sourced": "已核实", "unverified": "待核实", "required": "必须由本地填写", "scenario": "情景值"}[
            self.value
        ]


WORST_LAST = (Status.SOURCED, Status.UNVERIFIED, Status.SCENARIO, Status.REQUIRED)


def worst(statuses: "list[Status] | tuple[Status, ...]") -> Status:
    """The status of a figure that rests on all of these; `SOURCED` for none."""
    return max(statuses, key=WORST_LAST.index, default=Status.SOURCED)


@dataclass(frozen=True)
class Citation:
    """Document, number, date, article of one value. Empty strings where unknown; no address of any web page."""

    title: str
    number: str = ""
    date: str = ""
    article: str = ""

    def __str__(self) -> str:
        title = f"《{self.title}》" if self.title and not self.title.startswith("《") else self.title
        number = f"（{self.number}）" if self.number else ""
        return f"{title}{number}{self.article}"
