"""Figures of the register from an extract: rounded, through the gate, beside published and surveyed ones. 合成数据。"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest

from zengshou.concepts.estimate import FigureKind
from zengshou.concepts.problem import ProblemsFound
from zengshou.concepts.published import PublishedFigure
from zengshou.services.statistics import register_comparison
from zengshou.services.statistics.register_comparison import SurveyFile, compared, statistics_json
from zengshou.services.statistics.register_figures import (
    RegisterFigures,
    figures_of,
    household_fifths,
    register_figures,
)
from zengshou.store.extract_file import (
    Extract,
    ExtractAbout,
    FeedState,
    LeftOut,
    extract_path,
    extracts,
    read_extract,
    write_extract,
)
from zengshou.store.register_coverage import register_coverage
from zengshou.store.shown_extracts import ShownExtracts

FEEDS = (
    FeedState("iit", "个人所得税扣缴明细", "2025-12-31", 12, False),
    FeedState("civil_affairs", "民政资金发放", "2025-03-31", 3, True),
)
ABOUT = ExtractAbout(
    *("example", 2025, "2026-01-21T12:00:00+00:00", "2026-11", "STAT", False, True, FEEDS),
    *((), ("9999",), True, "registered", ("人口：户籍（登记地）在本地的人",), ()),
)
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
                who["is_resident"] = True
                rows.append({**who, **parts, "income": amount, "income_per_head": wage / 2})
    return pl.DataFrame(rows)


def extract(counts: Mapping[str, int], about: ExtractAbout = ABOUT) -> Extract:
    return Extract(people(counts), about)


def shown(extract: Extract) -> RegisterFigures:
    """The figures of an extract before which none was shown."""
    with TemporaryDirectory() as folder:
        return figures_of(extract, ShownExtracts(Path(folder)))


def test_persons_households_mean_and_median_are_those_of_every_row_rounded_by_the_rules_of_release() -> None:
    found = shown(extract({"999902": 51, "999921": 50})).everyone
    assert (found.persons.value, found.households.value) == (200, 100)  # 202 and 101, to the nearest 5
    assert found.mean.value == 1_740  # half of (51 x 3500 + 50 x 3450) / 101 = 1737.6, to three digits
    assert found.median.value == 1_750  # of the 51st of 101 households: (1000 + 100 x 25) / 2
    assert [one.value for one in found.sources] == [1_560, None, None, 174]
    assert found.sources[1].reason == "登记里没有这一来源的记录"


def test_a_figure_of_the_register_has_no_sampling_error_and_says_what_it_is() -> None:
    found = shown(extract({"999902": 50})).everyone.mean
    assert found.kind is FigureKind.REGISTER and found.se is None and found.is_synthetic
    assert "2026-01-21" in found.vintage and found.period == "2025"


def test_the_fifths_hold_as_many_households_each_in_the_order_of_income_per_head() -> None:
    rows = people({"999902": 50})
    fifth = household_fifths(rows)
    counts = rows.with_columns(fifth=pl.Series(fifth.codes)).group_by("fifth").agg(pl.col("household").n_unique())
    assert counts["household"].to_list() == [10] * 5
    means = [one.value for one in shown(extract({"999902": 50})).fifths]
    assert means == [725, 1_220, 1_720, 2_220, 2_720]  # (1000 + 100 x (10 place + 4.5)) / 2, to three digits


def test_counties_of_few_are_one_part_with_the_next_larger_until_they_are_enough() -> None:
    found = shown(extract({"999902": 60, "999921": 3, "441702": 2}))
    assert [(one.label, one.persons.value) for one in found.counties] == [
        ("东河区", 120),
        ("合并列示：西山县、441702", 10),
    ]
    alone = shown(extract({"999902": 60, "999921": 3}))
    assert [(one.label, one.persons.value) for one in alone.counties] == [("合并列示：东河区、西山县", 125)]


def test_a_county_dominated_by_one_household_is_hidden_together_with_what_would_give_it_away() -> None:
    rows = people({"999902": 60, "999921": 60})
    rich = (pl.col("person") == "9999020-0").cast(pl.Float64) * 50_000_000
    rows = rows.with_columns(wage=pl.col("wage") + rich, income=pl.col("income") + rich)
    found = shown(Extract(rows, ABOUT))
    assert found.counties[0].mean.value is None and found.everyone.mean.value is None
    assert all(one.value is None for one in (found.counties[0].persons, *found.counties[0].sources))


def test_no_source_of_a_county_is_shown_where_one_would_tell_of_a_few() -> None:
    rows = people({"999902": 60, "999921": 60})
    rich = (pl.col("person") == "9999020-0").cast(pl.Float64) * 50_000
    rows = rows.with_columns(property=pl.col("property") + rich, income=pl.col("income") + rich)
    found = shown(Extract(rows, ABOUT))
    assert all(one.value is None for one in found.counties[0].sources)


def test_a_county_that_the_city_does_not_have_keeps_its_code_and_a_missing_one_is_said_to_be_unknown() -> None:
    found = shown(extract({"999902": 40, "441702": 40, "": 40}))
    assert [place.label for place in found.counties] == ["东河区", "县区不详", "441702"]


def test_an_extract_without_anybody_is_refused() -> None:
    with pytest.raises(ProblemsFound, match="没有人"):
        shown(Extract(people({"999902": 1}).clear(), ABOUT))


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
    items = {one.covered.item: one for one in compared(shown(extract({"999902": 50}))).comparison.items}
    income = items["income"].from_published
    assert income is not None and income.value == pytest.approx(1_720 - 2_000) and income.low is None
    assert income.relative == pytest.approx(-280 / 1_720)
    assert items["wage"].published is None and "没有公布数" in items["wage"].why


def test_the_survey_stands_beside_with_its_error(tmp_path: Path) -> None:
    file = tmp_path / "survey.csv"
    pl.DataFrame({"income": [1_000.0, 1_500.0, 2_000.0, 2_500.0] * 10, "w": [1.0] * 40}).write_csv(file)
    found = compared(shown(extract({"999902": 50})), SurveyFile(file, {"income": "income"}, weight="w"))
    income = next(one for one in found.comparison.items if one.covered.item == "income")
    assert income.survey is not None and income.survey.value == 1_750 and income.survey.cv is not None
    away = income.from_survey
    assert away is not None and away.value == pytest.approx(-30)
    assert away.low is not None and away.high is not None and away.low < -30 < away.high
    assert income.survey.ci_high is not None and away.low == pytest.approx(1_720 - income.survey.ci_high)


def test_a_survey_column_that_is_no_item_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound, match="不认识的项目"):
        compared(shown(extract({"999902": 50})), SurveyFile(tmp_path / "x.csv", {"rent": "rent"}))


def test_nothing_is_compared_with_a_figure_that_may_not_be_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    published_of(monkeypatch, income_per_head=2_000.0)
    found = compared(shown(extract({"999902": 3})))
    assert all(one.register.value is None and one.from_published is None for one in found.comparison.items)


def test_a_stale_feed_marks_the_whole_table() -> None:
    found = compared(shown(extract({"999902": 50})))
    assert found.warnings == ("已过时：民政资金发放。引用本表须带此标记。",)
    assert all("stale" in one.register.flags for one in found.comparison.items)
    assert "民政资金发放：至 2025-03-31，当年 3/12 个月，已过时" in found.comparison.feeds
    assert statistics_json(found)["warnings"] == list(found.warnings)


def test_every_item_says_what_the_register_covers() -> None:
    assert [one.item for one in register_coverage()] == ["population", "income", *PARTS]
    assert all(one.coverage for one in register_coverage())


def test_an_extract_file_comes_back_as_it_was_and_a_damaged_or_another_file_is_refused(tmp_path: Path) -> None:
    path = extract_path(tmp_path, 2025, ("9999",), "registered")
    write_extract(path, people({"999902": 40}), ABOUT)
    again = read_extract(path, ("household", "income"))
    assert again.about == ABOUT and again.rows.columns == ["household", "income"] and extracts(tmp_path) == (path,)
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


def test_what_an_extract_rests_on_marks_every_figure_and_stands_in_the_words_of_the_gate() -> None:
    about = replace(ABOUT, is_unverified=True, unverified=("渠道“个人所得税扣缴明细”",))
    found = compared(shown(extract({"999902": 40}, about)))
    everyone = found.figures.everyone
    for one in (everyone.persons, everyone.mean, everyone.median, *everyone.sources, *found.figures.fifths):
        assert one.status.value == "unverified" and one.rests_on == about.unverified
    assert "不得发布" in found.figures.gate and any("不得发布" in words for words in found.warnings)
    assert statistics_json(found)["unverified"] == list(about.unverified)


def test_a_figure_of_another_area_is_refused_beside_those_of_the_city_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    published_of(monkeypatch, income_per_head=2_000.0)
    found = compared(shown(extract({"999902": 50}, replace(ABOUT, areas=("999902",), is_citywide=False))))
    assert all(one.published is None and "不是全市" in one.why for one in found.comparison.items)
    assert any("999902" in words and "不是全市" in words for words in found.warnings)


def test_extracts_of_other_areas_and_populations_lie_under_names_of_their_own(tmp_path: Path) -> None:
    told = [(("9999",), "registered"), (("999902",), "registered"), (("9999",), "paid_here")]
    paths = {extract_path(tmp_path, 2025, areas, population) for areas, population in told}
    assert len(paths) == 3


def test_non_residents_for_tax_stand_apart_and_too_few_of_them_hide_both_kinds() -> None:
    rows = people({"999902": 60}).with_row_index("place")
    some = rows.with_columns(is_resident=pl.col("place") >= 30).drop("place")
    found = shown(Extract(some, ABOUT)).residents
    assert [(one.label, one.persons.value) for one in found] == [("居民个人", 90), ("非居民个人", 30)]
    assert found[1].mean.value == 850  # of 15 households from 1000 to 2400, half of their wages
    few = shown(Extract(rows.with_columns(is_resident=pl.col("place") >= 4).drop("place"), ABOUT)).residents
    assert [one.persons.value for one in few] == [None, None]
    nobody = shown(extract({"999902": 60})).residents
    assert [(one.label, one.persons.value) for one in nobody] == [("居民个人", 120)]


def test_what_is_left_out_is_told_with_the_figures_and_too_few_are_not_counted_out() -> None:
    many = LeftOut("outside", "登记地不在提取地区的人", 121, 484, 3_021_456.78, 3_021_456.78, (90_000.0, 80_000.0))
    few = LeftOut("gone", "年初以前已死亡或迁出的人", 3, 12, 9_000.0, 9_000.0, (4_000.0, 3_000.0))
    one_rich = LeftOut("unborn", "以后才出生的人", 20, 20, 9_000.0, 9_000.0, (8_900.0, 90.0))
    found = shown(extract({"999902": 50}, replace(ABOUT, left_out=(many, few, one_rich))))
    assert "约 120 人、485 笔，收入合计约 3,000,000 元（取到 100,000 元）" in found.counted[-3]
    assert all("人数过少" in words for words in found.counted[-2:])
