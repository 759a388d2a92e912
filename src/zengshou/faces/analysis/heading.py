"""What stands over figures wherever they are shown: what was measured, where and when, and whether it is synthetic."""

from collections.abc import Sequence
from dataclasses import dataclass

from zengshou.concepts.estimate import Estimate

EVERYONE = "全体"
SYNTHETIC = "合成数据"
COUNTED = {"person": "人", "household": "户", "": "行"}


@dataclass(frozen=True)
class Heading:
    """`title` the columns with their labels, `source` the table, `level` of the intervals, `row` what a row is."""

    title: str
    source: str
    level: float
    row: str

    @property
    def counted(self) -> str:
        """The measure word of rows: 人, 户, or 行 where nobody said."""
        return COUNTED[self.row]

    @property
    def interval(self) -> str:
        return f"{100 * self.level:g}%区间"

    def line(self, estimates: Sequence[Estimate]) -> str:
        """The heading in one line."""
        areas, periods = ({getattr(one, name) for one in estimates} for name in ("area", "period"))
        parts = [self.title]
        parts += [next(iter(found)) for found in (areas, periods) if len(found) == 1 and found != {""}]
        parts += [one.kind.label for one in estimates[:1] if one.kind.value != "survey"]
        return "，".join(part for part in parts if part)


def domain_name(estimate: Estimate) -> str:
    return EVERYONE if estimate.domain == "all" else estimate.domain


def is_synthetic(estimates: Sequence[Estimate]) -> bool:
    return any(one.is_synthetic for one in estimates)
