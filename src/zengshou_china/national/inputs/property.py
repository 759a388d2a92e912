"""Property, transfers, and what is deducted from taxable income."""

from zengshou.policy.dsl import Count, Flags, Monthly, OnDate, Person, Rate, Yearly, Yuan, input_column

# Property and transfers.
property_income_yearly = input_column(
    entity=Person,
    period=Yearly,
    unit=Yuan,
    label="财产净收入（税前）",
    if_absent=0.0,
    question="房租、利息、分红等财产一年净收入多少元？",
    page="property",
    least=-1e9,
)
housing_rent_monthly = input_column(
    entity=Person,
    period=Monthly,
    unit=Yuan,
    label="其中：出租住房租金",
    if_absent=0.0,
    note="已含在财产净收入内，单列以计税",
    question="其中出租住房，每月租金多少元？",
    page="property",
)
taxable_dividend_yearly = input_column(
    entity=Person,
    period=Yearly,
    unit=Yuan,
    label="其中：应税利息、股息、红利",
    if_absent=0.0,
    note="已含在财产净收入内；储蓄存款利息、国债利息不填",
    question="其中要交税的利息、股息、分红，一年多少元？",
    page="property",
)
private_transfer_yearly = input_column(
    entity=Person,
    period=Yearly,
    unit=Yuan,
    label="私人间转移净收入（赡养、寄带回，收入减支出）",
    if_absent=0.0,
    question="亲友给的钱减去给亲友的钱（赡养、寄回家），一年多少元？给出更多填负数。",
    page="property",
    least=-1e9,
)

# Deductions from income tax.
child_education_claimed = input_column(
    entity=Person,
    period=OnDate,
    unit=Count,
    label="扣除子女教育的子女数",
    if_absent=0.0,
    note="夫妻各扣50%时填0.5",
    question="有几个满3岁、正在上幼儿园或上学的孩子？夫妻各扣一半的填0.5。",
    page="person",
)
infant_care_claimed = input_column(
    entity=Person,
    period=OnDate,
    unit=Count,
    label="扣除3岁以下婴幼儿照护的子女数",
    if_absent=0.0,
    note="夫妻各扣50%时填0.5",
    question="有几个不满3岁的孩子？夫妻各扣一半的填0.5。",
    page="person",
)
elder_support_rate = input_column(
    entity=Person,
    period=OnDate,
    unit=Rate,
    label="赡养老人分摊比例",
    if_absent=0.0,
    note="独生子女填1；非独生子女填分摊份额（小于1），受每人上限约束",
    question="是否赡养年满60岁的父母？独生子女填1，与兄弟姐妹分摊的填自己的份额（如0.5），没有填0。",
    page="person",
    most=1,
)
has_mortgage_deduction = input_column(
    entity=Person,
    period=OnDate,
    unit=Flags,
    label="扣除首套住房贷款利息",
    if_absent=False,
    question="谁在还首套住房贷款的利息（商业贷款或公积金贷款）？",
    page="property",
)
has_rent_deduction = input_column(
    entity=Person,
    period=OnDate,
    unit=Flags,
    label="扣除住房租金",
    if_absent=False,
    question="谁在工作的城市没有自己的住房、在租房？",
    page="property",
)
has_degree_study = input_column(
    entity=Person,
    period=OnDate,
    unit=Flags,
    label="扣除学历继续教育",
    if_absent=False,
    question="谁正在读在职学历（大专、本科、研究生等）？",
    page="work",
)
has_new_certificate = input_column(
    entity=Person,
    period=OnDate,
    unit=Flags,
    label="当年取得职业资格证书",
    if_absent=False,
    question="谁今年取得了职业资格证书？",
    page="work",
)
serious_illness_cost_yearly = input_column(
    entity=Person,
    period=Yearly,
    unit=Yuan,
    label="医保目录内个人负担医药费",
    if_absent=0.0,
    question="今年医保报销后，目录范围内自己负担的医药费多少元？",
    page="health",
)
private_pension_yearly = input_column(
    entity=Person,
    period=Yearly,
    unit=Yuan,
    label="个人养老金缴费",
    if_absent=0.0,
    question="今年往个人养老金账户存了多少元？",
    page="insurance",
)
donation_yearly = input_column(
    entity=Person,
    period=Yearly,
    unit=Yuan,
    label="公益捐赠",
    if_absent=0.0,
    question="今年通过公益组织捐赠了多少元？",
    page="property",
)
