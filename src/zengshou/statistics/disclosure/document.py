"""A ReleasedTable as a plain document, and back from a record whose digest was verified."""

from collections.abc import Mapping, Sequence
from typing import cast

from zengshou.statistics.disclosure.released import (
    SEAL,
    AuditResult,
    Measure,
    Mode,
    ReleasedCell,
    ReleasedTable,
)

SCHEMA = "zengshou.release/1"
Json = dict[str, object]
TEXTS = ("title", "purpose", "area", "period", "vintage", "source", "rules")


def table_json(table: ReleasedTable) -> Json:
    """Everything of the table; a hidden cell has no values and no numbers of any kind."""
    return {
        "schema": SCHEMA,
        **{name: getattr(table, name) for name in TEXTS},
        "mode": table.mode.value,
        "is_synthetic": table.is_synthetic,
        "dimensions": list(table.dimensions),
        "measures": [{"name": one.name, "label": one.label, "unit": one.unit} for one in table.measures],
        "cells": [_cell_json(cell) for cell in table.cells],
        "hidden_share": table.hidden_share,
        "rules_in_words": list(table.rules_in_words),
        "audit": {
            "linked": list(table.audit.linked),
            "targets": table.audit.targets,
            "programmes": table.audit.programmes,
            "is_passed": table.audit.is_passed,
        },
        "notes": list(table.notes),
    }


def _cell_json(cell: ReleasedCell) -> Json:
    head: Json = {"labels": list(cell.labels), "is_hidden": cell.is_hidden}
    return head | ({"reason": cell.reason} if cell.is_hidden else {"values": list(cell.values)})


def reopened(document: Mapping[str, object]) -> ReleasedTable:
    """The table of a record. The caller has verified that the record is the one that was signed.

    Raises  KeyError, TypeError, ValueError: no such document
    """
    if document["schema"] != SCHEMA:
        raise ValueError(f"unknown schema {document['schema']}")
    audit = cast(Mapping[str, object], document["audit"])
    return ReleasedTable(
        **{name: str(document[name]) for name in TEXTS},
        dimensions=_texts(document["dimensions"]),
        measures=tuple(Measure(row["name"], row["label"], row["unit"]) for row in _rows(document["measures"])),
        cells=tuple(_cell(row) for row in _rows(document["cells"])),
        rules_in_words=_texts(document["rules_in_words"]),
        audit=AuditResult(
            _texts(audit["linked"]),
            int(cast(int, audit["targets"])),
            int(cast(int, audit["programmes"])),
            None,
            audit["is_passed"] is True,
        ),
        mode=Mode(document["mode"]),
        is_synthetic=document["is_synthetic"] is True,
        hidden_share=float(cast(float, document["hidden_share"])),
        notes=_texts(document["notes"]),
        seal=SEAL,
    )


def _rows(value: object) -> Sequence[Mapping[str, str]]:
    return cast(Sequence[Mapping[str, str]], value)


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(one) for one in cast(Sequence[object], value))


def _cell(row: Mapping[str, object]) -> ReleasedCell:
    if row["is_hidden"] is True:
        return ReleasedCell(_texts(row["labels"]), True)
    return ReleasedCell(_texts(row["labels"]), False, tuple(cast(Sequence[float | None], row["values"])))
