"""From a Result to an Estimate: error, interval, flags, and the conventions written out."""

import dataclasses
from dataclasses import dataclass, field
from math import isfinite, sqrt

from zengshou.concepts.estimate import Estimate, FigureKind
from zengshou.statistics.choices import Choices, IntervalForm, Provenance
from zengshou.statistics.interval_choice import Asked, interval_of
from zengshou.statistics.intervals import Transform
from zengshou.statistics.publication import PLAIN, Judged, flags, measured_coverage, thresholds
from zengshou.statistics.result import Evidence, Replayed, Result, merged
from zengshou.statistics.variance.domain import Domain

NO_EVIDENCE = Evidence()
SMALL_FORMS = (IntervalForm.SKEWED_T, IntervalForm.BOOTSTRAP_T)
FEW_REPLICATES = 0.05  # share of replicates without a value that is worth a flag


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


@dataclass(frozen=True)
class Counts:
    """What a figure rests on: rows, PSUs and degrees of freedom (None for a register), the design in words."""

    n: int
    n_psu: int | None
    df: float | None
    design: str


@dataclass(frozen=True)
class Numbers:
    """What is counted and computed of one figure; None where there is none."""

    value: float | None = None
    se: float | None = None
    low: float | None = None
    high: float | None = None
    deff: float | None = None


def estimate_of(
    result: Result, heading: Heading, domain: Domain, setting: Setting, evidence: Evidence = NO_EVIDENCE
) -> Estimate:
    """The figure with its error. `domain` counts n, PSUs and degrees of freedom; a line may have reached beyond it.

    evidence  what replicates say of it; without, replicates of the design work on its influence
    """
    if domain.design.sample.is_register:
        return published(Numbers(result.value), counts_of(domain), heading, setting, result.choices, ("register",))
    se, notes, missed = _error(result, domain, evidence.own)
    asked = Asked(setting.choices.intervals, heading.transform, setting.choices.level, heading.judged, heading.unit)
    bounds, said = interval_of(result, se, domain, asked, evidence.draws)
    low, high = bounds if bounds is not None else (None, None)
    numbers = Numbers(result.value, se if isfinite(se) else None, low, high, result.deff(se))
    named = merged(result.choices, notes, (said,))
    return published(numbers, counts_of(domain), heading, setting, named, missed)


def _error(result: Result, domain: Domain, own: Replayed | None) -> tuple[float, tuple[str, ...], tuple[str, ...]]:
    """(standard error or NaN, conventions, flags)."""
    replication = domain.design.replication
    if own is not None:
        variance = own.variance(result.value)
        notes = (f"replicates_without_value={own.missing}",) if own.missing else ()
        missed = ("replicates_undefined",) if own.missing > FEW_REPLICATES * len(own.values) else ()
    else:
        variance, missed = result.variance(), ()
        notes = () if replication is None else ("replicates=of the linearised figure",)
    is_known = isfinite(variance) and domain.df > 0
    return sqrt(max(variance, 0.0)) if is_known else float("nan"), notes, missed


def undefined(reason: str, heading: Heading, domain: Domain, setting: Setting) -> Estimate:
    """The figure that has no value here, with the reason."""
    return published(Numbers(), counts_of(domain), heading, setting, reason=reason)


def counts_of(domain: Domain) -> Counts:
    """What the figures of a domain rest on."""
    text = domain.design.text
    if domain.design.sample.is_register:
        return Counts(domain.n, None, None, text)
    return Counts(domain.n, domain.n_psu, float(domain.df), text)


def published(
    numbers: Numbers,
    counts: Counts,
    heading: Heading,
    setting: Setting,
    named: tuple[str, ...] = (),
    flags: tuple[str, ...] = (),
    reason: str = "",
) -> Estimate:
    """The Estimate of numbers computed already, with the flags and warnings that they deserve.

    named  conventions, each as name=value; `setting` adds its own
    """
    about = setting.about
    kind = FigureKind.REGISTER if counts.df is None and about.kind is FigureKind.SURVEY else about.kind
    estimate = Estimate(
        indicator=heading.name,
        value=numbers.value,
        se=numbers.se,
        ci_low=numbers.low,
        ci_high=numbers.high,
        n=counts.n,
        n_psu=counts.n_psu,
        df=counts.df,
        unit=heading.unit or about.unit,
        label=heading.label,
        convention="; ".join(merged(named, setting.notes)),
        design=counts.design,
        domain=setting.domain,
        area=about.area,
        period=about.period,
        vintage=about.vintage,
        kind=kind,
        status=about.status,
        rests_on=about.rests_on,
        is_synthetic=about.is_synthetic,
        reason=reason,
        deff=numbers.deff,
    )
    return _flagged(estimate, heading, (*flags, *setting.flags))


def _flagged(estimate: Estimate, heading: Heading, more: tuple[str, ...]) -> Estimate:
    from_rules = flags(estimate, heading.judged, thresholds())
    convention = estimate.convention
    if "small_sample_interval" in from_rules and estimate.n is not None:
        form = next((form for form in SMALL_FORMS if f", {form.value}, " in convention), IntervalForm.T)
        convention = f"{convention}; {measured_coverage(estimate.indicator, form.value, estimate.n, thresholds())}"
    rests = ("rests_on_unverified",) if estimate.rests_on else ()
    return dataclasses.replace(estimate, flags=merged(from_rules, more, rests), convention=convention)
