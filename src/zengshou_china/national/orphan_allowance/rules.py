"""孤儿基本生活费: a monthly sum for children without parents, by where they are brought up."""

from zengshou.policy.dsl import (
    Category,
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
    input_column,
    rule,
    where,
    year_sum,
)

OPINION = "国务院办公厅关于加强孤儿保障工作的意见（国办发〔2010〕54号）"
BASIC = Flow("一般公共预算", "government", 1)
EIGHTEEN = 18 * 12  # months; paid to the month of the eighteenth birthday

is_orphan = input_column(
    entity=Person,
    period=OnDate,
    unit=Flags,
    label="孤儿或事实无人抚养儿童",
    if_absent=False,
    note="经县级以上民政部门认定",
    question="谁已认定为孤儿或事实无人抚养儿童？",
    page="person",
)
orphan_care = input_column(
    entity=Person,
    period=OnDate,
    unit=Category,
    categories=("family", "institution"),
    label="孤儿养育方式",
    if_absent="family",
    question="孩子由谁养育？",
    page="person",
    choices=("亲属或寄养家庭（散居）", "儿童福利机构"),
)


@rule(entity=Person, law=f"{OPINION} 一", label="享受孤儿基本生活保障的儿童")
def is_orphan_child(this_month: Monthly[Count], birth_month: Fixed[Count], is_orphan: OnDate[Flags]) -> Monthly[Flags]:
    """Under eighteen, and so recognised."""
    age = this_month - birth_month
    return both(is_orphan, age >= 0, age <= EIGHTEEN)


@rule(entity=Person, law=f"{OPINION} 二（一）", label="孤儿基本生活费")
def orphan_allowance_monthly(is_orphan_child: Monthly[Flags], standard_monthly: Monthly[Yuan]) -> Monthly[Yuan]:
    """The province's least sum for upbringing, higher in an institution."""
    return where(is_orphan_child, standard_monthly, 0.0)


orphan_allowance_year = year_sum(orphan_allowance_monthly)


@rule(entity=Person, law=f"{OPINION} 二（一）", label="孤儿基本生活费（全年）", flow=BASIC)
def orphan_allowance_yearly(orphan_allowance_year: Yearly[Yuan]) -> Yearly[Yuan]:
    """Twelve months."""
    return orphan_allowance_year + 0.0
