"""What may share a line: never a Gini from groups with an official or a survey one."""

import dataclasses

import pytest

from tests.statistics.grouped.printed_fifths import nation
from zengshou.concepts.estimate import Estimate, FigureKind
from zengshou.concepts.problem import ProblemsFound
from zengshou.statistics.grouped.estimates import grouped
from zengshou.statistics.grouped.joining import differences, one_line

OFFICIAL = Estimate("gini", 0.462, unit="index", label="基尼系数", kind=FigureKind.EXTERNAL, convention="公布值")


def test_a_gini_from_groups_does_not_continue_the_official_series() -> None:
    gq = grouped(nation(2015)).ginis[0]
    with pytest.raises(ProblemsFound) as caught:
        one_line([OFFICIAL, gq])
    said = str(caught.value)
    assert "来源类别不同：公布数／分组推算" in said and "分成两条线" in said


def test_a_gini_from_groups_does_not_continue_a_survey_series() -> None:
    gq = grouped(nation(2015)).ginis[0]
    survey = dataclasses.replace(gq, kind=FigureKind.SURVEY)
    assert any(found.startswith("来源类别不同") for found in differences([survey, gq]))


def test_years_of_one_method_share_a_line_although_their_tilts_differ() -> None:
    years = [grouped(nation(year)).ginis[0] for year in (2015, 2016)]
    assert years[0].design != years[1].design
    assert one_line(years) == tuple(years)


def test_two_methods_or_two_conversions_do_not_share_a_line() -> None:
    found = grouped(nation(2015))
    assert any(said.startswith("指标不同") for said in differences(found.ginis[:2]))
    other = dataclasses.replace(found.ginis[0], convention="persons=printed_sizes")
    assert any(said.startswith("口径不同") for said in differences([found.ginis[0], other]))


def test_official_figures_of_several_years_share_a_line_whatever_words_their_offices_use() -> None:
    later = dataclasses.replace(OFFICIAL, value=0.465, convention="公报")
    assert one_line([OFFICIAL, later]) == (OFFICIAL, later)


def test_synthetic_and_actual_figures_do_not_share_a_line() -> None:
    assert differences([OFFICIAL, dataclasses.replace(OFFICIAL, is_synthetic=True)]) == (
        "数据性质不同：实际数据／合成数据",
    )
