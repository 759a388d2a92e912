"""Every line in words: which source, which article, why in or out."""

from dataclasses import replace

from tests.records.income.golden import DECEMBER, JANUARY, MEMBERS, WAGE_BASE, YEAR, facts_of, income, view
from zengshou.concepts.citation import Status
from zengshou.records.income.explain import ExplainedLine, explain, explain_corroborations, yuan
from zengshou.records.income.household_income import household_income
from zengshou.store.instruments import evidence_orders, income_items

CHANNELS = {"iit": "个人所得税扣缴明细", "social_insurance": "社会保险征缴明细", "declaration": "个人申报"}


def explained(name: str) -> dict[str, ExplainedLine]:
    lines = explain(income(facts_of((*YEAR, WAGE_BASE)), view(name)), income_items(), CHANNELS)
    return {line.item: line for line in lines}


def test_a_line_that_counts_names_its_source_and_its_article() -> None:
    assert explained("DIBAO")["W.PAY"].sentence == (
        "工资薪金：个人所得税扣缴明细，2024-01 至 2024-12，共 36,000.00 元（证据第 1 级）；"
        "计入 36,000.00 元，依据民发〔2021〕57号第十三条（一）。"
    )


def test_a_line_that_is_left_out_says_why() -> None:
    line = explained("DIBAO")["T.PEN.RES.CENTRAL"]
    assert (line.stated_fen, line.counted_fen) == (1_476_00, 0)
    assert line.reason == "不计入，依据民发〔2021〕57号第十三条，“十四五”期间中央确定的基础养老金不计入"


def test_a_line_that_rests_on_an_unverified_rule_says_so() -> None:
    line = explained("DIBAO")["T.MEDREIMB"]
    assert line.status is Status.UNVERIFIED
    assert "待核实" in line.reason


def test_the_employment_cost_names_the_parameter_and_the_wages_it_rests_on() -> None:
    line = explained("DIBAO")["W.COST"]
    assert line.counted_fen == -3_600_00
    assert "扣除 3,600.00 元，参数“必要就业成本”" in line.reason
    assert line.keys == explained("DIBAO")["W.PAY"].keys


def test_a_parameter_of_nought_says_that_nothing_counts() -> None:
    assert explained("POV")["T.FAV.SCHOL"].reason.startswith("不计入，参数“优待抚恤、奖励性补助的计入比例”")


def test_the_lines_add_up_and_name_every_fact_that_was_adopted() -> None:
    facts = facts_of()
    lines = explain(income(facts, view("DIBAO")), income_items(), CHANNELS)
    assert sum(line.counted_fen for line in lines) == 40_824_00
    assert {key for line in lines for key in line.keys} == {fact.key for fact in facts}


def test_the_lines_stand_in_the_order_of_the_item_tree() -> None:
    items = [
        line.item for line in explain(income(facts_of(), view("STAT")), income_items(), CHANNELS) if line.person == 1
    ]
    own = items[: items.index("B.AGR.SALE.RICE")]
    assert own == ["W.PAY", "W.KIND.MEAL", "P.INT", "T-.SI.PEN", "T-.SI.MED"]


def test_a_line_from_a_stale_feed_carries_the_mark() -> None:
    late = {"iit": "个税数据止于 2024-10，已超过约定期限"}
    figures = household_income(
        facts_of(), MEMBERS, JANUARY, DECEMBER, view("STAT"), income_items(), evidence_orders(), late
    )
    lines = {line.item: line for line in explain(figures, income_items(), CHANNELS)}
    assert lines["W.PAY"].stale == ("个税数据止于 2024-10，已超过约定期限",)
    assert "已超过约定期限" in lines["W.PAY"].sentence
    assert not lines["P.INT"].stale


def test_what_was_set_aside_says_what_was_believed_in_its_place() -> None:
    beside = income(facts_of((*YEAR, WAGE_BASE)), view("STAT")).corroborations
    assert explain_corroborations(beside[:1], income_items(), CHANNELS) == (
        "工资薪金（2024-01）：社会保险征缴明细为 3,200.00 元，仅作佐证；采信个人所得税扣缴明细的 3,000.00 元。",
    )


def test_a_base_without_a_payer_says_that_nothing_else_is_known() -> None:
    base = facts_of((replace(WAGE_BASE, payer=""),))
    (first, *_) = explain_corroborations(income(base, view("STAT")).corroborations, income_items(), CHANNELS)
    assert first.endswith("没有其他来源，未计入。")


def test_amounts_are_written_to_the_fen() -> None:
    assert (yuan(123_456_789), yuan(-5), yuan(0)) == ("1,234,567.89", "−0.05", "0.00")
