"""社会保险费与住房公积金: contributions of employees, employers and flexible workers.

The base is last year's own monthly wage between the floor and the cap. It is fixed in the reset month
(July in Guangdong, January in Liaoning), so two bases may stand in one calendar year; nothing is annualised.
"""

from zengshou.policy.dsl import (
    Fen,
    Flags,
    Flow,
    Monthly,
    OnDate,
    Person,
    Rate,
    Yearly,
    Yuan,
    at_least,
    at_most,
    both,
    hold,
    last_year_mean,
    no,
    rule,
    where,
    year_sum,
)
from zengshou_china.national.inputs import wage_monthly

PENSION_FUND = "职工基本养老保险基金"
MEDICAL_FUND = "职工基本医疗保险基金"
UNEMPLOYMENT_FUND = "失业保险基金"
HOUSING_FUND = "住房公积金"
FEES = "社会保险法 第十二条"
MEDICAL_FEES = "社会保险法 第二十三条"
UNEMPLOYMENT_FEES = "失业保险条例 第六条"
DEPOSITS = "住房公积金管理条例 第十六条"

mean_wage_last_year_monthly = last_year_mean(wage_monthly, label="上年月平均工资")
assessed_wage_monthly = hold(mean_wage_last_year_monthly, reset="base_reset_month", label="申报缴费工资")


@rule(entity=Person, law="社会保险法 第十条", label="本月由单位参保缴费")
def is_contributing(
    is_employee_insured: OnDate[Flags], is_retired_employee: OnDate[Flags], wage_monthly: Monthly[Yuan]
) -> Monthly[Flags]:
    """In insured employment with a wage this month; retirees who work on pay no pension contribution."""
    return both(is_employee_insured, no(is_retired_employee), wage_monthly > 0)


@rule(entity=Person, law="国发〔2005〕38号；国办发〔2019〕13号 第三条", label="社会保险缴费基数")
def contribution_base_monthly(
    is_contributing: Monthly[Flags],
    assessed_wage_monthly: Monthly[Yuan],
    base_floor: Monthly[Yuan],
    base_cap: Monthly[Yuan],
) -> Monthly[Yuan]:
    """Last year's own mean wage between floor and cap; below the floor one still pays on the floor."""
    return where(is_contributing, at_most(base_cap, at_least(base_floor, assessed_wage_monthly)), 0.0)


@rule(entity=Person, law="国办发〔2019〕13号 第三条", label="灵活就业人员缴费基数")
def flexible_contribution_base_monthly(
    is_flexible_insured: OnDate[Flags],
    is_retired_employee: OnDate[Flags],
    flexible_base_monthly: OnDate[Yuan],
    base_floor: Monthly[Yuan],
    base_cap: Monthly[Yuan],
) -> Monthly[Yuan]:
    """The base one chose, between floor and cap."""
    pays = both(is_flexible_insured, no(is_retired_employee))
    return where(pays, at_most(base_cap, at_least(base_floor, flexible_base_monthly)), 0.0)


@rule(entity=Person, law=FEES, label="养老保险个人缴费", rounds=Fen)
def pension_own_monthly(
    contribution_base_monthly: Monthly[Yuan], pension_employee_rate: Monthly[Rate]
) -> Monthly[Yuan]:
    """All of it enters the personal account."""
    return contribution_base_monthly * pension_employee_rate


@rule(entity=Person, law=FEES, label="养老保险单位缴费", rounds=Fen)
def pension_employer_monthly(
    contribution_base_monthly: Monthly[Yuan], pension_employer_rate: Monthly[Rate]
) -> Monthly[Yuan]:
    """The unit's part, on the same base."""
    return contribution_base_monthly * pension_employer_rate


@rule(entity=Person, law="国发〔2005〕38号 第三条", label="灵活就业人员养老保险缴费", rounds=Fen)
def flexible_pension_monthly(
    flexible_contribution_base_monthly: Monthly[Yuan], flexible_pension_rate: Monthly[Rate]
) -> Monthly[Yuan]:
    """Paid by the worker alone: 8 points to the account, 12 to the pool."""
    return flexible_contribution_base_monthly * flexible_pension_rate


@rule(entity=Person, law=MEDICAL_FEES, label="医疗保险个人缴费", rounds=Fen)
def medical_own_monthly(
    contribution_base_monthly: Monthly[Yuan], medical_employee_rate: Monthly[Rate]
) -> Monthly[Yuan]:
    """On the pension base; a city with its own medical limits overrides this rule."""
    return contribution_base_monthly * medical_employee_rate


@rule(entity=Person, law=MEDICAL_FEES, label="医疗保险单位缴费", rounds=Fen)
def medical_employer_monthly(
    contribution_base_monthly: Monthly[Yuan], medical_employer_rate: Monthly[Rate]
) -> Monthly[Yuan]:
    """The unit's part, with maternity insurance where the two are merged."""
    return contribution_base_monthly * medical_employer_rate


@rule(
    entity=Person,
    law=UNEMPLOYMENT_FEES,
    label="失业保险缴费基数",
    reads={"minimum_wage": "minimum_wage.standard_monthly"},
)
def unemployment_base_monthly(
    is_contributing: Monthly[Flags],
    assessed_wage_monthly: Monthly[Yuan],
    unemployment_floor_is_minimum_wage: Monthly[Rate],
    minimum_wage: Monthly[Yuan],
    base_floor: Monthly[Yuan],
    base_cap: Monthly[Yuan],
) -> Monthly[Yuan]:
    """Where the province says so the floor is the minimum wage, elsewhere the pension floor."""
    floor = where(unemployment_floor_is_minimum_wage > 0, minimum_wage, base_floor)
    return where(is_contributing, at_most(base_cap, at_least(floor, assessed_wage_monthly)), 0.0)


@rule(entity=Person, law=UNEMPLOYMENT_FEES, label="失业保险个人缴费", rounds=Fen)
def unemployment_own_monthly(
    unemployment_base_monthly: Monthly[Yuan], unemployment_employee_rate: Monthly[Rate]
) -> Monthly[Yuan]:
    """The worker's part of the total rate."""
    return unemployment_base_monthly * unemployment_employee_rate


@rule(entity=Person, law=UNEMPLOYMENT_FEES, label="失业保险单位缴费", rounds=Fen)
def unemployment_employer_monthly(
    unemployment_base_monthly: Monthly[Yuan],
    unemployment_total_rate: Monthly[Rate],
    unemployment_employee_rate: Monthly[Rate],
) -> Monthly[Yuan]:
    """The rest of the total rate."""
    return unemployment_base_monthly * (unemployment_total_rate - unemployment_employee_rate)


@rule(entity=Person, law="住房公积金管理条例 第十六条、第十八条", label="住房公积金个人缴存", rounds=Fen)
def housing_fund_own_monthly(
    is_contributing: Monthly[Flags],
    housing_fund_rate: OnDate[Rate],
    assessed_wage_monthly: Monthly[Yuan],
    housing_fund_floor: Monthly[Yuan],
    housing_fund_cap: Monthly[Yuan],
    housing_fund_rate_min: Monthly[Rate],
    housing_fund_rate_max: Monthly[Rate],
) -> Monthly[Yuan]:
    """Own deposit; the unit deposits the same. A rate of 0 means no fund. Rounding to the yuan is local and not law."""
    base = at_most(housing_fund_cap, at_least(housing_fund_floor, assessed_wage_monthly))
    rate = at_most(housing_fund_rate_max, at_least(housing_fund_rate_min, housing_fund_rate))
    return where(both(is_contributing, housing_fund_rate > 0), base * rate, 0.0)


@rule(entity=Person, law="个人所得税法 第六条（专项扣除）", label="三险一金个人缴纳合计")
def own_contributions_monthly(
    pension_own_monthly: Monthly[Yuan],
    flexible_pension_monthly: Monthly[Yuan],
    medical_own_monthly: Monthly[Yuan],
    unemployment_own_monthly: Monthly[Yuan],
    housing_fund_own_monthly: Monthly[Yuan],
) -> Monthly[Yuan]:
    """What was paid, never more, may be deducted from taxable income."""
    insured = pension_own_monthly + flexible_pension_monthly + medical_own_monthly + unemployment_own_monthly
    return insured + housing_fund_own_monthly


own_contributions_yearly = year_sum(own_contributions_monthly, label="三险一金个人缴纳（全年）")
pension_own_year = year_sum(pension_own_monthly)
flexible_pension_year = year_sum(flexible_pension_monthly)
pension_employer_year = year_sum(pension_employer_monthly)
medical_own_year = year_sum(medical_own_monthly)
medical_employer_year = year_sum(medical_employer_monthly)
unemployment_own_year = year_sum(unemployment_own_monthly)
unemployment_employer_year = year_sum(unemployment_employer_monthly)
housing_fund_year = year_sum(housing_fund_own_monthly)


@rule(entity=Person, law=FEES, label="养老保险个人缴费（全年）", flow=Flow(PENSION_FUND, "household", -1))
def pension_own_yearly(pension_own_year: Yearly[Yuan], flexible_pension_year: Yearly[Yuan]) -> Yearly[Yuan]:
    """Employees and flexible workers."""
    return pension_own_year + flexible_pension_year


@rule(entity=Person, law=FEES, label="养老保险单位缴费（全年）", flow=Flow(PENSION_FUND, "employer", -1))
def pension_employer_yearly(pension_employer_year: Yearly[Yuan]) -> Yearly[Yuan]:
    """Twelve months."""
    return pension_employer_year + 0.0


@rule(entity=Person, law=MEDICAL_FEES, label="医疗保险个人缴费（全年）", flow=Flow(MEDICAL_FUND, "household", -1))
def medical_own_yearly(medical_own_year: Yearly[Yuan]) -> Yearly[Yuan]:
    """Twelve months."""
    return medical_own_year + 0.0


@rule(entity=Person, law=MEDICAL_FEES, label="医疗保险单位缴费（全年）", flow=Flow(MEDICAL_FUND, "employer", -1))
def medical_employer_yearly(medical_employer_year: Yearly[Yuan]) -> Yearly[Yuan]:
    """Twelve months."""
    return medical_employer_year + 0.0


@rule(
    entity=Person,
    law=UNEMPLOYMENT_FEES,
    label="失业保险个人缴费（全年）",
    flow=Flow(UNEMPLOYMENT_FUND, "household", -1),
)
def unemployment_own_yearly(unemployment_own_year: Yearly[Yuan]) -> Yearly[Yuan]:
    """Twelve months."""
    return unemployment_own_year + 0.0


@rule(
    entity=Person,
    law=UNEMPLOYMENT_FEES,
    label="失业保险单位缴费（全年）",
    flow=Flow(UNEMPLOYMENT_FUND, "employer", -1),
)
def unemployment_employer_yearly(unemployment_employer_year: Yearly[Yuan]) -> Yearly[Yuan]:
    """Twelve months."""
    return unemployment_employer_year + 0.0


@rule(
    entity=Person,
    law=DEPOSITS,
    label="住房公积金个人缴存（全年）",
    flow=Flow(HOUSING_FUND, "household", -1),
)
def housing_fund_own_yearly(housing_fund_year: Yearly[Yuan]) -> Yearly[Yuan]:
    """Twelve months."""
    return housing_fund_year + 0.0


@rule(
    entity=Person,
    law=DEPOSITS,
    label="住房公积金单位缴存（全年）",
    flow=Flow(HOUSING_FUND, "employer", -1),
)
def housing_fund_employer_yearly(housing_fund_year: Yearly[Yuan]) -> Yearly[Yuan]:
    """The unit deposits as much as the worker."""
    return housing_fund_year + 0.0


@rule(entity=Person, law=FEES, label="单位缴纳合计（全年）")
def employer_contributions_yearly(
    pension_employer_yearly: Yearly[Yuan],
    medical_employer_yearly: Yearly[Yuan],
    unemployment_employer_yearly: Yearly[Yuan],
    housing_fund_employer_yearly: Yearly[Yuan],
) -> Yearly[Yuan]:
    """What the job costs the unit above the wage."""
    insured = pension_employer_yearly + medical_employer_yearly + unemployment_employer_yearly
    return insured + housing_fund_employer_yearly
