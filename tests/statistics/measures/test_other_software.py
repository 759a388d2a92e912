"""Figures of R survey and laeken, and of definitions written out in R on a file with each row repeated.

The script is tests/reference/r/poverty_gaps_bands_and_indices.R; the data are whole-number arithmetic.
"""

import numpy as np
import pytest
from pytest import approx

from tests.statistics.cases import error_of, value_of
from zengshou.concepts.estimate import Estimate
from zengshou.concepts.sample import Sample
from zengshou.statistics.choices import Amount, Choices
from zengshou.statistics.decomposition.redistribution import progressivity
from zengshou.statistics.income_bands import band_rate
from zengshou.statistics.indicators import estimate
from zengshou.statistics.measures.income_band import IncomeBand
from zengshou.statistics.measures.joint_ranks import FixedClasses
from zengshou.statistics.mobility import mobility, transition_matrix

ROW = np.arange(1, 401, dtype=np.int64)
INCOME = (2000 + ((ROW * 7919) % 1009) * 40 + ((ROW * 104729) % 97) ** 2).astype(float)
TAX = np.maximum(INCOME - 20000, 0) * (0.1 + ((ROW * 31) % 7) / 50)
LATER = 0.6 * INCOME + ((ROW * 6151) % 811) * 25
SAMPLE = Sample((48 + 6 * ((ROW * 37) % 11)).astype(float), strata=(ROW - 1) // 100, psu=(ROW - 1) // 10)
AT_18000 = Choices(line=Amount(18000))
CLASSES = FixedClasses((18000.0,))
BY_SURVEY = {
    "poverty_gap_mean": (2230.82878030012, 152.496129694644),
    "poverty_gap_total": (69575088, 4761212.74550844),
    "poverty_gap_of_poor": (6817.07701352146, 345.65949129437),
    "income_gap_ratio": (0.378726500751192, 0.0192033050719094),
    "band": (0.364178530203925, 0.0171180106847703),
    "average_tax_rate": (0.0505309248125443, 0.00127366537277427),
    "transition(1,2)": (0.432686654908877, 0.0416898088586173),
    "fields_ok_amount": (6140.9872258561, 183.834994749649),
}
INDICES = {
    "gini": 0.275213219436284,
    "sen": 0.167611827971339,
    "sst": 0.221606124559077,
    "wolfson": 0.266524603152465,
    "egr(1.3,3)": 0.0848095630729992,
    "suits": 0.344735365734598,
    "rank_correlation": 0.783334134047002,
    "der(0.5)": 0.399560206358134,
}


def named(found: tuple[Estimate, ...], name: str) -> Estimate:
    return next(one for one in found if one.indicator == name)


def figure(name: str) -> Estimate:
    if name in ("average_tax_rate", "suits"):
        return named(progressivity(INCOME, TAX, INCOME - TAX, SAMPLE), name)
    if name == "transition(1,2)":
        return named(transition_matrix(INCOME, LATER, SAMPLE, classes=CLASSES), name)
    if name in ("fields_ok_amount", "rank_correlation"):
        return named(mobility(INCOME, LATER, SAMPLE, classes=CLASSES), name)
    if name == "band":
        return band_rate(IncomeBand(Amount(15000), Amount(30000), "band", "区间"), INCOME, SAMPLE)[0]
    return estimate(name, INCOME, SAMPLE, choices=AT_18000)


@pytest.mark.parametrize("name", BY_SURVEY)
def test_value_and_error_are_those_of_r_survey(name: str) -> None:
    found = figure(name)
    assert (value_of(found), error_of(found)) == (approx(BY_SURVEY[name][0]), approx(BY_SURVEY[name][1], rel=1e-8))


@pytest.mark.parametrize("name", INDICES)
def test_the_index_is_that_of_its_definition_on_a_file_with_each_row_repeated(name: str) -> None:
    """The density of `der` is read from a grid, right to a few parts in ten thousand."""
    assert value_of(figure(name)) == approx(INDICES[name], rel=1e-4 if name.startswith("der") else 1e-9)
