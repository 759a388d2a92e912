"""The variance engine: strata, PSUs, finite populations, lonely PSUs, faulty designs."""

from math import sqrt

import numpy as np
import pytest
from pytest import approx

from tests.statistics.cases import error_of, value_of
from zengshou.concepts.problem import ProblemsFound
from zengshou.concepts.sample import Lonely, Sample
from zengshou.statistics.indicators import Grouping, estimate, table
from zengshou.statistics.variance.design import design_of, nested_psu, relabel

X = np.array([1.0, 3.0, 2.0, 8.0, 5.0])
ONE = np.ones(5)


def with_lonely(rule: Lonely) -> Sample:
    """Stratum 1: PSUs 4 (1 + 3) and 2; stratum 2: PSUs 8; stratum 2 is lonely but for the last row in stratum 1."""
    return Sample(ONE, np.array([1, 1, 1, 2, 1]), np.array([1, 1, 2, 3, 4]), lonely=rule)


def test_lonely_psus_follow_the_rule_named() -> None:
    """Stratum 1 totals 4, 2, 5: mean 11/3, squares 14/3, V = 3/2 * 14/3 = 7. Grand mean (4 + 2 + 5 + 8)/4 = 4.75."""
    found = {rule: error_of(estimate("total", X, with_lonely(rule))) for rule in Lonely if rule is not Lonely.FAIL}
    assert found[Lonely.CERTAINTY] == approx(sqrt(7))
    assert found[Lonely.AVERAGE] == approx(sqrt(14))
    assert found[Lonely.ADJUST] == approx(sqrt(7 + (8 - 4.75) ** 2))


def test_a_lonely_psu_is_refused_by_name_with_the_ways_out() -> None:
    with pytest.raises(ProblemsFound) as caught:
        estimate("mean", X, with_lonely(Lonely.FAIL))
    assert "第 2 层" in str(caught.value) and "adjust" in str(caught.value)


def test_a_finite_population_shrinks_the_variance_by_its_sampled_share() -> None:
    plain = Sample(ONE, None, np.array([1, 1, 2, 3, 4]))
    finite = Sample(ONE, None, np.array([1, 1, 2, 3, 4]), fpc=np.full(5, 16.0))
    with_fpc, without = (error_of(estimate("total", X, sample)) for sample in (finite, plain))
    assert with_fpc == approx(without * sqrt(1 - 4 / 16))


def test_an_impossible_finite_population_is_refused() -> None:
    with pytest.raises(ProblemsFound, match="小于样本单元数"):
        estimate("mean", X, Sample(ONE, fpc=np.full(5, 3.0)))
    with pytest.raises(ProblemsFound, match="不一致"):
        estimate("mean", X, Sample(ONE, fpc=np.array([9.0, 9, 9, 9, 8])))


def test_a_psu_in_two_strata_is_a_problem_unless_numbers_are_nested() -> None:
    strata, psu = np.array([1, 1, 2, 2, 2]), np.array([1, 2, 1, 2, 2])
    with pytest.raises(ProblemsFound, match="出现在两个以上的层中"):
        design_of(Sample(ONE, strata, psu))
    assert len(design_of(Sample(ONE, strata, nested_psu(strata, psu))).stratum_of_psu) == 4


def test_columns_of_unequal_length_are_all_named() -> None:
    with pytest.raises(ProblemsFound) as caught:
        design_of(Sample(ONE, np.zeros(4, dtype=np.int64), np.zeros(3, dtype=np.int64)))
    assert len(caught.value.problems) == 2


def test_the_whole_design_stays_when_a_domain_is_asked_for() -> None:
    """Keeping only the rows of the domain would lose the PSUs without members, and with them part of the error."""
    rng = np.random.default_rng(3)
    psu = np.repeat(np.arange(40), 5)
    strata, income = (psu % 4).astype(np.int64), rng.lognormal(3, 0.7, 200)
    domain = (psu % 5 == 0) | (rng.random(200) < 0.1)
    weight = rng.uniform(1, 3, 200)
    kept = estimate("total", income, Sample(weight, strata, psu), domain=domain)
    cut = estimate(
        "total", income[domain], Sample(weight[domain], strata[domain], psu[domain], lonely=Lonely.CERTAINTY)
    )
    assert value_of(kept) == approx(value_of(cut))
    assert error_of(kept) > error_of(cut)


def test_runs_of_psus_and_scattered_psus_give_one_answer() -> None:
    rng = np.random.default_rng(5)
    psu = np.repeat(np.arange(30), 4)
    strata, weight, income = psu // 10, rng.uniform(1, 2, 120), rng.lognormal(2, 1, 120)
    order = rng.permutation(120)
    groups = np.arange(120) % 4
    in_order, scattered = (
        table(
            ["mean", "gini", "median"],
            income[rows],
            Sample(weight[rows], strata[rows], psu[rows]),
            by=Grouping(groups[rows], ("a", "b", "c", "d")),
        )
        for rows in (np.arange(120), order)
    )
    assert [f.se for f in in_order] == approx([f.se for f in scattered])
    assert [f.n_psu for f in in_order] == [f.n_psu for f in scattered]


def test_rows_of_weight_zero_are_no_members_but_their_psus_stay() -> None:
    sample = Sample(np.array([1.0, 1, 0, 1, 1]), None, np.array([1, 1, 2, 3, 4]))
    found = estimate("mean", X, sample)
    assert (found.n, found.n_psu, found.df) == (4, 3, 2)
    assert value_of(found) == approx(17 / 4)


def test_a_register_has_no_sampling_error_and_says_so() -> None:
    found = estimate("gini", X, Sample(ONE, is_register=True))
    assert (found.se, found.ci_low, found.df, found.design) == (None, None, None, "register")
    assert "register" in found.flags and found.kind.value == "register"


def test_one_psu_gives_a_value_without_error() -> None:
    found = estimate("mean", X, Sample(ONE, None, np.ones(5, dtype=np.int64)))
    assert (found.value, found.se, found.ci_low, found.df) == (3.8, None, None, 0)
    assert "no_standard_error" in found.flags and "few_psu" in found.flags


@pytest.mark.parametrize("codes", [[5, 5, 9], [10**12, -4, 7], [0, 1, 2], []])
def test_relabelled_codes_lead_back_to_the_codes_given(codes: list[int]) -> None:
    given = np.array(codes, dtype=np.int64)
    labels, index = relabel(given)
    assert (labels[index] == given).all() and (np.diff(labels) > 0).all()


@pytest.mark.slow
def test_intervals_cover_as_often_as_measured() -> None:
    """Stratified two-stage samples of a lognormal population: 300 rows, nominal 95 %, at least 0.90 of 600 cover."""
    rng = np.random.default_rng(2024)
    population = rng.lognormal(10, 0.6, 40_000)
    cluster = np.arange(40_000) // 4
    strata = cluster % 5
    truth = value_of(estimate("gini", population, Sample(np.ones(40_000))))
    hits = 0
    for _ in range(600):
        chosen = np.concatenate([rng.choice(np.arange(h, 10_000, 5), 15, replace=False) for h in range(5)])
        rows = np.flatnonzero(np.isin(cluster, chosen))
        found = estimate("gini", population[rows], Sample(np.ones(rows.size), strata[rows], cluster[rows]))
        assert found.ci_low is not None and found.ci_high is not None
        hits += found.ci_low <= truth <= found.ci_high
    assert hits / 600 >= 0.90
