"""The gate has no way round: who may make a released table, who may compute figures, who writes to the shelf."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.checkout import ROOT, shown

HOUSE = ROOT / "src" / "zengshou"
FACES = HOUSE / "faces"
COMPUTING = (
    "zengshou.statistics.indicators",
    "zengshou.statistics.comparisons",
    "zengshou.statistics.decomposition",
    "zengshou.statistics.middle_income",
)
ANALYSTS = FACES / "analysis"  # an analyst's own file inside the office: says 未经发布审核，不得对外 on every figure
SEALED = {"gate.py", "document.py", "released.py"}
PASS_THE_GATE = {
    "statistics/distribution.py": "publishable(",
    "simulation/simulate.py": "publishable(",
    "simulation/simulated_readings.py": "publishable(",
    "simulation/seek.py": "publishable(",
    "plan/lever_ranking.py": "publishable(",
    "statistics/register_figures.py": "publishable(",
}


def imports(file: Path) -> Iterator[str]:
    """Every module or member that a file imports, dotted."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_no_face_computes_figures_of_people_itself() -> None:
    files = (file for file in FACES.rglob("*.py") if ANALYSTS not in file.parents)
    wrong = [f"{shown(file)} imports {name}" for file in files for name in imports(file) if name.startswith(COMPUTING)]
    assert not wrong, "\n".join(wrong)


def test_the_seal_of_a_released_table_stays_with_the_gate() -> None:
    wrong = [
        shown(file)
        for file in HOUSE.rglob("*.py")
        if any(name.endswith("released.SEAL") for name in imports(file)) and file.name not in SEALED
    ]
    assert not wrong, wrong


def test_every_service_that_hands_simulated_figures_to_a_face_ends_at_the_gate() -> None:
    for name, call in PASS_THE_GATE.items():
        assert call in (HOUSE / "services" / name).read_text(encoding="utf-8"), name


def test_only_the_release_service_writes_to_the_shelf() -> None:
    writers = {"keep_table", "keep_composition"}
    wrong = [
        shown(file)
        for file in HOUSE.rglob("*.py")
        if any(name.rpartition(".")[2] in writers for name in imports(file)) and file.name != "release.py"
    ]
    assert not wrong, wrong


def test_the_way_to_release_a_table_is_written_down() -> None:
    text = (ROOT / "docs" / "release.md").read_text(encoding="utf-8")
    for words in ("zs release propose", "zs release sign", "zs release verify", "zs release withdraw", "HMAC"):
        assert words in text, words
    for name in PASS_THE_GATE:
        assert f"services/{name}" in text, name
