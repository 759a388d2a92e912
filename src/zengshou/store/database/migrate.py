"""Bring a database to the tables of this version, or back; refuse one that is newer."""

from collections.abc import Callable

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from zengshou.concepts.problem import refuse
from zengshou.store.database.connection import Database

SCRIPTS = "zengshou.store.database:migrations"


def upgrade(database: Database, to: str = "head") -> None:
    """Run every missing step, each in its own transaction. Raises  ProblemsFound for a newer database."""
    _refuse_newer(database)
    _run(database, lambda config: command.upgrade(config, to))


def downgrade(database: Database, to: str) -> None:
    """Back to a revision (`base`: no tables)."""
    _run(database, lambda config: command.downgrade(config, to))


def revision(database: Database) -> str | None:
    """The revision that the database is at; None for an empty one."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str:
    """The revision of this version of the software."""
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    assert newest is not None
    return newest


def require_current(database: Database) -> None:
    """Raises  ProblemsFound unless the database stands at this version's revision."""
    _refuse_newer(database)
    found, newest = revision(database), newest_revision()
    if found != newest:
        state = "还没有建表" if found is None else f"处于 {found}"
        raise refuse(f"数据库{state}，本版本需要 {newest}。", "database", "先备份，再运行 zs office upgrade。")


def _refuse_newer(database: Database) -> None:
    found = revision(database)
    if found is None:
        return
    try:
        ScriptDirectory.from_config(_config()).get_revision(found)
    except CommandError:
        raise refuse(
            f"数据库的表结构（{found}）比本软件新。", "database", "请升级软件；不要用旧版本打开新库。"
        ) from None


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", SCRIPTS)
    return config


def _run(database: Database, work: Callable[[Config], None]) -> None:
    config = _config()
    with database.engine.connect() as connection:
        config.attributes["connection"] = connection
        work(config)
