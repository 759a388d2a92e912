"""村集体与合作社分红: 保底收益 + 按股分红. The contract and the accounts are data; the rule is how they are shared."""

from zengshou.policy.dsl import (
    Count,
    Flags,
    Household,
    OnDate,
    Rate,
    Yearly,
    Yuan,
    at_least,
    either,
    input_column,
    rule,
    to_person,
)

SHARES = "农村集体经济组织法；农民专业合作社法 第四十四条；城市方案“保底收益+按股分红”"

shared_mu = input_column(
    entity=Household,
    period=OnDate,
    unit=Count,
    label="入股土地（亩）",
    if_absent=0.0,
    question="您家把多少亩土地入股合作社或龙头企业？",
    page="farm",
)
guaranteed_return_yearly = input_column(
    entity=Household,
    period=Yearly,
    unit=Yuan,
    label="合同约定的每亩保底收益",
    if_absent=0.0,
    note="按合同；低于本地指导价的按指导价",
    question="合同约定每亩每年保底多少元？",
    page="farm",
)
coop_profit_yearly = input_column(
    entity=Household,
    period=Yearly,
    unit=Yuan,
    label="集体（合作社）当年可分配净收益",
    if_absent=0.0,
    note="扣除成本、保底收益之后；亏损填负数",
    question="集体或合作社今年净收益多少元？（看公布的账，亏损填负数）",
    page="farm",
)
own_share_rate = input_column(
    entity=Household,
    period=OnDate,
    unit=Rate,
    label="本户股份占总股份的比例",
    if_absent=0.0,
    question="您家的股份占总股份多少？（1%填0.01）",
    page="farm",
)


@rule(entity=Household, law=SHARES, label="享有保底收益或分红")
def is_shareholder(shared_mu: OnDate[Count], own_share_rate: OnDate[Rate]) -> OnDate[Flags]:
    """Has land or shares in it."""
    return either(shared_mu > 0, own_share_rate > 0)


@rule(entity=Household, law=SHARES, label="保底收益")
def guaranteed_income_yearly(
    shared_mu: OnDate[Count], guaranteed_return_yearly: Yearly[Yuan], guaranteed_floor_per_mu: Yearly[Yuan]
) -> Yearly[Yuan]:
    """Due whatever the harvest: the contract's amount, never under the local guide price."""
    return shared_mu * at_least(guaranteed_floor_per_mu, guaranteed_return_yearly)


@rule(entity=Household, law=SHARES, label="按股分红")
def share_dividend_yearly(
    coop_profit_yearly: Yearly[Yuan], own_share_rate: OnDate[Rate], distributed_rate: Yearly[Rate]
) -> Yearly[Yuan]:
    """The part of a profit that is left after the reserves, by shares; a loss is not shared out."""
    return at_least(0.0, coop_profit_yearly) * distributed_rate * own_share_rate


@rule(entity=Household, law=SHARES, label="保底收益与分红合计")
def collective_income_yearly(
    guaranteed_income_yearly: Yearly[Yuan], share_dividend_yearly: Yearly[Yuan]
) -> Yearly[Yuan]:
    """Property income of the household."""
    return guaranteed_income_yearly + share_dividend_yearly


collective_share_yearly = to_person(collective_income_yearly, share="equal", label="分摊的保底收益与分红")
