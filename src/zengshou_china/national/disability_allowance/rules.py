"""残疾人两项补贴: living allowance for the disabled in dibao families, care allowance for grades 1 and 2."""

from zengshou.policy.dsl import (
    Count,
    Flags,
    Flow,
    Monthly,
    OnDate,
    Person,
    Yearly,
    Yuan,
    both,
    input_column,
    no,
    rule,
    to_person,
    where,
    year_sum,
)
from zengshou_china.national.dibao.rules import is_dibao_recipient

OPINION = "国务院关于全面建立困难残疾人生活补贴和重度残疾人护理补贴制度的意见（国发〔2015〕52号）"
TWO_ALLOWANCES = Flow("一般公共预算", "government", 1)

has_injury_nursing_pay = input_column(
    entity=Person,
    period=OnDate,
    unit=Flags,
    label="领取工伤保险生活护理费",
    if_absent=False,
    question="谁在领取工伤保险的生活护理费？",
    page="health",
)

receives_dibao_person = to_person(is_dibao_recipient, label="所在家庭正在享受低保")


@rule(entity=Person, since="2016-01-01", law=f"{OPINION} 二（一）", label="享受困难残疾人生活补贴")
def is_living_allowance_person(
    disability_grade: OnDate[Count],
    receives_dibao_person: Monthly[Flags],
    is_dibao_member: Monthly[Flags],
    is_orphan_child: Monthly[Flags],
    has_injury_nursing_pay: OnDate[Flags],
) -> Monthly[Flags]:
    """A disabled member of a dibao family. 特困 members are outside the unit; orphans have their own allowance."""
    is_listed = both(disability_grade >= 1, receives_dibao_person, is_dibao_member)
    return both(is_listed, no(is_orphan_child), no(has_injury_nursing_pay))


@rule(entity=Person, since="2016-01-01", law=f"{OPINION} 二（一）", label="享受重度残疾人护理补贴")
def is_care_allowance_person(
    disability_grade: OnDate[Count], is_tekun_person: Monthly[Flags], has_injury_nursing_pay: OnDate[Flags]
) -> Monthly[Flags]:
    """Grades 1 and 2, whatever the family's income; 特困 excluded. May stand beside the living allowance."""
    is_severe = both(disability_grade >= 1, disability_grade <= 2)
    return both(is_severe, no(is_tekun_person), no(has_injury_nursing_pay))


@rule(entity=Person, since="2016-01-01", law=f"{OPINION} 二（二）", label="困难残疾人生活补贴")
def disability_living_monthly(
    is_living_allowance_person: Monthly[Flags], living_allowance: Monthly[Yuan]
) -> Monthly[Yuan]:
    """The province's minimum, or what the city adds to it."""
    return where(is_living_allowance_person, living_allowance, 0.0)


@rule(entity=Person, since="2016-01-01", law=f"{OPINION} 二（二）", label="重度残疾人护理补贴")
def disability_care_monthly(is_care_allowance_person: Monthly[Flags], care_allowance: Monthly[Yuan]) -> Monthly[Yuan]:
    """The province's minimum, or what the city adds to it."""
    return where(is_care_allowance_person, care_allowance, 0.0)


@rule(
    entity=Person, until="2015-12-31", law=f"{OPINION} 二", label="残疾人两项补贴", name="disability_allowance_monthly"
)
def disability_allowance_until_2015(disability_grade: OnDate[Count]) -> Monthly[Yuan]:
    """Not yet: national from 2016."""
    return disability_grade * 0.0


@rule(entity=Person, since="2016-01-01", law=f"{OPINION} 二", label="残疾人两项补贴")
def disability_allowance_monthly(
    disability_living_monthly: Monthly[Yuan], disability_care_monthly: Monthly[Yuan]
) -> Monthly[Yuan]:
    """Both together."""
    return disability_living_monthly + disability_care_monthly


disability_allowance_year = year_sum(disability_allowance_monthly)


@rule(entity=Person, law=f"{OPINION} 二", label="残疾人两项补贴（全年）", flow=TWO_ALLOWANCES)
def disability_allowance_yearly(disability_allowance_year: Yearly[Yuan]) -> Yearly[Yuan]:
    """Twelve months."""
    return disability_allowance_year + 0.0
