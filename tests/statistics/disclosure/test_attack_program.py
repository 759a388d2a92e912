"""The attack: for every hidden cell, over all released tables together, how narrow can it be made?"""

import dataclasses

import numpy as np
import pytest

from tests.statistics.disclosure.attackers import read, widths
from tests.statistics.disclosure.peoples import asked, only, people, random_people, without
from zengshou.concepts.problem import ProblemsFound
from zengshou.statistics.disclosure.classification import Column
from zengshou.statistics.disclosure.gate import Microdata, Verdict, judge
from zengshou.statistics.disclosure.released import ReleasedTable
from zengshou.statistics.disclosure.rules import Rules, shipped_rules

SHIPPED = shipped_rules()
EXACT = dataclasses.replace(SHIPPED, count_base=1, money_digits=12)
NEAR = 1e-5


def released(data: Microdata, tables: list[tuple[str, ...]], rules: Rules) -> list[ReleasedTable]:
    """Several tables on the same people, each judged with those before it; one that is refused does not go out."""
    verdicts: list[Verdict] = []
    for number, by in enumerate(tables):
        past = [verdict.composition for verdict in verdicts]
        try:
            verdicts.append(judge(asked(*by), only(data, by), rules, past, f"r{number}"))
        except ProblemsFound:
            assert past  # the first table of all can always be protected
    return [verdict.table for verdict in verdicts]


def attacked(tables: list[ReleasedTable], rules: Rules) -> tuple[int, int, float]:
    """(hidden cells, cells, the least width) of a set of linked tables of counts."""
    loot = read(tables, "persons", rules.count_base, rules.money_digits)
    found = widths(loot)
    least = min((high - low for low, high in found), default=np.inf)
    return len(found), sum(len(table.cells) for table in tables), least


def test_no_hidden_count_of_a_table_of_20_by_6_is_pinned() -> None:
    data = random_people(1, 30_000, {"a": 20, "b": 6})
    hidden, _, least = attacked(released(data, [("a", "b")], EXACT), EXACT)
    assert hidden and least >= EXACT.count_width - NEAR


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("rules", [SHIPPED, EXACT], ids=["rounded", "exact"])
def test_no_hidden_count_is_pinned_over_linked_tables(seed: int, rules: Rules) -> None:
    data = random_people(seed, 900, {"a": 5, "b": 3, "c": 3})
    hidden, _, least = attacked(released(data, [("a", "b"), ("a", "c"), ("b", "c")], rules), rules)
    assert hidden and least >= rules.count_width - NEAR


@pytest.mark.slow
@pytest.mark.parametrize("rules", [SHIPPED, EXACT], ids=["rounded", "exact"])
def test_no_hidden_count_is_pinned_over_forty_sets_of_tables_of_20_by_6(
    rules: Rules, capsys: pytest.CaptureFixture[str]
) -> None:
    hidden = cells = 0
    least = np.inf
    for seed in range(40):
        data = random_people(seed, 5_000, {"a": 20, "b": 6, "c": 3})
        some, all_cells, width = attacked(released(data, [("a", "b"), ("a", "c")], rules), rules)
        hidden, cells, least = hidden + some, cells + all_cells, min(least, width)
    with capsys.disabled():
        print(f"\nbase {rules.count_base}: {hidden} of {cells} cells hidden ({hidden / cells:.1%}), least {least:.2f}")
    assert least >= rules.count_width - NEAR


@pytest.mark.parametrize("seed", range(2))
def test_no_hidden_total_of_money_is_known_to_within_p_percent(seed: int) -> None:
    data = random_people(seed, 700, {"a": 6, "b": 3}, with_amount=True)
    table = judge(asked("a", "b", amount="income", statistics=("total",)), data, SHIPPED, (), "r").table
    loot = read([table], "total", SHIPPED.count_base, SHIPPED.money_digits)
    codes = {one.name: one for one in data.columns}
    assert len(loot.hidden)
    for cell, (low, high) in zip((one for one in table.cells if one.is_hidden), widths(loot), strict=True):
        inside = np.ones(data.rows.n, dtype=bool)
        for name, label in zip(table.dimensions, cell.labels, strict=True):
            if label != "合计":
                inside &= codes[name].codes == codes[name].labels.index(label)
        truth = float(data.rows.amount[inside].sum())
        assert high - low >= SHIPPED.p_share * truth * (1 - NEAR)


def pair_discloses(seed: int, is_told: list[bool]) -> bool:
    """Whether a table and the same without one person give that person's cell away, or any of its parts."""
    rng = np.random.default_rng(seed)
    data = random_people(seed, 120, {"a": 5}, with_amount=True)
    question = asked("a", amount="income", statistics=("total",))
    first = judge(question, data, SHIPPED, (), "r1")
    fewer = without(data, int(rng.integers(data.rows.n)))
    try:
        second = judge(question, fewer, SHIPPED, (first.composition,), "r2")
    except ProblemsFound as refused:
        assert "相差不足" in str(refused)
        is_told.append(False)
        return False
    is_told.append(True)
    return any(
        not old.is_hidden and not new.is_hidden and old.values != new.values
        for old, new in zip(first.table.cells, second.table.cells, strict=True)
    )


def test_no_pair_of_tables_that_differ_by_one_person_discloses() -> None:
    released_pairs: list[bool] = []
    assert not any(pair_discloses(seed, released_pairs) for seed in range(100))
    assert not any(released_pairs)  # nobody learns from the pattern of hidden cells either: the second is refused


@pytest.mark.slow
def test_no_pair_of_a_thousand_discloses() -> None:
    released_pairs: list[bool] = []
    assert not any(pair_discloses(seed, released_pairs) for seed in range(1_000))
    assert not any(released_pairs)


def test_the_same_people_may_be_tabled_again_and_a_few_moved_or_corrected_may_not() -> None:
    data = random_people(3, 300, {"a": 4, "b": 3})
    first = judge(asked("a", "b"), data, SHIPPED, (), "r1")
    assert judge(asked("a"), only(data, ("a",)), SHIPPED, (first.composition,), "r2").table.audit.linked == ("r1",)
    codes = data.columns[0].codes.copy()
    codes[5] = (codes[5] + 1) % 4
    moved = Microdata(data.rows, (Column("a", codes, data.columns[0].labels),), data.digests, data.sample)
    with pytest.raises(ProblemsFound, match="相差不足 10 人"):
        judge(asked("a"), moved, SHIPPED, (first.composition,), "r2")


def test_another_period_is_another_subject() -> None:
    data = random_people(3, 300, {"a": 4})
    first = judge(asked("a"), data, SHIPPED, (), "r1")
    later = judge(asked("a", period="2026"), without(data, 9), SHIPPED, (first.composition,), "r2")
    assert later.table.audit.linked == ()


def test_a_coarser_grouping_published_later_hides_what_would_uncover_the_finer_one() -> None:
    """Ages 0-2 hold 4 people beside 40: once 1-5 as one group is out, the difference would be those 4."""
    fine = np.repeat(np.arange(3), [4, 40, 60])
    coarse = np.repeat([0, 1], [44, 60])
    small = people([Column("fine", fine, ("x", "y", "z")), Column("coarse", coarse, ("xy", "z"))])
    first = judge(asked("fine"), only(small, ("fine",)), EXACT, (), "r1")
    second = judge(asked("coarse"), only(small, ("coarse",)), EXACT, (first.composition,), "r2")
    assert [cell.is_hidden for cell in first.table.cells] == [False, True, True, False]
    assert not second.table.cells[0].is_hidden and first.table.audit.is_passed and second.table.audit.is_passed
