"""As known on a moment: bitemporal and reversible."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.records.income.golden import JANUARY, YEAR, fact
from tests.records.income.stated_facts import STARTED, versions
from zengshou.records.income.fact import Fact
from zengshou.records.income.finding import Doubt
from zengshou.records.income.versions import as_known, current

APRIL, MAY, JUNE = datetime(2024, 4, 20), datetime(2024, 5, 20), datetime(2024, 6, 20)
MARCH = JANUARY + 2
WAGE = replace(fact(1, YEAR[0], MARCH, MARCH), recorded_at=APRIL, native_id="S1")
moments = st.integers(0, 7).map(lambda days: STARTED + timedelta(days=days))
Superseded = dict[int, datetime]
superseding = st.dictionaries(st.integers(1, 5), moments, max_size=3)


def test_a_correction_received_in_may_changes_march_as_known_in_may_and_not_as_known_in_april() -> None:
    facts = [WAGE, replace(WAGE, batch=2, fen=310_000, recorded_at=MAY)]
    assert [each.fen for each in as_known(facts, APRIL, {}).facts] == [300_000]
    assert [each.fen for each in as_known(facts, MAY, {}).facts] == [310_000]


def test_nothing_is_known_before_it_was_recorded() -> None:
    assert not as_known([WAGE], APRIL - timedelta(seconds=1), {}).facts


def test_a_tax_that_has_become_nil_leaves_no_old_part_behind() -> None:
    tax = replace(WAGE, part=2, item="T-.TAX", fen=1_500)
    facts = [WAGE, tax, replace(WAGE, batch=2, fen=310_000, recorded_at=MAY)]
    assert [each.item for each in as_known(facts, MAY, {}).facts] == ["W.PAY"]


def test_a_row_stated_of_the_wrong_person_leaves_that_person() -> None:
    facts = [WAGE, replace(WAGE, batch=2, person=9, recorded_at=MAY)]
    assert [each.person for each in as_known(facts, MAY, {}).facts] == [9]


def test_a_superseded_batch_vanishes_and_what_it_had_replaced_holds_again() -> None:
    facts = [WAGE, replace(WAGE, batch=2, fen=310_000, recorded_at=MAY)]
    known = as_known(facts, JUNE, {2: JUNE})
    assert [each.fen for each in known.facts] == [300_000]
    assert [each.fen for each in as_known(facts, MAY, {2: JUNE}).facts] == [310_000]


def test_a_reversal_nets_out_its_original() -> None:
    back = replace(WAGE, row=2, native_id="S2", reversal_of="S1", fen=-WAGE.fen)
    known = as_known([WAGE, back], MAY, {})
    assert sum(each.fen for each in known.facts) == 0
    assert not known.findings


def test_a_reversal_without_its_original_is_found_and_not_counted() -> None:
    back = replace(WAGE, row=2, native_id="S2", reversal_of="S9", fen=-WAGE.fen)
    known = as_known([WAGE, back], MAY, {})
    assert known.facts == (WAGE,)
    assert [(each.doubt, each.keys) for each in known.findings] == [(Doubt.REVERSAL_ALONE, ("1/2/1",))]
    assert "S9" in known.findings[0].words


def test_a_reversal_of_more_than_was_given_is_found() -> None:
    back = replace(WAGE, row=2, native_id="S2", reversal_of="S1", fen=-WAGE.fen - 1)
    known = as_known([WAGE, back], MAY, {})
    assert [each.doubt for each in known.findings] == [Doubt.REVERSAL_EXCEEDS]
    assert [each.fen for each in known.facts] == [WAGE.fen, -WAGE.fen]


def test_a_reversal_with_the_sign_of_its_original_is_found_and_left_out() -> None:
    again = replace(WAGE, row=2, native_id="S2", reversal_of="S1")
    known = as_known([WAGE, again], MAY, {})
    assert known.facts == (WAGE,) and [each.doubt for each in known.findings] == [Doubt.REVERSAL_SIGN]


def test_a_reversal_of_a_reversal_gives_the_original_back_without_a_finding() -> None:
    back = replace(WAGE, row=2, native_id="S2", reversal_of="S1", fen=-WAGE.fen)
    again = replace(WAGE, row=3, native_id="S3", reversal_of="S2")
    known = as_known([WAGE, back, again], MAY, {})
    assert sum(each.fen for each in known.facts) == WAGE.fen and not known.findings


def test_a_reversal_that_names_the_row_of_another_person_is_alone() -> None:
    other = replace(WAGE, row=2, native_id="S2", reversal_of="S1", fen=-WAGE.fen, person=WAGE.person + 1)
    known = as_known([WAGE, other], MAY, {})
    assert known.facts == (WAGE,) and [each.doubt for each in known.findings] == [Doubt.REVERSAL_ALONE]


@given(versions(), moments, superseding)
def test_of_every_native_id_one_version_holds_and_none_later_is_known(
    facts: list[Fact], at: datetime, superseded: Superseded
) -> None:
    holding = current(facts, at, superseded)
    alive = [
        each for each in facts if each.recorded_at <= at and not superseded.get(each.batch, at + timedelta(1)) <= at
    ]
    assert {each.native_id for each in holding} == {each.native_id for each in alive}
    for each in holding:
        assert all(other.batch <= each.batch for other in alive if other.native_id == each.native_id)


@given(versions(), moments, superseding)
def test_superseding_a_batch_is_as_if_it_had_never_come(
    facts: list[Fact], at: datetime, superseded: Superseded
) -> None:
    gone = {batch for batch, since in superseded.items() if since <= at}
    without = [each for each in facts if each.batch not in gone]
    assert as_known(facts, at, superseded) == as_known(without, at, {})


@given(versions(), moments, superseding)
def test_what_was_known_at_a_moment_never_changes_by_what_comes_later(
    facts: list[Fact], at: datetime, superseded: Superseded
) -> None:
    early = [each for each in facts if each.recorded_at <= at]
    assert as_known(facts, at, superseded) == as_known(early, at, superseded)


@given(versions(), moments, superseding)
def test_every_fact_of_the_latest_versions_is_kept_or_found(
    facts: list[Fact], at: datetime, superseded: Superseded
) -> None:
    known = as_known(facts, at, superseded)
    found = {key for each in known.findings for key in each.keys}
    holding = {each.key for each in current(facts, at, superseded)}
    assert {each.key for each in known.facts} | found == holding
    alone = {key for each in known.findings if each.doubt is Doubt.REVERSAL_ALONE for key in each.keys}
    assert not {each.key for each in known.facts} & alone
