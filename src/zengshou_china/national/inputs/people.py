"""Who lives in the household, and where."""

from zengshou.policy.dsl import Category, Count, Fixed, Flags, Household, OnDate, Person, input_column

# Who one is.
birth_month = input_column(
    entity=Person, period=Fixed, unit=Count, label="出生年月", note="写作 1985-03", question="出生年月？", page="person"
)
relation = input_column(
    entity=Person,
    period=OnDate,
    unit=Category,
    categories=("head", "spouse", "child", "parent", "other"),
    label="与户主关系",
    if_absent="head",
    note="other 不计入低保的共同生活家庭成员",
    question="与户主是什么关系？",
    page="person",
    choices=("户主本人", "配偶", "子女", "父母（含公婆、岳父母）", "其他人"),
)
retirement_group = input_column(
    entity=Person,
    period=Fixed,
    unit=Category,
    categories=("male", "female_55", "female_50"),
    label="法定退休年龄类别",
    if_absent="male",
    note="女职工原为55周岁或50周岁，由岗位决定，须如实填写",
    question="按哪一类算法定退休年龄？",
    page="insurance",
    choices=("男职工", "女职工，原为55周岁（干部、管理和技术岗位）", "女职工，原为50周岁（工人岗位）"),
)
is_student = input_column(
    entity=Person,
    period=OnDate,
    unit=Flags,
    label="在校学生",
    if_absent=False,
    note="重点群体认定读取；其他规则未读取",
    question="谁是在校学生？",
    page="person",
)
is_non_resident = input_column(
    entity=Person,
    period=OnDate,
    unit=Flags,
    label="是非居民个人",
    if_absent=False,
    question="谁一年内在境内住不满183天（税法上的非居民个人）？",
    page="person",
)

# The household.
residence = input_column(
    entity=Household,
    period=OnDate,
    unit=Category,
    categories=("urban", "rural"),
    label="居住地（城镇、农村）",
    question="常住在城镇还是农村？",
    page="household",
    choices=("城镇", "农村"),
)
meets_property_test = input_column(
    entity=Household,
    period=OnDate,
    unit=Flags,
    label="家庭财产符合规定",
    if_absent=True,
    question="家庭的存款、房屋、车辆等是否都在低保规定的限度以内？",
    page="household",
)
claims_dibao = input_column(
    entity=Household, period=OnDate, unit=Flags, label="符合条件即申领低保", if_absent=True, note="用于漏保分析"
)
