"""Reversals: chains, wrong signs, excess. Hand-worked cases in fen, and what holds of any ledger."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from zengshou.records.income.reversals import counted


@dataclass(frozen=True)
class Row:
    native_id: str
    fen: int
    reversal_of: str = ""
    person: int = 1
    channel: str = "iit"
    item: str = "W.PAY"


names = st.sampled_from("ABCDEF")
rows = st.builds(
    Row,
    names,
    st.integers(-900, 900),
    st.one_of(st.just(""), names),
    st.integers(1, 2),
    st.just("iit"),
    st.sampled_from(("W.PAY", "T-.TAX.IIT")),
)


def of_one_row_each(stated: list[Row]) -> list[Row]:
    """A source states a native id of a person once; its parts name the same original."""
    named: dict[tuple[int, str], str] = {}
    kept: dict[tuple[int, str, str], Row] = {}
    for row in stated:
        original = named.setdefault((row.person, row.native_id), row.reversal_of)
        kept[row.person, row.native_id, row.item] = Row(row.native_id, row.fen, original, row.person, item=row.item)
    return list(kept.values())


ledgers = st.lists(rows, max_size=14).map(of_one_row_each)


def test_a_reversal_of_a_reversal_gives_the_original_back() -> None:
    found = counted([Row("A", 3000), Row("B", -3000, "A"), Row("C", 3000, "B")])
    assert sum(found.fen) == 3000 and not (found.alone or found.wrong_sign or found.beyond)


def test_a_reversal_of_a_reversal_of_a_reversal_takes_it_away_again() -> None:
    chain = [Row("A", 3000), Row("B", -3000, "A"), Row("C", 3000, "B"), Row("D", -3000, "C")]
    assert sum(counted(chain).fen) == 0


def test_a_reversal_of_the_sign_of_its_original_is_found_and_does_not_count() -> None:
    found = counted([Row("A", 3000), Row("B", 3000, "A")])
    assert found.fen == (3000, 0) and found.wrong_sign == (1,)


def test_a_reversal_of_three_times_the_original_takes_the_original_and_no_more_and_is_found() -> None:
    found = counted([Row("A", 3000), Row("B", -9000, "A")])
    assert found.fen == (3000, -3000) and found.beyond == (1,)


def test_of_two_reversals_of_one_row_the_first_counts_and_the_second_as_far_as_is_left() -> None:
    found = counted([Row("A", 3000), Row("B", -2000, "A"), Row("C", -2000, "A")])
    assert found.fen == (3000, -2000, -1000) and found.beyond == (2,)


def test_a_second_reversal_counts_in_full_where_the_first_was_itself_reversed() -> None:
    found = counted([Row("A", 3000), Row("B", -3000, "A"), Row("C", -3000, "A"), Row("D", 3000, "B")])
    assert sum(found.fen) == 0 and not found.beyond


def test_a_reversal_with_an_item_that_its_original_has_not_counts_for_nothing_in_that_item() -> None:
    found = counted([Row("A", 3000), Row("B", -3000, "A"), Row("B", -90, "A", item="T-.TAX.IIT")])
    assert found.fen == (3000, -3000, 0) and found.beyond == (2,)


def test_a_reversal_of_another_person_s_row_or_of_another_channel_s_is_alone() -> None:
    others = [Row("A", 3000), Row("B", -3000, "A", person=2), Row("C", -3000, "A", channel="si")]
    found = counted(others)
    assert found.fen == (3000, 0, 0) and found.alone == (1, 2)


def test_reversals_that_go_round_in_a_circle_do_not_count() -> None:
    found = counted([Row("A", -10, "B"), Row("B", 10, "A"), Row("C", -5, "C")])
    assert found.fen == (0, 0, 0) and found.alone == (0, 1, 2)


def test_a_chain_of_ten_thousand_reversals_is_followed_to_its_end() -> None:
    chain = [Row("0", 7)] + [Row(str(n), 7 if n % 2 == 0 else -7, str(n - 1)) for n in range(1, 10_000)]
    assert sum(counted(chain).fen) == 0  # the last is a reversal


@given(ledgers)
def test_what_is_left_of_an_original_and_its_reversals_lies_between_nothing_and_what_it_gave(stated: list[Row]) -> None:
    found = counted(stated)
    originals = [row for row in stated if not row.reversal_of]
    for person in (1, 2):
        for item in ("W.PAY", "T-.TAX.IIT"):
            given = [row.fen for row in originals if (row.person, row.item) == (person, item)]
            left = sum(
                fen for row, fen in zip(stated, found.fen, strict=True) if (row.person, row.item) == (person, item)
            )
            assert sum(min(fen, 0) for fen in given) <= left <= sum(max(fen, 0) for fen in given)


@given(ledgers)
def test_nothing_counts_for_more_than_it_states_nor_with_another_sign(stated: list[Row]) -> None:
    for row, fen in zip(stated, counted(stated).fen, strict=True):
        assert abs(fen) <= abs(row.fen) and fen * row.fen >= 0


@given(ledgers)
def test_every_statement_that_does_not_count_as_stated_is_found_or_hangs_on_one_that_is(stated: list[Row]) -> None:
    found = counted(stated)
    told = {*found.alone, *found.wrong_sign, *found.beyond}
    changed = {place for place, row in enumerate(stated) if row.fen != found.fen[place]}
    named = {(stated[place].person, stated[place].native_id, stated[place].item) for place in told}
    for place in changed - told:
        row, seen = stated[place], set()
        while (row.person, row.native_id, row.item) not in named and row.reversal_of not in seen:
            seen.add(row.reversal_of)
            above = [one for one in stated if (one.person, one.native_id) == (row.person, row.reversal_of)]
            row = next(
                (one for one in above if one.item == row.item), Row(row.reversal_of, 0, "", row.person, item=row.item)
            )
        assert (row.person, row.native_id, row.item) in named or not row.fen
