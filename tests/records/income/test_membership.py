"""Who belongs to a household: the last statement counts, and death, emigration and moving out end it."""

from datetime import date

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from zengshou.records.income.membership import ENDING, ENDS, STATED, memberships

Row = tuple[str, str, int, str, date, date | None]


def on(month: int, day: int = 1) -> date:
    return date(2025, month, day)


def stated(*rows: Row) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=STATED, orient="row")


def ends(*rows: tuple[int, str, date]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=ENDS, orient="row")


def last_days(found: pl.DataFrame) -> list[date | None]:
    return found["date_to"].to_list()


def test_a_later_statement_of_the_same_membership_stands_for_the_earlier() -> None:
    first = ("hukou:1", "hukou", 7, "子", on(1), None)
    later = ("hukou:1", "hukou", 7, "儿子", on(1), on(5))
    found = memberships(stated(first, later), ends())
    assert found["relation"].to_list() == ["儿子"] and last_days(found) == [on(5)]


def test_death_and_emigration_end_every_membership_on_their_day() -> None:
    rows = stated(("hukou:1", "hukou", 7, "", on(1), None), ("dibao:2", "dibao", 7, "", on(3), None))
    assert last_days(memberships(rows, ends((7, "deceased", on(6))))) == [on(6), on(6)]
    assert last_days(memberships(rows, ends((7, "emigrated", on(2))))) == [on(2), None]
    assert last_days(memberships(rows, ends((8, "deceased", on(6))))) == [None, None]


def test_who_moves_leaves_the_old_household_the_day_before_and_stays_in_the_new_one() -> None:
    old, new = ("hukou:1", "hukou", 7, "", on(1), None), ("hukou:2", "hukou", 7, "", on(6), None)
    dibao = ("dibao:1", "dibao", 7, "", on(1), None)
    found = memberships(stated(old, new, dibao), ends((7, "moved_out", on(6))))
    assert last_days(found) == [on(5, 31), None, None]


def test_a_stated_end_that_is_earlier_stays() -> None:
    rows = stated(("hukou:1", "hukou", 7, "", on(1), on(2)))
    assert last_days(memberships(rows, ends((7, "deceased", on(6))))) == [on(2)]


@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.integers(1, 3), st.integers(1, 12)), max_size=12),
    st.lists(st.tuples(st.integers(1, 3), st.sampled_from(ENDING), st.integers(1, 12)), max_size=6),
)
def test_no_membership_ends_before_it_begins_and_none_is_lost(
    begun: list[tuple[str, int, int]], over: list[tuple[int, str, int]]
) -> None:
    rows = stated(*((f"hukou:{name}", "hukou", person, "", on(month), None) for name, person, month in begun))
    found = memberships(rows, ends(*((person, status, on(month, 2)) for person, status, month in over)))
    assert found.height == len(set(begun))
    assert found.filter(pl.col("date_to") < pl.col("date_from")).is_empty()
    assert found.columns == rows.columns
