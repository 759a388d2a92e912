"""Result lamps of the office: a person settles prices and enters survey figures; the past stays; each step is told."""

import pytest

from tests.services.supervision.ledger_desk import ADMIN, CIVIL_AFFAIRS, SUPERVISOR, VIEWER, Desk, person
from tests.store.database.both import database, postgres_server  # noqa: F401
from zengshou.concepts.account import Account, Role
from zengshou.concepts.problem import Forbidden, ProblemsFound
from zengshou.plan.ledger.model import Period
from zengshou.plan.model import PriceBasis
from zengshou.plan.reading import LampColour
from zengshou.services.supervision.ledger_rights import NotFound
from zengshou.services.supervision.result_lamps import NewEstimate, ResultLamps, SettledReading
from zengshou.store.database.connection import Database
from zengshou.store.database.event_log import verified

STATISTICIAN = person("tongji", Role.STATISTICIAN, city="yangjiang")
YANGJIANG = person("ducha.yj", Role.SUPERVISOR, city="yangjiang")
SHARE, DOUBLED = "YJ-G1-2", "YJ-G3-1"
SURVEY = "城乡住户调查2018、2020年，Taylor线性化"


@pytest.fixture
def lamps(database: Database) -> ResultLamps:  # noqa: F811
    desk = Desk(database)
    return ResultLamps(database, lambda: desk.now)


def reading(lamps: ResultLamps, id: str, who: Account = YANGJIANG) -> SettledReading:
    return next(each for each in lamps.readings(who) if each.target.id == id)


def doubled(lamps: ResultLamps) -> SettledReading:
    """The first target that doubles."""
    return next(each for each in lamps.readings(YANGJIANG) if each.target.price_basis is not PriceBasis.NOT_MONEY)


def test_an_unknown_price_basis_is_grey_until_a_person_settles_it_and_again_after_the_undo(lamps: ResultLamps) -> None:
    before = doubled(lamps)
    assert before.reading.lamp.rule == "price_basis_unknown" and before.reading.lamp.colour is LampColour.GREY
    id = before.target.id
    lamps.set_basis(YANGJIANG, id, PriceBasis.REAL, "方案称“实际增长”", "市政府常务会议纪要〔2017〕3号")
    settled = reading(lamps, id)
    assert settled.target.price_basis is PriceBasis.REAL and settled.reading.lamp.rule != "price_basis_unknown"
    assert settled.notes.basis is not None and settled.notes.basis.by == YANGJIANG.id
    lamps.set_basis(STATISTICIAN, id, PriceBasis.NOMINAL, "经核为名义", "统计局复函")
    assert reading(lamps, id).target.price_basis is PriceBasis.NOMINAL
    lamps.undo_basis(YANGJIANG, id, "复函作废")
    assert reading(lamps, id).target.price_basis is PriceBasis.REAL
    lamps.undo_basis(YANGJIANG, id, "纪要作废")
    assert reading(lamps, id).reading.lamp.rule == "price_basis_unknown"
    with pytest.raises(ProblemsFound, match="没有可以撤销"):
        lamps.undo_basis(YANGJIANG, id, "再撤")
    with lamps.database.reading() as session:
        assert verified(session) == 4


def test_settling_needs_a_note_a_source_and_a_target_that_doubles(lamps: ResultLamps) -> None:
    with pytest.raises(ProblemsFound) as found:
        lamps.set_basis(YANGJIANG, SHARE, PriceBasis.UNKNOWN, " ", "")
    assert [each.where for each in found.value.problems][1:] == ["说明", "依据"]
    with pytest.raises(NotFound):
        lamps.set_basis(YANGJIANG, "YJ-nowhere", PriceBasis.REAL, "x", "x")


@pytest.mark.parametrize("who", [CIVIL_AFFAIRS, VIEWER])
def test_bodies_and_viewers_see_the_lamps_and_settle_nothing(lamps: ResultLamps, who: Account) -> None:
    assert lamps.readings(who)
    with pytest.raises(Forbidden):
        lamps.set_basis(who, "SL-G-2", PriceBasis.REAL, "x", "x")
    with pytest.raises(Forbidden):
        lamps.readings(ADMIN)


def test_entered_survey_figures_decide_the_lamp_with_their_error(lamps: ResultLamps) -> None:
    lamps.enter(STATISTICIAN, SHARE, NewEstimate(2018, 37.9, 0.15, SURVEY))
    lamps.enter(STATISTICIAN, SHARE, NewEstimate(2020, 38.3, 0.15, SURVEY, 1_200))
    lamp = reading(lamps, SHARE).reading.lamp
    assert lamp.is_undecidable and lamp.colour is LampColour.GREY and lamp.reason.startswith("无法判定：")
    assert lamp.vintage == SURVEY
    lamps.enter(STATISTICIAN, SHARE, NewEstimate(2020, 39.9, 0.15, SURVEY))
    assert reading(lamps, SHARE).reading.lamp.colour is LampColour.DONE
    held = reading(lamps, SHARE).notes.of_year(2020)
    assert held is not None
    lamps.withdraw(STATISTICIAN, SHARE, held.number, "权数有误")
    assert [each.year for each in reading(lamps, SHARE).notes.estimates] == [2018]
    with pytest.raises(NotFound):
        lamps.withdraw(STATISTICIAN, SHARE, held.number, "再撤")


def test_a_figure_without_error_source_or_year_is_refused_whole(lamps: ResultLamps) -> None:
    with pytest.raises(ProblemsFound) as found:
        lamps.enter(STATISTICIAN, SHARE, NewEstimate(20, float("nan"), 0.0, "", 0))
    assert [each.where for each in found.value.problems] == ["年份", "估计值", "标准误", "样本量", "来源"]
    with pytest.raises(Forbidden):
        lamps.enter(YANGJIANG, SHARE, NewEstimate(2020, 38.3, 0.15, SURVEY))
    with pytest.raises(ProblemsFound, match="不按调查估计值"):
        lamps.enter(STATISTICIAN, doubled(lamps).target.id, NewEstimate(2020, 2.1, 0.1, SURVEY))


def test_a_quarters_lamps_are_recorded_once_and_stay_as_they_were(lamps: ResultLamps) -> None:
    count = len(lamps.readings(SUPERVISOR))
    assert lamps.record_for("example", "(timer)", Period(2020, 3)) == count
    assert lamps.record_for("example", "(timer)", Period(2020, 3)) == 0
    statistician = person("tongji", Role.STATISTICIAN)
    lamps.enter(statistician, "SL-G-1", NewEstimate(2024, 30.0, 0.1, SURVEY))
    assert lamps.record_for("example", "(timer)", Period(2020, 4)) == count
    first, second = lamps.records(SUPERVISOR)["SL-G-1"]
    assert (first.lamp.colour, second.lamp.colour) == (LampColour.DONE, LampColour.RED)
