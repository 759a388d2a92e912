"""育儿补贴: a yearly sum for every child under three, since 2025."""

from zengshou.policy.dsl import (
    Count,
    Fixed,
    Flags,
    Flow,
    Person,
    Yearly,
    Yuan,
    at_least,
    at_most,
    both,
    rule,
    where,
)

SCHEME = "育儿补贴制度实施方案（中办、国办 2025年7月）"
CHILDREN = Flow("一般公共预算", "government", 1)
THREE = 3 * 12  # months of age
FIRST_BIRTH = 2025 * 12  # January 2025: who was born before is paid by months


@rule(entity=Person, since="2025-01-01", law=f"{SCHEME} 一、二", label="本年应补贴月数")
def childcare_months(this_year: Yearly[Count], birth_month: Fixed[Count]) -> Yearly[Count]:
    """Born since 2025: twelve in each of three calendar years. Born before: to the month of turning three."""
    january = this_year * 12
    left = at_least(0.0, at_most(12.0, birth_month + THREE - january + 1))
    is_in_three_years = both(birth_month < january + 12, birth_month >= january - 24)
    return where(birth_month >= FIRST_BIRTH, where(is_in_three_years, 12.0, 0.0), left)


@rule(entity=Person, since="2025-01-01", law=f"{SCHEME} 一", label="享受育儿补贴的婴幼儿")
def is_childcare_child(childcare_months: Yearly[Count]) -> Yearly[Flags]:
    """At least one month of the year counts."""
    return childcare_months >= 1


@rule(
    entity=Person,
    until="2024-12-31",
    law=f"{SCHEME} 二",
    label="育儿补贴（全年）",
    name="childcare_allowance_yearly",
    flow=CHILDREN,
)
def childcare_allowance_until_2024(birth_month: Fixed[Count]) -> Yearly[Yuan]:
    """Not yet."""
    return birth_month * 0.0


@rule(entity=Person, since="2025-01-01", law=f"{SCHEME} 二", label="育儿补贴（全年）", flow=CHILDREN)
def childcare_allowance_yearly(childcare_months: Yearly[Count], yearly_amount: Yearly[Yuan]) -> Yearly[Yuan]:
    """The yearly amount, by months where the child was born before 2025."""
    return yearly_amount * childcare_months / 12
