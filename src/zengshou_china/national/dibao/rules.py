"""最低生活保障: who applies where, entitlement, refused work, gradual exit.

The unit is approximated by the household without 其他 and without 特困 members (see README). What counts as income
is in `assistance_income`: a mean of earlier months, so a month's benefit never rests on itself. Edge families and
members who are covered alone are in `dibao_edge`.
"""

from zengshou.policy.column import Numbers, Truths
from zengshou.policy.dsl import (
    Category,
    Count,
    Fen,
    Fixed,
    Flags,
    Flow,
    Household,
    Monthly,
    OnDate,
    Person,
    Rate,
    Yearly,
    Yuan,
    at_least,
    both,
    divide,
    either,
    household_sum,
    input_column,
    no,
    rule,
    where,
    year_sum,
)
from zengshou_china.national.assistance_income.rules import counted_mean_monthly, counted_person_monthly
from zengshou_china.national.inputs import relation

OTHER = relation.code("other")
INTERIM = "社会救助暂行办法（国务院令第649号）"
REVIEW = "最低生活保障审核确认办法（民发〔2021〕57号）"
NOTICE = "民发〔2022〕83号"
ACT = "社会救助法（2026-04-30）"
REFUSAL = "民发〔2012〕220号；社会救助暂行办法 第四十五条；民发〔2021〕57号 第三十四条"
DIBAO = Flow("一般公共预算", "government", 1)

residency = input_column(
    entity=Household,
    period=OnDate,
    unit=Category,
    categories=("local_hukou", "residence_permit", "neither"),
    label="与本地的关系（户籍、居住证）",
    if_absent="local_hukou",
    question="家中有人是本地户籍吗？",
    page="household",
    choices=("有本地户籍", "没有，但持有本地居住证", "都没有"),
)
dibao_grade = input_column(
    entity=Household,
    period=OnDate,
    unit=Category,
    categories=("none", "first", "second", "third"),
    label="低保档次",
    if_absent="none",
    note="分档发放的地方由县级民政部门确定；按差额发放填 none",
    question="低保证上的档次是哪一档？",
    page="household",
    choices=("不分档或没有", "一档", "二档", "三档"),
)
dibao_exit_month = input_column(
    entity=Household,
    period=Fixed,
    unit=Count,
    label="渐退期首月",
    if_absent=0.0,
    note="就业后收入超过标准、批准渐退的第一个月，写作 2025-03；0 表示没有",
    question="因就业增收而批准低保渐退的，从哪个月开始？",
    page="household",
)
dibao_before_exit = input_column(
    entity=Household,
    period=OnDate,
    unit=Yuan,
    label="渐退前每月低保金",
    if_absent=0.0,
    question="渐退以前每月领取多少低保金？",
    page="household",
)
LOCAL, PERMIT = residency.code("local_hukou"), residency.code("residence_permit")


@rule(entity=Person, law=f"{REVIEW} 第七条；特困人员另行供养", label="共同生活家庭成员")
def is_dibao_member(relation: OnDate[Category], is_tekun_person: Monthly[Flags]) -> Monthly[Flags]:
    """Head, spouse, children, parents who live together; others are left out, 特困 members have their own cover."""
    return both(no(relation == OTHER), no(is_tekun_person))


dibao_members = household_sum(is_dibao_member, label="共同生活家庭成员人数")
counted_household_monthly = household_sum(counted_person_monthly, among=is_dibao_member, label="家庭计入收入（当月）")
counted_income_monthly = household_sum(counted_mean_monthly, among=is_dibao_member, label="家庭计入收入（核算期月均）")


@rule(entity=Household, law=f"{REVIEW} 第十二条", label="家庭人均计入收入")
def counted_per_head_monthly(counted_income_monthly: Monthly[Yuan], dibao_members: Monthly[Count]) -> Monthly[Yuan]:
    """Mean of the months before, per member of the unit."""
    return divide(at_least(0.0, counted_income_monthly), dibao_members, if_zero=0.0)


@rule(entity=Household, law=f"{REVIEW} 第四条、第五条；{ACT} 第三十七条", label="可在本地申请")
def can_apply_here(residency: OnDate[Category], permit_holders_admitted: Monthly[Count]) -> Monthly[Flags]:
    """Where one is registered; with a residence permit where the place has opened to permit holders."""
    return either(residency == LOCAL, both(residency == PERMIT, permit_holders_admitted >= 1))


def admitted(per_head: Numbers, line: Numbers, property_test: Truths, applies: Truths, members: Numbers) -> Truths:
    """Income per head strictly below the line, the property test, the right place, somebody in the unit."""
    return both(per_head < line, property_test, applies, members >= 1)


@rule(
    entity=Household,
    since="2014-05-01",
    until="2026-06-30",
    law=f"{INTERIM} 第九条",
    label="符合低保条件",
    name="is_dibao_household",
)
def is_dibao_until_2026(
    counted_per_head_monthly: Monthly[Yuan],
    meets_property_test: OnDate[Flags],
    can_apply_here: Monthly[Flags],
    dibao_members: Monthly[Count],
    standard_monthly: Monthly[Yuan],
) -> Monthly[Flags]:
    """Income per head strictly below the standard, and the property test."""
    return admitted(counted_per_head_monthly, standard_monthly, meets_property_test, can_apply_here, dibao_members)


@rule(entity=Household, since="2026-07-01", law=f"{ACT} 第十八条、第十九条", label="符合低保条件")
def is_dibao_household(
    counted_per_head_monthly: Monthly[Yuan],
    meets_property_test: OnDate[Flags],
    can_apply_here: Monthly[Flags],
    dibao_members: Monthly[Count],
    standard_monthly: Monthly[Yuan],
) -> Monthly[Flags]:
    """The same test; the province now sets the standard or a guide to it."""
    return admitted(counted_per_head_monthly, standard_monthly, meets_property_test, can_apply_here, dibao_members)


@rule(
    entity=Household,
    since="2014-05-01",
    until="2021-06-30",
    law=f"{INTERIM} 第十二条",
    label="应得低保金",
    name="dibao_entitled_monthly",
    rounds=Fen,
)
def dibao_entitled_until_2021(
    is_dibao_household: Monthly[Flags],
    counted_per_head_monthly: Monthly[Yuan],
    dibao_members: Monthly[Count],
    standard_monthly: Monthly[Yuan],
) -> Monthly[Yuan]:
    """The difference between standard and income per head, for every member."""
    return where(is_dibao_household, (standard_monthly - counted_per_head_monthly) * dibao_members, 0.0)


@rule(entity=Household, since="2021-07-01", law=f"{REVIEW} 第二十三条；{ACT} 第十八条", label="应得低保金", rounds=Fen)
def dibao_entitled_monthly(
    is_dibao_household: Monthly[Flags],
    counted_per_head_monthly: Monthly[Yuan],
    dibao_members: Monthly[Count],
    standard_monthly: Monthly[Yuan],
    graded_amount_monthly: Monthly[Yuan],
) -> Monthly[Yuan]:
    """The grade's sum for every member where the place pays by grades; otherwise the difference."""
    each = where(graded_amount_monthly > 0, graded_amount_monthly, standard_monthly - counted_per_head_monthly)
    return where(is_dibao_household, each * dibao_members, 0.0)


@rule(entity=Person, law=REFUSAL, label="连续三次拒绝介绍的工作")
def has_refused_work(job_refusals: OnDate[Count], refusal_limit: OnDate[Count]) -> OnDate[Flags]:
    """Without good reason, work that suits health and ability."""
    return job_refusals >= refusal_limit


@rule(entity=Person, law=REFUSAL, label="拒绝工作的家庭成员")
def is_refusing_member(has_refused_work: OnDate[Flags], is_dibao_member: Monthly[Flags]) -> Monthly[Flags]:
    """Inside the unit."""
    return both(has_refused_work, is_dibao_member)


refusing_members = household_sum(is_refusing_member, label="三次拒绝工作的人数")


@rule(entity=Household, since="2014-05-01", law=f"{INTERIM} 第十二条；{REFUSAL}", label="低保金", rounds=Fen)
def dibao_monthly(
    dibao_entitled_monthly: Monthly[Yuan],
    refusing_members: Monthly[Count],
    dibao_members: Monthly[Count],
    claims_dibao: OnDate[Flags],
    refusal_cut_rate: Monthly[Rate],
) -> Monthly[Yuan]:
    """Paid on application. Who refused three jobs loses the own share (or a part), never the family's."""
    lost = refusal_cut_rate * divide(refusing_members, dibao_members, if_zero=0.0)
    return where(claims_dibao, dibao_entitled_monthly * (1 - lost), 0.0)


@rule(entity=Household, law=f"{REVIEW} 第三十三条；{NOTICE} 一（三）", label="处于渐退期")
def is_in_gradual_exit(
    this_month: Monthly[Count],
    dibao_exit_month: Fixed[Count],
    is_dibao_household: Monthly[Flags],
    gradual_exit_months_max: Monthly[Count],
) -> Monthly[Flags]:
    """Work has lifted the family over the standard, and it was granted some months; 0 months switch it off."""
    passed = this_month - dibao_exit_month
    is_within = both(dibao_exit_month > 0, passed >= 0, passed < gradual_exit_months_max)
    return both(is_within, no(is_dibao_household))


@rule(entity=Household, law=f"{REVIEW} 第三十三条；{NOTICE} 一（三）", label="渐退期低保金", rounds=Fen)
def gradual_exit_monthly(
    is_in_gradual_exit: Monthly[Flags], dibao_before_exit: OnDate[Yuan], gradual_exit_rate: Monthly[Rate]
) -> Monthly[Yuan]:
    """A share of what the family had before."""
    return where(is_in_gradual_exit, dibao_before_exit * gradual_exit_rate, 0.0)


@rule(entity=Household, since="2014-05-01", law=f"{REVIEW} 第二十五条；{ACT} 第十八条", label="正在享受低保的家庭")
def is_dibao_recipient(
    is_dibao_household: Monthly[Flags], claims_dibao: OnDate[Flags], is_in_gradual_exit: Monthly[Flags]
) -> Monthly[Flags]:
    """Entitled and claiming, or in the months of gradual exit: what other benefits ask for."""
    return either(both(is_dibao_household, claims_dibao), is_in_gradual_exit)


@rule(entity=Household, since="2014-05-01", law=f"{INTERIM} 第十二条；{ACT} 第十八条", label="低保金合计（含单人保）")
def dibao_total_monthly(
    dibao_monthly: Monthly[Yuan], dibao_single_monthly: Monthly[Yuan], gradual_exit_monthly: Monthly[Yuan]
) -> Monthly[Yuan]:
    """What the household receives."""
    return dibao_monthly + dibao_single_monthly + gradual_exit_monthly


dibao_year = year_sum(dibao_total_monthly)


@rule(
    entity=Household, since="2014-05-01", law=f"{INTERIM} 第十二条；{ACT} 第十八条", label="低保金（全年）", flow=DIBAO
)
def dibao_yearly(dibao_year: Yearly[Yuan]) -> Yearly[Yuan]:
    """Twelve months."""
    return dibao_year + 0.0
