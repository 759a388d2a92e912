"""个人所得税, wages and comprehensive income: by month until 2018, cumulative withholding and settlement from 2019.

Payments made at once (iit_payments), business, property and non-residents (iit_business) have folders of their own;
the year's total stands below.
"""

from dataclasses import dataclass

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
    Schedule,
    Yearly,
    Yuan,
    at_least,
    at_most,
    both,
    either,
    round_half_up,
    rule,
    scan_year,
    where,
    year_sum,
)

LAW_2011 = "个人所得税法(2011修正)"
LAW_2018 = "个人所得税法"
INCOME_TAX = Flow("一般公共预算", "household", -1)


@dataclass(frozen=True)
class Withheld:
    """State of one year with one employer: taxable so far (may be negative) and tax withheld so far."""

    taxable: Yuan | float
    tax: Yuan | float


@rule(entity=Person, law=f"{LAW_2018} 第一条", label="居民个人工资薪金")
def resident_wage_monthly(wage_monthly: Monthly[Yuan], is_non_resident: OnDate[Flags]) -> Monthly[Yuan]:
    """Non-residents are taxed month by month on a table of their own."""
    return where(is_non_resident, 0.0, wage_monthly)


@rule(
    entity=Person,
    since="2019-01-01",
    law="国发〔2018〕41号；国发〔2022〕8号；国发〔2023〕13号",
    label="专项附加扣除（按月）",
)
def extra_deductions_monthly(
    child_education_claimed: OnDate[Count],
    infant_care_claimed: OnDate[Count],
    elder_support_rate: OnDate[Rate],
    has_mortgage_deduction: OnDate[Flags],
    has_rent_deduction: OnDate[Flags],
    has_degree_study: OnDate[Flags],
    child_education: Monthly[Yuan],
    infant_care: Monthly[Yuan],
    elder_support: Monthly[Yuan],
    elder_support_share_cap: Monthly[Yuan],
    mortgage_interest: Monthly[Yuan],
    rent_by_tier: Lookup,
    rent_tier: Monthly[Count],
    degree_study: Monthly[Yuan],
) -> Monthly[Yuan]:
    """Mortgage interest goes before rent: nobody has both in one year."""
    shared = at_most(elder_support_share_cap, elder_support_rate * elder_support)
    elders = where(elder_support_rate >= 1, elder_support, shared)
    rent = where(has_rent_deduction, rent_by_tier.at(rent_tier), 0.0)
    home = where(has_mortgage_deduction, mortgage_interest, rent)
    children = child_education_claimed * child_education + infant_care_claimed * infant_care
    return children + elders + home + where(has_degree_study, degree_study, 0.0)


@rule(entity=Person, until="2018-12-31", law=f"{LAW_2011} 第六条", label="工资薪金减扣除", name="net_wage_monthly")
def net_wage_until_2018(
    resident_wage_monthly: Monthly[Yuan],
    own_contributions_monthly: Monthly[Yuan],
    basic_deduction_monthly: Monthly[Yuan],
) -> Monthly[Yuan]:
    """Wage less own insurance, housing fund and the basic deduction; negative below it."""
    return resident_wage_monthly - basic_deduction_monthly - own_contributions_monthly


@rule(entity=Person, since="2019-01-01", law=f"{LAW_2018} 第六条", label="本月工资减各项扣除", name="net_wage_monthly")
def net_wage_from_2019(
    resident_wage_monthly: Monthly[Yuan],
    own_contributions_monthly: Monthly[Yuan],
    extra_deductions_monthly: Monthly[Yuan],
    basic_deduction_monthly: Monthly[Yuan],
) -> Monthly[Yuan]:
    """What this month adds to cumulative taxable income; deductions not used carry on inside the year."""
    return resident_wage_monthly - basic_deduction_monthly - own_contributions_monthly - extra_deductions_monthly


@rule(
    entity=Person,
    until="2018-12-31",
    law=f"{LAW_2011} 附表一；财税〔2018〕98号",
    label="工资薪金所得税",
    name="tax_withheld_monthly",
    rounds=Fen,
)
def wage_tax_until_2018(net_wage_monthly: Monthly[Yuan], wage_brackets_monthly: Schedule) -> Monthly[Yuan]:
    """Each month alone, on the table in force on the day of receipt; final, nothing is carried over."""
    return wage_brackets_monthly.tax(at_least(0.0, net_wage_monthly))


@scan_year(
    entity=Person,
    start=Withheld(0.0, 0.0),
    since="2019-01-01",
    law="个人所得税扣缴申报管理办法(试行) 第六条",
    label="工资薪金累计预扣税额",
)
def tax_withheld_monthly(
    state: Withheld, net_wage_monthly: Monthly[Yuan], brackets_yearly: Schedule
) -> tuple[Withheld, Monthly[Yuan]]:
    """Tax on the income so far, less what was withheld so far, never below nothing."""
    taxable = state.taxable + net_wage_monthly
    # The fen is fixed on the cumulative tax, so that twelve withholdings add up to the tax of the year.
    due = round_half_up(brackets_yearly.tax(at_least(0.0, taxable)), Fen)
    tax = at_least(0.0, due - state.tax)
    return Withheld(taxable, state.tax + tax), tax


extra_deductions_year = year_sum(extra_deductions_monthly, label="按月专项附加扣除（全年）")
resident_wage_year = year_sum(resident_wage_monthly, label="工资薪金（全年）")
wage_tax_year = year_sum(tax_withheld_monthly, label="工资薪金已扣税额（全年）")


@rule(entity=Person, since="2019-01-01", law=f"{LAW_2018} 第六条", label="基本减除费用以外的各项扣除")
def deductions_yearly(
    own_contributions_yearly: Yearly[Yuan],
    extra_deductions_year: Yearly[Yuan],
    has_new_certificate: OnDate[Flags],
    serious_illness_cost_yearly: Yearly[Yuan],
    private_pension_yearly: Yearly[Yuan],
    certificate: Yearly[Yuan],
    illness_threshold: Yearly[Yuan],
    illness_cap: Yearly[Yuan],
    private_pension_cap: Yearly[Yuan],
) -> Yearly[Yuan]:
    """Special, special additional and other deductions of the year; illness only at settlement."""
    illness = at_most(illness_cap, at_least(0.0, serious_illness_cost_yearly - illness_threshold))
    extra = extra_deductions_year + where(has_new_certificate, certificate, 0.0) + illness
    return own_contributions_yearly + extra + at_most(private_pension_cap, private_pension_yearly)


@rule(entity=Person, since="2019-01-01", law=f"{LAW_2018} 第六条", label="综合所得收入额（不含全年一次性奖金）")
def comprehensive_income_yearly(
    resident_wage_year: Yearly[Yuan],
    labour_service_yearly: Yearly[Yuan],
    royalty_yearly: Yearly[Yuan],
    author_pay_yearly: Yearly[Yuan],
    labour_service_rate: Yearly[Rate],
    author_rate: Yearly[Rate],
) -> Yearly[Yuan]:
    """Services and royalties less 20 % expense; authors' pay counts 56 %."""
    services = (labour_service_yearly + royalty_yearly) * labour_service_rate
    return resident_wage_year + services + author_pay_yearly * author_rate


@rule(entity=Person, since="2019-01-01", law=f"{LAW_2018} 第六条", label="综合所得应纳税所得额")
def comprehensive_taxable_yearly(
    comprehensive_income_yearly: Yearly[Yuan],
    deductions_yearly: Yearly[Yuan],
    donation_yearly: Yearly[Yuan],
    basic_deduction_yearly: Yearly[Yuan],
    donation_cap_rate: Yearly[Rate],
) -> Yearly[Yuan]:
    """Income less the basic deduction, the deductions and donations up to 30 % of the rest."""
    before = at_least(0.0, comprehensive_income_yearly - basic_deduction_yearly - deductions_yearly)
    return before - at_most(donation_cap_rate * before, donation_yearly)


@rule(entity=Person, since="2019-01-01", law=f"{LAW_2018} 附表一", label="综合所得应纳税额", rounds=Fen)
def comprehensive_due_yearly(comprehensive_taxable_yearly: Yearly[Yuan], brackets_yearly: Schedule) -> Yearly[Yuan]:
    """Tax of the year, whatever was withheld; the bonus stands apart."""
    return brackets_yearly.tax(comprehensive_taxable_yearly)


@rule(entity=Person, since="2019-01-01", law="国家税务总局公告2018年第61号", label="综合所得已预缴税额")
def prepaid_tax_yearly(
    wage_tax_year: Yearly[Yuan], labour_service_withheld_yearly: Yearly[Yuan], author_withheld_yearly: Yearly[Yuan]
) -> Yearly[Yuan]:
    """Withheld on wages, services, authors' pay and royalties."""
    return wage_tax_year + labour_service_withheld_yearly + author_withheld_yearly


@rule(entity=Person, since="2019-01-01", law=f"{LAW_2018} 第十一条", label="汇算应补（正）应退（负）税额", rounds=Fen)
def settlement_yearly(comprehensive_due_yearly: Yearly[Yuan], prepaid_tax_yearly: Yearly[Yuan]) -> Yearly[Yuan]:
    """What the settlement of 1 March to 30 June would move, before the waiver."""
    return comprehensive_due_yearly - prepaid_tax_yearly


@rule(
    entity=Person,
    since="2019-01-01",
    law="公告2019年第94号；公告2021年第42号；公告2023年第32号",
    label="免予办理汇算补税",
)
def is_settlement_waived(
    settlement_yearly: Yearly[Yuan],
    resident_wage_year: Yearly[Yuan],
    labour_service_yearly: Yearly[Yuan],
    royalty_yearly: Yearly[Yuan],
    author_pay_yearly: Yearly[Yuan],
    waiver_income: Yearly[Yuan],
    waiver_tax: Yearly[Yuan],
) -> Yearly[Flags]:
    """Small income or a small extra payment. Refunds are never lost. A notch of the law, kept as it is."""
    receipts = resident_wage_year + labour_service_yearly + royalty_yearly + author_pay_yearly
    return both(settlement_yearly > 0, either(receipts <= waiver_income, settlement_yearly <= waiver_tax))


@rule(
    entity=Person,
    until="2018-12-31",
    law=f"{LAW_2011} 第二条",
    label="工资奖金、劳务报酬、稿酬所得税",
    name="comprehensive_tax_yearly",
)
def labour_taxes_until_2018(
    wage_tax_year: Yearly[Yuan],
    bonus_tax_yearly: Yearly[Yuan],
    labour_service_withheld_yearly: Yearly[Yuan],
    author_withheld_yearly: Yearly[Yuan],
) -> Yearly[Yuan]:
    """Each kind of income alone, final when paid."""
    return wage_tax_year + bonus_tax_yearly + labour_service_withheld_yearly + author_withheld_yearly


@rule(entity=Person, since="2019-01-01", law=f"{LAW_2018} 第十一条", label="综合所得税（汇算后，含奖金）")
def comprehensive_tax_yearly(
    prepaid_tax_yearly: Yearly[Yuan],
    settlement_yearly: Yearly[Yuan],
    is_settlement_waived: Yearly[Flags],
    bonus_tax_yearly: Yearly[Yuan],
) -> Yearly[Yuan]:
    """Prepaid, plus the settlement unless it is waived, plus the bonus."""
    return prepaid_tax_yearly + where(is_settlement_waived, 0.0, settlement_yearly) + bonus_tax_yearly


@rule(
    entity=Person,
    until="2018-12-31",
    law=f"{LAW_2011} 第二条",
    label="个人所得税",
    name="income_tax_yearly",
    flow=INCOME_TAX,
)
def income_tax_until_2018(
    comprehensive_tax_yearly: Yearly[Yuan], business_tax_yearly: Yearly[Yuan], property_tax_yearly: Yearly[Yuan]
) -> Yearly[Yuan]:
    """All individual income tax of the year."""
    return comprehensive_tax_yearly + business_tax_yearly + property_tax_yearly


@rule(entity=Person, since="2019-01-01", law=f"{LAW_2018} 第二条", label="个人所得税", flow=INCOME_TAX)
def income_tax_yearly(
    comprehensive_tax_yearly: Yearly[Yuan],
    business_tax_yearly: Yearly[Yuan],
    property_tax_yearly: Yearly[Yuan],
    non_resident_tax_yearly: Yearly[Yuan],
) -> Yearly[Yuan]:
    """All individual income tax of the year."""
    return comprehensive_tax_yearly + business_tax_yearly + property_tax_yearly + non_resident_tax_yearly
