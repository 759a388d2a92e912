"""PostgreSQL's second lock: who may touch which relation of the register, and whose rows they see there.

Only a DBA runs this. Everything is stated anew each time, so that a run after an upgrade brings new tables under it;
a relation for which nothing is declared here is refused, not left open.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, text

from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.store.register.access.database_roles import owner_of, role_name
from zengshou.store.register.access.scope import SETTING, ScopeSealer
from zengshou.store.register.tables.schema import SCHEMA

GUARD = "z2_scope"  # the schema of the scope functions and of their key: nobody but its owner reads the key
READER, IMPORTER, AUDITOR, GRANTER = "reader", "importer", "auditor", "granter"
WORKING = (READER, IMPORTER, AUDITOR, GRANTER)

EVERYBODY = "true"
IN_AREA = f"area LIKE ANY ((SELECT {GUARD}.areas())::text[])"
IN_SCOPE = f"({IN_AREA} OR ref = ANY ((SELECT {GUARD}.persons())::bigint[]))"
OF_PERSON = f"EXISTS (SELECT 1 FROM {SCHEMA}.person p WHERE p.ref = person)"  # which shows what the policy there shows
OF_LINKED = f"EXISTS (SELECT 1 FROM {SCHEMA}.person p WHERE p.ref IN (a, b))"
OF_HOUSEHOLD = f"EXISTS (SELECT 1 FROM {SCHEMA}.household_member m WHERE m.household = id)"
OF_ACCOUNT = f"account = (SELECT {GUARD}.actor())"
BY_ACTOR = f"actor = (SELECT {GUARD}.actor())"
OWN_ACCESSES = f"({BY_ACTOR} OR subject = ANY ((SELECT {GUARD}.persons())::bigint[]))"


@dataclass(frozen=True)
class Right:
    """What one role may do with one relation: verbs, the rows it sees, and the rows it may add or leave behind.

    columns  those that it may see; none for all
    """

    role: str
    verbs: tuple[str, ...]
    seen: str = EVERYBODY
    added: str = EVERYBODY
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Relation:
    name: str
    rights: tuple[Right, ...] = field(default=())


READ, ADD, CHANGE = ("SELECT",), ("SELECT", "INSERT"), ("SELECT", "INSERT", "UPDATE")


def _of_persons(name: str, seen: str) -> Relation:
    """Rows about persons: the importer adds them, the reader sees those of its scope."""
    return Relation(name, (Right(READER, READ, seen), Right(IMPORTER, CHANGE)))


def _of_imports(name: str) -> Relation:
    return Relation(name, (Right(IMPORTER, CHANGE),))


RELATIONS = (
    _of_persons("person", IN_SCOPE),
    *(_of_persons(name, OF_PERSON) for name in ("income_fact", "asset_event", "status_event")),
    *(_of_persons(name, OF_PERSON) for name in ("household_member", "residence", "registered_area")),
    _of_persons("household", OF_HOUSEHOLD),
    *(_of_imports(name) for name in ("quarantine", "rule_hit", "link_review")),
    Relation("person_link", (Right(READER, READ, OF_LINKED), Right(IMPORTER, CHANGE))),
    Relation("batch", (Right(READER, READ), Right(IMPORTER, CHANGE), Right(AUDITOR, READ))),
    Relation("batch_step", (Right(IMPORTER, ADD), Right(AUDITOR, READ))),
    Relation(
        "authorisation",
        (Right(READER, CHANGE, OF_PERSON, OF_PERSON), Right(IMPORTER, READ)),
    ),
    Relation("role_grant", (Right(READER, READ, OF_ACCOUNT), Right(GRANTER, CHANGE), Right(AUDITOR, READ))),
    Relation(
        "account_tie",
        (
            Right(READER, ADD, OF_ACCOUNT, f"({OF_ACCOUNT} AND tie <> 'self')"),  # officers declare their own family
            Right(GRANTER, CHANGE),
            Right(AUDITOR, READ),
        ),
    ),
    Relation("account_binding", (Right(GRANTER, CHANGE), Right(AUDITOR, READ))),
    Relation(
        "access_event",
        (
            Right(READER, ADD, OWN_ACCESSES, BY_ACTOR),
            Right(IMPORTER, ("INSERT",)),
            Right(GRANTER, ("INSERT",), added=BY_ACTOR),
            Right(AUDITOR, READ),
        ),
    ),
    Relation(
        "access_chain_end",
        (
            Right(READER, ("SELECT", "UPDATE")),
            Right(IMPORTER, ("SELECT", "UPDATE")),
            Right(GRANTER, ("SELECT", "UPDATE")),
            Right(AUDITOR, READ),
        ),
    ),
    Relation("audit_head", (Right(AUDITOR, ADD),)),
    Relation(
        "correction_request",
        (
            Right(READER, CHANGE, OF_PERSON, OF_PERSON),
            Right(AUDITOR, READ, columns=("state", "asked_at")),  # how many are late, and not what they say
        ),
    ),
    Relation("alembic_version"),
)

TOLD = f"""
CREATE OR REPLACE FUNCTION {GUARD}.told() RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    token text := current_setting('{SETTING}', true);
    parts text[] := string_to_array(coalesce(token, ''), '|');
    said bytea;
    pads record;
BEGIN
    IF coalesce(array_length(parts, 1), 0) <> 6 THEN RETURN NULL; END IF;
    said := convert_to(array_to_string(parts[1:5], '|'), 'UTF8');
    SELECT inner_pad, outer_pad INTO pads FROM {GUARD}.scope_key;
    IF encode(sha256(pads.outer_pad || sha256(pads.inner_pad || said)), 'hex') IS DISTINCT FROM parts[6]
        OR parts[4] <> session_user
        OR to_timestamp(parts[5]::bigint) < clock_timestamp() THEN RETURN NULL; END IF;
    RETURN parts;
END $$"""
PARTS = (
    ("actor", "text", f"SELECT coalesce(({GUARD}.told())[1], '')"),
    (
        "areas",
        "text[]",
        "SELECT coalesce(array_agg(each || '%'), '{}') "
        f"FROM unnest(string_to_array(nullif(({GUARD}.told())[2], ''), ',')) each",
    ),
    (
        "persons",
        "bigint[]",
        "SELECT coalesce(array_agg(each::bigint), '{}') "
        f"FROM unnest(string_to_array(nullif(({GUARD}.told())[3], ''), ',')) each",
    ),
)


def secure_rows(connection: Connection, prefix: str, sealer: ScopeSealer) -> None:
    """Bring every relation of the register under its rights; roles must exist.

    Raises  ProblemsFound: a relation that is not declared here, or a materialised view, which no policy can hold
    """
    found = _relations(connection)
    declared = {relation.name: relation for relation in RELATIONS}
    problems = [
        Problem(f"关系“{name}”没有登记谁可以看。", SCHEMA, "在 row_security.RELATIONS 中登记后再运行。")
        for name, kind in found.items()
        if kind in "rpf" and name not in declared
    ]
    problems += [
        Problem(f"物化视图“{name}”不受行级安全约束。", SCHEMA, "删除它。") for name in found if found[name] == "m"
    ]
    if problems:
        raise ProblemsFound(problems)
    _guard_functions(connection, prefix, sealer)
    _own(connection, prefix, found)
    for name, kind in found.items():
        if kind == "v":
            connection.execute(text(f"ALTER VIEW {SCHEMA}.{name} SET (security_invoker = true)"))
        elif kind in "rpf":
            _secure(connection, prefix, declared[name])
    _allow_numbers(connection, prefix)


def _relations(connection: Connection) -> Mapping[str, str]:
    """Relation -> its kind in pg_class: r table, p partitioned, v view, m materialised view, f foreign table."""
    rows = connection.execute(
        text(
            "SELECT c.relname, c.relkind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE n.nspname = :schema AND c.relkind IN ('r', 'p', 'v', 'm', 'f') ORDER BY c.relname"
        ),
        {"schema": SCHEMA},
    )
    return {str(name): str(kind) for name, kind in rows}


def _guard_functions(connection: Connection, prefix: str, sealer: ScopeSealer) -> None:
    owner = owner_of(prefix, SCHEMA)
    _run(
        connection,
        (
            f"CREATE SCHEMA IF NOT EXISTS {GUARD}",
            f"CREATE TABLE IF NOT EXISTS {GUARD}.scope_key (inner_pad bytea NOT NULL, outer_pad bytea NOT NULL)",
            f"DELETE FROM {GUARD}.scope_key",
        ),
    )
    inner, outer = sealer.pads()
    connection.execute(text(f"INSERT INTO {GUARD}.scope_key VALUES (:inner, :outer)"), {"inner": inner, "outer": outer})
    connection.execute(text(TOLD))
    _run(
        connection,
        (
            f"CREATE OR REPLACE FUNCTION {GUARD}.{name}() RETURNS {kind} LANGUAGE sql STABLE AS $$ {body} $$"
            for name, kind, body in PARTS
        ),
    )
    functions = ("told", *(name for name, _, _ in PARTS))
    _run(connection, (f"REVOKE ALL ON FUNCTION {GUARD}.{name}() FROM PUBLIC" for name in functions))
    _run(
        connection,
        (
            f"ALTER SCHEMA {GUARD} OWNER TO {owner}",
            f"ALTER TABLE {GUARD}.scope_key OWNER TO {owner}",
            *(f"ALTER FUNCTION {GUARD}.{name}() OWNER TO {owner}" for name in functions),
        ),
    )
    working = ", ".join(role_name(prefix, SCHEMA, kind) for kind in WORKING)
    _run(connection, (f"GRANT USAGE ON SCHEMA {GUARD} TO {working}",))
    _run(connection, (f"GRANT EXECUTE ON FUNCTION {GUARD}.{name}() TO {working}" for name in functions))


def _own(connection: Connection, prefix: str, found: Mapping[str, str]) -> None:
    """Everything belongs to a role with which nobody signs in: the application owns nothing."""
    owner = owner_of(prefix, SCHEMA)
    working = ", ".join(role_name(prefix, SCHEMA, kind) for kind in WORKING)
    words = {"v": "VIEW", "f": "FOREIGN TABLE"}
    _run(
        connection,
        (
            f"ALTER SCHEMA {SCHEMA} OWNER TO {owner}",
            f"REVOKE ALL ON SCHEMA {SCHEMA} FROM PUBLIC",
            f"GRANT USAGE ON SCHEMA {SCHEMA} TO {working}",
            *(f"ALTER {words.get(kind, 'TABLE')} {SCHEMA}.{name} OWNER TO {owner}" for name, kind in found.items()),
        ),
    )


def _secure(connection: Connection, prefix: str, relation: Relation) -> None:
    """Rights and policies of one table. FORCE binds its owner too."""
    place = f"{SCHEMA}.{relation.name}"
    policies = connection.execute(
        text("SELECT policyname FROM pg_policies WHERE schemaname = :schema AND tablename = :name"),
        {"schema": SCHEMA, "name": relation.name},
    )
    _run(connection, [f"DROP POLICY {name} ON {place}" for (name,) in policies])
    all_roles = ", ".join(("PUBLIC", *(role_name(prefix, SCHEMA, kind) for kind in WORKING)))
    _run(
        connection,
        (
            f"REVOKE ALL ON {place} FROM {all_roles}",
            f"ALTER TABLE {place} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {place} FORCE ROW LEVEL SECURITY",
        ),
    )
    for right in relation.rights:
        role = role_name(prefix, SCHEMA, right.role)
        columns = f" ({', '.join(right.columns)})" if right.columns else ""
        _run(connection, (f"GRANT {', '.join(f'{verb}{columns}' for verb in right.verbs)} ON {place} TO {role}",))
        _run(connection, (_policy(place, role, verb, right) for verb in right.verbs))


def _policy(place: str, role: str, verb: str, right: Right) -> str:
    name = f"{right.role}_{verb.lower()}"
    seen = f" USING ({right.seen})" if verb != "INSERT" else ""
    added = f" WITH CHECK ({right.added})" if verb != "SELECT" else ""
    return f"CREATE POLICY {name} ON {place} FOR {verb} TO {role}{seen}{added}"


def _allow_numbers(connection: Connection, prefix: str) -> None:
    """The importer draws the numbers of batches, links and reviews, and lands bulk rows in temporary tables.

    COPY into a table under row security is refused by PostgreSQL: rows are copied beside it and inserted from there.
    """
    owner, importer = owner_of(prefix, SCHEMA), role_name(prefix, SCHEMA, IMPORTER)
    database = connection.scalar(text("SELECT quote_ident(current_database())"))
    _run(connection, (f"GRANT TEMPORARY ON DATABASE {database} TO {importer}",))
    rows = connection.execute(text("SELECT sequencename FROM pg_sequences WHERE schemaname = :s"), {"s": SCHEMA})
    for (name,) in rows.all():
        _run(connection, (f"GRANT USAGE ON SEQUENCE {SCHEMA}.{name} TO {importer}",))
    functions = connection.execute(
        text(
            "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
            "WHERE n.nspname = :s"
        ),
        {"s": SCHEMA},
    )
    _run(connection, [f"ALTER FUNCTION {name} OWNER TO {owner}" for (name,) in functions])


def _run(connection: Connection, statements: Iterable[str]) -> None:
    for statement in statements:
        connection.execute(text(statement))
