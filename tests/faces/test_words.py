import ast
import re
from pathlib import Path

from zengshou.faces.words import Language, Words, english

FACES = Path(__file__).resolve().parents[2] / "src" / "zengshou" / "faces"
PLACE = re.compile(r"\{(\w+)\}")


def texts_of_templates() -> set[str]:
    calls = re.compile(r"""(?:\b_|words)\(\s*(["'])(.+?)\1""")
    return {found[2] for file in FACES.rglob("*.html") for found in calls.finditer(file.read_text(encoding="utf-8"))}


def texts_of_modules() -> set[str]:
    """First arguments of every call of `words` in the modules that make figures, reports and pages."""
    files = (file for room in ("charts", "report", "web") for file in (FACES / room).rglob("*.py"))
    calls = (node for file in files for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    return {
        call.args[0].value
        for call in calls
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "words" and call.args
        if isinstance(call.args[0], ast.Constant)
    }


def test_every_text_of_pages_and_reports_has_its_english() -> None:
    missing = sorted((texts_of_templates() | texts_of_modules()) - english().keys())
    assert not missing


def test_english_keeps_the_places_of_its_chinese() -> None:
    wrong = {zh: en for zh, en in english().items() if set(PLACE.findall(zh)) != set(PLACE.findall(en))}
    assert not wrong


def test_a_text_without_english_stays_chinese() -> None:
    assert Words(Language.EN)("无此条目") == "无此条目"


def test_dates_are_written_as_each_language_writes_them() -> None:
    assert Words().date("2026-11-05") == "2026年11月5日"
    assert Words(Language.EN).date("2026-11-05") == "2026-11-05"
