"""Revealing: never without a purpose, never beyond the limit, never without a word in the log."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from tests.store.vault.persons import NOON, Permit, name, number, people, permits, row
from zengshou.concepts.problem import Forbidden, ProblemsFound
from zengshou.records.identity.identifier import IdentifierKind
from zengshou.store.crypto.keys import FileKeys
from zengshou.store.database.connection import Database
from zengshou.store.vault.grant import RevealLimit
from zengshou.store.vault.log import BrokenEntry, verified
from zengshou.store.vault.tables import StoredEntry, StoredIdentifier, StoredPerson
from zengshou.store.vault.vault import IdentityVault


def enrolled(vault: IdentityVault, count: int = 3) -> list[int]:
    return vault.enrol(people(count), at=NOON, actor="importer")["ref"].to_list()


def entries(database: Database) -> list[tuple[str, str, str, int | None]]:
    with database.reading() as session:
        rows = session.scalars(select(StoredEntry).order_by(StoredEntry.sequence))
        return [(row.action, row.outcome, row.actor, row.person) for row in rows]


def test_what_was_enrolled_is_revealed_and_logged(vault: IdentityVault, database: Database) -> None:
    refs = enrolled(vault)
    found = vault.reveal_many(permits(refs))
    assert [each.number for each in found] == [number(place) for place in range(3)]
    assert [each.name for each in found] == [name(place) for place in range(3)]
    assert entries(database) == [("enrol", "allowed", "importer", None)] + [
        ("reveal", "allowed", "officer", ref) for ref in refs
    ]


@pytest.mark.parametrize("blank", ["purpose", "actor"])
def test_without_purpose_or_actor_nothing_is_revealed_and_the_refusal_is_logged(
    vault: IdentityVault, database: Database, blank: str
) -> None:
    (ref,) = enrolled(vault, 1)
    permit = replace(Permit(ref), **{blank: ""})
    with pytest.raises(Forbidden, match="用途"):
        vault.reveal(ref, permit)
    assert entries(database)[-1] == ("reveal", "denied", permit.actor, ref)


def test_a_grant_opens_its_own_person_alone_and_the_refusal_names_the_one_asked_for(
    vault: IdentityVault, database: Database
) -> None:
    mine, neighbour, _ = enrolled(vault, 3)
    with pytest.raises(Forbidden, match="另一个人"):
        vault.reveal(neighbour, Permit(mine))
    assert entries(database)[-1] == ("reveal", "denied", "officer", neighbour)


def test_an_unknown_person_is_refused_and_logged(vault: IdentityVault, database: Database) -> None:
    with pytest.raises(Forbidden, match="没有这个人"):
        vault.reveal(12345, Permit(12345))
    assert entries(database) == [("reveal", "denied", "officer", 12345)]


def test_one_unknown_person_on_a_page_closes_the_page(vault: IdentityVault, database: Database) -> None:
    refs = enrolled(vault, 2)
    with pytest.raises(Forbidden):
        vault.reveal_many(permits([*refs, 12345]))
    assert [outcome for action, outcome, _, _ in entries(database) if action == "reveal"] == ["denied"] * 3


def test_an_account_over_its_hour_waits_and_another_does_not(database: Database, keys: FileKeys) -> None:
    vault = IdentityVault(database, keys, limit=RevealLimit(per_hour=3, per_day=5))
    refs = enrolled(vault, 3)
    vault.reveal_many(permits(refs))
    with pytest.raises(Forbidden, match="一小时"):
        vault.reveal(refs[0], Permit(refs[0], moment=NOON + timedelta(minutes=59)))
    assert vault.reveal(refs[0], Permit(refs[0], actor="colleague"))
    vault.reveal_many([Permit(ref, moment=NOON + timedelta(minutes=61)) for ref in refs[:2]])
    with pytest.raises(Forbidden, match="一天"):
        vault.reveal(refs[0], Permit(refs[0], moment=NOON + timedelta(hours=3)))
    assert vault.reveal(refs[0], Permit(refs[0], moment=NOON + timedelta(hours=26)))


def test_refused_readings_do_not_count_towards_the_limit(database: Database, keys: FileKeys) -> None:
    vault = IdentityVault(database, keys, limit=RevealLimit(per_hour=1, per_day=1))
    (ref,) = enrolled(vault, 1)
    for _ in range(3):
        with pytest.raises(Forbidden):
            vault.reveal(99, Permit(99))
    assert vault.reveal(ref, Permit(ref))


def test_without_its_log_nothing_is_revealed(vault: IdentityVault, database: Database) -> None:
    (ref,) = enrolled(vault, 1)
    with database.writing() as session:
        session.execute(text("ALTER TABLE vault_log RENAME TO elsewhere"))
    with pytest.raises((OperationalError, DBAPIError)):
        vault.reveal(ref, Permit(ref))


def test_the_log_is_never_changed_or_deleted(vault: IdentityVault, database: Database) -> None:
    enrolled(vault, 1)
    for statement in ("UPDATE vault_log SET actor = 'x'", "DELETE FROM vault_log"):
        with pytest.raises(DBAPIError, match="never changed"), database.writing() as session:
            session.execute(text(statement))


def test_the_chain_names_the_first_entry_that_was_altered(vault: IdentityVault, database: Database) -> None:
    refs = enrolled(vault, 3)
    vault.reveal_many(permits(refs))
    with database.reading() as session:
        assert verified(session) == 4
    _without_guard(
        database,
        lambda session: session.execute(update(StoredEntry).where(StoredEntry.sequence == 3).values(actor="x")),
    )
    with database.reading() as session:
        assert verified(session) == BrokenEntry(3, "第3条的摘要与内容不符。")


def test_the_chain_names_a_missing_entry(vault: IdentityVault, database: Database) -> None:
    vault.reveal_many(permits(enrolled(vault, 3)))
    _without_guard(database, lambda session: session.execute(text("DELETE FROM vault_log WHERE sequence = 2")))
    with database.reading() as session:
        assert verified(session) == BrokenEntry(2, "第2条缺失，下一条是3。")


@pytest.mark.parametrize("column", ["wrapped_key", "body"])
def test_an_altered_ciphertext_is_refused_and_logged(vault: IdentityVault, database: Database, column: str) -> None:
    (ref,) = enrolled(vault, 1)
    with database.writing() as session:
        person = session.get(StoredPerson, ref)
        assert person is not None
        sealed = getattr(person, column)
        setattr(person, column, sealed[:-1] + bytes([sealed[-1] ^ 1]))
    with pytest.raises(ProblemsFound, match="已被改动"):
        vault.reveal(ref, Permit(ref))
    assert entries(database)[-1] == ("reveal", "denied", "officer", ref), "the attempt is told of"


def test_the_sealed_row_of_one_person_opens_for_no_other(vault: IdentityVault, database: Database) -> None:
    first, second, _ = enrolled(vault, 3)
    with database.writing() as session:
        one, two = session.get(StoredPerson, first), session.get(StoredPerson, second)
        assert one is not None and two is not None
        one.wrapped_key, one.body = two.wrapped_key, two.body
    with pytest.raises(ProblemsFound, match="已被改动"):
        vault.reveal(first, Permit(first))


def test_a_document_moved_to_another_person_is_found_out(vault: IdentityVault, database: Database) -> None:
    first, second, _ = enrolled(vault, 3)
    with database.writing() as session:
        session.execute(update(StoredIdentifier).where(StoredIdentifier.person == second).values(person=first))
    with pytest.raises(ProblemsFound, match="已被改动"):
        vault.reveal(first, Permit(first))


def test_without_the_key_file_nothing_opens_and_nobody_is_enrolled_anew(
    vault: IdentityVault, database: Database, tmp_path: Path
) -> None:
    (ref,) = enrolled(vault, 1)
    stranger = IdentityVault(database, FileKeys(tmp_path / "other" / "master"))
    for attempt in (
        lambda: stranger.resolve(IdentifierKind.RESIDENT_CARD, [number(0)]),
        lambda: stranger.reveal(ref, Permit(ref)),
        lambda: enrolled(stranger, 1),
    ):
        with pytest.raises(ProblemsFound, match="另一把密钥"):
            attempt()


def test_a_passport_before_a_card_names_the_person_by_the_card(vault: IdentityVault) -> None:
    passport = row(kind="passport", number="E12345678")
    (ref,) = vault.enrol(passport, at=NOON, actor="importer")["ref"]
    vault.attach(ref, IdentifierKind.PASSPORT, "E12345678", at=NOON, actor="desk", valid_to=NOON.date())
    vault.attach(
        ref, IdentifierKind.RESIDENT_CARD, number(0), at=NOON, actor="desk", valid_from=NOON.date() + timedelta(1)
    )
    assert vault.reveal(ref, Permit(ref)).number == "E12345678"
    assert vault.reveal(ref, Permit(ref, moment=NOON + timedelta(days=1))).number == number(0)
    assert vault.resolve(IdentifierKind.RESIDENT_CARD, [number(0)]) == [ref]


def test_a_document_of_another_person_is_not_attached_and_the_refusal_is_logged(
    vault: IdentityVault, database: Database
) -> None:
    first, _, _ = enrolled(vault, 3)
    with pytest.raises(ProblemsFound, match="另一人名下"):
        vault.attach(first, IdentifierKind.RESIDENT_CARD, number(1), at=NOON, actor="desk")
    assert entries(database)[-1] == ("attach", "denied", "desk", first)
    assert len(vault.documents(first, Permit(first))) == 1


def test_nothing_is_attached_to_nobody_nor_a_refused_number_to_anybody(vault: IdentityVault) -> None:
    with pytest.raises(ProblemsFound, match="没有这个人"):
        vault.attach(5, IdentifierKind.RESIDENT_CARD, number(9), at=NOON, actor="desk")
    with pytest.raises(ProblemsFound, match="校验码"):
        vault.attach(5, IdentifierKind.RESIDENT_CARD, "441702198005060021", at=NOON, actor="desk")


def _without_guard(database: Database, work: Callable[[Session], object]) -> None:
    """What somebody with every right on the database could do."""
    with database.writing() as session:
        if database.is_sqlite:
            for verb in ("update", "delete"):
                session.execute(text(f"DROP TRIGGER vault_log_no_{verb}"))
        else:
            session.execute(text("DROP TRIGGER vault_log_is_kept ON vault_log"))
        work(session)
