"""特困人员救助供养: who is recognised, the basic living standard, the care standard by lost abilities."""

from zengshou.policy.column import Truths
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
    Yearly,
    Yuan,
    both,
    either,
    input_column,
    no,
    rule,
    to_person,
    where,
    year_sum,
)
from zengshou_china.national.inputs import meets_property_test

INTERIM = "社会救助暂行办法（国务院令第649号）"
OPINION = "国务院关于进一步健全特困人员救助供养制度的意见（国发〔2016〕14号）"
REVIEW = "特困人员认定办法（民发〔2021〕43号）"
ACT = "社会救助法（2026-04-30）"
CARE = Flow("一般公共预算", "government", 1)
SIXTY, SIXTEEN = 60 * 12, 16 * 12  # months of age

has_able_supporter = input_column(
    entity=Person,
    period=OnDate,
    unit=Flags,
    label="有能履行义务的法定赡养、抚养、扶养义务人",
    if_absent=True,
    note="义务人为特困人员、60周岁以上低保对象等情形视为无履行义务能力，见特困人员认定办法第八条",
    question="谁有能够供养自己的父母、子女、配偶等法定义务人？",
    page="household",
)
disability_kind = input_column(
    entity=Person,
    period=OnDate,
    unit=Category,
    categories=("physical", "visual", "other"),
    label="残疾类别（智力、精神残疾另填）",
    if_absent="physical",
    question="残疾证上是哪一类残疾（智力、精神残疾另问）？",
    page="health",
    choices=("肢体残疾", "视力残疾", "听力、言语等其他残疾"),
)
failed_self_care_items = input_column(
    entity=Person,
    period=OnDate,
    unit=Count,
    label="不能自主完成的生活自理事项（6项中）",
    if_absent=0.0,
    note="吃饭、穿衣、上下床、如厕、室内行走、洗澡",
    question="吃饭、穿衣、上下床、上厕所、室内行走、洗澡这六件事，有几件不能自己完成？",
    page="health",
    most=6,
)
PHYSICAL, VISUAL = disability_kind.code("physical"), disability_kind.code("visual")

meets_property_person = to_person(meets_property_test, label="家庭财产符合规定")


@rule(entity=Person, law=f"{REVIEW} 第五条", label="因年龄无劳动能力")
def is_unable_by_age(this_month: Monthly[Count], birth_month: Fixed[Count]) -> Monthly[Flags]:
    """From the month after the sixtieth birthday; to the month of the sixteenth."""
    age = this_month - birth_month
    return either(age > SIXTY, both(age >= 0, age <= SIXTEEN))


@rule(entity=Person, law=f"{REVIEW} 第五条", label="因残疾无劳动能力")
def is_unable_by_disability(
    disability_grade: OnDate[Count], is_disability_mental: OnDate[Flags], disability_kind: OnDate[Category]
) -> OnDate[Flags]:
    """Mental or intellectual of grades 1 to 3, physical of 1 or 2, visual of 1."""
    is_mental = both(is_disability_mental, disability_grade >= 1, disability_grade <= 3)
    is_physical = both(
        no(is_disability_mental), disability_kind == PHYSICAL, disability_grade >= 1, disability_grade <= 2
    )
    is_visual = both(no(is_disability_mental), disability_kind == VISUAL, disability_grade == 1)
    return either(is_mental, is_physical, is_visual)


@rule(
    entity=Person,
    law=f"{REVIEW} 第六条",
    label="无生活来源",
    reads={"dibao_standard": "dibao.standard_monthly"},
)
def has_no_means(
    counted_mean_monthly: Monthly[Yuan], dibao_standard: Monthly[Yuan], meets_property_person: OnDate[Flags]
) -> Monthly[Flags]:
    """Own income below the dibao standard, strictly, and the property test. 高龄津贴 is not among the income."""
    return both(counted_mean_monthly < dibao_standard, meets_property_person)


def recognised(unable: Truths, has_no_means: Truths, has_able_supporter: Truths, is_orphan_child: Truths) -> Truths:
    """The three conditions together; a child cared for as an orphan is not recognised a second time."""
    return both(unable, has_no_means, no(has_able_supporter), no(is_orphan_child))


@rule(
    entity=Person,
    since="2014-05-01",
    until="2026-06-30",
    law=f"{INTERIM} 第十四条；{REVIEW} 第四条、第九条",
    label="特困人员",
    name="is_tekun_person",
)
def is_tekun_until_2026(
    is_unable_by_age: Monthly[Flags],
    is_unable_by_disability: OnDate[Flags],
    has_no_means: Monthly[Flags],
    has_able_supporter: OnDate[Flags],
    is_orphan_child: Monthly[Flags],
) -> Monthly[Flags]:
    """No ability to work, no means, nobody able who owes support."""
    unable = either(is_unable_by_age, is_unable_by_disability)
    return recognised(unable, has_no_means, has_able_supporter, is_orphan_child)


@rule(entity=Person, since="2026-07-01", law=f"{ACT} 第十六条；{REVIEW} 第九条", label="特困人员")
def is_tekun_person(
    is_unable_by_age: Monthly[Flags],
    is_unable_by_disability: OnDate[Flags],
    has_no_means: Monthly[Flags],
    has_able_supporter: OnDate[Flags],
    is_orphan_child: Monthly[Flags],
) -> Monthly[Flags]:
    """The same three conditions; how they are found stays with the ministry's measure until a province sets its own."""
    unable = either(is_unable_by_age, is_unable_by_disability)
    return recognised(unable, has_no_means, has_able_supporter, is_orphan_child)


@rule(
    entity=Person,
    law=f"{OPINION} 三；{ACT} 第十七条",
    label="特困人员基本生活费标准",
    rounds=Fen,
    reads={"dibao_standard": "dibao.standard_monthly"},
)
def tekun_basic_monthly(dibao_standard: Monthly[Yuan], basic_multiple: Monthly[Rate]) -> Monthly[Yuan]:
    """A multiple of the dibao standard where the person lives."""
    return dibao_standard * basic_multiple


@rule(entity=Person, law=f"{REVIEW} 第二十二条", label="照料护理标准占最低工资的比例")
def tekun_care_rate(
    failed_self_care_items: OnDate[Count],
    care_self_rate: Monthly[Rate],
    care_partial_rate: Monthly[Rate],
    care_none_rate: Monthly[Rate],
) -> Monthly[Rate]:
    """All six abilities; one to three lost; four and more lost."""
    partly = where(failed_self_care_items >= 1, care_partial_rate, care_self_rate)
    return where(failed_self_care_items >= 4, care_none_rate, partly)


@rule(
    entity=Person,
    law=f"{OPINION} 三；{ACT} 第十七条",
    label="特困人员照料护理费标准",
    rounds=Fen,
    reads={"minimum_wage": "minimum_wage.standard_monthly"},
)
def tekun_care_monthly(minimum_wage: Monthly[Yuan], tekun_care_rate: Monthly[Rate]) -> Monthly[Yuan]:
    """A share of the city's minimum wage."""
    return minimum_wage * tekun_care_rate


@rule(entity=Person, law=f"{OPINION} 三；{ACT} 第十七条", label="特困人员救助供养金")
def tekun_monthly(
    is_tekun_person: Monthly[Flags], tekun_basic_monthly: Monthly[Yuan], tekun_care_monthly: Monthly[Yuan]
) -> Monthly[Yuan]:
    """Basic living and care; in place of dibao, never beside it."""
    return where(is_tekun_person, tekun_basic_monthly + tekun_care_monthly, 0.0)


tekun_year = year_sum(tekun_monthly)


@rule(entity=Person, law=f"{OPINION} 三；{ACT} 第十七条", label="特困人员救助供养金（全年）", flow=CARE)
def tekun_yearly(tekun_year: Yearly[Yuan]) -> Yearly[Yuan]:
    """Twelve months."""
    return tekun_year + 0.0
