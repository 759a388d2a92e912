"""Insurance of those who work, and pensions."""

from zengshou.policy.dsl import Count, Fixed, Flags, OnDate, Person, Rate, Yearly, Yuan, input_column

# Insurance of those who work.
is_employee_insured = input_column(
    entity=Person,
    period=OnDate,
    unit=Flags,
    label="参加职工社会保险",
    if_absent=False,
    question="谁由单位参加职工社会保险？",
    page="insurance",
)
is_flexible_insured = input_column(
    entity=Person,
    period=OnDate,
    unit=Flags,
    label="以灵活就业身份参加职工养老保险",
    if_absent=False,
    question="谁以灵活就业身份自己交职工养老保险？",
    page="insurance",
)
flexible_base_monthly = input_column(
    entity=Person,
    period=OnDate,
    unit=Yuan,
    label="灵活就业自选缴费基数",
    if_absent=0.0,
    note="低于下限按下限，高于上限按上限",
    question="灵活就业参保选的缴费基数，每月多少元？",
    page="insurance",
)
housing_fund_rate = input_column(
    entity=Person,
    period=OnDate,
    unit=Rate,
    label="住房公积金个人缴存比例",
    if_absent=0.0,
    note="0 表示不缴存",
    question="住房公积金个人缴存比例？5%填0.05，不缴填0。",
    page="insurance",
    most=1,
)

# Pensions.
is_retired_employee = input_column(
    entity=Person,
    period=OnDate,
    unit=Flags,
    label="已领取职工养老金",
    if_absent=False,
    question="谁已经在领职工养老金？",
    page="insurance",
)
employee_pension_last_year_monthly = input_column(
    entity=Person,
    period=OnDate,
    unit=Yuan,
    label="上年12月职工养老金（月）",
    if_absent=0.0,
    note="当年新退休的填0，按退休时公式计发",
    question="上年12月领到的职工养老金多少元？",
    page="insurance",
)
retirement_month = input_column(
    entity=Person,
    period=Fixed,
    unit=Count,
    label="退休年月",
    if_absent=0.0,
    note="未填（0）按法定退休年龄",
    question="哪年哪月退休（写作 2025-07）？没退休留空。",
    page="insurance",
)
contribution_years = input_column(
    entity=Person,
    period=OnDate,
    unit=Count,
    label="职工养老保险实际缴费年限",
    if_absent=0.0,
    question="职工养老保险实际缴费多少年？",
    page="insurance",
    most=80,
)
deemed_years = input_column(
    entity=Person,
    period=OnDate,
    unit=Count,
    label="视同缴费年限",
    if_absent=0.0,
    question="视同缴费多少年（建立个人账户以前的工龄）？",
    page="insurance",
    most=80,
)
average_index = input_column(
    entity=Person,
    period=OnDate,
    unit=Rate,
    label="平均缴费工资指数",
    if_absent=0.0,
    question="平均缴费工资指数多少？社保经办机构可查，例如0.8。",
    page="insurance",
    most=10,
)
account_balance = input_column(
    entity=Person,
    period=OnDate,
    unit=Yuan,
    label="职工养老保险个人账户储存额",
    if_absent=0.0,
    question="职工养老保险个人账户里有多少元？",
    page="insurance",
)
is_resident_pension_insured = input_column(
    entity=Person,
    period=OnDate,
    unit=Flags,
    label="参加城乡居民养老保险",
    if_absent=False,
    question="谁参加城乡居民养老保险？",
    page="insurance",
)
resident_pension_tier_yearly = input_column(
    entity=Person,
    period=Yearly,
    unit=Yuan,
    label="城乡居民养老保险所选缴费档次",
    if_absent=0.0,
    question="城乡居民养老保险每年选哪一档，交多少元？",
    page="insurance",
)
resident_pension_years = input_column(
    entity=Person,
    period=OnDate,
    unit=Count,
    label="城乡居民养老保险缴费年限",
    if_absent=0.0,
    question="城乡居民养老保险交了多少年？",
    page="insurance",
    most=80,
)
resident_account_balance = input_column(
    entity=Person,
    period=OnDate,
    unit=Yuan,
    label="城乡居民养老保险个人账户储存额",
    if_absent=0.0,
    question="城乡居民养老保险个人账户里有多少元？",
    page="insurance",
)
is_unemployment_beneficiary = input_column(
    entity=Person,
    period=OnDate,
    unit=Flags,
    label="正在领取失业保险金",
    if_absent=False,
    question="谁正在领失业保险金？",
    page="insurance",
)
unemployment_paid_years = input_column(
    entity=Person,
    period=OnDate,
    unit=Count,
    label="失业保险缴费年限",
    if_absent=0.0,
    question="失业保险累计交了多少年（上次领完后重新算）？",
    page="insurance",
    most=80,
)
