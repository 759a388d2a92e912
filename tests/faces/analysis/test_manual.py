"""docs/python.md: its programs run, and it names every function."""

import contextlib
import io
import re
from pathlib import Path

import pytest

from zengshou.faces import analysis

MANUAL = Path(__file__).resolve().parents[3] / "docs" / "python.md"


def test_every_program_of_the_manual_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    programs = re.findall(r"```python\n(.*?)```", MANUAL.read_text(encoding="utf-8"), re.DOTALL)
    printed, space = io.StringIO(), {"__name__": "__main__"}
    with contextlib.redirect_stdout(printed):
        for program in programs:
            exec(compile(program, MANUAL.name, "exec"), space)
    assert len(programs) >= 4 and "基尼系数为0.3" in printed.getvalue()
    assert {file.suffix for file in tmp_path.iterdir()} == {".xlsx", ".csv", ".svg"}


def test_the_manual_names_every_function_and_option() -> None:
    text = MANUAL.read_text(encoding="utf-8")
    functions = [name for name in analysis.__all__ if name[0].islower()]
    design = analysis.DesignOptions.__annotations__
    missing = [name for name in (*functions, *design) if name not in text]
    assert not missing
