"""科技成果转化现金奖励: half of the award enters the wage of the month; the tax beside that of a full award.

The award is not inside `wage_monthly`; its tax stands here and is not part of `income_tax_yearly`.
"""

from zengshou.policy.column import Numbers
from zengshou.policy.dsl import (
    Count,
    Fen,
    Flags,
    Monthly,
    OnDate,
    Person,
    Rate,
    Schedule,
    Yearly,
    Yuan,
    at_least,
    at_most,
    both,
    input_column,
    rule,
    where,
    year_sum,
)

AWARD = "财税〔2018〕58号"
SETTLED = {
    "basic_deduction_yearly": "iit.basic_deduction_yearly",
    "donation_cap_rate": "iit.donation_cap_rate",
    "brackets_yearly": "iit.brackets_yearly",
}
BY_MONTH = {"wage_brackets_monthly": "iit.wage_brackets_monthly"}

research_award_monthly = input_column(
    entity=Person,
    period=Monthly,
    unit=Yuan,
    label="职务科技成果转化现金奖励（当月取得）",
    if_absent=0.0,
    note="不要再写在工资薪金里",
    question="您当月取得多少元职务科技成果转化现金奖励？",
    page="work",
)
is_nonprofit_institution = input_column(
    entity=Person,
    period=OnDate,
    unit=Flags,
    label="单位是非营利性科研机构或高校",
    if_absent=False,
    question="发奖励的单位是非营利性科研机构或高校吗？",
    page="work",
)
award_wait_months = input_column(
    entity=Person,
    period=OnDate,
    unit=Count,
    label="单位取得转化收入到发奖的月数",
    if_absent=0.0,
    question="单位取得转化收入后几个月发的奖励？",
    page="work",
)


@rule(entity=Person, law=f"{AWARD} 第一条、第五条", label="现金奖励可减半计税")
def is_award_reduced(
    is_nonprofit_institution: OnDate[Flags], award_wait_months: OnDate[Count], wait_months_max: OnDate[Count]
) -> OnDate[Flags]:
    """Paid by a non-profit body soon enough after the income from the transfer."""
    return both(is_nonprofit_institution, award_wait_months <= wait_months_max)


@rule(entity=Person, law=f"{AWARD} 第一条", label="计入当月工资薪金的现金奖励", rounds=Fen)
def research_award_taxed_monthly(
    research_award_monthly: Monthly[Yuan], is_award_reduced: OnDate[Flags], taxable_rate: Monthly[Rate]
) -> Monthly[Yuan]:
    """Half of it, or all of it where the conditions are not met."""
    return research_award_monthly * where(is_award_reduced, taxable_rate, 1.0)


research_award_year = year_sum(research_award_monthly, label="现金奖励（全年）")
research_award_taxed_year = year_sum(research_award_taxed_monthly, label="计税的现金奖励（全年）")


# Until 2018: each month alone.
def month_tax_added(net_wage: Numbers, award: Numbers, brackets: Schedule) -> Numbers:
    """Tax of the month with the award, less tax without it."""
    return brackets.tax(at_least(0.0, net_wage + award)) - brackets.tax(at_least(0.0, net_wage))


@rule(entity=Person, until="2018-12-31", law=AWARD, label="现金奖励当月税额", rounds=Fen, reads=BY_MONTH)
def research_award_tax_monthly(
    net_wage_monthly: Monthly[Yuan], research_award_taxed_monthly: Monthly[Yuan], wage_brackets_monthly: Schedule
) -> Monthly[Yuan]:
    """On top of the wage of the month."""
    return month_tax_added(net_wage_monthly, research_award_taxed_monthly, wage_brackets_monthly)


@rule(
    entity=Person,
    until="2018-12-31",
    law="个人所得税法(2011修正) 第六条",
    label="现金奖励当月税额（全额计税）",
    rounds=Fen,
    reads=BY_MONTH,
)
def research_award_full_tax_monthly(
    net_wage_monthly: Monthly[Yuan], research_award_monthly: Monthly[Yuan], wage_brackets_monthly: Schedule
) -> Monthly[Yuan]:
    """The same without the relief."""
    return month_tax_added(net_wage_monthly, research_award_monthly, wage_brackets_monthly)


research_award_tax_year = year_sum(research_award_tax_monthly, label="现金奖励税额（各月合计）")
research_award_full_tax_year = year_sum(research_award_full_tax_monthly, label="现金奖励全额税额（各月合计）")


@rule(entity=Person, until="2018-12-31", law=AWARD, label="现金奖励税额（减半计税）", name="research_award_tax_yearly")
def award_tax_until_2018(research_award_tax_year: Yearly[Yuan]) -> Yearly[Yuan]:
    """Twelve months."""
    return research_award_tax_year + 0.0


@rule(
    entity=Person,
    until="2018-12-31",
    law="个人所得税法(2011修正) 第六条",
    label="现金奖励税额（全额计税）",
    name="research_award_full_tax_yearly",
)
def award_full_tax_until_2018(research_award_full_tax_year: Yearly[Yuan]) -> Yearly[Yuan]:
    """Twelve months."""
    return research_award_full_tax_year + 0.0


# From 2019: comprehensive income of the year.
def settled_tax(before: Numbers, donation: Numbers, cap_rate: Numbers, brackets: Schedule) -> Numbers:
    """Tax on what is left after donations up to their cap."""
    taxable = at_least(0.0, before)
    return brackets.tax(taxable - at_most(cap_rate * taxable, donation))


@rule(entity=Person, since="2019-01-01", law=AWARD, label="现金奖励税额（减半计税）", rounds=Fen, reads=SETTLED)
def research_award_tax_yearly(
    research_award_taxed_year: Yearly[Yuan],
    comprehensive_income_yearly: Yearly[Yuan],
    deductions_yearly: Yearly[Yuan],
    donation_yearly: Yearly[Yuan],
    comprehensive_due_yearly: Yearly[Yuan],
    basic_deduction_yearly: Yearly[Yuan],
    donation_cap_rate: Yearly[Rate],
    brackets_yearly: Schedule,
) -> Yearly[Yuan]:
    """Tax of the year with the counted part, less tax without it."""
    income = comprehensive_income_yearly + research_award_taxed_year
    before = income - basic_deduction_yearly - deductions_yearly
    return settled_tax(before, donation_yearly, donation_cap_rate, brackets_yearly) - comprehensive_due_yearly


@rule(
    entity=Person,
    since="2019-01-01",
    law="个人所得税法 第六条",
    label="现金奖励税额（全额计税）",
    rounds=Fen,
    reads=SETTLED,
)
def research_award_full_tax_yearly(
    research_award_year: Yearly[Yuan],
    comprehensive_income_yearly: Yearly[Yuan],
    deductions_yearly: Yearly[Yuan],
    donation_yearly: Yearly[Yuan],
    comprehensive_due_yearly: Yearly[Yuan],
    basic_deduction_yearly: Yearly[Yuan],
    donation_cap_rate: Yearly[Rate],
    brackets_yearly: Schedule,
) -> Yearly[Yuan]:
    """The same without the relief."""
    before = comprehensive_income_yearly + research_award_year - basic_deduction_yearly - deductions_yearly
    return settled_tax(before, donation_yearly, donation_cap_rate, brackets_yearly) - comprehensive_due_yearly


@rule(entity=Person, law=AWARD, label="现金奖励少缴的税")
def research_award_saved_yearly(
    research_award_full_tax_yearly: Yearly[Yuan], research_award_tax_yearly: Yearly[Yuan]
) -> Yearly[Yuan]:
    """What the relief is worth."""
    return research_award_full_tax_yearly - research_award_tax_yearly


@rule(entity=Person, law=AWARD, label="现金奖励税后所得")
def research_award_net_yearly(
    research_award_year: Yearly[Yuan], research_award_tax_yearly: Yearly[Yuan]
) -> Yearly[Yuan]:
    """Award less its tax."""
    return research_award_year - research_award_tax_yearly
