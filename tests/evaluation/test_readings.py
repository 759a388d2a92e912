"""Targets beside figures: published first, simulated only alone and by its name, and what is missing said in words."""

from dataclasses import replace

import pytest

from zengshou.concepts.citation import Status
from zengshou.concepts.estimate import Estimate, FigureKind
from zengshou.concepts.published import Confidence, PublishedFigure
from zengshou.evaluation.readings import read_targets
from zengshou.plan.model import Operator, Plan, PriceBasis, Target, TargetKind
from zengshou.plan.reading import LampColour, TargetReading

AREA = "cn.shili.shili"
SHARE = Target(
    "S-1",
    "",
    "居民可支配收入占生产总值比重",
    TargetKind.NUMERIC,
    "income_share_of_gdp",
    Operator.REACH,
    38.3,
    "%",
    2020,
    start_year=2018,
    start_value=37.9,
)
DIBAO = replace(
    SHARE, id="S-2", indicator="dibao_share_of_consumption_rural", value=50, start_year=None, start_value=None
)
JOBS = replace(
    SHARE,
    id="S-3",
    indicator="new_urban_jobs_cumulative",
    operator=Operator.INCREMENT,
    value=100_000,
    unit="人",
    start_year=2017,
    start_value=0,
)
DOUBLE = replace(
    SHARE,
    id="S-4",
    indicator="income_per_head",
    operator=Operator.MULTIPLE,
    value=2,
    unit="倍",
    start_year=None,
    start_value=None,
    base_year=2018,
    price_basis=PriceBasis.UNKNOWN,
)
RURAL = replace(
    SHARE,
    id="S-5",
    kind=TargetKind.RELATIONAL,
    indicator="rural_growth_over_urban_growth",
    operator=Operator.GREATER,
    value=0,
    unit="百分点",
    start_value=None,
)
MODEL = Estimate(
    "income_share_of_gdp",
    0.39,
    se=0.004,
    ci_low=0.382,
    ci_high=0.398,
    n=5_000,
    unit="share",
    period="2020",
    kind=FigureKind.MODEL,
    is_synthetic=True,
)


def figure(indicator: str, year: int, value: float, unit: str = "元") -> PublishedFigure:
    return PublishedFigure(AREA, year, indicator, value, unit, f"示例市统计局{year}年公报（虚构）")


def share_figures(year: int, income: float) -> list[PublishedFigure]:
    return [
        figure("income_per_head", year, income),
        figure("population_yearend", year, 100, "万人"),
        figure("gdp", year, 500, "亿元"),
    ]


def read(
    target: Target, *figures: PublishedFigure, simulated: Estimate | None = None, on_year: int | None = None
) -> TargetReading:
    plan = Plan("example", "方案", "", "", (), (), (target,), (), AREA)
    known = {} if simulated is None else {simulated.indicator: simulated}
    (reading,) = read_targets(plan, figures, known, on_year)
    return reading


def test_the_income_share_is_mean_times_population_over_product_of_the_same_year() -> None:
    reading = read(SHARE, *share_figures(2018, 18_950), *share_figures(2020, 19_250))
    assert reading.reading is not None and reading.reading.value == pytest.approx(38.5)
    assert reading.reading.kind is FigureKind.EXTERNAL and reading.reading.se is None
    assert "居民人均可支配收入×年末常住人口÷地区生产总值" in reading.reading.convention
    assert reading.source.startswith("由公布数计算") and "2020年公报" in reading.source
    assert reading.baseline is not None and reading.baseline.value == pytest.approx(37.9)
    assert reading.lamp.colour is LampColour.DONE
    assert [point.year for point in reading.observed] == [2018, 2020]


def test_when_one_part_is_not_published_there_is_no_figure_and_the_part_is_named() -> None:
    reading = read(SHARE, *share_figures(2020, 19_250)[:2])
    assert reading.reading is None and reading.lamp.rule == "no_data"
    assert "缺2020年地区生产总值" in reading.lamp.reason


def test_the_dibao_share_uses_the_consumption_of_the_year_before() -> None:
    standard = figure("dibao_standard_monthly_rural", 2020, 500, "元/月")
    reading = read(DIBAO, standard, figure("consumption_per_head_rural", 2019, 12_000))
    assert reading.reading is not None and reading.reading.value == pytest.approx(50)
    assert reading.lamp.colour is LampColour.DONE
    without = read(DIBAO, standard, figure("consumption_per_head_rural", 2020, 12_000))
    assert without.reading is None and "缺2019年农村居民人均消费支出" in without.lamp.reason


def test_a_cumulative_count_adds_every_year_and_refuses_a_gap() -> None:
    years = [figure("new_urban_jobs", year, 4, "万人") for year in (2018, 2019, 2020)]
    reading = read(JOBS, *years)
    assert reading.reading is not None and reading.reading.value == 120_000
    assert reading.lamp.colour is LampColour.DONE
    assert [point.value for point in reading.required] == pytest.approx([0, 100_000 / 3, 200_000 / 3, 100_000])
    gap = read(JOBS, years[0], years[2])
    assert gap.reading is not None and gap.reading.period == "2018"
    nothing = read(JOBS)
    assert "缺2018—2020年城镇新增就业" in nothing.lamp.reason


def test_a_doubling_with_unknown_prices_is_grey_and_shows_both_readings() -> None:
    incomes = (figure("income_per_head", 2018, 10_000), figure("income_per_head", 2020, 20_400))
    prices = (figure("cpi_change", 2019, 3.0, "%"), figure("cpi_change", 2020, 2.0, "%"))
    reading = read(DOUBLE, *incomes, *prices)
    assert reading.lamp.rule == "price_basis_unknown"
    assert "按名义：2020年为2.04倍（办结）" in reading.lamp.reason
    assert "按实际：2020年为1.94倍（绿）" not in reading.lamp.reason  # missed at the deadline is never green
    assert "按实际：2020年为1.94倍（黄）" in reading.lamp.reason
    real = read(replace(DOUBLE, price_basis=PriceBasis.REAL), *incomes, *prices)
    assert real.reading is not None and real.reading.value == pytest.approx(2.04 / 1.03 / 1.02)
    without = read(DOUBLE, *incomes)
    assert "缺2019—2020年逐年居民消费价格涨幅" in without.lamp.reason


def test_a_doubling_without_its_base_shows_the_level_and_names_the_base() -> None:
    reading = read(DOUBLE, figure("income_per_head", 2020, 20_400))
    assert reading.lamp.colour is LampColour.GREY and "缺2018年基数" in reading.lamp.reason
    assert reading.reading is not None and reading.reading.unit == "元" and reading.observed == ()


def test_relations_take_printed_growth_and_else_compute_it_from_levels() -> None:
    printed = read(
        RURAL,
        figure("income_growth_nominal_rural", 2020, 7.0, "%"),
        figure("income_growth_nominal_urban", 2020, 5.0, "%"),
    )
    assert printed.reading is not None and printed.reading.value == pytest.approx(2)
    levels = [figure(f"income_per_head_{who}", year, value) for who, year, value in LEVELS]
    computed = read(RURAL, *levels)
    assert computed.reading is not None and computed.reading.value == pytest.approx(-5)
    assert printed.lamp.colour is LampColour.GREEN and computed.lamp.colour is LampColour.RED


LEVELS = (("rural", 2019, 100), ("rural", 2020, 105), ("urban", 2019, 200), ("urban", 2020, 220))


def test_a_simulated_figure_is_used_only_where_nothing_is_published() -> None:
    reading = read(SHARE, simulated=MODEL)
    assert reading.source == "模拟数（合成数据）"
    assert reading.reading is not None and reading.reading.kind is FigureKind.MODEL and reading.reading.is_synthetic
    beside = read(SHARE, *share_figures(2020, 19_250), simulated=MODEL)
    assert beside.source.startswith("由公布数计算") and len(beside.observed) == 1


def test_a_simulated_share_is_put_in_per_cent_with_its_error_and_interval() -> None:
    reading = read(SHARE, simulated=MODEL)
    assert reading.reading is not None and reading.reading.value == pytest.approx(39)
    assert reading.reading.se == pytest.approx(0.4)
    (point,) = reading.observed
    assert (point.low, point.high) == (pytest.approx(38.2), pytest.approx(39.8))


def test_a_simulated_figure_within_its_error_is_undecidable_and_the_target_called_untestable() -> None:
    reading = read(SHARE, simulated=replace(MODEL, is_synthetic=False))
    assert reading.lamp.is_undecidable
    assert "此目标无法用现有样本量检验" in reading.warnings[0]


def test_invented_people_or_values_never_judge_a_real_promise() -> None:
    far = replace(MODEL, value=0.6, ci_low=0.59, ci_high=0.61)
    assert read(SHARE, simulated=replace(far, is_synthetic=False)).lamp.colour is LampColour.GREEN
    for shown in (far, replace(far, is_synthetic=False, status=Status.SCENARIO)):
        lamp = read(SHARE, simulated=shown).lamp
        assert lamp.colour is LampColour.GREY and lamp.is_undecidable and "仅作演示" in lamp.reason


def test_a_simulated_figure_starts_from_the_documents_figure_never_from_a_published_one() -> None:
    stated = read(SHARE, simulated=MODEL)
    assert stated.baseline is not None and stated.baseline.label == "方案所列起点"
    unstated = read(replace(SHARE, start_value=None), simulated=MODEL)
    assert unstated.baseline is None and len(unstated.observed) == 1


def test_figures_after_the_year_asked_for_are_not_seen() -> None:
    all_figures = (*share_figures(2018, 18_950), *share_figures(2019, 19_050), *share_figures(2020, 19_250))
    reading = read(SHARE, *all_figures, on_year=2019)
    assert reading.reading is not None and reading.reading.period == "2019"
    assert reading.lamp.colour is LampColour.GREEN


def test_back_computed_and_foreign_figures_are_no_readings() -> None:
    derived = [replace(each, confidence=Confidence.DERIVED) for each in share_figures(2020, 19_250)]
    elsewhere = [replace(each, area="cn.shili.other") for each in share_figures(2020, 19_250)]
    assert read(SHARE, *derived, *elsewhere).reading is None


def test_a_second_hand_figure_says_so_in_source_flag_and_warning() -> None:
    second_hand = [replace(each, confidence=Confidence.MEDIUM) for each in share_figures(2020, 19_250)]
    reading = read(SHARE, *second_hand)
    assert reading.reading is not None and reading.reading.flags == ("secondary_source",)
    assert "二手引用" in reading.source and reading.warnings


def test_a_stock_without_its_date_is_the_start_of_a_falling_count() -> None:
    poor = replace(
        SHARE,
        kind=TargetKind.IMPLIED,
        indicator="relative_poor_population",
        operator=Operator.ALL,
        value=0,
        unit="人",
        deadline=2018,
        start_year=None,
        start_value=81_700,
        is_falling=True,
    )
    left = read(poor, figure("relative_poor_population", 2018, 1_000, "人"))
    assert left.lamp.colour is LampColour.YELLOW
    assert left.baseline is not None and left.baseline.value == 81_700
    early = read(poor, figure("relative_poor_population", 2017, 30_000, "人"))
    assert early.lamp.colour is LampColour.GREY


@pytest.mark.parametrize("kind", [TargetKind.MILESTONE, TargetKind.RECURRING])
def test_a_milestone_without_a_report_is_grey(kind: TargetKind) -> None:
    reading = read(replace(SHARE, kind=kind, indicator="done", value=1))
    assert reading.lamp.colour is LampColour.GREY and "尚无办理情况" in reading.lamp.reason
