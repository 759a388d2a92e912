"""Who is in the extract of a year, in which household, and what is told of those who are not. 合成数据。"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from tests.services.records.register_desk import HEADERS, NOON, WEIGHTS, Desk, desk_at, number, read_here
from tests.store.database.both import new_database
from zengshou.concepts.account import Account, Role
from zengshou.concepts.period import month_index
from zengshou.concepts.problem import ProblemsFound
from zengshou.faces.web.office.records.register_year import year_of_register
from zengshou.records.access.context import RoleGrant
from zengshou.services.records.home.channel_catalogue import catalogue_of
from zengshou.services.records.home.register_about import describe
from zengshou.services.records.intake import read_delivery
from zengshou.services.records.intake.import_batch import Intake, decide_held
from zengshou.services.records.whole.population import Population, one_household
from zengshou.services.records.whole.statistics_extract import PURPOSE, Asked, Extracted, extract_year, of_city
from zengshou.services.statistics.register_left_out import told_left_out
from zengshou.statistics.disclosure.rules import shipped_rules
from zengshou.store.extract_file import extracts
from zengshou.store.register.access.authorisations import add_grant
from zengshou.store.register.delivery.batches import Batch
from zengshou.store.register.tables.batch_state import BatchState

CITY, EAST, NEIGHBOUR, ELSEWHERE = "9999", "999902001001", "998802001001", "441702001001"
STATISTICIAN = Account("s-1", "tong", "统计甲", Role.STATISTICIAN, "example")
MARCH = month_index(2025, 3)
AFTER = NOON + timedelta(hours=5)
REGISTRATION = ("姓名", "公民身份号码", "变动类型", "变动日期", "截止日期", "户号", "与户主关系", "户籍地行政区划代码")
REVERSALS = (*HEADERS, "被冲销明细序号", "纳税人类型")


@dataclass
class Office:
    """A register of 示例市 to which registrations and wages are sent, each a minute after the other."""

    desk: Desk
    sent: int = 0

    def deliver(self, channel: str, heads: Sequence[str], rows: Sequence[Sequence[str]], month: int) -> Batch:
        self.sent += 1
        path = self.desk.folder / f"sent{self.sent}.csv"
        path.write_text("\n".join(",".join(cells) for cells in (heads, *rows)) + "\n", encoding="utf-8")
        return self.desk.deliver(path, channel=channel, period=month).batch

    def registered(self, *rows: Sequence[str], month: int = MARCH) -> Batch:
        return self.deliver("household_registration", REGISTRATION, rows, month)

    def paid(self, *rows: Sequence[str], month: int = MARCH) -> Batch:
        return self.deliver("iit", REVERSALS, rows, month)

    def extracted(self, year: int = 2025, population: Population = Population.REGISTERED) -> Extracted:
        path = self.desk.folder / "z4" / f"{year}-{population.value}.parquet"
        return extract_year(self.desk.home, STATISTICIAN, year, AFTER, path, Asked(year, population))

    def incomes(self, year: int = 2025, population: Population = Population.REGISTERED) -> list[float]:
        found = pl.read_parquet(self.extracted(year, population).path)
        return sorted(found["income"].to_list())


def member(place: int, event: str = "户成员登记", on: str = "2023-01-01", **more: str) -> list[str]:
    told = {
        "name": f"示例{chr(0x4E00 + place)}",
        "id": number(place),
        "to": "",
        "household": "HK1",
        "area": EAST,
    } | more
    relation = "户主" if place == 0 else "子"
    return [told["name"], told["id"], event, on, told["to"], told["household"], relation, told["area"]]


def wage(place: int, yuan: str = "3000.00", serial: str = "", **more: str) -> list[str]:
    told = {"month": "2025-03", "reversal": "", "kind": "居民个人"} | more
    name, who = f"示例{chr(0x4E00 + place)}", number(place)
    return [serial or f"X{place}", name, who, "工资薪金所得", told["month"], yuan, "0", told["reversal"], told["kind"]]


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(read_delivery, "parse", read_here)
    address = "" if request.param == "sqlite" else new_database(request.getfixturevalue("postgres_server"))
    made = desk_at(tmp_path, address)
    clock = [NOON]

    def now() -> object:
        clock[0] += timedelta(minutes=1)
        return clock[0]

    desk = replace(made, intake=Intake(made.home, catalogue_of("example"), now))  # type: ignore[arg-type]
    describe(desk.home.folder, "example", True)
    granted(desk, CITY)
    request.addfinalizer(desk.home.close)
    return Office(desk)


def granted(desk: Desk, area: str) -> None:
    right = RoleGrant(STATISTICIAN.id, Role.STATISTICIAN, area, (PURPOSE,), date(2026, 1, 1), date(2026, 12, 31))
    with desk.home.database.writing() as session:
        add_grant(session, f"g-{area}", right, "sec", NOON)


def born_in_2025() -> list[str]:
    stem = "44170220250301000"
    check = "10X98765432"[sum(int(digit) * weight for digit, weight in zip(stem, WEIGHTS, strict=True)) % 11]
    return ["婴儿某", stem + check, "出生", "2025-03-01", "", "HK1", "子", EAST]


def test_a_child_born_in_a_year_is_not_in_the_extract_of_the_year_before(office: Office) -> None:
    office.registered(member(0), born_in_2025())
    assert (office.extracted(2024).persons, office.extracted(2025).persons) == (1, 2)


def test_who_died_or_moved_out_before_a_year_is_not_in_it_and_who_did_so_in_it_is(office: Office) -> None:
    office.registered(member(0), member(1), member(2))
    office.registered(member(0, "死亡", "2024-06-01"), member(1, "迁出", "2024-06-01"), month=month_index(2025, 4))
    assert [office.extracted(year).persons for year in (2023, 2024, 2025)] == [3, 3, 1]


def test_who_moved_out_and_in_again_counts_from_the_year_of_the_return(office: Office) -> None:
    office.registered(member(0), member(1))
    office.registered(member(1, "迁出", "2022-06-01"), member(1, "迁入", "2024-06-01"), month=month_index(2025, 4))
    assert [office.extracted(year).persons for year in (2023, 2024, 2025)] == [2, 2, 2]
    office.registered(member(1, "迁出", "2024-09-01"), month=month_index(2025, 5))
    assert office.extracted(2025).persons == 1


def test_persons_of_a_batch_that_was_refused_or_is_held_do_not_count(office: Office) -> None:
    office.registered(member(0))
    bad = [["x", "abc", "户成员登记", "2023-01-01", "", "HK2", "子", EAST]] * 3
    held = office.registered(*(member(place) for place in (1, 2, 3, 4)), *bad, month=month_index(2025, 4))
    assert held.state is BatchState.HELD and office.extracted().persons == 1
    decide_held(office.desk.intake, held.id, False, "other", "全部错误，拒收")
    assert office.extracted().persons == 1


def test_an_amount_its_reversal_and_the_reversal_of_that_leave_the_amount(office: Office) -> None:
    office.registered(member(0))
    office.paid(wage(0, serial="A"), wage(0, "-3000.00", "B", reversal="A"), wage(0, "3000.00", "C", reversal="B"))
    assert office.incomes() == [3000.0]


def test_non_residents_are_marked_in_the_extract(office: Office) -> None:
    office.registered(member(0), member(1))
    office.paid(wage(0, kind="非居民个人"), wage(1))
    found = pl.read_parquet(office.extracted().path).sort("is_resident")
    assert found["is_resident"].to_list() == [False, True]


def test_people_of_elsewhere_are_left_out_and_their_number_and_sum_are_told_when_they_are_not_few(
    office: Office,
) -> None:
    people = [member(place) if place < 12 else member(place, area=ELSEWHERE) for place in range(24)]
    office.registered(*people)
    office.paid(*(wage(place) for place in range(24)))
    granted(office.desk, "44")  # reaches beyond the city: its people are still not of the city
    found = office.extracted()
    assert found.persons == 24 and found.about.areas == ("44", CITY) and not found.about.is_citywide


def test_rows_of_people_of_elsewhere_are_counted_out_roughly(office: Office) -> None:
    office.registered(*(member(place) if place < 12 else member(place, area=ELSEWHERE) for place in range(24)))
    office.paid(*(wage(place, "8000.00" if place >= 12 else "3000.00") for place in range(24)))
    found = office.extracted()
    assert found.persons == 12 and found.about.is_citywide
    (outside,) = found.about.left_out
    assert (outside.reason, outside.persons, outside.rows, outside.yuan) == ("outside", 12, 12, 96_000.0)
    told = told_left_out(outside, shipped_rules())
    assert (told.persons, told.rows, told.yuan, told.step) == (10, 10, 100_000.0, 10_000.0)
    assert "约 10 人、10 笔，收入合计约 100,000 元（取到 10,000 元）" in told.words


def test_few_people_of_elsewhere_are_left_out_without_their_number(office: Office) -> None:
    office.registered(*(member(place) for place in range(11)), member(11, area=ELSEWHERE))
    office.paid(*(wage(place) for place in range(12)))
    (outside,) = office.extracted().about.left_out
    told = told_left_out(outside, shipped_rules())
    assert (told.persons, told.rows, told.yuan) == (None, None, None) and "人数过少" in told.words


def test_who_is_paid_here_counts_where_that_population_is_asked_for_and_the_right_reaches_them(office: Office) -> None:
    office.registered(member(0), member(1, area=NEIGHBOUR), member(2, area=NEIGHBOUR))
    office.paid(wage(0), wage(1, "8000.00"))
    assert office.incomes(population=Population.PAID_HERE) == [3000.0]  # the right reaches no further than the city
    assert of_city(("99",), "example") == (CITY,)
    granted(office.desk, "99")  # a wider right
    found = pl.read_parquet(office.extracted(population=Population.PAID_HERE).path).sort("income")
    assert found.select("income", "county").rows() == [(3000.0, "999902"), (8000.0, "")]
    assert office.incomes() == [3000.0]
    home = office.extracted(population=Population.PAID_HERE)
    assert home.about.population == "paid_here" and "当年在本地有收入" in home.about.conventions[0]


def test_a_right_beyond_the_city_counts_the_city_and_with_who_is_paid_here_those_it_reaches(desk: Desk) -> None:
    assert of_city(("99",), "example") == ("9999",)
    assert of_city(("999902", "9999"), "example") == ("9999",)
    assert of_city(("999902",), "example") == ("999902",)
    assert of_city(("44",), "example") == ("44",)


def test_one_household_each_by_the_order_of_kinds_and_a_poverty_household_of_one_splits_no_family() -> None:
    old, new, day = date(2020, 1, 1), date(2025, 6, 1), date(2025, 12, 31)
    schema = {"person": pl.Int64, "household": pl.String, "kind": pl.String, "date_from": pl.Date, "date_to": pl.Date}
    rows = [
        (1, "K1", "hukou", old, None),
        (2, "K1", "hukou", old, None),
        (2, "P1", "poverty", new, None),
        (3, "D1", "dibao", old, None),
        (3, "P1", "poverty", new, None),
        (4, "K1", "hukou", old, date(2024, 1, 1)),
        (5, "K1", "hukou", old, None),
        (5, "K2", "hukou", new, None),
        (6, "Z1", "other", old, None),
    ]
    members = pl.DataFrame(rows, schema=schema, orient="row")
    found = dict(one_household(members, day).iter_rows())
    assert found == {1: "K1", 2: "K1", 3: "D1", 5: "K2", 6: "Z1"}
    assert dict(one_household(members, day, ("poverty", "dibao", "hukou")).iter_rows())[2] == "P1"


def test_channels_that_are_not_verified_reach_the_extract_and_all_that_is_made_of_it(office: Office) -> None:
    office.registered(member(0))
    office.paid(wage(0))
    found = office.extracted()
    assert found.is_unverified and "渠道“个人所得税扣缴明细”" in found.about.unverified
    assert "口径“居民个人”" in found.about.unverified
    assert not any("读不到" in words for words in found.about.conventions)  # no row security narrows this reader
    assert any("183 天" in words and "未核实" in words for words in found.about.conventions)
    assert any("户籍户、低保共同生活家庭、建档户" in words for words in found.about.conventions)


def test_an_extract_that_the_gate_refuses_leaves_the_one_before_it_in_its_place(office: Office) -> None:
    zone, asked = office.desk.home.folder / "z4", Asked(2025)
    office.registered(*(member(place, household=f"HK{place}") for place in range(60)))
    office.paid(*(wage(place, f"{3000 + 7 * place}.00") for place in range(60)))
    kept = year_of_register(office.desk.home, STATISTICIAN, asked, AFTER, zone)
    before = kept.read_bytes()
    office.registered(member(70, household="HK70"), month=month_index(2025, 4))
    office.paid(wage(70, "9242.90"), month=month_index(2025, 4))
    with pytest.raises(ProblemsFound, match="只相差不足 10 人"):
        year_of_register(office.desk.home, STATISTICIAN, asked, AFTER, zone)
    assert extracts(zone) == (kept,) and kept.read_bytes() == before
    assert sorted(path.name for path in zone.iterdir() if path.name.startswith(".")) == []
