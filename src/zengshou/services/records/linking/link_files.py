"""Find the same persons in two files of any layout, or the persons who stand more than once in one."""

import tempfile
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from zengshou.records.linkage.decide import Decision
from zengshou.records.linkage.engine import EngineLimits
from zengshou.records.linkage.linkage import Linkage, LinkageOptions, Tell, linked
from zengshou.services.records.linking.link_columns import LinkColumns, detected_columns, given_columns, mapped_columns
from zengshou.store.linkage_tables import name_tables
from zengshou.store.table import Table
from zengshou.store.tables import read_table


@dataclass(frozen=True)
class LinkRequest:
    """One file to be searched for repeated persons, or two to be linked.

    mapping  YAML that names the columns; None: by the words of the header
    today    births after it are faults of a number
    """

    first: Path
    second: Path | None
    mapping: Path | None
    today: date
    options: LinkageOptions = field(default_factory=LinkageOptions)


@dataclass(frozen=True, eq=False)
class LinkedFiles:
    """The files as read, their columns as understood, and what was found."""

    tables: tuple[Table, ...]
    columns: tuple[LinkColumns, ...]
    linkage: Linkage

    @property
    def persons(self) -> int:
        """Groups of records after the automatic links: persons, as far as is known."""
        return len(set(self.linkage.group.tolist()))

    @property
    def linked_pairs(self) -> int:
        return self.linkage.of(Decision.AUTO).height + self.linkage.copies.height

    @property
    def review_pairs(self) -> int:
        return self.linkage.of(Decision.REVIEW).height


def link_files(request: LinkRequest, tell: Tell) -> LinkedFiles:
    """Read, understand the columns, link.

    Raises  ProblemsFound: unreadable file, unknown columns, nothing to compare
    """
    paths = [request.first] + ([request.second] if request.second is not None else [])
    tables = tuple(read_table(path) for path in paths)
    columns = tuple(
        detected_columns(table) if request.mapping is None else mapped_columns(request.mapping, table, side)
        for table, side in zip(tables, ("a", "b"), strict=False)
    )
    frames = [given_columns(table, found) for table, found in zip(tables, columns, strict=True)]
    second = frames[1] if len(frames) > 1 else None
    with tempfile.TemporaryDirectory(prefix="zengshou-link-") as spill:
        linkage = linked(
            frames[0], second, name_tables(), request.today, request.options, EngineLimits(spill=spill), tell
        )
    return LinkedFiles(tables, columns, linkage)
