"""救助家庭收入核算: what of a person's income counts where social assistance looks at income.

Dibao, edge families, families with rigid expenditure and 特困 all read it. Income is the mean of the months before,
so a month's benefit never rests on itself; no assistance, allowance or reward is among the parts.
"""

from zengshou.policy.dsl import (
    Monthly,
    Person,
    Rate,
    Yearly,
    Yuan,
    at_least,
    each_month,
    rule,
    window_mean,
)

REVIEW = "最低生活保障审核确认办法（民发〔2021〕57号）"


@rule(
    entity=Person,
    law=f"{REVIEW} 第十三条",
    label="计入的工资性收入",
    reads={"employment_cost_rate": "dibao.employment_cost_rate"},
)
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
    law=f"{REVIEW} 第十三条",
    label="个人计入收入",
    reads={
        "central_basic": "resident_pension.basic_min",
        "central_basic_disregard_rate": "dibao.central_basic_disregard_rate",
    },
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


counted_mean_monthly = window_mean(
    counted_person_monthly, months="dibao.income_window_months", lag=1, label="个人计入收入（核算期月均）"
)
