"""Flags: which figures ask for caution and which are not fit to publish, by the thresholds of `publication.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from zengshou.concepts.estimate import Estimate


@dataclass(frozen=True)
class Thresholds:
    """The names and numbers of `publication.yaml`."""

    few_cases: int
    few_psu: int
    caution_cv: float
    not_published_cv: float
    caution_half_width: float
    not_published_half_width: float
    small_sample_inequality: int
    bootstrap_t_rows: int
    bootstrap_t_psu: int
    measured_coverage: Mapping[str, Mapping[str, Mapping[int, float]]]


@cache
def thresholds() -> Thresholds:
    """The thresholds shipped with the room."""
    text = resources.files("zengshou.statistics").joinpath("publication.yaml").read_text(encoding="utf-8")
    return Thresholds(**yaml.safe_load(text))


@dataclass(frozen=True)
class Judged:
    """How an indicator is judged. A signed figure, such as a change, has no coefficient of variation worth reading."""

    is_rate: bool = False
    is_inequality: bool = False
    is_signed: bool = False


PLAIN = Judged()


def flags(estimate: Estimate, judged: Judged, rules: Thresholds) -> tuple[str, ...]:
    """Names of the warnings this figure carries."""
    found = []
    if estimate.n is not None and estimate.n < rules.few_cases:
        found.append("few_cases")
    if estimate.df is None:  # a register: no sampling error to judge
        return tuple(found)
    if estimate.n_psu is not None and estimate.n_psu < rules.few_psu:
        found.append("few_psu")
    if estimate.se is None and estimate.value is not None:
        found.append("no_standard_error")
    if judged.is_inequality and estimate.n is not None and estimate.n < rules.small_sample_inequality:
        found.append("small_sample_interval")
    return (*found, *_precision(estimate, judged, rules))


def _precision(estimate: Estimate, judged: Judged, rules: Thresholds) -> tuple[str, ...]:
    if judged.is_signed:
        return ()
    if judged.is_rate:
        if estimate.ci_low is None or estimate.ci_high is None:
            return ()
        size = (estimate.ci_high - estimate.ci_low) / 2
        caution, refused = rules.caution_half_width, rules.not_published_half_width
    else:
        if estimate.cv is None:
            return ()
        size, caution, refused = estimate.cv, rules.caution_cv, rules.not_published_cv
    return ("not_published",) if size > refused else ("caution",) if size > caution else ()


def measured_coverage(name: str, form: str, n: int, rules: Thresholds) -> str:
    """What a nominal 95 % interval of this form covered at about this many rows: of the index, else of the Gini."""
    measured = rules.measured_coverage[form]
    known = name if name in measured else "gini"
    by_size = measured[known]
    size = max((size for size in by_size if size <= n), default=min(by_size))
    return f"measured_coverage={by_size[size]:g} of {known} at n={size}"
