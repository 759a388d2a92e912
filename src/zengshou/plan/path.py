"""The path a target asks for: linear for shares, counts and coverage, constant growth for positive money."""

from collections.abc import Sequence

from zengshou.plan.model import Operator, PriceBasis, Target, TargetKind
from zengshou.plan.reading import PathPoint

PATHLESS = (TargetKind.DIRECTIONAL, TargetKind.MILESTONE, TargetKind.RECURRING)


def is_money(target: Target) -> bool:
    """Growth rates are only for positive money: on shares and counts they break at a base of zero."""
    return target.price_basis is not PriceBasis.NOT_MONEY


def annual_growth(multiple: float, years: int) -> float:
    """The yearly growth that gives `multiple` after `years`; doubling in ten years is 0.0718."""
    return float(multiple ** (1.0 / years) - 1.0)


def stated_start(target: Target) -> PathPoint | None:
    """Where the document itself lets the path begin; None when it states no year or no amount.

    A multiple is counted in units of its base year, so it begins at 1; an increment begins at what was there, 0.
    """
    if target.operator is Operator.MULTIPLE and target.base_year is not None:
        return PathPoint(target.base_year, 1.0)
    if target.start_year is not None and target.start_value is not None:
        return PathPoint(target.start_year, target.start_value)
    if target.operator is Operator.INCREMENT and target.start_year is not None:
        return PathPoint(target.start_year, 0.0)
    if target.base_year is not None and target.base_value is not None:
        return PathPoint(target.base_year, target.base_value)
    return None


def required_path(target: Target, start: PathPoint | None = None) -> tuple[PathPoint, ...]:
    """Year by year, what the target asks for.

    start   an observed beginning; without it the one the document states. With neither, only the deadline's point.
    Returns () for directions, milestones and targets without a deadline; a relation asks the same of every year
    """
    if target.deadline is None or target.kind in PATHLESS:
        return ()
    if target.kind is TargetKind.RELATIONAL:
        first = target.deadline if target.start_year is None else target.start_year + 1
        return tuple(PathPoint(year, target.value) for year in range(first, target.deadline + 1))
    begin = start or stated_start(target)
    if begin is None or begin.year >= target.deadline:
        return (PathPoint(target.deadline, target.value),)
    years = target.deadline - begin.year
    return tuple(PathPoint(begin.year + k, _between(target, begin.value, k / years)) for k in range(years + 1))


def _between(target: Target, start: float, share: float) -> float:
    if share == 1.0:
        return target.value
    if is_money(target) and start > 0 and target.value > 0:
        return float(start * (target.value / start) ** share)
    return start + (target.value - start) * share


def required_at(path: Sequence[PathPoint], year: int) -> float | None:
    """What the path asks for in a year: its last value after the end, None before its beginning."""
    if not path or year < path[0].year:
        return None
    return next((point.value for point in path if point.year == year), path[-1].value)
