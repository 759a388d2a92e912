"""Check that a register is as it was put in: every row, batch, raw file and token, the vault and the keys."""

from collections.abc import Callable
from dataclasses import replace

from zengshou.services.records.home.register_home import KEYS, VAULT_KEY, RegisterHome
from zengshou.store.crypto.key_ids import damaged_keys
from zengshou.store.crypto.keys import FileKeys
from zengshou.store.database.damage import Damage
from zengshou.store.register.delivery.delivery_tokens import altered_holders
from zengshou.store.register.delivery.verify import Verified, verify
from zengshou.store.vault.verify import verify_vault

WRONG_KEY = "密钥文件损坏、缺失或没有登记；请从离线备份换回。"
OF_REGISTER = 0.85  # of the progress bar; the rest is the vault's


def verify_register(home: RegisterHome, tell: Callable[[float, str], None] | None = None) -> Verified:
    """What was looked at and what is damaged, by table and row, batch and file."""

    def say(share: float, words: str) -> None:
        if tell is not None:
            tell(share, words)

    found = verify(home.database, home.files, home.keys, lambda share, words: say(share * OF_REGISTER, words))
    rows, damages = verify_vault(
        home.vault_database,
        FileKeys(home.folder / VAULT_KEY),
        lambda share, words: say(OF_REGISTER + (1 - OF_REGISTER) * share, words),
    )
    damages += altered_holders(home.folder)
    damages += [Damage("key", f"{KEYS}/{name}", WRONG_KEY) for name in damaged_keys(home.folder / KEYS)]
    say(1, "核对完毕")
    return replace(found, sealed=found.sealed + rows, damages=(*found.damages, *damages))
