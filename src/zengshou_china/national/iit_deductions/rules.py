"""专项附加扣除: each deduction by itself, and who may claim it. The income tax (iit) adds them up.

Values stand in iit/parameters.yaml. A deduction lowers taxable income, so it helps only those who have income to tax.
"""

from zengshou.policy.dsl import (
    Count,
    Flags,
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
    no,
    rule,
    where,
    year_sum,
)
from zengshou_china.national.inputs import wage_monthly

MEASURES = "个人所得税专项附加扣除暂行办法（国发〔2018〕41号）"
RAISED = "国发〔2023〕13号"
INFANT = "国发〔2022〕8号"

wage_for_deductions_yearly = year_sum(wage_monthly, label="工资薪金（全年）")


@rule(
    entity=Person,
    since="2019-01-01",
    law=f"{MEASURES} 第五条、第六条；{RAISED}",
    label="子女教育扣除",
    reads={"child_education": "iit.child_education"},
)
def child_education_deduction_monthly(
    child_education_claimed: OnDate[Count], child_education: Monthly[Yuan]
) -> Monthly[Yuan]:
    """From the child's third birthday to the end of full-time education; parents may halve it."""
    return child_education_claimed * child_education


@rule(
    entity=Person,
    since="2019-01-01",
    law=f"{INFANT}；{RAISED}",
    label="3岁以下婴幼儿照护扣除",
    reads={"infant_care": "iit.infant_care"},
)
def infant_care_deduction_monthly(infant_care_claimed: OnDate[Count], infant_care: Monthly[Yuan]) -> Monthly[Yuan]:
    """Until the third birthday; the amount is nothing before 2022."""
    return infant_care_claimed * infant_care


@rule(
    entity=Person,
    since="2019-01-01",
    law=f"{MEASURES} 第二十二条、第二十三条；{RAISED}",
    label="赡养老人扣除",
    reads={"elder_support": "iit.elder_support", "elder_support_share_cap": "iit.elder_support_share_cap"},
)
def elder_support_deduction_monthly(
    elder_support_rate: OnDate[Rate], elder_support: Monthly[Yuan], elder_support_share_cap: Monthly[Yuan]
) -> Monthly[Yuan]:
    """The whole for an only child; brothers and sisters share it, each up to the cap."""
    shared = at_most(elder_support_share_cap, elder_support_rate * elder_support)
    return where(elder_support_rate >= 1, elder_support, shared)


@rule(
    entity=Person,
    since="2019-01-01",
    law=f"{MEASURES} 第十四条",
    label="住房贷款利息扣除",
    reads={"mortgage_interest": "iit.mortgage_interest"},
)
def mortgage_deduction_monthly(
    has_mortgage_deduction: OnDate[Flags], mortgage_interest: Monthly[Yuan]
) -> Monthly[Yuan]:
    """Interest on the first home, for at most 240 months."""
    return where(has_mortgage_deduction, mortgage_interest, 0.0)


@rule(
    entity=Person,
    since="2019-01-01",
    law=f"{MEASURES} 第十七条、第二十条",
    label="住房租金扣除",
    reads={"rent_by_tier": "iit.rent_by_tier", "rent_tier": "iit.rent_tier"},
)
def rent_deduction_monthly(
    has_rent_deduction: OnDate[Flags],
    has_mortgage_deduction: OnDate[Flags],
    rent_by_tier: Lookup,
    rent_tier: Monthly[Count],
) -> Monthly[Yuan]:
    """By the size of the city where one works; nobody has interest and rent in one year."""
    is_renter = both(has_rent_deduction, no(has_mortgage_deduction))
    return where(is_renter, rent_by_tier.at(rent_tier), 0.0)


@rule(
    entity=Person,
    since="2019-01-01",
    law=f"{MEASURES} 第八条",
    label="学历继续教育扣除",
    reads={"degree_study": "iit.degree_study"},
)
def degree_study_deduction_monthly(has_degree_study: OnDate[Flags], degree_study: Monthly[Yuan]) -> Monthly[Yuan]:
    """While studying for a degree, for at most 48 months."""
    return where(has_degree_study, degree_study, 0.0)


@rule(
    entity=Person,
    since="2019-01-01",
    law=f"{MEASURES} 第八条",
    label="职业资格继续教育扣除",
    reads={"certificate": "iit.certificate"},
)
def certificate_deduction_yearly(has_new_certificate: OnDate[Flags], certificate: Yearly[Yuan]) -> Yearly[Yuan]:
    """In the year in which the certificate is obtained."""
    return where(has_new_certificate, certificate, 0.0)


@rule(
    entity=Person,
    since="2019-01-01",
    law=f"{MEASURES} 第十一条",
    label="大病医疗扣除",
    reads={"illness_threshold": "iit.illness_threshold", "illness_cap": "iit.illness_cap"},
)
def illness_deduction_yearly(
    serious_illness_cost_yearly: Yearly[Yuan], illness_threshold: Yearly[Yuan], illness_cap: Yearly[Yuan]
) -> Yearly[Yuan]:
    """What one bears above the threshold, up to the cap; only at the annual settlement."""
    return at_most(illness_cap, at_least(0.0, serious_illness_cost_yearly - illness_threshold))


@rule(entity=Person, since="2019-01-01", law="个人所得税法 第六条", label="全年工资、劳务、稿酬、经营等所得")
def work_income_yearly(
    wage_for_deductions_yearly: Yearly[Yuan],
    labour_service_yearly: Yearly[Yuan],
    author_pay_yearly: Yearly[Yuan],
    royalty_yearly: Yearly[Yuan],
    business_income_yearly: Yearly[Yuan],
) -> Yearly[Yuan]:
    """Comprehensive income and business income: what the deductions are taken from."""
    labour = wage_for_deductions_yearly + labour_service_yearly + author_pay_yearly + royalty_yearly
    return labour + at_least(0.0, business_income_yearly)


@rule(entity=Person, since="2019-01-01", law=f"{MEASURES} 第五条、第六条", label="可扣除子女教育")
def is_child_education_deductible(
    child_education_claimed: OnDate[Count], work_income_yearly: Yearly[Yuan]
) -> Yearly[Flags]:
    """A child of three or older in education, and income to deduct from."""
    return both(child_education_claimed > 0, work_income_yearly > 0)


@rule(entity=Person, since="2022-01-01", law=INFANT, label="可扣除婴幼儿照护")
def is_infant_care_deductible(infant_care_claimed: OnDate[Count], work_income_yearly: Yearly[Yuan]) -> Yearly[Flags]:
    """A child under three, and income to deduct from."""
    return both(infant_care_claimed > 0, work_income_yearly > 0)


@rule(entity=Person, since="2019-01-01", law=f"{MEASURES} 第二十二条", label="可扣除赡养老人")
def is_elder_support_deductible(elder_support_rate: OnDate[Rate], work_income_yearly: Yearly[Yuan]) -> Yearly[Flags]:
    """A parent of sixty or older (or a grandparent whose children have all died), and income to deduct from."""
    return both(elder_support_rate > 0, work_income_yearly > 0)


@rule(entity=Person, since="2019-01-01", law=f"{MEASURES} 第十四条", label="可扣除住房贷款利息")
def is_mortgage_deductible(has_mortgage_deduction: OnDate[Flags], work_income_yearly: Yearly[Yuan]) -> Yearly[Flags]:
    """Interest on a first home, and income to deduct from."""
    return both(has_mortgage_deduction, work_income_yearly > 0)


@rule(entity=Person, since="2019-01-01", law=f"{MEASURES} 第十七条、第二十条", label="可扣除住房租金")
def is_rent_deductible(
    has_rent_deduction: OnDate[Flags], has_mortgage_deduction: OnDate[Flags], work_income_yearly: Yearly[Yuan]
) -> Yearly[Flags]:
    """Rent in the city where one works without a home there, no interest deducted, and income to deduct from."""
    return both(has_rent_deduction, no(has_mortgage_deduction), work_income_yearly > 0)


@rule(entity=Person, since="2019-01-01", law=f"{MEASURES} 第八条", label="可扣除学历继续教育")
def is_degree_study_deductible(has_degree_study: OnDate[Flags], work_income_yearly: Yearly[Yuan]) -> Yearly[Flags]:
    """Studying for a degree, and income to deduct from."""
    return both(has_degree_study, work_income_yearly > 0)


@rule(entity=Person, since="2019-01-01", law=f"{MEASURES} 第八条", label="可扣除职业资格继续教育")
def is_certificate_deductible(has_new_certificate: OnDate[Flags], work_income_yearly: Yearly[Yuan]) -> Yearly[Flags]:
    """A certificate obtained this year, and income to deduct from."""
    return both(has_new_certificate, work_income_yearly > 0)


@rule(
    entity=Person,
    since="2019-01-01",
    law=f"{MEASURES} 第十一条",
    label="可扣除大病医疗",
    reads={"illness_threshold": "iit.illness_threshold"},
)
def is_illness_deductible(
    serious_illness_cost_yearly: Yearly[Yuan], work_income_yearly: Yearly[Yuan], illness_threshold: Yearly[Yuan]
) -> Yearly[Flags]:
    """What one bears inside the list lies above the threshold, and income to deduct from."""
    return both(serious_illness_cost_yearly > illness_threshold, work_income_yearly > 0)
