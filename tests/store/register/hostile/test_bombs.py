"""Bombs: over a hundred files, each with an attack of its own; the asker lives and says in words what it was.

Those that a check refuses, or that lead nowhere, are read here; those that end their reader, in a process of its own.
"""

import re
from pathlib import Path

import pytest

from tests.store.register.delivered import WORDS, in_process
from tests.store.register.hostile import bombs_archive, bombs_old, bombs_parquet, bombs_sheet, bombs_text
from tests.store.register.hostile.workbooks import Attack
from zengshou.concepts.problem import ProblemsFound
from zengshou.records.intake.text_rows import TextRows
from zengshou.store.register.parsing.parse import parse
from zengshou.store.sheet_child import GIBIBYTE, Refused

resource = pytest.importorskip("resource")
LONGEST = 45  # seconds of one processor, not of the clock, for other tests run beside; the reader's limit is 60
CHINESE = re.compile("[一-鿿]{4}")

HERE = {
    **{f"archive: {kind}": attack for kind, attack in bombs_archive.ARCHIVES.items()},
    **{f"sheet: {kind}": attack for kind, attack in bombs_sheet.LIGHT.items()},
    **{f"xls: {kind}": attack for kind, attack in bombs_old.OLD.items()},
    **{f"parquet: {kind}": attack for kind, attack in bombs_parquet.PARQUET.items()},
    **{f"text: {kind}": attack for kind, attack in bombs_text.TEXTS.items()},
}
DEADLY = {
    **{f"sheet: {kind}": attack for kind, attack in bombs_sheet.DEADLY.items()},
    **{f"xls: {kind}": attack for kind, attack in bombs_old.DEADLY.items()},
    **{f"parquet: {kind}": attack for kind, attack in bombs_parquet.DEADLY.items()},
}


@pytest.mark.parametrize("kind", HERE)
def test_a_bomb_is_refused_in_words_or_leads_nowhere(kind: str, tmp_path: Path) -> None:
    try:
        answer = told(in_process(tmp_path, HERE[kind].content()))
    except Refused as ground:
        answer = str(ground)
    check(answer, HERE[kind].words)


@pytest.mark.parametrize("kind", DEADLY)
def test_a_bomb_that_ends_its_reader_leaves_the_asker_alive_with_words_and_no_file(kind: str, tmp_path: Path) -> None:
    check(answer_of_process(tmp_path, written(tmp_path, DEADLY[kind])), DEADLY[kind].words)


@pytest.mark.slow
@pytest.mark.parametrize("kind", bombs_sheet.LARGE)
def test_a_workbook_of_400_megabytes_in_6_ends_in_words_within_the_limits(kind: str, tmp_path: Path) -> None:
    attack = bombs_sheet.LARGE[kind]
    check(answer_of_process(tmp_path, written(tmp_path, attack)), attack.words)


@pytest.mark.slow
@pytest.mark.parametrize("kind", bombs_text.LARGE)
def test_a_text_of_hundreds_of_megabytes_ends_in_words_within_the_limits(kind: str, tmp_path: Path) -> None:
    large = bombs_text.LARGE[kind]
    file = tmp_path / "file"
    with file.open("wb") as stream:
        stream.write(large.head)
        for _ in range(large.times):
            stream.write(large.piece)
    check(answer_of_process(tmp_path, file), large.words)


def written(folder: Path, attack: Attack) -> Path:
    file = folder / "file"
    file.write_bytes(attack.content())
    return file


def told(text: TextRows) -> str:
    """What was read, in one line: the first row, then the kinds of broken rows."""
    first = text.frame.row(0)[1:] if text.frame.height else ()
    return " ".join(("读出", *(str(cell) for cell in first), *sorted({each.code for each in text.broken})))


def answer_of_process(folder: Path, file: Path) -> str:
    """The answer of a reader in its own process, which leaves nothing behind, is quick, and keeps to its memory."""
    scratch = folder / "scratch"
    scratch.mkdir()
    before, largest = processor_seconds(), most_memory()
    try:
        answer = told(parse(file, WORDS, "来件", scratch))
    except ProblemsFound as error:
        answer = error.problems[0].found
    assert processor_seconds() - before < LONGEST
    assert not list(scratch.iterdir())
    assert most_memory() < max(GIBIBYTE, largest + 1)  # another test's process, a browser, may have been larger
    return answer


def most_memory() -> int:
    """Bytes of the largest process that this one has waited for so far."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


def processor_seconds() -> float:
    """What all readers so far have used of a processor."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return float(used.ru_utime + used.ru_stime)


def check(answer: str, words: str) -> None:
    """The answer is the one wanted, and no other language than ours speaks out of it."""
    assert re.search(words, answer), answer
    assert answer.startswith("读出") or (CHINESE.search(answer) and "panicked" not in answer and "\n" not in answer)
