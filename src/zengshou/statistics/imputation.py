"""Multiple imputation: one figure over several completed columns, with the error of what had to be filled in.

Source  Rubin (1987), Multiple Imputation for Nonresponse in Surveys, 3.3; Barnard and Rubin (1999), Biometrika 86, 948
"""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, sqrt

import numpy as np

from zengshou.concepts.estimate import Estimate
from zengshou.concepts.problem import refuse
from zengshou.concepts.sample import Sample
from zengshou.statistics.choices import Choices, IntervalForm, Mask, Provenance
from zengshou.statistics.estimation import Counts, Heading, Numbers, Setting, published
from zengshou.statistics.indicators import DEFAULT, PLAIN, estimate
from zengshou.statistics.indicators import Numbers as Incomes
from zengshou.statistics.intervals import scale_of, spread, t_quantile
from zengshou.statistics.registry import indicator
from zengshou.statistics.result import merged
from zengshou.statistics.variance.design import Design, design_of


@dataclass(frozen=True)
class Combined:
    """Rubin's combination of m figures.

    value    their mean
    within   mean of the squared errors
    between  variance of the figures
    df       Barnard and Rubin's degrees of freedom
    """

    value: float
    within: float
    between: float
    df: float
    m: int

    @property
    def variance(self) -> float:
        return self.within + (1.0 + 1.0 / self.m) * self.between

    @property
    def missing_rate(self) -> float:
        """Share of the variance that comes from what is missing."""
        return (1.0 + 1.0 / self.m) * self.between / self.variance if self.variance > 0 else 0.0


def imputed(
    name: str,
    columns: Sequence[Incomes],
    samples: Sample | Design | Sequence[Sample | Design],
    *,
    domain: Mask | Sequence[Mask] | None = None,
    domain_label: str = "all",
    choices: Choices = DEFAULT,
    about: Provenance = PLAIN,
) -> Estimate:
    """One indicator over m completed columns of one income.

    columns  m columns (n,), one an imputation
    samples  their sample, or one for each where weights or rows differ
    domain   (n,) rows the figure is about, or one such column for each imputation
    Errors   as `estimate`; a figure undefined in any imputation has no value, and says in how many
    """
    _check(columns, samples, domain)
    asked = indicator(name)
    m = len(columns)
    designs = [design_of(one) for one in samples] if isinstance(samples, Sequence) else [design_of(samples)] * m
    masks = [domain] * m if domain is None or isinstance(domain, np.ndarray) else list(domain)
    plain = dataclasses.replace(choices, intervals=IntervalForm.T)  # the interval is that of all of them together
    figures = [
        estimate(name, column, design, domain=mask, domain_label=domain_label, choices=plain, about=about)
        for column, design, mask in zip(columns, designs, masks, strict=True)
    ]
    return _combined(figures, asked.heading, Setting(choices, about, domain_label))


def rubin(values: Sequence[float], errors: Sequence[float], df: float) -> Combined:
    """Combines figures and their standard errors; `df` are the degrees of freedom of the complete data, above 0."""
    m = len(values)
    within = float(np.mean(np.square(errors)))
    between = float(np.var(values, ddof=1))
    extra = (1.0 + 1.0 / m) * between
    share = extra / (within + extra) if within + extra > 0 else 0.0
    observed = (df + 1.0) / (df + 3.0) * df * (1.0 - share)
    if share == 0:
        return Combined(float(np.mean(values)), within, between, df, m)
    from_imputation = (m - 1) / share**2
    inverse = 1.0 / from_imputation + (1.0 / observed if observed > 0 else float("inf"))
    return Combined(float(np.mean(values)), within, between, 1.0 / inverse, m)


def _combined(figures: Sequence[Estimate], heading: Heading, setting: Setting) -> Estimate:
    first, m = figures[0], len(figures)
    flags = merged(*(one.flags for one in figures))
    named = (
        *(part for part in first.convention.split("; ") if not part.startswith(("interval=", "measured_coverage="))),
    )
    said = (*named, f"imputations={m}, rubin")
    counts = Counts(first.n or 0, first.n_psu, first.df, first.design)
    empty = [one for one in figures if one.value is None]
    if empty:
        reason = f"{m} 次插补中有 {len(empty)} 次无法计算：{empty[0].reason}"
        return published(Numbers(), counts, heading, setting, said, reason=reason)
    values = [one.value for one in figures if one.value is not None]
    errors = [one.se for one in figures if one.se is not None]
    kept = tuple(flag for flag in flags if flag in ("negative_income", "register", "replicates_undefined"))
    if len(errors) < m or not first.df or first.df <= 0:
        numbers = Numbers(float(np.mean(values)))
        return published(numbers, counts, heading, setting, said, (*kept, *_no_error(first)))
    found = rubin(values, errors, first.df)
    numbers, scale = _numbers(found, heading, setting.choices.level)
    words = (*said, f"missing_information={found.missing_rate:.2g}", f"interval={scale}, t, {setting.choices.level:g}")
    return published(numbers, Counts(counts.n, counts.n_psu, found.df, counts.design), heading, setting, words, kept)


def _no_error(first: Estimate) -> tuple[str, ...]:
    """A register that was filled in has the error of the filling in alone, which Rubin's rules do not give."""
    return ("imputation_error_unknown",) if first.df is None else ()


def _numbers(found: Combined, heading: Heading, level: float) -> tuple[Numbers, str]:
    se = sqrt(found.variance)
    if not isfinite(se) or found.df <= 0:
        return Numbers(found.value), "none"
    t = t_quantile(0.5 + level / 2, found.df)
    scale = scale_of(found.value, heading.transform)
    limits = spread(scale, se, -t, t)
    low, high = limits if limits is not None else (None, None)
    return Numbers(found.value, se, low, high), scale.transform.value


def _check(
    columns: Sequence[Incomes],
    samples: Sample | Design | Sequence[Sample | Design],
    domain: Mask | Sequence[Mask] | None,
) -> None:
    m = len(columns)
    if m < 2:
        raise refuse(f"多重插补只有 {m} 列。", "插补列", "至少两列，常用 5 列以上。")
    for name, given in (("样本", samples), ("域", domain)):
        if given is not None and not isinstance(given, Sample | Design | np.ndarray) and len(given) != m:
            raise refuse(f"{name}有 {len(given)} 个，插补有 {m} 列。", "插补列", "请给一个，或每列一个。")
