"""The minimum necessary: each purpose and role returns exactly these columns. A new one is approved here first."""

import pytest

from zengshou.concepts.account import ADMINISTRATORS, Role
from zengshou.records.access.minimum import BY_FIELD, COLUMNS, MOST_SENSITIVE, Dataset, fields_of
from zengshou.records.access.purposes import AreaRule
from zengshou.store.access_purposes import access_purposes

LINES = "batch row part"
SNAPSHOT = {
    ("assistance_verification", "verifier"): {
        "person": "area birth_month sex",
        "income": f"{LINES} item fen month_from month_to level basis channel payer reversal_of household recorded_at",
        "asset": f"{LINES} asset kind action share_over share_under fen on_date channel recorded_at",
        "status": f"{LINES} status date_from date_to channel recorded_at",
        "household": "household kind member relation date_from date_to",
        "found": "income asset status",
        "identity": "name_masked number_masked",
    },
    ("assistance_decision", "civil_officer"): {
        "person": "area birth_month sex",
        "income": f"{LINES} item fen month_from month_to level basis channel reversal_of household recorded_at",
        "asset": f"{LINES} kind action share_over share_under fen on_date channel recorded_at",
        "status": f"{LINES} status date_from date_to channel recorded_at",
        "household": "household kind member relation date_from date_to",
        "found": "income asset status",
        "identity": "name_masked number_masked name number address phone",
    },
    ("assistance_decision", "town_officer"): {
        "household": "household kind member relation",
        "found": "income asset status",
        "identity": "name_masked number_masked",
    },
    ("batch_quality", "data_custodian"): {
        "person": "area birth_month sex",
        "income": f"{LINES} item fen month_from month_to channel native_id reversal_of",
        "status": f"{LINES} status date_from date_to channel native_id",
        "identity": "name_masked number_masked",
    },
    ("correction_handling", "data_custodian"): {
        "income": f"{LINES} item fen month_from month_to level basis channel native_id payer reversal_of recorded_at",
        "asset": f"{LINES} kind action share_over share_under fen on_date channel native_id recorded_at",
        "status": f"{LINES} status date_from date_to channel native_id recorded_at",
        "correction": "words",
    },
    # A second officer at the counter sees a document, and no row.
    ("subject_binding", "civil_officer"): {},
    ("subject_binding", "data_custodian"): {},
    ("subject_access", "citizen"): {
        "person": "area birth_month sex",
        "income": (
            f"{LINES} item fen month_from month_to level basis channel native_id payer reversal_of household "
            "recorded_at"
        ),
        "asset": f"{LINES} asset kind action share_over share_under fen on_date channel native_id recorded_at",
        "status": f"{LINES} status date_from date_to channel native_id recorded_at",
        "household": "household kind relation date_from date_to",
        "residence": "year status date_from date_to",
        "found": "income asset status",
        "identity": "name_masked number_masked",
    },
    # The yearly extract without identities goes by bulk, not person by person: nobody's row is shown.
    ("income_statistics", "statistician"): {},
}


def test_each_purpose_returns_the_approved_columns_and_no_other() -> None:
    table = access_purposes()
    found = {
        (purpose.id, role.value): {
            dataset.value: set(columns) for dataset in Dataset if (columns := fields_of(dataset, rule.fields))
        }
        for purpose in table.purposes.values()
        for role, rule in purpose.roles.items()
    }
    approved = {key: {name: set(columns.split()) for name, columns in body.items()} for key, body in SNAPSHOT.items()}
    assert found == approved


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS, key=lambda role: role.value))
def test_administrators_have_no_purpose(role: Role) -> None:
    assert access_purposes().for_role(role) == ()


def test_every_column_is_tagged_with_a_level_and_named_once() -> None:
    assert len(BY_FIELD) == len(COLUMNS)
    assert all(1 <= column.level <= MOST_SENSITIVE and column.label for column in COLUMNS)


def test_amounts_and_identities_are_not_open() -> None:
    assert BY_FIELD["income.fen"].level >= 3 and BY_FIELD["identity.number"].level == MOST_SENSITIVE


def test_every_purpose_says_its_basis_its_assessment_and_what_the_person_is_told() -> None:
    for purpose in access_purposes().purposes.values():
        assert purpose.legal_basis and purpose.pia and purpose.told
        shown = {rule.area for rule in purpose.roles.values() if rule.fields}
        assert purpose.needs_case or AreaRule.GRANTED not in shown
