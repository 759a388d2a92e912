"""技能提升: skill subsidy of unemployment insurance, training subsidy by catalogue, free training for the poor."""

from zengshou.policy.dsl import (
    Category,
    Count,
    Flags,
    Flow,
    OnDate,
    Person,
    Yearly,
    Yuan,
    both,
    input_column,
    no,
    rule,
    where,
)

UNEMPLOYMENT_SKILL = "人社部发〔2017〕40号"
TRAINING = "就业促进法 第四十九条；职业教育法"
FREE = "国发〔2016〕56号 职业技能提升行动；城市方案困难群体技能培训"

new_certificate_level = input_column(
    entity=Person,
    period=OnDate,
    unit=Category,
    categories=("none", "junior", "middle", "senior"),
    label="当年取得的职业资格（技能等级）证书",
    if_absent="none",
    note="技师及以上按 senior 填；同一证书只填一次",
    question="您今年新取得了哪一级职业资格（技能等级）证书？",
    page="work",
    choices=("没有", "初级工", "中级工", "高级工及以上"),
)
has_finished_training = input_column(
    entity=Person,
    period=OnDate,
    unit=Flags,
    label="当年完成目录内培训并取得证书",
    if_absent=False,
    question="您今年是否完成补贴目录内的培训并取得证书？",
    page="work",
)
wants_training = input_column(
    entity=Person,
    period=OnDate,
    unit=Flags,
    label="有参加技能培训的意愿",
    if_absent=False,
    question="您是否愿意参加技能培训或技工教育？",
    page="work",
)
training_fee_yearly = input_column(
    entity=Person,
    period=Yearly,
    unit=Yuan,
    label="技能培训（技工教育）全年学费",
    if_absent=0.0,
    question="这项培训（技工教育）一年学费多少元？",
    page="work",
)
NONE = new_certificate_level.code("none")


@rule(entity=Person, law=f"{UNEMPLOYMENT_SKILL} 第一条", label="可申领失业保险技能提升补贴")
def is_skill_subsidy_eligible(
    is_employee_insured: OnDate[Flags],
    new_certificate_level: OnDate[Category],
    unemployment_paid_years: OnDate[Count],
    skill_paid_years_min: OnDate[Count],
) -> OnDate[Flags]:
    """Insured at work, paid long enough, with a certificate of this year."""
    has_certificate = no(new_certificate_level == NONE)
    return both(is_employee_insured, has_certificate, unemployment_paid_years >= skill_paid_years_min)


@rule(
    entity=Person,
    law=f"{UNEMPLOYMENT_SKILL} 第二条",
    label="失业保险技能提升补贴",
    flow=Flow("失业保险基金", "government", 1),
)
def skill_subsidy_yearly(is_skill_subsidy_eligible: OnDate[Flags], skill_subsidy: Yearly[Yuan]) -> Yearly[Yuan]:
    """By the level of the certificate, once for each."""
    return where(is_skill_subsidy_eligible, skill_subsidy, 0.0)


@rule(entity=Person, law=TRAINING, label="可申领劳动力职业技能提升补贴")
def is_training_grant_eligible(
    has_finished_training: OnDate[Flags], is_skill_subsidy_eligible: OnDate[Flags]
) -> OnDate[Flags]:
    """One certificate is paid for once: whoever gets the subsidy of the insurance does not get this one."""
    return both(has_finished_training, no(is_skill_subsidy_eligible))


@rule(entity=Person, law=TRAINING, label="劳动力职业技能提升补贴", flow=Flow("一般公共预算", "government", 1))
def training_grant_yearly(is_training_grant_eligible: OnDate[Flags], training_grant: Yearly[Yuan]) -> Yearly[Yuan]:
    """By the catalogue of occupations; a middle amount stands for it here."""
    return where(is_training_grant_eligible, training_grant, 0.0)


@rule(entity=Person, law=FREE, label="可免费接受技工教育或技能晋升培训")
def is_free_training_eligible(is_listed_poor_able: OnDate[Flags], wants_training: OnDate[Flags]) -> OnDate[Flags]:
    """The poor who are able and willing."""
    return both(is_listed_poor_able, wants_training)


@rule(entity=Person, law=FREE, label="免除的培训费用")
def free_training_yearly(is_free_training_eligible: OnDate[Flags], training_fee_yearly: Yearly[Yuan]) -> Yearly[Yuan]:
    """In kind: the fee that is not asked."""
    return where(is_free_training_eligible, training_fee_yearly, 0.0)


@rule(entity=Person, law=TRAINING, label="技能提升补贴（个人，全年）")
def skills_received_yearly(skill_subsidy_yearly: Yearly[Yuan], training_grant_yearly: Yearly[Yuan]) -> Yearly[Yuan]:
    """Cash to the worker."""
    return skill_subsidy_yearly + training_grant_yearly
