"""医疗费用结算: one admission through the payers in their order: basic, critical illness, assistance, oneself.

What the year has used up so far stands in accumulators: each is an input before the admission and a column after
it, so that admissions settle one after another. Every payer's amount is rounded to the fen where it is paid.
"""

from zengshou.policy.dsl import (
    Category,
    Count,
    Fen,
    Flags,
    OnDate,
    Person,
    Rate,
    Schedule,
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

NONE = assistance_group.code("none")
TEKUN_ORPHAN = assistance_group.code("tekun_orphan")
DIBAO = assistance_group.code("dibao")
LAYERS = "国办发〔2021〕42号"
LOCAL = "本市医保待遇清单（见参数来源）"

medical_scheme = input_column(
    entity=Person,
    period=OnDate,
    unit=Category,
    categories=("resident", "employee", "retiree"),
    label="医保类别",
    if_absent="resident",
    question="您参加的是哪一种医疗保险？",
    page="health",
    choices=("城乡居民医保", "职工医保（在职）", "职工医保（退休）"),
)
admissions_before = input_column(
    entity=Person,
    period=OnDate,
    unit=Count,
    label="本年度此前住院次数",
    if_absent=0.0,
    question="今年此前住过几次院？",
    page="health",
)
deductible_used_yearly = input_column(
    entity=Person,
    period=Yearly,
    unit=Yuan,
    label="本年度已负担的起付标准",
    if_absent=0.0,
    question="今年已经自己负担了多少起付标准？",
    page="health",
)
assistance_base_before_yearly = input_column(
    entity=Person,
    period=Yearly,
    unit=Yuan,
    label="本年度此前大病保险后的个人负担",
    if_absent=0.0,
    question="今年此前住院，医保和大病保险报销后自己负担了多少？",
    page="health",
)
assistance_paid_before_yearly = input_column(
    entity=Person,
    period=Yearly,
    unit=Yuan,
    label="本年度此前已获医疗救助",
    if_absent=0.0,
    question="今年已经得到多少医疗救助？",
    page="health",
)
outside_catalogue_cost_yearly = input_column(
    entity=Person,
    period=Yearly,
    unit=Yuan,
    label="目录外和先行自付费用",
    if_absent=0.0,
    question="这次住院不在医保目录内的费用是多少？",
    page="health",
)
outpatient_cost_yearly = input_column(
    entity=Person,
    period=Yearly,
    unit=Yuan,
    label="本年度普通门诊目录内费用",
    if_absent=0.0,
    question="今年在选定的基层医疗机构看门诊花了多少（目录内）？",
    page="health",
)
RESIDENT, RETIREE = medical_scheme.code("resident"), medical_scheme.code("retiree")


@rule(entity=Person, law=LOCAL, label="本次起付标准（个人负担）", rounds=Fen)
def deductible_due_yearly(
    admission_cost_yearly: Yearly[Yuan],
    medical_scheme: OnDate[Category],
    admissions_before: OnDate[Count],
    deductible_used_yearly: Yearly[Yuan],
    inpatient_deductible: Yearly[Yuan],
    employee_deductible: Yearly[Yuan],
    later_deductible_rate: Yearly[Rate],
    deductible_is_yearly: Yearly[Rate],
) -> Yearly[Yuan]:
    """Of each admission (a later one may have less), or what is left of one sum for the year; never above the cost."""
    full = where(medical_scheme == RESIDENT, inpatient_deductible, employee_deductible)
    later = where(admissions_before > 0, full * later_deductible_rate, full)
    left = at_least(0.0, full - deductible_used_yearly)
    return at_most(admission_cost_yearly, where(deductible_is_yearly > 0, left, later))


@rule(entity=Person, law=LOCAL, label="住院支付比例")
def inpatient_pay_rate(
    medical_scheme: OnDate[Category],
    inpatient_rate: Yearly[Rate],
    employee_rate: Yearly[Rate],
    retiree_rate: Yearly[Rate],
) -> Yearly[Rate]:
    """By the hospital's tier; higher for employees, and higher again for those retired."""
    of_employees = where(medical_scheme == RETIREE, retiree_rate, employee_rate)
    return where(medical_scheme == RESIDENT, inpatient_rate, of_employees)


@rule(entity=Person, law=LOCAL, label="基本医保支付", rounds=Fen)
def medical_basic_yearly(
    admission_cost_yearly: Yearly[Yuan],
    deductible_due_yearly: Yearly[Yuan],
    inpatient_pay_rate: Yearly[Rate],
    medical_scheme: OnDate[Category],
    medical_cap_used_yearly: Yearly[Yuan],
    inpatient_cap: Yearly[Yuan],
    employee_cap: Yearly[Yuan],
) -> Yearly[Yuan]:
    """(Compliant cost - deductible) x ratio, within what is left of the year's cap."""
    cap = where(medical_scheme == RESIDENT, inpatient_cap, employee_cap)
    left = at_least(0.0, cap - medical_cap_used_yearly)
    return at_most(left, (admission_cost_yearly - deductible_due_yearly) * inpatient_pay_rate)


@rule(entity=Person, law=f"{LAYERS} 第二条", label="基本医保后个人负担")
def medical_own_after_basic_yearly(
    admission_cost_yearly: Yearly[Yuan], medical_basic_yearly: Yearly[Yuan]
) -> Yearly[Yuan]:
    """Inside the catalogue; the deductible is part of it."""
    return admission_cost_yearly - medical_basic_yearly


@rule(entity=Person, law=LOCAL, label="计入大病保险的个人负担")
def critical_base_yearly(
    medical_own_after_basic_yearly: Yearly[Yuan],
    deductible_due_yearly: Yearly[Yuan],
    medical_scheme: OnDate[Category],
    critical_counts_deductible: Yearly[Rate],
) -> Yearly[Yuan]:
    """Whether the basic deductible counts is local. Employees have another scheme, which is not modelled."""
    without = at_least(0.0, medical_own_after_basic_yearly - deductible_due_yearly)
    base = where(critical_counts_deductible > 0, medical_own_after_basic_yearly, without)
    return where(medical_scheme == RESIDENT, base, 0.0)


@rule(entity=Person, law=f"医保发〔2019〕30号；{LOCAL}", label="大病保险支付", rounds=Fen)
def medical_critical_yearly(
    critical_base_yearly: Yearly[Yuan],
    critical_cost_before_yearly: Yearly[Yuan],
    assistance_group: OnDate[Category],
    critical_deductible: Yearly[Yuan],
    critical_bands: Schedule,
    critical_cap: Yearly[Yuan],
    critical_counts_year: Yearly[Rate],
    poor_deductible_cut: Yearly[Rate],
    poor_rate_plus: Yearly[Rate],
) -> Yearly[Yuan]:
    """Bands above the deductible, over the year or each admission. The poor: half of it, +5 points, no cap."""
    is_poor = either(assistance_group == TEKUN_ORPHAN, assistance_group == DIBAO)
    deductible = where(is_poor, critical_deductible * (1 - poor_deductible_cut), critical_deductible)
    plus = where(is_poor, poor_rate_plus, 0.0)
    counted = where(critical_counts_year > 0, critical_cost_before_yearly, critical_cost_before_yearly * 0.0)
    before = at_least(0.0, counted - deductible)
    after = at_least(0.0, counted + critical_base_yearly - deductible)
    paid_before = critical_bands.tax(before) + before * plus
    paid_after = critical_bands.tax(after) + after * plus
    capped = at_most(critical_cap, paid_after) - at_most(critical_cap, paid_before)
    return at_most(critical_base_yearly, where(is_poor, paid_after - paid_before, capped))


@rule(entity=Person, law=f"{LAYERS} 第二条", label="大病保险后个人负担")
def medical_own_after_critical_yearly(
    medical_own_after_basic_yearly: Yearly[Yuan], medical_critical_yearly: Yearly[Yuan]
) -> Yearly[Yuan]:
    """What assistance looks at."""
    return medical_own_after_basic_yearly - medical_critical_yearly


@rule(entity=Person, law=f"{LAYERS} 第三条", label="属于医疗救助对象")
def is_medical_assistance_person(assistance_group: OnDate[Category]) -> OnDate[Flags]:
    """Any of the recognised groups, as of the day of admission."""
    return no(assistance_group == NONE)


@rule(entity=Person, law=f"{LAYERS} 第三条", label="医疗救助", rounds=Fen)
def medical_assistance_yearly(
    medical_own_after_critical_yearly: Yearly[Yuan],
    is_medical_assistance_person: OnDate[Flags],
    assistance_base_before_yearly: Yearly[Yuan],
    assistance_paid_before_yearly: Yearly[Yuan],
    assistance_rate: Yearly[Rate],
    assistance_deductible_share: Yearly[Rate],
    income_per_head: Yearly[Yuan],
    assistance_cap: Yearly[Yuan],
) -> Yearly[Yuan]:
    """A share of what exceeds the group's deductible over the year (a share of local income), within the year's cap."""
    deductible = assistance_deductible_share * income_per_head
    before = at_least(0.0, assistance_base_before_yearly - deductible)
    after = at_least(0.0, assistance_base_before_yearly + medical_own_after_critical_yearly - deductible)
    left = at_least(0.0, assistance_cap - assistance_paid_before_yearly)
    return where(is_medical_assistance_person, at_most(left, (after - before) * assistance_rate), 0.0)


@rule(entity=Person, law=f"{LAYERS} 第二条", label="各层保障后个人负担")
def patient_share_yearly(
    medical_own_after_critical_yearly: Yearly[Yuan], medical_assistance_yearly: Yearly[Yuan]
) -> Yearly[Yuan]:
    """Inside the catalogue."""
    return medical_own_after_critical_yearly - medical_assistance_yearly


@rule(entity=Person, law=f"{LAYERS} 第二条", label="本次住院个人实付")
def patient_total_yearly(
    patient_share_yearly: Yearly[Yuan], outside_catalogue_cost_yearly: Yearly[Yuan]
) -> Yearly[Yuan]:
    """With what no insurance pays."""
    return patient_share_yearly + outside_catalogue_cost_yearly


@rule(entity=Person, law=LOCAL, label="结算后：已用基本医保限额")
def medical_cap_used_after_yearly(
    medical_cap_used_yearly: Yearly[Yuan], medical_basic_yearly: Yearly[Yuan]
) -> Yearly[Yuan]:
    """`medical_cap_used_yearly` of the next admission."""
    return medical_cap_used_yearly + medical_basic_yearly


@rule(entity=Person, law=LOCAL, label="结算后：已负担的起付标准")
def deductible_used_after_yearly(
    deductible_used_yearly: Yearly[Yuan], deductible_due_yearly: Yearly[Yuan]
) -> Yearly[Yuan]:
    """`deductible_used_yearly` of the next admission."""
    return deductible_used_yearly + deductible_due_yearly


@rule(entity=Person, law=LOCAL, label="结算后：已计入大病的个人负担")
def critical_cost_after_yearly(
    critical_cost_before_yearly: Yearly[Yuan], critical_base_yearly: Yearly[Yuan]
) -> Yearly[Yuan]:
    """`critical_cost_before_yearly` of the next admission."""
    return critical_cost_before_yearly + critical_base_yearly


@rule(entity=Person, law=f"{LAYERS} 第三条", label="结算后：大病保险后的个人负担累计")
def assistance_base_after_yearly(
    assistance_base_before_yearly: Yearly[Yuan], medical_own_after_critical_yearly: Yearly[Yuan]
) -> Yearly[Yuan]:
    """`assistance_base_before_yearly` of the next admission."""
    return assistance_base_before_yearly + medical_own_after_critical_yearly


@rule(entity=Person, law=f"{LAYERS} 第三条", label="结算后：已获医疗救助累计")
def assistance_paid_after_yearly(
    assistance_paid_before_yearly: Yearly[Yuan], medical_assistance_yearly: Yearly[Yuan]
) -> Yearly[Yuan]:
    """`assistance_paid_before_yearly` of the next admission."""
    return assistance_paid_before_yearly + medical_assistance_yearly


@rule(entity=Person, law=LOCAL, label="居民普通门诊支付（全年）", rounds=Fen)
def outpatient_paid_yearly(
    outpatient_cost_yearly: Yearly[Yuan],
    medical_scheme: OnDate[Category],
    outpatient_rate: Yearly[Rate],
    outpatient_cap: Yearly[Yuan],
) -> Yearly[Yuan]:
    """A share of the year's cost at the chosen primary institution, up to the year's cap; residents only."""
    is_paid = both(medical_scheme == RESIDENT, outpatient_cost_yearly > 0)
    return where(is_paid, at_most(outpatient_cap, outpatient_cost_yearly * outpatient_rate), 0.0)
