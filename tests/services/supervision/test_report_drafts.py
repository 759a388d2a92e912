"""单位填报: what is due and how late, drafts that nobody else sees and no colleague overwrites."""

from datetime import UTC, datetime

import pytest

from tests.services.supervision.ledger_desk import (
    CIVIL_AFFAIRS,
    FINANCE,
    HUMAN_RESOURCES,
    QUARTER,
    SUPERVISOR,
    Desk,
    person,
)
from tests.store.database.both import database, postgres_server  # noqa: F401
from zengshou.concepts.account import Role
from zengshou.concepts.problem import Forbidden, ProblemsFound
from zengshou.plan.ledger.model import Period
from zengshou.plan.ledger.stages import Action
from zengshou.services.supervision.ledger_rights import Changed, NotFound
from zengshou.services.supervision.report_drafts import ReportDrafts
from zengshou.services.supervision.task_ledger import Draft
from zengshou.store.database.connection import Database

CODE = "SL-3"
COLLEAGUE = person("minzheng2", Role.REPORTER, "civil_affairs")
HALF = Draft(QUARTER, 50, "完成一半")


@pytest.fixture
def desk(database: Database) -> Desk:  # noqa: F811
    made = Desk(database)
    made.register()
    made.bring_in_hand(CODE, CIVIL_AFFAIRS)
    made.now = datetime(2020, 9, 22, 2, tzinfo=UTC)  # five working days to the 28th: the Sunday before it is worked
    return made


def drafts(desk: Desk) -> ReportDrafts:
    return ReportDrafts(desk.database, lambda: desk.now)


def test_a_report_is_due_until_it_is_sent_and_again_when_it_is_sent_back(desk: Desk) -> None:
    third = [each for each in drafts(desk).due(CIVIL_AFFAIRS) if each.period == QUARTER]
    assert [(each.task.code, each.days, each.is_late) for each in third] == [(CODE, 5, False)]
    desk.report(CODE, CIVIL_AFFAIRS, 50)
    assert not [each for each in drafts(desk).due(CIVIL_AFFAIRS) if each.period == QUARTER]
    desk.act(CODE, SUPERVISOR, Action.RETURN, "没有附名单")
    desk.now = datetime(2020, 9, 30, 2, tzinfo=UTC)
    (again,) = [each for each in drafts(desk).due(CIVIL_AFFAIRS) if each.period == QUARTER]
    assert again.is_returned and again.is_late and again.days == 2


def test_a_task_given_out_after_the_day_owes_no_report_of_that_quarter(desk: Desk) -> None:
    desk.now = datetime(2020, 10, 12, 2, tzinfo=UTC)
    desk.bring_in_hand("SL-1", HUMAN_RESOURCES)
    assert {str(each.period) for each in drafts(desk).due(HUMAN_RESOURCES)} == {"2020Q4"}
    assert not drafts(desk).due(FINANCE)
    assert {each.task.code for each in drafts(desk).due(SUPERVISOR)} == {CODE, "SL-1"}


def test_a_draft_is_kept_changes_nothing_and_is_gone_once_the_report_is_filed(desk: Desk) -> None:
    before = desk.task(CODE)
    saved = drafts(desk).save(CIVIL_AFFAIRS, CODE, HALF, "")
    assert desk.task(CODE) == before and not desk.task(CODE).reports
    assert drafts(desk).saved(COLLEAGUE, CODE) == saved
    assert next(each for each in drafts(desk).due(CIVIL_AFFAIRS)).has_draft
    desk.report(CODE, CIVIL_AFFAIRS, 50)
    desk.act(CODE, SUPERVISOR, Action.RETURN, "没有附名单")
    assert drafts(desk).saved(CIVIL_AFFAIRS, CODE) is None
    assert [report.number for report in desk.task(CODE).reports] == [1]
    drafts(desk).save(CIVIL_AFFAIRS, CODE, HALF, "")
    desk.report(CODE, CIVIL_AFFAIRS, 60)
    assert [report.number for report in desk.task(CODE).reports] == [1, 2]


def test_a_colleagues_draft_is_not_overwritten_unseen(desk: Desk) -> None:
    seen = drafts(desk).save(CIVIL_AFFAIRS, CODE, HALF, "").seen
    with pytest.raises(Changed):
        drafts(desk).save(COLLEAGUE, CODE, Draft(QUARTER, 55, "另一稿"), "")
    desk.now = desk.now.replace(hour=3)
    assert drafts(desk).save(COLLEAGUE, CODE, Draft(QUARTER, 55, "另一稿"), seen).draft.percent == 55


def test_drafts_are_for_the_lead_body_while_it_may_report(desk: Desk) -> None:
    with pytest.raises(Forbidden):
        drafts(desk).saved(HUMAN_RESOURCES, CODE)
    with pytest.raises(NotFound):
        drafts(desk).saved(FINANCE, CODE)
    with pytest.raises(Forbidden):
        drafts(desk).save(SUPERVISOR, CODE, HALF, "")
    with pytest.raises(ProblemsFound, match="0–100"):
        drafts(desk).save(CIVIL_AFFAIRS, CODE, Draft(Period(2020, 3), 120, ""), "")
