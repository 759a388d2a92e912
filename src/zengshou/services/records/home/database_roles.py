"""Put the zones of a PostgreSQL under their roles and row security. A DBA runs it after every upgrade."""

from dataclasses import dataclass
from pathlib import Path

from zengshou.concepts.problem import refuse
from zengshou.services.records.home.register_home import REGISTER_KEY
from zengshou.store.crypto.keys import FileKeys, KeyProvider
from zengshou.store.database.connection import Database
from zengshou.store.register.access.database_roles import close_schema, has_schema, make_roles
from zengshou.store.register.access.row_security import RELATIONS, secure_rows
from zengshou.store.register.access.scope import ScopeSealer
from zengshou.store.register.tables.schema import SCHEMA

PREFIX = "zs"
VAULT = "vault"
TOKEN_KEY, TOKEN_KEY_OF = "scope token", b"z2"


@dataclass(frozen=True)
class Secured:
    """What was done: the roles with which one signs in (they have no password yet), and the relations under rules."""

    roles: tuple[str, ...]
    relations: int
    has_vault: bool


def scope_sealer(database: Database, keys: KeyProvider) -> ScopeSealer | None:
    """What seals the scopes of a register's readers; None on SQLite, which has no row security."""
    if database.is_sqlite:
        return None
    return ScopeSealer(keys.digest(TOKEN_KEY, TOKEN_KEY_OF).encode())


def secured_at(address: str, folder: Path, prefix: str = PREFIX) -> Secured:
    """The same for an installation: the DBA's address of its PostgreSQL, and the folder with its keys."""
    if not (folder / REGISTER_KEY).exists():
        raise refuse("这个目录里没有登记系统的密钥。", str(folder), "先运行 zs records setup。")
    database = Database(address, SCHEMA)
    try:
        return secured(database, FileKeys(folder / REGISTER_KEY), prefix)
    finally:
        database.close()


def secured(database: Database, keys: KeyProvider, prefix: str = PREFIX) -> Secured:
    """Roles, owners, grants and policies of the register, and of the vault where it lies in the same database.

    database  opened as a DBA, who may make roles
    Raises    ProblemsFound: SQLite, no register there, or a relation without declared rights
    """
    sealer = scope_sealer(database, keys)
    if sealer is None:
        raise refuse(
            "SQLite 没有数据库角色和行级安全。", "database", "只在 PostgreSQL 上运行；SQLite 由查询本身限定范围。"
        )
    with database.engine.begin() as connection:
        if not has_schema(connection, SCHEMA):
            raise refuse(f"数据库里没有模式 {SCHEMA}。", "database", "先运行 zs records setup。")
        roles = make_roles(connection, prefix)
        secure_rows(connection, prefix, sealer)
        has_vault = has_schema(connection, VAULT)
        if has_vault:
            close_schema(connection, prefix, VAULT, "service")
    return Secured(roles, len(RELATIONS), has_vault)
