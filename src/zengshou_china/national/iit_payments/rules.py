"""个人所得税, income paid at once: 全年一次性奖金, 劳务报酬, 稿酬, 特许权使用费.

The choice between a separate and a merged bonus is the taxpayer's minimum wherever the law leaves it open.
"""

from zengshou.policy.dsl import (
    Count,
    Fen,
    Flags,
    OnDate,
    Person,
    Rate,
    Read,
    Schedule,
    Yearly,
    Yuan,
    at_least,
    at_month,
    at_most,
    divide,
    input_column,
    rule,
    where,
)

severance_yearly = input_column(
    entity=Person,
    period=Yearly,
    unit=Yuan,
    label="解除劳动关系一次性补偿收入",
    if_absent=0.0,
    note="不并入综合所得；含经济补偿金、生活补助费等",
    question="今年拿到的解除劳动合同补偿是多少？",
    page="work",
)

# A bonus until 2018 is taken as paid in December, with the wage of that month.
net_wage_december = at_month("net_wage_monthly", month=12, label="12月工资减扣除")


@rule(entity=Person, since="2019-01-01", law="财税〔2018〕164号 第一条", label="居民个人全年一次性奖金")
def resident_bonus_yearly(bonus_yearly: Yearly[Yuan], is_non_resident: OnDate[Flags]) -> Yearly[Yuan]:
    """A non-resident's bonus is taxed by sixths (iit_business)."""
    return where(is_non_resident, 0.0, bonus_yearly)


@rule(entity=Person, since="2019-01-01", law="财税〔2018〕164号 第一条", label="全年一次性奖金单独计税税额", rounds=Fen)
def bonus_separate_tax_yearly(resident_bonus_yearly: Yearly[Yuan], month_brackets: Schedule) -> Yearly[Yuan]:
    """One rate for the whole bonus, picked by a twelfth of it: a notch at each limit, kept as the law has it."""
    twelfth = resident_bonus_yearly / 12
    return resident_bonus_yearly * month_brackets.rate(twelfth) - month_brackets.quick(twelfth)


@rule(
    entity=Person,
    since="2019-01-01",
    law="财税〔2018〕164号 第一条",
    label="奖金并入综合所得增加的税额",
    rounds=Fen,
    reads={
        "basic_deduction_yearly": "iit.basic_deduction_yearly",
        "donation_cap_rate": "iit.donation_cap_rate",
        "brackets_yearly": "iit.brackets_yearly",
    },
)
def bonus_merged_tax_yearly(
    resident_bonus_yearly: Yearly[Yuan],
    comprehensive_income_yearly: Yearly[Yuan],
    deductions_yearly: Yearly[Yuan],
    donation_yearly: Yearly[Yuan],
    comprehensive_due_yearly: Yearly[Yuan],
    basic_deduction_yearly: Yearly[Yuan],
    donation_cap_rate: Yearly[Rate],
    brackets_yearly: Schedule,
) -> Yearly[Yuan]:
    """Tax with the bonus among comprehensive income, less tax without it."""
    income = comprehensive_income_yearly + resident_bonus_yearly
    before = at_least(0.0, income - basic_deduction_yearly - deductions_yearly)
    taxable = before - at_most(donation_cap_rate * before, donation_yearly)
    return brackets_yearly.tax(taxable) - comprehensive_due_yearly


@rule(
    entity=Person,
    since="2019-01-01",
    law="财税〔2018〕164号 第一条；公告2021年第42号；公告2023年第30号",
    label="全年一次性奖金税额",
)
def bonus_tax_yearly(
    bonus_separate_tax_yearly: Yearly[Yuan],
    bonus_merged_tax_yearly: Yearly[Yuan],
    bonus_separate_allowed: Yearly[Rate],
) -> Yearly[Yuan]:
    """The smaller of the two while the taxpayer may choose; merged when the choice has ended."""
    chosen = at_most(bonus_merged_tax_yearly, bonus_separate_tax_yearly)
    return where(bonus_separate_allowed > 0, chosen, bonus_merged_tax_yearly)


@rule(
    entity=Person,
    until="2018-12-31",
    law="国税发〔2005〕9号 第二条",
    label="全年一次性奖金税额",
    name="bonus_tax_yearly",
    rounds=Fen,
    reads={"december_brackets": Read("iit.wage_brackets_monthly", month=12)},
)
def bonus_tax_until_2018(
    bonus_yearly: Yearly[Yuan], net_wage_december: Yearly[Yuan], december_brackets: Schedule
) -> Yearly[Yuan]:
    """A wage below the basic deduction first uses up the bonus; a twelfth of the rest picks the rate."""
    taxable = at_least(0.0, bonus_yearly + at_most(0.0, net_wage_december))
    twelfth = taxable / 12
    return taxable * december_brackets.rate(twelfth) - december_brackets.quick(twelfth)


@rule(
    entity=Person,
    since="2011-09-01",
    law="个人所得税扣缴申报管理办法(试行) 第八条；个人所得税法(2011修正) 第三条",
    label="劳务报酬（预）扣税额",
    rounds=Fen,
)
def labour_service_withheld_yearly(
    labour_service_yearly: Yearly[Yuan],
    labour_service_payments: OnDate[Count],
    expense_limit: Yearly[Yuan],
    expense_fixed: Yearly[Yuan],
    expense_rate: Yearly[Rate],
    labour_service_brackets: Schedule,
) -> Yearly[Yuan]:
    """Equal payments: 800 off up to 4,000, above it 20 % off; then the table. Final until 2018, prepaid from 2019."""
    payment = divide(labour_service_yearly, labour_service_payments, if_zero=0.0)
    expense = where(payment <= expense_limit, expense_fixed, payment * expense_rate)
    return labour_service_brackets.tax(at_least(0.0, payment - expense)) * labour_service_payments


@rule(
    entity=Person,
    since="2011-09-01",
    law="个人所得税扣缴申报管理办法(试行) 第八条；个人所得税法(2011修正) 第三条",
    label="稿酬与特许权使用费（预）扣税额",
    rounds=Fen,
)
def author_withheld_yearly(
    author_pay_yearly: Yearly[Yuan],
    author_payments: OnDate[Count],
    royalty_yearly: Yearly[Yuan],
    expense_limit: Yearly[Yuan],
    expense_fixed: Yearly[Yuan],
    expense_rate: Yearly[Rate],
    author_taxed_share: Yearly[Rate],
    author_withholding_rate: Yearly[Rate],
) -> Yearly[Yuan]:
    """The same expense; authors' pay then counts 70 %; 20 %. Royalties are one payment."""
    payment = divide(author_pay_yearly, author_payments, if_zero=0.0)
    expense = where(payment <= expense_limit, expense_fixed, payment * expense_rate)
    author = at_least(0.0, payment - expense) * author_payments * author_taxed_share
    royalty_expense = where(royalty_yearly <= expense_limit, expense_fixed, royalty_yearly * expense_rate)
    return (author + at_least(0.0, royalty_yearly - royalty_expense)) * author_withholding_rate


@rule(
    entity=Person,
    since="2019-01-01",
    law="财税〔2018〕164号 第五条",
    label="解除劳动关系补偿的应税部分",
)
def severance_taxable_yearly(
    severance_yearly: Yearly[Yuan], severance_exempt_multiple: Yearly[Rate], average_wage_last_year: Yearly[Yuan]
) -> Yearly[Yuan]:
    """What exceeds three times the place's average annual wage of last year."""
    return at_least(0.0, severance_yearly - severance_exempt_multiple * average_wage_last_year)


@rule(
    entity=Person,
    since="2019-01-01",
    law="财税〔2018〕164号 第五条",
    label="解除劳动关系补偿所得税",
    rounds=Fen,
    reads={"brackets_yearly": "iit.brackets_yearly"},
)
def severance_tax_yearly(severance_taxable_yearly: Yearly[Yuan], brackets_yearly: Schedule) -> Yearly[Yuan]:
    """Alone on the annual table, no deduction. Not in the year's total, which must not wait for a local wage figure."""
    return brackets_yearly.tax(severance_taxable_yearly)
