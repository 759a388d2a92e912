"""The two reference documents: what the reader makes of their raw text equals what was typed in by hand."""

import re
from pathlib import Path

import pytest

from tests.plan.reader.reading import names, read, short_targets
from tests.store.plan_files import wrapped, write_docx, write_numbered_docx, write_pdf
from zengshou.plan.model import Plan, TargetKind
from zengshou.plan.reader.result import ReadPlan
from zengshou.plan.reader.source import fold
from zengshou.services.plan.plan_reading import read_plan_file
from zengshou.store.country import city_plan
from zengshou.store.plan_files.plan_text import text_lines

CITIES = {"yangjiang": "YJ", "liaoyang": "LY"}
FIELDS = ("task", "kind", "operator", "value", "printed", "deadline", "start_year", "start_value", "base_year", "hold")
FIELDS += ("is_falling", "price_basis", "reference_lag")


@pytest.fixture(params=CITIES, scope="module")
def city(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def text(city: str, shared: Path) -> str:
    return (shared / "plans" / f"{city}.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def plan(city: str, text: str) -> ReadPlan:
    return read(text, CITIES[city])


def typed_names(typed: Plan) -> dict[str, object]:
    return {task.id: (task.lead, task.cooperating) for task in typed.tasks}


def test_tasks_leads_and_cooperating_offices_equal_the_hand_typed_plan(city: str, plan: ReadPlan) -> None:
    typed = city_plan(city)
    assert len(plan.tasks) == {"yangjiang": 45, "liaoyang": 58}[city]
    assert names(plan) == typed_names(typed)
    assert [(task.id, task.group, task.number) for task in plan.tasks] == [
        (task.id, task.group, task.printed_number) for task in typed.tasks
    ]
    assert plan.mentions() == {"yangjiang": 245, "liaoyang": 227}[city]
    assert len(plan.offices()) == {"yangjiang": 47, "liaoyang": 33}[city]
    assert {frozenset(office) for office in plan.offices()} == {
        frozenset((office.name, *office.aliases)) for office in typed.offices
    }


def test_groups_and_their_stated_counts_equal_the_hand_typed_plan(city: str, plan: ReadPlan) -> None:
    typed = city_plan(city)
    assert [(g.id, g.kind, g.number, g.title) for g in plan.groups] == [
        (g.id, g.kind, g.number, g.title) for g in typed.groups
    ]
    assert sum(plan.stated_groups.values()) == len(typed.groups)


def test_printed_headings_equal_the_hand_typed_titles_and_sentences_are_marked(city: str, plan: ReadPlan) -> None:
    typed = {task.id: task.title for task in city_plan(city).tasks}
    for task in plan.tasks:
        if task.is_heading:
            assert fold(task.title) == fold(typed[task.id])
        else:
            assert any(flag.code == "sentence_title" for flag in task.flags)
    assert sum(not task.is_heading for task in plan.tasks) == {"yangjiang": 0, "liaoyang": 15}[city]


def test_targets_equal_the_hand_typed_plan_field_by_field(city: str, plan: ReadPlan) -> None:
    typed = {target.id: target for target in city_plan(city).targets}
    assert {target.id for target in plan.targets} == set(typed)
    for target in plan.targets:
        for name in FIELDS:
            assert getattr(target, name) == getattr(typed[target.id], name), (target.id, name)
        if target.kind is not TargetKind.DIRECTIONAL:  # the unit of a gap depends on the indicator a person chooses
            assert target.unit == typed[target.id].unit, target.id


def test_no_document_number_base_year_or_rule_parameter_is_a_target(plan: ReadPlan) -> None:
    uses = {(number.span.text, number.use.partition("：")[0]) for number in plan.coverage.numbers}
    assert ("3", "rule") in uses and ("2010", "base_year") in uses  # 连续3次; 比2010年
    assert not [number for number in plan.coverage.numbers if number.use == "unread"]
    assert not any(re.search(r"[〔〕号次]", target.printed) for target in plan.targets if target.unit != "次/年")


def test_every_line_has_a_role_and_none_is_unread(plan: ReadPlan, text: str) -> None:
    assert set(plan.coverage.roles) == {line.number for line in text_lines(text)}
    assert plan.coverage.unread == ()


def test_every_span_points_at_its_words(plan: ReadPlan, text: str) -> None:
    lines = text.split("\n")
    spans = [target.evidence for target in plan.targets] + [task.span for task in plan.tasks]
    spans += [m.span for t in plan.tasks if t.assignment for m in (*t.assignment.lead, *t.assignment.cooperating)]
    for span in spans:
        assert span.line == span.end_line and lines[span.line - 1][span.column - 1 : span.end_column - 1] == span.text


@pytest.mark.parametrize("form", ["docx", "numbered", "pdf", "wrapped", "gb18030"])
def test_other_files_of_the_same_plan_give_the_same_reading(
    form: str, city: str, text: str, plan: ReadPlan, tmp_path: Path
) -> None:
    lines = text.split("\n")
    path = tmp_path / f"{city}.{'pdf' if form == 'pdf' else 'docx' if form in ('docx', 'numbered') else 'txt'}"
    if form == "docx":
        write_docx(lines, path)
    elif form == "numbered":
        write_numbered_docx([line for line in lines if line.strip()], path, city == "yangjiang")
    elif form == "pdf":
        write_pdf(lines, path)
    else:
        kept = "\n".join(wrapped(lines)) if form == "wrapped" else "\r\n".join(lines)
        path.write_bytes(kept.encode("gb18030" if form == "gb18030" else "utf-8"))
    again, _ = read_plan_file(path, CITIES[city])
    assert names(again) == names(plan)
    assert short_targets(again) == short_targets(plan)
    assert (again.front.title, again.front.number, again.front.date) == (
        plan.front.title,
        plan.front.number,
        plan.front.date,
    )
    assert again.coverage.unread == ()
