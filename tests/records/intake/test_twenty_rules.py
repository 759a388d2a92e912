"""Each of the twenty rules has a test of what passes it and a test of what it names; here is which.

Where one test shows both it stands twice. `WHOLE` lists the tests of the rules that the whole register is asked too.
"""

import ast
from functools import cache

import pytest

from tests.conftest import ROOT
from zengshou.records.intake.rule import RULE_IDS
from zengshou.store.channels import register_rules

ROWS, CELLS = "records/intake/test_rules.py::", "records/intake/test_typed_rows.py::"
HIGH, PLACES = "records/intake/test_rules_high.py::", "records/intake/test_insured_place.py::"
NUMBERS, CODES = "records/identity/test_checked_identifier.py::", "records/identity/test_uscc.py::"
IMPORT, REGISTER = "services/records/test_import_batch.py::", "services/records/test_check_register.py::"
EVERY = "services/records/test_whole_rules.py::"

PASSES_AND_FAILS: dict[int, tuple[str, str]] = {
    1: (ROWS + "test_rule_1_the_agreement_holds_on_the_day_of_receipt",
        ROWS + "test_rule_1_another_purpose_than_the_agreements_is_refused"),
    2: (IMPORT + "test_the_same_file_for_another_month_waits_for_a_person",
        IMPORT + "test_a_gap_in_the_senders_numbers_is_refused"),
    3: (CELLS + "test_a_good_row_has_all_its_values_and_no_finding",
        CELLS + "test_each_fault_of_a_cell_is_a_finding_with_its_address"),
    4: (IMPORT + "test_totals_that_agree_to_the_fen_are_taken",
        IMPORT + "test_totals_that_differ_by_a_fen_or_a_row_reject_the_file"),
    5: (NUMBERS + "test_a_right_number_of_each_kind_stands",
        NUMBERS + "test_a_wrong_number_is_refused_with_its_reason"),
    6: (ROWS + "test_rule_6_an_area_code_in_force_at_birth_passes_and_a_newer_or_unknown_one_only_asks",
        ROWS + "test_rule_6_an_area_code_in_force_at_birth_passes_and_a_newer_or_unknown_one_only_asks"),
    7: (CODES + "test_a_published_code_stands_in_any_spelling",
        REGISTER + "test_a_payer_that_was_struck_off_is_asked_about_and_the_row_stays"),
    8: (ROWS + "test_rule_8_the_period_is_neither_later_than_the_batch_nor_too_old_without_backfill",
        ROWS + "test_rule_8_the_period_is_neither_later_than_the_batch_nor_too_old_without_backfill"),
    9: (ROWS + "test_rule_9_a_key_stands_once_in_a_delivery_and_the_first_is_kept",
        ROWS + "test_rule_9_a_key_stands_once_in_a_delivery_and_the_first_is_kept"),
    10: (ROWS + "test_rule_10_a_number_known_under_another_name_goes_to_review_and_is_never_merged",
         IMPORT + "test_a_number_under_another_name_is_put_aside"),
    11: (ROWS + "test_rule_11_what_happens_more_than_31_days_after_a_death_is_asked_about",
         ROWS + "test_rule_11_what_happens_more_than_31_days_after_a_death_is_asked_about"),
    12: (ROWS + "test_rule_12_a_pension_before_45_is_asked_about",
         ROWS + "test_rule_12_children_as_employees_and_minors_as_owners_are_asked_about"),
    13: (PLACES + "test_rule_13_one_insurance_in_two_provinces_or_cities_is_asked_about",
         ROWS + "test_rule_13_two_employers_or_two_provinces_at_one_time_are_asked_about"),
    14: (ROWS + "test_rule_14_wage_and_base_of_one_payer_and_month_lie_within_half_and_two_and_a_half",
         ROWS + "test_rule_14_a_base_beyond_the_limits_of_its_month_by_more_than_a_yuan_is_asked_about"),
    15: (HIGH + "test_rule_15_a_month_above_ten_own_medians_is_asked_about",
         HIGH + "test_rule_15_a_wage_above_the_percentile_of_its_industry_is_asked_about"),
    16: (ROWS + "test_rule_16_a_negative_amount_says_what_it_takes_back",
         ROWS + "test_rule_16_a_negative_amount_says_what_it_takes_back"),
    17: (ROWS + "test_rule_17_income_from_a_sale_and_the_disposal_of_an_asset_vouch_for_one_another",
         ROWS + "test_rule_17_income_from_a_sale_and_the_disposal_of_an_asset_vouch_for_one_another"),
    18: (ROWS + "test_rule_18_shares_of_one_certificate_do_not_exceed_the_whole",
         ROWS + "test_rule_18_what_is_struck_off_is_held_by_nobody"),
    19: (IMPORT + "test_a_case_delivery_keeps_only_those_whom_the_authorisation_names",
         IMPORT + "test_case_data_without_a_live_authorisation_are_refused_before_a_byte_is_kept"),
    20: (ROWS + "test_rule_20_statuses_that_exclude_one_another_are_asked_about",
         ROWS + "test_rule_20_a_feed_older_than_agreed_is_stale"),
}  # fmt: skip
WHOLE: dict[int, tuple[str, ...]] = {
    7: (REGISTER + "test_a_payer_that_was_struck_off_is_asked_about_and_the_row_stays",),
    11: (REGISTER + "test_a_death_that_is_told_after_the_wages_is_found",),
    12: (EVERY + "test_rule_12_a_pension_at_44_is_asked_about_in_whatever_batch_and_one_at_45_is_not",),
    13: (EVERY + "test_rule_13_deliveries_too_large_to_look_up_are_compared_by_the_check",
         EVERY + "test_rule_13_a_place_elsewhere_is_found_by_the_check_alone_too"),
    14: (REGISTER + "test_a_wage_and_a_contribution_base_far_apart_are_found_across_channels",
         EVERY + "test_rule_14_a_base_is_compared_with_the_limits_that_the_law_of_the_city_has_for_its_month"),
    15: (EVERY + "test_rule_15_a_usual_month_is_known_from_all_deliveries_of_a_year_whatever_months_are_checked",
         EVERY + "test_rule_15_the_industry_that_the_registry_tells_is_that_of_the_payer"),
    17: (EVERY + "test_rule_17_the_sale_that_belongs_to_a_disposal_may_lie_outside_the_months",),
    18: (REGISTER + "test_shares_of_two_deliveries_above_one_are_found_once_a_person",
         EVERY + "test_rule_18_a_firm_that_is_struck_off_while_another_person_holds_it_is_asked_about"),
    20: (EVERY + "test_rule_20_dibao_and_tekun_of_two_deliveries_in_one_month_are_asked_about",
         EVERY + "test_rule_20_a_month_of_dibao_in_custody_is_asked_about_when_the_custody_is_told_later",
         EVERY + "test_rule_20_two_households_of_one_kind_are_asked_about_and_one_that_was_left_is_not"),
}  # fmt: skip


@cache
def names_in(file: str) -> frozenset[str]:
    body = ast.parse((ROOT / "tests" / file).read_text(encoding="utf-8")).body
    return frozenset(each.name for each in body if isinstance(each, ast.FunctionDef))


@pytest.mark.parametrize("rule", RULE_IDS)
def test_a_rule_has_a_test_that_passes_it_and_one_that_it_names(rule: int) -> None:
    named = (*PASSES_AND_FAILS[rule], *WHOLE.get(rule, ()))
    missing = [each for each in named if each.split("::")[1] not in names_in(each.split("::")[0])]
    assert not missing and rule in register_rules()
