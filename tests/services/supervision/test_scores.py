"""Yearly scores on both databases: proposed from the ledger, confirmed by a person, appealed, decided, locked."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.services.supervision.ledger_desk import CIVIL_AFFAIRS, FINANCE, QUARTER, STRANGER, SUPERVISOR, VIEWER, Desk
from tests.store.database.both import database, postgres_server  # noqa: F401
from zengshou.concepts.problem import Forbidden, ProblemsFound
from zengshou.faces.report.score_xlsx import score_xlsx
from zengshou.plan.ledger.supervision_rules import read_supervision
from zengshou.services.supervision.ledger_rights import NotFound
from zengshou.services.supervision.scores import OfficeScore, ScoreDesk
from zengshou.store.database.connection import Database
from zengshou.store.database.event_log import verified

CODE, BODY, YEAR = "SL-3", "civil_affairs", 2020


class ScoreTable(Desk):
    @property
    def scores(self) -> ScoreDesk:
        return ScoreDesk(self.database, lambda: self.now)

    def of(self, office: str = BODY) -> OfficeScore:
        return next(each for each in self.scores.sheet(SUPERVISOR, YEAR).offices if each.office == office)

    def confirmed(self) -> str:
        (found,) = self.scores.sheet(SUPERVISOR, YEAR).proposals
        return self.scores.confirm(SUPERVISOR, YEAR, found.office, found.rule, found.points, found.evidence)


@pytest.fixture
def desk(database: Database) -> ScoreTable:  # noqa: F811
    """One task in hand whose report of the third quarter is missing."""
    made = ScoreTable(database, datetime(2020, 7, 6, 2, tzinfo=UTC))
    made.register()
    made.bring_in_hand(CODE, CIVIL_AFFAIRS)
    made.now = datetime(2020, 10, 19, 2, tzinfo=UTC)
    return made


def test_the_ledgers_facts_propose_a_line_with_evidence_and_change_nothing(desk: ScoreTable) -> None:
    (found,) = desk.scores.sheet(SUPERVISOR, YEAR).proposals
    assert (found.office, found.rule, found.points) == (BODY, "missing_report", -10)
    assert found.evidence == "SL-3 低保与就业联动：2020年三季度进展应于2020-09-28前报送，未报送"
    assert desk.of().score.total == 100 and desk.scores.sheet(VIEWER, YEAR).proposals == ()


def test_a_confirmed_line_counts_and_is_not_proposed_again(desk: ScoreTable) -> None:
    desk.confirmed()
    assert desk.of().score.total == 90 and desk.scores.sheet(SUPERVISOR, YEAR).proposals == ()
    (held,) = desk.of().lines
    assert "未报送" in held.line.evidence and held.line.on.isoformat() == "2020-10-19"


def test_the_same_evidence_counts_once(desk: ScoreTable) -> None:
    desk.scores.confirm(SUPERVISOR, YEAR, BODY, "missing_report", -10, "三季度未报")
    with pytest.raises(ProblemsFound, match="已经记过分"):
        desk.scores.confirm(SUPERVISOR, YEAR, BODY, "missing_report", -10, " 三季度未报 ")


def test_a_short_report_is_proposed_as_empty_at_the_mild_end_of_the_range(desk: ScoreTable) -> None:
    desk.report(CODE, CIVIL_AFFAIRS, 60)
    (found,) = desk.scores.sheet(SUPERVISOR, YEAR).proposals
    assert (found.rule, found.points) == ("empty_report", -5) and "已完成第一批。" in found.evidence


@pytest.mark.parametrize(
    ("office", "rule", "points", "evidence", "words"),
    [
        (BODY, "nothing", -5.0, "甲", "没有“nothing”"),
        (BODY, "missing_report", -5.0, "甲", "不能记-5分"),
        (BODY, "empty_report", -11.0, "甲", "应为-10至-5"),
        (BODY, "leaders_view", 21.0, "甲", "应为0至20"),
        (BODY, "empty_report", -7.0, " ", "没有写明依据"),
        ("finance", "empty_report", -7.0, "甲", "没有牵头任务"),
    ],
)
def test_a_faulty_line_is_refused(
    desk: ScoreTable, office: str, rule: str, points: float, evidence: str, words: str
) -> None:
    with pytest.raises(ProblemsFound, match=words):
        desk.scores.confirm(SUPERVISOR, YEAR, office, rule, points, evidence)


def test_the_leaders_view_gives_at_most_twenty_points_a_year(desk: ScoreTable) -> None:
    for evidence in ("市长评价", "分管副市长评价"):
        desk.scores.confirm(SUPERVISOR, YEAR, BODY, "leaders_view", 15, evidence)
    assert desk.of().score.total == 120


def test_an_upheld_appeal_gives_the_points_back_and_the_line_stays(desk: ScoreTable) -> None:
    line = desk.confirmed()
    desk.scores.appeal(CIVIL_AFFAIRS, line, "当期停电")
    desk.scores.decide(SUPERVISOR, line, True, "情况属实")
    (held,) = desk.of().lines
    assert desk.of().score.total == 100 and (held.appeal_words, held.decision_words) == ("当期停电", "情况属实")


def test_a_dismissed_appeal_changes_no_points_and_is_final(desk: ScoreTable) -> None:
    line = desk.confirmed()
    desk.scores.appeal(CIVIL_AFFAIRS, line, "当期停电")
    desk.scores.decide(SUPERVISOR, line, False, "不属实")
    assert desk.of().score.total == 90
    with pytest.raises(ProblemsFound, match="申诉不成立"):
        desk.scores.appeal(CIVIL_AFFAIRS, line, "再申诉")


def test_nobody_appeals_for_another_body_or_scores_without_the_right(desk: ScoreTable) -> None:
    line = desk.confirmed()
    with pytest.raises(NotFound):
        desk.scores.appeal(FINANCE, line, "不服")
    with pytest.raises(NotFound):
        desk.scores.decide(STRANGER, line, True, "同意")
    with pytest.raises(Forbidden):
        desk.scores.appeal(SUPERVISOR, line, "不服")
    with pytest.raises(Forbidden):
        desk.scores.confirm(CIVIL_AFFAIRS, YEAR, BODY, "missing_report", -10, "甲")
    assert [each.office for each in desk.scores.sheet(CIVIL_AFFAIRS, YEAR).offices] == [BODY]


def test_a_city_without_appeals_takes_none(desk: ScoreTable) -> None:
    rules = read_supervision({"score": {"appeal": False}}, "test")
    with pytest.raises(ProblemsFound, match="没有申诉环节"):
        ScoreDesk(desk.database, lambda: desk.now, rules).appeal(CIVIL_AFFAIRS, desk.confirmed(), "不服")


def test_a_locked_year_takes_no_line_no_appeal_and_no_second_lock(desk: ScoreTable) -> None:
    line = desk.confirmed()
    desk.scores.appeal(CIVIL_AFFAIRS, line, "当期停电")
    with pytest.raises(ProblemsFound, match="还有1件申诉没有裁定"):
        desk.scores.lock(SUPERVISOR, YEAR)
    desk.scores.decide(SUPERVISOR, line, False, "不属实")
    desk.scores.lock(SUPERVISOR, YEAR)
    for attempt in (
        lambda: desk.scores.confirm(SUPERVISOR, YEAR, BODY, "missing_report", -10, "甲"),
        lambda: desk.scores.appeal(CIVIL_AFFAIRS, line, "不服"),
        lambda: desk.scores.lock(SUPERVISOR, YEAR),
    ):
        with pytest.raises(ProblemsFound, match="已于2020-10-19审定"):
            attempt()
    assert desk.scores.sheet(SUPERVISOR, YEAR).lock is not None
    with desk.database.reading() as session:
        assert isinstance(verified(session), int)


def test_a_rule_that_went_away_is_told_and_not_counted_as_nothing(desk: ScoreTable) -> None:
    desk.confirmed()
    rules = read_supervision({"score": {"rules": [{"id": "no_plan", "label": "甲", "points": -10}]}}, "test")
    with pytest.raises(ProblemsFound, match="不在现行评分规则中"):
        ScoreDesk(desk.database, lambda: desk.now, rules).sheet(SUPERVISOR, YEAR)


def test_the_workbook_holds_totals_and_lines_and_no_formula(desk: ScoreTable) -> None:
    desk.scores.confirm(SUPERVISOR, YEAR, BODY, "empty_report", -7, "=1+1 只写“正在推进”")
    content = score_xlsx(desk.scores.sheet(SUPERVISOR, YEAR), {BODY: "市民政局"}, "虚构城市")
    book = load_workbook(BytesIO(content))
    totals = {row[0]: row[1] for row in book["考核得分"].iter_rows(min_row=3, values_only=True)}
    assert totals["市民政局"] == 93 and "未审定" in book["考核得分"]["A1"].value
    evidence = book["记分明细"]["E3"]
    assert evidence.data_type == "s" and evidence.value.startswith("=1+1") and book["记分明细"]["C3"].value == -7
    assert QUARTER.year == YEAR
