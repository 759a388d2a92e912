"""Nothing that a workbook names is ever opened: no file is read, nobody is called, no macro passes.

Each case is read while a file is watched and a port listens. Workbooks with links are taken, for agencies send many:
the links are never followed, and a note says so. Macros, controls and document types are refused.
"""

import re
from pathlib import Path

import pytest

from tests.store.register.delivered import WORDS, in_process
from tests.store.register.hostile.lures import SECRET, lure, was_opened, watched
from tests.store.register.hostile.xml_cases import ACTIVE, ENTITIES, LEADING_OUT, Case
from zengshou.concepts.problem import ProblemsFound
from zengshou.store.register.parsing.parse import parse
from zengshou.store.sheet_child import Refused

CASES = {**ENTITIES, **LEADING_OUT, **ACTIVE}
OF_PROCESS = (
    "an entity of an address",
    "an entity of a file in xl/sharedStrings.xml",
    "a link to a workbook on the net",
    "a formula that fetches",
)


@pytest.mark.parametrize("kind", CASES)
def test_nothing_that_a_workbook_names_is_opened(kind: str, tmp_path: Path) -> None:
    case = CASES[kind]
    with lure(tmp_path) as bait:
        try:
            text = in_process(tmp_path, case.content(bait))
            answer = " ".join(("读出", *map(str, text.frame.row(0)[1:] if text.frame.height else ()), *text.notes))
        except Refused as ground:
            answer = str(ground)
    check(answer, case)
    left = b"".join(file.read_bytes() for file in tmp_path.iterdir() if file.name not in ("source", bait.path.name))
    assert SECRET.encode() not in left


@pytest.mark.parametrize("kind", OF_PROCESS)
def test_the_process_that_reads_opens_nothing_either(kind: str, tmp_path: Path) -> None:
    case = CASES[kind]
    with lure(tmp_path) as bait:
        (tmp_path / "file").write_bytes(case.content(bait))
        try:
            text = parse(tmp_path / "file", WORDS, "来件")
            answer = " ".join(("读出", *map(str, text.frame.row(0)[1:]), *text.notes))
        except ProblemsFound as error:
            answer = error.problems[0].found
    check(answer, case)


def test_a_lure_tells_of_one_who_follows_it(tmp_path: Path) -> None:
    file = tmp_path / "watched"
    file.write_text(SECRET, encoding="utf-8")
    watch = watched(file)
    assert not was_opened(watch)
    file.read_text(encoding="utf-8")
    assert was_opened(watch)


def check(answer: str, case: Case) -> None:
    assert re.search(case.words, answer), answer
    assert re.search(case.note, answer), answer
    assert SECRET not in answer
