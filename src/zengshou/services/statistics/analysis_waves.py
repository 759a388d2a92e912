"""The change of a figure between two tables: two rounds of a survey whose sampling units may be the same."""

import dataclasses
from enum import Enum

import numpy as np

from zengshou.concepts.estimate import Estimate
from zengshou.concepts.sample import Codes, Sample
from zengshou.services.statistics.analysis import Trace
from zengshou.services.statistics.survey_columns import DesignCodes, Surveyed, codes_of, crossed
from zengshou.statistics.waves import change_between


class Units(Enum):
    """How the sampling units of two tables are related.

    SHARED    one list of numbers: the same number in the same stratum is the same unit, as in a rotating panel
    SEPARATE  drawn apart: no unit of one is a unit of the other
    """

    SHARED = "shared"
    SEPARATE = "separate"


def changed_between(after: Trace, before: Trace, units: Units, label: str) -> Estimate:
    """The figure of the later table less that of the earlier, units that both share entering jointly.

    Raises  ProblemsFound where the designs cannot be laid over one another
    """
    later, earlier = on_one_list(after.asked.data, before.asked.data, units)
    return change_between(
        after.name,
        after.income,
        later,
        before.income,
        earlier,
        domain_after=after.domain,
        domain_before=before.domain,
        domain_label=label,
        choices=after.asked.choices,
        about=after.asked.about,
    )


def on_one_list(later: Surveyed, earlier: Surveyed, units: Units) -> tuple[Sample, Sample]:
    """Both samples with codes of strata and first-stage units from one list of names."""
    strata = _together(*(crossed(one.table, one.columns.strata) for one in (later, earlier)))
    first = [one.columns.psu[0] if one.columns.psu else one.columns.household for one in (later, earlier)]
    psu = _together(*(codes_of(one.table, name) for one, name in zip((later, earlier), first, strict=True)))
    if units is Units.SEPARATE and psu[0] is not None and psu[1] is not None:
        psu = (psu[0], psu[1] + int(max(psu[0].max(), psu[1].max())) + 1)
    made = [_with_codes(one.sample, s, p) for one, s, p in zip((later, earlier), strata, psu, strict=True)]
    return made[0], made[1]


def _with_codes(sample: Sample, strata: Codes | None, psu: Codes | None) -> Sample:
    """The sample with other codes of its strata and first stage; later stages keep theirs."""
    stages = sample.stages
    if psu is None or not stages:
        return dataclasses.replace(sample, strata=strata)
    return dataclasses.replace(sample, strata=strata, psu=[psu, *stages[1:]], household=None)


def _together(left: DesignCodes | None, right: DesignCodes | None) -> tuple[Codes | None, Codes | None]:
    """Codes of two columns in one list of names; None where a column is not there."""
    if left is None or right is None:
        return None if left is None else left.codes, None if right is None else right.codes
    if left.labels is None and right.labels is None:
        return left.codes, right.codes
    named = [_named(one) for one in (left, right)]
    place = {label: code for code, label in enumerate(sorted({*named[0][1], *named[1][1]}))}
    made = [np.array([place[label] for label in labels], dtype=np.int64)[codes] for codes, labels in named]
    return made[0], made[1]


def _named(one: DesignCodes) -> tuple[Codes, tuple[str, ...]]:
    """Codes that count the labels, and the labels."""
    if one.labels is not None:
        return one.codes, one.labels
    values, place = np.unique(one.codes, return_inverse=True)
    return place.astype(np.int64), tuple(str(value) for value in values)
