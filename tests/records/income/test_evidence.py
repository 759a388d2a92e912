"""Which source is believed where several state the same wage."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.records.income.golden import EMPLOYER, FATHER, JANUARY, Stated, fact
from tests.records.income.stated_facts import facts as any_facts
from zengshou.concepts.problem import ProblemsFound
from zengshou.records.income.evidence import Adoption, EvidenceOrder, EvidenceOrders, adopt
from zengshou.records.income.fact import Fact
from zengshou.records.income.finding import Doubt
from zengshou.records.income.month_amounts import month_amounts
from zengshou.store.instruments import evidence_orders

OTHER_EMPLOYER = "91441700MA0000001X"


def wage(row: int, yuan: int, channel: str, payer: str = EMPLOYER, month: int = JANUARY, item: str = "W.PAY") -> Fact:
    return fact(row, Stated(FATHER, item, yuan, channel, payer), month, month)


def adoption(*facts: Fact) -> Adoption:
    return adopt(month_amounts(facts, JANUARY, JANUARY + 11), evidence_orders())


def test_the_tax_record_is_believed_first_and_the_others_corroborate() -> None:
    result = adoption(
        wage(1, 5_000, "declaration"),
        wage(2, 4_800, "housing_fund"),
        wage(3, 6_000, "iit"),
        wage(4, 5_500, "social_insurance"),
        wage(5, 6_100, "employer_proof"),
    )
    assert [(each.channel, each.fen) for each in result.adopted] == [("iit", 600_000)]
    assert {each.channel for each in result.corroborations} == {
        "declaration", "housing_fund", "social_insurance", "employer_proof",
    }  # fmt: skip
    assert {each.adopted_fen for each in result.corroborations} == {600_000}


@pytest.mark.parametrize(
    ("present", "believed"),
    [
        (("social_insurance", "housing_fund", "declaration"), "social_insurance"),
        (("housing_fund", "employer_proof", "declaration"), "housing_fund"),
        (("employer_proof", "declaration"), "employer_proof"),
        (("training", "employer_proof"), "training"),
        (("declaration",), "declaration"),
    ],
)
def test_without_a_tax_record_the_next_in_order_is_believed(present: tuple[str, ...], believed: str) -> None:
    result = adoption(*(wage(row, 4_000 + row, channel) for row, channel in enumerate(present, start=1)))
    assert {each.channel for each in result.adopted} == {believed}


def test_wages_of_two_employers_are_both_adopted() -> None:
    result = adoption(wage(1, 3_000, "iit"), wage(2, 2_000, "social_insurance", OTHER_EMPLOYER))
    assert sum(each.fen for each in result.adopted) == 500_000


def test_a_declaration_that_names_no_payer_is_the_same_wage() -> None:
    result = adoption(wage(1, 3_000, "iit"), wage(2, 2_800, "declaration", ""))
    assert [each.channel for each in result.adopted] == ["iit"]
    assert result.corroborations[0].adopted_fen == 300_000


def test_a_better_source_without_a_payer_is_believed_alone() -> None:
    result = adoption(wage(1, 3_000, "iit", ""), wage(2, 2_800, "employer_proof"))
    assert [each.channel for each in result.adopted] == ["iit"]


def test_one_source_with_and_without_a_payer_counts_whole() -> None:
    result = adoption(wage(1, 3_000, "iit"), wage(2, 500, "iit", ""), wage(3, 4_000, "declaration"))
    assert sum(each.fen for each in result.adopted) == 350_000


def test_the_details_of_a_lower_source_overlap_with_the_sum_of_a_better_one() -> None:
    result = adoption(
        wage(1, 3_000, "iit"),
        wage(2, 2_500, "employer_proof", item="W.PAY.BASE"),
        wage(3, 500, "employer_proof", item="W.PAY.BONUS"),
    )
    assert [each.item for each in result.adopted] == ["W.PAY"]


def test_a_month_that_the_better_source_leaves_out_is_taken_from_the_next() -> None:
    result = adoption(wage(1, 3_000, "iit"), wage(2, 2_900, "social_insurance", month=JANUARY + 1))
    assert {(each.month - JANUARY, each.channel) for each in result.adopted} == {(0, "iit"), (1, "social_insurance")}


def test_the_contribution_base_of_one_who_pays_for_himself_is_no_wage() -> None:
    result = adoption(wage(1, 3_500, "social_insurance", ""))
    assert not result.adopted
    assert [each.doubt for each in result.findings] == [Doubt.BASE_WITHOUT_PAYER]
    assert result.corroborations[0].fen == 350_000


@pytest.mark.parametrize(
    ("tax_wage", "base", "is_found"),
    [(3_500, 7_000, False), (3_499, 7_000, True), (17_500, 7_000, False), (17_501, 7_000, True), (0, 7_000, True)],
)
def test_bases_outside_a_half_and_two_and_a_half_are_found(tax_wage: int, base: int, is_found: bool) -> None:
    result = adoption(wage(1, tax_wage, "iit"), wage(2, base, "social_insurance"))
    assert [each.doubt for each in result.findings] == [Doubt.BASES_APART] * is_found
    assert Doubt.BASES_APART.rule == 14


def test_months_that_show_the_same_are_one_finding() -> None:
    pairs = [
        wage(2 * month + side, yuan, channel, month=JANUARY + month)
        for month in range(3)
        for side, (yuan, channel) in enumerate(((1_000, "iit"), (7_000, "social_insurance")))
    ]
    (finding,) = adoption(*pairs).findings
    assert "2024-01 至 2024-03 共 3 个月" in finding.words
    assert "1,000.00 元和 7,000.00 元" in finding.words
    assert len(finding.keys) == 6


def test_equal_sources_are_all_adopted_and_found() -> None:
    result = adoption(
        replace(wage(1, 100, "agriculture", ""), item="T.PRODSUB.LAND"),
        replace(wage(2, 120, "civil_affairs", ""), item="T.PRODSUB.LAND"),
    )
    assert sum(each.fen for each in result.adopted) == 22_000
    assert [each.doubt for each in result.findings] == [Doubt.EQUAL_SOURCES]


def test_the_order_is_data_and_can_be_changed_for_one_item() -> None:
    orders = EvidenceOrders(
        [EvidenceOrder("", ("iit", "*", "declaration")), EvidenceOrder("W.SIDE", ("declaration", "*", "iit"))]
    )
    facts = [wage(1, 100, "iit", item="W.SIDE"), wage(2, 90, "declaration", item="W.SIDE"), wage(3, 80, "iit")]
    result = adopt(month_amounts(facts, JANUARY, JANUARY), orders)
    assert {(each.item, each.channel) for each in result.adopted} == {("W.SIDE", "declaration"), ("W.PAY", "iit")}


def test_an_order_that_ranks_not_every_channel_is_refused() -> None:
    with pytest.raises(ProblemsFound, match=r"“\*”"):
        EvidenceOrder("W.PAY", ("iit", "declaration"))
    with pytest.raises(ProblemsFound, match="出现两次"):
        EvidenceOrder("W.PAY", ("iit", "iit", "*"))
    with pytest.raises(ProblemsFound, match="ratio"):
        EvidenceOrder("W.PAY", ("iit", "*"), compared=("iit",), ratio=(Fraction(2), Fraction(1)))
    with pytest.raises(ProblemsFound, match="默认次序"):
        EvidenceOrders([EvidenceOrder("W.PAY", ("*",))])


@settings(deadline=None)
@given(st.lists(any_facts(), max_size=25))
def test_every_amount_stated_is_adopted_or_kept_as_corroboration(facts: list[Fact]) -> None:
    amounts = month_amounts(facts, JANUARY, JANUARY + 11)
    result = adopt(amounts, evidence_orders())
    stated = Counter((each.person, each.is_shared, each.month, each.channel, each.payer, each.fen) for each in amounts)
    adopted = Counter(
        (each.person, each.is_shared, each.month, each.channel, each.payer, each.fen) for each in result.adopted
    )
    beside = Counter(
        (each.person, each.is_shared, each.month, each.channel, each.payer, each.fen) for each in result.corroborations
    )
    assert adopted + beside == stated
