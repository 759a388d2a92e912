"""Flip any bit or alter any row: what can be read otherwise is found, and named by table and row."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import inspect, text

from tests.services.records.bit_flips import flips, settled, told
from tests.services.records.whole_register import whole_register
from tests.store.database.both import new_database
from tests.store.register.made_rows import NOON
from zengshou.services.records.home.register_home import RegisterHome, set_up
from zengshou.services.records.home.renew_key import renew_vault_key
from zengshou.services.records.home.verify_register import verify_register
from zengshou.store.database.connection import Database
from zengshou.store.database.migrate import downgrade
from zengshou.store.register.delivery.sealed_tables import sealed_tables
from zengshou.store.register.tables.schema import STEPS
from zengshou.store.vault.tables import VaultStored
from zengshou.store.vault.vault import VAULT

PERSONS = 40


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register on SQLite, written out of its logs."""
    made = tmp_path_factory.mktemp("rot") / "register"
    whole_register(made, PERSONS).close()
    settled(made)
    return made


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def home(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RegisterHome]:
    address = new_database(request.getfixturevalue("postgres_server")) if request.param == "postgresql" else ""
    made = whole_register(tmp_path_factory.mktemp("both") / "register", PERSONS, address)
    yield made
    made.close()


def places(home: RegisterHome) -> list[str]:
    return [each.place for each in verify_register(home).damages]


def test_rows_that_the_program_wrote_and_changed_are_whole_in_every_table(home: RegisterHome) -> None:
    found = verify_register(home)
    assert found.damages == () and found.sealed > 5 * PERSONS
    for database in (home.database, home.vault_database):
        for table in inspect(database.engine).get_table_names():
            with database.reading() as session:
                assert session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() > 0, table


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        ("batch SET uploader = 'li'", "批次 1"),
        ("batch_step SET actor = 'li' WHERE place = 2", "批次步骤 1/2"),
        ("quarantine SET message = '无。' WHERE place = 1", "隔离行 1/990/1"),
        ("rule_hit SET decision = 'confirmed'", "规则疑点 1/2/0"),
        ("person SET area = '999921001001'", "人员 "),
        ("person SET birth_month = NULL", "人员 "),
        ("registered_area SET area = '999902001001'", "登记地区 "),
        ("household SET kind = '' WHERE id = 'H3'", "户 H3"),
        ("household_member SET relation = 'child' WHERE household = 'H3'", "户成员 H3/"),
        ("residence SET status = 'absent'", "居民身份 "),
        ("person_link SET undone_at = NULL", "人员关联 1"),
        ("link_review SET state = 'linked' WHERE id = 2", "关联复核 2"),
        ("authorisation SET valid_to = valid_from", "授权书 救2026-001-0"),
        ("authorisation SET channels = '[\"si\"]'", "授权书 救2026-001-0"),
        ("role_grant SET area = '99'", "查阅权限 grant-0"),
        ("account_tie SET tie = 'self'", "账号与人员关系 account-0/"),
        ("access_event SET reason = '' WHERE sequence = 4", "查阅日志 4"),
        ("access_chain_end SET digest = '0'", "查阅日志链尾 1"),
        ("audit_head SET digest = '0'", "审计锚点 20/2026-11-21"),
        ("correction_request SET words = ''", "更正申请 request-0"),
    ],
)
def test_an_altered_row_is_named_by_table_and_key(home: RegisterHome, statement: str, place: str) -> None:
    found = altered(home, home.database, f"UPDATE {statement}")
    assert any(each.startswith(place) for each in found), found


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        ("person SET known_fields = 0", "身份库人员 P"),
        ("identifier SET valid_from = '2020-01-01' WHERE valid_from IS NOT NULL", "身份库证件 P"),
        ("zone_key SET algorithm = 'gm'", "身份库分区密钥 statistics"),
        ("vault_log SET actor = 'x' WHERE sequence = 2", "身份库日志 2"),
        ("lookup_key SET key = 'intl.00000000'", "身份库查找密钥 intl.00000000"),
    ],
)
def test_an_altered_row_of_the_vault_is_named_by_its_person(home: RegisterHome, statement: str, place: str) -> None:
    found = altered(home, home.vault_database, f"UPDATE {statement}")
    assert any(each.startswith(place) for each in found), found


def altered(home: RegisterHome, database: Database, statement: str) -> list[str]:
    """The places that are named after a statement behind the guards, which is taken back."""
    table = statement.split()[1]
    triggers = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table"
    with database.writing() as session:
        guards = session.execute(text(triggers), {"table": table}).all() if database.is_sqlite else []
        kept = session.execute(text(f"SELECT * FROM {table}")).mappings().all()
        for name, _ in guards:
            session.execute(text(f"DROP TRIGGER {name}"))
        if not database.is_sqlite:
            session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        session.execute(text(statement))
    found = places(home)
    with database.writing() as session:
        marks = ", ".join(f'"{name}" = :{name}' for name in kept[0])
        unchanged = "seal" if "seal" in kept[0] else "digest"
        for row in kept:
            session.execute(text(f"UPDATE {table} SET {marks} WHERE {unchanged} = :{unchanged}"), dict(row))
        for _, made in guards:
            session.execute(text(made))
        if not database.is_sqlite:
            session.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))
    return found


@pytest.mark.parametrize(("name", "count"), [("register.db", 40), ("vault.db", 20)])
def test_no_flip_that_changes_what_is_read_is_missed(folder: Path, name: str, count: int) -> None:
    found = list(flips(folder / name, count, Random(1), lambda: told(folder)))
    assert [each for each in found if each.is_miss] == []
    assert sum(bool(each.changed) for each in found) > count // 8


@pytest.mark.parametrize("name", ["keys/register", "keys/vault", "keys/tokens", "delivery_tokens.json"])
def test_a_flipped_bit_of_a_key_or_of_the_tokens_is_found(folder: Path, name: str) -> None:
    assert all(each.is_found for each in flips(folder / name, 3, Random(1), lambda: told(folder)))


def test_a_text_that_is_no_text_any_more_is_named_by_its_row(home: RegisterHome) -> None:
    if not home.database.is_sqlite:
        pytest.skip("PostgreSQL refuses such a text")
    found = altered(home, home.database, "UPDATE household SET kind = CAST(x'ff41' AS TEXT) WHERE id = 'H5'")
    assert found == ["户 H5"]
    found = altered(home, home.database, "UPDATE income_fact SET item = CAST(x'ff41' AS TEXT) WHERE \"row\" = 5")
    assert "批次 1 第 5 行第 0 项" in found


def test_a_guard_that_was_taken_away_is_named(home: RegisterHome) -> None:
    if not home.database.is_sqlite:
        pytest.skip("the schema of SQLite alone is compared")
    with home.database.writing() as session:
        made = session.execute(text("SELECT sql FROM sqlite_master WHERE name = 'income_fact_no_update'")).scalar_one()
        session.execute(text("DROP TRIGGER income_fact_no_update"))
    assert places(home) == ["表结构 trigger income_fact_no_update", "表结构"]
    with home.database.writing() as session:
        session.execute(text(made))
    assert places(home) == []


def test_everything_is_whole_after_the_vault_has_a_new_key(home: RegisterHome) -> None:
    renew_vault_key(home, NOON, "bench")
    assert places(home) == []


def test_every_table_is_sealed_or_chained() -> None:
    chained = {"income_fact", "asset_event", "status_event"}
    sealed = {each.name for each in sealed_tables()}
    assert sealed | chained == set(sealed_tables()[0].table.metadata.tables)
    assert all("seal" in table.columns for table in VaultStored.metadata.tables.values())


def test_rows_that_were_there_before_seals_are_sealed_by_the_upgrade(home: RegisterHome) -> None:
    downgrade(home.database, "0002", scripts=STEPS)
    downgrade(home.vault_database, "0001", scripts=VAULT)
    address = "" if home.database.is_sqlite else home.database.engine.url.render_as_string(hide_password=False)
    again = set_up(home.folder, address.replace("+pg8000", ""), address.replace("+pg8000", ""))
    assert verify_register(again).damages == ()
    again.close()


def test_a_letter_turned_in_the_middle_of_a_long_definition_is_found(folder: Path) -> None:
    file = folder / "register.db"
    whole = file.read_bytes()
    held = whole.rindex(b"native_id VARCHAR(128) NOT NULL")
    file.write_bytes(whole[:held] + b"N" + whole[held + 1 :])
    try:
        assert told(folder) == ("表结构",)
    finally:
        file.write_bytes(whole)
