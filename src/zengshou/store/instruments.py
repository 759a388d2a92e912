"""Reads the income concept of a country package: the item tree, its views, and which source is believed first."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cache
from typing import TypedDict, cast

from zengshou.concepts.citation import Status
from zengshou.concepts.employment_cost import CostMethod, EmploymentCost
from zengshou.concepts.income_item import IncomeItem, ItemTree
from zengshou.concepts.income_view import ViewOp, ViewParameter, ViewRow
from zengshou.concepts.income_view_book import ViewBook, ViewVersion
from zengshou.concepts.problem import ProblemsFound
from zengshou.plan.shape import shape_problems
from zengshou.records.income.evidence import EvidenceOrder, EvidenceOrders
from zengshou.store.country import COUNTRY, read_yaml

ITEMS = "instruments/income_items.yaml"
VIEWS = "instruments/income_views.yaml"
EVIDENCE = "instruments/evidence.yaml"

Written = Mapping[str, object]


class _VersionWritten(TypedDict):
    """One version in income_views.yaml, its shape already checked."""

    view: str
    version: str
    label: str
    valid_from: str
    rows: Sequence[Written]


@cache
def income_items(country: str = COUNTRY) -> ItemTree:
    """The tree of income items.

    Raises  ProblemsFound: every departure from the schema, then every misplaced item, all at once
    """
    rows = cast(Sequence[Written], _checked(ITEMS, "income_items.schema.json", country))
    return ItemTree((_item(row) for row in rows), ITEMS)


@cache
def income_views(country: str = COUNTRY) -> ViewBook:
    """Every version of every view, checked against the item tree: each item has a rule on each day.

    Raises  ProblemsFound: departures from the schema, items without a rule, versions that overlap
    """
    written = cast(Sequence[_VersionWritten], _checked(VIEWS, "income_views.schema.json", country))
    return ViewBook((_version(each) for each in written), income_items(country))


@cache
def evidence_orders(country: str = COUNTRY) -> EvidenceOrders:
    """Which source is believed first, by item.

    Raises  ProblemsFound: departures from the schema, an order without `*`, an item that the tree does not know
    """
    rows = cast(Sequence[Written], _checked(EVIDENCE, "evidence.schema.json", country))
    orders = EvidenceOrders(_order(row) for row in rows)
    for order in orders.rows:
        if order.item:
            income_items(country).find(order.item)
    return orders


def _checked(path: str, schema: str, country: str) -> object:
    document = _days_as_text(read_yaml(path, country))
    problems = shape_problems(document, schema, path, room="zengshou.store")
    if problems:
        raise ProblemsFound(problems)
    return document


def _days_as_text(document: object) -> object:
    """YAML reads 2021-07-01 as a date; the schemas speak of text."""
    if isinstance(document, date):
        return document.isoformat()
    if isinstance(document, list):
        return [_days_as_text(each) for each in document]
    if isinstance(document, dict):
        return {key: _days_as_text(value) for key, value in document.items()}
    return document


def _item(row: Written) -> IncomeItem:
    return IncomeItem(
        code=str(row["code"]),
        label=str(row["label"]),
        units=tuple(map(str, cast(Sequence[object], row.get("units", ("元",))))),
        needs_person=bool(row.get("person", False)),
        is_in_kind=bool(row.get("kind", False)),
        mirror=str(row.get("mirror", "")),
        is_computed=bool(row.get("computed", False)),
        moves_to=str(row.get("moves_to", "")),
        nbs_code=str(row.get("nbs_code", "")),
        status=Status(row.get("status", "sourced")),
    )


def _version(written: _VersionWritten) -> ViewVersion:
    document = cast(Written, written)
    parameters = cast(Mapping[str, Written], document.get("parameters", {}))
    return ViewVersion(
        name=written["view"],
        version=written["version"],
        label=written["label"],
        valid_from=date.fromisoformat(written["valid_from"]),
        valid_to=_day(document, "valid_to"),
        rows=tuple(_row(row, written) for row in written["rows"]),
        parameters={name: _parameter(name, each) for name, each in parameters.items()},
    )


def _row(row: Written, version: _VersionWritten) -> ViewRow:
    """A row; its first day is that of the version where it names none."""
    return ViewRow(
        view=version["view"],
        version=version["version"],
        pattern=str(row["item"]),
        op=ViewOp(str(row["op"])),
        valid_from=_day(row, "valid_from") or date.fromisoformat(version["valid_from"]),
        valid_to=_day(row, "valid_to"),
        share=_fraction(row.get("share", 1)),
        cap_monthly_fen=cast("int | None", row.get("cap_monthly_fen")),
        parameter=str(row.get("parameter", "")),
        base=str(row.get("base", "")),
        legal_ref=str(row.get("legal_ref", "")),
        note=str(row.get("note", "")),
        status=Status(row["status"]),
    )


def _parameter(name: str, row: Written) -> ViewParameter:
    return ViewParameter(
        name=name,
        label=str(row["label"]),
        value=_cost(row) if "method" in row else _fraction(row["value"]),
        status=Status(row["status"]),
        legal_ref=str(row.get("legal_ref", "")),
        local=str(row.get("local", "")),
        note=str(row.get("note", "")),
    )


def _cost(row: Written) -> EmploymentCost:
    return EmploymentCost(
        CostMethod(str(row["method"])),
        _fraction(row["rate"]),
        cast("int | None", row.get("base_monthly_fen")),
        cast("int | None", row.get("cap_monthly_fen")),
    )


def _order(row: Written) -> EvidenceOrder:
    low, high = cast(Sequence[object], row.get("ratio", (0, 0)))
    return EvidenceOrder(
        item=str(row["item"]),
        channels=_texts(row, "order"),
        payer_needed=frozenset(_texts(row, "payer_needed")),
        compared=_texts(row, "compared"),
        ratio=(_fraction(low), _fraction(high)),
        legal_ref=str(row.get("legal_ref", "")),
        status=Status(row["status"]),
    )


def _texts(row: Written, name: str) -> tuple[str, ...]:
    return tuple(map(str, cast(Sequence[object], row.get(name, ()))))


def _day(row: Written, name: str) -> date | None:
    return date.fromisoformat(str(row[name])) if row.get(name) else None


def _fraction(value: object) -> Fraction:
    """A number as it is written: 0.1 is one tenth, not the nearest binary number."""
    return Fraction(str(value))
