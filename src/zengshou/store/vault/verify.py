"""Is the vault what was put into it? SQLite's own check, the seals of all rows, the chained log, and the keys.

Nothing is opened for it: a seal covers the encrypted bytes, and a key is known by the id that its bytes make.
"""

from collections.abc import Callable, Iterator

from sqlalchemy import func, select, union

from zengshou.concepts.problem import ProblemsFound
from zengshou.store.crypto.keys import HEADER_BYTES, KeyProvider, wrapping_key
from zengshou.store.database.connection import Database
from zengshou.store.database.damage import Damage
from zengshou.store.database.seal_check import UNREADABLE, SealedTable, sealed_rows
from zengshou.store.database.sqlite_check import sqlite_damages
from zengshou.store.vault.log import BrokenEntry, verified
from zengshou.store.vault.tables import StoredIdentifier, StoredLookupKey, StoredPerson, StoredZoneKey, VaultStored

STEPS = "zengshou.store.vault:migrations"
WORDS = {  # what one row is called, and the columns that name it: a document by its person, never by its lookup
    "person": ("身份库人员", ("ref",)),
    "identifier": ("身份库证件", ("person", "kind")),
    "lookup_key": ("身份库查找密钥", ("key",)),
    "zone_key": ("身份库分区密钥", ("zone",)),
    "vault_log": ("身份库日志", ("sequence",)),
}
KEY_HEAD = 5  # bytes of a wrapped key that name the key around it
KEY_CHECK = "vault:key-check"


def verify_vault(
    database: Database, keys: KeyProvider, tell: Callable[[float, str], None] | None = None
) -> tuple[int, list[Damage]]:
    """How many rows were read, and everything that is wrong."""
    damages = list(sqlite_damages(database, STEPS))
    total = 0
    for place, (name, (words, key)) in enumerate(WORDS.items()):
        if tell is not None:
            tell(place / len(WORDS), words)
        count, found = sealed_rows(database, SealedTable(VaultStored.metadata.tables[name], words, key))
        total += count
        damages += found
    return total, [*damages, *_log_check(database), *_key_check(database, keys)]


def _log_check(database: Database) -> Iterator[Damage]:
    try:
        with database.reading() as session:
            found = verified(session)
    except UNREADABLE as error:
        yield Damage("log", "身份库日志", f"读不出来：{type(error).__name__}。")
        return
    if isinstance(found, BrokenEntry):
        yield Damage("log", f"身份库日志 第{found.sequence}条", found.found)


def _key_check(database: Database, keys: KeyProvider) -> Iterator[Damage]:
    """Whether there is every key that rows name. An id is made of its key's bytes: a damaged key has another one."""
    try:
        names = _key_names(database)
    except (*UNREADABLE, ProblemsFound) as error:  # the damaged row itself is named by its seal
        words = error.problems[0].found if isinstance(error, ProblemsFound) else f"读不出来：{type(error).__name__}。"
        yield Damage("key", "身份库密钥", words)
        return
    for name in sorted(map(str, names)):
        try:
            keys.digest_many(KEY_CHECK, [b""], name)
        except (ProblemsFound, ValueError):
            yield Damage("key", f"身份库密钥 {name}", "数据用这把密钥封存，现在没有这把密钥，或密钥文件已损坏。")


def _key_names(database: Database) -> set[str]:
    """The names of the keys under which anything in the vault is."""
    tables = (StoredPerson, StoredIdentifier, StoredLookupKey, StoredZoneKey)
    named = union(*(select(table.key) for table in tables))
    with database.reading() as session:
        names = set(session.execute(named).scalars())
        heads = session.execute(select(func.substr(StoredPerson.wrapped_key, 1, KEY_HEAD)).distinct()).scalars().all()
    padded = [bytes(head).ljust(HEADER_BYTES + 1, b"\0") for head in heads if head is not None]
    return names | {wrapping_key(head) for head in padded}
