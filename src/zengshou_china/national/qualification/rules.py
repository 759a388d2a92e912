"""资格对应: the schooling that a class of a technical school, or a skill certificate, is treated as.

Levels: 1 中专（高中阶段）, 2 大专, 3 本科. The mapping itself is a parameter: nation and city print it differently.
"""

from zengshou.policy.dsl import (
    Category,
    Count,
    Flags,
    OnDate,
    Person,
    at_least,
    either,
    input_column,
    rule,
)

EQUIVALENCE = "国发〔2016〕56号 技能人才激励计划；城市方案“贯通职业资格、学历等认证渠道”"

schooling = input_column(
    entity=Person,
    period=OnDate,
    unit=Category,
    categories=("none", "primary", "middle", "high", "college", "bachelor", "graduate"),
    label="受教育程度",
    if_absent="none",
    note="未填的不据此享受按学历认定的待遇；中专、职高、技校归入 high",
    question="您的最高学历是什么？",
    page="person",
    choices=("没上过学", "小学", "初中", "高中、中专、职高、技校", "大专", "本科", "研究生"),
)
skill_level = input_column(
    entity=Person,
    period=OnDate,
    unit=Category,
    categories=("none", "basic", "middle", "senior", "technician"),
    label="技能等级（职业资格或技能等级证书）",
    if_absent="none",
    question="您已有的职业资格（技能等级）证书最高是哪一级？",
    page="work",
    choices=("没有证书", "初级工", "中级工", "高级工", "技师、高级技师"),
)
technical_class = input_column(
    entity=Person,
    period=OnDate,
    unit=Category,
    categories=("none", "middle_class", "senior_class", "technician_class"),
    label="技工院校毕业班别",
    if_absent="none",
    question="您是否毕业于技工院校？是哪一种班？",
    page="person",
    choices=("不是技工院校毕业", "中级工班", "高级工班", "预备技师（技师）班"),
)
HIGH, COLLEGE, BACHELOR = schooling.code("high"), schooling.code("college"), schooling.code("bachelor")


@rule(entity=Person, law=EQUIVALENCE, label="比照的学历层次（1中专、2大专、3本科）")
def equal_schooling_level(class_level: OnDate[Count], certificate_level: OnDate[Count]) -> OnDate[Count]:
    """The higher of what the class of the technical school and what the certificate is treated as."""
    return at_least(class_level, certificate_level)


@rule(entity=Person, law=EQUIVALENCE, label="具有或比照中专（高中阶段）学历")
def has_secondary_level(schooling: OnDate[Category], equal_schooling_level: OnDate[Count]) -> OnDate[Flags]:
    """Own schooling, or treated as such."""
    return either(schooling >= HIGH, equal_schooling_level >= 1)


@rule(entity=Person, law=EQUIVALENCE, label="具有或比照大专学历")
def has_college_level(schooling: OnDate[Category], equal_schooling_level: OnDate[Count]) -> OnDate[Flags]:
    """Own schooling, or treated as such."""
    return either(schooling >= COLLEGE, equal_schooling_level >= 2)


@rule(entity=Person, law=EQUIVALENCE, label="具有或比照本科学历")
def has_bachelor_level(schooling: OnDate[Category], equal_schooling_level: OnDate[Count]) -> OnDate[Flags]:
    """Own schooling, or treated as such."""
    return either(schooling >= BACHELOR, equal_schooling_level >= 3)
