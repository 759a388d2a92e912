"""Forgetting leaves a tombstone and nothing to read; a renewed key takes over without a gap."""

from pathlib import Path

import pytest
from sqlalchemy import select, text

from tests.store.database.both import made_database
from tests.store.vault.persons import NOON, Permit, number, people, row
from zengshou.concepts.problem import Forbidden, ProblemsFound
from zengshou.records.identity.identifier import IdentifierKind
from zengshou.store.crypto.crypto_profile import GM
from zengshou.store.crypto.keys import FileKeys, wrapping_key
from zengshou.store.database.connection import Database
from zengshou.store.database.migrate import downgrade, require_current, upgrade
from zengshou.store.vault.log import verified
from zengshou.store.vault.tables import StoredIdentifier, StoredPerson, VaultStored
from zengshou.store.vault.vault import SCHEMA, VAULT, IdentityVault

RESIDENT = IdentifierKind.RESIDENT_CARD


def enrolled(vault: IdentityVault, count: int) -> list[int]:
    return vault.enrol(people(count), at=NOON, actor="importer")["ref"].to_list()


def test_a_forgotten_person_is_a_tombstone_and_the_log_still_holds(vault: IdentityVault, database: Database) -> None:
    ref, other = enrolled(vault, 2)
    vault.forget(ref, at=NOON, actor="custodian", reason="保存期届满")
    with pytest.raises(Forbidden, match="已被删除"):
        vault.reveal(ref, Permit(ref))
    assert vault.resolve(RESIDENT, [number(0), number(1)]) == [None, other]
    assert vault.reveal(other, Permit(other)).number == number(1)
    with database.reading() as session:
        tomb = session.get(StoredPerson, ref)
        assert tomb is not None and tomb.forgotten_at == NOON
        assert (tomb.wrapped_key, tomb.body, tomb.body_digest, tomb.known_fields) == (None, None, None, 0)
        assert verified(session) == 4


def test_nobody_is_forgotten_twice_and_a_returning_person_is_a_new_one(vault: IdentityVault) -> None:
    (ref,) = enrolled(vault, 1)
    vault.forget(ref, at=NOON, actor="custodian", reason="保存期届满")
    with pytest.raises(ProblemsFound, match="已被删除"):
        vault.forget(ref, at=NOON, actor="custodian", reason="保存期届满")
    assert enrolled(vault, 1) != [ref]


def test_the_files_keep_no_byte_of_a_forgotten_persons_key(
    request: pytest.FixtureRequest, keys: FileKeys, tmp_path: Path
) -> None:
    database = made_database(request, tmp_path, "sqlite", VAULT, SCHEMA)
    vault = IdentityVault(database, keys)
    ref = enrolled(vault, 50)[0]
    with database.reading() as session:
        person = session.get(StoredPerson, ref)
        assert person is not None and person.wrapped_key is not None and person.body is not None
        sealed = [person.wrapped_key, person.body]
    vault.forget(ref, at=NOON, actor="custodian", reason="保存期届满")
    dump = b"".join(file.read_bytes() for file in tmp_path.rglob("vault.db*"))
    assert [each for each in sealed if each[-16:] in dump] == []


def test_before_and_after_rewrapping_everyone_is_found_and_read(database: Database, tmp_path: Path) -> None:
    keys = FileKeys(tmp_path / "keys" / "master")
    vault = IdentityVault(database, keys)
    refs = enrolled(vault, 30)
    vault.open_zone("z4", at=NOON, actor="custodian")
    called = vault.pseudonyms("z4", refs)
    old = keys.newest
    keys.rotate()
    assert enrolled(vault, 40)[:30] == refs, "lookups under both keys"
    assert vault.rewrap(at=NOON, actor="custodian") == 30
    assert vault.rewrap(at=NOON, actor="custodian") == 0
    _assert_only_key(database, keys.newest, old)
    (tmp_path / "keys" / "master").unlink()
    (tmp_path / "keys" / "master.2").rename(tmp_path / "keys" / "master")
    alone = IdentityVault(database, FileKeys(tmp_path / "keys" / "master"))
    assert alone.resolve(RESIDENT, [number(place) for place in range(30)]) == refs
    assert alone.reveal(refs[3], Permit(refs[3])).number == number(3)
    assert alone.pseudonyms("z4", refs) == called
    assert not alone.enrol(people(30), at=NOON, actor="importer")["is_new"].any()


def test_a_vault_moves_to_the_national_algorithms_and_reads_what_came_before(
    database: Database, tmp_path: Path
) -> None:
    path = tmp_path / "keys" / "master"
    before = IdentityVault(database, FileKeys(path))
    refs = enrolled(before, 5)
    before.open_zone("z4", at=NOON, actor="custodian")
    called = before.pseudonyms("z4", refs)
    national = IdentityVault(database, FileKeys(path, GM))
    assert enrolled(national, 8)[:5] == refs
    assert national.reveal(refs[0], Permit(refs[0])).number == number(0)
    assert national.rewrap(at=NOON, actor="custodian") == 5
    assert national.pseudonyms("z4", refs) == called
    with database.reading() as session:
        assert {bytes(body)[0] for body in session.scalars(select(StoredPerson.body)) if body} == {GM.code}
        assert verified(session) == 5
    assert national.resolve(RESIDENT, [number(0)]) == [refs[0]]
    national.enrol(row(address="新址"), at=NOON, actor="importer")
    assert national.reveal(refs[0], Permit(refs[0])).name == "陈伟伟"


def test_pseudonyms_of_two_zones_share_nothing(vault: IdentityVault) -> None:
    refs = list(range(1, 10_001))
    for zone in ("z4", "release-2026-01"):
        vault.open_zone(zone, at=NOON, actor="custodian")
    statistics, release = vault.pseudonyms("z4", refs), vault.pseudonyms("release-2026-01", refs)
    assert len(set(statistics)) == len(set(release)) == 10_000
    assert not set(statistics) & set(release)
    shorter = {text[:8] for text in statistics} & {text[:8] for text in release}
    assert len(shorter) < 5, "not even the first 32 bits meet above chance"
    assert vault.pseudonym("z4", refs[5]) == statistics[5]


def test_a_zone_that_is_opened_again_keeps_its_key_and_an_unknown_one_is_refused(vault: IdentityVault) -> None:
    vault.open_zone("z4", at=NOON, actor="custodian")
    before = vault.pseudonym("z4", 7)
    vault.open_zone("z4", at=NOON, actor="custodian")
    assert vault.pseudonym("z4", 7) == before
    with pytest.raises(ProblemsFound, match="化名密钥"):
        vault.pseudonym("z9", 7)


def test_the_tables_of_the_model_are_those_of_the_steps_and_go_back_again(database: Database) -> None:
    with database.reading() as session:
        for table in VaultStored.metadata.sorted_tables:
            columns = ", ".join(column.name for column in table.columns)
            session.execute(text(f"SELECT {columns} FROM {table.name}"))
    downgrade(database, "base", scripts=VAULT)
    upgrade(database, scripts=VAULT)
    require_current(database, scripts=VAULT)


def _assert_only_key(database: Database, newest: str, old: str) -> None:
    with database.reading() as session:
        wrapped = [bytes(key) for key in session.scalars(select(StoredPerson.wrapped_key)) if key]
        assert {wrapping_key(key) for key in wrapped} == {newest}
        assert set(session.scalars(select(StoredIdentifier.key))) == {newest}
        assert list(session.scalars(text("SELECT key FROM lookup_key"))) == [newest] != [old]
