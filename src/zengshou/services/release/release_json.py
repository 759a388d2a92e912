"""Releases as other programs read them, and a table as rows for a sheet."""

from zengshou.services.release.release import Proposal, Release
from zengshou.statistics.disclosure.document import Json, table_json
from zengshou.statistics.disclosure.released import ReleasedTable

HIDDEN_MARK = "…"


def release_json(release: Release, table: ReleasedTable | None = None) -> Json:
    """State and history, with the table where it is asked for."""
    head: Json = {
        "release": release.id,
        "state": release.state,
        "signers": list(release.signers),
        "history": [
            {"event": entry.event, "by": entry.by, "at": entry.at, "note": entry.note, "digest": entry.digest}
            for entry in release.history
        ],
    }
    return head if table is None else head | {"table": table_json(table)}


def proposal_json(found: Proposal) -> Json:
    """The proposal for its officers: why cells are hidden is told in sums alone, and does not go out."""
    tally = [{"ground": ground, "cells": count} for ground, count in found.tally]
    return release_json(found.release, found.table) | {"inside_the_office": {"hidden_by": tally}}


def table_rows(table: ReleasedTable) -> tuple[tuple[str, ...], tuple[tuple[str | float | None, ...], ...]]:
    """(heads, rows): categories, then numbers; a hidden cell has the mark … in place of each number."""
    heads = (*table.dimensions, *(f"{one.label}（{one.unit}）" if one.unit else one.label for one in table.measures))
    blank: tuple[str | float | None, ...] = (HIDDEN_MARK,) * len(table.measures)
    return heads, tuple((*cell.labels, *(blank if cell.is_hidden else cell.values)) for cell in table.cells)


def remarks(table: ReleasedTable) -> tuple[str, ...]:
    """What stands below a released table wherever it is shown."""
    audit = table.audit
    linked = f"，与 {len(audit.linked)} 张已有的表联立" if audit.linked else ""
    found = [
        f"{HIDDEN_MARK} 为保护调查对象，不公布；隐去的格占 {table.hidden_share:.1%}",
        f"审查：对 {audit.targets} 个隐去的数求解 {audit.programmes} 个线性规划{linked}，均不能推算到保护宽度以内",
        f"发布规则 {table.rules}",
        *table.notes,
    ]
    return ("合成数据，不是调查结果", *found) if table.is_synthetic else tuple(found)
