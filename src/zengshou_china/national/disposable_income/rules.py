"""可支配收入: the four sources of the household survey, from the inputs and the laws.

Disposable = wages + net business + net property + net transfers. Own contributions and taxes are transfers paid;
what employers pay is nobody's disposable income.
"""

from zengshou.policy.dsl import (
    Count,
    Fixed,
    Household,
    Person,
    Yearly,
    Yuan,
    divide,
    household_sum,
    rule,
    to_person,
)

SURVEY = "住户收支与生活状况调查方案（国家统计局）"


@rule(entity=Person, law=SURVEY, label="工资性收入")
def wage_income_yearly(
    wage_year: Yearly[Yuan],
    bonus_yearly: Yearly[Yuan],
    labour_service_yearly: Yearly[Yuan],
    author_pay_yearly: Yearly[Yuan],
    grassroots_pay_yearly: Yearly[Yuan],
) -> Yearly[Yuan]:
    """All pay for labour with grassroots allowances, before own contributions and tax."""
    return wage_year + bonus_yearly + labour_service_yearly + author_pay_yearly + grassroots_pay_yearly


@rule(entity=Person, law=SURVEY, label="经营净收入")
def net_business_income_yearly(business_income_yearly: Yearly[Yuan], farm_income_yearly: Yearly[Yuan]) -> Yearly[Yuan]:
    """Own firm and farm, after their costs and before income tax."""
    return business_income_yearly + farm_income_yearly


@rule(entity=Person, law=SURVEY, label="财产净收入")
def net_property_income_yearly(
    property_income_yearly: Yearly[Yuan], royalty_yearly: Yearly[Yuan], collective_share_yearly: Yearly[Yuan]
) -> Yearly[Yuan]:
    """Interest, dividends, rents, royalties. Imputed rent of an own dwelling is inside only where the data hold it."""
    return property_income_yearly + royalty_yearly + collective_share_yearly


@rule(entity=Person, law=SURVEY, label="救助与福利补贴（个人部分）")
def personal_assistance_yearly(
    tekun_yearly: Yearly[Yuan],
    disability_allowance_yearly: Yearly[Yuan],
    orphan_allowance_yearly: Yearly[Yuan],
    elderly_allowance_yearly: Yearly[Yuan],
    hardship_elder_yearly: Yearly[Yuan],
    childcare_allowance_yearly: Yearly[Yuan],
) -> Yearly[Yuan]:
    """Paid for one person: 特困, disability, orphan, old-age and childcare allowances. None enters dibao's income."""
    by_need = tekun_yearly + disability_allowance_yearly + orphan_allowance_yearly
    return by_need + elderly_allowance_yearly + hardship_elder_yearly + childcare_allowance_yearly


@rule(entity=Person, law=SURVEY, label="就业、技能与农业补贴")
def personal_support_yearly(
    hiring_received_yearly: Yearly[Yuan], skills_received_yearly: Yearly[Yuan], farm_share_yearly: Yearly[Yuan]
) -> Yearly[Yuan]:
    """Flexible workers' insurance subsidy, internship, certificates; farm subsidies in equal shares."""
    return hiring_received_yearly + skills_received_yearly + farm_share_yearly


@rule(entity=Household, law=SURVEY, label="救助金（家庭部分）")
def household_assistance_yearly(
    dibao_yearly: Yearly[Yuan], temporary_relief_yearly: Yearly[Yuan], price_subsidy_yearly: Yearly[Yuan]
) -> Yearly[Yuan]:
    """Paid for the household: dibao, relief in an emergency, the subsidy while prices rise."""
    return dibao_yearly + temporary_relief_yearly + price_subsidy_yearly


@rule(entity=Person, law=SURVEY, label="转移性收入（个人部分）")
def transfer_received_yearly(
    employee_pension_yearly: Yearly[Yuan],
    resident_pension_yearly: Yearly[Yuan],
    unemployment_benefit_yearly: Yearly[Yuan],
    job_search_allowance_yearly: Yearly[Yuan],
    injury_benefit_yearly: Yearly[Yuan],
    private_transfer_yearly: Yearly[Yuan],
    personal_assistance_yearly: Yearly[Yuan],
    personal_support_yearly: Yearly[Yuan],
) -> Yearly[Yuan]:
    """Insurance benefits, allowances, net private transfers; dibao and relief stand on the household."""
    out_of_work = unemployment_benefit_yearly + job_search_allowance_yearly + injury_benefit_yearly
    public = employee_pension_yearly + resident_pension_yearly + out_of_work
    return public + personal_assistance_yearly + personal_support_yearly + private_transfer_yearly


@rule(entity=Person, law=SURVEY, label="转移性支出（税与社会保障缴费）")
def transfer_paid_yearly(
    income_tax_yearly: Yearly[Yuan],
    own_contributions_yearly: Yearly[Yuan],
    resident_pension_contribution_yearly: Yearly[Yuan],
    resident_medical_contribution_yearly: Yearly[Yuan],
) -> Yearly[Yuan]:
    """Income tax, own insurance and housing fund, the residents' pension and medical contributions."""
    residents = resident_pension_contribution_yearly + resident_medical_contribution_yearly
    return income_tax_yearly + own_contributions_yearly + residents


@rule(entity=Person, law=SURVEY, label="市场收入")
def market_income_yearly(
    wage_income_yearly: Yearly[Yuan],
    net_business_income_yearly: Yearly[Yuan],
    net_property_income_yearly: Yearly[Yuan],
    private_transfer_yearly: Yearly[Yuan],
) -> Yearly[Yuan]:
    """Before any public transfer, contribution or tax."""
    earned = wage_income_yearly + net_business_income_yearly
    return earned + net_property_income_yearly + private_transfer_yearly


@rule(entity=Person, law=SURVEY, label="可支配收入（家庭救助金以外）")
def disposable_before_assistance_yearly(
    wage_income_yearly: Yearly[Yuan],
    net_business_income_yearly: Yearly[Yuan],
    net_property_income_yearly: Yearly[Yuan],
    transfer_received_yearly: Yearly[Yuan],
    transfer_paid_yearly: Yearly[Yuan],
) -> Yearly[Yuan]:
    """The four sources of one person."""
    own = wage_income_yearly + net_business_income_yearly + net_property_income_yearly
    return own + (transfer_received_yearly - transfer_paid_yearly)


assistance_share_yearly = to_person(household_assistance_yearly, share="equal", label="分摊的家庭救助金")
household_market_yearly = household_sum(market_income_yearly, label="家庭市场收入")
household_before_assistance_yearly = household_sum(
    disposable_before_assistance_yearly, label="家庭可支配收入（家庭救助金以外）"
)


@rule(entity=Person, law=SURVEY, label="转移净收入")
def net_transfer_income_yearly(
    transfer_received_yearly: Yearly[Yuan], transfer_paid_yearly: Yearly[Yuan], assistance_share_yearly: Yearly[Yuan]
) -> Yearly[Yuan]:
    """Received, with an equal share of the household's assistance, less paid."""
    return transfer_received_yearly + assistance_share_yearly - transfer_paid_yearly


@rule(entity=Person, law=SURVEY, label="可支配收入")
def disposable_income_yearly(
    disposable_before_assistance_yearly: Yearly[Yuan], assistance_share_yearly: Yearly[Yuan]
) -> Yearly[Yuan]:
    """Of one person; the household's assistance in equal shares."""
    return disposable_before_assistance_yearly + assistance_share_yearly


@rule(entity=Household, law=SURVEY, label="家庭可支配收入")
def household_disposable_yearly(
    household_before_assistance_yearly: Yearly[Yuan], household_assistance_yearly: Yearly[Yuan]
) -> Yearly[Yuan]:
    """Of all members together."""
    return household_before_assistance_yearly + household_assistance_yearly


@rule(entity=Household, law=SURVEY, label="人均可支配收入")
def disposable_per_head_yearly(household_disposable_yearly: Yearly[Yuan], members: Fixed[Count]) -> Yearly[Yuan]:
    """Per head, as the statistics office publishes it."""
    return divide(household_disposable_yearly, members, if_zero=0.0)


@rule(entity=Household, law=SURVEY, label="人均市场收入")
def market_per_head_yearly(household_market_yearly: Yearly[Yuan], members: Fixed[Count]) -> Yearly[Yuan]:
    """Before redistribution, per head: the ranking of progressivity figures."""
    return divide(household_market_yearly, members, if_zero=0.0)


household_transfer_paid_yearly = household_sum(transfer_paid_yearly, label="家庭缴纳的税与社会保障缴费")


@rule(entity=Household, law=SURVEY, label="人均缴纳的税与社会保障缴费")
def transfer_paid_per_head_yearly(household_transfer_paid_yearly: Yearly[Yuan], members: Fixed[Count]) -> Yearly[Yuan]:
    """Per head: what progressivity figures take as the tax."""
    return divide(household_transfer_paid_yearly, members, if_zero=0.0)
