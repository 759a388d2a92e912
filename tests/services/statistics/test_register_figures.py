"""Figures of the register from an extract: exact, through the gate, beside published and surveyed ones. 合成数据。"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from zengshou.concepts.estimate import FigureKind
from zengshou.concepts.problem import ProblemsFound
from zengshou.concepts.published import PublishedFigure
from zengshou.services.statistics import register_comparison
from zengshou.services.statistics.register_comparison import SurveyFile, compared, statistics_json
from zengshou.services.statistics.register_figures import figures_of, household_fifths, register_figures
from zengshou.store.extract_file import (
    Extract,
    ExtractAbout,
    FeedState,
    extract_path,
    extract_years,
    read_extract,
    write_extract,
)
from zengshou.store.register_coverage import register_coverage

FEEDS = (
    FeedState("iit", "个人所得税扣缴明细", "2025-12-31", 12, False),
    FeedState("civil_affairs", "民政资金发放", "2025-03-31", 3, True),
)
ABOUT = ExtractAbout("example", 2025, "2026-01-21T12:00:00+00:00", "2026-11", "STAT", False, True, FEEDS)
PARTS = ("wage", "business", "property", "transfer")


def people(counts: Mapping[str, int], step: float = 100.0) -> pl.DataFrame:
    """Households of two, county by county; the first of each earns 1000, 1000 + step ...; the second has no income."""
    rows: list[dict[str, object]] = []
    for county, households in counts.items():
        for place in range(households):
            wage = 1_000.0 + step * place
            for member, amount in enumerate((wage, 0.0)):
                parts = dict.fromkeys(PARTS, 0.0) | {"wage": amount * 0.9, "transfer": amount * 0.1}
                who = {"person": f"{county}{place}-{member}", "household": f"H{county}{place:04d}", "county": county}
                rows.append({**who, **parts, "income": amount, "income_per_head": wage / 2})
    return pl.DataFrame(rows)


def extract(counts: Mapping[str, int], about: ExtractAbout = ABOUT) -> Extract:
    return Extract(people(counts), about)


def test_persons_households_mean_and_median_are_those_of_every_row() -> None:
    found = figures_of(extract({"999902": 50, "999921": 50})).everyone
    assert (found.persons.value, found.households.value) == (200, 100)
    assert found.mean.value == pytest.approx((1_000 + 100 * 24.5) / 2)
    assert found.median.value == pytest.approx((1_000 + 100 * 24) / 2)  # the lower of the two middle rows
    assert [one.value for one in found.sources] == pytest.approx([3450 * 0.45, 0, 0, 3450 * 0.05])


def test_a_figure_of_the_register_has_no_sampling_error_and_says_what_it_is() -> None:
    found = figures_of(extract({"999902": 50})).everyone.mean
    assert found.kind is FigureKind.REGISTER and found.se is None and found.is_synthetic
    assert "2026-01-21" in found.vintage and found.period == "2025"


def test_the_fifths_hold_as_many_households_each_in_the_order_of_income_per_head() -> None:
    rows = people({"999902": 50})
    fifth = household_fifths(rows)
    counts = rows.with_columns(fifth=pl.Series(fifth.codes)).group_by("fifth").agg(pl.col("household").n_unique())
    assert counts["household"].to_list() == [10] * 5
    means = [one.value for one in figures_of(extract({"999902": 50})).fifths]
    assert means == pytest.approx([(1_000 + 100 * (10 * place + 4.5)) / 2 for place in range(5)])


def test_a_county_of_few_is_hidden_together_with_what_would_give_it_away() -> None:
    found = figures_of(extract({"999902": 60, "999921": 3}))
    assert [one.mean.value for one in found.counties] == [None, None]
    assert all(one.value is None for place in found.counties for one in (place.persons, place.median, *place.sources))
    assert found.everyone.mean.value is not None and "不公布" in found.gate


def test_no_source_of_a_county_is_shown_where_one_would_tell_of_a_few() -> None:
    rows = people({"999902": 60, "999921": 60})
    rich = (pl.col("person") == "9999020-0").cast(pl.Float64) * 50_000
    rows = rows.with_columns(property=pl.col("property") + rich, income=pl.col("income") + rich)
    found = figures_of(Extract(rows, ABOUT))
    assert all(one.value is None for one in found.counties[0].sources)


def test_a_county_that_the_city_does_not_have_keeps_its_code_and_a_missing_one_is_said_to_be_unknown() -> None:
    found = figures_of(extract({"999902": 40, "441702": 40, "": 40}))
    assert [place.label for place in found.counties] == ["东河区", "县区不详", "441702"]


def test_an_extract_without_anybody_is_refused() -> None:
    with pytest.raises(ProblemsFound, match="没有人"):
        figures_of(Extract(people({"999902": 1}).clear(), ABOUT))


def published_of(monkeypatch: pytest.MonkeyPatch, **values: float) -> None:
    held = [
        PublishedFigure("cn.shili.shili", 2025, name, value, "元", "示例市统计局（虚构）")
        for name, value in values.items()
    ]
    monkeypatch.setattr(register_comparison, "published", lambda city: tuple(held))


def test_the_published_figure_stands_beside_with_its_difference_and_one_that_is_missing_is_said_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    published_of(monkeypatch, income_per_head=2_000.0)
    items = {one.covered.item: one for one in compared(figures_of(extract({"999902": 50}))).comparison.items}
    income = items["income"].from_published
    assert income is not None and income.value == pytest.approx(1_725 - 2_000) and income.low is None
    assert income.relative == pytest.approx(-275 / 1_725)
    assert items["wage"].published is None and "没有公布数" in items["wage"].why


def test_the_survey_stands_beside_with_its_error(tmp_path: Path) -> None:
    file = tmp_path / "survey.csv"
    pl.DataFrame({"income": [1_000.0, 1_500.0, 2_000.0, 2_500.0] * 10, "w": [1.0] * 40}).write_csv(file)
    found = compared(figures_of(extract({"999902": 50})), SurveyFile(file, {"income": "income"}, weight="w"))
    income = next(one for one in found.comparison.items if one.covered.item == "income")
    assert income.survey is not None and income.survey.value == 1_750 and income.survey.cv is not None
    away = income.from_survey
    assert away is not None and away.value == pytest.approx(-25)
    assert away.low is not None and away.high is not None and away.low < -25 < away.high
    assert income.survey.ci_high is not None and away.low == pytest.approx(1_725 - income.survey.ci_high)


def test_a_survey_column_that_is_no_item_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound, match="不认识的项目"):
        compared(figures_of(extract({"999902": 50})), SurveyFile(tmp_path / "x.csv", {"rent": "rent"}))


def test_nothing_is_compared_with_a_figure_that_may_not_be_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    published_of(monkeypatch, income_per_head=2_000.0)
    found = compared(figures_of(extract({"999902": 3})))
    assert all(one.register.value is None and one.from_published is None for one in found.comparison.items)


def test_a_stale_feed_marks_the_whole_table() -> None:
    found = compared(figures_of(extract({"999902": 50})))
    assert found.warnings == ("已过时：民政资金发放。引用本表须带此标记。",)
    assert "民政资金发放：至 2025-03-31，当年 3/12 个月，已过时" in found.comparison.feeds
    assert statistics_json(found)["warnings"] == list(found.warnings)


def test_every_item_says_what_the_register_covers() -> None:
    assert [one.item for one in register_coverage()] == ["population", "income", *PARTS]
    assert all(one.coverage for one in register_coverage())


def test_an_extract_file_comes_back_as_it_was_and_a_damaged_or_another_file_is_refused(tmp_path: Path) -> None:
    path = extract_path(tmp_path, 2025)
    write_extract(path, people({"999902": 40}), ABOUT)
    again = read_extract(path, ("household", "income"))
    assert again.about == ABOUT and again.rows.columns == ["household", "income"] and extract_years(tmp_path) == (2025,)
    assert register_figures(path).everyone.persons.value == 80
    people({"999902": 2}).write_parquet(tmp_path / "other.parquet")
    for wrong, words in ((tmp_path / "other.parquet", "不是登记系统"), (tmp_path / "no.parquet", "没有这个文件")):
        with pytest.raises(ProblemsFound, match=words):
            read_extract(wrong, ("household",))
    with pytest.raises(ProblemsFound, match="缺少列"):
        read_extract(path, ("household", "secret"))
    data = bytearray(path.read_bytes())
    data[100] ^= 0xFF
    path.write_bytes(bytes(data))
    with pytest.raises(ProblemsFound, match="损坏"):
        read_extract(path, ("household", "income", "wage", "county", "person"))


def test_rules_of_an_unverified_view_mark_every_figure() -> None:
    found = figures_of(extract({"999902": 40}, replace(ABOUT, is_unverified=True)))
    assert found.everyone.mean.status.value == "unverified"
