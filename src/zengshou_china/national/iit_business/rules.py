"""个人所得税, beside comprehensive income: 经营所得, and the wages and bonus of 非居民个人."""

from zengshou.policy.dsl import (
    Fen,
    Flags,
    Monthly,
    OnDate,
    Person,
    Rate,
    Read,
    Schedule,
    Yearly,
    Yuan,
    at_least,
    at_most,
    divide,
    rule,
    where,
    year_sum,
)
from zengshou_china.national.inputs import wage_monthly

LAW_2011 = "个人所得税法(2011修正)"
LAW_2018 = "个人所得税法"

wage_year = year_sum(wage_monthly, label="工资薪金（全年，税前）")


@rule(
    entity=Person,
    until="2018-12-31",
    law=f"{LAW_2011} 第六条；财税〔2011〕62号；财税〔2018〕98号",
    label="经营所得应纳税所得额",
    name="business_taxable_yearly",
)
def business_taxable_until_2018(
    business_income_yearly: Yearly[Yuan],
    wage_year: Yearly[Yuan],
    own_contributions_yearly: Yearly[Yuan],
    owner_deduction: Yearly[Yuan],
) -> Yearly[Yuan]:
    """The owner's fixed deduction, and own contributions unless they were deducted from a wage."""
    contributions = where(wage_year > 0, 0.0, own_contributions_yearly)
    return at_least(0.0, business_income_yearly - owner_deduction - contributions)


@rule(
    entity=Person,
    since="2019-01-01",
    law="个人所得税法实施条例 第十五条",
    label="经营所得应纳税所得额",
    name="business_taxable_yearly",
    reads={"basic_deduction_yearly": "iit.basic_deduction_yearly"},
)
def business_taxable_from_2019(
    business_income_yearly: Yearly[Yuan],
    comprehensive_income_yearly: Yearly[Yuan],
    deductions_yearly: Yearly[Yuan],
    basic_deduction_yearly: Yearly[Yuan],
) -> Yearly[Yuan]:
    """An owner without comprehensive income deducts 60,000 and all other deductions here."""
    own = where(comprehensive_income_yearly > 0, 0.0, basic_deduction_yearly + deductions_yearly)
    return at_least(0.0, business_income_yearly - own)


@rule(
    entity=Person,
    until="2017-12-31",
    law=f"{LAW_2011} 附表二",
    label="经营所得应纳税额（减免前）",
    name="business_due_yearly",
    rounds=Fen,
)
def business_due_until_2017(business_taxable_yearly: Yearly[Yuan], brackets: Schedule) -> Yearly[Yuan]:
    """The old table."""
    return brackets.tax(business_taxable_yearly)


@rule(
    entity=Person,
    since="2018-01-01",
    until="2018-12-31",
    law="财税〔2018〕98号 第二条",
    label="经营所得应纳税额（减免前）",
    name="business_due_yearly",
    rounds=Fen,
    reads={
        "old_brackets": Read("brackets", month=9),
        "new_brackets": Read("brackets", month=10),
    },
)
def business_due_of_2018(
    business_taxable_yearly: Yearly[Yuan], old_brackets: Schedule, new_brackets: Schedule
) -> Yearly[Yuan]:
    """Both tables on the whole year, nine months of the old and three of the new (in business all year)."""
    return old_brackets.tax(business_taxable_yearly) * 9 / 12 + new_brackets.tax(business_taxable_yearly) * 3 / 12


@rule(entity=Person, since="2019-01-01", law=f"{LAW_2018} 附表二", label="经营所得应纳税额（减免前）", rounds=Fen)
def business_due_yearly(business_taxable_yearly: Yearly[Yuan], brackets: Schedule) -> Yearly[Yuan]:
    """The new table."""
    return brackets.tax(business_taxable_yearly)


@rule(
    entity=Person,
    since="2019-01-01",
    law="公告2021年第12号；公告2023年第12号；国家税务总局公告2023年第12号",
    label="个体工商户减半征收的减免税额",
    rounds=Fen,
)
def business_relief_yearly(
    business_taxable_yearly: Yearly[Yuan],
    business_other_relief_yearly: Yearly[Yuan],
    relief_cap: Yearly[Yuan],
    relief_rate: Yearly[Rate],
    brackets: Schedule,
) -> Yearly[Yuan]:
    """(Tax on the part up to the cap - other reliefs x that part's share) x 50 %, several firms taken together."""
    part = at_most(relief_cap, business_taxable_yearly)
    other = business_other_relief_yearly * divide(part, business_taxable_yearly, if_zero=0.0)
    return at_least(0.0, brackets.tax(part) - other) * relief_rate


@rule(entity=Person, until="2018-12-31", law=f"{LAW_2011} 第三条", label="经营所得税", name="business_tax_yearly")
def business_tax_until_2018(
    business_due_yearly: Yearly[Yuan], business_other_relief_yearly: Yearly[Yuan]
) -> Yearly[Yuan]:
    """No halving yet."""
    return at_least(0.0, business_due_yearly - business_other_relief_yearly)


@rule(entity=Person, since="2019-01-01", law=f"{LAW_2018} 第三条", label="经营所得税")
def business_tax_yearly(
    business_due_yearly: Yearly[Yuan],
    business_other_relief_yearly: Yearly[Yuan],
    business_relief_yearly: Yearly[Yuan],
) -> Yearly[Yuan]:
    """After other reliefs and the halving."""
    return at_least(0.0, business_due_yearly - business_other_relief_yearly - business_relief_yearly)


@rule(
    entity=Person,
    since="2019-01-01",
    law=f"{LAW_2018} 第六条",
    label="非居民个人工资薪金所得税",
    rounds=Fen,
    reads={
        "basic_deduction_monthly": "iit.basic_deduction_monthly",
        "month_brackets": "iit_payments.month_brackets",
    },
)
def non_resident_tax_monthly(
    wage_monthly: Monthly[Yuan],
    is_non_resident: OnDate[Flags],
    basic_deduction_monthly: Monthly[Yuan],
    month_brackets: Schedule,
) -> Monthly[Yuan]:
    """Each month alone on the month table; 5,000 off and nothing else; no settlement."""
    return where(is_non_resident, month_brackets.tax(at_least(0.0, wage_monthly - basic_deduction_monthly)), 0.0)


non_resident_wage_tax_year = year_sum(non_resident_tax_monthly, label="非居民个人工资薪金所得税（全年）")


@rule(
    entity=Person,
    since="2019-01-01",
    law="公告2019年第35号",
    label="非居民个人数月奖金所得税",
    rounds=Fen,
    reads={"month_brackets": "iit_payments.month_brackets"},
)
def non_resident_bonus_tax_yearly(
    bonus_yearly: Yearly[Yuan], is_non_resident: OnDate[Flags], month_brackets: Schedule
) -> Yearly[Yuan]:
    """A sixth of it on the month table, times six, once a year and without any deduction."""
    return where(is_non_resident, month_brackets.tax(bonus_yearly / 6) * 6, 0.0)


@rule(entity=Person, since="2019-01-01", law=f"{LAW_2018} 第二条", label="非居民个人所得税")
def non_resident_tax_yearly(
    non_resident_wage_tax_year: Yearly[Yuan], non_resident_bonus_tax_yearly: Yearly[Yuan]
) -> Yearly[Yuan]:
    """Wages month by month, and the bonus."""
    return non_resident_wage_tax_year + non_resident_bonus_tax_yearly
