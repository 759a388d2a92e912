"""失业保险金: a share of the minimum wage, for a number of months by years paid."""

from zengshou.policy.dsl import (
    Count,
    Fen,
    Flags,
    Flow,
    Monthly,
    OnDate,
    Person,
    Rate,
    Yearly,
    Yuan,
    at_least,
    at_most,
    rising_count,
    rule,
    where,
    year_sum,
)


@rule(
    entity=Person,
    law="广东省失业保险条例 第十九条；辽宁见参数来源",
    label="失业保险金",
    rounds=Fen,
    reads={"minimum_wage": "minimum_wage.standard_monthly"},
)
def unemployment_benefit_monthly(
    is_unemployment_beneficiary: OnDate[Flags], replacement_rate: Monthly[Rate], minimum_wage: Monthly[Yuan]
) -> Monthly[Yuan]:
    """A share of the city's minimum wage. The floor at the urban dibao standard never bound and is not modelled."""
    return where(is_unemployment_beneficiary, minimum_wage * replacement_rate, 0.0)


@rule(entity=Person, law="广东省失业保险条例 第十七条", label="失业保险金最长期限（月）")
def unemployment_benefit_months(
    unemployment_paid_years: OnDate[Count], first_years: OnDate[Count], max_months: OnDate[Count]
) -> OnDate[Count]:
    """A month for each full year up to four, then one more for each full half-year, at most 24."""
    # -rising_count(-x) counts whole steps that are full.
    early = -rising_count(-at_most(first_years, unemployment_paid_years), 1.0)
    later = -rising_count(-at_least(0.0, unemployment_paid_years - first_years) * 2, 1.0)
    return at_most(max_months, early + later)


unemployment_benefit_year = year_sum(unemployment_benefit_monthly)


@rule(
    entity=Person,
    law="社会保险法 第四十五条",
    label="失业保险金（全年）",
    flow=Flow("失业保险基金", "government", 1),
)
def unemployment_benefit_yearly(unemployment_benefit_year: Yearly[Yuan]) -> Yearly[Yuan]:
    """Twelve months."""
    return unemployment_benefit_year + 0.0
