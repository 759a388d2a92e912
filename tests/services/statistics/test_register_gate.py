"""The release gate before the figures of a register: what two extracts tell together. 合成数据。"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from tests.services.statistics.test_register_figures import ABOUT, people
from zengshou.concepts.estimate import Estimate
from zengshou.concepts.problem import ProblemsFound
from zengshou.services.release.release import Shelf, propose
from zengshou.services.release.release_data import ReleaseColumns
from zengshou.services.statistics.register_figures import RegisterFigures, figures_of
from zengshou.services.statistics.register_left_out import told_left_out
from zengshou.statistics.disclosure.gate import Request
from zengshou.statistics.disclosure.rules import shipped_rules
from zengshou.store.extract_file import Extract, LeftOut, write_extract
from zengshou.store.shown_extracts import ShownExtracts

LATER = replace(ABOUT, made_at="2026-02-21T12:00:00+00:00")
NEAR = 0.1


def one_more(rows: pl.DataFrame, income: float, household: str = "新户") -> pl.DataFrame:
    """The same people and one who came later, of an own household."""
    blank = dict.fromkeys(rows.columns, 0.0) | {"person": "新", "household": household, "county": "999902"}
    new = blank | {"is_resident": True, "wage": income, "income": income, "income_per_head": income}
    return pl.concat([rows, pl.DataFrame([new], schema=rows.schema)])


def random_people(rng: np.random.Generator) -> pl.DataFrame:
    """12 to 90 households of two; log-normal wages to the cent."""
    size = int(rng.integers(12, 91))
    rows = people({"999902": size})
    wage = np.round(rng.lognormal(8.2, 0.6, size=rows.height), 2)
    shares = pl.DataFrame({"wage": wage, "income": wage})
    drawn = rows.drop("wage", "income", "transfer").with_columns(shares, transfer=pl.lit(0.0)).select(rows.columns)
    return drawn.with_columns(income_per_head=pl.col("income").mean().over("household"))


def shown_numbers(found: RegisterFigures) -> Iterator[Estimate]:
    for place in (found.everyone, *found.counties):
        yield from (place.persons, place.households, place.mean, place.median, *place.sources)
    yield from found.fifths
    yield from (one for group in found.residents for one in (group.persons, group.mean))


def nearest_guess(first: RegisterFigures, second: RegisterFigures | None, size: int, truth: float) -> float:
    """The relative distance of an insider's best guess, who knows how many people there are in each extract."""
    if second is None:
        return 1.0
    before, after = first.everyone.mean.value, second.everyone.mean.value
    guesses = [] if before is None or after is None else [(size + 1) * after - size * before, after]
    return min((abs(guess - truth) / truth for guess in guesses), default=1.0)


def attacked(folder: Path, seeds: range) -> list[float]:
    """How near an attacker comes to the income of the one person by whom two extracts differ."""
    distances = []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        rows, income = random_people(rng), float(np.round(rng.lognormal(8.2, 0.8), 2))
        record = ShownExtracts(folder / str(seed))
        first = figures_of(Extract(rows, ABOUT), record)
        second = None
        try:
            second = figures_of(Extract(one_more(rows, income), LATER), record)
        except ProblemsFound as refused:
            assert "不足 10 人" in str(refused)
        distances.append(nearest_guess(first, second, rows.height, income))
    return distances


def test_the_income_of_one_more_person_is_never_found_from_two_extracts_within_a_tenth(tmp_path: Path) -> None:
    assert min(attacked(tmp_path, range(12))) > NEAR


@pytest.mark.slow
def test_of_200_pairs_of_extracts_that_differ_by_one_person_none_tells_the_income_within_a_tenth(
    tmp_path: Path,
) -> None:
    assert min(attacked(tmp_path, range(1_000, 1_200))) > NEAR


@pytest.mark.parametrize("count", [1, 4, 9])
def test_an_extract_in_which_a_few_amounts_were_corrected_is_refused_in_words(tmp_path: Path, count: int) -> None:
    rows = people({"999902": 60})
    record = ShownExtracts(tmp_path)
    figures_of(Extract(rows, ABOUT), record)
    few = rows["person"].head(count).implode()
    changed = pl.when(pl.col("person").is_in(few)).then(pl.col("wage") + 500).otherwise("wage")
    with pytest.raises(ProblemsFound, match="2026-01-21T12:00 的提取 只相差不足 10 人"):
        figures_of(Extract(rows.with_columns(wage=changed), LATER), record)


def test_an_extract_that_differs_by_many_is_shown_beside_the_earlier_one(tmp_path: Path) -> None:
    record = ShownExtracts(tmp_path)
    figures_of(Extract(people({"999902": 60}), ABOUT), record)
    assert figures_of(Extract(people({"999902": 90}), LATER), record).everyone.mean.value is not None


def test_newcomers_one_of_whom_has_nearly_all_their_money_are_not_shown_beside_the_earlier_extract(
    tmp_path: Path,
) -> None:
    rows, record = people({"999902": 60}), ShownExtracts(tmp_path)
    figures_of(Extract(rows, ABOUT), record)
    babies = people({"999921": 10}).with_columns(pl.col("wage", "transfer", "income", "income_per_head") * 0)
    more = one_more(pl.concat([rows, babies]), 9_242.90)
    with pytest.raises(ProblemsFound, match="一两户占绝大部分"):
        figures_of(Extract(more, LATER), record)


def test_the_same_extract_shows_the_same_figures_however_often_it_is_looked_at(tmp_path: Path) -> None:
    record, first = ShownExtracts(tmp_path), Extract(people({"999902": 60}), ABOUT)
    before = figures_of(first, record)
    figures_of(Extract(people({"999902": 90}), LATER), record)
    assert figures_of(first, record) == before and len(record.all()) == 2


def test_a_county_s_own_extract_is_judged_together_with_that_of_the_city(tmp_path: Path) -> None:
    city, record = people({"999902": 60, "999921": 4}), ShownExtracts(tmp_path)
    figures_of(Extract(city, ABOUT), record)
    county = replace(LATER, areas=("999902",), is_citywide=False)
    with pytest.raises(ProblemsFound, match="只相差不足 10 人"):
        figures_of(Extract(city.filter(pl.col("county") == "999902"), county), record)


def test_no_figure_that_leaves_is_finer_than_the_rules_of_release(tmp_path: Path) -> None:
    found = figures_of(Extract(random_people(np.random.default_rng(3)), ABOUT), ShownExtracts(tmp_path))
    for one in shown_numbers(found):
        if one.value is None:
            continue
        assert one.n is not None and one.n % 5 == 0 and one.se is None and one.n_psu is None
        is_count = one.indicator in ("persons", "households")
        assert one.value % 5 == 0 if is_count else one.value == float(f"{one.value:.3g}")


def test_an_extract_that_rests_on_what_is_not_verified_is_computed_and_not_published(tmp_path: Path) -> None:
    about = replace(ABOUT, is_unverified=True, unverified=("渠道“个人所得税扣缴明细”",))
    path = tmp_path / "register.parquet"
    write_extract(path, people({"999902": 60}), about)
    request = Request("收入", "发布", (("county",),), "income", ("mean",), "example", "2025")
    columns = ReleaseColumns(path, "person", (("county",),), "income", unit="household")
    shelf = Shelf(tmp_path / "releases")
    with pytest.raises(ProblemsFound, match="不得发布"):
        propose(shelf, request, columns, shipped_rules(), "甲", "2026-01-21T12:00:00+00:00")
    write_extract(path, people({"999902": 60}), ABOUT)
    assert propose(shelf, request, columns, shipped_rules(), "甲", "2026-01-21T12:00:00+00:00").table.cells
    assert figures_of(Extract(people({"999902": 60}), about), ShownExtracts(tmp_path)).everyone.mean.value is not None


def test_one_person_more_or_less_outside_moves_the_told_sum_by_one_step_at_most_and_none_exceeds_a_step() -> None:
    rng = np.random.default_rng(8)
    for _ in range(200):
        incomes = np.sort(np.round(rng.lognormal(9, 0.5, size=int(rng.integers(12, 80))), 2))[::-1]
        told = [told_left_out(outside(part), shipped_rules()) for part in (incomes, np.delete(incomes, 5))]
        (yuan, step), (other, _) = [(one.yuan, one.step) for one in told]
        assert yuan is not None and other is not None and step is not None
        assert abs(yuan - other) in (0.0, step) and incomes[0] <= step


def outside(incomes: NDArray[np.float64]) -> LeftOut:
    total = float(incomes.sum())
    return LeftOut("outside", "外地人", incomes.size, incomes.size, total, total, tuple(incomes[:2].tolist()))
