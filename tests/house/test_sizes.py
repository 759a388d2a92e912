"""Files and functions stay readable, and names say something."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.checkout import python_files, shown

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
EMPTY_NAMES = {"util", "utils", "helper", "helpers", "common", "misc", "base", "manager", "managers"}


def functions(file: Path) -> Iterator[tuple[str, int]]:
    """Name and length in lines of every function of `file`."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_file_is_over_400_lines() -> None:
    lengths = {shown(file): len(file.read_text(encoding="utf-8").splitlines()) for file in python_files()}
    wrong = [
        f"{name}: {length} lines; find the second idea and give it a file"
        for name, length in lengths.items()
        if length > LONGEST_FILE
    ]
    assert not wrong, "\n".join(wrong)


def test_no_function_is_over_60_lines() -> None:
    wrong = [
        f"{shown(file)}: {name} has {length} lines"
        for file in python_files()
        for name, length in functions(file)
        if length > LONGEST_FUNCTION
    ]
    assert not wrong, "\n".join(wrong)


def test_no_module_or_folder_has_a_name_that_says_nothing() -> None:
    wrong = [
        shown(file) for file in python_files() if EMPTY_NAMES & {Path(part).stem for part in Path(shown(file)).parts}
    ]
    assert not wrong, "\n".join(wrong)


def names_in(tree: ast.AST) -> Iterator[str]:
    """Every bare name, attribute and imported member."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.alias):
            yield node.name


def test_no_circle_hides_behind_type_checking() -> None:
    wrong = [
        shown(file)
        for file in python_files()
        if "TYPE_CHECKING" in names_in(ast.parse(file.read_text(encoding="utf-8")))
    ]
    assert not wrong, "\n".join(wrong)
