"""Typed rows: the text of a file and its channel in, values and findings out. Rules 3, 5, 6 and 7 speak here.

Every row of the file stays a row of the result: what cannot be read is null there, and has a finding that blocks it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import assert_never

import polars as pl

from zengshou.records.channels.channel import Channel, Field, FieldKind
from zengshou.records.channels.mapping import ColumnMap
from zengshou.records.intake.findings import FILE_ROW, Code, Finding, finding_frame, joined
from zengshou.records.intake.read_amounts import read_amounts
from zengshou.records.intake.read_cells import (
    ReadColumn,
    clean,
    read_codes,
    read_dates,
    read_months,
    read_numbers,
    read_phones,
    read_shares,
    read_texts,
)
from zengshou.records.intake.read_persons import read_id_numbers, read_usccs
from zengshou.records.intake.row_places import ROW, column_letter, column_name
from zengshou.records.intake.rule import Rule, Rules, hits, sentence
from zengshou.records.intake.text_rows import TextRows
from zengshou.records.intake.unit_above import unit_findings

SCHEMA_RULE, ID_RULE, AREA_RULE, USCC_RULE = 3, 5, 6, 7
TYPES: Mapping[FieldKind, Mapping[str, pl.DataType]] = {
    FieldKind.ID_NUMBER: {
        "": pl.String(),
        "_kind": pl.String(),
        "_birth": pl.Date(),
        "_sex": pl.String(),
        "_caution": pl.String(),
    },
    FieldKind.AMOUNT: {"": pl.Int64()},
    FieldKind.MONTH: {"": pl.Int32()},
    FieldKind.DATE: {"": pl.Date()},
    FieldKind.NUMBER: {"": pl.Float64()},
    FieldKind.SHARE: {"_over": pl.Int64(), "_under": pl.Int64()},
}
TEXT: Mapping[str, pl.DataType] = {"": pl.String()}


@dataclass(frozen=True, eq=False)
class TypedRows:
    """What a file says.

    frame     `row`, then a column for every field of the channel, also for those that the file lacks: amounts in fen,
              months as MonthIndex, dates, codes; a share as `<field>_over` and `<field>_under`; an identity number
              also as `<field>_kind`, `_birth`, `_sex`. One row for every row read, broken ones all null
    findings  FINDING_SCHEMA; a file that lacks required columns has findings in row 0 and a frame of nulls
    letters   field -> letter of its column, for the cells of later findings
    """

    frame: pl.DataFrame
    findings: pl.DataFrame
    letters: Mapping[str, str]


def typed_rows(
    text: TextRows,
    channel: Channel,
    columns: ColumnMap,
    rules: Rules,
    today: date,
    first_years: Mapping[str, int] | None = None,
) -> TypedRows:
    """The values of a file's rows, and every fault of its cells.

    columns      the map of this file's headers (`map_columns`)
    today        no birth date lies after it
    first_years  known area codes -> first year in force; None: codes are not looked at (rule 6)
    """
    letters = {name: column_letter(place) for name, place in columns.places.items()}
    cells = {
        each.name: clean(text.frame[column_name(columns.places[each.name])])
        for each in channel.fields
        if each.name in columns.places
    }
    frame, found = text.frame.select(ROW), [_header_findings(columns, rules[SCHEMA_RULE])]
    found.append(finding_frame(unit_findings(text.above, columns, channel, rules[SCHEMA_RULE])))
    read: dict[str, ReadColumn] = {}
    for each in sorted(channel.fields, key=lambda field: field.kind is FieldKind.ID_NUMBER):  # after its kind
        if each.name in cells:
            column = _read(each, cells[each.name], channel, columns, rules, read, today, first_years)
            read[each.name] = column
            found += _cell_findings(frame, each, cells[each.name], column, rules, letters[each.name])
    values = [
        (read[each.name].values[suffix] if each.name in read else _nulls(frame.height, kind)).alias(each.name + suffix)
        for each in channel.fields
        for suffix, kind in TYPES.get(each.kind, TEXT).items()
    ]
    whole = pl.concat([frame.with_columns(values), _broken_frame(text)], how="diagonal").sort(ROW)
    return TypedRows(whole, joined(*found, _broken_findings(text, rules[SCHEMA_RULE])), letters)


def _read(
    field: Field,
    cells: pl.Series,
    channel: Channel,
    columns: ColumnMap,
    rules: Rules,
    read: Mapping[str, ReadColumn],
    today: date,
    first_years: Mapping[str, int] | None,
) -> ReadColumn:
    """One column by the kind of its field."""
    match field.kind:
        case FieldKind.AMOUNT:
            limit = int(rules[SCHEMA_RULE].numbers["amount_limit_fen"])
            return read_amounts(cells, columns.units.get(field.name, channel.unit), limit)
        case FieldKind.ID_NUMBER:
            of_person = field.name == channel.identity.number and channel.identity.kind in read
            kinds = read[channel.identity.kind].values[""] if of_person else None
            return read_id_numbers(cells, kinds, today, first_years)
        case FieldKind.USCC:
            return read_usccs(cells)
        case FieldKind.MONTH:
            return read_months(cells)
        case FieldKind.DATE:
            return read_dates(cells)
        case FieldKind.SHARE:
            return read_shares(cells)
        case FieldKind.CODE | FieldKind.ID_KIND:
            return read_codes(cells, field)
        case FieldKind.NUMBER:
            return read_numbers(cells)
        case FieldKind.PHONE:
            return read_phones(cells)
        case FieldKind.TEXT | FieldKind.PERSON_NAME | FieldKind.ADDRESS:
            return read_texts(cells)
        case _:
            assert_never(field.kind)


def _nulls(n: int, kind: pl.DataType) -> pl.Series:
    return pl.Series([None], dtype=kind).new_from_index(0, n)


def _rule_of(field: Field, rules: Rules) -> Rule:
    by_kind = {FieldKind.ID_NUMBER: ID_RULE, FieldKind.USCC: USCC_RULE}
    return rules[by_kind.get(field.kind, SCHEMA_RULE)]


def _cell_findings(
    frame: pl.DataFrame, field: Field, cells: pl.Series, column: ReadColumn, rules: Rules, letter: str
) -> Iterator[pl.DataFrame]:
    """Faults of a column, its missing cells where it is required, and the cautions of its identity numbers."""
    rule = _rule_of(field, rules)
    for code in column.fault.drop_nulls().unique().sort():
        rows = frame.filter((column.fault == code).fill_null(False))
        yield hits(rows, rule, Code(code), field=field.name, letter=letter, label=field.label)
    if field.is_required and cells.null_count():
        rows = frame.filter(cells.is_null())
        yield hits(rows, rules[SCHEMA_RULE], Code.E_MISSING, field=field.name, letter=letter, label=field.label)
    cautions = column.values.get("_caution")
    if cautions is not None:
        for code in cautions.filter(cautions != "").drop_nulls().unique().sort():
            rows = frame.filter((cautions == code).fill_null(False))
            yield hits(rows, rules[AREA_RULE], Code(code), field=field.name, letter=letter, label=field.label)


def _header_findings(columns: ColumnMap, rule: Rule) -> pl.DataFrame:
    """Findings about the file: a required column that is missing, a field that two columns claim."""
    faults = [(each, "没有这一列") for each in columns.missing] + [(each, "有两列或更多") for each in columns.doubled]
    return finding_frame(
        Finding(
            FILE_ROW,
            rule.id,
            Code.E_HEADER.value,
            rule.severity.value,
            each.name,
            "",
            sentence(rule, Code.E_HEADER, label=each.label, detail=detail),
        )
        for each, detail in faults
    )


def _broken_frame(text: TextRows) -> pl.DataFrame:
    return pl.DataFrame({ROW: [each.row for each in text.broken]}, schema={ROW: pl.Int64})


def _broken_findings(text: TextRows, rule: Rule) -> pl.DataFrame:
    return finding_frame(
        Finding(
            each.row,
            rule.id,
            each.code,
            rule.severity.value,
            "",
            "",
            sentence(rule, Code(each.code), label="整行", detail=each.detail),
        )
        for each in text.broken
    )
