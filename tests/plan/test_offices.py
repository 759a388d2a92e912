"""Bodies as printed and as of today: merges, splits, chains, names a person may write, and slips to ended bodies."""

from datetime import date

import pytest

from zengshou.concepts.citation import Status
from zengshou.concepts.problem import ProblemsFound
from zengshou.plan.model import Office, Plan, Task
from zengshou.plan.offices import Body, OfficeMode, Reform, addressee, lineages, office_named, totals
from zengshou.plan.offices_load import load_reforms

CITY = "某市"
LAST = date(2019, 3, 31)
MERGED = Body("new_tax", "国家税务总局{city}税务局")
REFORMS = (
    Reform("local_tax", ("市地税局",), (MERGED,), date(2018, 7, 5), "甲文件", Status.SOURCED),
    Reform("state_tax", ("市国税局",), (MERGED,), date(2018, 7, 5), "甲文件", Status.SOURCED),
    Reform("culture", ("市文广新局",), (Body("culture_new", "市文旅局"), Body("publicity", "市委宣传部")), LAST),
    Reform("relief", ("市扶贫办",), (Body("revival", "市乡村振兴局"),), date(2021, 12, 31)),
    Reform("revival", ("市乡村振兴局",), (Body("rural", "市农业农村局"),), date(2024, 12, 31)),
)
OFFICES = (
    Office("lt", "市地税局", ("市地方税务局",)),
    Office("st", "市国税局"),
    Office("cu", "市文广新局"),
    Office("pr", "市委宣传部"),
    Office("po", "市扶贫办"),
    Office("fi", "市财政局"),
)


def plan(*tasks: tuple[tuple[str, ...], tuple[str, ...]], offices: tuple[Office, ...] = OFFICES) -> Plan:
    rows = tuple(Task(f"X-{k}", "X", k, "任务", lead, coop) for k, (lead, coop) in enumerate(tasks, start=1))
    return Plan("x", "方案", "", "", (), rows, (), offices)


UNSPLIT = plan((("市地税局", "市国税局"), ("市财政局",)), (("市财政局",), ("市地方税务局", "市扶贫办")))
FOUND = lineages(OFFICES, REFORMS, CITY)


def counts(of: Plan, mode: OfficeMode) -> dict[str, tuple[int, int]]:
    return {row.body.name: (row.leads, row.cooperates) for row in totals(of, mode, FOUND) if row.leads + row.cooperates}


def test_two_bodies_that_merged_are_one_body_today_and_no_assignment_is_lost() -> None:
    printed = {"市地税局": (1, 1), "市国税局": (1, 0), "市扶贫办": (0, 1), "市财政局": (1, 1)}
    assert counts(UNSPLIT, OfficeMode.PRINTED) == printed
    today = {"国家税务总局某市税务局": (2, 1), "市农业农村局": (0, 1), "市财政局": (1, 1)}
    assert counts(UNSPLIT, OfficeMode.CURRENT) == today


def test_totals_of_both_modes_agree_where_no_body_was_split() -> None:
    sums = [[sum(column) for column in zip(*counts(UNSPLIT, mode).values(), strict=True)] for mode in OfficeMode]
    assert sums[0] == sums[1] == [3, 3]


def test_a_split_body_stands_with_every_successor_and_is_marked() -> None:
    rows = totals(plan((("市财政局",), ("市文广新局", "市委宣传部"))), OfficeMode.CURRENT, FOUND)
    found = {row.body.id: (row.cooperates, row.is_from_split, row.former) for row in rows}
    assert found["culture_new"] == (1, True, ("市文广新局",))
    assert found["pr"] == (2, True, ("市文广新局", "市委宣传部"))
    assert found["fi"] == (0, False, ("市财政局",))


def test_a_body_that_was_reformed_twice_is_followed_to_the_end() -> None:
    assert FOUND["po"].bodies == (Body("rural", "市农业农村局"),) and FOUND["po"].until == date(2021, 12, 31)


def test_a_body_without_reform_is_itself() -> None:
    assert FOUND["fi"].bodies == (Body("fi", "市财政局"),) and FOUND["fi"].until is None


def test_what_rests_on_one_unverified_reform_is_unverified() -> None:
    assert FOUND["lt"].status is Status.SOURCED and FOUND["lt"].sources == ("甲文件",)
    assert FOUND["po"].status is Status.UNVERIFIED


def test_the_citys_own_successors_and_dates_go_before_the_national_list() -> None:
    own = (Office("lt", "市地税局", (), "市", None, date(2018, 6, 30), ("fi",)), Office("fi", "市财政局"))
    found = lineages(own, REFORMS, CITY)["lt"]
    assert found.bodies == (Body("fi", "市财政局"),) and found.until == date(2018, 6, 30)


def test_a_successor_that_nobody_declares_is_refused() -> None:
    with pytest.raises(ProblemsFound, match="承接单位“nobody”没有登记"):
        lineages((Office("a", "甲局", successors=("nobody",)),), (), CITY)


def test_reforms_that_lead_in_a_circle_are_refused() -> None:
    circle = (Reform("a", ("甲局",), (Body("b", "乙局"),), LAST), Reform("b", ("乙局",), (Body("a", "甲局"),), LAST))
    with pytest.raises(ProblemsFound, match="绕回"):
        lineages((Office("a", "甲局"),), circle, CITY)


# Names as a person writes them


@pytest.mark.parametrize("text", ["市地税局", "某市地税局", "地税局", "市地方税务局", " 某市地方税务局 "])
def test_an_office_is_found_by_name_alias_and_with_or_without_the_city(text: str) -> None:
    found = office_named(text, OFFICES, CITY)
    assert found is not None and found.id == "lt"


def test_a_name_that_fits_nobody_is_none_and_one_that_fits_two_is_refused() -> None:
    assert office_named("市气象局", OFFICES, CITY) is None
    with pytest.raises(ProblemsFound, match="可以指"):
        office_named("财政局", (Office("a", "市财政局"), Office("b", "财政局")), CITY)


# To whom a slip may go


def test_a_slip_goes_to_a_body_until_its_last_day() -> None:
    assert addressee(FOUND["cu"], LAST) == Body("cu", "市文广新局")


def test_a_slip_to_an_ended_body_is_refused_until_a_person_chooses_a_successor() -> None:
    after = date(2019, 4, 1)
    with pytest.raises(ProblemsFound, match=r"不能向其发督办单.*市文旅局、市委宣传部"):
        addressee(FOUND["cu"], after)
    with pytest.raises(ProblemsFound, match="不能向其发督办单"):
        addressee(FOUND["cu"], after, "fi")
    assert addressee(FOUND["cu"], after, "culture_new").name == "市文旅局"


def test_one_successor_alone_is_not_chosen_by_itself() -> None:
    with pytest.raises(ProblemsFound, match="请先选择承接单位"):
        addressee(FOUND["lt"], date(2020, 1, 1))


# The file


def row(**fields: object) -> dict[str, object]:
    made = {"id": "a", "former": ["甲局"], "successors": [{"id": "b", "name": "乙局"}], "until": "2019-03-31"}
    return {**made, "status": "unverified", **fields}


def test_every_fault_of_the_list_of_reforms_is_told_at_once() -> None:
    with pytest.raises(ProblemsFound) as caught:
        load_reforms({"reforms": [row(), row(id="c", until="2019-02-30")]})
    told = str(caught.value)
    assert "原名“甲局”登记了2次" in told and "没有2019-02-30这一天" in told
    with pytest.raises(ProblemsFound, match="缺少字段"):
        load_reforms({"reforms": [{"id": "a"}]})
