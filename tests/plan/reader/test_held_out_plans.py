"""Four invented plans in styles of other provinces, their answers typed before the reader first saw them.

At first sight the reader gave 21 of 24 assignments of lanchuan, 2 of 22 of qinghe (A（牵头）、B、C was unknown to it,
and it did not say so) and 22 of 22 of yuanbei; 53 of 58 numeric targets. moyun was written after what those three had
taught: refused at first sight, since a deadline behind the bodies（A牵头，B等参加，2026年12月底前完成）was unknown;
with that form read: 21 of 21 assignments, 19 of 26 numeric targets. What was learned is general: no plan is named in
the reader. Where its judgement still differs from the typed answer stands in KNOWN.
"""

from pathlib import Path

import pytest

from tests.plan.reader.held_out.answers import HERE, PLANS, Agreement, agreement, answer, read_held_out
from tests.plan.reader.reading import read
from tests.plan.reader.test_mutations import assert_same_or_flagged
from tests.store.plan_files import write_docx, write_pdf
from zengshou.plan.reader.source import fold
from zengshou.services.plan.plan_reading import read_plan_file

# A rule parameter without a person, a system with the task's deadline, a yearly notice among the safeguards.
KNOWN = {"lanchuan": 1, "qinghe": 2, "yuanbei": 0, "moyun": 0}
TEXTS = ("lanchuan", "qinghe", "moyun")


@pytest.fixture(params=PLANS, scope="module")
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def found(name: str, tmp_path_factory: pytest.TempPathFactory) -> Agreement:
    return agreement(read_held_out(name, tmp_path_factory.mktemp(name)), answer(name))


def test_every_task_assignment_and_deadline_of_a_held_out_plan_is_read(name: str, found: Agreement) -> None:
    assert found.tasks[0] == found.tasks[1] >= 20
    assert found.assignments[0] == found.assignments[1], found.wrong
    assert found.dues[0] == found.dues[1], found.wrong


def test_every_target_of_a_held_out_plan_is_read_and_few_others(name: str, found: Agreement) -> None:
    assert (found.numeric[0], found.other[0]) == (found.numeric[1], found.other[1]), found.wrong
    assert found.surplus <= KNOWN[name], found.wrong


def test_the_head_and_the_groups_of_a_held_out_plan_are_read(name: str, tmp_path: Path) -> None:
    plan, typed = read_held_out(name, tmp_path), answer(name)
    head = (plan.front.title, plan.front.number, plan.front.date)
    assert head == (typed["title"], typed["number"], typed["date"])
    assert [group.title for group in plan.groups] == typed["groups"]
    assert plan.coverage.unread == ()


@pytest.mark.parametrize("plan_name", TEXTS)
def test_a_held_out_plan_as_docx_and_as_pdf_gives_the_same_reading(plan_name: str, tmp_path: Path) -> None:
    text = (HERE / f"{plan_name}.txt").read_text(encoding="utf-8")
    for path in (
        write_docx(text.split("\n"), tmp_path / "a.docx"),
        write_pdf(text.split("\n"), tmp_path / "a.pdf"),
    ):
        assert_same_or_flagged(read(text), read_plan_file(path)[0])


@pytest.mark.parametrize("plan_name", TEXTS)
@pytest.mark.parametrize(
    "swap",
    [
        ("，", ","),
        ("、", "，"),
        ("牵头，", "牵头；"),
        ("：", ":"),
        ("（牵头）", "(牵头)"),
        ("配合。", "等配合。"),
        ("完成）", "完成)。"),
    ],
)
def test_a_held_out_plan_with_other_marks_gives_the_same_reading_or_a_flag(
    plan_name: str, swap: tuple[str, str]
) -> None:
    text = (HERE / f"{plan_name}.txt").read_text(encoding="utf-8")
    before, after = read(text), read(text.replace(*swap))
    typed = agreement(after, answer(plan_name))
    assert not typed.silent
    assert {fold(task.title) for task in after.tasks} >= {fold(task.title) for task in before.tasks if task.is_heading}
