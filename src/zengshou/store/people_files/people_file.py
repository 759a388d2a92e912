"""A city's own people from a file (one row a person), and people written so that the form can be seen."""

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from zengshou.concepts.people import Column, People
from zengshou.concepts.period import month_name
from zengshou.concepts.problem import Problem, ProblemsFound, refuse
from zengshou.simulation.people_form import GROUP_FLAGS, HOUSEHOLD_COLUMNS, PERSON_COLUMNS, Kind, PeopleColumn
from zengshou.store.people_files.people_cells import Header, read_cells
from zengshou.store.people_files.people_mapping import PeopleMapping, form_of, mapping_template, nearest, read_mapping
from zengshou.store.table import Table
from zengshou.store.tables import read_table

SOURCE_COLUMN = "people_source"
SYNTHETIC = "合成数据"
HOUSEHOLD_NAMES = {column.name for column in HOUSEHOLD_COLUMNS}
SHOWN = 5

__all__ = ["mapping_template", "read_people", "write_people"]


def read_people(
    path: Path, mapping: Path | None = None, declared: Sequence[PeopleColumn] = (), counties: Sequence[str] = ()
) -> People:
    """People of a csv, parquet, dta, sav or xlsx file, sorted by household.

    mapping   YAML: our column -> theirs, recodes, units, constants; None: our names or Chinese labels stand in the file
    declared  further columns to read besides the form's, e.g. inputs that only some laws know
    counties  names behind the codes of `area`
    Raises    ProblemsFound: missing columns with nearest names, wrong cells, no rows, doubled persons, torn households
    """
    columns = _once((*PERSON_COLUMNS, *HOUSEHOLD_COLUMNS, *GROUP_FLAGS, *declared))
    rules = PeopleMapping() if mapping is None else read_mapping(mapping, columns)
    table = read_table(path)
    found, problems = _read_columns(table, rules, columns, counties)
    if problems:
        raise ProblemsFound(problems)
    is_ours = SOURCE_COLUMN in table.names
    source = str(table.frame[SOURCE_COLUMN][0]) if is_ours else f"{path.name}（{table.n}人）"
    return _assembled(found, str(path), source)


def _once(columns: Sequence[PeopleColumn]) -> tuple[PeopleColumn, ...]:
    return tuple({column.name: column for column in columns}.values())


def _read_columns(
    table: Table, mapping: PeopleMapping, columns: Sequence[PeopleColumn], counties: Sequence[str]
) -> tuple[dict[str, Column], list[Problem]]:
    """Every column that the file or the constants bring, and every Problem of all of them."""
    found: dict[str, Column] = {}
    problems: list[Problem] = []
    for name in _once_names(columns, mapping):
        column, rule = form_of(name, columns), mapping.rule(name)
        assert column is not None
        header = _constant(table, name, mapping) or _header(table, name, column, rule.source)
        if header is None:
            problems += _missing(column, rule.source, table)
            continue
        cells = read_cells(header, column, rule, counties if name == "area" else ())
        problems += cells.problems
        found[name] = cells.column
    return found, problems


def _once_names(columns: Sequence[PeopleColumn], mapping: PeopleMapping) -> list[str]:
    """Names to look for: the form's, and the mapping's own (earlier years)."""
    return list(dict.fromkeys([*(column.name for column in columns), *mapping.columns, *mapping.constants]))


def _constant(table: Table, name: str, mapping: PeopleMapping) -> Header | None:
    if name not in mapping.constants:
        return None
    cells = pl.Series(name, [mapping.constants[name]]).new_from_index(0, table.n)
    return Header(cells, f"对照表 constants.{name}", table.first_row, {})


def _header(table: Table, name: str, column: PeopleColumn, source: str) -> Header | None:
    """Their column of that name; without a mapping the one with our name, else with our Chinese label."""
    found = next((header for header in ((source,) if source else (name, column.label)) if header in table.names), None)
    if found is None:
        return None
    where = f"{table.place(found)}（{column.label}）"
    return Header(table.frame[found], where, table.first_row, table.value_labels.get(found, {}))


def _missing(column: PeopleColumn, source: str, table: Table) -> list[Problem]:
    if source:
        return [Problem(f"没有列“{source}”（用作{column.label}）。", table.source, nearest(source, table.names))]
    if not column.is_required:
        return []
    hint = f"补上该列，或在对照表里写明。{nearest(column.name, table.names)}"
    return [Problem(f"缺少必填列“{column.name}”（{column.label}）。", table.source, hint)]


def _assembled(found: dict[str, Column], where: str, source: str) -> People:
    """Sort by household, cut the household table off the person table, and check both."""
    household = np.asarray(found["household_id"], dtype=np.int64)
    problems = _doubled(found, where)
    order = np.argsort(household, kind="stable")
    found = {name: column[order] for name, column in found.items()}
    starts = np.flatnonzero(np.r_[True, np.diff(household[order]) != 0])
    offsets = np.r_[starts, len(order)].astype(np.int64)
    shared = [name for name in found if name in HOUSEHOLD_NAMES]
    problems += [problem for name in shared for problem in _torn(found, name, offsets, where)]
    if problems:
        raise ProblemsFound(problems)
    persons = {name: column for name, column in found.items() if name == "household_id" or name not in shared}
    if "person_id" not in persons:
        persons = {"person_id": np.arange(1, len(order) + 1, dtype=np.int64), **persons}
    households = {name: found[name][starts] for name in shared}
    return People(persons, households, offsets, source, is_synthetic=source.startswith(SYNTHETIC))


def _doubled(found: dict[str, Column], where: str) -> list[Problem]:
    if "person_id" not in found:
        return []
    values, counts = np.unique(np.asarray(found["person_id"], dtype=np.int64), return_counts=True)
    twice = values[counts > 1]
    if not len(twice):
        return []
    words = "、".join(str(value) for value in twice[:SHOWN])
    return [Problem(f"{len(twice)} 个人员编号重复（{words}）。", where, "一人一行，编号不重复。")]


def _torn(found: dict[str, Column], name: str, offsets: NDArray[np.int64], where: str) -> list[Problem]:
    """A household column must hold one value on all rows of a household."""
    column = found[name]
    first = np.repeat(column[offsets[:-1]], np.diff(offsets))
    torn = np.unique(np.asarray(found["household_id"])[column != first])
    if not len(torn):
        return []
    words = "、".join(str(value) for value in torn[:SHOWN])
    return [Problem(f"{len(torn)} 户的“{name}”在户内不一致（户编号 {words}）。", where, "同户各行写同样的值。")]


def write_people(people: People, path: Path) -> None:
    """One row a person with the household's columns beside it, categories in words; .parquet or .csv.

    The file is written beside its place and moved there whole. Synthetic people say so on every row.
    """
    if path.suffix.lower() not in (".parquet", ".csv"):
        raise refuse(f"不支持写成“{path.suffix}”。", str(path), "文件名以 .parquet 或 .csv 结尾。")
    if not path.parent.is_dir():
        raise refuse("文件夹不存在。", str(path.parent), "先建文件夹，或换一个位置。")
    forms = {column.name: column for column in (*PERSON_COLUMNS, *HOUSEHOLD_COLUMNS)}
    rows = dict(people.persons)
    rows |= {name: people.to_persons(column) for name, column in people.households.items() if name != "household_id"}
    frame = pl.DataFrame([_in_words(name, np.asarray(rows[name]), forms.get(name)) for name in rows])
    frame = frame.with_columns(pl.lit(people.source).alias(SOURCE_COLUMN))
    draft = path.with_name(f".{path.name}.part")
    if path.suffix.lower() == ".csv":
        frame.write_csv(draft, include_bom=True)
    else:
        frame.write_parquet(draft)
    os.replace(draft, path)


def _in_words(name: str, column: Column, form: PeopleColumn | None) -> pl.Series:
    """A column as people read it: labels for codes, 是/否 for truths, YYYY-MM for months."""
    if form is not None and form.kind is Kind.CATEGORY and form.category_labels:
        labels = np.array(form.category_labels, dtype=object)
        return pl.Series(name, labels[column.astype(np.int64)], dtype=pl.String)
    if form is not None and form.kind is Kind.FLAG:
        return pl.Series(name, np.where(column.astype(np.bool_), "是", "否"), dtype=pl.String)
    if form is not None and form.kind is Kind.MONTH:
        months, which = np.unique(column.astype(np.int64), return_inverse=True)
        words = np.array([month_name(int(month)) for month in months], dtype=object)
        return pl.Series(name, words[which], dtype=pl.String)
    return pl.Series(name, column)
