"""Residents and non-residents by year: a change in mid-year keeps both spells (合成数据)."""

from datetime import date, datetime

from hypothesis import given
from hypothesis import strategies as st

from zengshou.concepts.period import MonthIndex, month_index
from zengshou.records.income.finding import Doubt
from zengshou.records.income.residence import (
    MonthResidence,
    ResidenceSpell,
    ResidenceStatus,
    residence_of_year,
    spells_from_months,
    status_by_days,
)

RESIDENT, NON_RESIDENT = ResidenceStatus.RESIDENT, ResidenceStatus.NON_RESIDENT
JANUARY = month_index(2024, 1)


def stated(month: MonthIndex, status: ResidenceStatus, row: int = 1, recorded: int = 1) -> MonthResidence:
    return MonthResidence(7, month, status, "扣缴申报", recorded, row, 1, datetime(2025, 1, recorded))


def test_a_change_in_july_keeps_both_spells_of_the_year() -> None:
    months = [stated(JANUARY + month, NON_RESIDENT if month < 6 else RESIDENT) for month in range(12)]
    spells, findings = spells_from_months(months)
    year = residence_of_year(spells, 7, 2024)
    assert [(each.status, each.date_from, each.date_to) for each in year.spells] == [
        (NON_RESIDENT, date(2024, 1, 1), date(2024, 6, 30)),
        (RESIDENT, date(2024, 7, 1), date(2024, 12, 31)),
    ]
    assert year.is_mixed
    assert (year.status_on(date(2024, 6, 30)), year.status_on(date(2024, 7, 1))) == (NON_RESIDENT, RESIDENT)
    assert not findings


def test_a_spell_over_the_new_year_is_cut_to_each_year() -> None:
    spell = ResidenceSpell(7, NON_RESIDENT, date(2023, 10, 1), None, "境内居住天数", 1)
    (cut,) = residence_of_year([spell], 7, 2024).spells
    assert (cut.date_from, cut.date_to) == (date(2024, 1, 1), date(2024, 12, 31))
    assert not residence_of_year([spell], 7, 2022).spells
    assert not residence_of_year([spell], 8, 2024).spells


def test_a_month_of_which_nothing_is_stated_is_not_filled() -> None:
    spells, _ = spells_from_months([stated(JANUARY, RESIDENT), stated(JANUARY + 2, RESIDENT)])
    assert len(spells) == 2
    assert residence_of_year(spells, 7, 2024).status_on(date(2024, 2, 15)) is None


def test_the_last_recorded_statement_of_a_month_holds() -> None:
    spells, findings = spells_from_months([stated(JANUARY, RESIDENT), stated(JANUARY, NON_RESIDENT, recorded=9)])
    assert [each.status for each in spells] == [NON_RESIDENT]
    assert not findings


def test_two_statements_of_one_moment_that_differ_are_found() -> None:
    _, findings = spells_from_months([stated(JANUARY, RESIDENT), stated(JANUARY, NON_RESIDENT, row=2)])
    assert [(each.doubt, each.keys) for each in findings] == [(Doubt.RESIDENCE_CONFLICT, ("1/1/1", "1/2/1"))]


def test_days_of_presence_or_domicile_make_a_resident() -> None:
    assert status_by_days(182, has_domicile=False, threshold_days=183) is NON_RESIDENT
    assert status_by_days(183, has_domicile=False, threshold_days=183) is RESIDENT
    assert status_by_days(0, has_domicile=True, threshold_days=183) is RESIDENT


@given(st.dictionaries(st.integers(0, 30), st.sampled_from(ResidenceStatus)))
def test_spells_say_of_every_month_what_was_stated_of_it(months: dict[int, ResidenceStatus]) -> None:
    spells, _ = spells_from_months(stated(JANUARY + month, status) for month, status in months.items())
    for month in range(31):
        index = JANUARY + month
        day = date(index // 12, index % 12 + 1, 15)
        assert residence_of_year(spells, 7, day.year).status_on(day) is months.get(month)
