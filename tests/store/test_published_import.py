"""published.csv is checked against itself when it is read."""

import pytest

from zengshou.concepts.problem import ProblemsFound
from zengshou.store.published_csv import parse_published

HEAD = "area,year,indicator,value,unit,source,confidence\n"


def rows(*lines: str) -> bytes:
    return (HEAD + "\n".join(f"cn,{line},国家统计局,high" for line in lines) + "\n").encode()


SOURCES = (
    "2024,income_wage,23327,元",
    "2024,income_business,6908,元",
    "2024,income_property,3435,元",
    "2024,income_transfer,7644,元",
)


def test_figures_that_agree_are_taken() -> None:
    assert len(parse_published(rows(*SOURCES, "2024,income_per_head,41314,元"), "published.csv")) == 5


def test_figures_of_one_release_that_contradict_each_other_are_refused_with_file_area_and_year() -> None:
    with pytest.raises(ProblemsFound) as caught:
        parse_published(rows(*SOURCES, "2024,income_per_head,41414,元"), "published.csv")
    said = str(caught.value)
    assert "published.csv cn 2024年" in said and "41414" in said and "41314" in said


def test_a_growth_that_a_revision_may_explain_is_taken_and_left_to_the_page_of_accounts() -> None:
    lines = ("2023,income_per_head,39218,元", "2024,income_per_head,41314,元", "2024,income_growth_nominal,5.9,%")
    assert len(parse_published(rows(*lines), "published.csv")) == 3
