"""What work and business bring."""

from zengshou.policy.dsl import Count, Monthly, OnDate, Person, Yearly, Yuan, input_column

wage_monthly = input_column(
    entity=Person,
    period=Monthly,
    unit=Yuan,
    label="工资薪金（税前）",
    if_absent=0.0,
    question="每月税前工资多少元？",
    page="work",
)
bonus_yearly = input_column(
    entity=Person,
    period=Yearly,
    unit=Yuan,
    label="全年一次性奖金",
    if_absent=0.0,
    question="一年一次的年终奖多少元？",
    page="work",
)
labour_service_yearly = input_column(
    entity=Person,
    period=Yearly,
    unit=Yuan,
    label="劳务报酬",
    if_absent=0.0,
    question="一年的劳务报酬（兼职、讲课等）多少元？",
    page="work",
)
labour_service_payments = input_column(
    entity=Person,
    period=OnDate,
    unit=Count,
    label="劳务报酬支付次数（一年）",
    if_absent=12.0,
    note="各次金额视为相等",
    question="劳务报酬一年分几次领？",
    page="work",
)
author_pay_yearly = input_column(
    entity=Person, period=Yearly, unit=Yuan, label="稿酬", if_absent=0.0, question="一年的稿酬多少元？", page="work"
)
author_payments = input_column(
    entity=Person,
    period=OnDate,
    unit=Count,
    label="稿酬支付次数（一年）",
    if_absent=1.0,
    note="各次金额视为相等",
    question="稿酬一年分几次领？",
    page="work",
)
royalty_yearly = input_column(
    entity=Person,
    period=Yearly,
    unit=Yuan,
    label="特许权使用费",
    if_absent=0.0,
    note="视为一次取得",
    question="一年的特许权使用费（专利、著作权等）多少元？",
    page="work",
)
business_income_yearly = input_column(
    entity=Person,
    period=Yearly,
    unit=Yuan,
    label="经营所得（收入减成本、费用、损失）",
    if_absent=0.0,
    note="未扣除业主本人的基本减除费用和专项扣除；亏损填负数",
    question="自己经营（个体户、小微企业主）一年净赚多少元？亏损填负数。",
    page="business",
    least=-1e9,
)
business_other_relief_yearly = input_column(
    entity=Person,
    period=Yearly,
    unit=Yuan,
    label="经营所得的其他减免税额",
    if_absent=0.0,
    question="经营所得另外减免了多少元税？",
    page="business",
)
farm_income_yearly = input_column(
    entity=Person,
    period=Yearly,
    unit=Yuan,
    label="农业经营净收入（免税）",
    if_absent=0.0,
    question="种地、养殖、林业、渔业一年净收入多少元？亏损填负数。",
    page="farm",
    least=-1e9,
)
