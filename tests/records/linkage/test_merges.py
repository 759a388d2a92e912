"""Every merge can be taken back, and all is byte for byte as it was."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zengshou.concepts.problem import ProblemsFound
from zengshou.records.linkage.merges import Link, applied, group_bytes, groups, link, undone

PERSONS = range(1, 10)


@st.composite
def new_links(draw: st.DrawFn) -> Link:
    a, b = draw(st.tuples(st.sampled_from(PERSONS), st.sampled_from(PERSONS)).filter(lambda pair: pair[0] != pair[1]))
    return link(
        a, b, "review", draw(st.sampled_from([0.7, 0.99])), "甲", f"2026-11-{draw(st.integers(10, 20))}T08:00:00+08:00"
    )


@settings(deadline=None, max_examples=60)
@given(st.frozensets(new_links(), max_size=8), new_links())
def test_a_merge_taken_back_leaves_every_group_byte_for_byte_as_before(held: frozenset[Link], new: Link) -> None:
    held = held - {new}
    before = group_bytes(groups(PERSONS, held))
    merged = applied(held, new)
    assert any({new.a, new.b} <= set(group) for group in groups(PERSONS, merged))
    back = undone(merged, new, "乙")
    assert group_bytes(groups(PERSONS, back)) == before
    assert any(each.undone_by == "乙" for each in back)  # on record for ever


@settings(deadline=None, max_examples=60)
@given(st.lists(new_links(), max_size=8, unique=True), st.randoms(use_true_random=False))
def test_merges_taken_back_in_any_order_end_where_they_began(new: list[Link], random: object) -> None:
    held: frozenset[Link] = frozenset()
    for each in new:
        held = applied(held, each)
    random.shuffle(new)  # type: ignore[attr-defined]
    for each in new:
        held = undone(held, each, "乙")
    assert groups(PERSONS, held) == tuple((person,) for person in PERSONS)


@settings(deadline=None, max_examples=60)
@given(st.lists(new_links(), max_size=8, unique=True), st.randoms(use_true_random=False))
def test_groups_are_the_same_for_links_in_any_order(new: list[Link], random: object) -> None:
    before = group_bytes(groups(PERSONS, new))
    random.shuffle(new)  # type: ignore[attr-defined]
    assert group_bytes(groups(reversed(PERSONS), new)) == before


def test_a_link_is_taken_back_once_and_joins_two_persons() -> None:
    one = link(2, 1, "auto", 0.99, "批次7", "2026-11-20T08:00:00+08:00")
    assert (one.a, one.b) == (1, 2)
    back = undone(applied(frozenset(), one), one, "乙")
    with pytest.raises(ProblemsFound, match="没有可撤销的关联"):
        undone(back, one, "乙")
    with pytest.raises(ProblemsFound, match="不能与自己关联"):
        link(1, 1, "auto", 1.0, "甲", "")
