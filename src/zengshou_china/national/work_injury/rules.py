"""工伤保险: what the unit pays by the risk class of its trade, and what a disabled worker receives.

Amounts go by the own wage before the injury; the fund pays grades 1 to 4, the unit grades 5 and 6 without a post.
"""

from zengshou.policy.dsl import (
    Count,
    Fen,
    Flags,
    Flow,
    Lookup,
    Monthly,
    OnDate,
    Person,
    Rate,
    Yearly,
    Yuan,
    at_least,
    both,
    input_column,
    no,
    rule,
    where,
    year_sum,
)

LAW = "工伤保险条例"
FUND = "工伤保险基金"

injury_class = input_column(
    entity=Person,
    period=OnDate,
    unit=Count,
    label="单位的工伤风险类别（一至八类）",
    if_absent=0.0,
    note="0 为未填，不计工伤保险费",
    question="单位的工伤风险类别是第几类？（不知道填0）",
    page="insurance",
)
injury_grade = input_column(
    entity=Person,
    period=OnDate,
    unit=Count,
    label="工伤伤残等级（0为无）",
    if_absent=0.0,
    question="如果因工致残，劳动能力鉴定是几级？（没有填0）",
    page="health",
)
injury_own_wage_monthly = input_column(
    entity=Person,
    period=OnDate,
    unit=Yuan,
    label="工伤前12个月平均缴费工资",
    if_absent=0.0,
    note="低于统筹地区平均工资60%的按60%，高于300%的按300%，由经办机构核定后填写",
    question="受伤前12个月的平均缴费工资是多少？",
    page="health",
)
is_injury_assessed_this_year = input_column(
    entity=Person,
    period=OnDate,
    unit=Flags,
    label="当年作出伤残等级鉴定",
    if_absent=False,
    question="伤残等级是今年鉴定的吗？",
    page="health",
)
has_no_post_after_injury = input_column(
    entity=Person,
    period=OnDate,
    unit=Flags,
    label="单位难以安排工作（五、六级）",
    if_absent=False,
    question="受伤后单位没有能安排的工作，是吗？",
    page="health",
)


@rule(entity=Person, since="2015-10-01", law=f"{LAW} 第八条、第十条", label="工伤保险单位缴费", rounds=Fen)
def injury_employer_monthly(
    is_contributing: Monthly[Flags],
    wage_monthly: Monthly[Yuan],
    injury_class: OnDate[Count],
    employer_rate: Lookup,
    cut_rate: Monthly[Rate],
) -> Monthly[Yuan]:
    """Wage x the rate of the class, less a temporary cut where the place has one; the worker pays nothing."""
    due = wage_monthly * employer_rate.at(injury_class) * (1 - cut_rate)
    return where(both(is_contributing, injury_class > 0), due, 0.0)


injury_employer_year = year_sum(injury_employer_monthly)


@rule(
    entity=Person,
    since="2016-01-01",
    law=f"{LAW} 第十条",
    label="工伤保险单位缴费（全年）",
    flow=Flow(FUND, "employer", -1),
)
def injury_employer_yearly(injury_employer_year: Yearly[Yuan]) -> Yearly[Yuan]:
    """Twelve months."""
    return injury_employer_year + 0.0


@rule(entity=Person, since="2011-01-01", law=f"{LAW} 第三十五条至第三十七条", label="因工致残")
def has_injury_grade(injury_grade: OnDate[Count]) -> OnDate[Flags]:
    """Any of the ten grades."""
    return both(injury_grade >= 1, injury_grade <= 10)


@rule(
    entity=Person,
    since="2011-01-01",
    law=f"{LAW} 第三十五条至第三十七条",
    label="一次性伤残补助金",
    rounds=Fen,
)
def injury_lump_sum_yearly(
    has_injury_grade: OnDate[Flags],
    is_injury_assessed_this_year: OnDate[Flags],
    injury_grade: OnDate[Count],
    injury_own_wage_monthly: OnDate[Yuan],
    lump_months: Lookup,
) -> Yearly[Yuan]:
    """Months of the own wage by grade, once, in the year of the assessment."""
    is_due = both(has_injury_grade, is_injury_assessed_this_year)
    return where(is_due, injury_own_wage_monthly * lump_months.at(injury_grade), 0.0)


@rule(
    entity=Person,
    since="2011-01-01",
    law=f"{LAW} 第三十五条、第三十六条",
    label="伤残津贴标准",
    rounds=Fen,
    reads={"minimum_wage": "minimum_wage.standard_monthly"},
)
def injury_allowance_standard_monthly(
    injury_grade: OnDate[Count],
    injury_own_wage_monthly: OnDate[Yuan],
    is_retired_employee: OnDate[Flags],
    allowance_rate: Lookup,
    minimum_wage: Monthly[Yuan],
) -> Monthly[Yuan]:
    """A share of the own wage for grades 1 to 6, never below the local minimum wage, until retirement."""
    is_due = both(injury_grade >= 1, injury_grade <= 6, no(is_retired_employee))
    share = at_least(minimum_wage, injury_own_wage_monthly * allowance_rate.at(injury_grade))
    return where(is_due, share, 0.0)


@rule(entity=Person, since="2011-01-01", law=f"{LAW} 第三十五条", label="伤残津贴（工伤保险基金支付）")
def injury_allowance_monthly(
    injury_grade: OnDate[Count], injury_allowance_standard_monthly: Monthly[Yuan]
) -> Monthly[Yuan]:
    """Grades 1 to 4, from the fund."""
    return where(injury_grade <= 4, injury_allowance_standard_monthly, 0.0)


@rule(entity=Person, since="2011-01-01", law=f"{LAW} 第三十六条", label="伤残津贴（单位支付）")
def injury_unit_allowance_monthly(
    injury_grade: OnDate[Count],
    has_no_post_after_injury: OnDate[Flags],
    injury_allowance_standard_monthly: Monthly[Yuan],
) -> Monthly[Yuan]:
    """Grades 5 and 6, from the unit, where it has no suitable post."""
    return where(both(injury_grade >= 5, has_no_post_after_injury), injury_allowance_standard_monthly, 0.0)


injury_allowance_year = year_sum(injury_allowance_monthly)


@rule(
    entity=Person,
    since="2011-01-01",
    law=f"{LAW} 第三十五条至第三十七条",
    label="工伤伤残待遇（基金支付，全年）",
    flow=Flow(FUND, "government", 1),
)
def injury_benefit_yearly(injury_lump_sum_yearly: Yearly[Yuan], injury_allowance_year: Yearly[Yuan]) -> Yearly[Yuan]:
    """The lump sum and twelve months of allowance; never counted as taxable income."""
    return injury_lump_sum_yearly + injury_allowance_year
