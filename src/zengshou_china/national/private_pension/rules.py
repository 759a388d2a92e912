"""个人养老金: what may be deducted when it is paid in, and the tax when it is taken out."""

from zengshou.policy.dsl import (
    Fen,
    Flags,
    Person,
    Rate,
    Yearly,
    Yuan,
    at_most,
    both,
    input_column,
    rule,
    where,
)

NOTICE = "财政部 税务总局公告2024年第21号；公告2022年第34号"

private_pension_withdrawal_yearly = input_column(
    entity=Person,
    period=Yearly,
    unit=Yuan,
    label="领取的个人养老金",
    if_absent=0.0,
    note="不并入综合所得",
    question="今年从个人养老金账户领取了多少？",
    page="insurance",
)


@rule(
    entity=Person, since="2019-01-01", law=NOTICE, label="个人养老金税前扣除", reads={"cap": "iit.private_pension_cap"}
)
def private_pension_deduction_yearly(
    private_pension_yearly: Yearly[Yuan], cap: Yearly[Yuan], is_open: Yearly[Rate]
) -> Yearly[Yuan]:
    """What was paid in, up to the cap, where the scheme is open: pilot cities first, everywhere since 2024."""
    return at_most(cap, private_pension_yearly) * is_open


@rule(entity=Person, since="2019-01-01", law=NOTICE, label="可享受个人养老金税前扣除")
def has_private_pension_deduction(
    private_pension_deduction_yearly: Yearly[Yuan], work_income_yearly: Yearly[Yuan]
) -> Yearly[Flags]:
    """Paid in something, and has income to deduct it from."""
    return both(private_pension_deduction_yearly > 0, work_income_yearly > 0)


@rule(
    entity=Person,
    since="2019-01-01",
    until="2021-12-31",
    law=NOTICE,
    label="领取个人养老金所得税",
    name="private_pension_tax_yearly",
)
def private_pension_tax_until_2021(private_pension_withdrawal_yearly: Yearly[Yuan]) -> Yearly[Yuan]:
    """Not yet."""
    return private_pension_withdrawal_yearly * 0.0


@rule(
    entity=Person,
    since="2022-01-01",
    law=NOTICE,
    label="领取个人养老金所得税",
    rounds=Fen,
    reads={"withdrawal_rate": "iit.private_pension_withdrawal_rate"},
)
def private_pension_tax_yearly(
    private_pension_withdrawal_yearly: Yearly[Yuan], withdrawal_rate: Yearly[Rate]
) -> Yearly[Yuan]:
    """A rate of its own on all that is taken out, contributions and earnings alike; outside comprehensive income."""
    return where(private_pension_withdrawal_yearly > 0, private_pension_withdrawal_yearly * withdrawal_rate, 0.0)
