"""Row security of PostgreSQL: every relation by every role, and every way around it that leaked in the trials."""

import io
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pkgutil import iter_modules

import polars as pl
import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from tests.store.database.both import new_database
from tests.store.register.access_world import EAST, NOON, context, fill, reads
from zengshou.concepts.problem import ProblemsFound
from zengshou.records.access.context import Tie
from zengshou.services.records.home.database_roles import scope_sealer, secured
from zengshou.store import register as room
from zengshou.store.crypto.keys import FileKeys
from zengshou.store.database.connection import Database
from zengshou.store.database.migrate import upgrade
from zengshou.store.register.access.access_gate import NoSuchPerson
from zengshou.store.register.access.access_log import Access, Outcome, append, verified
from zengshou.store.register.access.authorisations import declare_tie
from zengshou.store.register.access.database_roles import roles_of
from zengshou.store.register.access.row_security import RELATIONS
from zengshou.store.register.access.scope import SETTING, Scope, ScopeSealer, open_scope
from zengshou.store.register.tables.schema import SCHEMA, STEPS, Registered
from zengshou.store.register.writing.bulk import insert_all, insert_missing
from zengshou.store.vault.vault import SCHEMA as VAULT_SCHEMA
from zengshou.store.vault.vault import VAULT as VAULT_STEPS

ABOUT_PERSONS = (
    *("person", "income_fact", "asset_event", "status_event", "household_member", "household", "residence"),
    *("authorisation", "correction_request", "access_event", "account_tie", "role_grant"),
)


@dataclass(frozen=True)
class Secured:
    """A filled register under its roles. `address`: of the server and database, without a user."""

    dba: Database
    address: str
    prefix: str
    sealer: ScopeSealer

    def as_role(self, zone: str, kind: str) -> Database:
        user = f"{self.prefix}_{zone}_{kind}"
        return Database(self.address.replace("postgres@", f"{user}@"), SCHEMA)


@pytest.fixture(scope="module")
def world(postgres_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    address = new_database(postgres_server)
    dba = Database(address, SCHEMA)
    upgrade(dba, scripts=STEPS)
    vault = Database(address, VAULT_SCHEMA)
    upgrade(vault, scripts=VAULT_STEPS)
    vault.close()
    fill(dba)
    reads(dba).incomes(context(), [11])  # the log, too, has something to leak
    with dba.engine.begin() as connection:
        for zone in ("z1", "z3", "z4"):
            connection.execute(text(f"CREATE SCHEMA {zone}"))
            connection.execute(text(f"CREATE TABLE {zone}.secret (person bigint)"))
            connection.execute(text(f"INSERT INTO {zone}.secret VALUES (11)"))
        connection.execute(text(f"CREATE VIEW {SCHEMA}.wages AS SELECT * FROM {SCHEMA}.income_fact"))
    keys = FileKeys(tmp_path_factory.mktemp("keys") / "master")
    prefix = f"t{uuid.uuid4().hex[:8]}"
    secured(dba, keys, prefix)
    secured(dba, keys, prefix)  # again, as after an upgrade
    with dba.engine.begin() as connection:
        connection.execute(text(f"GRANT SELECT ON {SCHEMA}.wages TO {prefix}_z2_reader"))
        for zone, kind in (("z1", "reader"), ("z3", "officer"), ("z4", "analyst")):
            connection.execute(text(f"GRANT USAGE ON SCHEMA {zone} TO {prefix}_{zone}_{kind}"))
            connection.execute(text(f"GRANT SELECT ON {zone}.secret TO {prefix}_{zone}_{kind}"))
    sealer = scope_sealer(dba, keys)
    assert sealer is not None
    yield Secured(dba, address, prefix, sealer)
    dba.close()


def relations(connection: Connection) -> list[str]:
    """Every relation of every zone that pg_class knows, views and the scope's key included."""
    rows = connection.execute(
        text(
            "SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname = ANY (:zones)"
        ),
        {"zones": ["z1", "z2", "z3", "z4", "vault", "z2_scope"]},
    )
    return sorted(name for (name,) in rows)


def by_select(connection: Connection, relation: str) -> int:
    return int(connection.execute(text(f"SELECT count(*) FROM {relation}")).scalar_one())


def by_copy(connection: Connection, relation: str) -> int:
    """Rows that COPY hands out; a view by its query, as COPY wants it."""
    sink = io.BytesIO()
    cursor = connection.connection.cursor()
    cursor.execute(f"COPY (SELECT * FROM {relation}) TO STDOUT", stream=sink)
    return len(sink.getvalue().splitlines())


def seen(engine: Engine, relation: str, how: Callable[[Connection, str], int], token: str = "") -> int | None:
    """How many rows a role gets; None when it may not ask."""
    with engine.connect() as connection:
        if token:
            connection.execute(text("SELECT set_config(:name, :token, true)"), {"name": SETTING, "token": token})
        try:
            return how(connection, relation)
        except Exception as error:
            assert "permission denied" in str(error) or "42501" in str(error), error
            return None


def may_ask(zone: str, kind: str, relation: str, whole: bool) -> bool:
    """What is declared: the rest must be refused. `whole`: all of its columns, as COPY asks for them."""
    place, _, name = relation.partition(".")
    if place == "z2" and zone == "z2":
        if name == "wages":
            return kind == "reader"
        rights = next(each for each in RELATIONS if each.name == name).rights
        return any(r.role == kind and "SELECT" in r.verbs and not (whole and r.columns) for r in rights)
    if place == "vault":
        return (zone, kind) == ("vault", "service")
    return (zone, kind, place) in {("z1", "reader", "z1"), ("z3", "officer", "z3"), ("z4", "analyst", "z4")}


def leaks(world: Secured, how: Callable[[Connection, str], int]) -> tuple[int, list[str]]:
    """How many cells of role and relation were tried, and which did not show what is declared."""
    with world.dba.engine.connect() as connection:
        full = {name: by_select(connection, name) for name in relations(connection)}
    asked, found = 0, []
    for zone, kind, _ in roles_of(world.prefix):
        if kind == "owner":
            continue
        engine = world.as_role(zone, kind).engine
        for name in full:
            asked += 1
            rows = seen(engine, name, how)
            is_hidden = zone == "z2" and kind == "reader" and name.removeprefix("z2.") in (*ABOUT_PERSONS, "wages")
            declared = may_ask(zone, kind, name, how is by_copy)
            expected = None if not declared else 0 if is_hidden else full[name]
            if rows != expected:
                found.append(f"{zone} {kind} {name}: {rows}, not {expected}")
        engine.dispose()
    return asked, found


@pytest.mark.parametrize("how", [by_select, by_copy])
def test_every_relation_by_every_role_shows_what_is_declared_and_no_more(
    world: Secured, how: Callable[[Connection, str], int]
) -> None:
    with world.dba.engine.connect() as connection:
        names = relations(connection)
        assert by_select(connection, "z2.person") == 5 and by_select(connection, "z2.access_event") == 1
    asked, found = leaks(world, how)
    assert len(names) > 25 and asked == len(names) * 10
    assert not found, "\n".join(found)


def test_the_walk_would_see_a_leak(world: Secured) -> None:
    """A grant across zones and a policy that lets everybody through: the walk must name both."""
    role, reader = f"{world.prefix}_z4_analyst", f"{world.prefix}_z2_reader"
    with world.dba.engine.begin() as connection:
        connection.execute(text(f"GRANT USAGE ON SCHEMA z2 TO {role}"))
        connection.execute(text(f"GRANT SELECT ON z2.batch TO {role}"))
        connection.execute(text(f"CREATE POLICY hole ON z2.residence FOR SELECT TO {reader} USING (true)"))
    _, found = leaks(world, by_select)
    with world.dba.engine.begin() as connection:
        connection.execute(text(f"REVOKE ALL ON SCHEMA z2 FROM {role}"))
        connection.execute(text(f"REVOKE ALL ON z2.batch FROM {role}"))
        connection.execute(text("DROP POLICY hole ON z2.residence"))
    assert [line.rpartition(":")[0] for line in found] == ["z2 reader z2.residence", "z4 analyst z2.batch"]


@pytest.mark.parametrize("relation", ["person", "income_fact", "authorisation", "access_event"])
def test_the_owner_itself_is_bound(world: Secured, relation: str) -> None:
    with world.dba.engine.connect() as connection:
        connection.execute(text(f"SET ROLE {world.prefix}_z2_owner"))
        assert by_select(connection, f"z2.{relation}") == 0


def test_no_role_is_above_row_security_and_the_application_owns_nothing(world: Secured) -> None:
    with world.dba.engine.connect() as connection:
        high = connection.execute(
            text("SELECT rolname FROM pg_roles WHERE rolname LIKE :p AND (rolsuper OR rolbypassrls OR rolcreaterole)"),
            {"p": f"{world.prefix}%"},
        ).all()
        unbound = connection.execute(
            text(
                "SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE nspname = 'z2' "
                "AND relkind = 'r' AND NOT (relrowsecurity AND relforcerowsecurity "
                f"AND relowner = '{world.prefix}_z2_owner'::regrole)"
            )
        ).all()
    assert not high and not unbound


def token(world: Secured, scope: Scope, role: str = "reader", later: timedelta = timedelta()) -> str:
    return world.sealer.seal(scope, datetime.now(UTC) + later, f"{world.prefix}_z2_{role}")


EAST_ONLY = Scope("verifier", ("999902",))


def test_a_sealed_scope_shows_its_area_in_every_relation(world: Secured) -> None:
    engine = world.as_role("z2", "reader").engine
    good = token(world, EAST_ONLY)
    counted = {name: seen(engine, f"z2.{name}", by_select, good) for name in ("person", "income_fact", "wages")}
    assert counted == {"person": 3, "income_fact": 9, "wages": 9}
    assert seen(engine, "z2.household_member", by_select, good) == 2  # the member in the west is not there
    assert seen(engine, "z2.account_tie", by_select, good) == 1
    citizen = token(world, Scope("citizen", (), (11,)))
    assert seen(engine, "z2.income_fact", by_copy, citizen) == 3
    assert seen(engine, "z2.access_event", by_select, citizen) == 1
    engine.dispose()


def test_a_forged_an_old_and_another_roles_token_show_nothing(world: Secured) -> None:
    engine = world.as_role("z2", "reader").engine
    good = token(world, EAST_ONLY)
    forged = {
        "altered": good.replace("999902", "9999"),
        "unsigned": good.rpartition("|")[0] + "|" + "0" * 64,
        "old": token(world, EAST_ONLY, later=timedelta(minutes=-10)),
        "of another role": token(world, EAST_ONLY, "importer"),
        "by another key": ScopeSealer(b"x" * 32).seal(EAST_ONLY, datetime.now(UTC), f"{world.prefix}_z2_reader"),
        "nonsense": "a|b",
        "short": "|||||",
    }
    assert {name: seen(engine, "z2.person", by_select, each) for name, each in forged.items()} == dict.fromkeys(
        forged, 0
    )
    engine.dispose()


def test_a_scope_ends_with_its_transaction(world: Secured) -> None:
    """A pooled connection must not show the next user what the last one was allowed."""
    reader = world.as_role("z2", "reader")
    with reader.writing() as session:
        open_scope(session, EAST_ONLY, world.sealer)
        assert session.execute(text("SELECT count(*) FROM person")).scalar() == 3
    with reader.writing() as session:
        assert session.execute(text("SELECT count(*) FROM person")).scalar() == 0
    reader.close()


def test_the_application_reads_through_its_role_as_through_sqlite(world: Secured) -> None:
    reader = world.as_role("z2", "reader")
    read = reads(reader, world.sealer)
    assert read.incomes(context(), [11])["fen"].to_list() == [500_011]
    assert read.households(context(), [12])["member"].to_list() == [11, 12]
    with pytest.raises(NoSuchPerson):
        read.incomes(context(), [21])
    reader.close()
    with world.dba.reading() as session:
        assert isinstance(verified(session), int)


def test_without_the_predicate_in_the_query_the_rows_still_stay_hidden(world: Secured) -> None:
    """The second lock alone: raw SQL under a scope that somebody forgot to compile."""
    reader = world.as_role("z2", "reader")
    with reader.writing() as session:
        open_scope(session, EAST_ONLY, world.sealer)
        areas = session.scalars(text("SELECT DISTINCT area FROM person")).all()
        assert areas == [EAST]
        assert session.execute(text("SELECT count(*) FROM income_fact WHERE person IN (21, 22)")).scalar() == 0
    reader.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE z2.income_fact SET fen = 0",
        "DELETE FROM z2.access_event",
        "TRUNCATE z2.access_event",
        "DROP TABLE z2.access_event",
        "ALTER TABLE z2.person DISABLE ROW LEVEL SECURITY",
        "SELECT * FROM z2_scope.scope_key",
        "CREATE TABLE z2.mine (a int)",
        "CREATE MATERIALIZED VIEW public.all_persons AS SELECT * FROM z2.person",
    ],
)
@pytest.mark.parametrize("kind", ["reader", "importer", "auditor", "granter"])
def test_what_no_working_role_may_do(world: Secured, kind: str, statement: str) -> None:
    database = world.as_role("z2", kind)
    with pytest.raises(DBAPIError), database.engine.begin() as connection:
        connection.execute(text(statement))
    database.close()


def test_the_importer_lands_bulk_rows_and_logs_what_it_refuses(world: Secured) -> None:
    importer = world.as_role("z2", "importer")
    table = Registered.metadata.tables["person"]
    same = {"area": EAST, "own_area": EAST, "sex": "", "first_batch": 1}
    rows = pl.DataFrame({"ref": [501, 502], "birth_month": [1, 2], **same})
    with importer.writing() as session:
        insert_missing(session, table, rows)
        insert_all(session, table, rows.with_columns(pl.col("ref") + 100))
        append(session, [Access(context(), 501, (), 0, Outcome.DENIED, "没有授权书")])
        assert session.execute(text("SELECT count(*) FROM person")).scalar() == 9
        session.rollback()
    importer.close()


def test_nobody_logs_a_read_in_anothers_name(world: Secured) -> None:
    reader = world.as_role("z2", "reader")
    as_somebody = Scope("somebody", ("999902",))
    with pytest.raises(DBAPIError, match="row-level security"), reader.writing() as session:
        open_scope(session, as_somebody, world.sealer)
        session.execute(
            text(
                "INSERT INTO access_event VALUES (99, now(), 'verifier', '', '', '', '', '', '[]', 0, 11, 'allowed', "
                "'', '', '')"
            )
        )
    reader.close()


def test_a_relation_that_nobody_declared_is_refused(world: Secured, tmp_path_factory: pytest.TempPathFactory) -> None:
    keys = FileKeys(tmp_path_factory.mktemp("other") / "master")
    for statement, found in (
        ("CREATE TABLE z2.forgotten (person bigint)", "forgotten"),
        ("CREATE MATERIALIZED VIEW z2.forgotten AS SELECT 1 AS one", "物化视图"),
    ):
        with world.dba.engine.begin() as connection:
            connection.execute(text(statement))
        with pytest.raises(ProblemsFound, match=found):
            secured(world.dba, keys, world.prefix)
        kind = "MATERIALIZED VIEW" if "VIEW" in statement else "TABLE"
        with world.dba.engine.begin() as connection:
            connection.execute(text(f"DROP {kind} z2.forgotten"))


def test_officers_declare_their_own_family_and_bind_nobody_to_themselves(world: Secured) -> None:
    reader, officer = world.as_role("z2", "reader"), Scope("officer")
    for account_id, tie, is_allowed in (
        ("officer", Tie.RELATIVE, True),
        ("officer", Tie.SELF, False),
        ("x", Tie.RELATIVE, False),
    ):
        with reader.writing() as session:
            open_scope(session, officer, world.sealer)
            if is_allowed:
                declare_tie(session, account_id, 12, tie, "officer", NOON)
            else:
                with pytest.raises(DBAPIError, match="row-level security"):
                    declare_tie(session, account_id, 22, tie, "officer", NOON)
            session.rollback()
    reader.close()


def test_every_table_of_the_register_has_declared_rights() -> None:
    """Without a PostgreSQL too: a table that somebody adds is refused here before it is refused there."""
    for module in iter_modules(room.__path__):
        if module.name.endswith("_tables"):
            import_module(f"{room.__name__}.{module.name}")
    assert {relation.name for relation in RELATIONS} == {*Registered.metadata.tables, "alembic_version"}


def test_sqlite_is_told_that_it_has_no_roles(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("sqlite")
    database = Database(f"sqlite:///{folder / 'register.db'}")
    with pytest.raises(ProblemsFound, match="SQLite"):
        secured(database, FileKeys(folder / "master"))
    database.close()
