"""What a yearly extract leaves out of its sums, told so roughly that nobody is told of."""

from dataclasses import dataclass
from math import ceil, log10

import numpy as np

from zengshou.statistics.disclosure.facts import CellFacts
from zengshou.statistics.disclosure.primary import grounds
from zengshou.statistics.disclosure.rounding import rounded_counts
from zengshou.statistics.disclosure.rules import Rules
from zengshou.store.extract_file import LeftOut


@dataclass(frozen=True)
class ToldLeftOut:
    """One reason as it may be told; None throughout where these are too few. yuan  rounded to a multiple of `step`"""

    reason: str
    label: str
    persons: int | None
    rows: int | None
    yuan: float | None
    step: float | None

    @property
    def words(self) -> str:
        """One sentence for people."""
        if self.persons is None or self.yuan is None or self.step is None:
            return f"未计入：{self.label}，人数过少，不公布数目。"
        size = f"约 {self.persons:,} 人、{self.rows:,} 笔，收入合计约 {self.yuan:,.0f} 元（取到 {self.step:,.0f} 元）"
        return f"未计入：{self.label}，{size}。"


def told_left_out(found: LeftOut, rules: Rules) -> ToldLeftOut:
    """One reason through the rules of release.

    The sum is told to a power of ten that no person's income exceeds: whoever is in one extract and not in another
    moves it by one step at most, and is told of no nearer than that.
    """
    facts = CellFacts(found.persons, found.persons, float(found.persons), found.yuan, found.largest, found.absolute)
    if grounds(facts, rules):
        return ToldLeftOut(found.reason, found.label, None, None, None, None)
    step = 10.0 ** ceil(log10(max(*found.largest, 1.0)))
    counts = rounded_counts(np.array([found.persons, found.rows], dtype=np.float64), rules.count_base)
    yuan = float(np.round(found.yuan / step) * step)
    return ToldLeftOut(found.reason, found.label, int(counts[0]), int(counts[1]), yuan, step)
