"""Every curve through one table's points, with what is wrong with each, and the one that is taken."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

from zengshou.statistics.grouped.beta import fit_beta
from zengshou.statistics.grouped.bounds import Bounds, LorenzPoints
from zengshou.statistics.grouped.curve import LorenzCurve, Method, poverty_of, squared_error
from zengshou.statistics.grouped.gb2 import GB2, fit_gb2
from zengshou.statistics.grouped.groups import IncomeGroups, Numbers
from zengshou.statistics.grouped.lognormal import fit_lognormal
from zengshou.statistics.grouped.quadratic import fit_quadratic
from zengshou.statistics.result import Undefined

ALL_METHODS = (Method.GQ, Method.BETA, Method.LOGNORMAL, Method.GB2)
RIVALS = (Method.GQ, Method.BETA)  # the two that PIP chooses between


@dataclass(frozen=True, eq=False)
class Fit:
    """One curve.

    curve   None where it could not be fitted; `faults` then says why
    gini    None where the curve could not be fitted or leaves the bounds
    error   sum of squares over the inner points up to the line (all of them without a line)
    faults  why the curve is not valid, in words; () when it is. A curve that is not convex somewhere still has an area,
            so its Gini is kept and said to be such; headcount and gap need the slope, so they are not
    """

    method: Method
    curve: LorenzCurve | None
    gini: float | None
    error: float
    faults: tuple[str, ...]
    note: str = ""

    @property
    def is_valid(self) -> bool:
        return self.curve is not None and not self.faults

    @property
    def reason(self) -> str:
        return "；".join(self.faults)


def fit_all(
    groups: IncomeGroups,
    points: LorenzPoints,
    bounds: Bounds,
    methods: Sequence[Method] = ALL_METHODS,
    line: float | None = None,
) -> tuple[Fit, ...]:
    """One Fit a method, in the order asked for. `line` in yuan per head, or None."""
    return tuple(_fit(method, groups, points, bounds, line) for method in methods)


def _fit(method: Method, groups: IncomeGroups, points: LorenzPoints, bounds: Bounds, line: float | None) -> Fit:
    fitters: Mapping[Method, Callable[[Numbers, Numbers], LorenzCurve]] = {
        Method.GQ: fit_quadratic,
        Method.BETA: fit_beta,
        Method.LOGNORMAL: fit_lognormal,
        Method.GB2: lambda people, money: fit_gb2(points, groups.limits),
    }
    people, money = points.inner
    try:
        curve = fitters[method](people, money)
    except Undefined as ground:
        return Fit(method, None, None, float("inf"), (ground.reason,))
    faults = curve.faults()
    gini = _area(curve)
    if gini is None or not bounds.holds(gini):
        # a curve may miss the points by so much that it leaves what the table allows: it is then of no use
        faults, gini = (*faults, f"基尼系数落在界限 {bounds} 之外"), None
    used = None if faults else line
    return Fit(method, curve, gini, _error(curve, points, used), faults, _note(curve))


def _area(curve: LorenzCurve) -> float | None:
    """The Gini; None where the closed form has no value for these parameters."""
    try:
        gini = curve.gini()
    except (ValueError, ZeroDivisionError, OverflowError):
        return None
    return gini if isfinite(gini) else None


def _note(curve: LorenzCurve) -> str:
    return "参数到达边界，为该分布族的极限形式" if isinstance(curve, GB2) and curve.is_limit else ""


def _error(curve: LorenzCurve, points: LorenzPoints, line: float | None) -> float:
    """Squares missed over the inner points up to the headcount and the next one, as PIP counts them."""
    people, money = points.inner
    if line is None:
        return squared_error(curve, people, money)
    headcount = poverty_of(curve, line, points.mean).headcount
    used = min(int((people < headcount).sum()) + 1, len(people))
    return squared_error(curve, people[:used], money[:used])


def chosen(fits: Sequence[Fit]) -> Fit | None:
    """GQ or Beta as PIP chooses: a valid one first, then the smaller error; None where neither fits."""
    rivals = [fit for fit in fits if fit.method in RIVALS and fit.gini is not None]
    return min(rivals, key=lambda fit: (not fit.is_valid, fit.error), default=None)
