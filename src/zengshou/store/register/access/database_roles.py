"""PostgreSQL's roles, a few a zone: an owner with which nobody signs in, and one for each kind of work."""

import re
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, text

OWNER = "owner"
# Z1 collection, Z2 register, Z3 casework, Z4 statistics, and the vault of identities beside them.
ZONES: Mapping[str, Sequence[str]] = {
    "z1": (OWNER, "collector", "reader"),
    "z2": (OWNER, "importer", "reader", "auditor", "granter"),
    "z3": (OWNER, "officer", "auditor"),
    "z4": (OWNER, "analyst"),
    "vault": (OWNER, "service"),
}
SAFE = "NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION NOINHERIT"


def role_name(prefix: str, zone: str, kind: str) -> str:
    """zs_z2_reader. Raises  ValueError for what there is not, or a prefix that is no name."""
    if kind not in ZONES[zone] or not re.fullmatch(r"[a-z][a-z0-9_]*", prefix):
        raise ValueError(f"no role: {prefix} {zone} {kind}")
    return f"{prefix}_{zone}_{kind}"


def owner_of(prefix: str, zone: str) -> str:
    return role_name(prefix, zone, OWNER)


def roles_of(prefix: str) -> tuple[tuple[str, str, str], ...]:
    """Zone, kind and name of every role."""
    return tuple((zone, kind, role_name(prefix, zone, kind)) for zone, kinds in ZONES.items() for kind in kinds)


def make_roles(connection: Connection, prefix: str) -> tuple[str, ...]:
    """Make the roles that are missing, without passwords; the names of those with which one signs in.

    None is a member of another, none passes by row security: also those that were there before are set so.
    """
    there = set(connection.scalars(text("SELECT rolname FROM pg_roles")))
    working = []
    for _, kind, name in roles_of(prefix):
        login = "NOLOGIN" if kind == OWNER else "LOGIN"
        verb = "ALTER" if name in there else "CREATE"
        connection.execute(text(f"{verb} ROLE {name} {login} {SAFE}"))
        if kind != OWNER:
            working.append(name)
    database = connection.scalar(text("SELECT quote_ident(current_database())"))
    connection.execute(text(f"REVOKE ALL ON DATABASE {database} FROM PUBLIC"))
    connection.execute(text("REVOKE ALL ON SCHEMA public FROM PUBLIC"))
    connection.execute(text(f"GRANT CONNECT ON DATABASE {database} TO {', '.join(working)}"))
    return tuple(working)


def close_schema(connection: Connection, prefix: str, zone: str, kind: str) -> None:
    """Give a zone without row scopes to its owner, and its tables to the one role that works there."""
    owner, role = owner_of(prefix, zone), role_name(prefix, zone, kind)
    connection.execute(text(f"REVOKE ALL ON SCHEMA {zone} FROM PUBLIC"))
    connection.execute(text(f"ALTER SCHEMA {zone} OWNER TO {owner}"))
    names = connection.scalars(
        text("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = :zone"), {"zone": zone}
    ).all()
    for name in names:
        connection.execute(text(f"REVOKE ALL ON {zone}.{name} FROM PUBLIC"))
        connection.execute(text(f"ALTER TABLE {zone}.{name} OWNER TO {owner}"))
    connection.execute(text(f"GRANT USAGE ON SCHEMA {zone} TO {role}"))
    connection.execute(text(f"GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA {zone} TO {role}"))
    connection.execute(text(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {zone} TO {role}"))


def has_schema(connection: Connection, name: str) -> bool:
    return bool(connection.scalar(text("SELECT count(*) FROM pg_namespace WHERE nspname = :name"), {"name": name}))
