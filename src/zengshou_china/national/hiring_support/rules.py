"""就业补贴: flexible workers' insurance, public-interest posts, internship. Employers' part: employer_support."""

from zengshou.policy.dsl import (
    Category,
    Count,
    Fen,
    Fixed,
    Flags,
    Flow,
    Monthly,
    OnDate,
    Person,
    Rate,
    Read,
    Yearly,
    Yuan,
    at_month,
    at_most,
    both,
    either,
    input_column,
    no,
    rule,
    to_person,
    where,
)
from zengshou_china.national.dibao.rules import is_dibao_household
from zengshou_china.national.inputs import residence

PROMOTION = "就业促进法"
FLEXIBLE = f"{PROMOTION} 第十七条；广东见粤人社规〔2021〕12号"
POST = f"{PROMOTION} 第五十三条"
INTERN = "国发〔2015〕23号；城市方案“加大青年就业见习工作力度”"

work = input_column(
    entity=Person,
    period=OnDate,
    unit=Category,
    categories=("employee", "flexible", "self_employed", "farmer", "retired", "unemployed", "student", "none"),
    label="就业状况",
    if_absent="none",
    question="您现在的就业状况是？",
    page="work",
    choices=(
        "单位职工",
        "灵活就业",
        "个体经营、开办企业",
        "务农",
        "已退休",
        "失业、正在找工作",
        "在校读书",
        "没有工作",
    ),
)
is_certified_hard_to_employ = input_column(
    entity=Person,
    period=OnDate,
    unit=Flags,
    label="经认定的就业困难人员",
    if_absent=False,
    question="您是否经人社部门认定为就业困难人员？",
    page="work",
)
flexible_subsidy_years = input_column(
    entity=Person,
    period=OnDate,
    unit=Count,
    label="已享受灵活就业社保补贴的年数",
    if_absent=0.0,
    question="您已经领过几年灵活就业社保补贴？",
    page="insurance",
)
internship_months = input_column(
    entity=Person,
    period=OnDate,
    unit=Count,
    label="本年就业见习月数",
    if_absent=0.0,
    question="您今年参加就业见习几个月？",
    page="work",
)

UNEMPLOYED, NONE = work.code("unemployed"), work.code("none")
URBAN = residence.code("urban")


# Workers who find it hard to get a job.
@rule(entity=Person, law=f"{PROMOTION} 第五十二条", label="就业困难人员")
def is_hard_to_employ(is_certified_hard_to_employ: OnDate[Flags], is_listed_poor_able: OnDate[Flags]) -> OnDate[Flags]:
    """Certified as such, or able to work in a poor family, whom the city certifies on application."""
    return either(is_certified_hard_to_employ, is_listed_poor_able)


retirement_months_december = at_month("statutory_retirement_months", month=12, label="法定退休年龄（月，年末）")


@rule(entity=Person, law=FLEXIBLE, label="年末距法定退休的月数")
def months_to_retirement(
    birth_month: Fixed[Count], retirement_months_december: Yearly[Count], this_year: Yearly[Count]
) -> Yearly[Count]:
    """Negative once the age is reached."""
    return birth_month + retirement_months_december - (this_year * 12 + 11)


@rule(entity=Person, law=FLEXIBLE, label="可申领灵活就业社会保险补贴")
def is_flexible_subsidy_eligible(
    is_hard_to_employ: OnDate[Flags],
    is_flexible_insured: OnDate[Flags],
    is_retired_employee: OnDate[Flags],
    flexible_subsidy_years: OnDate[Count],
    months_to_retirement: Yearly[Count],
    subsidy_years_max: Yearly[Count],
    near_retirement_years: Yearly[Count],
) -> Yearly[Flags]:
    """For some years, or until retirement for those who are near it."""
    has_time = flexible_subsidy_years < subsidy_years_max
    is_near = months_to_retirement <= near_retirement_years * 12
    return both(is_hard_to_employ, is_flexible_insured, no(is_retired_employee), either(has_time, is_near))


@rule(entity=Person, law=FLEXIBLE, label="灵活就业社会保险补贴", rounds=Fen)
def flexible_insurance_subsidy_yearly(
    is_flexible_subsidy_eligible: Yearly[Flags],
    flexible_pension_year: Yearly[Yuan],
    flexible_subsidy_rate: Yearly[Rate],
) -> Yearly[Yuan]:
    """A share of what was really paid; only the pension contribution is modelled."""
    return where(is_flexible_subsidy_eligible, flexible_pension_year * flexible_subsidy_rate, 0.0)


# Public-interest posts.
@rule(entity=Person, law=POST, label="可申请公益性岗位")
def is_public_post_eligible(
    is_hard_to_employ: OnDate[Flags], work: OnDate[Category], is_retired_employee: OnDate[Flags]
) -> OnDate[Flags]:
    """Hard to employ and without work."""
    return both(is_hard_to_employ, either(work == UNEMPLOYED, work == NONE), no(is_retired_employee))


is_family_on_dibao = to_person(is_dibao_household, label="家庭享受低保")
is_family_on_dibao_december = at_month(is_family_on_dibao, month=12, label="家庭年末享受低保")
own_residence = to_person(residence, label="居住地")


@rule(
    entity=Person,
    law=f"{POST}；辽市政发〔2018〕15号",
    label="公益性岗位优先安排",
    reads={"dibao_priority": Read("dibao_priority", month=12)},
)
def is_public_post_priority(
    is_public_post_eligible: OnDate[Flags],
    is_family_on_dibao_december: Yearly[Flags],
    own_residence: OnDate[Category],
    dibao_priority: Yearly[Rate],
) -> Yearly[Flags]:
    """Members of urban families on dibao, where the city says so."""
    is_urban_dibao = both(is_family_on_dibao_december, own_residence == URBAN)
    return both(is_public_post_eligible, is_urban_dibao, dibao_priority > 0)


@rule(
    entity=Person,
    law="劳动法 第四十八条",
    label="公益性岗位工资（不低于最低工资）",
    reads={"minimum_wage": "minimum_wage.standard_monthly"},
)
def public_post_pay_monthly(is_public_post_eligible: OnDate[Flags], minimum_wage: Monthly[Yuan]) -> Monthly[Yuan]:
    """What a post would pay at least; whoever has one already states it as a wage."""
    return where(is_public_post_eligible, minimum_wage, 0.0)


@rule(
    entity=Person,
    law=f"{PROMOTION} 第十七条",
    label="公益性岗位单位社会保险费",
    rounds=Fen,
    reads={
        "base_floor": "social_insurance.base_floor",
        "pension_rate": "social_insurance.pension_employer_rate",
        "medical_rate": "social_insurance.medical_employer_rate",
        "unemployment_rate": "social_insurance.unemployment_total_rate",
        "unemployment_own_rate": "social_insurance.unemployment_employee_rate",
    },
)
def public_post_insurance_monthly(
    is_public_post_eligible: OnDate[Flags],
    base_floor: Monthly[Yuan],
    pension_rate: Monthly[Rate],
    medical_rate: Monthly[Rate],
    unemployment_rate: Monthly[Rate],
    unemployment_own_rate: Monthly[Rate],
) -> Monthly[Yuan]:
    """The employer's part on the lowest base, which the subsidy covers: worth to the worker, not cash."""
    rate = pension_rate + medical_rate + (unemployment_rate - unemployment_own_rate)
    return where(is_public_post_eligible, base_floor * rate, 0.0)


# Internship.
@rule(entity=Person, law=INTERN, label="年末年龄（月）")
def age_in_december_months(birth_month: Fixed[Count], this_year: Yearly[Count]) -> Yearly[Count]:
    """Months lived by December."""
    return this_year * 12 + 11 - birth_month


@rule(entity=Person, law=f"{INTERN}；劳动法 第十五条", label="可参加就业见习")
def is_internship_eligible(
    has_college_level: OnDate[Flags],
    graduation_years: OnDate[Count],
    is_registered_unemployed: OnDate[Flags],
    work: OnDate[Category],
    age_in_december_months: Yearly[Count],
    internship_graduate_years_max: Yearly[Count],
    labour_age_min: Yearly[Count],
    internship_age_max: Yearly[Count],
) -> Yearly[Flags]:
    """Recent graduates without work (schooling own or treated as such), and young registered unemployed."""
    is_graduate = both(has_college_level, graduation_years <= internship_graduate_years_max)
    is_of_age = both(
        age_in_december_months >= labour_age_min * 12, age_in_december_months < (internship_age_max + 1) * 12
    )
    is_idle = either(work == UNEMPLOYED, work == NONE)
    return both(is_idle, either(is_graduate, both(is_registered_unemployed, is_of_age)))


@rule(
    entity=Person,
    law=INTERN,
    label="就业见习补贴",
    rounds=Fen,
    reads={"minimum_wage": Read("minimum_wage.standard_monthly", month=12)},
)
def internship_allowance_yearly(
    is_internship_eligible: Yearly[Flags],
    internship_months: OnDate[Count],
    minimum_wage: Yearly[Yuan],
    internship_rate: Yearly[Rate],
    internship_months_max: Yearly[Count],
) -> Yearly[Yuan]:
    """A share of the minimum wage for each month of internship."""
    months = at_most(internship_months_max, internship_months)
    return where(is_internship_eligible, months * minimum_wage * internship_rate, 0.0)


@rule(
    entity=Person,
    law=f"{PROMOTION} 第十七条",
    label="就业补贴（个人，全年）",
    flow=Flow("一般公共预算", "government", 1),
)
def hiring_received_yearly(
    flexible_insurance_subsidy_yearly: Yearly[Yuan], internship_allowance_yearly: Yearly[Yuan]
) -> Yearly[Yuan]:
    """Cash to workers; the pay of a post is a wage."""
    return flexible_insurance_subsidy_yearly + internship_allowance_yearly
