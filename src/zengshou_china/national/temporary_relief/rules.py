"""临时救助 and 价格临时补贴: a sum in a household's emergency, and a monthly sum while prices rise."""

from zengshou.policy.dsl import (
    Category,
    Count,
    Fen,
    Fixed,
    Flags,
    Flow,
    Household,
    Monthly,
    OnDate,
    Person,
    Rate,
    Yearly,
    Yuan,
    at_least,
    at_most,
    both,
    either,
    household_sum,
    input_column,
    no,
    rule,
    where,
    year_sum,
)

INTERIM = "社会救助暂行办法（国务院令第649号）"
ACT = "社会救助法（2026-04-30）"
LINKAGE = "社会救助和保障标准与物价上涨挂钩联动机制（发改价格〔2016〕1835号、〔2021〕1553号）"
RELIEF = Flow("一般公共预算", "government", 1)
PRICES = Flow("一般公共预算", "government", 1)

relief_kind = input_column(
    entity=Household,
    period=OnDate,
    unit=Category,
    categories=("none", "emergency", "expenditure"),
    label="临时救助情形",
    if_absent="none",
    question="最近家里有没有遇到下面的困难？",
    page="household",
    choices=("没有", "火灾、交通事故、突发重病等急难", "看病、上学等必需支出突然大增"),
)
relief_month = input_column(
    entity=Household,
    period=Fixed,
    unit=Count,
    label="临时救助发放月份",
    if_absent=0.0,
    note="写作 2025-03；0 表示没有",
    question="这项困难是哪个月申请临时救助的？",
    page="household",
)
NO_RELIEF = relief_kind.code("none")


@rule(
    entity=Household, since="2014-05-01", law=f"{INTERIM} 第四十七条；{ACT} 第二十九条", label="遇到可以临时救助的困难"
)
def has_relief_event(relief_kind: OnDate[Category]) -> OnDate[Flags]:
    """An emergency, or necessary spending that the family cannot bear. The officer judges how grave it is."""
    return no(relief_kind == NO_RELIEF)


@rule(
    entity=Household,
    since="2014-05-01",
    law=f"{INTERIM} 第四十九条；{ACT} 第二十九条",
    label="临时救助金额（一次）",
    rounds=Fen,
    reads={"dibao_standard": "dibao.standard_monthly"},
)
def relief_amount_monthly(
    members: Fixed[Count], dibao_standard: Monthly[Yuan], standard_multiple: Monthly[Rate], household_cap: Monthly[Yuan]
) -> Monthly[Yuan]:
    """Some months of the dibao standard for each person, at most the local cap."""
    return at_most(household_cap, dibao_standard * standard_multiple * members)


@rule(entity=Household, since="2014-05-01", law=f"{INTERIM} 第四十九条；{ACT} 第二十九条", label="临时救助金")
def temporary_relief_monthly(
    this_month: Monthly[Count],
    relief_month: Fixed[Count],
    has_relief_event: OnDate[Flags],
    relief_amount_monthly: Monthly[Yuan],
) -> Monthly[Yuan]:
    """Once, in the month of the event."""
    return where(both(has_relief_event, this_month == relief_month), relief_amount_monthly, 0.0)


temporary_relief_year = year_sum(temporary_relief_monthly)


@rule(
    entity=Household,
    since="2014-05-01",
    law=f"{INTERIM} 第四十九条；{ACT} 第二十九条",
    label="临时救助金（全年）",
    flow=RELIEF,
)
def temporary_relief_yearly(temporary_relief_year: Yearly[Yuan]) -> Yearly[Yuan]:
    """What fell into the year."""
    return temporary_relief_year + 0.0


@rule(entity=Person, law=LINKAGE, label="孤儿或领取失业保险金的人员")
def is_listed_for_prices(is_orphan: OnDate[Flags], is_unemployment_beneficiary: OnDate[Flags]) -> OnDate[Flags]:
    """Covered as persons, whatever their family receives."""
    return either(is_orphan, is_unemployment_beneficiary)


listed_members = household_sum(is_listed_for_prices, label="孤儿和领取失业保险金的人数")
tekun_members = household_sum("is_tekun_person", label="特困人员人数")


@rule(entity=Household, since="2014-05-01", law=f"{LINKAGE}；{ACT} 第三十二条", label="价格临时补贴人数")
def price_subsidy_members(
    is_dibao_recipient: Monthly[Flags],
    dibao_members: Monthly[Count],
    single_cover_paid: Monthly[Count],
    listed_members: OnDate[Count],
    tekun_members: Monthly[Count],
) -> Monthly[Count]:
    """Everyone in a dibao family, members covered alone, 特困, orphans, the insured unemployed; nobody twice."""
    others = at_least(single_cover_paid, listed_members)
    return tekun_members + where(is_dibao_recipient, dibao_members, others)


@rule(entity=Household, since="2014-05-01", law=f"{LINKAGE}；{ACT} 第三十二条", label="享受价格临时补贴")
def has_price_subsidy(price_subsidy_members: Monthly[Count], price_subsidy_each: Monthly[Yuan]) -> Monthly[Flags]:
    """Somebody is covered, and the linkage is in operation."""
    return both(price_subsidy_members >= 1, price_subsidy_each > 0)


@rule(entity=Household, since="2014-05-01", law=f"{LINKAGE}；{ACT} 第三十二条", label="价格临时补贴", rounds=Fen)
def price_subsidy_monthly(price_subsidy_members: Monthly[Count], price_subsidy_each: Monthly[Yuan]) -> Monthly[Yuan]:
    """The month's sum for each person; 0 while the linkage rests."""
    return price_subsidy_members * price_subsidy_each


price_subsidy_year = year_sum(price_subsidy_monthly)


@rule(
    entity=Household,
    since="2014-05-01",
    law=f"{LINKAGE}；{ACT} 第三十二条",
    label="价格临时补贴（全年）",
    flow=PRICES,
)
def price_subsidy_yearly(price_subsidy_year: Yearly[Yuan]) -> Yearly[Yuan]:
    """Twelve months."""
    return price_subsidy_year + 0.0
