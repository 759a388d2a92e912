"""Change between two samples that share PSUs, by hand and over repeated samples."""

from math import sqrt

import numpy as np
import pytest
from pytest import approx

from tests.statistics.cases import error_of, value_of
from zengshou.concepts.problem import ProblemsFound
from zengshou.concepts.sample import Lonely, Sample
from zengshou.statistics.choices import Amount, Choices
from zengshou.statistics.comparisons import change
from zengshou.statistics.indicators import estimate
from zengshou.statistics.waves import change_between

AFTER, BEFORE = np.array([5.0, 9.0, 4.0]), np.array([4.0, 7.0, 1.0])


def wave(*psus: int, strata: int = 1, **more: object) -> Sample:
    return Sample(np.ones(len(psus)), np.full(len(psus), strata), np.array(psus), **more)  # type: ignore[arg-type]


def test_partial_overlap_by_hand() -> None:
    """PSUs 1, 2, 3 (5, 9, 4; mean 6) and then 1, 2, 4 (4, 7, 1; mean 4); deviations times sqrt(3/2).

    PSU 1: -1 - 0, PSU 2: 3 - 3, PSU 3: -2, PSU 4: 3: 3/2 * (1 + 0 + 4 + 9) = 21.
    """
    found = change_between("total", AFTER, wave(1, 2, 3), BEFORE, wave(1, 2, 4))
    assert (value_of(found), error_of(found)) == (approx(6), approx(sqrt(21)))
    assert (found.n, found.n_psu, found.df) == (6, 4, 3)
    assert "waves=2 of 4 psu in both waves" in found.convention
    assert "variance of change=joint influence" in found.design


def test_without_common_psus_the_variances_add() -> None:
    found = change_between("total", AFTER, wave(1, 2, 3), BEFORE, wave(4, 5, 6))
    apart = [error_of(estimate("total", x, Sample(np.ones(3)))) for x in (AFTER, BEFORE)]
    assert error_of(found) == approx(sqrt(apart[0] ** 2 + apart[1] ** 2))


def test_the_same_code_in_another_stratum_is_another_psu_where_numbers_are_nested() -> None:
    nested = change_between(
        "total", AFTER, wave(1, 2, 3, is_nested=True), BEFORE, wave(1, 2, 3, strata=2, is_nested=True)
    )
    assert "waves=0 of 6 psu" in nested.convention
    with pytest.raises(ProblemsFound, match="不同的层"):
        change_between("total", AFTER, wave(1, 2, 3), BEFORE, wave(1, 2, 3, strata=2))


@pytest.mark.parametrize("name", ["mean", "gini", "median", "arpr", "theil"])
def test_full_overlap_is_the_change_of_one_sample(name: str) -> None:
    rng = np.random.default_rng(2)
    psu = np.repeat(np.arange(40), 5)
    sample = Sample(rng.uniform(1, 2, 200), psu // 10, psu)
    before = rng.lognormal(3, 0.6, 200)
    after = before * rng.uniform(1, 1.2, 200)
    two, one = change_between(name, after, sample, before, sample), change(name, after, before, sample)
    assert (two.value, two.se, two.ci_low) == (approx(one.value), approx(one.se), approx(one.ci_low))


def test_overlap_makes_a_change_more_certain_as_seen_over_samples() -> None:
    """Half of the PSUs stay: the error said and that seen over 400 pairs of samples agree, below that of two apart."""
    rng = np.random.default_rng(6)
    level = rng.normal(0, 1, 4_000)
    first, second = level + rng.normal(0, 0.5, 4_000), level + rng.normal(0, 0.5, 4_000)
    changes, said, apart = [], [], []
    for _ in range(400):
        drawn = rng.choice(4_000, 90, replace=False)
        old, new = drawn[:60], drawn[30:]
        samples = Sample(np.ones(60), psu=new), Sample(np.ones(60), psu=old)
        found = change_between("mean", second[new], samples[0], first[old], samples[1])
        changes.append(value_of(found))
        said.append(error_of(found))
        errors = (error_of(estimate("mean", x, s)) for x, s in zip((second[new], first[old]), samples, strict=True))
        apart.append(sqrt(sum(error**2 for error in errors)))
    assert np.mean(said) == approx(np.std(changes), rel=0.1)
    assert np.mean(said) < 0.85 * np.mean(apart)


def test_each_wave_may_have_its_own_line() -> None:
    """5, 9, 4 at a line of 5: two of three; 4, 7, 1 at a line of 2: one of three."""
    found = change_between(
        "fgt0",
        AFTER,
        wave(1, 2, 3),
        BEFORE,
        wave(1, 2, 3),
        choices=Choices(line=Amount(5)),
        choices_before=Choices(line=Amount(2)),
    )
    assert value_of(found) == approx(2 / 3 - 1 / 3)


def test_what_cannot_be_laid_over_one_another_is_refused() -> None:
    plain = Sample(np.ones(3))
    for other, words in (
        (wave(1, 2, 3), "只有一期给出了层"),
        (wave(1, 2, 3, lonely=Lonely.ADJUST), "处理不同"),
        (Sample(np.ones(3), is_register=True), "登记数据"),
    ):
        with pytest.raises(ProblemsFound, match=words):
            change_between("mean", AFTER, plain, BEFORE, other)


def test_a_figure_undefined_in_one_wave_has_no_change_and_says_why() -> None:
    found = change_between("gini", -AFTER, wave(1, 2, 3), BEFORE, wave(1, 2, 3))
    assert found.value is None and "不大于零" in found.reason
