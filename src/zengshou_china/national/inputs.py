"""Input columns that the laws read: what a case, a survey or a register must bring, and what may be left out.

`if_absent` is filled in only where leaving the answer out has one plain meaning ("no bonus" is a bonus of 0).
"""

from zengshou.policy.dsl import (
    Category,
    Count,
    Fixed,
    Flags,
    Household,
    Monthly,
    OnDate,
    Person,
    Rate,
    Yearly,
    Yuan,
    input_column,
)

# Who one is.
birth_month = input_column(entity=Person, period=Fixed, unit=Count, label="出生年月", note="写作 1985-03")
relation = input_column(
    entity=Person,
    period=OnDate,
    unit=Category,
    categories=("head", "spouse", "child", "parent", "other"),
    label="与户主关系",
    if_absent="head",
    note="other 不计入低保的共同生活家庭成员",
)
retirement_group = input_column(
    entity=Person,
    period=Fixed,
    unit=Category,
    categories=("male", "female_55", "female_50"),
    label="法定退休年龄类别",
    if_absent="male",
    note="女职工原为55周岁或50周岁，由岗位决定，须如实填写",
)
is_student = input_column(
    entity=Person, period=OnDate, unit=Flags, label="在校学生", if_absent=False, note="规则未读取，供统计与展示"
)
is_non_resident = input_column(entity=Person, period=OnDate, unit=Flags, label="是非居民个人", if_absent=False)

# Work and business.
wage_monthly = input_column(entity=Person, period=Monthly, unit=Yuan, label="工资薪金（税前）", if_absent=0.0)
bonus_yearly = input_column(entity=Person, period=Yearly, unit=Yuan, label="全年一次性奖金", if_absent=0.0)
labour_service_yearly = input_column(entity=Person, period=Yearly, unit=Yuan, label="劳务报酬", if_absent=0.0)
labour_service_payments = input_column(
    entity=Person, period=OnDate, unit=Count, label="劳务报酬支付次数（一年）", if_absent=12.0, note="各次金额视为相等"
)
author_pay_yearly = input_column(entity=Person, period=Yearly, unit=Yuan, label="稿酬", if_absent=0.0)
author_payments = input_column(
    entity=Person, period=OnDate, unit=Count, label="稿酬支付次数（一年）", if_absent=1.0, note="各次金额视为相等"
)
royalty_yearly = input_column(
    entity=Person, period=Yearly, unit=Yuan, label="特许权使用费", if_absent=0.0, note="视为一次取得"
)
business_income_yearly = input_column(
    entity=Person,
    period=Yearly,
    unit=Yuan,
    label="经营所得（收入减成本、费用、损失）",
    if_absent=0.0,
    note="未扣除业主本人的基本减除费用和专项扣除；亏损填负数",
)
business_other_relief_yearly = input_column(
    entity=Person, period=Yearly, unit=Yuan, label="经营所得的其他减免税额", if_absent=0.0
)
farm_income_yearly = input_column(
    entity=Person, period=Yearly, unit=Yuan, label="农业经营净收入（免税）", if_absent=0.0
)

# Property and transfers.
property_income_yearly = input_column(
    entity=Person, period=Yearly, unit=Yuan, label="财产净收入（税前）", if_absent=0.0
)
housing_rent_monthly = input_column(
    entity=Person,
    period=Monthly,
    unit=Yuan,
    label="其中：出租住房租金",
    if_absent=0.0,
    note="已含在财产净收入内，单列以计税",
)
taxable_dividend_yearly = input_column(
    entity=Person,
    period=Yearly,
    unit=Yuan,
    label="其中：应税利息、股息、红利",
    if_absent=0.0,
    note="已含在财产净收入内；储蓄存款利息、国债利息不填",
)
private_transfer_yearly = input_column(
    entity=Person, period=Yearly, unit=Yuan, label="私人间转移净收入（赡养、寄带回，收入减支出）", if_absent=0.0
)

# Deductions from income tax.
child_education_claimed = input_column(
    entity=Person,
    period=OnDate,
    unit=Count,
    label="扣除子女教育的子女数",
    if_absent=0.0,
    note="夫妻各扣50%时填0.5",
)
infant_care_claimed = input_column(
    entity=Person,
    period=OnDate,
    unit=Count,
    label="扣除3岁以下婴幼儿照护的子女数",
    if_absent=0.0,
    note="夫妻各扣50%时填0.5",
)
elder_support_rate = input_column(
    entity=Person,
    period=OnDate,
    unit=Rate,
    label="赡养老人分摊比例",
    if_absent=0.0,
    note="独生子女填1；非独生子女填分摊份额（小于1），受每人上限约束",
)
has_mortgage_deduction = input_column(
    entity=Person, period=OnDate, unit=Flags, label="扣除首套住房贷款利息", if_absent=False
)
has_rent_deduction = input_column(entity=Person, period=OnDate, unit=Flags, label="扣除住房租金", if_absent=False)
has_degree_study = input_column(entity=Person, period=OnDate, unit=Flags, label="扣除学历继续教育", if_absent=False)
has_new_certificate = input_column(
    entity=Person, period=OnDate, unit=Flags, label="当年取得职业资格证书", if_absent=False
)
serious_illness_cost_yearly = input_column(
    entity=Person, period=Yearly, unit=Yuan, label="医保目录内个人负担医药费", if_absent=0.0
)
private_pension_yearly = input_column(entity=Person, period=Yearly, unit=Yuan, label="个人养老金缴费", if_absent=0.0)
donation_yearly = input_column(entity=Person, period=Yearly, unit=Yuan, label="公益捐赠", if_absent=0.0)

# Insurance of those who work.
is_employee_insured = input_column(entity=Person, period=OnDate, unit=Flags, label="参加职工社会保险", if_absent=False)
is_flexible_insured = input_column(
    entity=Person, period=OnDate, unit=Flags, label="以灵活就业身份参加职工养老保险", if_absent=False
)
flexible_base_monthly = input_column(
    entity=Person,
    period=OnDate,
    unit=Yuan,
    label="灵活就业自选缴费基数",
    if_absent=0.0,
    note="低于下限按下限，高于上限按上限",
)
housing_fund_rate = input_column(
    entity=Person, period=OnDate, unit=Rate, label="住房公积金个人缴存比例", if_absent=0.0, note="0 表示不缴存"
)

# Pensions.
is_retired_employee = input_column(entity=Person, period=OnDate, unit=Flags, label="已领取职工养老金", if_absent=False)
employee_pension_last_year_monthly = input_column(
    entity=Person,
    period=OnDate,
    unit=Yuan,
    label="上年12月职工养老金（月）",
    if_absent=0.0,
    note="当年新退休的填0，按退休时公式计发",
)
retirement_month = input_column(
    entity=Person, period=Fixed, unit=Count, label="退休年月", if_absent=0.0, note="未填（0）按法定退休年龄"
)
contribution_years = input_column(
    entity=Person, period=OnDate, unit=Count, label="职工养老保险实际缴费年限", if_absent=0.0
)
deemed_years = input_column(entity=Person, period=OnDate, unit=Count, label="视同缴费年限", if_absent=0.0)
average_index = input_column(entity=Person, period=OnDate, unit=Rate, label="平均缴费工资指数", if_absent=0.0)
account_balance = input_column(
    entity=Person, period=OnDate, unit=Yuan, label="职工养老保险个人账户储存额", if_absent=0.0
)
is_resident_pension_insured = input_column(
    entity=Person, period=OnDate, unit=Flags, label="参加城乡居民养老保险", if_absent=False
)
resident_pension_tier_yearly = input_column(
    entity=Person, period=Yearly, unit=Yuan, label="城乡居民养老保险所选缴费档次", if_absent=0.0
)
resident_pension_years = input_column(
    entity=Person, period=OnDate, unit=Count, label="城乡居民养老保险缴费年限", if_absent=0.0
)
resident_account_balance = input_column(
    entity=Person, period=OnDate, unit=Yuan, label="城乡居民养老保险个人账户储存额", if_absent=0.0
)
is_unemployment_beneficiary = input_column(
    entity=Person, period=OnDate, unit=Flags, label="正在领取失业保险金", if_absent=False
)
unemployment_paid_years = input_column(
    entity=Person, period=OnDate, unit=Count, label="失业保险缴费年限", if_absent=0.0
)

# Health, disability, work obligations: what social assistance asks.
disability_grade = input_column(entity=Person, period=OnDate, unit=Count, label="残疾等级（0为无）", if_absent=0.0)
is_disability_mental = input_column(entity=Person, period=OnDate, unit=Flags, label="智力或精神残疾", if_absent=False)
has_serious_illness = input_column(entity=Person, period=OnDate, unit=Flags, label="患重病", if_absent=False)
job_refusals = input_column(
    entity=Person, period=OnDate, unit=Count, label="无正当理由连续拒绝介绍工作次数", if_absent=0.0
)
residence = input_column(
    entity=Household, period=OnDate, unit=Category, categories=("urban", "rural"), label="居住地（城镇、农村）"
)
meets_property_test = input_column(
    entity=Household, period=OnDate, unit=Flags, label="家庭财产符合规定", if_absent=True
)
claims_dibao = input_column(
    entity=Household, period=OnDate, unit=Flags, label="符合条件即申领低保", if_absent=True, note="用于漏保分析"
)

# One admission to hospital.
admission_cost_yearly = input_column(entity=Person, period=Yearly, unit=Yuan, label="本次住院目录内费用", if_absent=0.0)
hospital_tier = input_column(
    entity=Person,
    period=OnDate,
    unit=Category,
    categories=("tier1", "tier2", "tier3"),
    label="医院级别",
    if_absent="tier1",
)
assistance_group = input_column(
    entity=Person,
    period=OnDate,
    unit=Category,
    categories=("none", "tekun_orphan", "dibao", "dibao_edge", "illness_poor"),
    label="医疗救助对象类别",
    if_absent="none",
)
medical_cap_used_yearly = input_column(
    entity=Person, period=Yearly, unit=Yuan, label="本年度已用基本医保限额", if_absent=0.0
)
critical_cost_before_yearly = input_column(
    entity=Person, period=Yearly, unit=Yuan, label="本年度此前已计入大病的个人负担", if_absent=0.0
)
