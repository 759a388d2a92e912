"""`zs small-area` as a service: one row an area in, model-based Estimates out, and every fault in words."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytest import approx

from tests.statistics.small_area.cases import NAMES, D, S, U, Y, covariates, direct
from zengshou.concepts.problem import ProblemsFound
from zengshou.services.statistics.small_area import SmallAreaRequest, estimate_areas, small_area_json
from zengshou.statistics.small_area.choices import SmallAreaChoices
from zengshou.statistics.small_area.scale import Scale
from zengshou.statistics.small_area.small_area import small_area

HEAD = "县,收入,标准误,样本,u,s,人口"


def lines() -> list[str]:
    return [
        f"{name},{y},{np.sqrt(d)},60,{u},{s},{10 + place}"
        for place, (name, y, d, u, s) in enumerate(zip(NAMES, Y, D, U, S, strict=True))
    ]


def write(path: Path, rows: list[str]) -> Path:
    path.write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def request_of_all(tmp_path: Path) -> SmallAreaRequest:
    rows = [*lines(), "新区,,,,0.5,3,40"]
    return SmallAreaRequest(write(tmp_path / "县.csv", rows), "县", "收入", ("u", "s"), "标准误", "样本")


def faults(request: SmallAreaRequest) -> str:
    with pytest.raises(ProblemsFound) as caught:
        estimate_areas(request)
    return str(caught.value)


def test_the_service_gives_what_the_statistics_give(request_of_all: SmallAreaRequest) -> None:
    expected = small_area(direct(), covariates(("新区", 0.5, 3.0)))
    found = estimate_areas(request_of_all)
    assert [one.value for one in found.estimates] == approx([one.value for one in expected.estimates])
    assert [one.domain for one in found.estimates] == [*NAMES, "新区"]
    assert "synthetic_area" in found.estimates[-1].flags


def test_areas_are_benchmarked_to_the_city_by_a_column_of_shares(request_of_all: SmallAreaRequest) -> None:
    found = estimate_areas(replace(request_of_all, city=33.0, share="人口"))
    values = np.array([one.value for one in found.estimates])
    assert np.average(values, weights=[*range(10, 24), 40]) == approx(33.0)


def test_json_holds_figures_checks_and_no_nan(request_of_all: SmallAreaRequest) -> None:
    choices = SmallAreaChoices(bootstrap=5)
    said = json.loads(
        json.dumps(small_area_json(estimate_areas(replace(request_of_all, choices=choices))), allow_nan=False)
    )
    last = said["estimates"][-1]
    assert last["kind"] == "model" and last["direct"] is None and last["shrinkage"] == 0
    assert last["bootstrap_se"] > 0 and said["model"]["coefficients"][1]["name"] == "u"


def test_faults_of_the_file_are_told(request_of_all: SmallAreaRequest, tmp_path: Path) -> None:
    doubled = write(tmp_path / "a.csv", [*lines(), lines()[0], ",1,1,1,1,1,1"])
    said = faults(replace(request_of_all, path=doubled))
    assert "出现了两次：县01" in said and "地区名称缺失：第 17 行" in said
    rows = lines()
    rows[0], rows[1] = "县01,约3,1,60,1,1,1", "县02,3,1,60,很高,1,1"
    said = faults(replace(request_of_all, path=write(tmp_path / "b.csv", rows)))
    assert "“约3”" in said and "“很高”" in said
    rows = lines()
    rows[2] = "县03,30,-1,60,0.5,1,1"
    assert "标准误为负：县03" in faults(replace(request_of_all, path=write(tmp_path / "c.csv", rows)))


@pytest.mark.parametrize(
    "change, words",
    [
        ({"se": None, "n": None}, "至少要有一个"),
        ({"city": 33.0}, "同时给出"),
        ({"covariates": ("u", "城镇化")}, "没有列“城镇化”"),
        ({"covariates": ("u", "样本")}, "“样本”在以下地区缺失"),
        ({"n": None}, "样本量缺失"),
        ({"choices": SmallAreaChoices(scale=Scale.LOGIT)}, "只有 0 个地区的估计能放到 logit 尺度上"),
    ],
)
def test_requests_that_cannot_be_met_are_answered(
    change: dict[str, object], words: str, request_of_all: SmallAreaRequest
) -> None:
    assert words in faults(replace(request_of_all, **change))  # type: ignore[arg-type]


def test_a_model_without_covariates_shrinks_to_the_mean(request_of_all: SmallAreaRequest) -> None:
    found = estimate_areas(replace(request_of_all, covariates=()))
    assert "covariates=none" in found.estimates[0].convention
    assert len(set(found.table.synthetic.round(9).tolist())) == 1
