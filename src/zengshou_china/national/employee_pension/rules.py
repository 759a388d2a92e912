"""职工基本养老金: statutory retirement age, the pension at retirement, its yearly increase, the pension in payment."""

from zengshou.policy.dsl import (
    Category,
    Count,
    Fen,
    Fixed,
    Flags,
    Flow,
    Jiao,
    Lookup,
    Monthly,
    OnDate,
    Person,
    Rate,
    Yearly,
    Yuan,
    at_least,
    at_most,
    both,
    divide,
    either,
    rising_count,
    rule,
    where,
    year_sum,
)

DELAY = "全国人大常委会关于实施渐进式延迟法定退休年龄的决定（2024-09-13）"
PENSION = "国发〔2005〕38号 第六条"


@rule(
    entity=Person,
    until="2024-12-31",
    law="国发〔1978〕104号",
    label="法定退休年龄（月）",
    name="statutory_retirement_months",
)
def statutory_retirement_until_2024(
    retirement_group: Fixed[Category], retirement_start_months: Monthly[Count]
) -> Monthly[Count]:
    """60, 55 or 50 years; a woman's 50 or 55 depends on her post and is a field, not a guess."""
    return retirement_start_months + 0.0


@rule(entity=Person, since="2025-01-01", law=DELAY, label="法定退休年龄（月）")
def statutory_retirement_months(
    birth_month: Fixed[Count],
    retirement_start_months: Monthly[Count],
    retirement_first_birth: Monthly[Count],
    retirement_delay_step: Monthly[Count],
    retirement_delay_max: Monthly[Count],
) -> Monthly[Count]:
    """One month later for every 4 (2) months of birth from the first affected month on, the first counted as 1."""
    affected = at_least(0.0, birth_month - retirement_first_birth + 1)
    return retirement_start_months + at_most(retirement_delay_max, rising_count(affected / retirement_delay_step, 1.0))


@rule(entity=Person, since="2025-01-01", law=f"{DELAY} 第三条", label="弹性提前退休的最低年龄（月）")
def earliest_retirement_months(
    statutory_retirement_months: Monthly[Count],
    retirement_start_months: Monthly[Count],
    retirement_flexible_months: Monthly[Count],
) -> Monthly[Count]:
    """At most three years early and never before the old age."""
    return at_least(retirement_start_months, statutory_retirement_months - retirement_flexible_months)


@rule(entity=Person, since="2025-01-01", law=f"{DELAY} 第三条", label="弹性延迟退休的最高年龄（月）")
def latest_retirement_months(
    statutory_retirement_months: Monthly[Count], retirement_flexible_months: Monthly[Count]
) -> Monthly[Count]:
    """At most three years late, by agreement with the unit."""
    return statutory_retirement_months + retirement_flexible_months


@rule(entity=Person, law=PENSION, label="退休时年龄（月）")
def age_at_retirement_months(
    retirement_month: Fixed[Count], birth_month: Fixed[Count], statutory_retirement_months: Monthly[Count]
) -> Monthly[Count]:
    """From the month given, or the statutory age where none is given."""
    return where(retirement_month > 0, retirement_month - birth_month, statutory_retirement_months)


@rule(entity=Person, until="2024-12-31", law="国发〔2005〕38号 附件", label="计发月数", name="account_divisor_months")
def account_divisor_until_2024(
    age_at_retirement_months: Monthly[Count], account_payment_months: Lookup
) -> Monthly[Count]:
    """By full years of age."""
    return account_payment_months.at(age_at_retirement_months / 12)


@rule(entity=Person, since="2025-01-01", law="国发〔2005〕38号 附件；2025年起按月插值", label="计发月数", rounds=Jiao)
def account_divisor_months(age_at_retirement_months: Monthly[Count], account_payment_months: Lookup) -> Monthly[Count]:
    """Between two years of age by months, to one decimal (60 years and 1 month: 138.4)."""
    return account_payment_months.interpolate(age_at_retirement_months / 12)


@rule(entity=Person, law=PENSION, label="累计缴费年限")
def total_contribution_years(contribution_years: OnDate[Count], deemed_years: OnDate[Count]) -> OnDate[Count]:
    """Years paid and years deemed paid."""
    return contribution_years + deemed_years


@rule(entity=Person, law=PENSION, label="基础养老金", rounds=Fen)
def basic_pension_monthly(
    average_index: OnDate[Rate],
    total_contribution_years: OnDate[Count],
    calc_base: Monthly[Yuan],
    accrual_per_year: Monthly[Rate],
) -> Monthly[Yuan]:
    """Half of the base and half of the own indexed wage, 1 % a year."""
    return (calc_base + calc_base * average_index) / 2 * total_contribution_years * accrual_per_year


@rule(entity=Person, law=PENSION, label="个人账户养老金", rounds=Fen)
def account_pension_monthly(account_balance: OnDate[Yuan], account_divisor_months: Monthly[Count]) -> Monthly[Yuan]:
    """The account by the months of the table."""
    return divide(account_balance, account_divisor_months, if_zero=0.0)


@rule(entity=Person, law="省级实施办法（见参数来源）", label="过渡性养老金", rounds=Fen)
def transitional_pension_monthly(
    deemed_years: OnDate[Count],
    average_index: OnDate[Rate],
    calc_base: Monthly[Yuan],
    transition_coefficient: Monthly[Rate],
    transition_index_fixed: Monthly[Rate],
    transition_index_own: Monthly[Rate],
) -> Monthly[Yuan]:
    """For years before the accounts began: base x index x deemed years x coefficient; the index is the province's."""
    index = transition_index_fixed + transition_index_own * average_index
    return calc_base * index * deemed_years * transition_coefficient


@rule(entity=Person, law="社会保险法 第十六条", label="退休时月养老金", rounds=Fen)
def initial_pension_monthly(
    basic_pension_monthly: Monthly[Yuan],
    account_pension_monthly: Monthly[Yuan],
    transitional_pension_monthly: Monthly[Yuan],
    total_contribution_years: OnDate[Count],
    min_contribution_years: Monthly[Count],
) -> Monthly[Yuan]:
    """The three parts, for those with the minimum years; others have no monthly pension."""
    parts = basic_pension_monthly + account_pension_monthly + transitional_pension_monthly
    return where(total_contribution_years >= min_contribution_years, parts, 0.0)


@rule(entity=Person, law="社会保险法 第十八条；人社部、财政部年度调整通知", label="职工养老金（发放）", rounds=Fen)
def employee_pension_monthly(
    is_retired_employee: OnDate[Flags],
    employee_pension_last_year_monthly: OnDate[Yuan],
    initial_pension_monthly: Monthly[Yuan],
    annual_increase: Monthly[Rate],
) -> Monthly[Yuan]:
    """Last December's pension with the national increase from January; this year's retirees start on the formula."""
    raised = employee_pension_last_year_monthly * (1 + annual_increase)
    in_payment = where(employee_pension_last_year_monthly > 0, raised, initial_pension_monthly)
    return where(is_retired_employee, in_payment, 0.0)


@rule(entity=Person, law=f"{PENSION}；{DELAY}", label="达到法定退休年龄")
def has_reached_retirement_age(
    this_month: Monthly[Count], birth_month: Fixed[Count], statutory_retirement_months: Monthly[Count]
) -> Monthly[Flags]:
    """Counted in months of age, from the month in which the age is reached."""
    return this_month - birth_month >= statutory_retirement_months


@rule(entity=Person, law="社会保险法 第十六条", label="缴费达到最低年限")
def has_min_contribution_years(
    total_contribution_years: OnDate[Count], min_contribution_years: Monthly[Count]
) -> Monthly[Flags]:
    """Years paid and deemed, against the minimum of the month."""
    return total_contribution_years >= min_contribution_years


@rule(entity=Person, law="社会保险法 第十六条", label="可按月领取职工基本养老金")
def is_entitled_to_employee_pension(
    is_retired_employee: OnDate[Flags],
    has_reached_retirement_age: Monthly[Flags],
    has_min_contribution_years: Monthly[Flags],
) -> Monthly[Flags]:
    """In payment already, or old enough and with the years."""
    return either(is_retired_employee, both(has_reached_retirement_age, has_min_contribution_years))


@rule(entity=Person, law="社会保险法 第十六条", label="月养老金（在付或按规定可得）")
def employee_pension_due_monthly(
    is_retired_employee: OnDate[Flags], employee_pension_monthly: Monthly[Yuan], initial_pension_monthly: Monthly[Yuan]
) -> Monthly[Yuan]:
    """What is paid, or what would be paid on retiring now."""
    return where(is_retired_employee, employee_pension_monthly, initial_pension_monthly)


employee_pension_year = year_sum(employee_pension_monthly)


@rule(
    entity=Person,
    law="社会保险法 第十条、第十六条",
    label="职工养老金（全年）",
    flow=Flow("职工基本养老保险基金", "government", 1),
)
def employee_pension_yearly(employee_pension_year: Yearly[Yuan]) -> Yearly[Yuan]:
    """Twelve months."""
    return employee_pension_year + 0.0
