"""zs weight and zs small-area at the terminal: tables for people, JSON for programs, exit code 2 after a mistake."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from zengshou.faces.cli.main import app

RUN = CliRunner()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows = [
        f"{sex},{area},{10 + row % 3}"
        for row, (sex, area) in enumerate([(1, "甲"), (2, "甲"), (1, "乙"), (2, "乙")] * 3)
    ]
    (tmp_path / "a.csv").write_text("\n".join(["性别,县,权数", *rows]) + "\n", encoding="utf-8")
    margins = ["变量,类别,总数", "性别,1,70", "性别,2,60", "县,甲,50", "县,乙,80"]
    (tmp_path / "m.csv").write_text("\n".join(margins) + "\n", encoding="utf-8")
    areas = [
        f"{name},{20 + row % 5},{2 + row % 2},{40 + row},{row / 10}" for row, name in enumerate("甲乙丙丁戊己庚辛")
    ]
    (tmp_path / "s.csv").write_text("\n".join(["县,收入,标准误,样本,比重", *areas]) + "\n", encoding="utf-8")
    return tmp_path


def weigh(folder: Path, *more: str) -> list[str]:
    files = ["weight", str(folder / "a.csv"), "--margins", str(folder / "m.csv"), "--out", str(folder / "o.csv")]
    return [*files, "--design-weight", "权数", *more]


def small_area(folder: Path, *more: str) -> list[str]:
    return ["small-area", str(folder / "s.csv"), "--area", "县", "--estimate", "收入", "--covariates", "比重", *more]


def test_weights_are_written_and_shown(folder: Path) -> None:
    said = RUN.invoke(app, weigh(folder, "--method", "logit", "--bounds", "0.3,3", "--trim", "0.2,4"))
    assert said.exit_code == 0, said.output
    assert "有效样本量" in said.output and "trim=0.2-4 x median" in said.output
    assert (folder / "o.csv").is_file() and (folder / "o_权数诊断.xlsx").is_file()


def test_weights_speak_json(folder: Path) -> None:
    said = RUN.invoke(app, weigh(folder, "--json"))
    answer = json.loads(said.stdout)
    assert answer["after"]["total"] == pytest.approx(130) and answer["written"][0].endswith("o.csv")


@pytest.mark.parametrize(
    "more, words",
    [
        (("--bounds", "3"), "--bounds：无法识别“3”"),
        (("--trim", "3,0.3"), "不是从小到大"),
        (("--method", "logit"), "须给出界限"),
        (("--method", "logit", "--bounds", "0.99,1.01"), "没有权数能同时满足"),
        (("--household", "户"), "没有列“户”"),
    ],
)
def test_mistakes_end_with_code_2_and_a_sentence(more: tuple[str, ...], words: str, folder: Path) -> None:
    said = RUN.invoke(app, weigh(folder, *more))
    assert said.exit_code == 2 and words in said.stderr and "Traceback" not in said.stderr
    assert not (folder / "o.csv").exists()


def test_small_areas_are_shown_with_their_shrinkage_and_as_json(folder: Path) -> None:
    plain = RUN.invoke(app, small_area(folder, "--se", "标准误", "--n", "样本"))
    assert plain.exit_code == 0, plain.output
    assert "不是调查数" in plain.output and "收缩" in plain.output and "约定" in plain.output
    spoken = RUN.invoke(app, small_area(folder, "--se", "标准误", "--n", "样本", "--bootstrap", "3", "--json"))
    answer = json.loads(spoken.stdout)
    assert len(answer["estimates"]) == 8 and answer["estimates"][0]["flags"][0] == "model_based"


def test_small_areas_without_sizes_are_refused_in_words(folder: Path) -> None:
    said = RUN.invoke(app, small_area(folder, "--se", "标准误"))
    assert said.exit_code == 2 and "平滑方差需要样本量" in said.stderr
