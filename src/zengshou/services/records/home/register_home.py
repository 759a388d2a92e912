"""The folder of a register: register.db, vault.db, raw files, keys. A city puts the databases on PostgreSQL instead."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from zengshou.concepts.problem import ProblemsFound, refuse
from zengshou.store.crypto.key_ids import note_ids
from zengshou.store.crypto.keys import FileKeys, KeyProvider
from zengshou.store.database.connection import Database
from zengshou.store.database.migrate import require_current, upgrade
from zengshou.store.database.seal_check import UNREADABLE
from zengshou.store.register.delivery.delivery_tokens import seal_holders
from zengshou.store.register.delivery.raw_files import RawFiles
from zengshou.store.register.tables.schema import SCHEMA as REGISTER_SCHEMA
from zengshou.store.register.tables.schema import STEPS as REGISTER_STEPS
from zengshou.store.register.writing.import_lock import one_at_a_time
from zengshou.store.vault.vault import SCHEMA as VAULT_SCHEMA
from zengshou.store.vault.vault import VAULT as VAULT_STEPS
from zengshou.store.vault.vault import IdentityVault

KEYS = "keys"
REGISTER_KEY, VAULT_KEY = f"{KEYS}/register", f"{KEYS}/vault"
TOKEN_KEY = f"{KEYS}/tokens"  # never renewed: the token of a certificate or plate must stay what it was
SET_UP = "先运行 zs records setup。"


@dataclass(frozen=True)
class RegisterHome:
    """An opened register. The vault has a database and a key of its own: neither alone names anybody with an income."""

    folder: Path
    database: Database
    vault_database: Database
    keys: KeyProvider
    token_keys: KeyProvider
    vault: IdentityVault
    files: RawFiles

    def close(self) -> None:
        self.database.close()
        self.vault_database.close()

    @contextmanager
    def importing(self) -> Iterator[None]:
        """Alone in the folder for the time of an import."""
        with one_at_a_time(self.folder):
            yield


def set_up(folder: Path, address: str = "", vault_address: str = "") -> RegisterHome:
    """Make a register, or bring an old one's tables up to date. Addresses  of databases; empty for SQLite here."""
    folder.mkdir(parents=True, exist_ok=True)
    home = _home(folder, address, vault_address)
    upgrade(home.database, scripts=REGISTER_STEPS)
    upgrade(home.vault_database, scripts=VAULT_STEPS)
    home.files.make_folders()
    note_ids(folder / KEYS)
    seal_holders(folder)
    return home


def opened(folder: Path, address: str = "", vault_address: str = "") -> RegisterHome:
    """A register that was set up before.

    Raises  ProblemsFound: there is none, a key is missing, or its tables are not those of this version
    """
    databases = [folder / name for name, given in _files(address, vault_address) if not given]
    if not all(path.exists() for path in databases) or not folder.is_dir():
        raise refuse("这个目录里没有登记系统的数据库。", str(folder), SET_UP)
    for key in (REGISTER_KEY, VAULT_KEY, TOKEN_KEY):
        if not (folder / key).exists():
            raise refuse(
                "密钥文件不见了，已封存的内容无法打开。", str(folder / key), "请从离线备份放回原来的密钥文件。"
            )
    home = _home(folder, address, vault_address)
    for database, steps in ((home.database, REGISTER_STEPS), (home.vault_database, VAULT_STEPS)):
        _require_current(database, steps)
    home.files.make_folders()
    return home


def _files(address: str, vault_address: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return (("register.db", address), ("vault.db", vault_address))


def _home(folder: Path, address: str, vault_address: str) -> RegisterHome:
    (name, register_at), (vault_name, vault_at) = _files(address, vault_address)
    database = Database(register_at or _sqlite(folder / name), REGISTER_SCHEMA)
    vault_database = Database(vault_at or _sqlite(folder / vault_name), VAULT_SCHEMA)
    keys, tokens = FileKeys(folder / REGISTER_KEY), FileKeys(folder / TOKEN_KEY)
    vault = IdentityVault(vault_database, FileKeys(folder / VAULT_KEY))
    return RegisterHome(folder, database, vault_database, keys, tokens, vault, RawFiles(folder, keys))


def _sqlite(path: Path) -> str:
    return f"sqlite:///{path.resolve()}"


def _require_current(database: Database, steps: str) -> None:
    try:
        require_current(database, steps)
    except ProblemsFound as error:
        ours = [replace(problem, next=problem.next.replace("zs office upgrade", "zs records setup"))
                for problem in error.problems]  # fmt: skip
        raise ProblemsFound(ours) from None
    except UNREADABLE as error:
        place = database.engine.url.database or ""
        raise refuse(
            f"数据库打不开：{type(error).__name__}。", place, "请停止写入，封存现场，从备份核对并恢复。"
        ) from None
