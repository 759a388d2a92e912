"""One result against another: the change of each figure, the contrast of two groups, and why two figures differ."""

from collections.abc import Callable
from dataclasses import dataclass

from zengshou.concepts.estimate import Estimate
from zengshou.concepts.problem import refuse
from zengshou.faces.analysis.figures import Figures
from zengshou.faces.analysis.options import chosen
from zengshou.services.statistics.analysis import Trace
from zengshou.services.statistics.analysis_contrasts import changed, divided
from zengshou.services.statistics.analysis_waves import Units
from zengshou.services.statistics.figure_differences import differences, in_words
from zengshou.statistics.conventions import Difference

SHOWN = 6  # figures named in one message
Against = Callable[[Trace | None, Trace | None, tuple[Estimate, Estimate]], Estimate]


def change(after: Figures, before: Figures, units: str | None = None) -> Figures:
    """变化. Each figure of `after` less its fellow in `before`, with the error of the difference.

    Two columns of the same rows (the same households in two years), two groups of one sample, or two tables. Rows and
    sampling units that both share enter jointly. Figures are paired by domain and indicator.
    units   of two tables: shared (one list of numbers, as in a rotating panel) or separate (drawn apart)
    Raises  ProblemsFound: figures of different conventions or indicators, or of two tables without `units`
    """
    related = None if units is None else chosen(Units, units, "units")
    return _paired(after, before, lambda left, right, pair: changed(left, right, pair, related))


def contrast(left: Figures, right: Figures, how: str = "difference") -> Figures:
    """对比. Two groups of one sample: the difference or the ratio of each figure, with the joint error.

    how  difference or ratio
    """
    ways: dict[str, Against] = {"difference": changed, "ratio": divided}
    if how not in ways:
        raise refuse(f"没有“{how}”这种对比。", "how", f"可用的有 {'、'.join(ways)}。")
    return _paired(left, right, ways[how])


@dataclass(frozen=True)
class Explanation:
    """What two figures do not share, one line each."""

    items: tuple[Difference, ...]

    def __repr__(self) -> str:
        if not self.items:
            return "两个数的口径、单位、范围、设计都相同。"
        return "两个数不同之处：\n" + "\n".join(f"  {in_words(item)}" for item in self.items)

    def __len__(self) -> int:
        return len(self.items)


def explain_difference(left: Figures | Estimate, right: Figures | Estimate) -> Explanation:
    """两个数为何不同. Every convention, unit, kind, place and design in which two single figures do not agree."""
    return Explanation(differences(_single(left), _single(right)))


def _single(figure: Figures | Estimate) -> Estimate:
    return figure if isinstance(figure, Estimate) else figure.only


def _paired(left: Figures, right: Figures, against: Against) -> Figures:
    pairs = _pairs(left, right)
    found = tuple(against(left.traces[i], right.traces[j], (left[i], right[j])) for i, j in pairs)
    return Figures(found, (None,) * len(found), left.title, (), {}, left.level, left.row, left.source)


def _pairs(left: Figures, right: Figures) -> list[tuple[int, int]]:
    """Places of the figures that belong together. Raises  ProblemsFound where a figure has no fellow"""
    is_single = len(left.domains) == 1 and len(right.domains) == 1
    keys, others = (
        {("" if is_single else figure.domain, figure.indicator): place for place, figure in enumerate(side)}
        for side in (left, right)
    )
    alone = [" ".join(part for part in key if part) for key in keys.keys() ^ others.keys()]
    if alone:
        said = f"这些数没有可比的另一方：{'、'.join(sorted(alone)[:SHOWN])}。"
        raise refuse(said, "change", "请用同样的分组和指标各算一次，或先取出两边都有的数。")
    return [(place, others[key]) for key, place in keys.items()]
