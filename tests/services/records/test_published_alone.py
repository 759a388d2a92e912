"""Areas, households and residence follow published batches alone; what is rejected leaves nothing behind."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.services.records.register_desk import HEADERS as WAGE_HEADERS
from tests.services.records.register_desk import MARCH, NOON, Desk, desk_at, number, read_here, row
from tests.store.database.both import new_database
from zengshou.services.records.intake import read_delivery
from zengshou.services.records.intake.delivery import Receipt
from zengshou.services.records.intake.import_batch import decide_held
from zengshou.store.register.persons.member_rows import members_of_everybody
from zengshou.store.register.persons.whole_persons import non_residents_known
from zengshou.store.register.tables.batch_state import BatchState

CHANNELS = {
    "iit": "channels/iit.yaml",
    "household_registration": "channels/household_registration.yaml",
}
HEADERS = ("姓名", "公民身份号码", "变动类型", "变动日期", "截止日期", "户号", "与户主关系", "户籍地行政区划代码")
HOME, AWAY = "441702000000", "210302000000"


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(read_delivery, "parse", read_here)
    address = "" if request.param == "sqlite" else new_database(request.getfixturevalue("postgres_server"))
    made = desk_at(tmp_path, address, CHANNELS)
    yield made
    made.home.close()


def told(place: int, event: str = "户成员登记", on: str = "2023-01-01", **changed: str) -> list[str]:
    """A line of the register of population about one person, a member of household HK1 in the home area."""
    cells = dict(
        zip(HEADERS, (f"示例{chr(0x4E00 + place)}", number(place), event, on, "", "HK1", "子", HOME), strict=True)
    )
    return [(cells | changed)[name] for name in HEADERS]


def registered(desk: Desk, rows: Sequence[Sequence[str]], name: str = "hr.csv", **more: object) -> Receipt:
    path = desk.folder / name
    path.write_text("\n".join(",".join(cells) for cells in (HEADERS, *rows)) + "\n", encoding="utf-8")
    return desk.deliver(path, channel="household_registration", **more)


def areas(desk: Desk) -> list[str]:
    return [area for (area,) in desk.ask("SELECT area FROM person ORDER BY birth_month, ref")]


def members(desk: Desk) -> list[tuple[str, str]]:
    """Relation and last day of every membership, by relation."""
    with desk.home.database.reading() as session:
        found = members_of_everybody(session, NOON)
    return sorted((relation, str(last or "")) for relation, last in found.select("relation", "date_to").iter_rows())


SPOILT = [told(place, 公民身份号码="44170219800101000?") for place in range(50, 55)]


def test_a_batch_that_waits_or_is_rejected_moves_nobody(desk: Desk) -> None:
    desk.send([row(0), row(1)])
    held = registered(desk, [told(0, 户籍地行政区划代码=AWAY), told(1, 户籍地行政区划代码=AWAY), *SPOILT]).batch
    assert held.state is BatchState.HELD and areas(desk) == [HOME, HOME] and not members(desk)
    decide_held(desk.intake, held.id, False, "li", "文件错误")
    assert areas(desk) == [HOME, HOME] and not members(desk)


def test_a_person_belongs_where_the_last_published_statement_says_and_back_when_it_is_replaced(desk: Desk) -> None:
    desk.send([row(0)])
    first = registered(desk, [told(0, 户籍地行政区划代码=AWAY)]).batch
    assert areas(desk) == [AWAY]
    registered(desk, [told(0)], "again.csv", supersedes=first.id)
    assert areas(desk) == [HOME]


def test_whoever_is_known_from_a_rejected_batch_alone_is_forgotten(desk: Desk) -> None:
    """A wrong name in it must not stand against the right one that comes later."""
    desk.send([row(0)])
    held = registered(desk, [told(0), told(1, 姓名="错名某"), *SPOILT]).batch
    decide_held(desk.intake, held.id, False, "li", "文件错误")
    right = registered(desk, [told(0), told(1)], "right.csv").batch
    assert (right.state, right.rows_bad) == (BatchState.PUBLISHED, 0)
    assert members(desk) == [("子", ""), ("子", "")]


def test_members_stay_when_their_batch_is_corrected_as_a_whole(desk: Desk) -> None:
    first = registered(desk, [told(0, 与户主关系="户主"), told(1)]).batch
    both = [told(0, 与户主关系="户主"), told(1), told(2, 与户主关系="女")]
    registered(desk, both, "more.csv", supersedes=first.id)
    assert members(desk) == [("女", ""), ("子", ""), ("户主", "")]


def test_a_membership_ends_by_its_source_by_death_and_by_moving_out(desk: Desk) -> None:
    registered(desk, [told(0, 与户主关系="户主"), told(1, 与户主关系="配偶"), told(2)])
    later = [
        told(0, 与户主关系="户主", 截止日期="2023-12-31"),
        told(1, "死亡", "2024-02-03", 户号="", 与户主关系=""),
        told(2, "迁出", "2024-05-01", 户号="", 与户主关系=""),
    ]
    registered(desk, later, "later.csv", period=MARCH + 1)
    assert members(desk) == [("子", "2024-04-30"), ("户主", "2023-12-31"), ("配偶", "2024-02-03")]


def test_tax_residence_stays_when_its_batch_is_corrected_as_a_whole(desk: Desk) -> None:
    def taxed(place: int) -> list[str]:
        return [*row(place), "非居民个人"]

    def send(rows: Sequence[Sequence[str]], name: str, **more: object) -> Receipt:
        path = desk.folder / name
        header = [*WAGE_HEADERS, "纳税人类型"]
        path.write_text("\n".join(",".join(cells) for cells in (header, *rows)) + "\n", encoding="utf-8")
        return desk.deliver(path, **more)

    first = send([taxed(0)], "iit.csv").batch
    send([taxed(0), taxed(1)], "more.csv", supersedes=first.id)
    with desk.home.database.reading() as session:
        assert len(non_residents_known(session, NOON, 2025)) == 2
