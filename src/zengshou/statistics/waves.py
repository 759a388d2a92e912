"""Change between two samples that share PSUs, as waves of a rotating panel do: one error over the union of the PSUs.

Each wave's influence is summed by PSU and centred in its stratum and wave; the two meet in the PSUs that they share.
Without overlap the result is the sum of two variances, with full overlap that of the difference within each PSU.
Source  Qualite and Tille (2008), Survey Methodology 34, 173-181; Tam (1984), The American Statistician 38, 288-289
"""

from dataclasses import dataclass
from math import isfinite, sqrt

import numpy as np
from numpy.typing import NDArray

from zengshou.concepts.estimate import Estimate
from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.concepts.sample import Lonely, Sample
from zengshou.statistics.choices import Choices, Mask, Provenance
from zengshou.statistics.estimation import Counts, Heading, Numbers, Setting, published
from zengshou.statistics.indicators import DEFAULT, PLAIN
from zengshou.statistics.indicators import Numbers as Incomes
from zengshou.statistics.intervals import Transform, scale_of, spread, t_quantile
from zengshou.statistics.prepared import checked, domain_of, remarks, settled, variable_of
from zengshou.statistics.publication import Judged
from zengshou.statistics.ranked import Ranked
from zengshou.statistics.registry import Indicator, indicator
from zengshou.statistics.result import Result, Undefined, merged
from zengshou.statistics.variance.codes import listed
from zengshou.statistics.variance.design import Design, design_of
from zengshou.statistics.variance.domain import Domain

Keys = NDArray[np.int64]
SIGNED = Judged(is_signed=True)
WHERE = "两期样本"


@dataclass(frozen=True, eq=False)
class Union:
    """The PSUs of two designs in one list.

    place_after, place_before  (m,) place of each PSU of either design in the list
    stratum                    (u,) stratum of each place
    shared                     how many PSUs are in both
    """

    place_after: Keys
    place_before: Keys
    stratum: Keys
    shared: int

    @property
    def text(self) -> str:
        return f"{self.shared} of {len(self.stratum)} psu in both waves"


def change_between(
    name: str,
    after: Incomes,
    sample_after: Sample | Design,
    before: Incomes,
    sample_before: Sample | Design,
    *,
    domain_after: Mask | None = None,
    domain_before: Mask | None = None,
    domain_label: str = "all",
    choices: Choices = DEFAULT,
    choices_before: Choices | None = None,
    about: Provenance = PLAIN,
) -> Estimate:
    """The indicator in the later wave less that in the earlier, with the error of the difference over common PSUs.

    after, before   (n,) incomes of the rows of either sample; a relative line is estimated in each wave
    choices_before  conventions of the earlier wave where a line has its own domain or amount; default: the same
    Errors          as `estimate`; ProblemsFound where the two designs cannot be laid over one another
    """
    designs = (design_of(sample_after), design_of(sample_before))
    asked, both = indicator(name), (choices, choices_before or choices)
    union = union_of(*designs)
    parts = [
        _part(asked, income, design, domain, own)
        for income, design, domain, own in zip(
            (after, before), designs, (domain_after, domain_before), both, strict=True
        )
    ]
    head = asked.heading
    heading = Heading(f"change_{head.name}", f"{head.label}的变化", head.unit, Transform.IDENTITY, SIGNED)
    remarked = [remarks(ranked, own) for ranked, own in zip(parts, both, strict=True)]
    notes = merged(*(notes for notes, _ in remarked), (f"waves={union.text}",))
    setting = Setting(choices, about, domain_label, notes, merged(*(flags for _, flags in remarked)))
    counts = _counts(union, parts[0].domain, parts[1].domain)
    try:
        later, earlier = (
            asked.measure(checked(ranked, asked.needs, own), own) for ranked, own in zip(parts, both, strict=True)
        )
    except Undefined as ground:
        return published(Numbers(), counts, heading, setting, reason=ground.reason)
    return _change(later, earlier, union, counts, heading, setting)


def joint_variance(later: Result, earlier: Result, union: Union) -> float:
    """Variance of later - earlier: squares of the difference of the two waves' deviations, PSU by PSU."""
    moved = np.zeros(len(union.stratum))
    moved[union.place_after] += later.domain.deviations(later.z)
    moved[union.place_before] -= earlier.domain.deviations(earlier.z)
    return float(moved @ moved)


def union_of(after: Design, before: Design) -> Union:
    """PSUs of the same code in strata of the same code are the same.

    Raises  ProblemsFound: one sample without strata or PSUs, different rules for lonely PSUs, a PSU that changed strata
    """
    problems = _misfits(after.sample, before.sample)
    if problems:
        raise ProblemsFound(problems)
    m = len(after.stratum_of_psu)
    codes = np.concatenate([_codes(after, 0), _codes(before, m)])
    pairs, place = np.unique(codes, axis=0, return_inverse=True)
    if not after.sample.is_nested:
        _refuse_moved(pairs[:, 1])
    return Union(place[:m], place[m:], pairs[:, 0], len(codes) - len(pairs))


def _codes(design: Design, offset: int) -> Keys:
    """(m, 2) codes of stratum and PSU as the file has them; rows that are PSUs of their own are nobody else's."""
    psu = np.arange(offset, offset + len(design.stratum_of_psu), dtype=np.int64)
    if design.psu_of_row is not None:
        psu[design.psu_of_row] = design.sample.stages[0]
    return np.stack([design.strata[design.stratum_of_psu], psu], axis=1)


def _misfits(after: Sample, before: Sample) -> list[Problem]:
    found = []
    has_strata = [one.strata is not None for one in (after, before)]
    has_psus = [bool(one.stages) for one in (after, before)]
    for name, given in (("层", has_strata), ("初级抽样单元", has_psus)):
        if any(given) != all(given):
            found.append(Problem(f"只有一期给出了{name}。", WHERE, "两期须用同一套编号，才能认出共同的单元。"))
    if after.lonely is not before.lonely:
        found.append(Problem("两期对只有一个单元的层处理不同。", WHERE, "请选择同一种 lonely。"))
    elif after.lonely is Lonely.AVERAGE:
        found.append(Problem("两期变化不支持 lonely=average。", WHERE, "请选择 adjust 或 certainty，或合并层。"))
    if after.is_nested != before.is_nested:
        found.append(Problem("只有一期声明编号在层内嵌套。", WHERE, "两期须一致。"))
    if after.is_register != before.is_register:
        found.append(Problem("一期是登记数据，一期是样本。", WHERE, "请分别列出，不作变化的误差。"))
    return found


def _refuse_moved(psus: Keys) -> None:
    """A PSU code in two strata, over both waves."""
    ordered = np.sort(psus)
    moved = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
    if moved.size:
        found = f"初级抽样单元 {listed(moved)} 在两期中属于不同的层。"
        raise ProblemsFound(Problem(found, WHERE, "请统一两期的层，或声明编号在层内嵌套。"))


def _part(asked: Indicator, income: Incomes, design: Design, domain: Mask | None, choices: Choices) -> Ranked:
    variable = variable_of(income, design, choices)
    return variable.within(settled([variable], domain_of(design, domain), asked.needs, choices))


def _counts(union: Union, after: Domain, before: Domain) -> Counts:
    """Rows of both waves; PSUs of the union with members in either domain, less their strata."""
    if after.design.sample.is_register:
        return Counts(after.n + before.n, None, None, "register")
    here = np.zeros(len(union.stratum), dtype=bool)
    for place, domain in ((union.place_after, after), (union.place_before, before)):
        here[place if domain.psus is None else place[domain.psus]] = True
    psus = int(here.sum())
    df = psus - len(np.unique(union.stratum[here]))
    words = f"{after.design.text} | {before.design.text}; variance of change=joint influence, {union.text}"
    return Counts(after.n + before.n, psus, float(df), words)


def _change(
    later: Result, earlier: Result, union: Union, counts: Counts, heading: Heading, setting: Setting
) -> Estimate:
    value, named = later.value - earlier.value, merged(later.choices, earlier.choices)
    if counts.df is None:
        return published(Numbers(value), counts, heading, setting, named, ("register",))
    variance, level = joint_variance(later, earlier, union), setting.choices.level
    if not isfinite(variance) or counts.df <= 0:
        return published(Numbers(value), counts, heading, setting, named)
    se, t = sqrt(variance), t_quantile(0.5 + level / 2, counts.df)
    limits = spread(scale_of(value, Transform.IDENTITY), se, -t, t)
    low, high = limits if limits is not None else (None, None)
    said = (*named, f"interval=identity, t, {level:g}")
    return published(Numbers(value, se, low, high), counts, heading, setting, said)
