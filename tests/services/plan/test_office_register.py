"""The register of bodies: what a person settles is kept and used at the next reading; dates and heirs are checked."""

from datetime import UTC, date, datetime

import pytest

from tests.services.plan.plan_desk import TEXT, PlanDesk
from tests.services.supervision.ledger_desk import CIVIL_AFFAIRS, SUPERVISOR
from tests.store.database.both import database, postgres_server  # noqa: F401
from zengshou.concepts.problem import Forbidden, ProblemsFound
from zengshou.plan.office_match import Match, MatchKind
from zengshou.plan.offices import OfficeMode
from zengshou.services.plan.office_register import OfficeRegister
from zengshou.services.plan.reviewed_plan import plan_of
from zengshou.store.database.connection import Database
from zengshou.store.database.event_log import events_of

NOW = datetime(2024, 4, 1, tzinfo=UTC)
SHORT = "市人社局"  # near to 市人力资源社会保障局, a body of the invented city


@pytest.fixture(name="register")
def made(database: Database) -> OfficeRegister:  # noqa: F811
    return OfficeRegister(database, lambda: NOW)


def matched(register: OfficeRegister, name: str) -> Match:
    return register.of_city(SUPERVISOR).match([name])[0]


def test_a_name_that_is_the_same_body_becomes_its_alias_for_good(register: OfficeRegister) -> None:
    assert matched(register, SHORT).candidates == ("human_resources",)
    register.settle(SUPERVISOR, SHORT, "same:human_resources")
    found = matched(register, SHORT)
    assert (found.kind, found.office) == (MatchKind.ALIAS, "human_resources")
    with register.database.reading() as session:
        told = [event.detail for event in events_of(session, "office", "example")]
    assert told == [{"name": SHORT, "choice": "same:human_resources", "last_day": ""}]


def test_the_alias_is_used_when_the_next_plan_is_read(register: OfficeRegister) -> None:
    desk = PlanDesk(register.database)
    desk.upload(TEXT.replace("县人力资源社会保障局", SHORT))
    before = plan_of(desk.version(1), register.of_city(SUPERVISOR))
    assert SHORT in [match.printed for match in before.unsure]
    register.settle(SUPERVISOR, SHORT, "same:human_resources")
    after = plan_of(desk.version(1), register.of_city(SUPERVISOR))
    assert SHORT not in [match.printed for match in after.unsure]
    office = after.plan.office(SHORT)
    assert office is not None and office.id == "human_resources"


def test_a_body_of_its_own_is_not_asked_about_again(register: OfficeRegister) -> None:
    register.settle(SUPERVISOR, SHORT, "new")
    assert matched(register, SHORT).kind is MatchKind.EXACT


def test_a_successor_needs_the_last_day_of_the_body_before_and_shows_as_the_body_of_today(
    register: OfficeRegister,
) -> None:
    name = "市人力资源和社会保障服务局"
    with pytest.raises(ProblemsFound, match="最后一日"):
        register.settle(SUPERVISOR, name, "after:human_resources")
    register.settle(SUPERVISOR, name, "after:human_resources", date(2023, 12, 31))
    found = register.of_city(SUPERVISOR)
    assert found.lineages["human_resources"].until == date(2023, 12, 31)
    assert found.bodies(OfficeMode.CURRENT)["human_resources"] == (name,)
    assert found.bodies(OfficeMode.PRINTED)["human_resources"] == ("市人力资源社会保障局",)


def test_heirs_are_followed_to_the_end_and_may_not_lead_back(register: OfficeRegister) -> None:
    register.change(SUPERVISOR, "finance", date(2019, 3, 31), ["statistics"])
    register.change(SUPERVISOR, "statistics", date(2021, 3, 31), ["agriculture"])
    assert register.of_city(SUPERVISOR).bodies(OfficeMode.CURRENT)["finance"] == ("市农业农村局",)
    with pytest.raises(ProblemsFound, match="绕了回来"):
        register.change(SUPERVISOR, "agriculture", date(2022, 3, 31), ["finance"])
    with pytest.raises(ProblemsFound, match="没有写明最后一日"):
        register.change(SUPERVISOR, "civil_affairs", None, ["finance"])


def test_only_a_supervisor_changes_the_register_and_a_known_body_is_not_settled_anew(register: OfficeRegister) -> None:
    with pytest.raises(Forbidden):
        register.settle(CIVIL_AFFAIRS, SHORT, "new")
    with pytest.raises(Forbidden):
        register.change(CIVIL_AFFAIRS, "finance", None, [])
    with pytest.raises(ProblemsFound, match="已是登记的单位"):
        register.settle(SUPERVISOR, "市财政局", "new")
    with pytest.raises(ProblemsFound, match="没有为"):
        register.settle(SUPERVISOR, SHORT, "same:nobody")
