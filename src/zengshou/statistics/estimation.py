"""From a Result to an Estimate: error, interval, flags, and the conventions written out."""

import dataclasses
from dataclasses import dataclass, field
from math import isfinite, sqrt

from zengshou.concepts.estimate import Estimate, FigureKind
from zengshou.statistics.choices import Choices, Provenance
from zengshou.statistics.intervals import Limits, Transform, bound_for_none, limits
from zengshou.statistics.publication import PLAIN, Judged, flags, measured_coverage, thresholds
from zengshou.statistics.result import Result, merged
from zengshou.statistics.variance.domain import Domain


@dataclass(frozen=True)
class Heading:
    """What a figure is called and how its interval is built. `unit` empty: the unit of the income."""

    name: str
    label: str
    unit: str = ""
    transform: Transform = Transform.IDENTITY
    judged: Judged = PLAIN


@dataclass(frozen=True, eq=False)
class Setting:
    """Everything about an Estimate besides its value: the conventions, where it comes from, which domain.

    notes  conventions added by the caller, each as name=value
    flags  flags added by the caller
    """

    choices: Choices = field(default_factory=Choices)
    about: Provenance = field(default_factory=Provenance)
    domain: str = "all"
    notes: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


def estimate_of(result: Result, heading: Heading, domain: Domain, setting: Setting) -> Estimate:
    """The figure with its error. `domain` counts n, PSUs and degrees of freedom; a line may have reached beyond it."""
    if domain.design.sample.is_register:
        plain = _blank(heading, domain, setting, result.choices, value=result.value)
        return _flagged(plain, heading, ("register", *setting.flags))
    se = sqrt(max(variance, 0.0)) if isfinite(variance := result.variance()) and domain.df > 0 else float("nan")
    bounds, transform = limits(result, se, domain.df, heading.transform, setting.choices.level)
    bounds, scale = _at_the_edge(result.value, bounds, transform, heading, domain, setting.choices.level)
    named = merged(result.choices, (f"interval={scale}, t, {setting.choices.level:g}",))
    low, high = bounds if bounds is not None else (None, None)
    estimate = _blank(
        heading, domain, setting, named, value=result.value, se=se if isfinite(se) else None, low=low, high=high
    )
    return _flagged(estimate, heading, setting.flags)


def undefined(reason: str, heading: Heading, domain: Domain, setting: Setting) -> Estimate:
    """The figure that has no value here, with the reason."""
    return _flagged(_blank(heading, domain, setting, (), reason=reason), heading, setting.flags)


def _at_the_edge(
    value: float, bounds: Limits, transform: Transform, heading: Heading, domain: Domain, level: float
) -> tuple[Limits, str]:
    """A rate of exactly 0 or 1 has no linearised error: the exact binomial bound over its PSUs stands in."""
    if not heading.judged.is_rate or value not in (0.0, 1.0) or domain.df <= 0:
        return bounds, transform.value
    bound = bound_for_none(domain.n_psu, level)
    return ((0.0, bound) if value == 0 else (1.0 - bound, 1.0)), "clopper_pearson over psu"


def _blank(
    heading: Heading,
    domain: Domain,
    setting: Setting,
    named: tuple[str, ...],
    *,
    value: float | None = None,
    se: float | None = None,
    low: float | None = None,
    high: float | None = None,
    reason: str = "",
) -> Estimate:
    about, design = setting.about, domain.design
    is_register = design.sample.is_register
    kind = FigureKind.REGISTER if is_register and about.kind is FigureKind.SURVEY else about.kind
    return Estimate(
        indicator=heading.name,
        value=value,
        se=se,
        ci_low=low,
        ci_high=high,
        n=domain.n,
        n_psu=None if is_register else domain.n_psu,
        df=None if is_register else float(domain.df),
        unit=heading.unit or about.unit,
        label=heading.label,
        convention="; ".join(merged(named, setting.notes)),
        design=design.text,
        domain=setting.domain,
        area=about.area,
        period=about.period,
        vintage=about.vintage,
        kind=kind,
        status=about.status,
        rests_on=about.rests_on,
        is_synthetic=about.is_synthetic,
        reason=reason,
    )


def _flagged(estimate: Estimate, heading: Heading, more: tuple[str, ...]) -> Estimate:
    from_rules = flags(estimate, heading.judged, thresholds())
    convention = estimate.convention
    if "small_sample_interval" in from_rules and estimate.n is not None:
        convention = f"{convention}; {measured_coverage(estimate.n, thresholds())}"
    rests = ("rests_on_unverified",) if estimate.rests_on else ()
    return dataclasses.replace(estimate, flags=merged(from_rules, more, rests), convention=convention)
