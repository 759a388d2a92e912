"""城乡居民基本养老保险: contribution and subsidy, entitlement at 60, basic and account pension."""

from zengshou.policy.dsl import (
    Count,
    Fen,
    Fixed,
    Flags,
    Flow,
    Lookup,
    Monthly,
    OnDate,
    Person,
    Yearly,
    Yuan,
    at_least,
    both,
    either,
    no,
    rule,
    where,
    year_sum,
)

SCHEME = "国发〔2014〕8号"


@rule(entity=Person, law=f"{SCHEME} 第八条", label="缴费年限符合领取条件")
def has_resident_pension_years(
    is_resident_pension_insured: OnDate[Flags],
    is_retired_employee: OnDate[Flags],
    resident_pension_years: OnDate[Count],
    birth_month: Fixed[Count],
    required_years: OnDate[Count],
    exempt_birth_month: OnDate[Count],
) -> OnDate[Flags]:
    """15 years; those already 45 when the scheme began may have fewer. Never beside an employee's pension."""
    has_years = either(resident_pension_years >= required_years, birth_month <= exempt_birth_month)
    return both(is_resident_pension_insured, no(is_retired_employee), has_years)


@rule(entity=Person, law=f"{SCHEME} 第六条、第七条", label="基础养老金与个人账户养老金", rounds=Fen)
def resident_pension_amount_monthly(
    resident_pension_years: OnDate[Count],
    resident_account_balance: OnDate[Yuan],
    basic_monthly: Monthly[Yuan],
    long_contribution_bonus: Monthly[Yuan],
    required_years: Monthly[Count],
    account_months: Monthly[Count],
) -> Monthly[Yuan]:
    """Basic pension of the place, a bonus for each year beyond 15, and the account by 139 months."""
    bonus = long_contribution_bonus * at_least(0.0, resident_pension_years - required_years)
    return basic_monthly + bonus + resident_account_balance / account_months


@rule(entity=Person, law=f"{SCHEME} 第六条", label="个人账户养老金", rounds=Fen)
def resident_account_pension_monthly(
    resident_account_balance: OnDate[Yuan], account_months: Monthly[Count]
) -> Monthly[Yuan]:
    """The account alone; contributions, subsidies and interest by 139."""
    return resident_account_balance / account_months


@rule(entity=Person, law=f"{SCHEME} 第八条", label="可领取城乡居民养老金")
def is_entitled_to_resident_pension(
    this_month: Monthly[Count],
    birth_month: Fixed[Count],
    has_resident_pension_years: OnDate[Flags],
    eligible_age_months: Monthly[Count],
) -> Monthly[Flags]:
    """From the month after the sixtieth birthday; delayed retirement does not touch it."""
    return both(has_resident_pension_years, this_month - birth_month > eligible_age_months)


@rule(entity=Person, law=f"{SCHEME} 第八条", label="城乡居民养老金")
def resident_pension_monthly(
    this_month: Monthly[Count],
    birth_month: Fixed[Count],
    is_entitled_to_resident_pension: Monthly[Flags],
    resident_pension_amount_monthly: Monthly[Yuan],
    age_65_supplement: Monthly[Yuan],
    age_80_supplement: Monthly[Yuan],
) -> Monthly[Yuan]:
    """The amount of the place, with supplements at 65 and 80."""
    age = this_month - birth_month
    supplement = where(age > 65 * 12, where(age > 80 * 12, age_80_supplement, age_65_supplement), 0.0)
    return where(is_entitled_to_resident_pension, resident_pension_amount_monthly + supplement, 0.0)


resident_pension_year = year_sum(resident_pension_monthly)


@rule(
    entity=Person,
    law=f"{SCHEME} 第七条",
    label="城乡居民养老金（全年）",
    flow=Flow("城乡居民基本养老保险基金", "government", 1),
)
def resident_pension_yearly(resident_pension_year: Yearly[Yuan]) -> Yearly[Yuan]:
    """Twelve months."""
    return resident_pension_year + 0.0


@rule(
    entity=Person,
    law=f"{SCHEME} 第四条",
    label="城乡居民养老保险个人缴费",
    flow=Flow("城乡居民基本养老保险基金", "household", -1, is_shared=False),
)
def resident_pension_contribution_yearly(
    this_year: Yearly[Count],
    birth_month: Fixed[Count],
    is_resident_pension_insured: OnDate[Flags],
    resident_pension_tier_yearly: Yearly[Yuan],
    eligible_age_months: Yearly[Count],
) -> Yearly[Yuan]:
    """The tier one chose, until the year in which one turns 60."""
    is_below_age = this_year * 12 + 11 - birth_month < eligible_age_months
    return where(both(is_resident_pension_insured, is_below_age), resident_pension_tier_yearly, 0.0)


@rule(
    entity=Person,
    law=f"{SCHEME} 第四条",
    label="城乡居民养老保险缴费补贴（记入个人账户）",
    flow=Flow("一般公共预算", "government", 1),
)
def resident_pension_subsidy_yearly(
    resident_pension_contribution_yearly: Yearly[Yuan], contribution_subsidy: Lookup
) -> Yearly[Yuan]:
    """By tier. It enters the account and is no income of the year."""
    return contribution_subsidy.at(resident_pension_contribution_yearly)
