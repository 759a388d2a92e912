"""The figures of a grouped table as Estimates: the band first, each fit as a mark in it, the choice and the spread."""

from collections.abc import Sequence
from dataclasses import dataclass

from zengshou.concepts.estimate import Estimate, FigureKind
from zengshou.statistics.grouped.bounds import Bounds, gini_bounds, lorenz_points
from zengshou.statistics.grouped.curve import Method, Poverty, poverty_of
from zengshou.statistics.grouped.fitting import ALL_METHODS, Fit, chosen, fit_all
from zengshou.statistics.grouped.groups import IncomeGroups
from zengshou.statistics.grouped.persons import Conversion, PersonShares, person_shares
from zengshou.statistics.result import Undefined

FIT_RULES = {
    Method.GQ: "least squares, closed form",
    Method.BETA: "least squares of logs",
    Method.LOGNORMAL: "least squares of L(p)",
    Method.GB2: "maximum likelihood on the grouped multinomial, group means as moments",
}


@dataclass(frozen=True, eq=False)
class GroupedFigures:
    """What one table gives.

    persons  None, with `reason`, where shares of households cannot be turned into shares of persons
    chosen   the method taken between GQ and Beta, or None
    """

    groups: IncomeGroups
    persons: PersonShares | None
    bounds: Bounds | None
    fits: tuple[Fit, ...]
    chosen: Method | None
    lower: Estimate
    upper: Estimate
    ginis: tuple[Estimate, ...]
    poverty: tuple[Estimate, ...]
    reason: str = ""

    @property
    def spread(self) -> tuple[float, float] | None:
        """The least and the greatest Gini of the valid fits."""
        held = [fit.gini for fit in self.fits if fit.gini is not None]
        return (min(held), max(held)) if held else None

    @property
    def estimates(self) -> tuple[Estimate, ...]:
        return (self.lower, self.upper, *self.ginis, *self.poverty)


def grouped(
    groups: IncomeGroups,
    *,
    conversion: Conversion | None = None,
    methods: Sequence[Method] = ALL_METHODS,
    line: float | None = None,
) -> GroupedFigures:
    """The band of the Gini and every fit in it; with a line, headcount and gap by each fit.

    conversion  None takes the best that the table allows; it is printed either way
    line        poverty line, yuan per head in the unit of the means
    """
    try:
        persons = person_shares(groups, conversion)
    except Undefined as ground:
        return _without_persons(groups, methods, line, ground.reason)
    points, bounds = lorenz_points(groups, persons), gini_bounds(groups, persons)
    fits = fit_all(groups, points, bounds, methods, line)
    taken = chosen(fits)
    made = _Maker(groups, persons, bounds)
    return GroupedFigures(
        groups,
        persons,
        bounds,
        fits,
        None if taken is None else taken.method,
        made.bound("lower", bounds.lower),
        made.bound("upper", bounds.upper),
        tuple(made.gini(fit) for fit in fits),
        () if line is None else tuple(each for fit in fits for each in made.poverty(fit, line, points.mean)),
    )


def _without_persons(
    groups: IncomeGroups, methods: Sequence[Method], line: float | None, reason: str
) -> GroupedFigures:
    made = _Maker(groups, None, None)
    fits = tuple(Fit(method, None, None, float("inf"), (reason,)) for method in methods)
    poverty = () if line is None else tuple(each for fit in fits for each in made.poverty(fit, line, 1.0))
    lower, upper = made.bound("lower", None, reason), made.bound("upper", None, reason)
    return GroupedFigures(groups, None, None, fits, None, lower, upper, tuple(map(made.gini, fits)), poverty, reason)


@dataclass(frozen=True, eq=False)
class _Maker:
    """Writes the Estimates of one table. Its own numbers stand in `design`, so that years share a convention."""

    groups: IncomeGroups
    persons: PersonShares | None
    bounds: Bounds | None

    def bound(self, end: str, value: float | None, reason: str = "") -> Estimate:
        label = {"lower": "分组推算基尼系数下限", "upper": "分组推算基尼系数上限"}[end]
        rule = {"lower": "all equal within groups", "upper": "as unequal within groups as limits allow; open top"}[end]
        return self._estimate(f"gini_grouped_{end}", label, value, "index", (f"bound={rule}",), "bounds", reason)

    def gini(self, fit: Fit) -> Estimate:
        notes = (f"method={fit.method.value}: {FIT_RULES[fit.method]}",)
        label = f"分组推算基尼系数（{fit.method.label}）"
        name = f"gini_grouped_{fit.method.value}"
        more = () if fit.is_valid or fit.gini is None else (f"not_valid({fit.reason})",)
        return self._estimate(name, label, fit.gini, "index", notes, fit.method.value, fit.reason, more)

    def poverty(self, fit: Fit, line: float, mean: float) -> tuple[Estimate, Estimate]:
        """Headcount and gap at the line, by this curve."""
        found: Poverty | None = None
        if fit.is_valid and fit.curve is not None:
            found = poverty_of(fit.curve, line, mean)
        notes = (f"method={fit.method.value}: {FIT_RULES[fit.method]}", f"line={line:g}", "test=<")
        made = []
        for name, label, value in (
            ("headcount", "低于贫困线的人口比重", None if found is None else found.headcount),
            ("gap", "贫困差距率", None if found is None else found.gap),
        ):
            made.append(
                self._estimate(
                    f"poverty_{name}_grouped_{fit.method.value}",
                    f"{label}（分组推算，{fit.method.label}）",
                    value,
                    "share",
                    notes,
                    fit.method.value,
                    fit.reason,
                )
            )
        return made[0], made[1]

    def _estimate(
        self,
        name: str,
        label: str,
        value: float | None,
        unit: str,
        notes: tuple[str, ...],
        method: str,
        reason: str,
        more: tuple[str, ...] = (),
    ) -> Estimate:
        groups, about = self.groups, self.groups.about
        conversion = "none" if self.persons is None else self.persons.conversion.value
        limits = "none" if self.bounds is None else self.bounds.limits.value
        convention = (f"groups={groups.k} of {groups.of.value}", f"persons={conversion}", f"limits={limits}", *notes)
        return Estimate(
            indicator=name,
            value=value,
            unit=unit,
            label=label,
            convention="; ".join(convention),
            design="" if self.persons is None else str(self.persons),
            area=about.area,
            period=about.period,
            vintage=about.vintage,
            kind=FigureKind.GROUPED,
            flags=(f"grouped({method}, {'no bounds' if self.bounds is None else self.bounds})", *more),
            status=about.status,
            rests_on=about.rests_on,
            is_synthetic=about.is_synthetic,
            reason="" if value is not None else reason,
        )
