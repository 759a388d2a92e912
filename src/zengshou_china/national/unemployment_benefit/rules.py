"""失业保险: who is entitled, for how many months, how much, and the job-search allowance beside it."""

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
    at_most,
    both,
    input_column,
    rising_count,
    rule,
    where,
    year_sum,
)

INSURANCE = "社会保险法"
GUANGDONG = "广东省失业保险条例"
FUND = Flow("失业保险基金", "government", 1)

left_job_unwillingly = input_column(
    entity=Person,
    period=OnDate,
    unit=Flags,
    label="非因本人意愿中断就业",
    if_absent=False,
    note="劳动合同期满、被解除或辞退等；本人辞职的填否",
    question="您是因合同到期、被辞退、单位关闭等不是自己愿意的原因失去工作的吗？",
    page="insurance",
)
is_registered_unemployed = input_column(
    entity=Person,
    period=OnDate,
    unit=Flags,
    label="已办理失业登记并有求职要求",
    if_absent=False,
    question="您办理失业登记、正在找工作吗？",
    page="insurance",
)
unemployment_months_drawn = input_column(
    entity=Person,
    period=OnDate,
    unit=Count,
    label="本次失业已领取失业保险金的月数",
    if_absent=0.0,
    question="这次失业以来已经领了几个月失业保险金？",
    page="insurance",
)
unemployment_last_base_monthly = input_column(
    entity=Person,
    period=OnDate,
    unit=Yuan,
    label="失业前12个月月平均缴费基数",
    if_absent=0.0,
    question="失业前12个月的平均缴费基数是多少？",
    page="insurance",
)


@rule(
    entity=Person,
    law=f"{GUANGDONG} 第十九条；辽宁见参数来源",
    label="失业保险金标准（按最低工资）",
    rounds=Fen,
    reads={"minimum_wage": "minimum_wage.standard_monthly"},
)
def unemployment_benefit_by_wage_monthly(replacement_rate: Monthly[Rate], minimum_wage: Monthly[Yuan]) -> Monthly[Yuan]:
    """A share of the city's minimum wage; it moves with it in the month of the change."""
    return minimum_wage * replacement_rate


@rule(
    entity=Person,
    law=f"{INSURANCE} 第四十七条",
    label="失业保险金标准（不低于最低生活保障标准）",
    reads={"dibao_standard": "dibao.standard_monthly"},
)
def unemployment_benefit_standard_monthly(
    unemployment_benefit_by_wage_monthly: Monthly[Yuan], dibao_standard: Monthly[Yuan]
) -> Monthly[Yuan]:
    """Never below the urban dibao standard; for a rural household its own, lower standard stands in (see README)."""
    return at_least(dibao_standard, unemployment_benefit_by_wage_monthly)


@rule(entity=Person, law=f"{INSURANCE} 第四十五条", label="失业保险金")
def unemployment_benefit_monthly(
    is_unemployment_beneficiary: OnDate[Flags], unemployment_benefit_standard_monthly: Monthly[Yuan]
) -> Monthly[Yuan]:
    """Of those who draw it."""
    return where(is_unemployment_beneficiary, unemployment_benefit_standard_monthly, 0.0)


@rule(entity=Person, law=f"{INSURANCE} 第四十五条", label="符合领取失业保险金条件")
def is_unemployment_entitled(
    unemployment_paid_years: OnDate[Count],
    left_job_unwillingly: OnDate[Flags],
    is_registered_unemployed: OnDate[Flags],
    min_paid_years: OnDate[Count],
) -> OnDate[Flags]:
    """Paid for a year, out of work against one's will, registered and looking for work."""
    return both(unemployment_paid_years >= min_paid_years, left_job_unwillingly, is_registered_unemployed)


@rule(
    entity=Person,
    law=f"{GUANGDONG} 第十七条；{INSURANCE} 第四十六条",
    label="失业保险金最长期限（月）",
)
def unemployment_benefit_months(
    unemployment_paid_years: OnDate[Count],
    first_years: OnDate[Count],
    max_months: OnDate[Count],
    months_ceiling: Lookup,
) -> OnDate[Count]:
    """A month for each full year up to four, then one more for each full half-year, within the nation's ceilings."""
    # -rising_count(-x) counts whole steps that are full.
    early = -rising_count(-at_most(first_years, unemployment_paid_years), 1.0)
    later = -rising_count(-at_least(0.0, unemployment_paid_years - first_years) * 2, 1.0)
    return at_most(months_ceiling.at(unemployment_paid_years), at_most(max_months, early + later))


@rule(entity=Person, law=f"{INSURANCE} 第四十六条", label="还可领取失业保险金的月数")
def unemployment_months_left(
    unemployment_benefit_months: OnDate[Count], unemployment_months_drawn: OnDate[Count]
) -> OnDate[Count]:
    """What was drawn in this spell counts against the whole."""
    return at_least(0.0, unemployment_benefit_months - unemployment_months_drawn)


@rule(entity=Person, law=f"{GUANGDONG} 第二十条", label="求职补贴（领取期间每月）", rounds=Fen)
def job_search_allowance_monthly(
    is_unemployment_beneficiary: OnDate[Flags],
    unemployment_last_base_monthly: OnDate[Yuan],
    job_search_rate: Monthly[Rate],
) -> Monthly[Yuan]:
    """A share of the own base before; for at most six months, which the year's total counts."""
    return where(is_unemployment_beneficiary, unemployment_last_base_monthly * job_search_rate, 0.0)


unemployment_benefit_year = year_sum(unemployment_benefit_monthly)


@rule(entity=Person, law=f"{INSURANCE} 第四十五条", label="失业保险金（全年）", flow=FUND)
def unemployment_benefit_yearly(unemployment_benefit_year: Yearly[Yuan]) -> Yearly[Yuan]:
    """Twelve months."""
    return unemployment_benefit_year + 0.0


@rule(entity=Person, law=f"{GUANGDONG} 第二十条", label="求职补贴（全年）", rounds=Fen, flow=FUND)
def job_search_allowance_yearly(
    is_unemployment_beneficiary: OnDate[Flags],
    unemployment_last_base_monthly: OnDate[Yuan],
    job_search_rate: Yearly[Rate],
    job_search_months: Yearly[Count],
) -> Yearly[Yuan]:
    """The months at its most, taken as falling into one year; less where the benefit itself runs out before."""
    amount = unemployment_last_base_monthly * job_search_rate * job_search_months
    return where(is_unemployment_beneficiary, amount, 0.0)
