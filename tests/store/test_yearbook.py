"""Grouped tables of yearbooks: every layout read alike, every change logged, every cell accounted for."""

from collections import Counter
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zengshou.concepts.problem import ProblemsFound
from zengshou.statistics.accounts.caliber import Caliber
from zengshou.statistics.accounts.names import Residence
from zengshou.store.yearbooks.yearbook import read_yearbook
from zengshou.store.yearbooks.yearbook_sheet import read_sheets
from zengshou.store.yearbooks.yearbook_table import Role
from zengshou.store.yearbooks.yearbook_text import Change, number_of, plain_text
from zengshou.store.yearbooks.yearbook_words import grade_of, is_within, residence_of, year_of

LABELS = ("低收入户(dī shōu rù hù)(20%)", "中等偏下户(20%)", "中間收入戶(20%)", "中等偏上户(20%)", "高 收 入 户(20%)")
MEANS = (14925.0, 27518.0, 38901.0, 53615.0, 89167.0)


def csv_file(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    file = folder / "表.csv"
    file.write_bytes(text.encode(encoding))
    return file


def workbook(folder: Path) -> Path:
    """Merged title and two-level header, unit in a corner, full width, traditional, phonetic noise, a footnote."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "5-9"
    sheet["A1"] = "表5-9 全体居民五等份收入分组（２０２２年）"
    sheet["E2"] = "单位：元"
    sheet["A3"], sheet["B3"], sheet["B4"], sheet["C4"] = "指标", "收入", "人均可支配收入", "工资性收入"
    sheet["D3"], sheet["D4"], sheet["E3"] = "消费", "人均消费支出", "可支配收入比上年增长(%)"
    for merged in ("A1:E1", "A3:A4", "B3:C3", "E3:E4"):
        sheet.merge_cells(merged)
    wages, spent = (7554, 14667, 18573, 26330, 51729), (14701, 19845, 22435, 29543, 41107)
    shown: tuple[object, ...] = (14925, "２７５１８", "38,901", 53615, 89167)
    for row, cells in enumerate(zip(LABELS, shown, wages, spent, (5, 5.1, 6, 4, 3), strict=True), start=5):
        for column, cell in enumerate(cells, start=1):
            sheet.cell(row, column, cell)
    sheet["A10"] = "注：按户人均可支配收入排序。"
    hidden = book.create_sheet("草稿")
    hidden.sheet_state = "hidden"
    hidden["A1"] = "不读"
    file = folder / "年鉴.xlsx"
    book.save(file)
    return file


def problem_of(path: Path, table: int | None = None) -> str:
    with pytest.raises(ProblemsFound) as caught:
        read_yearbook(path, table)
    return str(caught.value)


def test_a_workbook_with_merged_two_level_headers_is_read(tmp_path: Path) -> None:
    table = read_yearbook(workbook(tmp_path))
    (income,) = table.series_of("income")
    assert income.values == MEANS and income.unit == "元"
    assert (income.year, income.residence, income.caliber) == (2022, Residence.ALL, Caliber.INTEGRATED)
    assert income.label == "收入 人均可支配收入" and income.shares == (20.0,) * 5
    assert {series.indicator for series in table.series} == {"income", "income_wage", "consumption"}
    assert table.title.startswith("表5-9") and table.unit == "元"


def test_every_cell_is_accounted_for_and_unused_ones_say_why(tmp_path: Path) -> None:
    file = workbook(tmp_path)
    table = read_yearbook(file)
    assert table.cells.keys() == read_sheets(file)[0].cells.keys()
    assert Counter(use.role for use in table.cells.values()) == {
        Role.TITLE: 1,
        Role.UNIT: 1,
        Role.HEADER: 7,
        Role.GROUP: 5,
        Role.VALUE: 15,
        Role.UNUSED: 5,
        Role.NOTE: 1,
    }
    assert {use.reason for use in table.unused.values()} == {"未识别“可支配收入比上年增长(%)”所指的指标"}


def test_every_normalisation_is_logged_with_its_place(tmp_path: Path) -> None:
    log = {change.rule: change for change in read_yearbook(workbook(tmp_path)).changes}
    assert {"全角转半角", "繁体转简体", "删去括注的读音", "删去字间空格"} <= set(log)
    assert log["繁体转简体"].after == "中间收入户(20%)" and "A7（第7行第1列）" in log["繁体转简体"].place
    assert log["删去括注的读音"].after == "低收入户(20%)"


def test_hidden_sheets_are_not_read(tmp_path: Path) -> None:
    assert [sheet.name for sheet in read_sheets(workbook(tmp_path))] == ["5-9"]


QUANZHOU = """表5-24 城镇居民家庭五等分（2016年）,,,,,,单位：元、人
指标,全体,第一组,第二组,第三组,第四组,第五组
户数比重(%),100,20,20,20,20,20
平均每户家庭人口（人）,3.18,3.74,3.46,2.81,3.12,2.83
人均可支配收入,39656,16211,26081,36160,49279,76553
"""


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig"])
def test_groups_in_columns_with_sizes_and_the_figure_for_all_are_read(encoding: str, tmp_path: Path) -> None:
    table = read_yearbook(csv_file(tmp_path, QUANZHOU, encoding))
    (income,) = table.series_of("income")
    assert income.values == (16211, 26081, 36160, 49279, 76553) and income.overall == 39656
    assert (income.residence, income.year) == (Residence.URBAN, 2016)
    sizes = table.beside(income, "household_size")
    assert sizes is not None and sizes.values == (3.74, 3.46, 2.81, 3.12, 2.83)


def test_years_in_rows_make_one_series_each_and_take_the_indicator_from_the_title(tmp_path: Path) -> None:
    text = """城镇居民五等份分组人均可支配收入
,,,,,单位:元
年份,低收入户,中低收入户,中等收入户,中高收入户,高收入户
2015,14231.34,23307.42,31234.26,41306.30,69131.21
2016年,15831.44,25304.04,34091.43,45198.52,73392.01
资料来源：福建省统计局
"""
    found = read_yearbook(csv_file(tmp_path, text)).series_of("income")
    assert [series.year for series in found] == [2015, 2016]
    assert found[0].values[0] == 14231.34 and found[1].residence is Residence.URBAN


def test_years_in_columns_are_read_too(tmp_path: Path) -> None:
    text = """农村居民人均可支配收入（单位：元）,,
组别,2020,2021
低收入组,4681,4856
中等偏下收入组,10392,11586
中间收入组,14712,16546
中等偏上收入组,20885,23167
高收入组,38520,43082
"""
    found = read_yearbook(csv_file(tmp_path, text)).series_of("income")
    assert [(series.year, series.values[0]) for series in found] == [(2020, 4681), (2021, 4856)]


def test_seven_old_urban_groups_in_ten_thousand_yuan_and_traditional_characters(tmp_path: Path) -> None:
    text = """10-7 城鎮居民家庭人均可支配收入（2011年） 單位：萬元/人
组别,２０１１
总平均,2.1810
最低收入户(10%),0.6876
#困难户(5%),0.5398
低收入户(10%),1.0672
中等偏下户(20%),1.4498
中等收入户(20%),1.9545
中等偏上户(20%),2.6420
高收入户(10%),3.5579
最高收入户(10%),5.8842①
"""
    table = read_yearbook(csv_file(tmp_path, text))
    (income,) = table.series
    assert income.values == (6876, 10672, 14498, 19545, 26420, 35579, 58842) and income.overall == 21810
    assert income.shares == (10, 10, 20, 20, 20, 10, 10)
    assert income.caliber is Caliber.OLD_SCOPE
    assert {"换算为元", "删去脚注符号", "繁体转简体"} <= {change.rule for change in table.changes}
    assert {use.text for use in table.unused.values()} == {"#困难户(5%)", "0.5398"}


LONG = """单位：元,,
年份,组别,人均可支配收入
2015,低收入组,5221
,中等偏下收入组,11894
,中间收入组,19320
,中等偏上收入组,29438
,高收入组,54544
2016,低收入组,5529
,中等偏下收入组,12899
,中间收入组,20924
,中等偏上收入组,31990
,高收入组,59259
"""


def test_runs_of_groups_below_each_other_are_told_apart_by_the_label_beside_them(tmp_path: Path) -> None:
    found = read_yearbook(csv_file(tmp_path, LONG)).series
    assert [(series.year, series.values[-1]) for series in found] == [(2015, 54544), (2016, 59259)]


def test_groups_printed_from_rich_to_poor_are_turned_and_logged(tmp_path: Path) -> None:
    lines = [
        "人均可支配收入（2020年）单位：元",
        "组别,可支配收入",
        *(f"第{n}组,{v}" for n, v in zip("五四三二一", (9, 7, 5, 3, 1), strict=True)),
    ]
    table = read_yearbook(csv_file(tmp_path, "\n".join(lines)))
    assert table.series[0].values == (1, 3, 5, 7, 9)
    assert any("由低到高" in change.rule for change in table.changes)


def test_a_header_without_a_merge_mark_is_carried_to_the_right_and_logged(tmp_path: Path) -> None:
    text = """单位：元,,,,
组别,城镇,,农村,
,可支配收入,消费支出,可支配收入,消费支出
低收入户,10,9,5,4
中等偏下户,20,18,10,9
中等收入户,30,20,15,12
中等偏上户,40,30,20,15
高收入户,50,35,25,20
"""
    table = read_yearbook(csv_file(tmp_path, text))
    assert [(s.residence, s.indicator) for s in table.series] == [
        (Residence.URBAN, "income"),
        (Residence.URBAN, "consumption"),
        (Residence.RURAL, "income"),
        (Residence.RURAL, "consumption"),
    ]
    assert sum("合并单元格" in change.rule for change in table.changes) == 2


TWO = QUANZHOU + "\n表5-25 农村居民家庭五等分（2016年）,,,,,,单位：元\n" + QUANZHOU.split("\n", 1)[1]


def test_of_several_tables_one_must_be_named(tmp_path: Path) -> None:
    file = csv_file(tmp_path, TWO)
    assert "有 2 张分组表" in problem_of(file) and "表5-25" in problem_of(file)
    assert read_yearbook(file, 2).series_of("income")[0].residence is Residence.RURAL
    assert "没有第 3 张" in problem_of(file, 3)


def test_a_gap_in_the_groups_leaves_the_lane_aside_and_says_which(tmp_path: Path) -> None:
    table = read_yearbook(csv_file(tmp_path, QUANZHOU.replace("3.46", "…")))
    assert table.series_of("household_size") == ()
    assert "缺第2组，不成一组" in {use.reason for use in table.unused.values()}
    assert Role.MISSING in {use.role for use in table.cells.values()}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("元、人", "人"), "没有注明金额单位"),
        (("元、人", "元、万元"), "几种金额单位"),
        (("26081", "6081"), "第2组 6081 不高于第1组 16211"),
        (("第五组", "其余"), "认出 4 个收入分组标签"),
        (("第一组", "合计组"), "认出 4 个"),
        (("人均可支配收入", "从业人数"), "没有认出任何指标"),
    ],
)
def test_what_is_not_clear_is_a_problem_with_its_place(change: tuple[str, str], words: str, tmp_path: Path) -> None:
    text = QUANZHOU.replace(*change)
    if "从业人数" in change:
        text = text.replace("户数比重(%)", "甲").replace("平均每户家庭人口（人）", "乙")
    said = problem_of(csv_file(tmp_path, text))
    assert words in said and "行第" in said


def test_a_number_before_the_groups_heads_nothing_and_is_left_aside(tmp_path: Path) -> None:
    table = read_yearbook(csv_file(tmp_path, QUANZHOU.replace("全体", "编号")))
    (income,) = table.series_of("income")
    assert income.overall is None and income.label == "人均可支配收入"
    assert {use.reason for use in table.unused.values()} == {"表头位置上的数字"}


def test_a_year_twice_is_refused(tmp_path: Path) -> None:
    assert "同名同年" in problem_of(csv_file(tmp_path, LONG.replace("2016", "2015")))


def test_a_file_without_groups_is_refused(tmp_path: Path) -> None:
    assert "没有找到按收入分组的表" in problem_of(csv_file(tmp_path, "年份,收入\n2020,5\n"))
    assert "找不到" in problem_of(tmp_path / "无.csv")
    other = tmp_path / "a.pdf"
    other.write_bytes(b"%PDF")
    assert "不认识的文件类型" in problem_of(other)


def test_a_damaged_workbook_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(b"PK\x03\x04" + b"\0" * 100)
    assert "a.xlsx" in problem_of(file)


@pytest.mark.parametrize(
    ("label", "rank", "is_ordinal"),
    [
        ("低收入户", 2, False),
        ("最低10%", 1, False),
        ("20%低收入户", 2, False),
        ("中等偏下户", 3, False),
        ("中低收入组", 3, False),
        ("中间收入组", 4, False),
        ("中等收入组", 4, False),
        ("高收入户(20%)", 6, False),
        ("最高收入户", 7, False),
        ("第三组", 3, True),
        ("第3等份", 3, True),
    ],
)
def test_group_labels_of_every_style_are_known(label: str, rank: int, is_ordinal: bool) -> None:
    grade = grade_of(label)
    assert grade is not None and (grade.rank, grade.is_ordinal) == (rank, is_ordinal)


@pytest.mark.parametrize("text", ["按收入五等份分组", "低收入户人均可支配收入", "高收入", "合计", "第一产业"])
def test_other_texts_are_no_group_labels(text: str) -> None:
    assert grade_of(text) is None


def test_the_edition_of_a_yearbook_is_not_the_year_of_its_data() -> None:
    assert year_of("三明统计年鉴2023 表5-9") is None and year_of("2023年三明统计年鉴") is None
    assert year_of("2015—2021年五等份") is None and year_of("表5-9（2022年）") == 2022
    assert residence_of("城镇居民") is Residence.URBAN and residence_of("人均收入") is None
    assert is_within("#困难户(5%)") and is_within("其中:困难户")


def test_numbers_keep_their_signs_and_lose_only_marks() -> None:
    log: list[Change] = []
    assert number_of("-3.5", "A1", log) == -3.5 and number_of("12,345", "A1", log) == 12345
    assert number_of("1,23", "A1", log) is None and number_of("约5", "A1", log) is None
    assert plain_text("低收入户 Low-income Households", "A1", log) == "低收入户"
    assert [change.rule for change in log] == ["删去英文对照"]


GROUP_NAMES = (
    "低收入户",
    "中等偏下户",
    "中等收入户",
    "中等偏上户",
    "高收入户",
    "第三组",
    "最高收入户",
    "困难户",
    "合计",
)
CELLS = st.sampled_from(
    (*GROUP_NAMES, "", "", "", "2020", "2021年", "人均可支配收入", "户规模", "单位：元", "表5-1 收入", "注：无", "…")
) | st.integers(1, 99999).map(str)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELLS, min_size=7, max_size=7), min_size=1, max_size=9), st.booleans())
def test_any_sheet_is_read_with_every_cell_accounted_for_or_refused_in_words(
    tmp_path: Path, rows: list[list[str]], has_groups: bool
) -> None:
    if has_groups:  # otherwise hardly any sheet drawn would hold a whole run
        rows = [["单位：元"], ["组别", *GROUP_NAMES[:5]], *rows]
    file = csv_file(tmp_path, "\n".join(",".join(row) for row in rows))
    try:
        table = read_yearbook(file)
    except ProblemsFound as refused:
        assert all(problem.found for problem in refused.problems)
        return
    if not any(cell.startswith("表5-1") for row in rows for cell in row):  # a title might cut the sheet in two
        assert table.cells.keys() == read_sheets(file)[0].cells.keys()
    for series in table.series:
        assert len(series.values) in (5, 7, 10)
