"""股权奖励递延纳税: nothing at the grant, 20 % of the gain at the sale; beside it, the tax of a grant taxed at once.

Both ways are told for the year of the sale, for one award that was kept until then.
"""

from zengshou.policy.dsl import (
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
    both,
    input_column,
    rule,
    where,
)

DEFERRAL = "财税〔2016〕101号"
AT_ONCE = "财税〔2016〕101号 第一条；财税〔2018〕164号 第二条；公告2023年第25号"

is_equity_award_registered = input_column(
    entity=Person,
    period=OnDate,
    unit=Flags,
    label="非上市公司股权奖励符合条件并已备案",
    if_absent=False,
    note="境内居民企业、股东会批准、持有年限等条件，以及递延纳税备案",
    question="您得到的非上市公司股权奖励符合递延条件并已备案吗？",
    page="property",
)
equity_value_at_grant_yearly = input_column(
    entity=Person,
    period=Yearly,
    unit=Yuan,
    label="所售股权在授予时的公允价值",
    if_absent=0.0,
    question="卖掉的股权在授予时值多少元？",
    page="property",
)
equity_cost_yearly = input_column(
    entity=Person,
    period=Yearly,
    unit=Yuan,
    label="取得股权的成本",
    if_absent=0.0,
    note="股权奖励的取得成本为零",
    question="您当时为这些股权付了多少元？（奖励的填0）",
    page="property",
)
equity_price_yearly = input_column(
    entity=Person,
    period=Yearly,
    unit=Yuan,
    label="股权转让收入",
    if_absent=0.0,
    question="股权卖了多少元？",
    page="property",
)
equity_fees_yearly = input_column(
    entity=Person,
    period=Yearly,
    unit=Yuan,
    label="转让的合理税费",
    if_absent=0.0,
    question="转让时的税费多少元？",
    page="property",
)


@rule(
    entity=Person,
    law=f"{DEFERRAL} 第一条",
    label="可递延纳税",
    reads={"deferral_allowed": Read("deferral_allowed", month=12)},
)
def is_equity_deferred(is_equity_award_registered: OnDate[Flags], deferral_allowed: Yearly[Rate]) -> Yearly[Flags]:
    """Registered, while the rule holds."""
    return both(is_equity_award_registered, deferral_allowed > 0)


@rule(
    entity=Person,
    law=f"{DEFERRAL} 第一条",
    label="递延纳税：转让时的税额",
    rounds=Fen,
    reads={"transfer_rate": "property_income_tax.transfer_rate"},
)
def equity_deferred_tax_yearly(
    equity_price_yearly: Yearly[Yuan],
    equity_cost_yearly: Yearly[Yuan],
    equity_fees_yearly: Yearly[Yuan],
    transfer_rate: Yearly[Rate],
) -> Yearly[Yuan]:
    """Price less cost and fees, as a transfer of property."""
    return at_least(0.0, equity_price_yearly - equity_cost_yearly - equity_fees_yearly) * transfer_rate


@rule(
    entity=Person,
    since="2019-01-01",
    until="2027-12-31",
    law=AT_ONCE,
    label="即时纳税：授予时的税额",
    rounds=Fen,
    reads={"brackets_yearly": "iit.brackets_yearly"},
)
def equity_grant_tax_yearly(
    equity_value_at_grant_yearly: Yearly[Yuan], equity_cost_yearly: Yearly[Yuan], brackets_yearly: Schedule
) -> Yearly[Yuan]:
    """The whole value as wages, alone on the annual table; 2019 to 2027."""
    return brackets_yearly.tax(at_least(0.0, equity_value_at_grant_yearly - equity_cost_yearly))


@rule(
    entity=Person,
    since="2019-01-01",
    until="2027-12-31",
    law=AT_ONCE,
    label="即时纳税：授予与转让的税额合计",
    rounds=Fen,
    reads={"transfer_rate": "property_income_tax.transfer_rate"},
)
def equity_immediate_tax_yearly(
    equity_grant_tax_yearly: Yearly[Yuan],
    equity_price_yearly: Yearly[Yuan],
    equity_value_at_grant_yearly: Yearly[Yuan],
    equity_cost_yearly: Yearly[Yuan],
    equity_fees_yearly: Yearly[Yuan],
    transfer_rate: Yearly[Rate],
) -> Yearly[Yuan]:
    """What was taxed at the grant counts as cost at the sale."""
    basis = at_least(equity_cost_yearly, equity_value_at_grant_yearly)
    at_sale = at_least(0.0, equity_price_yearly - basis - equity_fees_yearly) * transfer_rate
    return equity_grant_tax_yearly + at_sale


@rule(entity=Person, since="2019-01-01", until="2027-12-31", law=DEFERRAL, label="股权奖励应纳税额")
def equity_tax_yearly(
    is_equity_deferred: Yearly[Flags],
    equity_deferred_tax_yearly: Yearly[Yuan],
    equity_immediate_tax_yearly: Yearly[Yuan],
) -> Yearly[Yuan]:
    """Deferred where the conditions are met."""
    return where(is_equity_deferred, equity_deferred_tax_yearly, equity_immediate_tax_yearly)


@rule(entity=Person, since="2019-01-01", until="2027-12-31", law=DEFERRAL, label="递延纳税少缴的税")
def equity_tax_saved_yearly(equity_immediate_tax_yearly: Yearly[Yuan], equity_tax_yearly: Yearly[Yuan]) -> Yearly[Yuan]:
    """Negative for small grants: 20 % may be more than the lowest bands. Interest on the delay is not counted."""
    return equity_immediate_tax_yearly - equity_tax_yearly
