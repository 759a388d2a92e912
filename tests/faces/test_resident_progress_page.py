"""The public page of progress, its open data, and the forecast on the page of targets."""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest
from fastapi.testclient import TestClient

from tests.faces.invented_site import settings
from tests.faces.invented_targets import income_share, readings
from zengshou.concepts.estimate import Estimate, FigureKind
from zengshou.evaluation.damped_trend import damped_trend
from zengshou.evaluation.forecast import outlook
from zengshou.faces.charts import targets
from zengshou.faces.charts.outlook import outlook_text, with_outlook
from zengshou.faces.web.app import create_app
from zengshou.faces.web.library import Library
from zengshou.faces.web.pages.resident_progress import LICENCE, PLAIN_REASONS, STANDINGS
from zengshou.faces.words import Language, Words, english
from zengshou.plan.reading import PathPoint
from zengshou.services.plan.plan import plan_readings, show_plan
from zengshou.services.plan.resident_progress import FIELDS, progress_of, resident_progress

CITIES = ("yangjiang", "liaoyang", "example")
SHARE = outlook(
    income_share(),
    [PathPoint(2012 + step, value) for step, value in enumerate((35.0, 35.6, 36.0, 36.4, 36.6, 36.9))],
    damped_trend,
)


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    library = Library(outlooks=lambda city: {SHARE.target.id: SHARE})
    with TestClient(create_app(replace(settings(), library=library)), raise_server_exceptions=False) as made:
        yield made


@pytest.mark.parametrize(("prefix", "city"), list(product(("", "/en"), CITIES)))
def test_the_page_answers_for_every_city_in_both_languages_without_scripts(
    client: TestClient, prefix: str, city: str
) -> None:
    answer = client.get(f"{prefix}/{city}/progress")
    assert answer.status_code == 200 and answer.text.count("<h1") == 1 and "<script" not in answer.text
    assert 'aria-current="page"' in answer.text


def test_a_resident_reads_promise_figure_source_and_who_must_publish(client: TestClient) -> None:
    shown = client.get("/example/progress").text
    assert "到2024年达到45%" in shown and "45.52%" in shown and "（2024年）" in shown and "示例市统计局" in shown
    shown = client.get("/yangjiang/progress").text
    assert "没有公布" in shown and "市农业局" in shown and "技能人才激励计划" in shown


def test_the_page_in_large_type_offers_the_way_back(client: TestClient) -> None:
    shown = client.get("/example/progress?size=large").text
    assert '<html lang="zh-CN" class="large">' in shown and "标准字号" in shown


def test_every_target_stands_once_and_every_task_is_told() -> None:
    for city in CITIES:
        found, plan = resident_progress(city), show_plan(city)
        assert sorted(each.target.id for each in found.promises) == sorted(target.id for target in plan.targets)
        told = {task.id for section in found.sections for task in section.plain_tasks}
        told |= {each.target.task for each in found.promises}
        assert told - {""} == {task.id for task in plan.tasks}


def test_a_simulated_figure_never_enters_the_public_page() -> None:
    made = Estimate("income_share", 37.0, unit="%", period="2017", kind=FigureKind.MODEL)
    with pytest.raises(ValueError, match="published figures only"):
        progress_of(show_plan("example"), [replace(plan_readings("example")[0], reading=made)])


def test_open_data_carry_their_fields_and_the_licence(client: TestClient) -> None:
    table = client.get("/example/progress/progress.csv")
    assert table.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(table.text.removeprefix("\ufeff"))))
    told = client.get("/en/example/progress/progress.json").json()
    assert list(rows[0]) == list(FIELDS) == [field["name"] for field in told["fields"]]
    assert told["licence"] == LICENCE and len(told["rows"]) == len(rows) == len(show_plan("example").targets)
    assert json.dumps(told, allow_nan=False) and float(rows[0]["figure"]) == told["rows"][0]["figure"]


def test_every_standing_and_reason_has_its_english() -> None:
    assert sorted({*STANDINGS.values(), *PLAIN_REASONS.values(), LICENCE} - english().keys()) == []


def test_the_page_of_targets_shows_the_forecast_as_an_extrapolation(client: TestClient) -> None:
    shown = re.sub(r"<script.*?</script>", "", client.get("/example/targets").text, flags=re.S)
    assert "推算：按现有趋势，2020年约" in shown and "到期达到目标的可能性约" in shown and "推算（阻尼趋势）" in shown
    kept = client.get("/example/targets/target-YJ-G-1.csv").text
    assert kept.splitlines()[0].endswith("推算,95%预测区间 下限,95%预测区间 上限")
    assert len({line.count(",") for line in kept.splitlines()}) == 1


def test_pace_and_forecast_are_said_in_english() -> None:
    said = outlook_text(SHARE, Words(Language.EN))
    assert said.startswith("Extrapolated: on the present trend") and "Pace needed from 2017 to 2020" in said


def test_a_target_without_a_forecast_keeps_its_figure() -> None:
    figure = targets.path(readings()[0], Words())
    assert with_outlook(figure, None, Words()) is figure
    assert with_outlook(figure, replace(SHARE, forecast=None), Words()) is figure
