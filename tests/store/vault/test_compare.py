"""A comparison sees everybody once, and leaves references alone behind; the vault's log tells of it. 合成数据。"""

from datetime import date

import polars as pl

from tests.store.vault.persons import NOON, name, number, people
from zengshou.records.identity.identifier import IdentifierKind
from zengshou.store.database.connection import Database
from zengshou.store.vault.everyone import COLUMNS
from zengshou.store.vault.log import verified
from zengshou.store.vault.vault import IdentityVault


def seen(vault: IdentityVault) -> pl.DataFrame:
    return vault.compare(lambda everybody: everybody, at=NOON, actor="guiji", purpose="link_register")


def test_everybody_is_seen_once_with_the_document_that_speaks_for_them(
    vault: IdentityVault, database: Database
) -> None:
    refs = vault.enrol(people(3), at=NOON, actor="importer")["ref"].to_list()
    passport = IdentifierKind.PASSPORT
    vault.attach(refs[0], passport, "E12345678", at=NOON, actor="importer", valid_to=date(2030, 1, 1))
    vault.forget(refs[2], at=NOON, actor="custodian", reason="保存期届满")
    found = seen(vault)
    assert found.schema == COLUMNS and set(found["ref"]) == set(refs[:2])
    first = found.row(by_predicate=pl.col("ref") == refs[0], named=True)
    assert (first["number"], first["name"], first["kind"]) == (number(0), name(0), "resident_card")
    with database.reading() as session:
        assert verified(session) == 4


def test_an_empty_vault_shows_nobody(vault: IdentityVault) -> None:
    assert seen(vault).schema == COLUMNS and seen(vault).height == 0
