"""The floors hold: what pyproject.toml tells import-linter, kept by the syntax tree alone."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tests.house.checkout import ROOT, shown

FLOORS = [
    {"concepts"},
    {"plan", "records", "survey", "statistics", "policy"},
    {"simulation", "casework"},
    {"evaluation"},
    {"store"},
    {"services"},
    {"faces"},
]
FLOOR = {room: height for height, rooms in enumerate(FLOORS) for room in rooms}
SEEN_BY_CHINA = {"policy", "concepts"}
# 统计法: what a household tells the statistics office never reaches a decision about that household.
WALLS = {"records": {"survey", "statistics"}, "casework": {"survey", "statistics"}}
OURS = ("zengshou", "zengshou_china")
HOUSE = ROOT / "src" / "zengshou"
CHINA = ROOT / "src" / "zengshou_china"


def imported_names(tree: ast.AST) -> Iterator[str]:
    """Every module or member that is imported anywhere in `tree`, dotted."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names)


def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def imported_rooms(file: Path) -> set[str]:
    """The rooms of zengshou that `file` imports from."""
    return {name.split(".")[1] for name in imported_names(parsed(file)) if name.startswith("zengshou.")} & FLOOR.keys()


def all_files() -> list[Path]:
    return [*HOUSE.rglob("*.py"), *CHINA.rglob("*.py")]


def test_imports_point_down_and_neighbours_do_not_meet() -> None:
    wrong = [
        f"{shown(file)} ({room}) imports {other}"
        for room in FLOOR
        for file in (HOUSE / room).rglob("*.py")
        for other in imported_rooms(file)
        if other != room and FLOOR[other] >= FLOOR[room]
    ]
    assert not wrong, "\n".join(wrong)


def test_every_room_has_a_floor() -> None:
    rooms = {path.stem for path in HOUSE.iterdir() if path.suffix == ".py" or any(path.glob("*.py"))}
    assert rooms - {"__init__", "__main__", "__pycache__"} == set(FLOOR)


def test_the_linter_is_told_the_same_floors() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    assert [set(layer.split(" | ")) for layer in reversed(layers)] == FLOORS


def test_the_machine_knows_nothing_of_china() -> None:
    wrong = [
        f"{shown(file)} imports {name}"
        for file in HOUSE.rglob("*.py")
        for name in imported_names(parsed(file))
        if name.split(".")[0] == "zengshou_china"
    ]
    assert not wrong, "\n".join(wrong)


def test_the_country_package_is_named_in_one_place_only() -> None:
    """Opened by name, it is the one edge no linter sees: it may stand in one file of `services` or `store`."""
    naming = {
        shown(file)
        for file in HOUSE.rglob("*.py")
        for node in ast.walk(parsed(file))
        if isinstance(node, ast.Constant)
        if isinstance(node.value, str) and node.value.split(".")[0] == "zengshou_china"
    }
    assert len(naming) <= 1, naming
    assert all(name.startswith(("src/zengshou/services/", "src/zengshou/store/")) for name in naming), naming


def test_zengshou_china_sees_only_policy_and_concepts() -> None:
    wrong = [
        f"{shown(file)} imports {other}"
        for file in CHINA.rglob("*.py")
        for other in imported_rooms(file) - SEEN_BY_CHINA
    ]
    assert not wrong, "\n".join(wrong)


def test_records_and_casework_never_import_survey_or_statistics() -> None:
    wrong = [
        f"{shown(file)} imports {other}"
        for room, behind_the_wall in WALLS.items()
        for file in (HOUSE / room).rglob("*.py")
        for other in imported_rooms(file) & behind_the_wall
    ]
    assert not wrong, "\n".join(wrong)


def test_casework_reaches_neither_survey_nor_statistics_by_any_detour() -> None:
    reached = {"casework"}
    while True:
        nearer = {other for room in reached for file in (HOUSE / room).rglob("*.py") for other in imported_rooms(file)}
        if nearer <= reached:
            break
        reached |= nearer
    assert not reached & WALLS["casework"], sorted(reached)


def test_our_own_imports_are_absolute() -> None:
    wrong = [
        f"{shown(file)}: {name}" for file in all_files() for name in imported_names(parsed(file)) if name[0] == "."
    ]
    assert not wrong, "\n".join(wrong)


def test_no_circle_hides_in_a_function() -> None:
    """The faces may load a heavy room late, for a quick start; they are on top, so no circle can begin there."""
    wrong = [
        f"{shown(file)}: {function.name} imports {name}"
        for file in all_files()
        if "faces" not in file.parts
        for function in ast.walk(parsed(file))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for name in imported_names(function)
        if name.split(".")[0] in OURS
    ]
    assert not wrong, "\n".join(wrong)
