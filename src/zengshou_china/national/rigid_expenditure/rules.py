"""刚性支出困难家庭: a family above every income line whose necessary spending eats its income."""

from zengshou.policy.column import Numbers, Truths
from zengshou.policy.dsl import (
    Count,
    Flags,
    Household,
    Monthly,
    OnDate,
    Rate,
    Yuan,
    both,
    divide,
    input_column,
    no,
    rule,
)

MEASURE = "刚性支出困难家庭认定办法（民政部，2025-01-01起）"
ACT = "社会救助法（2026-04-30）"

rigid_living_spending = input_column(
    entity=Household,
    period=OnDate,
    unit=Yuan,
    label="近12个月必要生活支出",
    if_absent=0.0,
    question="近12个月全家必要的衣食住行等生活支出大约多少元？",
    page="household",
)
rigid_medical_spending = input_column(
    entity=Household,
    period=OnDate,
    unit=Yuan,
    label="近12个月个人负担的医疗支出",
    if_absent=0.0,
    note="扣除医保、大病保险、医疗救助、商业保险支付后的合规费用",
    question="近12个月看病住院，报销后自己负担了多少元？",
    page="health",
)
rigid_education_spending = input_column(
    entity=Household,
    period=OnDate,
    unit=Yuan,
    label="近12个月个人负担的教育支出",
    if_absent=0.0,
    note="保教费或者学费、住宿费，按同类公办学校收费标准",
    question="近12个月孩子的保教费、学费、住宿费自己负担了多少元？",
    page="household",
)
rigid_rehabilitation_spending = input_column(
    entity=Household,
    period=OnDate,
    unit=Yuan,
    label="近12个月个人负担的残疾康复支出",
    if_absent=0.0,
    question="近12个月残疾康复训练、辅助器具自己负担了多少元？",
    page="health",
)
rigid_other_spending = input_column(
    entity=Household,
    period=OnDate,
    unit=Yuan,
    label="近12个月民政部门另外认定的支出",
    if_absent=0.0,
    question="近12个月民政部门另外认定的必需支出有多少元？",
    page="household",
)


@rule(entity=Household, law=f"{MEASURE} 第五条", label="近12个月刚性支出")
def rigid_spending(
    rigid_living_spending: OnDate[Yuan],
    rigid_medical_spending: OnDate[Yuan],
    rigid_education_spending: OnDate[Yuan],
    rigid_rehabilitation_spending: OnDate[Yuan],
    rigid_other_spending: OnDate[Yuan],
) -> OnDate[Yuan]:
    """Living, medical, education, rehabilitation and other spending of the family itself."""
    school_and_health = rigid_medical_spending + rigid_education_spending + rigid_rehabilitation_spending
    return rigid_living_spending + school_and_health + rigid_other_spending


@rule(entity=Household, law=f"{MEASURE} 第四条（四）", label="刚性支出占家庭收入的比例")
def rigid_spending_rate(rigid_spending: OnDate[Yuan], counted_income_monthly: Monthly[Yuan]) -> Monthly[Rate]:
    """Of twelve months' income. A family without income is a matter for dibao."""
    return divide(rigid_spending, counted_income_monthly * 12, if_zero=0.0)


def burdened(below_income: Truths, passes: Truths, spending_rate: Numbers, local_rate: Numbers) -> Truths:
    """Income below the local mean, the property test, and spending above the local share; all strict."""
    return both(below_income, passes, spending_rate > local_rate)


@rule(
    entity=Household,
    since="2025-01-01",
    until="2026-06-30",
    law=f"{MEASURE} 第四条",
    label="刚性支出困难家庭",
    name="is_rigid_household",
    reads={"income_per_head": "medical.income_per_head"},
)
def is_rigid_until_2026(
    is_dibao_household: Monthly[Flags],
    is_edge_household: Monthly[Flags],
    counted_per_head_monthly: Monthly[Yuan],
    dibao_members: Monthly[Count],
    meets_property_test: OnDate[Flags],
    rigid_spending_rate: Monthly[Rate],
    income_per_head: Monthly[Yuan],
    spending_share: Monthly[Rate],
) -> Monthly[Flags]:
    """Neither dibao, 特困 nor edge; income per head below last year's local disposable income per head."""
    is_none_above = both(no(is_dibao_household), no(is_edge_household), dibao_members >= 1)
    below = counted_per_head_monthly * 12 < income_per_head
    return both(is_none_above, burdened(below, meets_property_test, rigid_spending_rate, spending_share))


@rule(
    entity=Household,
    since="2026-07-01",
    law=f"{ACT} 第二十二条；{MEASURE} 第四条",
    label="刚性支出困难家庭",
    reads={"income_per_head": "medical.income_per_head"},
)
def is_rigid_household(
    is_dibao_household: Monthly[Flags],
    is_edge_household: Monthly[Flags],
    counted_per_head_monthly: Monthly[Yuan],
    dibao_members: Monthly[Count],
    meets_property_test: OnDate[Flags],
    rigid_spending_rate: Monthly[Rate],
    income_per_head: Monthly[Yuan],
    spending_share: Monthly[Rate],
) -> Monthly[Flags]:
    """The same conditions; the share is now set by the city or above."""
    is_none_above = both(no(is_dibao_household), no(is_edge_household), dibao_members >= 1)
    below = counted_per_head_monthly * 12 < income_per_head
    return both(is_none_above, burdened(below, meets_property_test, rigid_spending_rate, spending_share))
