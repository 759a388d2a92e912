"""The rules that only the whole register shows, each with what passes and what is asked about. 合成数据。"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.services.records.register_desk import NOON, Desk, desk_at, number, read_here
from tests.services.records.test_check_register import (
    DWELLING,
    ENTITY,
    FIRM,
    HUKOU,
    INSURED,
    JANUARY,
    MARCH,
    OTHER_FIRM,
    WAGE,
    checked,
    hits_of,
    insured,
    name,
    send,
    wage,
)
from zengshou.concepts.period import month_index
from zengshou.records.intake.rule import Rule
from zengshou.records.intake.rules_high import HIGH_RULE
from zengshou.services.records.intake import read_delivery
from zengshou.services.records.whole.check_register import Checked, check_register

CHANNELS = (
    *("iit", "social_insurance", "housing_fund", "real_estate", "vehicles", "market_entities"),
    *("household_registration", "civil_affairs", "benefit_payments"),
)
DECEMBER = month_index(2025, 12)
PLACED = (*INSURED, "参保地省级代码")
FUND = ("业务流水号", "姓名", "证件号码", "个人账号", "单位统一社会信用代码", "业务类型", "所属期", "缴存基数")
AID = ("发放流水号", "姓名", "证件号码", "项目", "所属期", "发放金额", "救助户编号")
PENSION = ("发放流水号", "姓名", "证件号码", "待遇项目", "所属期", "发放金额")
TOLD_ENTITY = (*ENTITY, "行业门类代码")


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A register of 示例市 whose agencies are told to sit in 441700."""
    monkeypatch.setattr(read_delivery, "parse", read_here)
    made = desk_at(tmp_path, channels={id: f"channels/{id}.yaml" for id in CHANNELS})
    catalogue = made.intake.catalogue
    channels = {id: replace(one, agency_area="441700") for id, one in catalogue.channels.items()}
    yield replace(made, intake=replace(made.intake, catalogue=replace(catalogue, channels=channels, city="example")))
    made.home.close()


def with_numbers(desk: Desk, rule: int, **numbers: float) -> Desk:
    """The same register under a rule with other thresholds."""
    catalogue = desk.intake.catalogue
    changed: Rule = replace(catalogue.rules[rule], numbers={**catalogue.rules[rule].numbers, **numbers})
    rules = {**catalogue.rules, rule: changed}
    return replace(desk, intake=replace(desk.intake, catalogue=replace(catalogue, rules=rules)))


def checked_months(desk: Desk, first: int, last: int) -> Checked:
    return check_register(desk.home, desk.intake.catalogue, NOON, (first, last))


def places(desk: Desk, rule: int) -> list[tuple[int, int]]:
    return sorted((batch, row) for batch, row, _ in hits_of(desk, rule))


def aid(place: int, month: str, programme: str, household: str = "") -> tuple[str, ...]:
    return (f"M{place}{month}{programme}", name(place), number(place), programme, month, "500.00", household)


def fund(place: int, month: str, base: str) -> tuple[str, ...]:
    return (f"G{place}{month}", name(place), number(place), f"ZH{place}", FIRM, "汇缴", month, base)


def hukou(place: int, event: str, day: str, household: str = "") -> tuple[str, ...]:
    return (name(place), number(place), event, day, household)


def owned(place: int, firm: str, event: str, day: str) -> tuple[str, ...]:
    return (firm, name(place), number(place), "经营者", "100%", event, day)


# ---- 12 ages ----


def test_rule_12_a_pension_at_44_is_asked_about_in_whatever_batch_and_one_at_45_is_not(office: Desk) -> None:
    """The number says born on 1 January 1980: 44 at the end of 2024, 45 at the end of 2025."""
    rows = [(f"P{month}", name(0), number(0), "职工基本养老金", month, "3000.00") for month in ("2024-12", "2025-12")]
    send(office, "benefit_payments", PENSION, rows[1], period=DECEMBER)
    assert places(office, 12) == []
    early = send(office, "benefit_payments", PENSION, rows[0], period=DECEMBER)
    checked_months(office, month_index(2024, 12), DECEMBER)
    assert places(office, 12) == [(early, 2)]


# ---- 13 double insurance ----


def test_rule_13_a_second_employer_is_asked_about_when_its_delivery_comes_and_not_again_by_the_check(
    office: Desk,
) -> None:
    send(office, "social_insurance", INSURED, insured(0, "2025-01", "5000.00"), insured(1, "2025-01", "5000.00"))
    second = send(office, "social_insurance", INSURED, insured(0, "2025-01", "5000.00", OTHER_FIRM))
    send(office, "social_insurance", INSURED, insured(1, "2025-02", "5000.00", OTHER_FIRM), period=MARCH)
    assert places(office, 13) == [(second, 2)]  # one who changed the employer with the month is not asked about
    assert hits_of(office, 13)[0][2] == "同一时期有两个参保单位，疑似重复参保。"
    checked(office)
    assert places(office, 13) == [(second, 2)]


def test_rule_13_deliveries_too_large_to_look_up_are_compared_by_the_check(
    office: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zengshou.services.records.intake.known_findings.MOST_INSURED", 1)
    send(office, "social_insurance", INSURED, insured(0, "2025-01", "5000.00"))
    both = (insured(0, "2025-01", "5000.00", OTHER_FIRM), insured(1, "2025-01", "5000.00"))
    send(office, "social_insurance", INSURED, *both)
    assert places(office, 13) == []
    checked(office)
    assert len(places(office, 13)) == 1


def test_rule_13_a_correction_is_not_compared_with_the_row_that_it_corrects(office: Desk) -> None:
    first = insured(0, "2025-01", "5000.00")
    send(office, "social_insurance", INSURED, first)
    send(office, "social_insurance", INSURED, (*first[:3], OTHER_FIRM, *first[4:]))
    checked(office)
    assert places(office, 13) == []


def test_rule_13_a_batch_that_replaces_another_is_not_compared_with_it(office: Desk) -> None:
    first = send(office, "social_insurance", INSURED, insured(0, "2025-01", "5000.00"))
    file = office.folder / "again.csv"
    other = insured(0, "2025-01", "5000.00", OTHER_FIRM)
    file.write_text(f"{','.join(INSURED)}\n{','.join(other)}\n", encoding="utf-8")
    office.deliver(file, channel="social_insurance", period=JANUARY, supersedes=first)
    checked(office)
    assert places(office, 13) == []


@pytest.mark.parametrize(("place", "words"), [("44", ""), ("440100", "两个市"), ("21", "两个省")])
def test_rule_13_one_insurance_at_home_and_elsewhere_is_asked_about_across_deliveries(
    office: Desk, place: str, words: str
) -> None:
    there = (*insured(0, "2025-01", "5000.00"), place)
    send(office, "social_insurance", PLACED, ("T1", *there[1:]))
    second = send(office, "social_insurance", INSURED, insured(0, "2025-01", "5000.00"))
    found = hits_of(office, 13)
    assert [(batch, row) for batch, row, _ in found] == ([(second, 2)] if words else [])
    assert all(words in said for _, _, said in found)
    checked(office)
    assert len(hits_of(office, 13)) == len(found)


def test_rule_13_a_place_elsewhere_is_found_by_the_check_alone_too(
    office: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zengshou.services.records.intake.known_findings.MOST_INSURED", 0)
    elsewhere = (*insured(0, "2025-01", "5000.00"), "2102")
    send(office, "social_insurance", PLACED, ("T1", *elsewhere[1:]), (*insured(1, "2025-01", "5000.00"), "2102"))
    send(office, "social_insurance", INSURED, insured(0, "2025-01", "5000.00"))
    checked(office)
    assert [words for _, _, words in hits_of(office, 13)] == ["同一险种同时在两个省参保，疑似重复参保。"]


# ---- 14 limits of bases: 示例市 has a floor of 4,500 yuan to June 2025, of 4,700 from July; a ceiling of 22,500 ----


def test_rule_14_a_base_is_compared_with_the_limits_that_the_law_of_the_city_has_for_its_month(office: Desk) -> None:
    bases = {
        ("2025-06", "4500.00"): "",
        ("2025-06", "4498.99"): "低于下限 4,500 元",
        ("2025-07", "4600.00"): "低于下限 4,700 元",
        ("2025-06", "22501.00"): "",
        ("2025-06", "22501.01"): "高于上限 22,500 元",
    }
    rows = [insured(place, month, base) for place, (month, base) in enumerate(bases)]
    send(office, "social_insurance", INSURED, *rows, period=DECEMBER)
    checked(office)
    found = {row: words for _, row, words in hits_of(office, 14)}
    expected = {row: words for row, words in enumerate(bases.values(), 2) if words}
    assert found.keys() == expected.keys()
    assert all(expected[row] in words and "未核实" in words for row, words in found.items())  # of an invented city


def test_rule_14_the_housing_fund_has_limits_of_its_own(office: Desk) -> None:
    batch = send(
        office, "housing_fund", FUND, fund(0, "2025-06", "1800.00"), fund(1, "2025-06", "1700.00"), period=DECEMBER
    )
    checked(office)
    assert places(office, 14) == [(batch, 3)]


def test_rule_14_without_a_city_or_a_value_no_base_is_judged_and_the_check_says_so(office: Desk) -> None:
    send(office, "social_insurance", INSURED, insured(0, "2025-01", "1.00"))
    for city, words in (("", "哪个城市"), ("liaoyang", "12 个月的取值")):
        catalogue = replace(office.intake.catalogue, city=city)
        found = check_register(office.home, catalogue, NOON, (month_index(2024, 1), month_index(2024, 12)))
        assert any("规则 14" in one and words in one for one in found.not_checked)
    assert places(office, 14) == []


# ---- 15 very high months ----


def test_rule_15_a_usual_month_is_known_from_all_deliveries_of_a_year_whatever_months_are_checked(office: Desk) -> None:
    for months in (range(1, 5), range(5, 9), range(9, 12)):
        send(office, "iit", WAGE, *(wage(0, f"2025-{month:02d}", "3000.00") for month in months), period=DECEMBER)
    last = send(office, "iit", WAGE, wage(0, "2025-12", "30001.00"), wage(1, "2025-12", "90000.00"), period=DECEMBER)
    checked_months(office, DECEMBER, DECEMBER)
    assert places(office, 15) == [(last, 2)]  # the other has no usual month yet


def test_rule_15_without_industries_all_wages_of_the_month_stand_in_and_are_named_so(office: Desk) -> None:
    few = with_numbers(office, HIGH_RULE, least_wages=20, top_rate=0.95)
    batch = send(few, "iit", WAGE, *(wage(place, "2025-01", f"{3000 + place}.00") for place in range(21)))
    found = checked(few)
    assert places(few, 15) == [(batch, 22)]
    (said,) = [words for _, _, words in hits_of(few, 15)]
    assert "行业未知" in said and "全部工资" in said
    assert any("规则 15" in words and "不是行业的分位数" in words for words in found.not_checked)


def test_rule_15_the_industry_that_the_registry_tells_is_that_of_the_payer(office: Desk) -> None:
    few = with_numbers(office, HIGH_RULE, least_wages=20, top_rate=0.95)
    told = (*owned(60, OTHER_FIRM, "设立", "2023-01-01"), "J66")
    send(few, "market_entities", TOLD_ENTITY, told)
    low = [wage(place, "2025-01", f"{3000 + place}.00") for place in range(21)]
    high = [wage(place, "2025-01", f"{30000 + place}.00", firm=OTHER_FIRM) for place in range(21, 42)]
    batch = send(few, "iit", WAGE, *low, *high)
    found = checked(few)
    assert places(few, 15) == [(batch, 43)]  # of the bank alone: nobody of the shop is above all wages
    assert "付款单位所在行业（J）" in hits_of(few, 15)[0][2]
    assert any("1 家单位有行业" in words for words in found.not_checked)


# ---- 17 sales and disposals ----


@pytest.mark.parametrize(("day", "count"), [("2024-11-30", 0), ("2024-12-20", 1), ("2025-01-02", 1)])
def test_rule_17_a_disposal_is_asked_about_only_within_the_months_whose_incomes_are_judged(
    office: Desk, day: str, count: int
) -> None:
    send(office, "real_estate", DWELLING, ("证1", name(0), number(0), "1", "转移失去", day))
    checked_months(office, month_index(2024, 12), MARCH)
    assert len(places(office, 17)) == count


def test_rule_17_the_sale_that_belongs_to_a_disposal_may_lie_outside_the_months(office: Desk) -> None:
    kind = "财产转让所得"
    send(office, "iit", WAGE, wage(0, "2024-11", "500000.00", kind), wage(1, "2024-05", "500000.00", kind))
    for place in (0, 1):
        send(office, "real_estate", DWELLING, (f"证{place}", name(place), number(place), "1", "转移失去", "2025-01-02"))
    checked_months(office, JANUARY, MARCH)
    assert [row for _, row in places(office, 17)] == [2]  # eight months apart are no pair


# ---- 18 shares and cancellations ----


def test_rule_18_a_firm_that_is_struck_off_while_another_person_holds_it_is_asked_about(office: Desk) -> None:
    send(office, "market_entities", ENTITY, owned(0, FIRM, "设立", "2022-06-01"))
    struck = send(office, "market_entities", ENTITY, owned(1, FIRM, "注销", "2024-01-01"))
    checked(office)
    assert places(office, 18) == [(struck, 2)]


def test_rule_18_a_firm_that_its_owner_had_left_before_it_was_struck_off_passes(office: Desk) -> None:
    left = [owned(0, FIRM, "设立", "2022-06-01"), owned(0, FIRM, "退出", "2023-01-01")]
    send(office, "market_entities", ENTITY, *left)
    send(office, "market_entities", ENTITY, owned(1, FIRM, "注销", "2024-01-01"))
    checked(office)
    assert places(office, 18) == []


# ---- 20 statuses and households ----


def test_rule_20_dibao_and_tekun_of_two_deliveries_in_one_month_are_asked_about(office: Desk) -> None:
    send(office, "civil_affairs", AID, aid(0, "2025-01", "低保金"), aid(1, "2025-01", "低保金"))
    send(office, "civil_affairs", AID, aid(1, "2025-02", "特困供养"), period=MARCH)
    assert found_statuses(office) == []
    both = send(office, "civil_affairs", AID, aid(0, "2025-01", "特困供养"))
    assert found_statuses(office) == [(both, 2)]
    checked(office)
    assert found_statuses(office) == [(both, 2)]


def test_rule_20_a_month_of_dibao_in_custody_is_asked_about_when_the_custody_is_told_later(office: Desk) -> None:
    send(office, "civil_affairs", AID, aid(0, "2025-03", "低保金"), aid(1, "2025-03", "低保金"), period=MARCH)
    jailed = (*HUKOU[:4], "截止日期", HUKOU[4])
    told = send(office, "household_registration", jailed,
                (name(0), number(0), "服刑", "2025-03-10", "2025-09-10", ""),
                (name(1), number(1), "服刑", "2025-04-10", "2025-09-10", ""), period=DECEMBER)  # fmt: skip
    checked(office)
    assert found_statuses(office) == [(told, 2)]


def test_rule_20_two_households_of_one_kind_are_asked_about_and_one_that_was_left_is_not(office: Desk) -> None:
    closing = (*HUKOU[:4], "截止日期", HUKOU[4])
    send(office, "household_registration", closing,
         (name(0), number(0), "户成员登记", "2023-01-01", "", "H1"),
         (name(1), number(1), "户成员登记", "2023-01-01", "2023-12-31", "H1"), period=DECEMBER)  # fmt: skip
    second = send(office, "household_registration", HUKOU,
                  hukou(0, "户成员登记", "2024-01-01", "H2"), hukou(1, "户成员登记", "2024-01-01", "H3"))  # fmt: skip
    two = [(batch, row) for batch, row, words in hits_of(office, 20) if "两个同类家庭" in words]
    assert two == [(second, 2)]
    checked(office)
    assert len([words for _, _, words in hits_of(office, 20) if "两个同类家庭" in words]) == 1


def found_statuses(desk: Desk) -> list[tuple[int, int]]:
    found: Sequence[tuple[int, int, str]] = hits_of(desk, 20)
    return [(batch, row) for batch, row, words in found if "同时存在" in words]
