"""Reading plan.yaml and offices.yaml: a Plan, or every problem at once."""

from copy import deepcopy
from datetime import date

import pytest

from zengshou.concepts.problem import ProblemsFound
from zengshou.plan.load import load_plan
from zengshou.plan.model import GroupKind, Operator, Plan

OFFICES: dict[str, list[dict[str, object]]] = {
    "offices": [
        {"id": "finance", "name": "市财政局"},
        {"id": "civil", "name": "市民政局", "aliases": ["市民政和社会事务局"]},
    ]
}
PLAN: dict[str, object] = {
    "title": "试验方案",
    "stated_groups": {"programme": 1},
    "groups": [{"id": "X-2.1", "kind": "programme", "number": 1, "title": "困难群体激励计划"}],
    "tasks": [
        {
            "id": "X-1",
            "group": "X-2.1",
            "number": 1,
            "title": "低保",
            "lead": ["市民政和社会事务局"],
            "cooperating": ["市财政局"],
        }
    ],
    "targets": [
        {
            "id": "X-1-T1",
            "task": "X-1",
            "label": "覆盖率",
            "kind": "numeric",
            "indicator": "coverage",
            "operator": "ge",
            "value": 98,
            "unit": "%",
            "deadline": 2018,
        }
    ],
}


def load(document: object, offices: object = OFFICES) -> Plan:
    return load_plan(document, offices, "x", "cn.y.x", "cities/x/plan.yaml")


def found(document: object, offices: object = OFFICES) -> list[str]:
    with pytest.raises(ProblemsFound) as caught:
        load(document, offices)
    return [str(problem) for problem in caught.value.problems]


def changed(**fields: object) -> dict[str, object]:
    return {**deepcopy(PLAN), **fields}


def test_a_plan_is_read_with_its_groups_tasks_and_targets() -> None:
    plan = load(PLAN)
    assert plan.groups[0].kind is GroupKind.PROGRAMME
    assert plan.targets[0].operator is Operator.AT_LEAST and plan.targets[0].deadline == 2018
    assert plan.area == "cn.y.x" and plan.number == ""


def test_an_alias_is_the_same_office_and_the_printed_form_is_kept() -> None:
    plan = load(PLAN)
    assert plan.tasks[0].lead == ("市民政和社会事务局",)
    office = plan.office("市民政和社会事务局")
    assert office is not None and office.id == "civil"
    assert list(plan.mentions()) == ["市民政和社会事务局", "市财政局"]


def test_unknown_offices_groups_and_tasks_are_told_together() -> None:
    task = {"id": "X-1", "group": "X-9", "number": 1, "title": "低保", "lead": ["市气象局"]}
    target = {**PLAN["targets"][0], "task": "X-7"}  # type: ignore[index]
    told = "\n".join(found(changed(tasks=[task], targets=[target])))
    assert "“市气象局”不在 offices.yaml 中" in told and "“X-9”不在 groups 中" in told and "任务“X-7”不存在" in told


def test_doubled_ids_are_refused() -> None:
    told = found(changed(tasks=PLAN["tasks"] * 2))  # type: ignore[operator]
    assert any("编号“X-1”出现2次" in line for line in told)
    twice = {"offices": OFFICES["offices"] + [{"id": "finance", "name": "市财政局"}]}
    assert len(found(PLAN, twice)) == 2


def test_a_stated_number_of_groups_that_differs_is_told() -> None:
    assert "文件称有7项激励计划，这里登记了1项" in found(changed(stated_groups={"programme": 7}))[0]


def test_shape_problems_name_the_place_in_the_file_and_the_cure() -> None:
    task = {"id": "X-1", "group": "X-2.1", "number": "一", "title": "低保", "lead": [], "head": "甲"}
    told = "\n".join(found(changed(tasks=[task])))
    assert "cities/x/plan.yaml: tasks[0].number" in told and "应为整数" in told
    assert "不认识的字段“head”" in told and "可用字段" in told
    assert "tasks[0].lead：内容为空" in told


def test_a_missing_field_and_an_unknown_kind_are_told() -> None:
    target = {**PLAN["targets"][0], "kind": "wish"}  # type: ignore[index]
    del target["unit"]
    told = "\n".join(found(changed(targets=[target])))
    assert "缺少字段“unit”" in told and "可用：numeric、implied" in told


def test_a_title_longer_than_a_heading_is_refused() -> None:
    task = {**PLAN["tasks"][0], "title": "长" * 23}  # type: ignore[index]
    assert "超过22个字" in found(changed(tasks=[task]))[0]


def test_a_doubling_without_its_base_year_is_refused() -> None:
    target = {**PLAN["targets"][0], "operator": "multiple"}  # type: ignore[index]
    assert "缺少 base_year" in found(changed(targets=[target]))[0]


def test_a_start_that_is_not_before_the_deadline_is_refused() -> None:
    target = {**PLAN["targets"][0], "start_year": 2018}  # type: ignore[index]
    assert "不早于期限" in found(changed(targets=[target]))[0]


@pytest.mark.parametrize("document", [None, [], "方案", {}])
def test_a_document_that_is_no_plan_is_refused_in_words(document: object) -> None:
    assert found(document)


def test_an_office_keeps_its_dates_level_and_successors() -> None:
    ended = {"id": "x", "name": "市环保局", "level": "市", "valid_to": "2019-03-31", "successors": ["finance"]}
    office = load(PLAN, {"offices": [*OFFICES["offices"], ended]}).office("市环保局")
    assert office is not None and office.valid_to == date(2019, 3, 31)
    assert (office.level, office.valid_from, office.successors) == ("市", None, ("finance",))


def test_impossible_dates_of_an_office_are_told() -> None:
    rows = [{"id": "x", "name": "甲局", "valid_to": "2019-02-30"}]
    assert any("没有2019-02-30这一天" in each for each in found(PLAN, {"offices": [*OFFICES["offices"], *rows]}))
    rows = [{"id": "x", "name": "甲局", "valid_from": "2020-01-01", "valid_to": "2019-01-01", "successors": ["x"]}]
    told = found(PLAN, {"offices": [*OFFICES["offices"], *rows]})
    assert any("晚于" in each for each in told) and any("承接自己" in each for each in told)
