"""A database by its address: sqlite:///path or postgresql://user@host/name."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import CoreExecuteOptionsParameter, DBAPIConnection
from sqlalchemy.exc import ArgumentError, InterfaceError, NoSuchModuleError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from zengshou.concepts.problem import Problem, Unavailable, refuse

BUSY_MILLISECONDS = 30_000
FULL = 2  # SQLite's number for synchronous=FULL
DRIVERS = {"postgresql": "postgresql+pg8000", "postgres": "postgresql+pg8000", "sqlite": "sqlite"}
AWAY = Problem("数据库没有应答：连接不上，或被占用超过半分钟。", "数据库", "请稍后再试；仍不行请管理员检查。")
HOW = "写成 sqlite:///文件 或 postgresql://用户@主机/库名。"


class Database:
    """Sessions over one database. Writers of SQLite queue at the begin of a transaction, never in its middle.

    schema  of PostgreSQL, in which every name is looked up; SQLite has a file of its own for each zone instead
    """

    def __init__(self, address: str, schema: str = "") -> None:
        if schema and not re.fullmatch(r"[a-z][a-z0-9_]*", schema):
            raise ValueError(f"no name of a schema: {schema}")
        self.schema = schema
        self.engine = _engine(address, schema)
        self._writer = self.engine.execution_options(begin="BEGIN IMMEDIATE")

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One consistent view; what is written in it is thrown away. Raises  Unavailable"""
        with Session(self.engine) as session:
            _begin_in(session, None if self.is_sqlite else {"isolation_level": "REPEATABLE READ"})
            yield session
            session.rollback()

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction: all of it or nothing. Raises  Unavailable"""
        with Session(self._writer, expire_on_commit=False) as session:
            _begin_in(session)
            yield session
            session.commit()

    def close(self) -> None:
        self.engine.dispose()


def _begin_in(session: Session, options: CoreExecuteOptionsParameter | None = None) -> None:
    """Connect and begin now, so that a database that is away or held by somebody is told of in words.

    Raises  Unavailable; the drivers also let errors of the network pass that SQLAlchemy does not wrap
    """
    try:
        session.connection(execution_options=options)
    except (OperationalError, InterfaceError, OSError) as error:
        raise Unavailable(AWAY) from error


def _engine(address: str, schema: str) -> Engine:
    try:
        url = make_url(address)
    except ArgumentError:
        raise refuse("数据库地址无法识别。", "database", HOW) from None
    kind = url.drivername.split("+")[0]
    if kind not in DRIVERS:
        raise refuse(f"不支持的数据库“{kind}”。", "database", HOW)
    if kind == "sqlite":
        if url.database and url.database != ":memory:":
            Path(url.database).expanduser().resolve().parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url, connect_args={"check_same_thread": False})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin)
        return engine
    settings = {"startup_params": {"search_path": schema}} if schema else {}
    try:
        engine = create_engine(url.set(drivername=DRIVERS[kind]), pool_pre_ping=True, connect_args=settings)
    except NoSuchModuleError:
        raise refuse("缺少 PostgreSQL 的驱动程序 pg8000。", "database", "重新运行 python3 zs.py setup。") from None
    event.listen(engine, "connect", _prepare_postgresql)
    return engine


def _begin(connection: Connection) -> None:
    """The driver would open transactions by itself, and late, and none for changes of tables; ours begin here."""
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """Durable, with foreign keys; refused where the file system does not allow it."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA synchronous")
    found = cursor.fetchone()
    cursor.close()
    if found is None or found[0] != FULL:
        raise refuse(
            "SQLite 未能以 synchronous=FULL 打开，断电可能丢失记录。", "database", "请换一个磁盘或改用 PostgreSQL。"
        )


def _prepare_postgresql(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """Every commit waits for the disk, whatever the server's own setting; refused where the server never waits."""
    cursor = connection.cursor()
    cursor.execute("SET synchronous_commit = on")
    cursor.execute("SHOW fsync")
    found = cursor.fetchone()
    cursor.close()
    connection.commit()
    if found is None or found[0] != "on":
        raise refuse(
            "PostgreSQL 关闭了 fsync，断电可能丢失记录。", "database", "请在 postgresql.conf 中设 fsync = on。"
        )
