"""个人所得税, on property: rents, interest and dividends, transfers. Each kind alone, outside comprehensive income."""

from zengshou.policy.dsl import (
    Count,
    Fen,
    Flags,
    Monthly,
    OnDate,
    Person,
    Rate,
    Read,
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

LAW = "个人所得税法"
LISTED = "财税〔2015〕101号"
HOME = "财税字〔1994〕20号"

other_rent_monthly = input_column(
    entity=Person,
    period=Monthly,
    unit=Yuan,
    label="其中：出租商铺、车辆等（住房以外）租金",
    if_absent=0.0,
    note="已含在财产净收入内，单列以计税",
    question="出租商铺、设备、车辆等（不是住房）每月收多少租金？",
    page="property",
)
rent_repairs_monthly = input_column(
    entity=Person,
    period=Monthly,
    unit=Yuan,
    label="出租住房的修缮费（月）",
    if_absent=0.0,
    note="每月扣除有上限，超过部分填入以后各月",
    question="出租住房每月的修缮费是多少？",
    page="property",
)
deposit_interest_yearly = input_column(
    entity=Person,
    period=Yearly,
    unit=Yuan,
    label="其中：储蓄存款利息",
    if_absent=0.0,
    note="已含在财产净收入内；2008年10月9日起暂免征税",
    question="今年的存款利息是多少？",
    page="property",
)
listed_dividend_month_yearly = input_column(
    entity=Person,
    period=Yearly,
    unit=Yuan,
    label="其中：上市公司股息（持股1个月以内）",
    if_absent=0.0,
    note="已含在财产净收入内；不再填入应税利息、股息、红利",
    question="持有不到1个月的上市公司股票，分红多少？",
    page="property",
)
listed_dividend_year_yearly = input_column(
    entity=Person,
    period=Yearly,
    unit=Yuan,
    label="其中：上市公司股息（持股1个月以上至1年）",
    if_absent=0.0,
    note="已含在财产净收入内；不再填入应税利息、股息、红利",
    question="持有1个月以上、1年以内的上市公司股票，分红多少？",
    page="property",
)
listed_dividend_over_yearly = input_column(
    entity=Person,
    period=Yearly,
    unit=Yuan,
    label="其中：上市公司股息（持股超过1年）",
    if_absent=0.0,
    note="已含在财产净收入内；不再填入应税利息、股息、红利",
    question="持有1年以上的上市公司股票，分红多少？",
    page="property",
)
transfer_gain_yearly = input_column(
    entity=Person,
    period=Yearly,
    unit=Yuan,
    label="财产转让所得（收入减原值和合理费用）",
    if_absent=0.0,
    note="不含住房和上市公司股票；按次计算，亏损不抵另一次，填各次盈余之和",
    question="今年转让股权、设备等财产赚了多少？",
    page="property",
)
home_sale_gain_yearly = input_column(
    entity=Person,
    period=Yearly,
    unit=Yuan,
    label="转让住房所得（收入减原值和合理费用）",
    if_absent=0.0,
    question="今年卖房的差价（减去原价和合理费用）是多少？",
    page="property",
)
is_sole_family_home = input_column(
    entity=Person,
    period=OnDate,
    unit=Flags,
    label="所转让的是家庭唯一生活用房",
    if_absent=False,
    question="卖的是家里唯一的住房吗？",
    page="property",
)
home_held_years = input_column(
    entity=Person,
    period=OnDate,
    unit=Count,
    label="住房自用年数",
    if_absent=0.0,
    question="这套房自己住了几年？",
    page="property",
)
listed_share_gain_yearly = input_column(
    entity=Person,
    period=Yearly,
    unit=Yuan,
    label="转让上市公司股票所得",
    if_absent=0.0,
    note="暂免征税",
    question="今年买卖上市公司股票赚了多少？",
    page="property",
)


@rule(entity=Person, law=f"{LAW} 第三条、第六条；财税〔2000〕125号", label="出租住房所得税", rounds=Fen)
def housing_rent_tax_monthly(
    housing_rent_monthly: Monthly[Yuan],
    rent_repairs_monthly: Monthly[Yuan],
    repairs_cap_monthly: Monthly[Yuan],
    lease_expense_limit: Monthly[Yuan],
    lease_expense_fixed: Monthly[Yuan],
    lease_expense_rate: Monthly[Rate],
    housing_rate: Monthly[Rate],
) -> Monthly[Yuan]:
    """Repairs, then 800 off up to 4,000 of rent, above it 20 %; then 10 %. Other taxes of the landlord are left out."""
    rest = housing_rent_monthly - at_most(repairs_cap_monthly, rent_repairs_monthly)
    over = housing_rent_monthly > lease_expense_limit
    expense = where(over, rest * lease_expense_rate, lease_expense_fixed)
    return at_least(0.0, rest - expense) * housing_rate


@rule(entity=Person, law=f"{LAW} 第三条、第六条", label="其他财产租赁所得税", rounds=Fen)
def other_rent_tax_monthly(
    other_rent_monthly: Monthly[Yuan],
    lease_expense_limit: Monthly[Yuan],
    lease_expense_fixed: Monthly[Yuan],
    lease_expense_rate: Monthly[Rate],
    lease_rate: Monthly[Rate],
) -> Monthly[Yuan]:
    """The same expense, and the rate of the law itself."""
    over = other_rent_monthly > lease_expense_limit
    expense = where(over, other_rent_monthly * lease_expense_rate, lease_expense_fixed)
    return at_least(0.0, other_rent_monthly - expense) * lease_rate


housing_rent_tax_year = year_sum(housing_rent_tax_monthly, label="出租住房所得税（全年）")
other_rent_tax_year = year_sum(other_rent_tax_monthly, label="其他财产租赁所得税（全年）")


@rule(
    entity=Person,
    law=f"{LISTED}",
    label="上市公司股息的应税部分",
    reads={
        "share_up_to_month": Read("listed_share_up_to_month", month=12),
        "share_up_to_year": Read("listed_share_up_to_year", month=12),
        "share_over_year": Read("listed_share_over_year", month=12),
    },
)
def listed_dividend_taxable_yearly(
    listed_dividend_month_yearly: Yearly[Yuan],
    listed_dividend_year_yearly: Yearly[Yuan],
    listed_dividend_over_yearly: Yearly[Yuan],
    share_up_to_month: Yearly[Rate],
    share_up_to_year: Yearly[Rate],
    share_over_year: Yearly[Rate],
) -> Yearly[Yuan]:
    """All, half or nothing by how long the share was held; 2015 as its December has it."""
    short = listed_dividend_month_yearly * share_up_to_month + listed_dividend_year_yearly * share_up_to_year
    return short + listed_dividend_over_yearly * share_over_year


@rule(entity=Person, law=f"{LAW} 第三条；财税〔2008〕132号", label="利息、股息、红利所得税", rounds=Fen)
def capital_income_tax_yearly(
    taxable_dividend_yearly: Yearly[Yuan],
    listed_dividend_taxable_yearly: Yearly[Yuan],
    deposit_interest_yearly: Yearly[Yuan],
    capital_income_rate: Yearly[Rate],
    deposit_interest_rate: Yearly[Rate],
) -> Yearly[Yuan]:
    """20 % on what is taxed. Deposits stand at nothing since 2008; treasury bonds are exempt and not given."""
    taxed = taxable_dividend_yearly + listed_dividend_taxable_yearly
    return taxed * capital_income_rate + deposit_interest_yearly * deposit_interest_rate


@rule(entity=Person, law=HOME, label="转让住房免税（自用五年以上的家庭唯一生活用房）")
def is_home_sale_exempt(
    is_sole_family_home: OnDate[Flags], home_held_years: OnDate[Count], home_exempt_years: OnDate[Count]
) -> OnDate[Flags]:
    """Both at once: the only home of the family, lived in for the years."""
    return both(is_sole_family_home, home_held_years >= home_exempt_years)


@rule(entity=Person, law=f"{LAW} 第三条、第六条；{HOME}；财税字〔1998〕61号", label="财产转让所得税", rounds=Fen)
def transfer_tax_yearly(
    transfer_gain_yearly: Yearly[Yuan],
    home_sale_gain_yearly: Yearly[Yuan],
    is_home_sale_exempt: OnDate[Flags],
    listed_share_gain_yearly: Yearly[Yuan],
    transfer_rate: Yearly[Rate],
    listed_share_gain_rate: Yearly[Rate],
) -> Yearly[Yuan]:
    """20 % of the gain; a loss on one sale lowers no other tax. Gains on listed shares stand at nothing."""
    home = where(is_home_sale_exempt, 0.0, at_least(0.0, home_sale_gain_yearly))
    listed = at_least(0.0, listed_share_gain_yearly) * listed_share_gain_rate
    return (at_least(0.0, transfer_gain_yearly) + home) * transfer_rate + listed


@rule(entity=Person, law=f"{LAW} 第三条", label="财产所得税")
def property_tax_yearly(
    housing_rent_tax_year: Yearly[Yuan],
    other_rent_tax_year: Yearly[Yuan],
    capital_income_tax_yearly: Yearly[Yuan],
    transfer_tax_yearly: Yearly[Yuan],
) -> Yearly[Yuan]:
    """Rents, interest and dividends, transfers."""
    return housing_rent_tax_year + other_rent_tax_year + capital_income_tax_yearly + transfer_tax_yearly
