"""重点群体: the seven groups of the plans as flags of a person; a person may be in several, or in none.

The plans name the groups and do not define them: each rule is a reading, given in README.md with what it leaves out.
Which certificates, posts and businesses count is a dated table, so that a place can read the plan otherwise.
"""

from zengshou.policy.column import Truths
from zengshou.policy.dsl import (
    Category,
    Count,
    Fixed,
    Flags,
    OnDate,
    Person,
    Yearly,
    Yuan,
    at_month,
    both,
    either,
    input_column,
    no,
    rule,
    to_person,
)
from zengshou_china.national.dibao.rules import is_dibao_recipient
from zengshou_china.national.hiring_support.rules import work

SINCE = "2016-10-10"
PLAN = "国发〔2016〕56号"

farmer_standing = input_column(
    entity=Person,
    period=OnDate,
    unit=Category,
    categories=("none", "trained", "large_grower", "family_farm", "cooperative", "agribusiness"),
    label="新型职业农民身份",
    if_absent="none",
    question="您是否经新型职业农民（高素质农民）培育，或带头经营农业？",
    page="farm",
    choices=("都不是", "经培育合格或取得证书", "专业大户", "家庭农场经营者", "农民合作社带头人", "农业企业带头人"),
)
research_post = input_column(
    entity=Person,
    period=OnDate,
    unit=Category,
    categories=("none", "university", "institute", "enterprise"),
    label="科研岗位",
    if_absent="none",
    question="您是否在高校、科研机构或企业从事教学科研、研发工作？",
    page="work",
    choices=("不是", "高校教学科研人员", "科研机构（含事业单位）科研人员", "企业研发人员"),
)
own_business = input_column(
    entity=Person,
    period=OnDate,
    unit=Category,
    categories=("none", "individual", "small", "larger", "freelance"),
    label="自己经营的主体",
    if_absent="none",
    note="企业规模按统计上大中小微型企业划分办法",
    question="您自己经营的是哪一种？",
    page="business",
    choices=("没有登记的经营主体", "个体工商户", "小型、微型企业", "中型及以上企业", "自由职业（以智力服务为主）"),
)
enterprise_post = input_column(
    entity=Person,
    period=OnDate,
    unit=Category,
    categories=("none", "manager", "professional"),
    label="受聘的企业经营管理岗位",
    if_absent="none",
    question="您在企业里担任经营管理职务吗？",
    page="work",
    choices=("没有", "企业负责人或经营管理人员", "市场化选聘的职业经理人"),
)
public_post = input_column(
    entity=Person,
    period=OnDate,
    unit=Category,
    categories=("none", "city", "county", "township", "service", "village"),
    label="机关事业单位与村（社区）岗位",
    if_absent="none",
    question="您在机关、事业单位或村（社区）的哪一级工作？",
    page="work",
    choices=(
        "都不是",
        "市级及以上机关、事业单位",
        "县级机关、事业单位",
        "乡镇、街道机关、事业单位",
        "基层医疗卫生机构、农村和社区学校",
        "村（社区）干部",
    ),
)

EMPLOYEE, FLEXIBLE, SELF_EMPLOYED, FARMER, UNEMPLOYED = (
    work.code(name) for name in ("employee", "flexible", "self_employed", "farmer", "unemployed")
)
NO_STANDING, TRAINED = farmer_standing.code("none"), farmer_standing.code("trained")
NO_POST = enterprise_post.code("none")
SMALL, LARGER = own_business.code("small"), own_business.code("larger")


@rule(entity=Person, since=SINCE, law="劳动法 第十五条", label="满就业年龄")
def is_old_enough_to_work(
    birth_month: Fixed[Count], this_year: Yearly[Count], work_from_months: Yearly[Count]
) -> Yearly[Flags]:
    """By the end of the year: whoever is younger is in none of the groups, whatever is not known of them."""
    return this_year * 12 + 11 - birth_month >= work_from_months


@rule(entity=Person, since=SINCE, law=f"{PLAN} （一）技能人才激励计划", label="劳动力（在业或失业）")
def is_in_labour_force(work: OnDate[Category]) -> OnDate[Flags]:
    """At work in any form, or looking for it."""
    is_hired = either(work == EMPLOYEE, work == FLEXIBLE)
    return either(is_hired, work == SELF_EMPLOYED, work == FARMER, work == UNEMPLOYED)


@rule(entity=Person, since=SINCE, law=f"{PLAN} （一）技能人才激励计划", label="技能人才")
def is_skilled_worker(
    is_old_enough_to_work: Yearly[Flags], is_in_labour_force: OnDate[Flags], counts_as_skilled: Yearly[Count]
) -> Yearly[Flags]:
    """Holds a certificate of a level that counts, and is in the labour force."""
    return both(is_old_enough_to_work, is_in_labour_force, counts_as_skilled >= 1)


@rule(entity=Person, since=SINCE, law=f"{PLAN} （二）新型职业农民激励计划", label="新型职业农民")
def is_new_farmer(
    is_old_enough_to_work: Yearly[Flags],
    farmer_standing: OnDate[Category],
    work: OnDate[Category],
    farm_income_yearly: Yearly[Yuan],
) -> Yearly[Flags]:
    """Leads a farm, cooperative or agricultural firm; or has been trained as such and does farm."""
    is_farming = either(work == FARMER, farm_income_yearly > 0, farm_income_yearly < 0)
    is_trained = farmer_standing == TRAINED
    leads = both(no(farmer_standing == NO_STANDING), no(is_trained))
    return both(is_old_enough_to_work, either(leads, both(is_trained, is_farming)))


@rule(entity=Person, since=SINCE, law=f"{PLAN} （三）科研人员激励计划", label="科研人员")
def is_researcher(is_old_enough_to_work: Yearly[Flags], counts_as_researcher: Yearly[Count]) -> Yearly[Flags]:
    """Has a post in research or university teaching that counts."""
    return both(is_old_enough_to_work, counts_as_researcher >= 1)


@rule(entity=Person, since=SINCE, law=f"{PLAN} （四）小微创业者激励计划", label="正在经营的初创主体")
def is_running_startup(
    startup_operating_months: OnDate[Count], has_closed_business: OnDate[Flags], own_business: OnDate[Category]
) -> OnDate[Flags]:
    """Registered and open; a firm that has outgrown the small ones is not meant."""
    return both(startup_operating_months > 0, no(has_closed_business), no(own_business == LARGER))


@rule(entity=Person, since=SINCE, law=f"{PLAN} （四）小微创业者激励计划", label="小微创业者")
def is_small_entrepreneur(
    is_old_enough_to_work: Yearly[Flags], counts_as_small: Yearly[Count], is_running_startup: OnDate[Flags]
) -> Yearly[Flags]:
    """Runs a business of a kind that counts, or a start-up."""
    return both(is_old_enough_to_work, either(counts_as_small >= 1, is_running_startup))


@rule(entity=Person, since=SINCE, law=f"{PLAN} （五）企业经营管理人员激励计划", label="企业经营管理人员")
def is_manager(
    is_old_enough_to_work: Yearly[Flags],
    enterprise_post: OnDate[Category],
    is_state_executive: OnDate[Flags],
    own_business: OnDate[Category],
) -> Yearly[Flags]:
    """Appointed head of a state firm, employed manager, or owner who runs a firm (not a 个体工商户)."""
    is_owner = either(own_business == SMALL, own_business == LARGER)
    return both(is_old_enough_to_work, either(no(enterprise_post == NO_POST), is_state_executive, is_owner))


@rule(entity=Person, since=SINCE, law=f"{PLAN} （六）基层干部队伍激励计划", label="基层干部队伍")
def is_grassroots_official(
    is_old_enough_to_work: Yearly[Flags],
    counts_as_grassroots: Yearly[Count],
    is_township_staff: OnDate[Flags],
    is_rural_teacher: OnDate[Flags],
    is_village_doctor: OnDate[Flags],
) -> Yearly[Flags]:
    """A post of county level or below that counts; township staff, rural teachers, village doctors in any case."""
    is_grassroots = either(counts_as_grassroots >= 1, is_township_staff, is_rural_teacher, is_village_doctor)
    return both(is_old_enough_to_work, is_grassroots)


# The poor who can work.
family_has_dibao = to_person(is_dibao_recipient, label="所在家庭正在享受低保")
family_has_dibao_december = at_month(family_has_dibao, month=12, label="所在家庭年末享受低保")
family_is_edge = to_person("is_edge_household", label="所在家庭为低保边缘家庭")
family_is_edge_december = at_month(family_is_edge, month=12, label="所在家庭年末为低保边缘家庭")


@rule(entity=Person, since=SINCE, law=f"{PLAN} （七）；民发〔2021〕43号 第五条", label="就业年龄段内有劳动能力")
def is_able_to_work(
    is_old_enough_to_work: Yearly[Flags],
    months_to_retirement: Yearly[Count],
    is_unable_by_disability: OnDate[Flags],
    has_serious_illness: OnDate[Flags],
    is_student: OnDate[Flags],
) -> Yearly[Flags]:
    """Old enough, below the statutory age of retirement at the end of the year, neither unable nor at school."""
    is_healthy = both(no(is_unable_by_disability), no(has_serious_illness))
    return both(is_old_enough_to_work, months_to_retirement > 0, is_healthy, no(is_student))


def poor_and_able(is_poor: Truths, is_able: Truths) -> Truths:
    """Both: a poor family, and a member who can work."""
    return both(is_able, is_poor)


@rule(
    entity=Person,
    since=SINCE,
    until="2020-12-31",
    law=f"{PLAN} （七）有劳动能力的困难群体激励计划",
    label="有劳动能力的困难群体",
    name="is_poor_able",
)
def is_poor_able_until_2020(
    is_able_to_work: Yearly[Flags], family_has_dibao_december: Yearly[Flags], is_listed_poor_able: OnDate[Flags]
) -> Yearly[Flags]:
    """In a family on dibao, or on the register of poor families."""
    return poor_and_able(either(family_has_dibao_december, is_listed_poor_able), is_able_to_work)


@rule(
    entity=Person,
    since="2021-01-01",
    law=f"{PLAN} （七）有劳动能力的困难群体激励计划；民发〔2021〕57号 第八条",
    label="有劳动能力的困难群体",
)
def is_poor_able(
    is_able_to_work: Yearly[Flags],
    family_has_dibao_december: Yearly[Flags],
    family_is_edge_december: Yearly[Flags],
    is_listed_poor_able: OnDate[Flags],
) -> Yearly[Flags]:
    """The same, and families on the edge of dibao, whom a rule defines since July 2021."""
    is_poor = either(family_has_dibao_december, family_is_edge_december, is_listed_poor_able)
    return poor_and_able(is_poor, is_able_to_work)
