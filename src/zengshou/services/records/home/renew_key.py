"""Renew the master key of the identity vault: everybody is sealed under the new one, step by step."""

from dataclasses import dataclass
from datetime import datetime

from zengshou.services.records.home.register_home import KEYS, VAULT_KEY, RegisterHome
from zengshou.store.crypto.key_ids import note_ids
from zengshou.store.crypto.keys import FileKeys
from zengshou.store.vault.vault import IdentityVault


@dataclass(frozen=True)
class Renewed:
    """key  the name of the newest key; persons  how many were sealed under it"""

    key: str
    persons: int


def renew_vault_key(home: RegisterHome, at: datetime, actor: str) -> Renewed:
    """Make a new master key beside the old ones and bring every person to it.

    Where it is broken off, `finish_renewal` goes on: whoever is still under an old key opens with that one until then.
    """
    FileKeys(home.folder / VAULT_KEY).rotate()
    note_ids(home.folder / KEYS)
    return finish_renewal(home, at, actor)


def finish_renewal(home: RegisterHome, at: datetime, actor: str) -> Renewed:
    """Bring everybody to the newest key that there is."""
    keys = FileKeys(home.folder / VAULT_KEY)
    return Renewed(keys.newest, IdentityVault(home.vault_database, keys).rewrap(at=at, actor=actor))
