"""统一社会信用代码: the check sign of GB 32100, one code or a column."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zengshou.records.identity.uscc import (
    CHECK_FAULT,
    FAULT_LABELS,
    LENGTH_FAULT,
    SIGNS,
    SIGNS_FAULT,
    check_sign,
    checked_usccs,
    uscc_fault,
)


def codes() -> st.SearchStrategy[str]:
    """Right codes: registrar, category, area, organisation, check sign."""
    sign = st.sampled_from(SIGNS)
    head, area, organisation = (
        st.text(sign, min_size=2, max_size=2),
        st.integers(0, 999_999),
        st.text(sign, min_size=9, max_size=9),
    )
    stem = st.tuples(head, area, organisation).map(lambda part: f"{part[0]}{part[1]:06d}{part[2]}")
    return stem.map(lambda text: text + check_sign(text))


def test_a_published_code_stands_in_any_spelling() -> None:
    # 中国移动通信集团有限公司, from the public register of enterprises; also the example of python-stdnum.
    for spelling in ("91110000600037341L", " 91110000600037341l", "９１１１００００６０００３７３４１Ｌ"):
        assert uscc_fault(spelling) is None


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("", LENGTH_FAULT),
        ("91110000600037341", LENGTH_FAULT),
        ("9111000060003734IL", SIGNS_FAULT),
        ("91A10000600037341L", SIGNS_FAULT),
        ("91110000600037341M", CHECK_FAULT),
    ],
)
def test_each_fault_has_its_own_code_and_words(code: str, fault: str) -> None:
    assert uscc_fault(code) == fault and FAULT_LABELS[fault].endswith("。")


@given(st.lists(st.one_of(codes(), st.text(alphabet=SIGNS + "IOsvzｘ 中", max_size=19)), max_size=30))
def test_a_column_and_its_values_agree(texts: list[str]) -> None:
    found = checked_usccs(pl.Series(texts, dtype=pl.String))
    assert found["fault"].to_list() == [uscc_fault(text) for text in texts]
    assert found["ok"].to_list() == [uscc_fault(text) is None for text in texts]


@given(codes(), st.integers(0, 17), st.integers(1, 30))
def test_any_single_wrong_sign_is_refused(code: str, place: int, by: int) -> None:
    wrong = SIGNS[(SIGNS.index(code[place]) + by) % len(SIGNS)]
    assert uscc_fault(code[:place] + wrong + code[place + 1 :]) is not None
