"""创业担保贷款: how much may be lent, and the state's share of the interest."""

from zengshou.policy.dsl import (
    Count,
    Flags,
    OnDate,
    Person,
    Rate,
    Read,
    Yearly,
    Yuan,
    at_most,
    both,
    input_column,
    no,
    rule,
    where,
)

LOAN = "就业促进法 第十九条；财金〔2018〕22号；财金〔2020〕21号"

startup_loan_balance = input_column(
    entity=Person,
    period=OnDate,
    unit=Yuan,
    label="创业担保贷款本金",
    if_absent=0.0,
    question="您的创业担保贷款本金是多少元？（没有填0）",
    page="business",
)
startup_loan_rate = input_column(
    entity=Person,
    period=OnDate,
    unit=Rate,
    label="创业担保贷款年利率（合同）",
    if_absent=0.0,
    question="贷款合同上的年利率是多少？（4%填0.04）",
    page="business",
)
startup_partners = input_column(
    entity=Person,
    period=OnDate,
    unit=Count,
    label="合伙创业人数（含本人）",
    if_absent=1.0,
    question="与您合伙创业的共有几人？（含您本人，独自创业填1）",
    page="business",
)
is_small_firm_loan = input_column(
    entity=Person,
    period=OnDate,
    unit=Flags,
    label="以小微企业名义申请贷款",
    if_absent=False,
    question="贷款是以企业的名义申请吗？",
    page="business",
)


@rule(entity=Person, law=LOAN, label="可申请创业担保贷款")
def is_startup_loan_eligible(
    is_key_startup_group: OnDate[Flags], startup_operating_months: OnDate[Count], has_closed_business: OnDate[Flags]
) -> OnDate[Flags]:
    """A registered, running firm of a key group."""
    return both(is_key_startup_group, startup_operating_months > 0, no(has_closed_business))


@rule(
    entity=Person,
    law=LOAN,
    label="创业担保贷款最高额度",
    reads={
        "individual_loan_cap": Read("individual_loan_cap", month=12),
        "small_firm_loan_cap": Read("small_firm_loan_cap", month=12),
    },
)
def startup_loan_max_yearly(
    is_startup_loan_eligible: OnDate[Flags],
    is_small_firm_loan: OnDate[Flags],
    individual_loan_cap: Yearly[Yuan],
    small_firm_loan_cap: Yearly[Yuan],
) -> Yearly[Yuan]:
    """What may be lent, not what is given."""
    cap = where(is_small_firm_loan, small_firm_loan_cap, individual_loan_cap)
    return where(is_startup_loan_eligible, cap, 0.0)


@rule(
    entity=Person,
    law=LOAN,
    label="合伙创业担保贷款最高额度",
    reads={
        "individual_loan_cap": Read("individual_loan_cap", month=12),
        "group_loan_cap": Read("group_loan_cap", month=12),
    },
)
def startup_partner_loan_max_yearly(
    is_startup_loan_eligible: OnDate[Flags],
    startup_partners: OnDate[Count],
    individual_loan_cap: Yearly[Yuan],
    group_loan_cap: Yearly[Yuan],
) -> Yearly[Yuan]:
    """Each partner's cap together, up to the cap of a partnership."""
    cap = at_most(group_loan_cap, individual_loan_cap * startup_partners)
    return where(is_startup_loan_eligible, cap, 0.0)


@rule(
    entity=Person,
    law=LOAN,
    label="创业担保贷款财政贴息",
    reads={"interest_subsidy_rate": Read("interest_subsidy_rate", month=12)},
)
def startup_interest_subsidy_yearly(
    startup_loan_max_yearly: Yearly[Yuan],
    startup_loan_balance: OnDate[Yuan],
    startup_loan_rate: OnDate[Rate],
    interest_subsidy_rate: Yearly[Rate],
) -> Yearly[Yuan]:
    """The state's share of a year's interest on what lies inside the cap."""
    return at_most(startup_loan_max_yearly, startup_loan_balance) * startup_loan_rate * interest_subsidy_rate
