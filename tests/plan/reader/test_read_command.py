"""zs plan read: what a person sees, what a program gets, what is written."""

import json
from pathlib import Path

import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from tests.plan.reader.reading import HERE
from zengshou.faces.cli.plan_read_command import plan_read
from zengshou.plan.load import load_plan
from zengshou.store.yaml_files import read_yaml_file

PLAN = HERE / "third_plan.txt"


def zs(*words: object) -> Result:
    app = typer.Typer()
    app.command()(plan_read)
    return CliRunner().invoke(app, [str(word) for word in words], env={"COLUMNS": "160"})


def test_a_person_sees_tasks_offices_targets_doubts_and_the_account_of_lines() -> None:
    said = zs(PLAN, "--prefix", "QY").stdout
    for words in (
        "22项任务",
        "牵头：县教育局",
        "27项目标",
        "逐行交代",
        "请核对",
        "看过而没有读成目标",
        "青砚政办发〔2024〕6号",
    ):
        assert words in said, words


def test_a_program_gets_spans_confidences_flags_and_coverage() -> None:
    result = zs(PLAN, "--prefix", "QY", "--json")
    answer = json.loads(result.stdout)
    lines = PLAN.read_text(encoding="utf-8").split("\n")
    assert answer["format"] == "zengshou-plan-reading-1" and answer["counts"]["tasks"] == 22
    assert len(answer["coverage"]["roles"]) == len(lines) and answer["coverage"]["unread"] == []
    for target in answer["targets"]:
        span = target["evidence"]
        assert lines[span["line"] - 1][span["column"] - 1 : span["end_column"] - 1] == span["text"]
        assert 0 < target["confidence"] < 1
    assert all(flag["reason"] for flag in answer["flags"])


def test_the_draft_is_what_the_loader_accepts_and_nothing_is_overwritten(tmp_path: Path) -> None:
    result = zs(PLAN, "--prefix", "QY", "--yaml", tmp_path / "稿")
    assert result.exit_code == 0, result.output
    documents = [read_yaml_file(tmp_path / "稿" / name) for name in ("plan.yaml", "offices.yaml")]
    plan = load_plan(documents[0], documents[1], "qingyan", "cn.x.qingyan")
    assert len(plan.tasks) == 22 and plan.title.startswith("青砚县")
    assert "增量缺起算年" in (tmp_path / "稿" / "plan.yaml").read_text(encoding="utf-8")
    again = zs(PLAN, "--yaml", tmp_path / "稿")
    assert again.exit_code == 2 and "不覆盖" in again.stderr


@pytest.mark.parametrize(("name", "content"), [("a.txt", b""), ("a.pdf", b"junk"), ("a.doc", b"x"), ("a.txt", b"abc")])
def test_a_file_that_is_no_plan_ends_in_a_sentence_and_code_2(name: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    result = zs(path)
    assert result.exit_code == 2 and result.stderr.startswith("✗ ")


def test_a_prefix_that_cannot_begin_an_id_is_refused() -> None:
    assert "只能用英文字母" in zs(PLAN, "--prefix", "青砚").stderr
