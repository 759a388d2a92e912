"""高龄津贴, and the allowances for old people in hardship who are very old or cannot look after themselves."""

from zengshou.policy.dsl import (
    Count,
    Fixed,
    Flags,
    Flow,
    Monthly,
    OnDate,
    Person,
    Yearly,
    Yuan,
    both,
    either,
    rule,
    to_person,
    where,
    year_sum,
)
from zengshou_china.national.dibao.rules import is_dibao_recipient

ELDERS = "老年人权益保障法 第三十三条"
HARDSHIP = "财政部等关于建立健全经济困难的高龄、失能等老年人补贴制度的通知（财社〔2014〕113号）"
HIGH_AGE = Flow("一般公共预算", "government", 1)
IN_HARDSHIP = Flow("一般公共预算", "government", 1)
SIXTY, EIGHTY, NINETY, HUNDRED = 60 * 12, 80 * 12, 90 * 12, 100 * 12  # months of age

elder_receives_dibao = to_person(is_dibao_recipient, label="所在家庭正在享受低保")


@rule(entity=Person, law=ELDERS, label="年满80周岁")
def is_eighty_or_older(this_month: Monthly[Count], birth_month: Fixed[Count]) -> Monthly[Flags]:
    """From the month after the eightieth birthday."""
    return this_month - birth_month > EIGHTY


@rule(entity=Person, law=ELDERS, label="高龄津贴")
def elderly_allowance_monthly(
    this_month: Monthly[Count],
    birth_month: Fixed[Count],
    amount_80: Monthly[Yuan],
    amount_90: Monthly[Yuan],
    amount_100: Monthly[Yuan],
) -> Monthly[Yuan]:
    """By age band, from the month after the birthday; no test of income."""
    age = this_month - birth_month
    over_ninety = where(age > HUNDRED, amount_100, amount_90)
    return where(age > EIGHTY, where(age > NINETY, over_ninety, amount_80), 0.0)


elderly_allowance_year = year_sum(elderly_allowance_monthly)


@rule(entity=Person, law=ELDERS, label="高龄津贴（全年）", flow=HIGH_AGE)
def elderly_allowance_yearly(elderly_allowance_year: Yearly[Yuan]) -> Yearly[Yuan]:
    """Twelve months."""
    return elderly_allowance_year + 0.0


@rule(entity=Person, since="2014-05-01", law=HARDSHIP, label="经济困难的高龄老人")
def is_hardship_aged(
    is_eighty_or_older: Monthly[Flags], elder_receives_dibao: Monthly[Flags], is_dibao_member: Monthly[Flags]
) -> Monthly[Flags]:
    """Eighty or older in a family that receives dibao."""
    return both(is_eighty_or_older, elder_receives_dibao, is_dibao_member)


@rule(entity=Person, since="2014-05-01", law=HARDSHIP, label="经济困难的失能老人")
def is_hardship_disabled(
    this_month: Monthly[Count],
    birth_month: Fixed[Count],
    failed_self_care_items: OnDate[Count],
    elder_receives_dibao: Monthly[Flags],
    is_dibao_member: Monthly[Flags],
    disabled_items_min: Monthly[Count],
) -> Monthly[Flags]:
    """Sixty or older, in a dibao family, and unable to do so many of the six things."""
    is_elder = this_month - birth_month > SIXTY
    is_disabled = failed_self_care_items >= disabled_items_min
    return both(is_elder, is_disabled, elder_receives_dibao, is_dibao_member)


@rule(entity=Person, since="2014-05-01", law=HARDSHIP, label="享受经济困难老年人补贴")
def is_hardship_elder(is_hardship_aged: Monthly[Flags], is_hardship_disabled: Monthly[Flags]) -> Monthly[Flags]:
    """By age or by loss of ability."""
    return either(is_hardship_aged, is_hardship_disabled)


@rule(entity=Person, since="2014-05-01", law=HARDSHIP, label="经济困难的高龄、失能老年人补贴")
def hardship_elder_monthly(
    is_hardship_aged: Monthly[Flags],
    is_hardship_disabled: Monthly[Flags],
    aged_amount: Monthly[Yuan],
    disabled_amount: Monthly[Yuan],
) -> Monthly[Yuan]:
    """Services for the very old and nursing for the disabled; both may be held."""
    return where(is_hardship_aged, aged_amount, 0.0) + where(is_hardship_disabled, disabled_amount, 0.0)


hardship_elder_year = year_sum(hardship_elder_monthly)


@rule(entity=Person, since="2014-05-01", law=HARDSHIP, label="经济困难的高龄、失能老年人补贴（全年）", flow=IN_HARDSHIP)
def hardship_elder_yearly(hardship_elder_year: Yearly[Yuan]) -> Yearly[Yuan]:
    """Twelve months."""
    return hardship_elder_year + 0.0
