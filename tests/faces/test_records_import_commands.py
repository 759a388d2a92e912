"""zs records: from an empty folder to a verified register, in words and in JSON, with exit code 2 after a mistake."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.services.records.register_desk import read_here, row, written
from zengshou.faces.cli.records.records_commands import records_app
from zengshou.faces.cli.records.records_import_commands import intake_of
from zengshou.services.records.intake import read_delivery
from zengshou.services.records.intake.resubmit import rows_workbook, waiting_rows

RUN = CliRunner()
AS = ("--as", "wang")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(read_delivery, "parse", read_here)
    monkeypatch.setenv("COLUMNS", "200")
    assert RUN.invoke(records_app, ["setup", "--home", str(tmp_path / "home")]).exit_code == 0
    yield str(tmp_path / "home")


def run(*words: str) -> tuple[int, str]:
    done = RUN.invoke(records_app, list(words))
    return done.exit_code, done.output


def in_json(*words: str) -> dict[str, object]:
    code, output = run(*words, "--json")
    assert code == 0, output
    found = json.loads(output)
    assert isinstance(found, dict)
    return found


def test_a_file_is_imported_listed_put_right_and_verified(home: str, tmp_path: Path) -> None:
    file = written(tmp_path / "iit_2025-03.csv", [*[row(place) for place in range(9)], row(9, 收入额="三千")])
    told = ("import", str(file), "--channel", "iit", "--period", "2025-03", *AS, "--home", home)
    code, output = run(*told)
    assert code == 0 and "读入 10 行 = 接受 9 行 + 隔离 1 行" in output and "回执号" in output
    assert in_json(*told)["is_again"] is True
    assert "已发布" in run("batches", "--home", home)[1]
    assert in_json("batches", "--home", home)["batches"][0]["open"] == 1  # type: ignore[index]
    out = str(tmp_path / "rows.xlsx")
    assert run("quarantine", "1", "--home", home, "--out", out)[0] == 2
    code, output = run("quarantine", "1", "--home", home)
    assert code == 0 and "F11" in output and "E_AMOUNT" in output
    rows_workbook(waiting_rows(intake_of(Path(home), "", "", ""), 1)).save(out)
    code, output = run("resubmit", out, *AS, "--home", home)
    assert code == 0 and "隔离 1 行" in output
    verified = in_json("verify", "--home", home)
    assert int(str(verified.pop("sealed"))) > 18
    assert verified == {"is_whole": True, "batches": 2, "rows": 18, "files": 2, "damages": []}
    assert in_json("recover", "--home", home)["finished"] == []


def test_a_register_belongs_to_the_city_that_its_first_import_named(home: str, tmp_path: Path) -> None:
    file = written(tmp_path / "iit_2025-03.csv", [row(1)])
    told = ("import", str(file), "--channel", "iit", "--period", "2025-03", *AS, "--home", home)
    assert run(*told, "--city", "yangjiang")[0] == 0
    code, output = run(*told, "--city", "liaoyang")
    assert code == 2 and "这是“yangjiang”的登记系统" in output
    assert "批次 1 没有隔离行" in run("quarantine", "1", "--home", home)[1]


def test_mistakes_end_with_code_2_and_a_sentence(home: str, tmp_path: Path) -> None:
    file = written(tmp_path / "x.csv", [row(1)])
    for words, sentence in (
        (("import", str(file), "--channel", "iitt", "--period", "2025-03"), "没有渠道"),
        (("import", str(file), "--channel", "iit", "--period", "三月"), "无法识别的年月"),
        (("import", str(tmp_path / "no.csv"), "--channel", "iit", "--period", "2025-03"), "没有这个文件"),
        (("import-folder", str(tmp_path / "no")), "没有这个目录"),
    ):
        code, output = run(*words, *AS, "--home", home)
        assert code == 2 and sentence in output, output
    assert run("batches", "--home", str(tmp_path / "none"))[0] == 2


def test_what_a_command_lacks_is_told_in_chinese_words(home: str) -> None:
    code, output = run("decide", "1", "--why", "已与税务核实", "--home", home, *AS)
    assert code == 2 and "发布加 --accept，拒收加 --reject" in output
    code, output = run("judge", "1/2/0", "--home", home, *AS)
    assert code == 2 and "--confirm" in output and "没有写明结论" in output
    for number in ("1/2/" + "9" * 30, "٣/1/1"):
        assert run("judge", number, "--confirm", "--home", home, *AS)[0] == 2


def test_batches_of_a_channel_that_is_none_are_refused_with_the_channels_that_there_are(home: str) -> None:
    code, output = run("batches", "--channel", "nosuch", "--home", home)
    assert code == 2 and "没有渠道“nosuch”" in output and "iit" in output
    assert run("batches", "--channel", "iit", "--home", home)[0] == 0


def test_the_columns_of_a_rejected_file_are_listed_once(home: str, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("甲列,乙列\n1,2\n", encoding="utf-8")
    output = run("import", str(file), "--channel", "iit", "--period", "2025-03", *AS, "--home", home)[1]
    assert output.count("缺少必填列") > 1 and output.count("文件中的列有") == 1


def test_the_package_itself_is_the_command() -> None:
    done = subprocess.run([sys.executable, "-m", "zengshou", "records", "--help"], capture_output=True, text=True)
    assert done.returncode == 0 and "登记" in done.stdout


def test_a_rejected_file_ends_with_code_2(home: str, tmp_path: Path) -> None:
    file = tmp_path / "iit_2025-03.csv"
    file.write_text("姓名,收入额\n甲,1\n", encoding="utf-8")
    code, output = run("import-folder", str(tmp_path), *AS, "--home", home)
    assert code == 2 and "已拒收" in output


def test_a_held_batch_is_decided_by_another_person(home: str, tmp_path: Path) -> None:
    bad = [row(place, 收入额="三千") for place in range(20, 23)]
    file = written(tmp_path / "x.csv", [*[row(place) for place in range(9)], *bad])
    code, output = run("import", str(file), "--channel", "iit", "--period", "2025-03", *AS, "--home", home)
    assert code == 0 and "待人工决定" in output
    decide = ("decide", "1", "--accept", "--why", "已与税务核实", "--home", home)
    assert run(*decide, *AS)[0] == 2
    assert "已发布" in run(*decide, "--as", "li")[1]


def test_what_was_altered_is_named_with_code_2(home: str, tmp_path: Path) -> None:
    file = written(tmp_path / "x.csv", [row(1)])
    run("import", str(file), "--channel", "iit", "--period", "2025-03", *AS, "--home", home)
    (raw,) = (Path(home) / "raw").iterdir()
    raw.write_bytes(raw.read_bytes()[:-3])
    code, output = run("verify", "--home", home)
    assert code == 2 and "原始文件已损坏" in output


def test_case_data_without_an_authorisation_are_refused_and_logged(home: str, tmp_path: Path) -> None:
    file = tmp_path / "bank.csv"
    file.write_text("x\n1\n", encoding="utf-8")
    told = ("import", str(file), "--channel", "bank_accounts", "--period", "2025-03", *AS, "--home", home)
    code, output = run(*told, "--case", "A-1", "--authorisation", "S-1")
    assert code == 2 and "授权" in output
    with sqlite3.connect(Path(home) / "register.db") as register:
        assert register.execute("SELECT outcome, case_id FROM access_event").fetchall() == [("denied", "A-1")]
        assert register.execute("SELECT count(*) FROM batch").fetchall() == [(0,)]
