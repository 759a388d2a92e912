import json
import xml.etree.ElementTree as ElementTree

import pytest

from tests.faces import invented
from tests.faces.invented_targets import readings
from zengshou.faces.charts import budget, distribution, echarts, gains, svg, targets
from zengshou.faces.charts.chart import Axis, Chart, Mark, Series
from zengshou.faces.charts.figure import Figure, as_csv
from zengshou.faces.charts.palette import Colour
from zengshou.faces.charts.scale import place_scale, scale, value_scale
from zengshou.faces.charts.table import Cell, Table, text
from zengshou.faces.words import Language, Words

ZH = Words()


def all_figures(words: Words = ZH) -> tuple[Figure, ...]:
    result = invented.result()
    return (
        *distribution.figures(invented.distribution(), words),
        *(targets.path(reading, words) for reading in readings()),
        budget.by_fund(result, words),
        gains.decile_gains(result, words),
        gains.group_gains(result, words),
        gains.compared_table(result, words),
    )


DRAWN = [figure for figure in all_figures() if figure.chart]


@pytest.mark.parametrize("figure", DRAWN, ids=lambda figure: figure.id)
def test_every_drawing_is_plain_json_without_animation_and_with_a_spoken_description(figure: Figure) -> None:
    assert figure.chart
    option = json.loads(echarts.as_json(figure.chart))["baseOption"]
    assert option["animation"] is False
    assert option["aria"]["enabled"] and option["aria"]["label"]["description"]
    assert option["tooltip"]["renderMode"] == "richText"


@pytest.mark.parametrize("figure", DRAWN, ids=lambda figure: figure.id)
def test_every_drawing_has_a_still_picture_without_style_attributes(figure: Figure) -> None:
    assert figure.chart
    picture = ElementTree.fromstring(svg.draw(figure.chart))
    assert picture.get("role") == "img" and picture.get("aria-label")
    assert not [element for element in picture.iter() if "style" in element.attrib]


@pytest.mark.parametrize("figure", all_figures(), ids=lambda figure: figure.id)
def test_every_figure_has_a_table_whose_rows_fit_its_head(figure: Figure) -> None:
    assert all(len(row) == len(figure.table.columns) for row in figure.table.rows)


def test_a_description_cannot_close_the_script_that_holds_it() -> None:
    chart = Chart(Axis(), Axis(), (), alt="</script><b>")
    assert "<" not in echarts.as_json(chart)


def test_still_pictures_escape_the_names_they_print() -> None:
    series = Series("<b>&", (1.0,), Colour.BLUE, Mark.BAR)
    chart = Chart(Axis("", ("<i>",)), Axis(), (series, series), alt='"x"')
    assert "<b>" not in svg.draw(chart) and "<i>" not in svg.draw(chart)


def test_ticks_are_round_and_hold_every_value() -> None:
    ends = scale(3.0, 47.0, Axis())
    assert (ends.low, ends.high) == (0.0, 50.0)
    assert ends.ticks == (0.0, 10.0, 20.0, 30.0, 40.0, 50.0)


def test_stacked_bars_are_measured_as_a_whole_and_each_side_apart() -> None:
    up, down = (Series(str(v), (v,), Colour.BLUE, Mark.BAR, stack="s") for v in (30.0, -5.0))
    ends = value_scale(Chart(Axis("", ("a",)), Axis(), (up, up, down), alt=""))
    assert ends.low <= -5.0 and ends.high >= 60.0


def test_years_are_whole_and_never_written_with_a_separator() -> None:
    figure = targets.path(readings()[0], ZH)
    assert figure.chart
    assert all(tick == int(tick) for tick in place_scale(figure.chart).ticks)
    assert echarts.option(figure.chart)["baseOption"]["xAxis"]["data"][0] == "2015"  # type: ignore[index,call-overload]
    assert "2,015" not in svg.draw(figure.chart)


def test_a_flow_that_is_given_as_a_whole_and_by_level_is_counted_once() -> None:
    lines = invented.budget()
    whole = [line for line in budget.whole_lines(lines) if "最低生活" in line.item]
    shared = [line for line in budget.shared_lines(lines) if "最低生活" in line.item]
    assert [line.level for line in whole] == ["all"]
    assert sum(line.change for line in shared) == pytest.approx(whole[0].change)


def test_the_lamp_table_says_the_lamp_in_words_beside_its_icon() -> None:
    table = targets.lamp_table(readings(), ZH).table
    lamps = [row[4].value for row in table.rows]
    assert lamps[0] == "○ 灰灯·无法判定" and lamps[1] == "▲ 黄灯"


def test_figures_speak_english_too() -> None:
    titles = [figure.title for figure in all_figures(Words(Language.EN))]
    assert "Lorenz curve" in titles and "Yearly change of budgets and funds" in titles


def test_csv_carries_raw_numbers_and_shields_formulas() -> None:
    rows = ((text("=1+1"), Cell(0.5), Cell((1.0, 2.0))), (text('a"b'), Cell(-3.5), Cell((None, None))))
    lines = as_csv(Table("t", ("名", "数", "区间"), rows), ZH).lstrip("\ufeff").splitlines()
    assert lines == ["名,数,区间 下限,区间 上限", "'=1+1,0.5,1.0,2.0", '"a""b",-3.5,,']
