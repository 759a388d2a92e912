"""最低生活保障: counted income, entitlement, edge families, single-person cover.

The unit is approximated by the household without 其他 (see README). Income is the mean of the months before, so a
month's benefit never rests on itself.
"""

from zengshou.policy.dsl import (
    Category,
    Count,
    Fen,
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
    each_month,
    either,
    household_sum,
    no,
    rule,
    where,
    window_mean,
    year_sum,
)
from zengshou_china.national.inputs import relation

OTHER = relation.code("other")
INTERIM = "社会救助暂行办法（国务院令第649号）"
REVIEW = "最低生活保障审核确认办法（民发〔2021〕57号）"
ACT = "社会救助法（2026-04-30）"
REFUSAL = "民发〔2012〕220号；民发〔2021〕57号 第三十二条"
DIBAO = Flow("一般公共预算", "government", 1)


@rule(entity=Person, law=f"{REVIEW} 第七条", label="共同生活家庭成员")
def is_dibao_member(relation: OnDate[Category]) -> OnDate[Flags]:
    """Head, spouse, children, parents who live together; others are left out of the unit."""
    return no(relation == OTHER)


dibao_members = household_sum(is_dibao_member, label="共同生活家庭成员人数")


@rule(entity=Person, law=f"{REVIEW} 第十三条", label="计入的工资性收入")
def counted_wage_monthly(
    wage_monthly: Monthly[Yuan],
    own_contributions_monthly: Monthly[Yuan],
    tax_withheld_monthly: Monthly[Yuan],
    employment_cost_rate: Monthly[Rate],
) -> Monthly[Yuan]:
    """Wage less the necessary cost of work, own insurance and tax."""
    kept = wage_monthly * (1 - employment_cost_rate)
    return at_least(0.0, kept - own_contributions_monthly - tax_withheld_monthly)


@rule(entity=Person, law=f"{REVIEW} 第十三条", label="计入的经营、财产、转移等全年收入")
def counted_other_yearly(
    bonus_yearly: Yearly[Yuan],
    labour_service_yearly: Yearly[Yuan],
    author_pay_yearly: Yearly[Yuan],
    royalty_yearly: Yearly[Yuan],
    business_income_yearly: Yearly[Yuan],
    farm_income_yearly: Yearly[Yuan],
    property_income_yearly: Yearly[Yuan],
    private_transfer_yearly: Yearly[Yuan],
) -> Yearly[Yuan]:
    """Net business, property and private transfers, and what labour earns besides the monthly wage."""
    labour = bonus_yearly + labour_service_yearly + author_pay_yearly + royalty_yearly
    return labour + business_income_yearly + farm_income_yearly + property_income_yearly + private_transfer_yearly


counted_other_monthly = each_month(counted_other_yearly, share="even", label="计入的其他收入（月均）")


@rule(
    entity=Person,
    law=f"{REVIEW} 第十三条、第十四条",
    label="个人计入收入",
    reads={"central_basic": "resident_pension.basic_min"},
)
def counted_person_monthly(
    counted_wage_monthly: Monthly[Yuan],
    counted_other_monthly: Monthly[Yuan],
    employee_pension_monthly: Monthly[Yuan],
    resident_pension_monthly: Monthly[Yuan],
    unemployment_benefit_monthly: Monthly[Yuan],
    central_basic: Monthly[Yuan],
    central_basic_disregard_rate: Monthly[Rate],
) -> Monthly[Yuan]:
    """The central basic resident pension is disregarded; what the province and the city add to it counts."""
    resident = at_least(0.0, resident_pension_monthly - central_basic * central_basic_disregard_rate)
    earned = counted_wage_monthly + counted_other_monthly
    return earned + employee_pension_monthly + resident + unemployment_benefit_monthly


counted_household_monthly = household_sum(counted_person_monthly, among=is_dibao_member, label="家庭计入收入（当月）")
counted_income_monthly = window_mean(
    counted_household_monthly, months="income_window_months", lag=1, label="家庭计入收入（核算期月均）"
)


@rule(entity=Household, law=f"{REVIEW} 第十二条", label="家庭人均计入收入")
def counted_per_head_monthly(counted_income_monthly: Monthly[Yuan], dibao_members: OnDate[Count]) -> Monthly[Yuan]:
    """Mean of the months before, per member of the unit."""
    return divide(at_least(0.0, counted_income_monthly), dibao_members, if_zero=0.0)


@rule(
    entity=Household,
    since="2014-05-01",
    until="2026-06-30",
    law=f"{INTERIM} 第九条",
    label="符合低保条件",
    name="is_dibao_household",
)
def is_dibao_until_2026(
    counted_per_head_monthly: Monthly[Yuan], meets_property_test: OnDate[Flags], standard_monthly: Monthly[Yuan]
) -> Monthly[Flags]:
    """Income per head strictly below the standard, and the property test."""
    return both(counted_per_head_monthly < standard_monthly, meets_property_test)


@rule(entity=Household, since="2026-07-01", law=f"{ACT} 第十八条", label="符合低保条件")
def is_dibao_household(
    counted_per_head_monthly: Monthly[Yuan], meets_property_test: OnDate[Flags], standard_monthly: Monthly[Yuan]
) -> Monthly[Flags]:
    """The same test; the province now sets the standard or a guide to it."""
    return both(counted_per_head_monthly < standard_monthly, meets_property_test)


@rule(entity=Household, since="2014-05-01", law=f"{INTERIM} 第十二条；{ACT} 第十八条", label="应得低保金", rounds=Fen)
def dibao_entitled_monthly(
    is_dibao_household: Monthly[Flags],
    counted_per_head_monthly: Monthly[Yuan],
    dibao_members: OnDate[Count],
    standard_monthly: Monthly[Yuan],
) -> Monthly[Yuan]:
    """The difference between standard and income per head, for every member."""
    return where(is_dibao_household, (standard_monthly - counted_per_head_monthly) * dibao_members, 0.0)


@rule(entity=Person, law=REFUSAL, label="连续三次拒绝介绍的工作")
def has_refused_work(job_refusals: OnDate[Count], refusal_limit: OnDate[Count]) -> OnDate[Flags]:
    """Without good reason, work that suits health and ability."""
    return job_refusals >= refusal_limit


refusing_members = household_sum(has_refused_work, among=is_dibao_member, label="三次拒绝工作的人数")


@rule(entity=Household, since="2014-05-01", law=f"{INTERIM} 第十二条；{REFUSAL}", label="低保金", rounds=Fen)
def dibao_monthly(
    dibao_entitled_monthly: Monthly[Yuan],
    refusing_members: OnDate[Count],
    dibao_members: OnDate[Count],
    claims_dibao: OnDate[Flags],
    refusal_cut_rate: Monthly[Rate],
) -> Monthly[Yuan]:
    """Paid on application. Who refused three jobs loses the own share (or a part), never the family's."""
    lost = refusal_cut_rate * divide(refusing_members, dibao_members, if_zero=0.0)
    return where(claims_dibao, dibao_entitled_monthly * (1 - lost), 0.0)


@rule(entity=Household, since="2021-07-01", law=f"{REVIEW} 第八条；{ACT} 第二十一条", label="低保边缘家庭")
def is_edge_household(
    is_dibao_household: Monthly[Flags],
    counted_per_head_monthly: Monthly[Yuan],
    meets_property_test: OnDate[Flags],
    standard_monthly: Monthly[Yuan],
    edge_multiple: Monthly[Rate],
) -> Monthly[Flags]:
    """Not poor enough for dibao, but below the multiple of its standard; strict as well."""
    is_near = counted_per_head_monthly < standard_monthly * edge_multiple
    return both(no(is_dibao_household), is_near, meets_property_test)


@rule(entity=Person, law=f"{REVIEW} 第八条", label="可单人纳入低保")
def is_single_cover_person(
    disability_grade: OnDate[Count], is_disability_mental: OnDate[Flags], has_serious_illness: OnDate[Flags]
) -> OnDate[Flags]:
    """Disability of grade 1 or 2, grade 3 if mental or intellectual, or serious illness."""
    is_severe = both(disability_grade >= 1, disability_grade <= 2)
    return either(is_severe, both(disability_grade == 3, is_disability_mental), has_serious_illness)


single_cover_members = household_sum("is_single_cover_person", among=is_dibao_member, label="可单人纳入低保的人数")


@rule(
    entity=Household,
    since="2014-05-01",
    until="2021-06-30",
    law=f"{INTERIM} 第九条",
    label="单人保",
    name="dibao_single_monthly",
)
def dibao_single_until_2021(dibao_entitled_monthly: Monthly[Yuan]) -> Monthly[Yuan]:
    """Not yet: only whole families were admitted by national rule."""
    return dibao_entitled_monthly * 0.0


@rule(entity=Household, since="2021-07-01", law=f"{REVIEW} 第八条；{ACT} 第二十一条", label="单人保", rounds=Fen)
def dibao_single_monthly(
    is_edge_household: Monthly[Flags],
    claims_dibao: OnDate[Flags],
    single_cover_members: OnDate[Count],
    standard_monthly: Monthly[Yuan],
    single_cover_rate: Monthly[Rate],
) -> Monthly[Yuan]:
    """Members of an edge family admitted alone, at a share of the standard that the city sets."""
    amount = single_cover_members * standard_monthly * single_cover_rate
    return where(both(is_edge_household, claims_dibao), amount, 0.0)


@rule(entity=Household, since="2014-05-01", law=f"{INTERIM} 第十二条；{ACT} 第十八条", label="低保金合计（含单人保）")
def dibao_total_monthly(dibao_monthly: Monthly[Yuan], dibao_single_monthly: Monthly[Yuan]) -> Monthly[Yuan]:
    """What the household receives."""
    return dibao_monthly + dibao_single_monthly


dibao_year = year_sum(dibao_total_monthly)


@rule(
    entity=Household, since="2014-05-01", law=f"{INTERIM} 第十二条；{ACT} 第十八条", label="低保金（全年）", flow=DIBAO
)
def dibao_yearly(dibao_year: Yearly[Yuan]) -> Yearly[Yuan]:
    """Twelve months."""
    return dibao_year + 0.0
