"""创业扶持: training, one-off grant, rent, job creation, help after failure. Loans stand in startup_loan.

Amounts change inside a year; a one-off or yearly payment takes the amount in force in December.
"""

from zengshou.policy.dsl import (
    Count,
    Flags,
    Flow,
    OnDate,
    Person,
    Read,
    Yearly,
    Yuan,
    at_least,
    at_most,
    both,
    either,
    input_column,
    no,
    rule,
    where,
)

STARTUP = "国发〔2015〕23号；广东见粤府〔2018〕114号"
SERVICE = "就业促进法 第三十五条；城市方案小微创业者激励计划"

wants_to_start = input_column(
    entity=Person,
    period=OnDate,
    unit=Flags,
    label="打算创业",
    if_absent=False,
    question="您是否打算创业，但还没有登记注册？",
    page="business",
)
startup_operating_months = input_column(
    entity=Person,
    period=OnDate,
    unit=Count,
    label="创业主体登记后正常经营的月数",
    if_absent=0.0,
    note="0 表示没有登记",
    question="您创办的企业或个体户登记后已正常经营几个月？（没有填0）",
    page="business",
)
is_first_startup = input_column(
    entity=Person,
    period=OnDate,
    unit=Flags,
    label="首次创业并任法定代表人或经营者",
    if_absent=False,
    question="这是您第一次创业，并由您任法定代表人或经营者吗？",
    page="business",
)
is_startup_grant_received = input_column(
    entity=Person,
    period=OnDate,
    unit=Flags,
    label="已领过一次性创业资助",
    if_absent=False,
    question="您以前领过一次性创业资助吗？",
    page="business",
)
has_closed_business = input_column(
    entity=Person,
    period=OnDate,
    unit=Flags,
    label="创办的主体已停业或注销",
    if_absent=False,
    question="您创办的企业或个体户是否已经停业、注销？",
    page="business",
)
graduation_years = input_column(
    entity=Person,
    period=OnDate,
    unit=Count,
    label="毕业后的年数",
    if_absent=99.0,
    note="在校填0；未填（99）按早已毕业",
    question="您从最后一所学校毕业几年了？（在校填0）",
    page="person",
)
is_registered_unemployed = input_column(
    entity=Person,
    period=OnDate,
    unit=Flags,
    label="登记失业",
    if_absent=False,
    question="您是否办理了失业登记？",
    page="work",
)
is_returning_founder = input_column(
    entity=Person,
    period=OnDate,
    unit=Flags,
    label="返乡创业人员",
    if_absent=False,
    question="您是否外出务工后返回家乡创业？",
    page="business",
)
is_retired_soldier = input_column(
    entity=Person,
    period=OnDate,
    unit=Flags,
    label="退役军人",
    if_absent=False,
    question="您是退役军人吗？",
    page="person",
)
is_listed_poor_able = input_column(
    entity=Person,
    period=OnDate,
    unit=Flags,
    label="在册困难家庭中有劳动能力的成员",
    if_absent=False,
    note="低保、脱贫（建档立卡）等名册；重点群体的认定另见 key_groups",
    question="您家是低保、脱贫（建档立卡）等困难家庭，而您本人有劳动能力吗？",
    page="person",
)
business_rent_yearly = input_column(
    entity=Person,
    period=Yearly,
    unit=Yuan,
    label="经营场地全年租金",
    if_absent=0.0,
    question="您租用经营场地，一年租金多少元？",
    page="business",
)
startup_jobs_created = input_column(
    entity=Person,
    period=OnDate,
    unit=Count,
    label="初创主体带动就业人数",
    if_absent=0.0,
    note="签订一年以上合同并按规定参加社会保险的人数，不含创业者本人",
    question="您招用并签订一年以上合同、按规定参保的有几人？",
    page="business",
)


@rule(entity=Person, law=STARTUP, label="毕业年限内的高校、技工院校毕业生")
def is_recent_graduate(
    has_college_level: OnDate[Flags], graduation_years: OnDate[Count], graduate_years_max: OnDate[Count]
) -> OnDate[Flags]:
    """College schooling, own or treated as such, not too long ago."""
    return both(has_college_level, graduation_years <= graduate_years_max)


@rule(entity=Person, law=STARTUP, label="创业扶持重点人群")
def is_key_startup_group(
    is_recent_graduate: OnDate[Flags],
    is_registered_unemployed: OnDate[Flags],
    is_returning_founder: OnDate[Flags],
    is_retired_soldier: OnDate[Flags],
    is_listed_poor_able: OnDate[Flags],
) -> OnDate[Flags]:
    """Graduates, registered unemployed, returnees, retired soldiers, the poor able to work."""
    return either(
        is_recent_graduate, is_registered_unemployed, is_returning_founder, is_retired_soldier, is_listed_poor_able
    )


@rule(entity=Person, law=STARTUP, label="初创主体（登记年限以内）")
def is_young_startup(
    startup_operating_months: OnDate[Count], has_closed_business: OnDate[Flags], startup_years_max: OnDate[Count]
) -> OnDate[Flags]:
    """Registered, not closed, inside the years that count as starting up."""
    inside = startup_operating_months <= startup_years_max * 12
    return both(startup_operating_months > 0, inside, no(has_closed_business))


@rule(entity=Person, law=STARTUP, label="可参加补贴性创业培训")
def is_startup_training_eligible(wants_to_start: OnDate[Flags], is_key_startup_group: OnDate[Flags]) -> OnDate[Flags]:
    """Before registration, for the groups that the province names."""
    return both(wants_to_start, is_key_startup_group)


@rule(
    entity=Person,
    law=STARTUP,
    label="创业培训补贴",
    reads={"startup_training_grant": Read("startup_training_grant", month=12)},
)
def startup_training_grant_yearly(
    is_startup_training_eligible: OnDate[Flags], startup_training_grant: Yearly[Yuan]
) -> Yearly[Yuan]:
    """Once; it pays for the course."""
    return where(is_startup_training_eligible, startup_training_grant, 0.0)


@rule(entity=Person, law=STARTUP, label="可申领一次性创业资助")
def is_startup_grant_eligible(
    is_key_startup_group: OnDate[Flags],
    is_first_startup: OnDate[Flags],
    is_startup_grant_received: OnDate[Flags],
    has_closed_business: OnDate[Flags],
    startup_operating_months: OnDate[Count],
    grant_operating_months: OnDate[Count],
) -> OnDate[Flags]:
    """A first firm that has worked long enough, once in a life."""
    is_running = startup_operating_months >= grant_operating_months
    is_new = both(is_first_startup, no(is_startup_grant_received), no(has_closed_business))
    return both(is_key_startup_group, is_new, is_running)


@rule(entity=Person, law=STARTUP, label="一次性创业资助", reads={"one_off_grant": Read("one_off_grant", month=12)})
def startup_grant_yearly(is_startup_grant_eligible: OnDate[Flags], one_off_grant: Yearly[Yuan]) -> Yearly[Yuan]:
    """Once."""
    return where(is_startup_grant_eligible, one_off_grant, 0.0)


@rule(entity=Person, law=STARTUP, label="可申领创业租金补贴")
def is_startup_rent_eligible(
    is_key_startup_group: OnDate[Flags], is_young_startup: OnDate[Flags], business_rent_yearly: Yearly[Yuan]
) -> Yearly[Flags]:
    """A young firm of a key group that pays rent."""
    return both(is_key_startup_group, is_young_startup, business_rent_yearly > 0)


@rule(entity=Person, law=STARTUP, label="创业租金补贴")
def startup_rent_subsidy_yearly(
    is_startup_rent_eligible: Yearly[Flags], business_rent_yearly: Yearly[Yuan], rent_standard_yearly: Yearly[Yuan]
) -> Yearly[Yuan]:
    """The standard, never more than the rent itself."""
    return where(is_startup_rent_eligible, at_most(rent_standard_yearly, business_rent_yearly), 0.0)


@rule(entity=Person, law=STARTUP, label="可申领创业带动就业补贴")
def is_job_creation_eligible(is_young_startup: OnDate[Flags], startup_jobs_created: OnDate[Count]) -> OnDate[Flags]:
    """A young firm with at least one lasting job besides the founder's."""
    return both(is_young_startup, startup_jobs_created >= 1)


@rule(entity=Person, law=STARTUP, label="创业带动就业补贴")
def job_creation_subsidy_yearly(
    is_job_creation_eligible: OnDate[Flags],
    startup_jobs_created: OnDate[Count],
    first_jobs: Yearly[Count],
    first_job_each: Yearly[Yuan],
    more_job_each: Yearly[Yuan],
    job_creation_cap: Yearly[Yuan],
) -> Yearly[Yuan]:
    """So much for each of the first jobs, more for each further one, up to a cap; paid to the firm."""
    first = at_most(first_jobs, startup_jobs_created) * first_job_each
    more = at_least(0.0, startup_jobs_created - first_jobs) * more_job_each
    return where(is_job_creation_eligible, at_most(job_creation_cap, first + more), 0.0)


@rule(entity=Person, law=SERVICE, label="创业失败后可享受就业服务")
def is_failed_founder(has_closed_business: OnDate[Flags], is_registered_unemployed: OnDate[Flags]) -> OnDate[Flags]:
    """Closed the firm and registered as unemployed: free services, training, a new start."""
    return both(has_closed_business, is_registered_unemployed)


@rule(
    entity=Person,
    law=STARTUP,
    label="创业扶持资金（全年）",
    flow=Flow("一般公共预算", "government", 1),
)
def startup_received_yearly(
    startup_training_grant_yearly: Yearly[Yuan],
    startup_grant_yearly: Yearly[Yuan],
    startup_rent_subsidy_yearly: Yearly[Yuan],
    job_creation_subsidy_yearly: Yearly[Yuan],
    startup_interest_subsidy_yearly: Yearly[Yuan],
) -> Yearly[Yuan]:
    """Grants, rent, jobs and interest."""
    once = startup_training_grant_yearly + startup_grant_yearly + job_creation_subsidy_yearly
    return once + startup_rent_subsidy_yearly + startup_interest_subsidy_yearly
