"""zs records link at the terminal: a table for people, JSON for programs, files where they were asked for."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from zengshou.faces.cli.records.records_link_command import link
from zengshou.records.identity.id_number import check_digit

RUN = CliRunner()
APP = typer.Typer()
APP.command()(link)
NUMBER = "44990119850315001" + check_digit("44990119850315001")  # of no place: nobody has it
ROWS = ["姓名,身份证号,出生日期,地址", f"陈伟,{NUMBER},1985-03-15,示例市东山县河口镇上游村"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """合成数据."""
    (tmp_path / "a.csv").write_text(
        "\n".join([*ROWS, "李娜,,1990-01-02,示例市东山县河口镇下游村"]) + "\n", encoding="utf-8"
    )
    other = ["名字,证件号码,生日,住址", f"陈伟先生,{NUMBER},1985年3月15日,示例市东山县河口镇上游村"]
    (tmp_path / "b.csv").write_text("\n".join([*other, f"王静,{NUMBER},1999-12-31,"]) + "\n", encoding="gb18030")
    return tmp_path


def test_people_read_what_was_linked_what_waits_and_how_columns_were_understood(folder: Path) -> None:
    said = RUN.invoke(
        APP, [str(folder / "a.csv"), str(folder / "b.csv"), "--out", str(folder / "p.csv")], env={"COLUMNS": "150"}
    )
    assert said.exit_code == 0, said.output
    for words in ("姓名←“名字”", "自动关联", "待人工复核", "规则10", "全部记录对已写入", "由模型按数据自身估计"):
        assert words in said.output, words
    assert (folder / "p.csv").exists()


def test_programs_read_json(folder: Path) -> None:
    said = RUN.invoke(APP, [str(folder / "a.csv"), str(folder / "b.csv"), "--json"])
    answer = json.loads(said.stdout)
    assert answer["linked"] == 1 and answer["review"] == 1
    assert answer["pairs"][0]["a"] == ["a.csv", 2] and answer["pairs"][0]["b"] == ["b.csv", 2]


def test_a_mistake_is_a_sentence_and_exit_code_2(folder: Path) -> None:
    said = RUN.invoke(APP, [str(folder / "nothing.csv")])
    assert said.exit_code == 2 and "找不到这个文件" in said.stderr
    said = RUN.invoke(APP, [str(folder / "a.csv"), "--auto", "0.6", "--review", "0.9"])
    assert said.exit_code == 2 and "阈值" in said.stderr
