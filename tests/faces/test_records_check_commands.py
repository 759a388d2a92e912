"""zs records check, hits, judge: from two deliveries that contradict one another to an officer's word. 合成数据。"""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.services.records.register_desk import read_here
from tests.services.records.test_check_register import INSURED, WAGE, insured, wage
from zengshou.faces.cli.records.records_commands import records_app
from zengshou.services.records.intake import read_delivery

RUN = CliRunner()


def run(*words: str) -> tuple[int, str]:
    done = RUN.invoke(records_app, list(words))
    return done.exit_code, done.output


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(read_delivery, "parse", read_here)
    monkeypatch.setenv("COLUMNS", "200")
    home = str(tmp_path / "home")
    assert run("setup", "--home", home)[0] == 0
    wages, bases = wage(0, "2025-01", "9000.00"), insured(0, "2025-01", "3000.00")
    for channel, heads, row in (("iit", WAGE, wages), ("social_insurance", INSURED, bases)):
        file = tmp_path / f"{channel}.csv"
        file.write_text(f"{','.join(heads)}\n{','.join(row)}\n", encoding="utf-8")
        told = ("import", str(file), "--channel", channel, "--period", "2025-01", "--as", "wang", "--home", home)
        code, output = run(*told)
        assert code == 0, output
    return home


def test_a_contradiction_is_found_listed_and_decided(home: str) -> None:
    code, output = run("check", "--from", "2025-01", "--to", "2025-12", "--home", home)
    assert code == 0 and "新增" in output and "从未报送" in output and "规则 15" in output
    found = json.loads(run("hits", "--rule", "14", "--home", home, "--json")[1])
    (hit,) = found["hits"]
    assert hit["batch"] == 1 and "3.0 倍" in hit["message"]
    number = f"{hit['batch']}/{hit['row']}/{hit['place']}"
    assert number in run("hits", "--home", home)[1]
    assert run("judge", number, "--as", "wang", "--confirm", "--home", home)[0] == 2
    code, output = run("judge", number, "--as", "li", "--dismiss", "--home", home)
    assert code == 0 and "不成立" in output
    assert json.loads(run("hits", "--rule", "14", "--home", home, "--json")[1])["hits"] == []
    assert json.loads(run("hits", "--rule", "14", "--all", "--home", home, "--json")[1])["hits"] != []


def test_a_second_check_adds_nothing(home: str) -> None:
    first = json.loads(run("check", "--home", home, "--json")[1])
    again = json.loads(run("check", "--home", home, "--json")[1])
    assert first["added"] > 0 and again["added"] == 0 and again["counts"] == first["counts"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("check", "--from", "2025-01"), "同时写明"),
        (("judge", "x", "--as", "li", "--confirm"), "读不懂"),
        (("judge", "1/2/9", "--as", "li", "--confirm"), "没有这个疑点"),
        (("judge", "99/2/0", "--as", "li", "--confirm"), "没有这个批次"),
    ],
)
def test_mistakes_end_with_code_2_and_a_sentence(home: str, words: tuple[str, ...], said: str) -> None:
    code, output = run(*words, "--home", home)
    assert code == 2 and said in output
