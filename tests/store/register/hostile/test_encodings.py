"""Encodings are never guessed and characters never replaced: read, put aside with the byte, or refused in words."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.register.hostile.encodings import CASES, RARE, Case
from tests.store.register.hostile.made_sheets import GOOD, HEAD, PAY, Delivered, delivered, lines, row
from zengshou.store.register.parsing.parse import read_folder
from zengshou.store.register.parsing.parse_child_encoding import looks_like_big5

REPLACEMENT = "\ufffd"


def offsets(folder: Path) -> dict[int, int]:
    """Byte where each row begins that was no text; -1 of those that were."""
    return {each.row: each.offset for each in read_folder(folder).broken}


def by_serial(found: Delivered) -> dict[object, tuple[object, ...]]:
    """Accepted rows by what the sender calls them; their numbers move when an end of line is damaged."""
    return {
        each["serial"]: tuple(value for name, value in each.items() if name != "row")
        for each in found.accepted.values()
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_encoding_is_read_or_said_to_be_none(case: Case, tmp_path: Path) -> None:
    found = delivered(case.data, tmp_path)
    if case.refusal or found.refusal:
        assert case.refusal and case.refusal in found.refusal, found.refusal
        return
    text, begin = read_folder(tmp_path), offsets(tmp_path)
    assert [each["name"] for each in found.accepted.values()] == list(case.names)
    assert [(number, begin.get(number, -1), code) for number, code, _ in found.aside] == list(case.aside)
    assert found.read == len(found.accepted) + found.put_aside and text.encoding == case.encoding


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_no_accepted_row_holds_a_character_that_was_put_in_for_another(case: Case, tmp_path: Path) -> None:
    found = delivered(case.data, tmp_path)
    assert not any(REPLACEMENT in str(cell) for row in found.accepted.values() for cell in row.values())


@pytest.mark.parametrize("sign", RARE)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_rare_characters_of_names_survive_every_encoding(sign: str, encoding: str, tmp_path: Path) -> None:
    data = lines(HEAD, row(姓名=f"{sign}{sign}"), row(姓名=f"李{sign}")).encode(encoding)
    assert [each["name"] for each in delivered(data, tmp_path).accepted.values()] == [f"{sign}{sign}", f"李{sign}"]


HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)


@given(
    names=st.lists(st.text(HAN, min_size=2, max_size=4), min_size=1, max_size=12),
    encoding=st.sampled_from(["utf-8", "gb18030"]),
)
@settings(max_examples=60, deadline=None)
def test_any_names_in_either_encoding_come_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], encoding: str
) -> None:
    folder = tmp_path_factory.mktemp("encoded")
    data = lines(HEAD, *(row(姓名=name) for name in names)).encode(encoding)
    found = delivered(data, folder)
    assert [each["name"] for each in found.accepted.values()] == names and found.read == len(names)


@given(st.lists(st.text(HAN, min_size=8, max_size=30), min_size=1, max_size=6))
@settings(max_examples=100, deadline=None)
def test_texts_in_gb18030_are_not_taken_for_big5(texts: list[str]) -> None:
    """Any Chinese characters at all, which hold far more rare ones than a delivery."""
    assert not looks_like_big5("".join(texts).encode("gb18030"))


def test_a_damaged_byte_anywhere_is_refused_put_aside_or_changes_no_other_row(tmp_path: Path) -> None:
    data = lines(HEAD, *(row(流水号=f"S{n}", 姓名=f"陈{n}") for n in range(6))).encode()
    whole = by_serial(delivered(data, tmp_path))
    for place in range(0, len(data), 7):
        found = delivered(data[:place] + b"\xff" + data[place + 1 :], tmp_path)
        if not found.refusal:
            assert found.read == len(found.accepted) + found.put_aside
            assert by_serial(found).items() <= whole.items()


def test_the_good_row_is_good() -> None:
    assert len(GOOD) == len(HEAD) and set(HEAD) <= {each.label for each in PAY.fields}
