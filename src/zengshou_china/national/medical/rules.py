"""居民医疗费用: one admission through basic, critical-illness and assistance layers, in this order.

What an earlier admission of the year used up is an input, so that admissions settle one after another.
"""

from zengshou.policy.dsl import (
    Category,
    Fen,
    OnDate,
    Person,
    Rate,
    Schedule,
    Yearly,
    Yuan,
    at_least,
    at_most,
    either,
    rule,
    where,
)
from zengshou_china.national.inputs import assistance_group

NONE = assistance_group.code("none")
TEKUN_ORPHAN = assistance_group.code("tekun_orphan")
DIBAO = assistance_group.code("dibao")
LAYERS = "国办发〔2021〕42号"


@rule(entity=Person, law="本市医保待遇清单（见参数来源）", label="基本医保支付", rounds=Fen)
def medical_basic_yearly(
    admission_cost_yearly: Yearly[Yuan],
    medical_cap_used_yearly: Yearly[Yuan],
    inpatient_deductible: Yearly[Yuan],
    inpatient_rate: Yearly[Rate],
    inpatient_cap: Yearly[Yuan],
) -> Yearly[Yuan]:
    """(Compliant cost - deductible) x ratio of the hospital's tier, within what is left of the year's cap."""
    left = at_least(0.0, inpatient_cap - medical_cap_used_yearly)
    return at_most(left, at_least(0.0, admission_cost_yearly - inpatient_deductible) * inpatient_rate)


@rule(entity=Person, law=f"{LAYERS} 第二条", label="基本医保后个人负担")
def medical_own_after_basic_yearly(
    admission_cost_yearly: Yearly[Yuan], medical_basic_yearly: Yearly[Yuan]
) -> Yearly[Yuan]:
    """Inside the catalogue; the deductible is part of it."""
    return admission_cost_yearly - medical_basic_yearly


@rule(entity=Person, law="医保发〔2019〕30号；本市医保待遇清单（见参数来源）", label="大病保险支付", rounds=Fen)
def medical_critical_yearly(
    medical_own_after_basic_yearly: Yearly[Yuan],
    critical_cost_before_yearly: Yearly[Yuan],
    assistance_group: OnDate[Category],
    critical_deductible: Yearly[Yuan],
    critical_bands: Schedule,
    critical_cap: Yearly[Yuan],
    poor_deductible_cut: Yearly[Rate],
    poor_rate_plus: Yearly[Rate],
) -> Yearly[Yuan]:
    """Bands on what exceeds the deductible, over the year. For the poor: half the deductible, +5 points, no cap."""
    is_poor = either(assistance_group == TEKUN_ORPHAN, assistance_group == DIBAO)
    deductible = where(is_poor, critical_deductible * (1 - poor_deductible_cut), critical_deductible)
    plus = where(is_poor, poor_rate_plus, 0.0)
    before = at_least(0.0, critical_cost_before_yearly - deductible)
    after = at_least(0.0, critical_cost_before_yearly + medical_own_after_basic_yearly - deductible)
    paid_before = critical_bands.tax(before) + before * plus
    paid_after = critical_bands.tax(after) + after * plus
    capped = at_most(critical_cap, paid_after) - at_most(critical_cap, paid_before)
    return where(is_poor, paid_after - paid_before, capped)


@rule(entity=Person, law=f"{LAYERS} 第二条", label="大病保险后个人负担")
def medical_own_after_critical_yearly(
    medical_own_after_basic_yearly: Yearly[Yuan], medical_critical_yearly: Yearly[Yuan]
) -> Yearly[Yuan]:
    """What assistance looks at."""
    return medical_own_after_basic_yearly - medical_critical_yearly


@rule(entity=Person, law=f"{LAYERS} 第三条", label="医疗救助", rounds=Fen)
def medical_assistance_yearly(
    medical_own_after_critical_yearly: Yearly[Yuan],
    assistance_group: OnDate[Category],
    assistance_rate: Yearly[Rate],
    assistance_deductible_share: Yearly[Rate],
    income_per_head: Yearly[Yuan],
) -> Yearly[Yuan]:
    """A share of what remains above the group's deductible, itself a share of local income per head."""
    above = at_least(0.0, medical_own_after_critical_yearly - assistance_deductible_share * income_per_head)
    return where(assistance_group == NONE, 0.0, above * assistance_rate)


@rule(entity=Person, law=f"{LAYERS} 第二条", label="各层保障后个人负担")
def patient_share_yearly(
    medical_own_after_critical_yearly: Yearly[Yuan], medical_assistance_yearly: Yearly[Yuan]
) -> Yearly[Yuan]:
    """Inside the catalogue. Cost outside it is never covered here."""
    return medical_own_after_critical_yearly - medical_assistance_yearly
