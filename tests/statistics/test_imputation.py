"""Multiple imputation by Rubin's rules."""

from math import sqrt

import numpy as np
import pytest
from pytest import approx

from tests.statistics.cases import error_of, value_of
from zengshou.concepts.problem import ProblemsFound
from zengshou.concepts.sample import Sample
from zengshou.statistics.imputation import imputed, rubin
from zengshou.statistics.indicators import estimate
from zengshou.statistics.registry import INDICATORS

RNG = np.random.default_rng(3)
KNOWN = RNG.lognormal(3, 0.5, 120)
COLUMNS = [np.where(np.arange(120) < 30, RNG.permutation(KNOWN), KNOWN) for _ in range(5)]
SAMPLE = Sample(np.ones(120), psu=np.arange(120) // 2)


def test_rubin_by_hand() -> None:
    """Values 10, 12, 14, errors 1, 2, 3, 20 degrees of freedom: W = 14/3, B = 4, T = 14/3 + 4/3 * 4 = 10.

    Share 16/30; from imputation 2/(16/30)^2 = 7.03125; observed 21/23 * 20 * 14/30 = 8.52174; together 3.85250.
    """
    found = rubin([10, 12, 14], [1, 2, 3], 20)
    assert (found.value, found.variance, found.missing_rate) == (approx(12), approx(10), approx(16 / 30))
    assert found.df == approx(1 / (1 / 7.03125 + 1 / (21 / 23 * 20 * 14 / 30)))


def test_columns_that_agree_have_the_error_of_one() -> None:
    one, several = estimate("mean", KNOWN, SAMPLE), imputed("mean", [KNOWN] * 4, SAMPLE)
    assert (several.value, several.se, several.df) == (approx(one.value), approx(one.se), one.df)
    assert (several.ci_low, several.ci_high) == (approx(one.ci_low), approx(one.ci_high))


def test_what_differs_between_imputations_widens_the_error() -> None:
    found = imputed("gini", COLUMNS, SAMPLE)
    each = [estimate("gini", column, SAMPLE) for column in COLUMNS]
    values, errors = [value_of(one) for one in each], [error_of(one) for one in each]
    expected = sqrt(np.mean(np.square(errors)) + 1.2 * np.var(values, ddof=1))
    assert (value_of(found), error_of(found)) == (approx(np.mean(values)), approx(expected))
    assert found.df is not None and each[0].df is not None and found.df < each[0].df
    assert "imputations=5, rubin" in found.convention and "interval=logit, t, 0.95" in found.convention


def test_samples_and_domains_may_differ_by_imputation() -> None:
    domains = [np.arange(120) < 60 + i for i in range(5)]
    found = imputed("mean", COLUMNS, [SAMPLE] * 5, domain=domains)
    values = [value_of(estimate("mean", c, SAMPLE, domain=d)) for c, d in zip(COLUMNS, domains, strict=True)]
    assert value_of(found) == approx(np.mean(values))


@pytest.mark.parametrize("name", [one.name for one in INDICATORS])
def test_every_indicator_can_be_imputed(name: str) -> None:
    found = imputed(name, COLUMNS[:2], SAMPLE)
    assert found.se is not None and found.ci_low is not None, found


def test_one_imputation_without_a_figure_leaves_none() -> None:
    found = imputed("ge0", [*COLUMNS[:2], np.where(np.arange(120) < 1, 0.0, KNOWN)], SAMPLE)
    assert found.value is None and "3 次插补中有 1 次无法计算" in found.reason


def test_a_register_filled_in_says_that_its_error_is_unknown() -> None:
    found = imputed("mean", COLUMNS, Sample(np.ones(120), is_register=True))
    assert found.se is None and "imputation_error_unknown" in found.flags


def test_one_column_is_no_multiple_imputation() -> None:
    with pytest.raises(ProblemsFound, match="只有 1 列"):
        imputed("mean", COLUMNS[:1], SAMPLE)
    with pytest.raises(ProblemsFound, match="样本有 2 个"):
        imputed("mean", COLUMNS, [SAMPLE, SAMPLE])
