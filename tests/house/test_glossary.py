"""docs/glossary.md: one English term for each Chinese term, and a place in the code for both."""

from collections import Counter

from tests.house.checkout import ROOT

GLOSSARY = ROOT / "docs" / "glossary.md"


def rows() -> list[list[str]]:
    """The cells of the glossary's table, without its head."""
    lines = [line for line in GLOSSARY.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def repeated(terms: list[str]) -> list[str]:
    return [term for term, times in Counter(terms).items() if times > 1]


def test_every_row_has_a_chinese_term_an_english_term_and_a_place() -> None:
    wrong = [row for row in rows() if len(row) != 3 or not all(row)]
    assert rows() and not wrong, wrong


def test_each_chinese_term_has_one_english_term() -> None:
    assert not repeated([row[0] for row in rows()])
    assert not [row[1] for row in rows() if any(mark in row[1] for mark in ("/", " or ", "、"))]


def test_no_english_term_stands_for_two_chinese_terms() -> None:
    assert not repeated([row[1].casefold() for row in rows()])


def test_every_place_exists() -> None:
    places = {place.strip().strip("`") for row in rows() for place in row[2].split(",")}
    missing = sorted(place for place in places if not (ROOT / "src" / place).exists())
    assert not missing, missing
