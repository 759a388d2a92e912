"""最低工资标准: is the pay of a full month, or of an hour of part-time work, below it, and by how much.

Other laws (unemployment insurance and its benefit, work injury, care of 特困) read the standard itself from here.
"""

from zengshou.policy.dsl import (
    Fen,
    Flags,
    Monthly,
    OnDate,
    Person,
    Yuan,
    at_least,
    both,
    input_column,
    rule,
    where,
)

RULES = "最低工资规定（劳动和社会保障部令第21号）"

works_full_month = input_column(
    entity=Person,
    period=OnDate,
    unit=Flags,
    label="全日制且整月正常出勤",
    if_absent=True,
    note="请事假、当月中途入职离职的填否",
    question="您是不是全日制、整月正常上班？",
    page="work",
)
excluded_pay_monthly = input_column(
    entity=Person,
    period=Monthly,
    unit=Yuan,
    label="其中：加班、夜班、高温等津贴",
    if_absent=0.0,
    note="已含在工资内；不计入最低工资",
    question="工资里有多少是加班、夜班、高温、井下等津贴？",
    page="work",
)
hourly_wage = input_column(
    entity=Person,
    period=OnDate,
    unit=Yuan,
    label="非全日制小时工资",
    if_absent=0.0,
    note="0 为不是按小时计酬",
    question="如果按小时计酬，每小时多少元？",
    page="work",
)


@rule(entity=Person, law=f"{RULES} 第十二条", label="与最低工资比较的工资")
def wage_to_compare_monthly(wage_monthly: Monthly[Yuan], excluded_pay_monthly: Monthly[Yuan]) -> Monthly[Yuan]:
    """The wage without overtime and the allowances for hard work, before own contributions."""
    return at_least(0.0, wage_monthly - excluded_pay_monthly)


@rule(entity=Person, law=f"{RULES} 第三条、第十二条", label="全日制工资低于最低工资标准")
def is_below_minimum_wage(
    works_full_month: OnDate[Flags],
    hourly_wage: OnDate[Yuan],
    wage_monthly: Monthly[Yuan],
    wage_to_compare_monthly: Monthly[Yuan],
    standard_monthly: Monthly[Yuan],
) -> Monthly[Flags]:
    """A full month of normal work paid less than the standard; exactly the standard is enough."""
    is_full_time = both(works_full_month, hourly_wage <= 0, wage_monthly > 0)
    return both(is_full_time, wage_to_compare_monthly < standard_monthly)


@rule(entity=Person, law=f"{RULES} 第十三条", label="当月工资与最低工资标准的差额", rounds=Fen)
def minimum_wage_gap_monthly(
    is_below_minimum_wage: Monthly[Flags], wage_to_compare_monthly: Monthly[Yuan], standard_monthly: Monthly[Yuan]
) -> Monthly[Yuan]:
    """What the unit owes for the month."""
    return where(is_below_minimum_wage, standard_monthly - wage_to_compare_monthly, 0.0)


@rule(entity=Person, law=f"{RULES} 第五条", label="非全日制小时工资低于小时最低工资标准")
def is_below_hourly_minimum(hourly_wage: OnDate[Yuan], standard_hourly: Monthly[Yuan]) -> Monthly[Flags]:
    """Part-time work paid by the hour."""
    return both(hourly_wage > 0, hourly_wage < standard_hourly)
