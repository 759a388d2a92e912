"""A file is worked out alike on both databases; every status has a word; a moment before a row came knows it not."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.services.records.citizen_world import World
from tests.services.records.linked_world import same_person
from tests.store.register.access_world import CASE, MONTH, NOON, VERIFIER
from zengshou.concepts.problem import ProblemsFound
from zengshou.records.identity.identifier import IdentifierKind
from zengshou.records.identity.person_ref import shown
from zengshou.services.records.access.verification import Question, VerificationDesk, VerifiedFile, end_of
from zengshou.services.records.access.worked_income import instruments
from zengshou.store.channels import channels
from zengshou.store.country import city_names
from zengshou.store.register.linking.links import add_link, undo_link
from zengshou.store.register.tables.batch_tables import StoredBatch
from zengshou.store.register.tables.fact_tables import StoredFact
from zengshou.store.register_words import register_words

NAMES_OF_BATCH = [column.name for column in StoredBatch.__table__.columns]
NAMES_OF_FACT = [column.name for column in StoredFact.__table__.columns]


def opened(world: World, **changes: object) -> VerifiedFile:
    desk = VerificationDesk(world.reads, world.vault, instruments("example"), lambda: NOON)
    whole = {"purpose": "assistance_verification", "case_id": CASE, "person": shown(world.me), "months": (MONTH, MONTH)}
    return desk.open(VERIFIER, Question(**{**whole, **changes}))  # type: ignore[arg-type]


def test_a_file_holds_the_rows_that_the_paper_names_in_every_view(world: World) -> None:
    file = opened(world)
    assert file.own is not None
    assert [each.name for each in file.own.views] == ["STAT", "DIBAO", "POV"]
    stat, dibao, _ = (each.fen for each in file.own.views)
    assert stat == 500_000 + world.me > dibao  # which takes the cost of working off
    assert [each.key for each in file.own.facts] == ["1/900/0"]  # not the insured wage: the paper names tax and bank
    assert [each.fen for each in file.own.assets] == [9_900_000] and not file.own.statuses
    assert file.own.views[0].by_month == (("2026-06", 500_000 + world.me),)
    assert file.identity["证件号码（遮盖）"] == "110101********299X"


def test_a_moment_before_the_rows_came_knows_nothing_of_them(world: World) -> None:
    file = opened(world, known_at=NOON - timedelta(days=5), compare_at=NOON)
    assert file.own is not None and file.comparison is not None
    assert not file.own.facts and {each.fen for each in file.own.views} == {0}
    assert file.comparison.came == ("1/900/0",) and not file.comparison.went
    assert all(each.before == 0 for each in file.comparison.totals)


def test_a_row_that_its_source_states_of_somebody_else_since_is_no_longer_theirs(world: World) -> None:
    """The source corrects whose wage it was: from that day on it is the other's, before that it was this person's."""
    with world.register.writing() as session:
        columns = {name: getattr(session.get(StoredBatch, 1), name) for name in NAMES_OF_BATCH}
        later = {"id": 90, "sequence": 90, "content_hash": f"{90:064}", "published_at": NOON - timedelta(hours=1)}
        session.add(StoredBatch(**{**columns, **later}))
        session.flush()
        first = next(
            iter(session.scalars(select(StoredFact).where(StoredFact.person == world.me, StoredFact.batch == 1)))
        )
        values = {name: getattr(first, name) for name in NAMES_OF_FACT}
        session.add(StoredFact(**{**values, "batch": 90, "person": 12}))
    now, before = opened(world), opened(world, known_at=NOON - timedelta(hours=2))
    assert now.own is not None and before.own is not None
    assert not now.own.facts and [each.key for each in before.own.facts] == ["1/900/0"]


def test_links_of_one_person_are_walked_and_end_when_they_are_undone(world: World) -> None:
    with world.register.writing() as session:
        first = add_link(session, 11, 12, "review", 0.9, "guiji", NOON)
        add_link(session, 12, 22, "review", 0.9, "guiji", NOON)
        assert same_person(session, 22) == (11, 12, 22) and same_person(session, 13) == (13,)
        undo_link(session, first.id, "guiji", NOON)
        assert same_person(session, 22) == (12, 22) and same_person(session, 11) == (11,)


def test_a_number_is_asked_by_its_document_and_an_empty_one_is_refused(world: World) -> None:
    assert opened(world, person="11010119900307299x", kind=IdentifierKind.RESIDENT_CARD).person == shown(world.me)
    for changes in ({"person": " "}, {"person": "P12"}, {"months": (MONTH, MONTH - 1)}, {"household": "H9"}):
        with pytest.raises(ProblemsFound):
            opened(world, **changes)


def test_a_day_is_known_until_its_end_by_the_clock_of_the_office() -> None:
    found = end_of("2026-04-30")
    assert found is not None and found.isoformat().startswith("2026-04-30T23:59:59") and end_of(" ") is None
    with pytest.raises(ProblemsFound):
        end_of("昨天")


def test_every_status_and_household_of_every_channel_has_a_word() -> None:
    words = register_words()
    for city in city_names():
        for channel in channels(city).values():
            codes = {each.status for each in channel.statuses if each.status}
            codes |= {code for each in channel.statuses if each.status_by for code in each.status_by[1].values()}
            assert codes <= words.statuses.keys(), channel.id
            assert {each.kind for each in channel.members} <= words.households.keys()
