"""What holds about a target after everything that was done to it, whatever the order."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from zengshou.plan.ledger.target_notes import TargetAction, Told, notes_of
from zengshou.plan.model import PriceBasis

MOMENT = datetime(2026, 11, 21, tzinfo=UTC)


def told(number: int, action: TargetAction, /, **detail: object) -> Told:
    return Told(number, action, "某人", MOMENT, detail)


def basis(number: int, value: str) -> Told:
    return told(number, TargetAction.SET_BASIS, basis=value, note="理由", source="文件")


def figure(number: int, year: int, value: float) -> Told:
    return told(number, TargetAction.ENTER_ESTIMATE, year=year, value=value, se=0.1, n=None, source="调查")


def test_the_last_choice_counts_and_an_undo_gives_back_the_one_before() -> None:
    done = [basis(1, "real"), basis(2, "nominal")]
    held = notes_of(done).basis
    assert held is not None and held.basis is PriceBasis.NOMINAL
    undone = notes_of([*done, told(3, TargetAction.UNDO_BASIS, reason="x")])
    assert undone.basis is not None and undone.basis.basis is PriceBasis.REAL
    assert notes_of([*done, *(told(n, TargetAction.UNDO_BASIS, reason="x") for n in (3, 4, 5))]).basis is None


def test_a_years_second_figure_takes_the_first_ones_place_and_a_withdrawn_one_is_gone() -> None:
    notes = notes_of([figure(1, 2018, 37.9), figure(2, 2020, 38.0), figure(3, 2020, 38.3)])
    assert [(each.year, each.value) for each in notes.estimates] == [(2018, 37.9), (2020, 38.3)]
    left = notes_of([figure(1, 2018, 37.9), figure(2, 2020, 38.0), told(3, TargetAction.WITHDRAW_ESTIMATE, number=2)])
    assert [each.year for each in left.estimates] == [2018] and left.of_year(2020) is None


def test_an_entered_figure_is_an_estimate_with_its_interval() -> None:
    (held,) = notes_of([figure(1, 2020, 38.3)]).estimates
    made = held.estimate("share", "%", "CN.44.17")
    assert made.se == 0.1 and made.ci_low is not None and abs(made.ci_low - 38.104) < 1e-3 and made.period == "2020"


@given(st.lists(st.tuples(st.integers(2018, 2022), st.floats(0, 100)), max_size=12))
def test_one_figure_a_year_is_held_the_last_one_entered(entered: list[tuple[int, float]]) -> None:
    notes = notes_of([figure(number, year, value) for number, (year, value) in enumerate(entered, start=1)])
    assert {each.year: each.value for each in notes.estimates} == dict(entered)
    assert len(notes.estimates) == len({year for year, _ in entered})
