"""The legal wall: nothing that serves the register or a case reaches the survey or the statistics of persons.

统计法 第二十八条: what identifies a respondent is used for statistics alone. Each finding here is put to the test
itself: a wrong import is written into the source and must be found.
"""

import ast
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import pytest

from tests.house.checkout import ROOT

HOUSE = ROOT / "src"
# Z2 and Z3: the register, the vault, casework, and the verbs on them.
ADMINISTRATION = (
    *("zengshou.records", "zengshou.casework", "zengshou.services.records"),
    *("zengshou.store.register", "zengshou.store.vault"),
)
# Z1 and Z4: the survey and what reckons with its rows.
STATISTICS = (
    "zengshou.survey",
    "zengshou.statistics",
    "zengshou.services.statistics",
    "zengshou.store.people_files.people_file",
)
# Invents administrations from the simulator's synthetic people: it reads no register, and no verb of the register may
# import it, or the detour would be found from there.
INVENTS = "zengshou.services.records.synthetic"
# Where rows of persons lie: only the register's own floor names these tables; for people `person_rows` reads them.
PERSON_TABLES = ("zengshou.store.register.tables.fact_tables", "zengshou.store.register.tables.person_tables")
# Who opens the vault: with the proof of a decision in hand.
OPENING, OPENERS = ("reveal", "reveal_many", "documents"), {"zengshou.services.records.access.look"}


def sources() -> dict[str, str]:
    """Module -> its text."""
    return {_module(file): file.read_text(encoding="utf-8") for file in sorted((HOUSE / "zengshou").rglob("*.py"))}


def _module(file: Path) -> str:
    return ".".join(file.relative_to(HOUSE).with_suffix("").parts).removesuffix(".__init__")


@cache
def nodes(text: str) -> tuple[ast.AST, ...]:
    """The imports and calls of a text; several tests ask for them."""
    return tuple(node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Import | ast.ImportFrom | ast.Call))


def imports(text: str) -> set[str]:
    """Everything that a module imports, members as if they were modules."""
    found: set[str] = set()
    for node in nodes(text):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
            if name in ("import_module", "__import__") and node.args and isinstance(node.args[0], ast.Constant):
                found.add(str(node.args[0].value))
    return found


def _is_in(module: str, rooms: Iterable[str]) -> bool:
    return any(module == room or module.startswith(f"{room}.") for room in rooms)


def crossings(texts: Mapping[str, str]) -> list[str]:
    """Modules of the administration that import one of the statistics."""
    return [
        f"{module} imports {other}"
        for module, text in texts.items()
        if _is_in(module, ADMINISTRATION)
        for other in sorted(imports(text))
        if _is_in(other, STATISTICS)
    ]


def reached(texts: Mapping[str, str], begin: Iterable[str]) -> set[str]:
    """Every module that is loaded when some are. The package's own face loads its names only when a user asks."""
    open_ends = [module for module in texts if _is_in(module, begin) and not module.startswith(INVENTS)]
    found: set[str] = set()
    while open_ends:
        module = open_ends.pop()
        if module in found or module == "zengshou":
            continue
        found.add(module)
        open_ends += [other for other in imports(texts[module]) if other in texts]
    return found


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return sources()


def test_the_register_and_casework_import_neither_survey_nor_statistics(texts: dict[str, str]) -> None:
    assert crossings(texts) == []
    assert sum(_is_in(module, ADMINISTRATION) for module in texts) > 50


@pytest.mark.parametrize(
    "line",
    [
        "from zengshou.survey import book",
        "import zengshou.statistics.measures.gini",
        "from zengshou.services.statistics.measure import measure",
        "from zengshou.store.people_files.people_file import read_people",
        "from importlib import import_module\nimport_module('zengshou.survey.book')",
        "def late() -> None:\n    from zengshou.survey import book",
    ],
)
@pytest.mark.parametrize("module", ["zengshou.records.access.decision", "zengshou.services.records.access.look"])
def test_an_import_through_the_wall_is_found(texts: dict[str, str], module: str, line: str) -> None:
    """The mutation: whichever way it is written."""
    assert len(crossings({**texts, module: f"{texts[module]}\n{line}\n"})) >= 1


def test_no_detour_leads_to_the_survey_or_to_measured_persons(texts: dict[str, str]) -> None:
    """`store` reads published figures with the help of `statistics`; rows of respondents are what must not be met."""
    behind = ("zengshou.survey", "zengshou.services.statistics", "zengshou.store.people_files.people_file")
    met = {module for module in reached(texts, ADMINISTRATION) if _is_in(module, behind)}
    assert met == set()
    by_detour = {**texts, "zengshou.store.country": texts["zengshou.store.country"] + "\nimport zengshou.survey\n"}
    assert any(_is_in(module, behind) for module in reached(by_detour, ADMINISTRATION))


def test_the_survey_and_the_statistics_write_nothing_into_the_register(texts: dict[str, str]) -> None:
    wrong = [
        f"{module} imports {other}"
        for module, text in texts.items()
        if _is_in(module, STATISTICS)
        for other in imports(text)
        if _is_in(other, ADMINISTRATION)
    ]
    assert wrong == []


def raw_readers(texts: Mapping[str, str]) -> list[str]:
    """Modules above the store that name the tables of persons: they would read without a context."""
    return [
        f"{module} imports {other}"
        for module, text in texts.items()
        if _is_in(module, ("zengshou.services", "zengshou.faces")) and "_tables" in text
        for other in sorted(imports(text))
        if _is_in(other, PERSON_TABLES)
    ]


def test_nobody_above_the_store_reads_persons_past_the_gate(texts: dict[str, str]) -> None:
    assert raw_readers(texts) == []
    line = "from zengshou.store.register.tables.fact_tables import StoredFact"
    assert len(raw_readers({**texts, "zengshou.faces.web.site": line})) >= 1


def openers(texts: Mapping[str, str]) -> set[str]:
    """Modules that open the vault."""
    return {
        module
        for module, text in texts.items()
        if not _is_in(module, ("zengshou.store.vault",)) and any(f".{verb}(" in text for verb in OPENING)
        for node in nodes(text)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in OPENING
    }


def test_the_vault_is_opened_in_one_place(texts: dict[str, str]) -> None:
    assert openers(texts) <= OPENERS
    assert openers({"zengshou.faces.web.site": "vault.reveal(ref, grant)"}) == {"zengshou.faces.web.site"}
