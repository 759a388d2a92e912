"""The folder of an installation: database, keys, evidence. Everything stored lies in it unless an address says else."""

from pathlib import Path

from zengshou.concepts.problem import refuse
from zengshou.store.crypto.keys import FileKeys
from zengshou.store.database.connection import Database
from zengshou.store.database.migrate import require_current, upgrade

DATABASE, MASTER_KEY, EVIDENCE = "zengshou.db", "keys/master", "evidence"


def database_address(home: Path, address: str = "") -> str:
    """The address given, or SQLite in the folder."""
    return address or f"sqlite:///{(home / DATABASE).resolve()}"


def keys_of(home: Path) -> FileKeys:
    return FileKeys(home / MASTER_KEY)


def evidence_folder(home: Path) -> Path:
    """Where the bytes of evidence lie, sealed."""
    return home / EVIDENCE


def made_database(home: Path, address: str = "") -> Database:
    """The database at the newest tables; made where there is none."""
    database = Database(database_address(home, address))
    upgrade(database)
    return database


def opened_database(home: Path, address: str = "") -> Database:
    """A database that was set up before. Raises  ProblemsFound when there is none or its tables are old."""
    if not address and not (home / DATABASE).exists():
        raise refuse("这个目录里没有数据库。", str(home), "先运行 zs office setup。")
    database = Database(database_address(home, address))
    require_current(database)
    return database
