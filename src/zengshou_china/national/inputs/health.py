"""Health, disability, work obligations, and one admission to hospital."""

from zengshou.policy.dsl import Category, Count, Flags, OnDate, Person, Yearly, Yuan, input_column

# Health, disability, work obligations: what social assistance asks.
disability_grade = input_column(
    entity=Person,
    period=OnDate,
    unit=Count,
    label="残疾等级（0为无）",
    if_absent=0.0,
    question="残疾证上是几级？没有残疾证填0。",
    page="health",
    most=4,
)
is_disability_mental = input_column(
    entity=Person,
    period=OnDate,
    unit=Flags,
    label="智力或精神残疾",
    if_absent=False,
    question="谁是智力残疾或精神残疾？",
    page="health",
)
has_serious_illness = input_column(
    entity=Person,
    period=OnDate,
    unit=Flags,
    label="患重病",
    if_absent=False,
    question="谁患有重病（医保大病、慢特病目录内）？",
    page="health",
)
job_refusals = input_column(
    entity=Person,
    period=OnDate,
    unit=Count,
    label="无正当理由连续拒绝介绍工作次数",
    if_absent=0.0,
    question="无正当理由、连续几次没有接受介绍的工作？",
    page="work",
)

# One admission to hospital.
admission_cost_yearly = input_column(
    entity=Person,
    period=Yearly,
    unit=Yuan,
    label="本次住院目录内费用",
    if_absent=0.0,
    question="本次住院，医保目录内的费用多少元？没有住院留空。",
    page="health",
)
hospital_tier = input_column(
    entity=Person,
    period=OnDate,
    unit=Category,
    categories=("tier1", "tier2", "tier3"),
    label="医院级别",
    if_absent="tier1",
    question="住的是哪一级医院？",
    page="health",
    choices=("一级（乡镇、社区）", "二级（县级）", "三级（市级及以上）"),
)
assistance_group = input_column(
    entity=Person,
    period=OnDate,
    unit=Category,
    categories=("none", "tekun_orphan", "dibao", "dibao_edge", "illness_poor"),
    label="医疗救助对象类别",
    if_absent="none",
    question="是否已被认定为下列救助对象？",
    page="health",
    choices=("都不是", "特困人员、孤儿", "低保对象", "低保边缘家庭成员", "因病致贫重病患者"),
)
medical_cap_used_yearly = input_column(
    entity=Person,
    period=Yearly,
    unit=Yuan,
    label="本年度已用基本医保限额",
    if_absent=0.0,
    question="本年度基本医保已经支付了多少元？",
    page="health",
)
critical_cost_before_yearly = input_column(
    entity=Person,
    period=Yearly,
    unit=Yuan,
    label="本年度此前已计入大病的个人负担",
    if_absent=0.0,
    question="本年度以前几次住院，已计入大病保险的个人负担多少元？",
    page="health",
)
