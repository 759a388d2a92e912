"""Seal the rows that were there before seals were: a step of a migration, in runs, on the table as it stands."""

from sqlalchemy import Connection, MetaData, Table, bindparam, column, select, table

from zengshou.store.database.row_seals import SEAL, seal_of, sealed_columns

ROWS_A_RUN = 20_000


def seal_rows(connection: Connection, name: str) -> int:
    """Seal every row of a table that has no seal yet; how many there were."""
    made = Table(name, MetaData(), autoload_with=connection)
    names = sealed_columns(made.columns.keys())
    plain = table(name, *(column(each) for each in (*names, SEAL)))  # without types: values as they lie there
    key = [each.name for each in made.primary_key.columns]
    unsealed = select(*(plain.c[each] for each in names)).where(plain.c[SEAL].is_(None)).limit(ROWS_A_RUN)
    sealing = plain.update().where(*(plain.c[each] == bindparam(f"of_{each}") for each in key))
    total = 0
    while rows := connection.execute(unsealed).all():
        sealed = [{SEAL: seal_of(name, row), **{f"of_{each}": row[names.index(each)] for each in key}} for row in rows]
        connection.execute(sealing.values({SEAL: bindparam(SEAL)}), sealed)
        total += len(rows)
    return total
