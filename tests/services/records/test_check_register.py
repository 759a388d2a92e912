"""The rules over the whole register: what no single delivery shows. 合成数据。"""

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from tests.services.records.register_desk import NOON, Desk, desk_at, number, read_here
from tests.store.database.both import new_database
from zengshou.concepts.period import month_index
from zengshou.concepts.problem import ProblemsFound
from zengshou.records.identity.uscc import check_sign
from zengshou.services.records.intake import read_delivery
from zengshou.services.records.whole.check_register import Checked, check_register, last_day
from zengshou.services.records.whole.rule_hits import counted_hits, judge_hit, listed_hits
from zengshou.store.register.delivery.rule_hits import HitDecision

JANUARY, MARCH = month_index(2025, 1), month_index(2025, 3)
CHANNELS = ("iit", "social_insurance", "real_estate", "market_entities", "household_registration", "civil_affairs")
FIRM = "91449901MA0000001" + check_sign("91449901MA0000001")
OTHER_FIRM = "91449901MA0000002" + check_sign("91449901MA0000002")
WAGE = ("申报明细序号", "姓名", "证件号码", "扣缴义务人统一社会信用代码", "所得项目", "税款所属期起", "收入额")
INSURED = (
    "征缴流水号",
    "姓名",
    "证件号码",
    "单位统一社会信用代码",
    "险种",
    "缴费状态",
    "费款所属期",
    "缴费基数",
    "个人缴费",
)
DWELLING = ("不动产权证号", "权利人", "证件号码", "份额", "登记类型", "登簿日期")
ENTITY = ("统一社会信用代码", "自然人姓名", "证件号码", "角色", "出资比例", "登记事项", "登记日期")
HUKOU = ("姓名", "公民身份号码", "变动类型", "变动日期", "户号")


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(read_delivery, "parse", read_here)
    made = desk_at(tmp_path, channels={name: f"channels/{name}.yaml" for name in CHANNELS})
    yield made
    made.home.close()


@pytest.fixture
def office_on_postgresql(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    monkeypatch.setattr(read_delivery, "parse", read_here)
    address = new_database(request.getfixturevalue("postgres_server"))
    made = desk_at(tmp_path, address, {name: f"channels/{name}.yaml" for name in CHANNELS})
    yield made
    made.home.close()


def name(place: int) -> str:
    return f"示例{chr(0x4E00 + place)}"


def send(desk: Desk, channel: str, heads: Sequence[str], *rows: Sequence[str], period: int = JANUARY) -> int:
    file = desk.folder / f"{channel}_{len(list(desk.folder.iterdir()))}.csv"
    with file.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows([heads, *rows])
    receipt = desk.deliver(file, channel=channel, period=period)
    assert receipt.batch.rows_bad == 0, receipt.sentence
    return receipt.batch.id


def wage(place: int, month: str, yuan: str, kind: str = "工资薪金所得", firm: str = FIRM) -> tuple[str, ...]:
    return (f"S{place}{month}{kind[:2]}", name(place), number(place), firm, kind, month, yuan)


def insured(place: int, month: str, base: str, firm: str = FIRM) -> tuple[str, ...]:
    scheme = "企业职工基本养老保险"
    return (f"B{place}{month}{firm[-3:]}", name(place), number(place), firm, scheme, "正常缴费", month, base, "100.00")


def checked(desk: Desk) -> Checked:
    return check_register(desk.home, desk.intake.catalogue, NOON)


def hits_of(desk: Desk, rule: int) -> list[tuple[int, int, str]]:
    return [(one.batch, one.row, one.message) for one in listed_hits(desk.home, rule)]


def test_a_wage_and_a_contribution_base_far_apart_are_found_across_channels(office: Desk) -> None:
    paid = send(office, "iit", WAGE, wage(0, "2025-01", "9000.00"), wage(1, "2025-01", "3000.00"))
    send(office, "social_insurance", INSURED, insured(0, "2025-01", "3000.00"), insured(1, "2025-01", "3000.00"))
    checked(office)
    words = "个人所得税扣缴明细是社会保险征缴明细的 3.0 倍，超出 0.5 至 2.5 倍。"
    assert hits_of(office, 14) == [(paid, 2, words)]


def test_two_payments_of_one_month_are_added_up_before_they_are_compared(office: Desk) -> None:
    send(office, "iit", WAGE, wage(0, "2025-01", "2000.00"), ("S9", *wage(0, "2025-01", "2000.00")[1:]))
    send(office, "social_insurance", INSURED, insured(0, "2025-01", "4500.00"))
    checked(office)
    assert hits_of(office, 14) == []


def test_a_month_above_ten_usual_months_is_found(office: Desk) -> None:
    months = ("2025-01", "2025-02", "2025-03")
    usual = [wage(0, month, "3000.00") for month in months[:2]]
    batch = send(
        office, "iit", WAGE, *usual, wage(0, months[2], "36000.00"), wage(1, months[2], "36000.00"), period=MARCH
    )
    checked(office)
    assert hits_of(office, 15) == [(batch, 4, "2025-03 单月收入高于本人常月收入的 10 倍，请核对。")]


def test_a_sale_without_a_disposal_and_a_disposal_without_a_sale_are_found_and_a_matched_pair_is_not(
    office: Desk,
) -> None:
    kind = "财产转让所得"
    sold = send(office, "iit", WAGE, wage(0, "2025-01", "500000.00", kind), wage(1, "2025-01", "500000.00", kind))
    left = [
        ("证1", name(1), number(1), "1", "转移失去", "2024-12-20"),
        ("证2", name(2), number(2), "1", "转移失去", "2024-12-20"),
    ]
    given = send(office, "real_estate", DWELLING, *left)
    checked(office)
    assert sorted((batch, row) for batch, row, _ in hits_of(office, 17)) == sorted([(sold, 2), (given, 3)])


def test_shares_of_two_deliveries_above_one_are_found_once_a_person(office: Desk) -> None:
    send(office, "real_estate", DWELLING, ("证1", name(0), number(0), "2/3", "首次登记", "2023-01-02"))
    send(office, "real_estate", DWELLING, ("证1", name(1), number(1), "2/3", "首次登记", "2023-01-02"))
    checked(office)
    assert len(hits_of(office, 18)) == 2  # both owners are asked about


def test_a_death_that_is_told_after_the_wages_is_found(office: Desk) -> None:
    paid = send(office, "iit", WAGE, wage(0, "2025-03", "3000.00"), wage(1, "2025-03", "3000.00"), period=MARCH)
    send(office, "household_registration", HUKOU, (name(0), number(0), "死亡", "2025-01-05", ""))
    assert hits_of(office, 11) == []
    checked(office)
    assert [(batch, row) for batch, row, _ in hits_of(office, 11)] == [(paid, 2)]


def test_a_payer_that_was_struck_off_is_asked_about_and_the_row_stays(office: Desk) -> None:
    held = [
        (FIRM, name(5), number(5), "经营者", "100%", event, day)
        for event, day in (("设立", "2023-01-01"), ("注销", "2024-06-30"))
    ]
    send(office, "market_entities", ENTITY, *held)
    paid = send(office, "iit", WAGE, wage(0, "2025-01", "3000.00"), wage(1, "2025-01", "3000.00", firm=OTHER_FIRM))
    checked(office)
    assert [(batch, row) for batch, row, _ in hits_of(office, 7)] == [(paid, 2)]
    assert office.ask(f"SELECT count(*) FROM income_fact WHERE batch = {paid}") == [(2,)]


def test_a_stale_feed_is_told_with_its_last_day_and_one_that_never_came_in_words_alone(office: Desk) -> None:
    batch = send(office, "iit", WAGE, wage(0, "2025-01", "3000.00"))
    found = checked(office)
    assert any("个人所得税扣缴明细最近一次数据截至 2025-01-31" in words for words in found.stale)
    assert any("从未报送" in words for words in found.stale)
    assert [(one, row) for one, row, _ in hits_of(office, 20)] == [(batch, 0)]


def test_checking_twice_adds_nothing(office: Desk) -> None:
    send(office, "iit", WAGE, wage(0, "2025-01", "9000.00"))
    send(office, "social_insurance", INSURED, insured(0, "2025-01", "3000.00"))
    first = checked(office)
    again = checked(office)
    assert first.added == first.found > 0 and again.added == 0
    assert again.counts == first.counts


def test_a_row_that_was_corrected_is_judged_by_its_last_version(office: Desk) -> None:
    send(office, "iit", WAGE, wage(0, "2025-01", "9000.00"))
    send(office, "social_insurance", INSURED, insured(0, "2025-01", "3000.00"))
    send(office, "iit", WAGE, wage(0, "2025-01", "3100.00"))
    checked(office)
    assert hits_of(office, 14) == []


def test_an_empty_register_is_checked_without_a_word_of_any_person(office: Desk) -> None:
    found = checked(office)
    assert (found.rows, found.found, found.counts) == (0, 0, ())


def test_an_officer_decides_a_hit_once_and_not_of_an_own_batch(office: Desk) -> None:
    send(office, "iit", WAGE, wage(0, "2025-01", "9000.00"))
    send(office, "social_insurance", INSURED, insured(0, "2025-01", "3000.00"))
    checked(office)
    hit = listed_hits(office.home, 14)[0]
    named = (hit.batch, hit.row, hit.place)
    with pytest.raises(ProblemsFound, match="自己上传"):
        judge_hit(office.home, named, HitDecision.CONFIRMED, "wang", NOON)
    assert judge_hit(office.home, named, HitDecision.DISMISSED, "li", NOON).decision is HitDecision.DISMISSED
    with pytest.raises(ProblemsFound, match="不成立"):
        judge_hit(office.home, named, HitDecision.CONFIRMED, "li", NOON)
    assert [one.open for one in counted_hits(office.home) if one.rule == 14] == [0]


def test_the_last_day_of_a_month() -> None:
    assert (last_day(month_index(2024, 2)), last_day(month_index(2024, 12))) == (date(2024, 2, 29), date(2024, 12, 31))


def test_a_person_belongs_where_the_register_of_population_says_whoever_named_the_person_first(office: Desk) -> None:
    send(office, "iit", WAGE, wage(0, "2025-01", "3000.00"))
    assert office.ask("SELECT area FROM person") == [("441702000000",)]  # what the number says
    send(office, "household_registration", (*HUKOU, "户籍地行政区划代码"),
         (name(0), number(0), "户成员登记", "2024-01-01", "HK1", "999902101201"))  # fmt: skip
    send(office, "iit", WAGE, wage(0, "2025-02", "3000.00"), period=MARCH)
    assert office.ask("SELECT area FROM person") == [("999902101201",)]


def test_postgresql_finds_the_same_and_moves_persons_where_they_belong(office_on_postgresql: Desk) -> None:
    office = office_on_postgresql
    paid = send(office, "iit", WAGE, wage(0, "2025-01", "9000.00"))
    send(office, "social_insurance", INSURED, insured(0, "2025-01", "3000.00"))
    send(office, "household_registration", (*HUKOU, "户籍地行政区划代码"),
         (name(0), number(0), "户成员登记", "2024-01-01", "HK1", "999902101201"))  # fmt: skip
    assert checked(office).added > 0 and checked(office).added == 0
    assert [(batch, row) for batch, row, _ in hits_of(office, 14)] == [(paid, 2)]
    assert office.ask("SELECT area FROM person") == [("999902101201",)]
    hit = listed_hits(office.home, 14)[0]
    judged = judge_hit(office.home, (hit.batch, hit.row, hit.place), HitDecision.CONFIRMED, "li", NOON)
    assert judged.decision is HitDecision.CONFIRMED
