"""Which fact stands in which parameter of ours, and which facts are no parameter, with the reason."""

from dataclasses import dataclass

GUANGDONG, LIAONING = "cn.guangdong", "cn.liaoning"
YANGJIANG, LIAOYANG = "cn.guangdong.yangjiang", "cn.liaoning.liaoyang"
Names = dict[tuple[str, str], tuple[str, ...]]


@dataclass(frozen=True)
class Form:
    """How a fact's value is written in ours.

    path      keys into the fact's value, separated by dots
    is_flag   the fact is a rule in words; ours is 1 while it holds
    is_year   the fact is dated 31 December; ours holds for that whole year
    until     our own end date where the fact gives none: `year` for 31 December
    is_tier   the class's place in a list: our status is never better than `unverified`
    """

    path: str = ""
    is_flag: bool = False
    is_year: bool = False
    until: str = ""
    is_tier: bool = False


FORMS: dict[str, Form] = {
    "iit_payments.bonus_separate_allowed": Form(is_flag=True),
    "iit_payments.expense_fixed": Form(path="expense.up_to_4000"),
    "iit_payments.expense_rate": Form(path="expense.above_4000_rate"),
    "iit_payments.labour_service_brackets": Form(path="brackets"),
    "iit.illness_threshold": Form(path="own_cost_above"),
    "iit.illness_cap": Form(path="cap"),
    "iit.waiver_income": Form(path="income_up_to"),
    "iit.waiver_tax": Form(path="or_tax_due_up_to"),
    "iit_business.relief_cap": Form(path="income_cap"),
    "iit_business.relief_rate": Form(path="share_of_tax"),
    "iit_business.lease_expense_fixed": Form(path="expense_up_to_4000"),
    "iit_business.lease_expense_rate": Form(path="expense_above_rate"),
    "iit_business.lease_rate": Form(path="rate"),
    "social_insurance.housing_fund_rate_min": Form(path="0"),
    "social_insurance.housing_fund_rate_max": Form(path="1"),
    "employee_pension.annual_increase": Form(until="year"),
    "dibao.review_months_stable": Form(path="stable"),
    "dibao.review_months_irregular": Form(path="irregular_income_with_labour"),
    "medical.inpatient_cap": Form(path="annual_cap"),
    "medical.critical_deductible": Form(path="deductible"),
    "medical.critical_cap": Form(path="annual_cap"),
    "poverty.line_yearly": Form(is_year=True, until="year"),
    "poverty.count_rural": Form(is_year=True, until="year"),
}
FORMS_IN_AREA: dict[tuple[str, str], Form] = {
    ("social_insurance.base_floor", LIAONING): Form(path="floor"),
    ("social_insurance.base_cap", LIAONING): Form(path="cap"),
    ("minimum_wage.class", LIAOYANG): Form(path="city_districts"),
}

NAMES: Names = {
    ("iit.wage.basic_deduction_monthly", "cn"): ("iit.basic_deduction_monthly",),
    ("iit.wage.monthly_brackets", "cn"): ("iit.wage_brackets_monthly",),
    ("iit.comprehensive.annual_brackets", "cn"): ("iit.brackets_yearly",),
    ("iit.comprehensive.basic_deduction", "cn"): ("iit.basic_deduction_yearly",),
    ("iit.non_resident.monthly_brackets", "cn"): ("iit_payments.month_brackets",),
    ("iit.conversion.labour_service_share", "cn"): ("iit.labour_service_rate",),
    ("iit.conversion.author_share", "cn"): ("iit.author_rate",),
    ("iit.withholding.labour_service", "cn"): (
        "iit_payments.expense_fixed",
        "iit_payments.expense_rate",
        "iit_payments.labour_service_brackets",
    ),
    ("iit.labour_service.pre2019", "cn"): (
        "iit_payments.expense_fixed",
        "iit_payments.expense_rate",
        "iit_payments.labour_service_brackets",
    ),
    ("iit.addl.child_education", "cn"): ("iit.child_education",),
    ("iit.addl.infant_care", "cn"): ("iit.infant_care",),
    ("iit.addl.elder_support", "cn"): ("iit.elder_support",),
    ("iit.addl.elder_support_share_cap", "cn"): ("iit.elder_support_share_cap",),
    ("iit.addl.continuing_education", "cn"): ("iit.degree_study",),
    ("iit.addl.continuing_education_certificate", "cn"): ("iit.certificate",),
    ("iit.addl.mortgage_interest", "cn"): ("iit.mortgage_interest",),
    ("iit.addl.rent", "cn"): ("iit.rent_by_tier",),
    ("iit.addl.serious_illness", "cn"): ("iit.illness_threshold", "iit.illness_cap"),
    ("iit.bonus.separate", "cn"): ("iit_payments.bonus_separate_allowed",),
    ("iit.business.brackets", "cn"): ("iit_business.brackets",),
    ("iit.business.individual_relief", "cn"): ("iit_business.relief_cap", "iit_business.relief_rate"),
    ("iit.lease", "cn"): (
        "iit_business.lease_expense_fixed",
        "iit_business.lease_expense_rate",
        "iit_business.lease_rate",
    ),
    ("iit.lease.residential_rate", "cn"): ("iit_business.housing_rate",),
    ("iit.transfer.rate", "cn"): ("iit_business.transfer_rate",),
    ("iit.capital_income.rate", "cn"): ("iit_business.capital_income_rate",),
    ("iit.private_pension.deduction_cap", "cn"): ("iit.private_pension_cap",),
    ("iit.private_pension.withdrawal_rate", "cn"): ("iit.private_pension_withdrawal_rate",),
    ("iit.reconciliation.exempt", "cn"): ("iit.waiver_income", "iit.waiver_tax"),
    ("iit.donation.cap", "cn"): ("iit.donation_cap_rate",),
    ("si.pension.employee_rate", "cn"): ("social_insurance.pension_employee_rate",),
    ("si.pension.employer_rate", "cn"): ("social_insurance.pension_employer_rate",),
    ("si.pension.employer_rate", GUANGDONG): ("social_insurance.pension_employer_rate",),
    ("si.pension.employer_rate", LIAONING): ("social_insurance.pension_employer_rate",),
    ("si.pension.base_floor_share", "cn"): ("social_insurance.base_floor_share",),
    ("si.pension.base_cap_share", "cn"): ("social_insurance.base_cap_share",),
    ("si.pension.base_cap", GUANGDONG): ("social_insurance.base_cap",),
    ("si.pension.base_floor", YANGJIANG): ("social_insurance.base_floor",),
    ("si.pension.base_limits", LIAONING): ("social_insurance.base_floor", "social_insurance.base_cap"),
    ("pension.calc_base", GUANGDONG): ("employee_pension.calc_base",),
    ("pension.calc_base", LIAONING): ("employee_pension.calc_base",),
    ("pension.transition_coefficient", GUANGDONG): ("employee_pension.transition_coefficient",),
    ("pension.transition_coefficient", LIAONING): ("employee_pension.transition_coefficient",),
    ("pension.basic.accrual_per_year", "cn"): ("employee_pension.accrual_per_year",),
    ("pension.account.payment_months", "cn"): ("employee_pension.account_payment_months",),
    ("pension.min_contribution_years", "cn"): ("employee_pension.min_contribution_years",),
    ("pension.annual_increase", "cn"): ("employee_pension.annual_increase",),
    ("si.flexible.pension_rate", "cn"): ("social_insurance.flexible_pension_rate",),
    ("si.flexible.pension_rate", GUANGDONG): ("social_insurance.flexible_pension_rate",),
    ("si.unemployment.total_rate", "cn"): ("social_insurance.unemployment_total_rate",),
    ("si.medical.employer_rate", "cn"): ("social_insurance.medical_employer_rate",),
    ("si.medical.employer_rate", YANGJIANG): ("social_insurance.medical_employer_rate",),
    ("si.medical.employer_rate", LIAOYANG): ("social_insurance.medical_employer_rate",),
    ("si.medical.employee_rate", "cn"): ("social_insurance.medical_employee_rate",),
    ("si.injury.employer_rate", "cn"): ("social_insurance.injury_employer_rate",),
    ("si.maternity.employer_rate", "cn"): ("social_insurance.maternity_employer_rate",),
    ("housing_fund.rate_range", "cn"): (
        "social_insurance.housing_fund_rate_min",
        "social_insurance.housing_fund_rate_max",
    ),
    ("housing_fund.base_limits", YANGJIANG): (
        "social_insurance.housing_fund_floor",
        "social_insurance.housing_fund_cap",
    ),
    ("housing_fund.base_limits", LIAOYANG): (
        "social_insurance.housing_fund_floor",
        "social_insurance.housing_fund_cap",
    ),
    ("si.unemployment_benefit.replacement", GUANGDONG): ("unemployment_benefit.replacement_rate",),
    ("si.unemployment_benefit.replacement", LIAONING): ("unemployment_benefit.replacement_rate",),
    ("resident_pension.contribution_tiers", "cn"): ("resident_pension.contribution_tiers",),
    ("resident_pension.contribution_tiers", GUANGDONG): ("resident_pension.contribution_tiers",),
    ("resident_pension.contribution_tiers", LIAONING): ("resident_pension.contribution_subsidy",),
    ("resident_pension.account_divisor", "cn"): ("resident_pension.account_months",),
    ("resident_pension.basic_min", "cn"): ("resident_pension.basic_min",),
    ("resident_pension.basic", GUANGDONG): ("resident_pension.basic_monthly",),
    ("resident_pension.basic", LIAONING): ("resident_pension.basic_monthly",),
    ("resident_pension.contribution_subsidy", GUANGDONG): ("resident_pension.contribution_subsidy",),
    ("dibao.edge_multiple", "cn"): ("dibao.edge_multiple",),
    ("dibao.gradual_exit_months_max", "cn"): ("dibao.gradual_exit_months_max",),
    ("dibao.review_months", "cn"): ("dibao.review_months_stable", "dibao.review_months_irregular"),
    ("dibao.target.urban_share_of_consumption", YANGJIANG): ("dibao.target_urban_rate",),
    ("dibao.target.rural_share_of_consumption", YANGJIANG): ("dibao.target_rural_rate",),
    ("dibao.standard.urban", YANGJIANG): ("dibao.standard_monthly",),
    ("dibao.standard.rural", YANGJIANG): ("dibao.standard_monthly",),
    ("dibao.standard.urban", LIAOYANG): ("dibao.standard_monthly",),
    ("dibao.standard.rural", LIAOYANG): ("dibao.standard_monthly",),
    ("dibao.standard.province_min", GUANGDONG): ("dibao.standard_minimum_monthly",),
    ("dibao.standard.province_avg", LIAONING): ("dibao.standard_minimum_monthly",),
    ("dibao.standard.urban_average", "cn"): ("dibao.average_urban_monthly",),
    ("dibao.standard.rural_average", "cn"): ("dibao.average_rural_yearly",),
    ("resident_medical.subsidy", "cn"): ("medical.resident_subsidy_yearly",),
    ("resident_medical.individual_contribution", "cn"): ("medical.resident_contribution_yearly",),
    ("resident_medical.inpatient", YANGJIANG): ("medical.inpatient_cap",),
    ("resident_medical.inpatient", LIAOYANG): ("medical.inpatient_cap",),
    ("resident_medical.critical_illness", YANGJIANG): ("medical.critical_deductible", "medical.critical_cap"),
    ("resident_medical.critical_illness", LIAOYANG): ("medical.critical_deductible", "medical.critical_cap"),
    ("medical_assistance.ratio", "cn"): ("medical.assistance_rate",),
    ("medical_assistance.ratio", GUANGDONG): ("medical.assistance_rate",),
    ("medical_assistance.ratio", LIAONING): ("medical.assistance_rate",),
    ("medical_assistance.deductible_share", "cn"): ("medical.assistance_deductible_share",),
    ("minimum_wage.monthly", YANGJIANG): ("minimum_wage.standard_monthly",),
    ("minimum_wage.hourly", YANGJIANG): ("minimum_wage.standard_hourly",),
    ("minimum_wage.class", YANGJIANG): ("minimum_wage.class",),
    ("minimum_wage.class", LIAOYANG): ("minimum_wage.class",),
    ("poverty.line", "cn"): ("poverty.line_yearly",),
    ("poverty.count_rural", "cn"): ("poverty.count_rural",),
    ("poverty.relative_line", GUANGDONG): ("poverty.relative_line_yearly",),
    ("poverty.relative_population", YANGJIANG): ("poverty.relative_population",),
    ("poverty.relative_population", GUANGDONG): ("poverty.relative_population",),
    ("poverty.industry_grant", GUANGDONG): ("poverty.industry_grant",),
    ("poverty.monitoring_line", GUANGDONG): ("poverty.monitoring_line_yearly",),
}

RULE = "a rule in words: it is written in rules.py or the README"
OTHER_PROGRAMME = "a programme that is not among the modelled laws"
ELSEWHERE = "compared in a test of its own"
NOT_NAMED: dict[str, str] = {
    "iit.comprehensive.special_deductions": RULE,
    "iit.withholding.cumulative.first_income_midyear": RULE,
    "iit.withholding.cumulative.sixty_thousand": RULE,
    "iit.bonus.non_resident": RULE,
    "iit.severance.exempt_multiple": OTHER_PROGRAMME,
    "iit.listed_dividend.taxable_share": OTHER_PROGRAMME,
    "iit.equity_award.deferral": OTHER_PROGRAMME,
    "iit.research_cash_award.taxable_share": OTHER_PROGRAMME,
    "iit.exempt_items": RULE,
    "iit.disability_relief": "a gap of every province: required at the nation's level",
    "pension.transition_formula": RULE,
    "pension.retirement_age": ELSEWHERE,
    "si.flexible.base_range": "the same shares as the base floor and cap",
    "si.flexible.unemployment": RULE,
    "si.medical.lifetime_years": OTHER_PROGRAMME,
    "housing_fund.new_regulation": RULE,
    "si.unemployment_benefit.duration": RULE,
    "resident_pension.subsidy_min": ELSEWHERE,
    "resident_pension.eligible_age": ELSEWHERE,
    "assistance.": RULE,
    "dibao.formula": RULE,
    "dibao.income_period_note": RULE,
    "dibao.disregard": RULE,
    "dibao.employment_cost_deduction": RULE,
    "dibao.refusal_rule": ELSEWHERE,
    "dibao.single_person": RULE,
    "dibao.household": RULE,
    "rigid_expenditure.": OTHER_PROGRAMME,
    "tekun.": OTHER_PROGRAMME,
    "disability.": OTHER_PROGRAMME,
    "orphan.": OTHER_PROGRAMME,
    "elderly.": OTHER_PROGRAMME,
    "childcare_allowance.": OTHER_PROGRAMME,
    "resident_medical.assisted_enrolment": OTHER_PROGRAMME,
    "resident_medical.outpatient": OTHER_PROGRAMME,
    "employee_medical.": OTHER_PROGRAMME,
    "critical_illness.national_min": ELSEWHERE,
    "medical.legal_basis_2027": RULE,
    "minimum_wage.monthly_by_class": ELSEWHERE,
    "minimum_wage.hourly_by_class": ELSEWHERE,
}
