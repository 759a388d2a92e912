"""The item tree: found by code or by the leaf a code refines; everything else refused by name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zengshou.concepts.income_item import IncomeItem, IncomePart, ItemClass, ItemTree, is_below
from zengshou.concepts.problem import ProblemsFound

TREE = ItemTree(
    [
        IncomeItem("T", "转移性收入"),
        IncomeItem("T.PEN", "养老金"),
        IncomeItem("T.PEN.EMP", "职工养老金"),
        IncomeItem("T.DIBAO", "低保金"),
        IncomeItem("T-", "转移性支出"),
        IncomeItem("T-.TAX", "税款"),
    ]
)
codes = st.lists(st.sampled_from(("T", "T-", "PEN", "EMP", "DIBAO")), min_size=1, max_size=4).map(".".join)


def test_a_code_is_found_as_it_stands() -> None:
    assert TREE.find("T.PEN").label == "养老金"


def test_a_code_below_a_leaf_is_a_local_refinement_of_the_leaf() -> None:
    assert TREE.find("T.DIBAO.URBAN.A").code == "T.DIBAO"


def test_a_code_below_a_node_with_children_is_refused_and_told_what_there_is() -> None:
    with pytest.raises(ProblemsFound, match=r"“T\.PEN\.ARMY”.*T\.PEN\.EMP（职工养老金）"):
        TREE.find("T.PEN.ARMY")
    with pytest.raises(ProblemsFound, match="顶层"):
        TREE.find("Q.PAY")


def test_whole_words_count_so_that_transfers_paid_are_not_transfers() -> None:
    assert is_below("T.PEN", "T")
    assert not is_below("T-.TAX", "T")
    assert not is_below("T.PENSION", "T.PEN")


def test_the_class_of_an_item_tells_its_part() -> None:
    assert TREE.find("T-.TAX").item_class is ItemClass.TRANSFER_PAID
    assert ItemClass.TRANSFER_PAID.part is ItemClass.TRANSFER.part is IncomePart.TRANSFERS
    assert {each for each in ItemClass if each.part is None} == {
        ItemClass.NOT_INCOME,
        ItemClass.OUTLAY,
        ItemClass.CONSUMPTION,
        ItemClass.OTHER_OUTLAY,
    }


def test_children_leaves_and_paths_follow_the_list() -> None:
    assert [item.code for item in TREE.children()] == ["T", "T-"]
    assert [item.code for item in TREE.children("T")] == ["T.PEN", "T.DIBAO"]
    assert [item.code for item in TREE.leaves] == ["T.PEN.EMP", "T.DIBAO", "T-.TAX"]
    assert [item.code for item in TREE.path("T.PEN.EMP")] == ["T", "T.PEN", "T.PEN.EMP"]


def test_all_that_is_wrong_with_a_list_is_told_at_once() -> None:
    wrong = [
        IncomeItem("W", "工资"),
        IncomeItem("W", "工资"),
        IncomeItem("W.KIND.MEAL", "餐", mirror="E.FOOD"),
        IncomeItem("Q", "其他"),
    ]
    with pytest.raises(ProblemsFound) as caught:
        ItemTree(wrong)
    found = [problem.found for problem in caught.value.problems]
    assert len(found) == 4
    for words in ("“W”出现两次", "没有上级“W.KIND”", "“E.FOOD”不存在", "类别不认识"):
        assert any(words in each for each in found)


@given(codes)
def test_a_code_is_found_at_itself_or_above_or_refused(code: str) -> None:
    try:
        assert is_below(code, TREE.find(code).code)
    except ProblemsFound as refused:
        assert code in str(refused)
