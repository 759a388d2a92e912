"""Guards: cumulative quarters, old scope, sources in conflict, the table of traps, the reconciliation."""

import pytest

from tests.statistics.accounts.printed import figure, figures, held
from zengshou.concepts.problem import ProblemsFound
from zengshou.concepts.published import Confidence, PublishedFigure
from zengshou.statistics.accounts.caliber import Caliber, one_series
from zengshou.statistics.accounts.identities import identity_checks
from zengshou.statistics.accounts.period import Part, annual_year, parse_period, single_quarters
from zengshou.statistics.accounts.ranking import SourceRank, rank_of, settled
from zengshou.statistics.accounts.reconciliation import Gap, GapEntry, KnownGaps, printed_gaps, reconcile
from zengshou.statistics.accounts.traps import Standing, TrapName, traps_of


@pytest.mark.parametrize("text", ["2023", "2024H1", "2025Q3", "2017Q1", "yb2023"])
def test_periods_are_read_and_written_alike(text: str) -> None:
    assert str(parse_period(text)) == text


@pytest.mark.parametrize(
    ("period", "indicator", "word"),
    [
        ("2024H1", "income_per_head", "上半年累计"),
        ("2025Q3", "income_per_head", "前三季度累计"),
        ("2024", "income_per_head_cum", "累计数"),
        ("yb2023", "income_per_head", "年鉴版次"),
    ],
)
def test_a_part_of_a_year_or_an_edition_is_never_read_as_the_year(period: str, indicator: str, word: str) -> None:
    with pytest.raises(ProblemsFound, match=word):
        annual_year(period, indicator)
    assert annual_year("2024", "income_per_head") == 2024


def test_a_period_that_is_none_is_refused() -> None:
    with pytest.raises(ProblemsFound, match="无法识别"):
        parse_period("2024年上半年")


def test_single_quarters_are_differences_of_neighbours_and_no_others() -> None:
    found = single_quarters({Part.QUARTER_1: 10.0, Part.HALF_1: 18.0, Part.YEAR: 40.0})
    assert found == {"Q1": 10.0, "Q2": 8.0}


def test_old_and_new_scope_are_joined_by_name_alone_and_the_break_is_marked() -> None:
    new, old = {2013: 18311.0, 2014: 20167.0}, {2011: 21810.0, 2012: 24565.0}
    with pytest.raises(ProblemsFound, match="新旧口径"):
        one_series(new, old)
    found = one_series(new, old, Caliber.SPLICED)
    assert list(found.values) == [2011, 2012, 2013, 2014]
    assert found.flags == ("spliced(break after 2012)",)
    assert one_series(new, old, Caliber.INTEGRATED).values == new
    assert one_series({}, old).caliber is Caliber.OLD_SCOPE and one_series(new, {}).flags == ()


def test_a_splice_over_years_that_both_calibers_hold_is_refused() -> None:
    with pytest.raises(ProblemsFound, match="2013"):
        one_series({2013: 1.0}, {2013: 2.0}, Caliber.SPLICED)


@pytest.mark.parametrize(
    ("source", "rank"),
    [
        ("国家统计局，2023年国民经济和社会发展统计公报", SourceRank.OFFICE),
        ("广东省统计局，广东统计年鉴2024 表10-21", SourceRank.YEARBOOK),
        ("国家统计局2022年（转载）", SourceRank.PRESS),
        ("某文章", SourceRank.OTHER),
    ],
)
def test_sources_are_ranked_by_their_words(source: str, rank: SourceRank) -> None:
    assert rank_of(source) is rank


def test_a_copied_number_that_contradicts_the_office_is_a_problem_and_no_average() -> None:
    """A copy has 95058 for the 95055 of the bulletin."""
    name = "income_fifth5_of_households"
    rows = (figure(name, 2023, 95058, source="某网转载"), figure(name, 2023, 95055, source="国家统计局公报"))
    found = settled(rows)
    assert found.figures == ()
    (problem,) = found.problems
    assert problem.found.index("95055") < problem.found.index("95058") and "不取平均" in problem.next


def test_sources_that_agree_leave_the_one_of_the_best_rank() -> None:
    rows = (figure("gini", 2008, 0.491, source="某网转载"), figure("gini", 2008, 0.491, source="国家统计局公布"))
    assert [kept.source for kept in settled(rows).figures] == ["国家统计局公布"]


def test_every_trap_is_told_with_its_evidence() -> None:
    fifths = {f"income_fifth{k}_of_households": v for k, v in enumerate((5221, 11894, 19320, 29438, 54544), start=1)}
    means = {"income_per_head": 21966, "income_per_head_urban": 31195, "income_per_head_rural": 11422}
    rows = (
        *figures(y2015={**fifths, **means, "urban_share": 56.1, "gini": 0.462}),
        figure("income_per_head_cum", 2015, 10931),
        figure("urban_income_oldscope", 2012, 24565),
        PublishedFigure("cn", 2014, "income_per_head_urban", 28844, "元", "倒推", Confidence.DERIVED),
    )
    found = {trap.name: trap for trap in traps_of("cn", rows, identity_checks(rows))}
    assert set(found) == set(TrapName)
    assert "2015 1.096" in found[TrapName.FIFTHS_OF_HOUSEHOLDS].words
    assert "0.400–0.465" in found[TrapName.GROUPED_GINI].words and "0.462" in found[TrapName.GROUPED_GINI].words
    assert "不可使用" in found[TrapName.URBANISATION_RATE].words
    for name in (TrapName.CUMULATIVE, TrapName.OLD_SCOPE, TrapName.BACK_COMPUTED):
        assert found[name].standing is Standing.GUARDED
    assert found[TrapName.CONFLICT].standing is Standing.CLEAR


def test_an_area_without_figures_can_judge_nothing_and_says_so() -> None:
    standings = {trap.name: trap.standing for trap in traps_of("cn.x", (), ())}
    assert standings[TrapName.FIFTHS_OF_HOUSEHOLDS] is Standing.SILENT
    assert standings[TrapName.IDENTITIES] is Standing.SILENT


def test_a_broken_identity_is_found_by_the_traps() -> None:
    rows = figures(y2023={"income_per_head": 100}, y2024={"income_per_head": 105, "income_growth_nominal": 9.0})
    found = {trap.name: trap for trap in traps_of("cn", rows, identity_checks(rows))}[TrapName.IDENTITIES]
    assert found.standing is Standing.FOUND and "9%" in found.words


SURVEY = {"income_per_head": 40000, "population_yearend": 100}
FLOW = "household_disposable_income_flow_of_funds"


def test_the_bridge_from_survey_to_accounts_shows_known_gaps_and_the_residual() -> None:
    """Survey 40000 x 1m = 400亿; accounts 560亿; rent 60亿 known: 100亿 stay unexplained."""
    rows = held(y2024={**SURVEY, FLOW: 560})
    known = KnownGaps(accounts=(GapEntry(Gap.IMPUTED_RENT, 6e9, "示例测算"),))
    found = reconcile(rows, "cn", 2024, known)
    assert found.survey.value == pytest.approx(4e10)
    assert found.accounts.explained == pytest.approx(6e9) and found.accounts.residual == pytest.approx(1e10)
    assert Gap.COVERAGE in found.accounts.unknown and Gap.IMPUTED_RENT not in found.accounts.unknown
    assert [row.gap for row in found.accounts.rows] == list(Gap)


def test_a_total_that_nobody_printed_leaves_the_residual_unknown_and_not_zero() -> None:
    found = reconcile(held(y2024=SURVEY), "cn", 2024)
    assert found.register.residual is None and "登记的居民收入合计" in found.register.other.reason


def test_an_amount_without_a_source_or_named_twice_is_refused() -> None:
    entries = (GapEntry(Gap.TIMING, 1.0), GapEntry(Gap.IN_KIND, None), GapEntry(Gap.IN_KIND, None))
    with pytest.raises(ProblemsFound) as caught:
        reconcile(held(y2024=SURVEY), "cn", 2024, KnownGaps(register=entries))
    assert "没有来源" in str(caught.value) and "2 次" in str(caught.value)


def test_gaps_that_an_office_printed_are_taken_with_their_source() -> None:
    rows = held(y2024={**SURVEY, "gap_register_coverage": 5e8})
    found = reconcile(rows, "cn", 2024, printed_gaps(rows, 2024))
    assert found.register.rows[0] == GapEntry(Gap.COVERAGE, 5e8, "国家统计局")
