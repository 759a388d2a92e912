"""The characters in which two masked texts differ are marked, and nothing else is changed."""

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zengshou.faces.web.office.records.pair_marks import marked


@pytest.mark.parametrize(
    ("a", "b", "shown"),
    [
        (
            "441702********0004",
            "441702********0020",
            ("441702********00<mark>04</mark>", "441702********00<mark>20</mark>"),
        ),
        ("1980-01", "1980-07", ("1980-0<mark>1</mark>", "1980-0<mark>7</mark>")),
        ("李*", "李**", ("李*", "李*<mark>*</mark>")),
        ("女", "", ("<mark>女</mark>", "")),
        ("<b>", "<i>", ("&lt;<mark>b</mark>&gt;", "&lt;<mark>i</mark>&gt;")),
    ],
)
def test_only_the_characters_that_differ_are_marked(a: str, b: str, shown: tuple[str, str]) -> None:
    assert tuple(map(str, marked(a, b))) == shown


@given(st.text("ab<*", max_size=12), st.text("ab<*", max_size=12))
def test_without_its_marks_each_text_is_what_it_was(a: str, b: str) -> None:
    for text, shown in zip((a, b), marked(a, b), strict=True):
        assert unescape(str(shown).replace("<mark>", "").replace("</mark>", "")) == text
