"""用人单位就业补贴: hiring grant, refund of unemployment contributions, apprenticeship.

They are the firm's money, not a wage; they stand with the person who runs the firm, the training with the apprentice.
"""

from zengshou.policy.dsl import (
    Category,
    Count,
    Fen,
    Flags,
    Flow,
    OnDate,
    Person,
    Rate,
    Read,
    Yearly,
    Yuan,
    both,
    input_column,
    no,
    rule,
    where,
)

FUND_NOTICE = "人社部发〔2026〕39号"
APPRENTICE = "人社部发〔2018〕66号；人社部发〔2021〕39号"
UNEMPLOYMENT_FUND = "失业保险基金"

new_hires = input_column(
    entity=Person,
    period=OnDate,
    unit=Count,
    label="本年新招用的符合条件人数",
    if_absent=0.0,
    note="毕业年度或离校两年内未就业高校毕业生、登记失业青年，签订合同并参加失业保险；以通知为准",
    question="您的单位今年新招用了几名应届（离校两年内）毕业生或登记失业青年，并签合同、参加失业保险？",
    page="business",
)
unemployment_paid_last_year_yearly = input_column(
    entity=Person,
    period=Yearly,
    unit=Yuan,
    label="单位上年实缴失业保险费（单位与个人合计）",
    if_absent=0.0,
    question="您的单位上年实际缴纳失业保险费多少元？（含职工个人部分）",
    page="business",
)
is_large_firm = input_column(
    entity=Person,
    period=OnDate,
    unit=Flags,
    label="大型企业",
    if_absent=False,
    question="您的单位是大型企业吗？",
    page="business",
)
has_stable_staff = input_column(
    entity=Person,
    period=OnDate,
    unit=Flags,
    label="上年裁员率符合规定",
    if_absent=False,
    note="限额见当年通知",
    question="您的单位上年没有裁员，或裁员率不超过规定？",
    page="business",
)
apprentice_level = input_column(
    entity=Person,
    period=OnDate,
    unit=Category,
    categories=("none", "middle", "senior"),
    label="企业新型学徒制培训等级",
    if_absent="none",
    question="您是否参加单位的新型学徒制培训？培训到哪一级？",
    page="work",
    choices=("没有参加", "中级工", "高级工及以上"),
)

NONE, SENIOR = apprentice_level.code("none"), apprentice_level.code("senior")


@rule(entity=Person, law=FUND_NOTICE, label="可申领一次性扩岗补助")
def is_new_hire_grant_eligible(new_hires: OnDate[Count]) -> OnDate[Flags]:
    """At least one hire of the kind that the notice names."""
    return new_hires >= 1


@rule(
    entity=Person,
    law=FUND_NOTICE,
    label="一次性扩岗补助（单位）",
    flow=Flow(UNEMPLOYMENT_FUND, "government", 1),
)
def new_hire_grant_yearly(
    is_new_hire_grant_eligible: OnDate[Flags], new_hires: OnDate[Count], new_hire_grant: Yearly[Yuan]
) -> Yearly[Yuan]:
    """So much a head."""
    return where(is_new_hire_grant_eligible, new_hires * new_hire_grant, 0.0)


@rule(entity=Person, law=FUND_NOTICE, label="可申领稳岗返还")
def is_stability_refund_eligible(
    has_stable_staff: OnDate[Flags], unemployment_paid_last_year_yearly: Yearly[Yuan]
) -> Yearly[Flags]:
    """Paid last year and kept its staff."""
    return both(has_stable_staff, unemployment_paid_last_year_yearly > 0)


@rule(
    entity=Person,
    law=FUND_NOTICE,
    label="稳岗返还（单位）",
    rounds=Fen,
    flow=Flow(UNEMPLOYMENT_FUND, "government", 1),
)
def stability_refund_yearly(
    is_stability_refund_eligible: Yearly[Flags],
    is_large_firm: OnDate[Flags],
    unemployment_paid_last_year_yearly: Yearly[Yuan],
    refund_rate_large: Yearly[Rate],
    refund_rate_small: Yearly[Rate],
) -> Yearly[Yuan]:
    """A share of last year's unemployment contributions; small and middle firms get the larger one."""
    rate = where(is_large_firm, refund_rate_large, refund_rate_small)
    return where(is_stability_refund_eligible, unemployment_paid_last_year_yearly * rate, 0.0)


@rule(entity=Person, law=APPRENTICE, label="参加企业新型学徒制")
def is_apprentice(apprentice_level: OnDate[Category], is_employee_insured: OnDate[Flags]) -> OnDate[Flags]:
    """An insured worker of the firm in training."""
    return both(no(apprentice_level == NONE), is_employee_insured)


@rule(
    entity=Person,
    law=APPRENTICE,
    label="企业新型学徒制培训补贴（单位）",
    reads={"middle": Read("apprentice_middle_yearly", month=12), "senior": Read("apprentice_senior_yearly", month=12)},
)
def apprentice_subsidy_yearly(
    is_apprentice: OnDate[Flags], apprentice_level: OnDate[Category], middle: Yearly[Yuan], senior: Yearly[Yuan]
) -> Yearly[Yuan]:
    """A year's training of one worker, paid to the firm; the worker learns without a fee."""
    return where(is_apprentice, where(apprentice_level == SENIOR, senior, middle), 0.0)
