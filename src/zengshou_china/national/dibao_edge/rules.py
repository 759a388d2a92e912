"""低保边缘家庭: families just above dibao, and their members who are admitted to dibao alone (单人保)."""

from zengshou.policy.column import Numbers, Truths
from zengshou.policy.dsl import (
    Count,
    Fen,
    Flags,
    Household,
    Monthly,
    OnDate,
    Person,
    Rate,
    Yuan,
    both,
    either,
    household_sum,
    input_column,
    no,
    rule,
    where,
)
from zengshou_china.national.dibao.rules import admitted, is_dibao_member

INTERIM = "社会救助暂行办法（国务院令第649号）"
REVIEW = "最低生活保障审核确认办法（民发〔2021〕57号）"
ACT = "社会救助法（2026-04-30）"

has_special_hardship = input_column(
    entity=Person,
    period=OnDate,
    unit=Flags,
    label="确有特殊困难",
    if_absent=False,
    note="社会救助法第二十一条；由县级民政部门认定",
    question="民政部门认定谁确有特殊困难？",
    page="health",
)


@rule(
    entity=Household,
    since="2021-07-01",
    until="2026-06-30",
    law=f"{REVIEW} 第八条",
    label="低保边缘家庭",
    name="is_edge_household",
    reads={"standard_monthly": "dibao.standard_monthly", "edge_multiple": "dibao.edge_multiple"},
)
def is_edge_until_2026(
    is_dibao_household: Monthly[Flags],
    counted_per_head_monthly: Monthly[Yuan],
    meets_property_test: OnDate[Flags],
    can_apply_here: Monthly[Flags],
    dibao_members: Monthly[Count],
    standard_monthly: Monthly[Yuan],
    edge_multiple: Monthly[Rate],
) -> Monthly[Flags]:
    """Not poor enough for dibao, but below the multiple of its standard; strict as well."""
    line = standard_monthly * edge_multiple
    is_near = admitted(counted_per_head_monthly, line, meets_property_test, can_apply_here, dibao_members)
    return both(no(is_dibao_household), is_near)


@rule(
    entity=Household,
    since="2026-07-01",
    law=f"{ACT} 第二十一条",
    label="低保边缘家庭",
    reads={"standard_monthly": "dibao.standard_monthly", "edge_multiple": "dibao.edge_multiple"},
)
def is_edge_household(
    is_dibao_household: Monthly[Flags],
    counted_per_head_monthly: Monthly[Yuan],
    meets_property_test: OnDate[Flags],
    can_apply_here: Monthly[Flags],
    dibao_members: Monthly[Count],
    standard_monthly: Monthly[Yuan],
    edge_multiple: Monthly[Rate],
) -> Monthly[Flags]:
    """The province's percentage on top of the standard: the multiple less one."""
    line = standard_monthly * edge_multiple
    is_near = admitted(counted_per_head_monthly, line, meets_property_test, can_apply_here, dibao_members)
    return both(no(is_dibao_household), is_near)


def severe_or_ill(grade: Numbers, is_mental: Truths, is_ill: Truths) -> Truths:
    """Disability of grade 1 or 2, grade 3 if mental or intellectual, or serious illness."""
    return either(both(grade >= 1, grade <= 2), both(grade == 3, is_mental), is_ill)


@rule(entity=Person, until="2026-06-30", law=f"{REVIEW} 第八条", label="可单人纳入低保", name="is_single_cover_person")
def is_single_cover_until_2026(
    disability_grade: OnDate[Count], is_disability_mental: OnDate[Flags], has_serious_illness: OnDate[Flags]
) -> Monthly[Flags]:
    """Disability of grade 1 or 2, grade 3 if mental or intellectual, or serious illness."""
    return severe_or_ill(disability_grade, is_disability_mental, has_serious_illness)


@rule(entity=Person, since="2026-07-01", law=f"{ACT} 第二十一条；{REVIEW} 第八条", label="可单人纳入低保")
def is_single_cover_person(
    disability_grade: OnDate[Count],
    is_disability_mental: OnDate[Flags],
    has_serious_illness: OnDate[Flags],
    has_special_hardship: OnDate[Flags],
) -> Monthly[Flags]:
    """The same, and whoever is found to be in real special hardship."""
    return either(severe_or_ill(disability_grade, is_disability_mental, has_serious_illness), has_special_hardship)


single_cover_members = household_sum("is_single_cover_person", among=is_dibao_member, label="可单人纳入低保的人数")


@rule(entity=Household, since="2021-07-01", law=f"{REVIEW} 第八条；{ACT} 第二十一条", label="有成员可单人纳入低保")
def has_single_cover(is_edge_household: Monthly[Flags], single_cover_members: Monthly[Count]) -> Monthly[Flags]:
    """An edge family with at least one such member."""
    return both(is_edge_household, single_cover_members >= 1)


@rule(
    entity=Household,
    since="2014-05-01",
    until="2021-06-30",
    law=f"{INTERIM} 第九条",
    label="单人保人数",
    name="single_cover_paid",
)
def single_cover_paid_until_2021(dibao_members: Monthly[Count]) -> Monthly[Count]:
    """Not yet: only whole families were admitted by national rule."""
    return dibao_members * 0.0


@rule(entity=Household, since="2021-07-01", law=f"{REVIEW} 第八条；{ACT} 第二十一条", label="单人保人数")
def single_cover_paid(
    has_single_cover: Monthly[Flags], claims_dibao: OnDate[Flags], single_cover_members: Monthly[Count]
) -> Monthly[Count]:
    """Members of an edge family who are admitted alone."""
    return where(both(has_single_cover, claims_dibao), single_cover_members, 0.0)


@rule(
    entity=Household,
    since="2014-05-01",
    law=f"{REVIEW} 第八条；{ACT} 第二十一条",
    label="单人保",
    rounds=Fen,
    reads={"standard_monthly": "dibao.standard_monthly", "single_cover_rate": "dibao.single_cover_rate"},
)
def dibao_single_monthly(
    single_cover_paid: Monthly[Count], standard_monthly: Monthly[Yuan], single_cover_rate: Monthly[Rate]
) -> Monthly[Yuan]:
    """At a share of the standard that the city sets."""
    return single_cover_paid * standard_monthly * single_cover_rate
