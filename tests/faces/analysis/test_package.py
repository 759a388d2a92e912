"""`import zengshou as zs`: light, complete, typed, with one list of names."""

import inspect
import os
import subprocess
import sys
from pathlib import Path

import pytest

import zengshou
from zengshou.faces import analysis

SOURCE = str(Path(zengshou.__file__).parents[1])
BUDGET = 0.02  # seconds


def said(program: str) -> str:
    """What a program prints in a Python of its own."""
    path = {"PYTHONPATH": SOURCE, "PATH": os.environ["PATH"]}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=path)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_importing_the_package_loads_no_room_and_no_library() -> None:
    program = (
        "import sys, importlib; known = ('importlib', 'warnings'); before = set(sys.modules); import zengshou; "
        "print([name for name in set(sys.modules) - before if name.split('.')[0] not in known])"
    )
    assert said(program) == "['zengshou']"


def test_importing_the_package_takes_less_than_20_milliseconds() -> None:
    program = "import time; t = time.perf_counter(); import zengshou; print(time.perf_counter() - t)"
    assert min(float(said(program)) for _ in range(5)) < BUDGET


def test_the_names_of_the_package_are_those_of_the_face() -> None:
    assert sorted([*analysis.__all__, "__version__"]) == sorted(zengshou.__all__) == dir(zengshou)
    assert all(getattr(zengshou, name) is getattr(analysis, name) for name in analysis.__all__)


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="ginni"):
        getattr(zengshou, "ginni")  # noqa: B009


def test_no_room_loads_the_face_above_it() -> None:
    program = "import sys; import zengshou.concepts.sample; print('zengshou.faces.analysis' in sys.modules)"
    assert said(program) == "False"


def test_help_and_completion_show_every_option() -> None:
    shown = inspect.signature(analysis.gini).parameters
    assert list(shown)[:2] == ["data", "income"] and {"weights", "strata", "psu", "by", "negatives"} <= shown.keys()
    assert set(inspect.signature(analysis.design).parameters) == {"data", *analysis.DesignOptions.__annotations__}
    hidden = [
        name
        for name in analysis.__all__
        if name[0].islower() and "options" in inspect.signature(getattr(analysis, name)).parameters
    ]
    assert not hidden


def test_every_function_says_in_chinese_what_it_measures() -> None:
    functions = [getattr(analysis, name) for name in analysis.__all__ if name[0].islower()]
    without = [one.__name__ for one in functions if not (one.__doc__ or "").strip()]
    assert not without
