"""The public face of the room: one figure, a table of figures by domain, and the result behind a figure.

Changes, contrasts, ratios and rates stand in `comparisons`, progressivity in `redistribution`, waves in `waves`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from zengshou.concepts.estimate import Estimate
from zengshou.concepts.problem import refuse
from zengshou.concepts.sample import Sample
from zengshou.statistics.choices import Choices, IntervalForm, Mask, Provenance
from zengshou.statistics.estimation import NO_EVIDENCE, Setting, estimate_of, undefined
from zengshou.statistics.exact import Exact
from zengshou.statistics.prepared import checked, domain_of, remarks, settled, variable_of
from zengshou.statistics.ranked import Ranked, Variable
from zengshou.statistics.registry import Indicator, indicator
from zengshou.statistics.resampling import Task, evidence_of, shares_replicates
from zengshou.statistics.result import Evidence, Result, Undefined
from zengshou.statistics.variance.design import Design, Index, design_of
from zengshou.statistics.variance.domain import Domain

Numbers = NDArray[np.generic]
DEFAULT = Choices()
PLAIN = Provenance()


@dataclass(frozen=True, eq=False)
class Grouping:
    """A partition of the rows: `codes` (n,) index into `labels`; a negative code belongs to no group."""

    codes: Index
    labels: tuple[str, ...]


def estimate(
    name: str,
    income: Numbers,
    sample: Sample | Design,
    *,
    domain: Mask | None = None,
    domain_label: str = "all",
    choices: Choices = DEFAULT,
    about: Provenance = PLAIN,
) -> Estimate:
    """One indicator of an income over one domain, with its error.

    income  (n,) in one unit and period, for instance yuan per person per year; NaN only outside the domain
    domain  (n,) True for the rows the figure is about; the others stay in the design
    Errors  ProblemsFound for an unknown name or a faulty design; what cannot be computed comes back as an
            Estimate without value and with the reason
    """
    design = design_of(sample)
    variable = variable_of(income, design, choices)
    setting = Setting(choices, about, domain_label)
    found = [(*pair, setting) for pair in _ranked([indicator(name)], variable, domain_of(design, domain), choices)]
    return _figures(found, design, choices)[0]


def table(
    names: Sequence[str],
    income: Numbers,
    sample: Sample | Design,
    *,
    by: Grouping | None = None,
    domain: Mask | None = None,
    choices: Choices = DEFAULT,
    about: Provenance = PLAIN,
) -> tuple[Estimate, ...]:
    """Many indicators over each group of `by` (or over everyone), one sort a domain; groups first, then `names`.

    Errors  as `estimate`
    """
    asked = [indicator(name) for name in names]
    design = design_of(sample)
    variable = variable_of(income, design, choices)
    whole = domain_of(design, domain)
    parts = (
        [(one, ranked, Setting(choices, about, label)) for one, ranked in _ranked(asked, variable, part, choices)]
        for label, part in parts_of(whole, by)
    )
    if shares_replicates(design, choices):
        return _figures(list(chain.from_iterable(parts)), design, choices)
    return tuple(figure for part in parts for figure in _figures(part, design, choices))


def result(
    name: str, income: Numbers, sample: Sample | Design, *, domain: Mask | None = None, choices: Choices = DEFAULT
) -> Result:
    """The value and the influence of every row, for contrasts of one's own. Raises  Undefined where there is none."""
    design = design_of(sample)
    asked = indicator(name)
    variable = variable_of(income, design, choices)
    part = settled([variable], domain_of(design, domain), asked.needs, choices)
    return asked.measure(checked(variable.within(part), asked.needs, choices), choices)


def parts_of(whole: Domain, by: Grouping | None) -> Iterator[tuple[str, Domain]]:
    """(label, domain) of each group, in the order of its labels; rows keep the order of the file."""
    if by is None:
        yield "all", whole
        return
    if len(by.codes) != whole.design.n:
        raise refuse(f"分组列有 {len(by.codes)} 行，抽样设计有 {whole.design.n} 行。", "by", "各列须来自同一批行。")
    codes = by.codes if whole.rows is None else by.codes[whole.rows]
    small = codes.astype(np.int16) if len(by.labels) < 30_000 else codes  # sixteen bits are sorted by radix
    order = np.argsort(small, kind="stable")
    ends = np.searchsorted(small[order], np.arange(len(by.labels) + 1))
    for group, label in enumerate(by.labels):
        rows = order[ends[group] : ends[group + 1]]
        yield label, Domain(whole.design, rows if whole.rows is None else whole.rows[rows])


def _ranked(
    asked: Sequence[Indicator], variable: Variable, domain: Domain, choices: Choices
) -> Iterator[tuple[Indicator, Ranked]]:
    """Every indicator of one domain with its income; those that rest on the same rows share one sort."""
    kept: dict[Domain, Ranked] = {}
    dropped: dict[bool, Domain] = {}
    for one in asked:
        is_strict = one.needs.name == "POSITIVE"
        if is_strict not in dropped:
            dropped[is_strict] = settled([variable], domain, one.needs, choices)
        part = dropped[is_strict]
        if part not in kept:
            kept[part] = variable.within(part)
        yield one, kept[part]


def _figures(
    found: Sequence[tuple[Indicator, Ranked, Setting]], design: Design, choices: Choices
) -> tuple[Estimate, ...]:
    """The figures, with what replicates say of those whose error or interval comes from them."""
    needed = [
        place for place, (one, ranked, _) in enumerate(found) if _is_resampled(Task(one, ranked, choices), design)
    ]
    if not needed:
        exact = Exact(choices) if design.sample.is_register else None
        return tuple(
            _settled(_measured(one, ranked, choices, exact), one, ranked, setting) for one, ranked, setting in found
        )
    measured = [_measured(one, ranked, choices) for one, ranked, _ in found]
    defined = [place for place in needed if isinstance(measured[place], Result)]
    tasks = [Task(found[place][0], found[place][1], choices) for place in defined]
    evidence = dict(zip(defined, evidence_of(tasks, design, choices), strict=True))
    return tuple(
        _settled(figure, *found[place], evidence.get(place, NO_EVIDENCE)) for place, figure in enumerate(measured)
    )


def _is_resampled(task: Task, design: Design) -> bool:
    """True where the figure is worked out again in replicates of one kind or another."""
    if design.sample.is_register or design.weight_fault:
        return False
    return shares_replicates(design, task.choices) or task.form is IntervalForm.BOOTSTRAP_T


def _measured(asked: Indicator, ranked: Ranked, choices: Choices, exact: Exact | None = None) -> Result | Undefined:
    """The figure, or the ground for there being none. A register's comes without influence."""
    try:
        if exact is not None:
            return exact.result(asked, ranked)
        return asked.measure(checked(ranked, asked.needs, choices), choices)
    except Undefined as ground:
        return ground


def _settled(
    found: Result | Undefined,
    asked: Indicator,
    ranked: Ranked,
    setting: Setting,
    evidence: Evidence = NO_EVIDENCE,
) -> Estimate:
    notes, flags = remarks(ranked, setting.choices)
    full = Setting(setting.choices, setting.about, setting.domain, setting.notes + notes, setting.flags + flags)
    if isinstance(found, Undefined):
        return undefined(found.reason, asked.heading, ranked.domain, full)
    return estimate_of(found, asked.heading, ranked.domain, full, evidence)
