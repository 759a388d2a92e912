"""个人所得税, comprehensive income of the year: deductions, tax due, settlement from 2019; and the total of all kinds.

What is withheld on wages (iit_withholding), payments made at once (iit_payments), business and non-residents
(iit_business), property (property_income_tax) and private pensions (private_pension) have folders of their own.
"""

from zengshou.policy.dsl import (
    Fen,
    Flags,
    Flow,
    Monthly,
    Person,
    Rate,
    Schedule,
    Yearly,
    Yuan,
    at_least,
    at_most,
    both,
    either,
    rule,
    where,
    year_sum,
)
from zengshou_china.national.iit_withholding.rules import resident_wage_monthly, tax_withheld_monthly

LAW_2011 = "个人所得税法(2011修正)"
LAW_2018 = "个人所得税法"
INCOME_TAX = Flow("一般公共预算", "household", -1)


@rule(
    entity=Person,
    since="2019-01-01",
    law="国发〔2018〕41号；国发〔2022〕8号；国发〔2023〕13号",
    label="专项附加扣除（按月）",
)
def extra_deductions_monthly(
    child_education_deduction_monthly: Monthly[Yuan],
    infant_care_deduction_monthly: Monthly[Yuan],
    elder_support_deduction_monthly: Monthly[Yuan],
    mortgage_deduction_monthly: Monthly[Yuan],
    rent_deduction_monthly: Monthly[Yuan],
    degree_study_deduction_monthly: Monthly[Yuan],
) -> Monthly[Yuan]:
    """What may be deducted month by month; each deduction stands in iit_deductions."""
    family = child_education_deduction_monthly + infant_care_deduction_monthly + elder_support_deduction_monthly
    return family + (mortgage_deduction_monthly + rent_deduction_monthly) + degree_study_deduction_monthly


extra_deductions_year = year_sum(extra_deductions_monthly, label="按月专项附加扣除（全年）")
resident_wage_year = year_sum(resident_wage_monthly, label="工资薪金（全年）")
wage_tax_year = year_sum(tax_withheld_monthly, label="工资薪金已扣税额（全年）")


@rule(entity=Person, since="2019-01-01", law=f"{LAW_2018} 第六条", label="基本减除费用以外的各项扣除")
def deductions_yearly(
    own_contributions_yearly: Yearly[Yuan],
    extra_deductions_year: Yearly[Yuan],
    certificate_deduction_yearly: Yearly[Yuan],
    illness_deduction_yearly: Yearly[Yuan],
    private_pension_deduction_yearly: Yearly[Yuan],
) -> Yearly[Yuan]:
    """Special, special additional and other deductions of the year; illness only at settlement."""
    extra = extra_deductions_year + certificate_deduction_yearly + illness_deduction_yearly
    return own_contributions_yearly + extra + private_pension_deduction_yearly


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
    private_pension_tax_yearly: Yearly[Yuan],
) -> Yearly[Yuan]:
    """All individual income tax of the year."""
    own = comprehensive_tax_yearly + business_tax_yearly + property_tax_yearly
    return own + non_resident_tax_yearly + private_pension_tax_yearly
