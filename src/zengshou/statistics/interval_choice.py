"""Which interval a figure gets: by its scale, its size and what was asked for, and how that is written out."""

from dataclasses import dataclass
from typing import Protocol

from zengshou.statistics.choices import IntervalForm
from zengshou.statistics.intervals import (
    Limits,
    Tails,
    Transform,
    bound_for_none,
    limits,
    percentile_limits,
    skewed_limits,
    studentised_limits,
)
from zengshou.statistics.publication import Judged, thresholds
from zengshou.statistics.result import Replayed, Result
from zengshou.statistics.variance.domain import Domain

MOST_PSUS = 5_000  # PSUs of a design up to which draws come unasked for: beyond, they would take seconds
LEAST_DF = 2.0  # tails are never trusted to say less, where the design has as many


class Judgeable(Protocol):
    """What a heading says of how a figure is judged."""

    @property
    def judged(self) -> Judged: ...

    @property
    def unit(self) -> str: ...

    @property
    def transform(self) -> Transform: ...


@dataclass(frozen=True)
class Asked:
    """What is asked of an interval."""

    form: IntervalForm
    transform: Transform
    level: float
    judged: Judged
    unit: str


def interval_of(result: Result, se: float, domain: Domain, asked: Asked, draws: Replayed | None) -> tuple[Limits, str]:
    """(limits, convention in words); no limits where there are no degrees of freedom or no error."""
    form = form_of(asked.form, asked, domain)
    if form is IntervalForm.BOOTSTRAP_T and (draws is None or draws.errors is None):
        form = IntervalForm.SKEWED_T if asked.judged.is_inequality else IntervalForm.T
    if asked.judged.is_rate and result.value in (0.0, 1.0) and domain.df > 0:
        return _at_the_edge(result.value, domain.n_psu, asked.level)
    if form is IntervalForm.PERCENTILE and draws is not None:
        return percentile_limits(draws.values, asked.level), f"interval=percentile, {_drawn(draws)}, {asked.level:g}"
    if form is IntervalForm.BOOTSTRAP_T and draws is not None and draws.errors is not None:
        found = studentised_limits(result.value, se, draws.values, draws.errors, domain.df, asked.level)
        return _raised(found, result, asked, f"interval=identity, bootstrap_t, {_drawn(draws)}, {asked.level:g}")
    if form is IntervalForm.SKEWED_T and domain.df > 0:
        tails = _tails(result, domain)
        found, scale = skewed_limits(result.value, se, tails, asked.transform, asked.level)
        words = f"interval={scale.value}, skewed_t, {asked.level:g}"
        return _raised(found, result, asked, words)
    found, scale = limits(result, se, domain.df, asked.transform, asked.level)
    return found, f"interval={scale.value}, t, {asked.level:g}"


def form_of(form: IntervalForm, heading: Judgeable, domain: Domain) -> IntervalForm:
    """The form in use for a figure of `domain`: AUTO is settled by what was measured (docs/coverage.md).

    A quantile keeps the inversion of its share. Draws of PSUs say nothing where a stratum has few, nor of residuals.
    """
    if form is IntervalForm.AUTO:
        rules = thresholds()
        if not heading.judged.is_inequality or domain.n >= rules.small_sample_inequality:
            return IntervalForm.T
        design = domain.design
        is_drawable = design.residuals is None and len(design.stratum_of_psu) <= MOST_PSUS
        is_drawable = is_drawable and int(design.psu_counts.min()) >= rules.bootstrap_t_psu
        is_index = heading.unit == "index" and domain.n >= rules.bootstrap_t_rows
        form = IntervalForm.BOOTSTRAP_T if is_drawable and is_index else IntervalForm.SKEWED_T
    if form is IntervalForm.SKEWED_T and heading.transform is Transform.WOODRUFF:
        return IntervalForm.T
    return form


def _tails(result: Result, domain: Domain) -> Tails:
    skewness, df = result.domain.tails(result.z)
    return Tails(skewness, max(min(df, domain.df), min(LEAST_DF, domain.df)))


def _raised(found: Limits, result: Result, asked: Asked, words: str) -> tuple[Limits, str]:
    """Limits of an inequality index made good for its small-sample bias, where its own form does not do so already."""
    share = result.domain.weight_concentration
    is_biased = asked.judged.is_inequality and asked.unit == "index" and "gini=kish" not in result.choices
    if found is None or not is_biased or not share < 1:
        return found, words
    low, high = (limit / (1.0 - share) for limit in found)
    return (low, min(high, 1.0) if asked.transform is Transform.LOGIT else high), f"{words}; limits=of the kish form"


def _at_the_edge(value: float, n_psu: int, level: float) -> tuple[Limits, str]:
    """A rate of exactly 0 or 1 has no linearised error: the exact binomial bound over its PSUs stands in."""
    bound = bound_for_none(n_psu, level)
    found = (0.0, bound) if value == 0 else (1.0 - bound, 1.0)
    return found, "interval=clopper_pearson over psu"


def _drawn(draws: Replayed) -> str:
    spec = draws.replication.spec
    return f"draws={draws.replication.count}, seed={spec.seed}"
