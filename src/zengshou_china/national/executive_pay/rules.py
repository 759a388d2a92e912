"""国有企业负责人薪酬与公务员基本工资, as far as a rule is public: local multiples and tables are not."""

from zengshou.policy.dsl import (
    Count,
    Flags,
    Lookup,
    Monthly,
    OnDate,
    Person,
    Rate,
    Yearly,
    Yuan,
    at_most,
    both,
    input_column,
    rule,
    where,
)

EXECUTIVE = "中央管理企业负责人薪酬制度改革方案（2015年起）；城市方案企业经营管理人员激励计划"
CIVIL = "公务员法 第八十条；公务员工资制度改革方案（国发〔2006〕22号）"

is_state_executive = input_column(
    entity=Person,
    period=OnDate,
    unit=Flags,
    label="组织任命的国有企业负责人",
    if_absent=False,
    question="您是组织任命的国有企业负责人吗？",
    page="work",
)
is_assessment_failed = input_column(
    entity=Person,
    period=OnDate,
    unit=Flags,
    label="年度或任期考核不合格",
    if_absent=False,
    question="您本年度或任期考核不合格吗？",
    page="work",
)
performance_multiple = input_column(
    entity=Person,
    period=OnDate,
    unit=Rate,
    label="绩效年薪为基本年薪的倍数（考核确定）",
    if_absent=0.0,
    question="考核确定的绩效年薪是基本年薪的几倍？",
    page="work",
)
term_incentive_rate = input_column(
    entity=Person,
    period=OnDate,
    unit=Rate,
    label="任期激励收入占任期内年薪的比例（考核确定，按年摊）",
    if_absent=0.0,
    question="考核确定的任期激励收入占年薪的比例是多少？（30%填0.3）",
    page="work",
)
civil_position = input_column(
    entity=Person,
    period=OnDate,
    unit=Count,
    label="公务员职务工资序号",
    if_absent=0.0,
    note="按本地填写的职务（职级）工资表的行号；0 表示不是公务员",
    question="您的职务（职级）在工资表中的序号是？（不是公务员填0）",
    page="work",
)
civil_grade = input_column(
    entity=Person,
    period=OnDate,
    unit=Count,
    label="公务员级别与档次",
    if_absent=0.0,
    note="合写，如27级1档写2701",
    question="您的级别和档次是？（如27级1档写2701，不是公务员填0）",
    page="work",
)


@rule(entity=Person, since="2015-01-01", law=EXECUTIVE, label="基本年薪")
def executive_basic_yearly(
    is_state_executive: OnDate[Flags], state_average_wage_yearly: Yearly[Yuan], basic_multiple: Yearly[Rate]
) -> Yearly[Yuan]:
    """A multiple of last year's average wage of the state enterprises."""
    return where(is_state_executive, state_average_wage_yearly * basic_multiple, 0.0)


@rule(entity=Person, since="2015-01-01", law=EXECUTIVE, label="绩效年薪")
def executive_performance_yearly(
    executive_basic_yearly: Yearly[Yuan],
    performance_multiple: OnDate[Rate],
    is_assessment_failed: OnDate[Flags],
    performance_multiple_max: Yearly[Rate],
) -> Yearly[Yuan]:
    """By the year's assessment, within a multiple of the basic pay; nothing after a failed one."""
    paid = executive_basic_yearly * at_most(performance_multiple_max, performance_multiple)
    return where(is_assessment_failed, 0.0, paid)


@rule(entity=Person, since="2015-01-01", law=EXECUTIVE, label="任期激励收入（按年摊）")
def executive_term_yearly(
    executive_basic_yearly: Yearly[Yuan],
    executive_performance_yearly: Yearly[Yuan],
    term_incentive_rate: OnDate[Rate],
    is_assessment_failed: OnDate[Flags],
    term_incentive_rate_max: Yearly[Rate],
) -> Yearly[Yuan]:
    """By the term's assessment, within a share of the term's pay."""
    pay = executive_basic_yearly + executive_performance_yearly
    return where(is_assessment_failed, 0.0, pay * at_most(term_incentive_rate_max, term_incentive_rate))


@rule(entity=Person, since="2015-01-01", law=EXECUTIVE, label="国有企业负责人薪酬合计")
def executive_pay_yearly(
    executive_basic_yearly: Yearly[Yuan],
    executive_performance_yearly: Yearly[Yuan],
    executive_term_yearly: Yearly[Yuan],
) -> Yearly[Yuan]:
    """Three parts; whoever is in office states it as a wage, so it enters no total."""
    return executive_basic_yearly + executive_performance_yearly + executive_term_yearly


@rule(entity=Person, law=CIVIL, label="公务员")
def is_civil_servant(civil_position: OnDate[Count], civil_grade: OnDate[Count]) -> OnDate[Flags]:
    """Has a place in both tables."""
    return both(civil_position > 0, civil_grade > 0)


@rule(entity=Person, law=CIVIL, label="公务员基本工资")
def civil_basic_pay_monthly(
    is_civil_servant: OnDate[Flags],
    civil_position: OnDate[Count],
    civil_grade: OnDate[Count],
    position_pay: Lookup,
    grade_pay: Lookup,
) -> Monthly[Yuan]:
    """Pay of the position and of the grade; allowances are not public."""
    pay = position_pay.at(civil_position) + grade_pay.at(civil_grade)
    return where(is_civil_servant, pay, 0.0)
