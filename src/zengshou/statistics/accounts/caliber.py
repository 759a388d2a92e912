"""Calibers: series of before and after the integrated household survey are joined only where the caller names it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from zengshou.concepts.problem import refuse

OLD_SCOPE = "_oldscope"  # ending of the separate urban and rural series


class Caliber(Enum):
    """Which series a line consists of.

    INTEGRATED  the one survey of urban and rural households alone
    OLD_SCOPE   the separate series alone
    SPLICED     both, the break marked: asked for by name, never by default
    """

    INTEGRATED = "integrated"
    OLD_SCOPE = "oldscope"
    SPLICED = "spliced"

    @property
    def label(self) -> str:
        return {"integrated": "城乡一体化住户调查", "oldscope": "分城乡旧口径", "spliced": "新旧口径拼接"}[self.value]


@dataclass(frozen=True)
class Spliced:
    """A line over years. `break_after` is the last year of the old scope, None where there is no break."""

    values: Mapping[int, float]
    caliber: Caliber
    break_after: int | None

    @property
    def flags(self) -> tuple[str, ...]:
        return () if self.break_after is None else (f"spliced(break after {self.break_after})",)


def is_old_scope(indicator: str) -> bool:
    return indicator.endswith(OLD_SCOPE)


def one_series(
    integrated: Mapping[int, float], old_scope: Mapping[int, float], caliber: Caliber | None = None, where: str = ""
) -> Spliced:
    """One line from figures of both calibers.

    caliber  None is allowed only where one of the two is empty
    Raises   ProblemsFound: both calibers hold figures and none is named; or years of the two overlap in a splice
    """
    if caliber is None:
        if integrated and old_scope:
            raise refuse(
                "新旧口径不能不加说明地连成一个序列。",
                where,
                "指明 caliber：integrated、oldscope，或 spliced（断点会标出）。",
            )
        caliber = Caliber.OLD_SCOPE if old_scope else Caliber.INTEGRATED
    if caliber is Caliber.INTEGRATED:
        return Spliced(dict(sorted(integrated.items())), caliber, None)
    if caliber is Caliber.OLD_SCOPE:
        return Spliced(dict(sorted(old_scope.items())), caliber, None)
    overlap = sorted(integrated.keys() & old_scope.keys())
    if overlap:
        raise refuse(f"{'、'.join(map(str, overlap))}年两种口径都有数。", where, "拼接前为这些年份选定一种口径。")
    if integrated and old_scope and max(old_scope) > min(integrated):
        raise refuse("旧口径的年份晚于新口径的起始年份。", where, "核对各年口径。")
    joined = dict(sorted({**old_scope, **integrated}.items()))
    return Spliced(joined, caliber, max(old_scope, default=None))
