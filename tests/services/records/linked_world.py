"""A register in which some persons stand twice: under a card and a passport, or under two cards. 合成数据。"""

from datetime import date

import polars as pl
from sqlalchemy.orm import Session

from tests.services.records.register_desk import NOON, WEIGHTS, Desk, row
from zengshou.concepts.account import Account, Role
from zengshou.records.access.context import RoleGrant
from zengshou.records.linkage.linkage import LinkageOptions
from zengshou.services.records.linking.link_register import RegisterLinkage, link_register
from zengshou.services.records.linking.link_review import PURPOSE, LinkDesk
from zengshou.store.access_purposes import access_purposes
from zengshou.store.register.access.access_gate import Gate
from zengshou.store.register.access.authorisations import add_grant
from zengshou.store.register.linking.links import same_persons
from zengshou.store.register.persons.person_reads import PersonReads

CUSTODIAN = Account("c-1", "guiji", "归集甲", Role.DATA_CUSTODIAN, "example")
AREA = "441702001001"
SURNAMES, GIVEN = "陈李黄林张梁王刘罗何", "海燕丽芳志强建华小明玉兰俊杰婉仪国栋"


def card(day: int, sequence: int) -> str:
    """A valid number of nobody; the sequence tells two of one birthday apart."""
    stem = f"44170219800{1 + day // 28:01d}{1 + day % 28:02d}{sequence:03d}"
    return stem + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(stem, WEIGHTS, strict=True)) % 11]


def name(place: int) -> str:
    return SURNAMES[place % 10] + GIVEN[place % 18] + GIVEN[(place * 7 + 3) % 18]


def identity(kind: str, number: str, named: str, day: int, **more: str) -> dict[str, object]:
    told = {"kind": kind, "number": number, "name": named, "sex": "female", "address": "", "phone": ""}
    return {**told, "birth": date(1980, 1 + day // 28, 1 + day % 28), **more}


def peopled(desk: Desk, strangers: int = 60) -> None:
    """Strangers; 0 stands under a card and a passport, 1 under two valid cards, 2 and 3 are homonyms born apart."""
    people = [
        identity("resident_card", card(place, 0), name(place), place, phone=f"1380000{place:04d}")
        for place in range(strangers)
    ]
    people += [
        identity("passport", "E12345678", name(0), 0, phone="13800000000"),
        identity("resident_card", card(1, 2), name(1), 1, phone="13800000001"),
    ]
    columns = ("kind", "number", "name", "birth", "sex", "address", "phone")
    frame = pl.DataFrame([[each[column] for column in columns] for each in people], schema=list(columns), orient="row")
    desk.home.vault.enrol(frame, at=NOON, actor="test")
    kinds = {"passport": "护照", "resident_card": "居民身份证"}
    rows = [
        [*row(place, 姓名=str(each["name"]), 证件号码=str(each["number"])), kinds[str(each["kind"])]]
        for place, each in enumerate(people)
    ]
    headers = ("申报明细序号", "姓名", "证件号码", "所得项目", "税款所属期起", "收入额", "已缴税额", "证件类型")
    file = desk.folder / "people.csv"
    file.write_text("\n".join(",".join(cells) for cells in (headers, *rows)) + "\n", encoding="utf-8")
    desk.deliver(file)
    with desk.home.database.writing() as session:
        session.connection().exec_driver_sql(f"UPDATE person SET area = '{AREA}'")


def granted(desk: Desk) -> None:
    """The custodian may look at persons of the area to judge the quality of batches."""
    right = RoleGrant(CUSTODIAN.id, Role.DATA_CUSTODIAN, "4417", (PURPOSE,), date(2026, 1, 1), date(2026, 12, 31))
    with desk.home.database.writing() as session:
        add_grant(session, "g-c", right, "sec", NOON)


def link_desk(desk: Desk) -> LinkDesk:
    gate = Gate(desk.home.database, access_purposes("example"))
    return LinkDesk(desk.home.database, PersonReads(gate), desk.home.vault, lambda: NOON)


def searched(desk: Desk) -> RegisterLinkage:
    return link_register(desk.home, NOON, "guiji", LinkageOptions())


def same_person(session: Session, person: int) -> tuple[int, ...]:
    """Every reference of one person, whoever asks."""
    return same_persons(session, (person,), lambda _: None)[person]
