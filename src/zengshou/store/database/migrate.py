"""Bring a database to the tables of this version, or back; refuse one that is newer."""

from collections.abc import Callable

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy.schema import CreateSchema

from zengshou.concepts.problem import refuse
from zengshou.store.database.connection import Database

OFFICE = "zengshou.store.database:migrations"  # the register and the vault keep steps of their own


def upgrade(database: Database, to: str = "head", scripts: str = OFFICE) -> None:
    """Run every missing step, each in its own transaction. Raises  ProblemsFound for a newer database."""
    _refuse_newer(database, scripts)
    if database.schema and not database.is_sqlite:
        with database.engine.begin() as connection:
            connection.execute(CreateSchema(database.schema, if_not_exists=True))
    _run(database, lambda config: command.upgrade(config, to), scripts)


def downgrade(database: Database, to: str, scripts: str = OFFICE) -> None:
    """Back to a revision (`base`: no tables)."""
    _run(database, lambda config: command.downgrade(config, to), scripts)


def revision(database: Database) -> str | None:
    """The revision that the database is at; None for an empty one."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_revision(scripts: str = OFFICE) -> str:
    """The revision of this version of the software."""
    newest = ScriptDirectory.from_config(_config(scripts)).get_current_head()
    assert newest is not None
    return newest


def require_current(database: Database, scripts: str = OFFICE) -> None:
    """Raises  ProblemsFound unless the database stands at this version's revision."""
    _refuse_newer(database, scripts)
    found, newest = revision(database), newest_revision(scripts)
    if found != newest:
        state = "还没有建表" if found is None else f"处于 {found}"
        raise refuse(f"数据库{state}，本版本需要 {newest}。", "database", "先备份，再运行 zs office upgrade。")


def _refuse_newer(database: Database, scripts: str) -> None:
    found = revision(database)
    if found is None:
        return
    try:
        ScriptDirectory.from_config(_config(scripts)).get_revision(found)
    except CommandError:
        raise refuse(
            f"数据库的表结构（{found}）比本软件新。", "database", "请升级软件；不要用旧版本打开新库。"
        ) from None


def _config(scripts: str) -> Config:
    config = Config()
    config.set_main_option("script_location", scripts)
    return config


def _run(database: Database, work: Callable[[Config], None], scripts: str) -> None:
    config = _config(scripts)
    with database.engine.connect() as connection:
        config.attributes["connection"] = connection
        work(config)
