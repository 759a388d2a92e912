"""How results are shown and handed on: terminal, notebook, frames, workbook, drawing, sentence."""

import json
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from lxml import html
from rich.cells import cell_len

import zengshou as zs
from tests.faces.analysis.invented_rows import DESIGN, rows
from zengshou.faces.analysis.export import Format, export

ABOUT = {"period": "2025", "area": "示例市", "row": "household", "synthetic": True, "unit": "yuan per person per year"}
UNRELEASED = "未经发布审核，不得对外"


@pytest.fixture
def figures() -> zs.Figures:
    return zs.table(["mean", "gini", "arpr"], rows(), "income", by="county", **DESIGN, **ABOUT)


def test_columns_of_the_terminal_table_stand_straight(figures: zs.Figures) -> None:
    lines = repr(figures).splitlines()
    heads, body = lines[1], lines[3 : 3 + len(figures)]
    ends = {cell_len(line[: line.index(word) + len(word)]) for line, word in ((heads, "估计值"),)}
    for line, figure in zip(body, figures, strict=True):
        cut = next(i for i in range(len(line)) if cell_len(line[:i]) == next(iter(ends)))
        assert line[:cut].rstrip() == line[:cut] and line[cut : cut + 2] == "  ", figure.indicator
    assert lines[0].startswith("【合成数据】income，示例市，2025")


def test_each_convention_stands_once(figures: zs.Figures) -> None:
    assert repr(figures).count("权数：w") == 1 and repr(figures).count("0.6*median") == 1
    assert repr(figures).count("设计：") == 1


def test_the_notebook_table_can_be_heard_as_well_as_seen(figures: zs.Figures) -> None:
    page = html.fromstring(figures._repr_html_())
    assert page.get("lang") == "zh-CN" and len(page.xpath(".//caption")) == 1
    assert len(page.xpath(".//thead//th[@scope='col']")) == 7
    assert len(page.xpath(".//tbody//th[@scope='row']")) == len(figures)
    assert UNRELEASED in page.text_content() and "合成数据" in page.text_content()
    assert "http" not in figures._repr_html_()


def test_names_from_the_data_never_become_markup_or_formulas(tmp_path: Path) -> None:
    frame = {"y": [1.0, 2, 3, 4], "g": ["<script>alert(1)</script>", "=1+1", "=1+1", "@x"]}
    found = zs.mean(frame, "y", by="g", area="=2+2")
    assert "<script>" not in found._repr_html_() + found.plot()._repr_html_()
    assert "'=1+1" in found.to_csv() and ",=1+1" not in found.to_csv()
    found.to_excel(tmp_path / "a.xlsx")
    cells = [cell for sheet in openpyxl.load_workbook(tmp_path / "a.xlsx") for row in sheet for cell in row]
    assert any(cell.value == "=1+1" for cell in cells) and all(cell.data_type != "f" for cell in cells)


def test_frames_hold_a_row_a_figure_with_the_columns_of_groups_first(figures: zs.Figures) -> None:
    frame = figures.to_polars()
    assert frame.columns[:4] == ["county", "domain", "indicator", "label"] and frame.height == len(figures)
    assert frame["value"].to_list() == [one.value for one in figures]
    assert frame["deff"].null_count() == 0
    assert figures.to_arrow().num_rows == len(figures)
    pandas = figures.to_pandas()
    assert list(getattr(pandas, "columns", [])) == frame.columns


def test_pandas_missing_is_said_in_words(figures: zs.Figures, monkeypatch: pytest.MonkeyPatch) -> None:
    def without(_: pl.DataFrame) -> object:
        raise ModuleNotFoundError("pandas")

    monkeypatch.setattr(pl.DataFrame, "to_pandas", without)
    with pytest.raises(zs.ProblemsFound, match="to_polars"):
        figures.to_pandas()


def test_a_workbook_has_chinese_headers_numbers_and_conventions(figures: zs.Figures, tmp_path: Path) -> None:
    figures.to_excel(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    sheet = book["结果"]
    heads = [cell.value for cell in sheet[3]]
    assert heads[:4] == ["指标", "county", "估计值", "标准误"] and UNRELEASED in sheet["A2"].value
    assert "合成数据" in sheet["A1"].value
    written = [sheet.cell(row, 3).value for row in range(4, 4 + len(figures))]
    assert written == pytest.approx([one.value for one in figures], rel=1e-14)
    words = " ".join(str(cell.value) for row in book["口径"] for cell in row)
    assert "基尼系数的算法：lorenz" in words and UNRELEASED in words and "抽样设计" in words


def test_csv_and_json_carry_every_figure(figures: zs.Figures, tmp_path: Path) -> None:
    figures.to_csv(tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert pl.read_csv(tmp_path / "a.csv")["value"].to_list() == [one.value for one in figures]
    document = json.loads(figures.to_json())
    assert UNRELEASED in document["note"] and document["estimates"][1]["value"] == figures[1].value


def test_the_sentence_is_one_that_an_official_may_say(figures: zs.Figures) -> None:
    gini = figures["gini", "全体"]
    low, high = gini.interval
    assert gini.sentence == (
        f"（合成数据）2025年示例市基尼系数为{gini.value:.3f}，95%置信区间{low:.3f}至{high:.3f}，样本240户。"
    )
    mean = figures["mean", "东区"].sentence
    assert mean.startswith("（合成数据）2025年示例市东区均值为") and "元，95%置信区间" in mean


def test_a_sentence_of_many_groups_names_the_highest_and_the_lowest() -> None:
    frame = {"y": [float(i) for i in range(1, 17)], "g": [f"{i // 2}组" for i in range(16)]}
    said = zs.mean(frame, "y", by="g").sentence
    assert "8 组中最高为7组15.50" in said and "最低为0组1.50" in said and said.count("。") == 1


def test_a_figure_without_value_says_why_everywhere(tmp_path: Path) -> None:
    found = zs.theil({"y": [0.0, 1.0, 2.0]}, "y", negatives="keep")
    for said in (repr(found), found._repr_html_(), found.sentence, found.to_csv(), found.to_json()):
        assert "无定义" in said and "NaN" not in said and "nan" not in said
    with pytest.raises(zs.ProblemsFound, match="没有可画的数"):
        found.plot()


def test_figures_are_found_by_domain_and_indicator(figures: zs.Figures) -> None:
    assert figures.domains == ("全体", "东区", "西区") and figures.indicators == ("mean", "gini", "arpr")
    assert len(figures["东区"]) == 3 and len(figures["gini"]) == 3
    assert figures["gini", "西区"].value == figures[7].value and len(figures[:2]) == 2
    assert figures[["arpr", "mean"]].indicators == ("arpr", "mean")
    with pytest.raises(zs.ProblemsFound, match="东区"):
        figures["南区"]
    with pytest.raises(zs.ProblemsFound, match="9 个数"):
        _ = figures.value


def test_a_drawing_carries_its_marks_and_its_table(figures: zs.Figures, tmp_path: Path) -> None:
    drawn = figures["gini"].plot()
    svg = drawn._repr_svg_()
    assert "合成数据" in svg and UNRELEASED in svg and "基尼系数" in svg
    assert svg.count('stroke-width="1.6"') == 9  # three intervals, each a line and two caps
    assert "<details>" in drawn._repr_html_() and "<caption>" in drawn._repr_html_()
    for kind in ("svg", "html"):
        drawn.save(tmp_path / f"a.{kind}")
        assert UNRELEASED in (tmp_path / f"a.{kind}").read_text(encoding="utf-8")
    html.fromstring((tmp_path / "a.html").read_text(encoding="utf-8"))
    with pytest.raises(zs.ProblemsFound, match=r"\.svg"):
        drawn.save(tmp_path / "a.png")


def test_a_lorenz_curve_is_drawn_as_a_curve() -> None:
    drawn = zs.lorenz(rows(), "income", points=5, by="county", **DESIGN).plot()
    assert "洛伦兹曲线" in drawn.title and [one.name for one in drawn.chart.series][-1] == "完全平均线"
    assert drawn.chart.series[0].values[0] == 0 and drawn.chart.series[0].values[-1] == 100


def test_figures_of_different_units_or_conventions_never_share_an_axis(figures: zs.Figures) -> None:
    with pytest.raises(zs.ProblemsFound, match="单位"):
        figures.plot()
    held = rows()
    plain, kish = (zs.gini(held, "income", convention=form, **DESIGN) for form in ("lorenz", "kish"))
    both = zs.Figures((*plain, *kish), (None, None))
    with pytest.raises(zs.ProblemsFound, match="基尼系数的算法：lorenz ↔ kish"):
        both.plot()
    model = zs.gini(held, "income", kind="model", **DESIGN)
    with pytest.raises(zs.ProblemsFound, match="数据来源：调查 ↔ 模拟"):
        zs.Figures((*plain, *model), (None, None)).plot()


def test_poverty_of_several_orders_may_share_an_axis() -> None:
    found = zs.poverty(rows(), "income", line="0.6*median", g=[0, 1, 2], by="county", **DESIGN)
    assert len(found.plot().chart.series) == 3


def test_a_change_of_shares_is_in_percentage_points() -> None:
    held = rows()
    after, before = (zs.poverty(held, name, line=15000, **DESIGN) for name in ("income", "before"))
    found = zs.change(after, before)
    assert "个百分点" in repr(found) and "个百分点" in found.sentence


@pytest.mark.parametrize("kind", list(Format))
def test_every_format_is_text_or_a_file(figures: zs.Figures, tmp_path: Path, kind: Format) -> None:
    file = tmp_path / "a"
    if kind is Format.XLSX:
        with pytest.raises(zs.ProblemsFound, match="--out"):
            export(figures, kind, None)
        file = file.with_suffix(".xlsx")
    else:
        assert "gini" in export(figures, kind, None)
    assert export(figures, kind, file) == "" and file.stat().st_size > 100


def test_a_file_that_cannot_be_written_is_said_in_words(figures: zs.Figures, tmp_path: Path) -> None:
    for kind in Format:
        with pytest.raises(zs.ProblemsFound, match="写不了文件"):
            export(figures, kind, tmp_path / "no folder" / "a.xlsx")
