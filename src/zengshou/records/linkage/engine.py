"""DuckDB with its memory bounded and a place to spill to; Splink works on it."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb
import polars as pl
from splink import DuckDBAPI, Linker, SettingsCreator


@dataclass(frozen=True)
class EngineLimits:
    """What the engine may use.

    memory   DuckDB's words: "900MB"; what does not fit goes to `spill`
    spill    folder for what does not fit; it must exist
    threads  of DuckDB
    """

    memory: str = "900MB"
    spill: str = ""
    threads: int = 2


@contextmanager
def opened(limits: EngineLimits) -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty database in memory that keeps within its limits."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": limits.memory,
        "threads": limits.threads,
        "preserve_insertion_order": False,
    }
    if limits.spill:
        config["temp_directory"] = limits.spill
    connection = duckdb.connect(":memory:", config=config)
    splink, level = logging.getLogger("splink"), logging.getLogger("splink").level
    splink.setLevel(logging.ERROR)  # what it warns of, levels that no pair reached, is said in our own notes
    try:
        yield connection
    finally:
        splink.setLevel(level)
        connection.close()


def loaded(connection: duckdb.DuckDBPyConnection, frame: pl.DataFrame, sources: int, table: str) -> list[str]:
    """The records of `frame` in one table a source; the names of the tables."""
    connection.register("handed_over", frame.to_arrow())
    names = [f"{table}_{source}" for source in "ab"[:sources]]
    for name in names:
        connection.execute(f"create table {name} as select * from handed_over where source = '{name[-1]}'")
    connection.unregister("handed_over")
    return names


def linker_of(
    connection: duckdb.DuckDBPyConnection, tables: Sequence[str], model: SettingsCreator | dict[str, object]
) -> Linker:
    """A Splink linker over loaded tables, which says nothing by itself."""
    api = DuckDBAPI(connection)
    inputs = [api.register(name, dataset_display_name=name) for name in tables]
    return Linker(inputs if len(inputs) > 1 else inputs[0], model, log_level=None, validate_settings=False)


def dropped(connection: duckdb.DuckDBPyConnection, linker: Linker, tables: Sequence[str]) -> None:
    """Free what a linker made; and the tables it was over."""
    forget: Callable[[], None] = linker.table_management.delete_tables_created_by_splink_from_db
    forget()
    for name in tables:
        connection.execute(f"drop table {name}")
