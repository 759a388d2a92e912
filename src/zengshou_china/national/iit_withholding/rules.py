"""个人所得税, withheld on wages: each month alone until 2018, cumulative from 2019, by the first and a second employer.

The variants move only what is withheld in which month; the tax of the year stands in `iit`.
"""

from dataclasses import dataclass

from zengshou.policy.dsl import (
    Count,
    Fen,
    Flags,
    Monthly,
    OnDate,
    Person,
    Rate,
    Schedule,
    Yuan,
    at_least,
    both,
    either,
    input_column,
    no,
    round_half_up,
    rule,
    scan_year,
    where,
)

LAW_2011 = "个人所得税法(2011修正)"
LAW_2018 = "个人所得税法"
METHOD = "个人所得税扣缴申报管理办法(试行)"

second_wage_monthly = input_column(
    entity=Person,
    period=Monthly,
    unit=Yuan,
    label="其中：第二处任职的工资薪金",
    if_absent=0.0,
    note="已含在工资薪金内；第二处预扣时不减基本减除费用和其他扣除，由汇算多退少补",
    question="如果同时在两处上班，第二处的工资是多少？",
    page="work",
)
had_same_employer_last_year = input_column(
    entity=Person,
    period=OnDate,
    unit=Flags,
    label="上年全年和今年在同一单位任职并预扣预缴",
    if_absent=False,
    note="上年工资不超过6万元时，今年一次扣除6万元",
    question="去年全年和今年都在同一个单位吗？",
    page="work",
)


@dataclass(frozen=True)
class Withheld:
    """State of one year with one employer: taxable so far (may be negative), tax withheld so far, wages have begun."""

    taxable: Yuan | float
    tax: Yuan | float
    has_begun: Flags | bool


@rule(entity=Person, law=f"{LAW_2018} 第一条", label="居民个人工资薪金")
def resident_wage_monthly(wage_monthly: Monthly[Yuan], is_non_resident: OnDate[Flags]) -> Monthly[Yuan]:
    """Non-residents are taxed month by month on a table of their own."""
    return where(is_non_resident, 0.0, wage_monthly)


@rule(entity=Person, since="2019-01-01", law=f"{METHOD} 第六条", label="主要任职单位的工资薪金")
def main_wage_monthly(resident_wage_monthly: Monthly[Yuan], second_wage_monthly: Monthly[Yuan]) -> Monthly[Yuan]:
    """All wages but those of the second employer."""
    return at_least(0.0, resident_wage_monthly - second_wage_monthly)


@rule(
    entity=Person,
    until="2018-12-31",
    law=f"{LAW_2011} 第六条",
    label="工资薪金减扣除",
    name="net_wage_monthly",
    reads={"basic_deduction_monthly": "iit.basic_deduction_monthly"},
)
def net_wage_until_2018(
    resident_wage_monthly: Monthly[Yuan],
    own_contributions_monthly: Monthly[Yuan],
    basic_deduction_monthly: Monthly[Yuan],
) -> Monthly[Yuan]:
    """Wage less own insurance, housing fund and the basic deduction; negative below it. Two jobs count together."""
    return resident_wage_monthly - basic_deduction_monthly - own_contributions_monthly


@rule(
    entity=Person,
    since="2019-01-01",
    law=f"{LAW_2018} 第六条",
    label="本月工资减各项扣除",
    name="net_wage_monthly",
    reads={"basic_deduction_monthly": "iit.basic_deduction_monthly"},
)
def net_wage_from_2019(
    main_wage_monthly: Monthly[Yuan],
    own_contributions_monthly: Monthly[Yuan],
    extra_deductions_monthly: Monthly[Yuan],
    basic_deduction_monthly: Monthly[Yuan],
) -> Monthly[Yuan]:
    """What this month adds to cumulative taxable income; deductions not used carry on inside the year."""
    return main_wage_monthly - basic_deduction_monthly - own_contributions_monthly - extra_deductions_monthly


@rule(
    entity=Person,
    until="2018-12-31",
    law=f"{LAW_2011} 附表一；财税〔2018〕98号",
    label="工资薪金所得税",
    name="tax_withheld_monthly",
    rounds=Fen,
    reads={"wage_brackets_monthly": "iit.wage_brackets_monthly"},
)
def wage_tax_until_2018(net_wage_monthly: Monthly[Yuan], wage_brackets_monthly: Schedule) -> Monthly[Yuan]:
    """Each month alone, on the table in force on the day of receipt; final, nothing is carried over."""
    return wage_brackets_monthly.tax(at_least(0.0, net_wage_monthly))


@rule(
    entity=Person,
    since="2019-01-01",
    until="2020-12-31",
    law=f"{METHOD} 第六条",
    label="提前扣除的减除费用",
    name="upfront_deduction_monthly",
)
def upfront_deduction_until_2020(had_same_employer_last_year: OnDate[Flags]) -> Monthly[Yuan]:
    """Not yet: 5,000 for each month."""
    return where(had_same_employer_last_year, 0.0, 0.0)


@rule(
    entity=Person,
    since="2021-01-01",
    law="国家税务总局公告2020年第19号",
    label="提前扣除的减除费用",
    reads={
        "basic_deduction_yearly": "iit.basic_deduction_yearly",
        "basic_deduction_monthly": "iit.basic_deduction_monthly",
    },
)
def upfront_deduction_monthly(
    had_same_employer_last_year: OnDate[Flags],
    mean_wage_last_year_monthly: Monthly[Yuan],
    month_of_year: Monthly[Count],
    once_limit_yearly: Monthly[Yuan],
    basic_deduction_yearly: Monthly[Yuan],
    basic_deduction_monthly: Monthly[Yuan],
) -> Monthly[Yuan]:
    """Who earned at most 60,000 last year in the same job deducts the whole year's 60,000 from January on."""
    is_small = mean_wage_last_year_monthly * 12 <= once_limit_yearly
    ahead = basic_deduction_yearly - basic_deduction_monthly * month_of_year
    return where(both(had_same_employer_last_year, is_small), ahead, 0.0)


@scan_year(
    entity=Person,
    start=Withheld(0.0, 0.0, False),
    since="2019-01-01",
    law=f"{METHOD} 第六条；国家税务总局公告2020年第13号",
    label="主要任职单位累计预扣税额",
    reads={"brackets_yearly": "iit.brackets_yearly"},
)
def main_tax_withheld_monthly(
    state: Withheld,
    net_wage_monthly: Monthly[Yuan],
    main_wage_monthly: Monthly[Yuan],
    upfront_deduction_monthly: Monthly[Yuan],
    first_income_from_january: Monthly[Rate],
    brackets_yearly: Schedule,
) -> tuple[Withheld, Monthly[Yuan]]:
    """Tax on the income so far, less what was withheld so far, never below nothing."""
    works = main_wage_monthly > 0
    is_first = both(no(state.has_begun), works)
    # Until June 2020 the months before the first wage of the year were lost to withholding.
    before = where(both(is_first, first_income_from_january <= 0), 0.0, state.taxable)
    taxable = before + net_wage_monthly
    # The fen is fixed on the cumulative tax, so that twelve withholdings add up to the tax of the year.
    due = round_half_up(brackets_yearly.tax(at_least(0.0, taxable - upfront_deduction_monthly)), Fen)
    tax = at_least(0.0, due - state.tax)
    return Withheld(taxable, state.tax + tax, either(state.has_begun, works)), tax


@scan_year(
    entity=Person,
    start=Withheld(0.0, 0.0, True),
    since="2019-01-01",
    law=f"{METHOD} 第六条",
    label="第二处任职单位累计预扣税额",
    reads={"brackets_yearly": "iit.brackets_yearly"},
)
def second_tax_withheld_monthly(
    state: Withheld, second_wage_monthly: Monthly[Yuan], is_non_resident: OnDate[Flags], brackets_yearly: Schedule
) -> tuple[Withheld, Monthly[Yuan]]:
    """On its own wage alone, nothing deducted: the first employer deducts, the settlement evens out."""
    taxable = state.taxable + where(is_non_resident, 0.0, second_wage_monthly)
    due = round_half_up(brackets_yearly.tax(taxable), Fen)
    tax = at_least(0.0, due - state.tax)
    return Withheld(taxable, state.tax + tax, state.has_begun), tax


@rule(entity=Person, since="2019-01-01", law=f"{METHOD} 第六条", label="工资薪金累计预扣税额")
def tax_withheld_monthly(
    main_tax_withheld_monthly: Monthly[Yuan], second_tax_withheld_monthly: Monthly[Yuan]
) -> Monthly[Yuan]:
    """By both employers."""
    return main_tax_withheld_monthly + second_tax_withheld_monthly
