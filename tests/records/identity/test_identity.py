"""What is shown of a person, and whether two records tell of one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zengshou.concepts.problem import ProblemsFound
from zengshou.records.identity.agreement import agrees, sounds_alike
from zengshou.records.identity.identifier import (
    CAUTION_LABELS,
    FAULT_LABELS,
    KIND_LABELS,
    Caution,
    Fault,
    IdentifierKind,
)
from zengshou.records.identity.identity import Identity
from zengshou.records.identity.mask import masked_name, masked_number, masked_phone
from zengshou.records.identity.person_ref import LARGEST, read, shown

ZHANG = Identity(
    "张小明", IdentifierKind.RESIDENT_CARD, "441702198005061233", date(1980, 5, 6), "male", phone="13800001234"
)


def test_masks_show_area_and_last_four_surname_and_ends_of_a_phone() -> None:
    assert masked_number("441702198005061233") == "441702********1233"
    assert masked_number("441702800506123") == "441702*****6123"
    assert masked_number("E12345678") == "E1*****78"
    assert (masked_name("张明"), masked_name("张小明"), masked_name("张"), masked_name("")) == ("张*", "张**", "*", "")
    assert masked_phone("13800001234") == "138****1234"


@given(st.text(max_size=30))
def test_a_mask_keeps_the_length_and_hides_at_least_four_signs_or_all(text: str) -> None:
    for mask in (masked_number, masked_phone):
        shown_text = mask(text)
        assert len(shown_text) == len(text)
        assert shown_text.count("*") >= min(4, len(text))


def test_an_identity_in_a_traceback_does_not_tell_whose_it_is() -> None:
    said = f"{ZHANG!r} {ZHANG}"
    assert "小明" not in said and "19800506" not in said and "13800001234" not in said


@given(st.integers(1, LARGEST))
def test_a_reference_is_read_back_as_it_is_shown(ref: int) -> None:
    text = shown(ref)
    assert len(text) == 14 and read(text) == ref and read(text.lower()) == ref


def test_a_reference_is_read_however_it_was_typed() -> None:
    assert shown(1) == "P0000000000001" and read(" p-0000-0000-0oOl1 ".replace("l", "0")) == 1
    assert read("POOOOOOOOOOOOI") == 1


@pytest.mark.parametrize("text", ["", "0000000000001", "P123", "P000000000000U", "P0000000000000", "PZZZZZZZZZZZZZ"])
def test_what_is_no_reference_is_refused(text: str) -> None:
    with pytest.raises(ProblemsFound, match="人员编号"):
        read(text)


def test_a_number_out_of_range_is_no_reference() -> None:
    for ref in (0, -1, LARGEST + 1):
        with pytest.raises(ValueError):
            shown(ref)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("张伟", "章伟"),
        ("张 伟", "张伟"),
        ("单雄信", "善雄信"),  # shan
        ("单雄信", "丹雄信"),  # dan: the sign has both
        ("曾志伟", "增志伟"),
        ("阿依古丽·买买提", "阿依古丽．买买提"),
        ("John Smith", "JOHNSMITH"),
        ("𠮷田", "𠮷田"),
        ("张伟", "张伟（小张）"),
        ("张小伟", "张伟(又名张小伟)"),
        ("张伟（小张）", "章伟【大张】"),
        ("阿依古丽", "阿依古丽·买买提"),
    ],
)
def test_names_that_sound_alike_agree(one: str, other: str) -> None:
    assert sounds_alike(one, other) and sounds_alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("张伟", "张维刚"),
        ("张伟", "李伟"),
        ("张三", "张四"),
        ("", "张"),
        ("", "张伟（）"),
        ("张伟（小明）", "李强（小明）"),
        ("买买提", "阿依古丽·买买提"),
        ("阿", "阿·买买提"),
    ],
)
def test_names_that_do_not_sound_alike_disagree(one: str, other: str) -> None:
    assert not sounds_alike(one, other)


def test_another_birth_disagrees_and_what_is_unknown_speaks_against_nothing() -> None:
    day, other = date(1980, 5, 6), date(1980, 5, 7)
    assert not agrees("张伟", day, "张伟", other)
    assert agrees("张伟", day, "章玮", day)
    assert agrees("张伟", day, "", None) and agrees("", None, "李娜", day)
    assert not agrees("张伟", None, "李娜", day)


def test_every_kind_fault_and_caution_has_chinese_words() -> None:
    assert {kind.label for kind in IdentifierKind} == set(KIND_LABELS.values())
    assert {fault.label for fault in Fault} == set(FAULT_LABELS.values())
    assert {caution.label for caution in Caution} == set(CAUTION_LABELS.values())
