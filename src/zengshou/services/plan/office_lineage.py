"""A plan's assignments by body, as printed or as of today, with what each change rests on."""

from collections.abc import Sequence
from dataclasses import dataclass

from zengshou.concepts.citation import Status
from zengshou.plan.offices import Lineage, OfficeMode, totals
from zengshou.services.plan.plan import JsonObject
from zengshou.store.country import COUNTRY, city_plan, office_lineages


@dataclass(frozen=True)
class OfficeRow:
    """One body with its assignments; `note` says what a reader must know of its change."""

    id: str
    name: str
    leads: int
    cooperates: int
    former: tuple[str, ...]
    note: str = ""


def office_rows(city: str, mode: OfficeMode, country: str = COUNTRY) -> tuple[OfficeRow, ...]:
    """Every body of a city's plan in one mode."""
    plan, found = city_plan(city, country), office_lineages(city, country)
    behind = tuple(found.values())
    return tuple(
        OfficeRow(row.body.id, row.body.name, row.leads, row.cooperates, row.former, _note(row.former, mode, behind))
        for row in totals(plan, mode, found)
    )


def _note(former: Sequence[str], mode: OfficeMode, behind: Sequence[Lineage]) -> str:
    """Splits, the last day under the old name, documents and how far they are trusted."""
    told: list[str] = []
    for lineage in behind:
        if lineage.office.name not in former or lineage.until is None:
            continue
        if mode is OfficeMode.PRINTED:
            told.append("现为" + "、".join(body.name for body in lineage.bodies))
        elif lineage.is_split:
            told.append(f"{lineage.office.name}职责分入{len(lineage.bodies)}个单位，各计一次")
        told.append(f"最迟{lineage.until}改革")
        told += [f"{'、'.join(f'《{source}》' for source in lineage.sources)}"] if lineage.sources else []
        told += [_trust(lineage)] if not lineage.office.successors else []
    return "；".join(dict.fromkeys(told))


def _trust(lineage: Lineage) -> str:
    """How far a change by the national list may be trusted: its document names no city's body."""
    return "去向有据，本地名称和日期待核对" if lineage.status is Status.SOURCED else lineage.status.label


def office_rows_json(rows: Sequence[OfficeRow]) -> list[JsonObject]:
    return [
        {
            "id": row.id,
            "name": row.name,
            "leads": row.leads,
            "cooperates": row.cooperates,
            "former": list(row.former),
            "note": row.note,
        }
        for row in rows
    ]
