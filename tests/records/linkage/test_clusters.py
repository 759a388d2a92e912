"""Links become persons; the surest first, and none that cannot stand beside surer ones."""

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from zengshou.records.linkage.clusters import CONFLICT_NUMBER, CONFLICT_ONE_TO_ONE, TIED, clustered

NONE: list[str | None] = [None] * 6


def links(*rows: tuple[int, int, float]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema={"left": pl.Int64, "right": pl.Int64, "weight": pl.Float64}, orient="row")


def test_links_that_share_a_record_make_one_person() -> None:
    found = clustered(6, links((3, 1, 5.0), (1, 5, 4.0)), NONE)
    assert found.group.tolist() == [0, 1, 2, 1, 4, 1] and found.refused == {}


def test_a_person_never_gets_two_valid_numbers_and_the_weaker_link_gives_way() -> None:
    numbers = ["A", None, "B", None, None, None]
    found = clustered(6, links((0, 1, 5.0), (1, 2, 9.0)), numbers)
    assert found.group.tolist() == [0, 1, 1, 3, 4, 5]
    assert found.refused == {0: CONFLICT_NUMBER}


def test_one_to_one_keeps_the_surer_partner() -> None:
    of_b = [False, False, False, True, True, True]
    found = clustered(6, links((0, 3, 9.0), (1, 3, 8.0), (1, 4, 7.0)), NONE, of_b)
    assert found.group.tolist() == [0, 1, 2, 0, 1, 5]
    assert found.refused == {1: CONFLICT_ONE_TO_ONE}


def test_one_to_one_leaves_a_tie_to_the_officer() -> None:
    of_b = [False, False, False, True, True, True]
    found = clustered(6, links((0, 3, 9.0), (0, 4, 9.0)), NONE, of_b)
    assert found.group.tolist() == list(range(6))
    assert found.refused == {0: TIED, 1: TIED}


@st.composite
def weighed_links(draw: st.DrawFn) -> list[tuple[int, int, float]]:
    pairs = draw(
        st.sets(st.tuples(st.integers(0, 8), st.integers(0, 8)).filter(lambda pair: pair[0] < pair[1]), max_size=14)
    )
    return [(left, right, float(draw(st.integers(1, 40)))) for left, right in sorted(pairs)]


@settings(deadline=None, max_examples=60)
@given(
    weighed_links(),
    st.randoms(use_true_random=False),
    st.lists(st.sampled_from([None, "A", "B"]), min_size=9, max_size=9),
)
def test_groups_do_not_depend_on_the_order_of_links(
    rows: list[tuple[int, int, float]], random: object, numbers: list[str | None]
) -> None:
    turned = list(rows)
    random.shuffle(turned)  # type: ignore[attr-defined]
    one, other = clustered(9, links(*rows), numbers), clustered(9, links(*turned), numbers)
    assert np.array_equal(one.group, other.group)
    for group in set(one.group.tolist()):
        held = {numbers[record] for record in range(9) if one.group[record] == group} - {None}
        assert len(held) <= 1
