"""Both reference documents, altered as other offices would have written them: the same reading, or a flag."""

import random
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.plan.reader.reading import Names, names, read, short_targets
from tests.store.plan_files import write_docx, write_numbered_docx, write_pdf
from zengshou.plan.reader.result import ReadPlan
from zengshou.services.plan.plan_reading import read_plan_file

CITIES = {"yangjiang": "YJ", "liaoyang": "LY"}
PLACES = {"yangjiang": "阳江", "liaoyang": "辽阳"}
HALF = str.maketrans("（），：；", "(),:;")
FULL = str.maketrans("(),:;", "（），：；")
GROUP_HEAD = re.compile(r"\s*[（(][一二三四五六七八][)）].*计划\s*$")


@pytest.fixture(params=CITIES, scope="module")
def city(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def text(city: str, shared: Path) -> str:
    return (shared / "plans" / f"{city}.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def plan(city: str, text: str) -> ReadPlan:
    return read(text, CITIES[city])


def shuffled(text: str) -> str:
    """The programmes in another order; their numbers stay what they were."""
    lines = text.split("\n")
    heads = [k for k, line in enumerate(lines) if GROUP_HEAD.match(line)]
    end = next(k for k, line in enumerate(lines) if re.match(r"\s*三、", line))
    blocks = [lines[start:stop] for start, stop in zip(heads, [*heads[1:], end], strict=True)]
    random.Random(3).shuffle(blocks)
    return "\n".join([*lines[: heads[0]], *(line for block in blocks for line in block), *lines[end:]])


def renamed(text: str) -> str:
    return text.replace(PLACES["yangjiang"], "云汀").replace(PLACES["liaoyang"], "云汀")


MUTATIONS: dict[str, Callable[[str], str]] = {
    "half width": lambda text: text.translate(HALF),
    "full width": lambda text: text.translate(FULL),
    "comma for semicolon": lambda text: text.replace(";", ",").replace("；", "，"),
    "no 负责": lambda text: text.replace("负责）", "）").replace("负责，列", "，列"),
    "等负责": lambda text: text.replace("负责）", "等负责）"),
    "等 in labels": lambda text: re.sub(r"(配合单位:[^)]*)\)", r"\1等)", text),
    "no convention": lambda text: text.replace("，列第一位的为牵头单位，下同", ""),
    "、 for ，": lambda text: re.sub(r"（[^（）]*负责）", lambda match: match.group().replace("，", "、"), text),
    "， for 、": lambda text: re.sub(r"（[^（）]*负责）", lambda match: match.group().replace("、", "，"), text),
    "bracket left open": lambda text: text.replace("负责）\n", "负责\n").replace(")   \n", "   \n"),
    "（牵头） behind the first": lambda text: re.sub(
        r"\(牵头单位:([^;,)、]+);配合单位:", r"(责任单位:\1（牵头）、", text
    ),
    "主办 and 协办": lambda text: text.replace("牵头单位:", "主办单位:").replace("配合单位:", "协办单位:"),
    "city renamed": renamed,
    "groups shuffled": shuffled,
}
FORMS = {
    "docx": lambda lines, path, city: write_docx(lines, path),
    "numbered": lambda lines, path, city: write_numbered_docx(
        [line for line in lines if line.strip()], path, city == "yangjiang"
    ),
    "pdf": lambda lines, path, city: write_pdf(lines, path),
}


def flagged(plan: ReadPlan) -> set[str]:
    """Titles of tasks at which a person is told to look."""
    return {task.title for task in plan.tasks if any(flag.code != "sentence_title" for flag in task.flags)}


def by_title(plan: ReadPlan) -> Counter[tuple[str, Names | None]]:
    """Assignments by title: groups that were moved may have new numbers."""
    found = names(plan)
    return Counter((renamed(task.title).translate(HALF), found[task.id]) for task in plan.tasks)


def in_new_city(found: Counter[tuple[str, Names | None]]) -> Counter[tuple[str, Names | None]]:
    moved: Counter[tuple[str, Names | None]] = Counter()
    for (title, pair), count in found.items():
        new = None if pair is None else tuple(tuple(renamed(name) for name in part) for part in pair)
        moved[title, new] += count  # type: ignore[index]
    return moved


def assert_same_or_flagged(plan: ReadPlan, again: ReadPlan) -> None:
    """No task is lost; every assignment that differs is at a task with a flag; targets are the same."""
    before, after = in_new_city(by_title(plan)), in_new_city(by_title(again))
    assert Counter(title for title, _ in before.elements()) == Counter(title for title, _ in after.elements())
    silent = {title for title, _ in after - before} - {renamed(title).translate(HALF) for title in flagged(again)}
    assert not silent
    assert Counter(map(repr, short_targets(again).values())) == Counter(map(repr, short_targets(plan).values()))
    assert again.coverage.unread == ()


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_a_mutated_text_gives_the_same_reading_or_a_flag(mutation: str, city: str, text: str, plan: ReadPlan) -> None:
    assert_same_or_flagged(plan, read(MUTATIONS[mutation](text), CITIES[city]))


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("mutation", MUTATIONS)
def test_a_mutated_file_gives_the_same_reading_or_a_flag(
    mutation: str, form: str, city: str, text: str, plan: ReadPlan, tmp_path: Path
) -> None:
    path = tmp_path / f"{city}.{'pdf' if form == 'pdf' else 'docx'}"
    FORMS[form](MUTATIONS[mutation](text).split("\n"), path, city)
    assert_same_or_flagged(plan, read_plan_file(path, CITIES[city])[0])


def test_a_renamed_city_changes_nothing_but_its_name(city: str, text: str, plan: ReadPlan) -> None:
    again = read(renamed(text), CITIES[city])
    assert again.city == "云汀"
    assert renamed(repr(names(plan))) == repr(names(again))


def test_shuffled_groups_keep_every_assignment_and_are_flagged(city: str, text: str, plan: ReadPlan) -> None:
    again = read(shuffled(text), CITIES[city])
    assert names(again) == names(plan)
    assert {"group_order", "number_order"} & {flag.code for flag in again.flags}
