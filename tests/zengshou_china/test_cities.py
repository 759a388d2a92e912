"""The two cities and the example as data: assignments against the printed plans, counts, targets, offices."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from zengshou.plan.model import Operator, Plan, PriceBasis, Target, TargetKind
from zengshou.store.country import city, city_names, city_plan, published

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
PLANS = SHARED / "plans"
FOLD = str.maketrans("（），：；", "(),:;")
NUMERALS = "一二三四五六七八九十"
HEADS = ("市委", "市政府", "市")
CITIES = [("yangjiang", "阳江", "YJ"), ("liaoyang", "辽阳", "LY")]
needs_plans = pytest.mark.skipif(not PLANS.is_dir(), reason="../shared/plans is not here")
Assignment = tuple[str, int, list[str], list[str]]


def bodies(text: str, place: str) -> Iterator[str]:
    """Names of one assignment; an explicit head is inherited inside its run only."""
    for run in text.split(","):
        head = ""
        for item in run.split("、"):
            name = item.strip().removesuffix("等")
            if place in name or name.startswith(("团市委", "国家统计局", "人行", "人民银行")):
                yield name
                continue
            own = next((each for each in HEADS if name.startswith(each)), "")
            yield name if own else head + name
            head = own or head


def assignment(text: str, place: str) -> tuple[list[str], list[str]]:
    if text.startswith("责任单位:"):
        return list(bodies(text.removeprefix("责任单位:"), place)), []
    if match := re.match(r"牵头单位:(.*?)[;,]配合单位:(.*)", text):
        return list(bodies(match[1], place)), list(bodies(match[2], place))
    names = list(bodies(text.partition("负责")[0], place))
    return names[:1], names[1:]


def printed(name: str, place: str, prefix: str) -> Iterator[Assignment]:
    """Every task of a printed plan: id, number, lead, cooperating."""
    chapter = group = 0
    for raw in (PLANS / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        line = raw.strip().translate(FOLD)
        if heading := re.match(f"([{NUMERALS}])、", line):
            chapter, group = NUMERALS.index(heading[1]) + 1, 0
        elif heading := re.match(rf"\(([{NUMERALS}])\)", line):
            group = NUMERALS.index(heading[1]) + 1
        elif (task := re.match(r"(\d+)\.(?!\d)", line)) and chapter in (2, 3):
            span = re.search(r"\(([^()]*)\)。?$", line)
            assert span, line
            number = int(task[1])
            code = f"{prefix}-{number}" if prefix == "YJ" else f"{prefix}-{chapter}.{group}.{number}"
            yield (code, number, *assignment(span[1], place))


def by_id(name: str) -> dict[str, Target]:
    return {target.id: target for target in city_plan(name).targets}


def distinct_bodies(plan: Plan) -> set[str]:
    offices = [plan.office(name) for name in plan.mentions()]
    return {office.id for office in offices if office is not None}


@needs_plans
@pytest.mark.parametrize(("name", "place", "prefix"), CITIES)
def test_every_lead_and_cooperating_list_is_as_the_plan_prints_it(name: str, place: str, prefix: str) -> None:
    tasks = [(task.id, task.printed_number, list(task.lead), list(task.cooperating)) for task in city_plan(name).tasks]
    assert tasks == list(printed(name, place, prefix))


@pytest.mark.parametrize(
    ("name", "tasks", "mentions", "bodies_named", "programmes", "actions"),
    [("yangjiang", 45, 245, 47, 7, 8), ("liaoyang", 58, 227, 33, 7, 6)],
)
def test_tasks_mentions_and_bodies_are_as_many_as_counted(
    name: str, tasks: int, mentions: int, bodies_named: int, programmes: int, actions: int
) -> None:
    plan = city_plan(name)
    assert len(plan.tasks) == tasks
    assert sum(1 for _ in plan.mentions()) == mentions
    assert len(distinct_bodies(plan)) == len(plan.offices) == bodies_named
    assert [group.kind.value for group in plan.groups].count("programme") == programmes
    assert [group.kind.value for group in plan.groups].count("action") == actions


def test_the_known_traps_of_the_assignments_are_read_right() -> None:
    yangjiang = {task.id: task for task in city_plan("yangjiang").tasks}
    liaoyang = {task.id: task for task in city_plan("liaoyang").tasks}
    assert yangjiang["YJ-17"].cooperating == ("市财政局", "市委组织部", "市委统战部")
    assert yangjiang["YJ-45"].lead == ("国家统计局阳江调查队",)
    assert liaoyang["LY-3.4.3"].lead == liaoyang["LY-3.5.3"].lead == ("市地税局", "市国税局")
    assert liaoyang["LY-2.3.8"].lead == ("市教育局", "市财政局") and not liaoyang["LY-2.3.8"].cooperating
    assert liaoyang["LY-2.3.7"].cooperating == ("市人力资源社会保障局",)
    assert liaoyang["LY-3.2.4"].cooperating[-1] == "市扶贫办"
    assert "市人力资源和社会保障局" in liaoyang["LY-2.4.6"].cooperating


def test_the_headline_targets_carry_value_unit_base_and_deadline() -> None:
    yangjiang, liaoyang = by_id("yangjiang"), by_id("liaoyang")
    shares = [(yangjiang[name].value, yangjiang[name].deadline) for name in ("YJ-G1-1", "YJ-G1-2")]
    assert shares == [(37.9, 2018), (38.3, 2020)]
    jobs = yangjiang["YJ-G2-1"]
    assert (jobs.value, jobs.start_year, jobs.deadline, jobs.operator) == (175_000, 2015, 2020, Operator.INCREMENT)
    coverage = yangjiang["YJ-G4-1"]
    assert (coverage.value, coverage.deadline, coverage.hold) == (98, 2018, True)
    poor, villages = yangjiang["YJ-G5-1"], yangjiang["YJ-G5-2"]
    assert (poor.start_value, poor.value, villages.start_value) == (81_700, 0, 88) and poor.is_falling
    dibao = [(yangjiang[name].value, yangjiang[name].reference_lag) for name in ("YJ-31-T1", "YJ-31-T2")]
    assert dibao == [(30, 1), (50, 1)]
    care = {yangjiang[f"YJ-35-T{k}"].indicator: yangjiang[f"YJ-35-T{k}"].value for k in (3, 4, 5)}
    assert list(care.values()) == [100, 90, 60]
    coops = [(liaoyang[f"LY-2.2.9-T{k}"].value, liaoyang[f"LY-2.2.9-T{k}"].deadline) for k in (1, 2)]
    assert coops == [(10, 2018), (80, 2022)]


def test_doubling_targets_count_from_2010_and_leave_their_price_basis_unknown() -> None:
    doubling = [target for name in ("yangjiang", "liaoyang") for target in city_plan(name).targets if target.base_year]
    assert [target.id for target in doubling] == ["YJ-34-T1", "YJ-34-T2", "LY-G-2"]
    for target in doubling:
        assert target.operator is Operator.MULTIPLE and target.value == 2
        assert (target.base_year, target.deadline, target.price_basis) == (2010, 2020, PriceBasis.UNKNOWN)


def test_no_document_number_base_year_or_rule_parameter_is_a_target() -> None:
    for name in ("yangjiang", "liaoyang"):
        values = {target.value for target in city_plan(name).targets}
        assert not values & {2010, 2016, 2017, 56, 40, 15, 38, 3, 1000}


@needs_plans
@pytest.mark.parametrize("name", ["yangjiang", "liaoyang"])
def test_every_printed_amount_of_a_target_stands_in_the_plan(name: str) -> None:
    text = (PLANS / f"{name}.txt").read_text(encoding="utf-8")
    for target in city_plan(name).targets:
        assert target.printed and target.printed in text, target.id


@needs_plans
@pytest.mark.parametrize("name", ["yangjiang", "liaoyang"])
def test_titles_are_headings_and_no_sentence_of_the_plan_is_copied(name: str) -> None:
    text = (PLANS / f"{name}.txt").read_text(encoding="utf-8").translate(FOLD)
    folder = Path(__file__).resolve().parents[2] / "src" / "zengshou_china" / "cities" / name
    for file in ("plan.yaml", "offices.yaml", "city.yaml"):
        runs = re.findall(r"[\u4e00-\u9fff、，,]{26,}", (folder / file).read_text(encoding="utf-8").translate(FOLD))
        assert not [run for run in runs if run in text]


def test_every_target_belongs_to_a_task_or_to_the_whole_plan_and_names_a_kind() -> None:
    for name in city_names():
        kinds = {target.kind for target in city_plan(name).targets}
        assert TargetKind.NUMERIC in kinds
    assert {target.kind for target in city_plan("yangjiang").targets} == set(TargetKind)


def test_counties_carry_their_official_codes_under_the_citys() -> None:
    codes = {name: [county.code for county in city(name).counties] for name in ("yangjiang", "liaoyang")}
    assert codes["yangjiang"] == ["441702", "441704", "441721", "441781"]
    assert codes["liaoyang"] == ["211002", "211003", "211004", "211005", "211011", "211021", "211081"]
    for name, own in codes.items():
        assert all(code.startswith(city(name).code[:4]) for code in own)


def test_the_example_city_says_that_it_is_invented() -> None:
    example, plan = city("示例市"), city_plan("示例市")
    assert example.is_invented and len(example.counties) == 2
    assert (len(plan.tasks), len(plan.targets)) == (6, 5)
    own = [figure for figure in published("example") if figure.area == example.area]
    assert own and all("虚构" in figure.source for figure in own)
