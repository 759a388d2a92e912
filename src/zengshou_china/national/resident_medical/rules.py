"""居民医保筹资: what is collected this year and for which year's cover, who is helped to pay, the public subsidy."""

from zengshou.policy.dsl import (
    Category,
    Count,
    Fen,
    Flags,
    Flow,
    OnDate,
    Person,
    Rate,
    Yearly,
    Yuan,
    at_least,
    at_most,
    both,
    either,
    input_column,
    no,
    rule,
    where,
)
from zengshou_china.national.inputs import assistance_group

TEKUN_ORPHAN = assistance_group.code("tekun_orphan")
DIBAO = assistance_group.code("dibao")
NOTICES = "国家医保局等年度居民医保通知（见参数来源）"
HELP = "国办发〔2021〕42号"
FUND = "城乡居民基本医疗保险基金"

joins_resident_medical = input_column(
    entity=Person,
    period=OnDate,
    unit=Flags,
    label="未参加职工医保者参加居民医保",
    if_absent=True,
    note="未填按参加；职工、退休职工不论填写与否都不在居民医保",
    question="您今年缴纳（或由政府代缴）城乡居民医保费了吗？",
    page="insurance",
)
paid_resident_medical_last_year = input_column(
    entity=Person,
    period=OnDate,
    unit=Flags,
    label="上年集中缴费期已缴纳今年的居民医保费",
    if_absent=True,
    note="未填按已缴",
    question="去年集中缴费期，您缴纳今年的城乡居民医保费了吗？",
    page="insurance",
)


@rule(entity=Person, law="社会保险法 第二十五条", label="参加城乡居民医保")
def is_resident_medical_insured(
    joins_resident_medical: OnDate[Flags], is_employee_insured: OnDate[Flags], is_retired_employee: OnDate[Flags]
) -> OnDate[Flags]:
    """Nobody pays into two schemes: employees and their pensioners are in the other."""
    return both(joins_resident_medical, no(is_employee_insured), no(is_retired_employee))


@rule(entity=Person, law=NOTICES, label="本年缴费对应的待遇年度")
def resident_medical_covers(this_year: Yearly[Count], cover_lag_years: Yearly[Count]) -> Yearly[Count]:
    """The notice of year t names what is collected in t; since 2019 it buys the cover of t + 1."""
    return this_year + cover_lag_years


@rule(entity=Person, law=NOTICES, label="本年享受居民医保待遇")
def is_resident_medical_covered(
    is_resident_medical_insured: OnDate[Flags],
    paid_resident_medical_last_year: OnDate[Flags],
    cover_lag_years: Yearly[Count],
) -> Yearly[Flags]:
    """Where cover follows a year later, last year's payment decides; before that, this year's."""
    return both(is_resident_medical_insured, either(cover_lag_years < 1, paid_resident_medical_last_year))


@rule(entity=Person, law=NOTICES, label="本年应收居民医保个人缴费")
def resident_medical_due_yearly(
    is_resident_medical_insured: OnDate[Flags], contribution_yearly: Yearly[Yuan]
) -> Yearly[Yuan]:
    """Per person, whatever the age, before any help."""
    return where(is_resident_medical_insured, contribution_yearly, 0.0)


@rule(
    entity=Person,
    until="2021-12-31",
    law=HELP,
    label="参保资助",
    name="resident_medical_help_yearly",
)
def resident_medical_help_until_2021(resident_medical_due_yearly: Yearly[Yuan]) -> Yearly[Yuan]:
    """Local schemes only; no national rule was read."""
    return resident_medical_due_yearly * 0.0


@rule(
    entity=Person,
    since="2022-01-01",
    until="2024-12-31",
    law=f"{HELP} 第二条",
    label="参保资助",
    name="resident_medical_help_yearly",
    rounds=Fen,
)
def resident_medical_help_until_2024(
    resident_medical_due_yearly: Yearly[Yuan],
    assistance_group: OnDate[Category],
    tekun_rate: Yearly[Rate],
    dibao_fixed_yearly: Yearly[Yuan],
) -> Yearly[Yuan]:
    """特困 and orphans in full; dibao a sum that the province fixes, never above what is due."""
    of_dibao = where(assistance_group == DIBAO, at_most(resident_medical_due_yearly, dibao_fixed_yearly), 0.0)
    return where(assistance_group == TEKUN_ORPHAN, resident_medical_due_yearly * tekun_rate, of_dibao)


@rule(
    entity=Person,
    since="2025-01-01",
    law=f"{HELP} 第二条；2025年居民医保通知",
    label="参保资助",
    rounds=Fen,
)
def resident_medical_help_yearly(
    resident_medical_due_yearly: Yearly[Yuan], assisted_rate: Yearly[Rate]
) -> Yearly[Yuan]:
    """A share of what is due, by group."""
    return resident_medical_due_yearly * assisted_rate


@rule(entity=Person, since="2022-01-01", law=f"{HELP} 第二条", label="可享受参保资助")
def has_resident_medical_help(resident_medical_help_yearly: Yearly[Yuan]) -> Yearly[Flags]:
    """Something is paid for them."""
    return resident_medical_help_yearly > 0


@rule(
    entity=Person,
    law=NOTICES,
    label="居民医保个人缴费（全年，扣除资助）",
    flow=Flow(FUND, "household", -1, is_shared=False),
)
def resident_medical_contribution_yearly(
    resident_medical_due_yearly: Yearly[Yuan], resident_medical_help_yearly: Yearly[Yuan]
) -> Yearly[Yuan]:
    """What the person pays this year, for the cover of the year above."""
    return at_least(0.0, resident_medical_due_yearly - resident_medical_help_yearly)


@rule(
    entity=Person,
    law=NOTICES,
    label="居民医保财政补助与参保资助（全年）",
    flow=Flow("一般公共预算", "government", 1),
)
def resident_medical_subsidy_yearly(
    is_resident_medical_insured: OnDate[Flags],
    resident_medical_help_yearly: Yearly[Yuan],
    subsidy_yearly: Yearly[Yuan],
) -> Yearly[Yuan]:
    """The national minimum for each insured, and the help of the poor. It enters the fund and is nobody's income."""
    return where(is_resident_medical_insured, subsidy_yearly, 0.0) + resident_medical_help_yearly
