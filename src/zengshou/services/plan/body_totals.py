"""Tasks by body in the ledger, with the bodies as printed or as they are today, from the same assignments."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from zengshou.plan.ledger.model import LedgerTask
from zengshou.plan.ledger.stages import Party, Stage
from zengshou.plan.offices import Lineage, OfficeMode
from zengshou.services.plan.office_register import Register


@dataclass(frozen=True)
class BodyRow:
    """One body. ids: the ledger's offices behind it; after a split every heir counts the task whole and is marked."""

    name: str
    ids: tuple[str, ...]
    leads: int
    cooperates: int
    former: tuple[str, ...]
    is_from_split: bool = False


@dataclass(frozen=True)
class BodyTable:
    """Rows in the order of the register, and how many assignments they stand for.

    split  assignments that count more than once because their body was split
    """

    mode: OfficeMode
    rows: tuple[BodyRow, ...]
    leads: int
    cooperates: int
    split: int


def body_table(tasks: Sequence[LedgerTask], register: Register, mode: OfficeMode) -> BodyTable:
    """Tasks that were called off do not count."""
    running = [task for task in tasks if task.stage is not Stage.REVOKED]
    held = {each.office for task in running for each in task.assignments}
    order = [*(office.id for office in register.offices if office.id in held)]
    order += [id for id in dict.fromkeys(each.office for t in running for each in t.assignments) if id not in order]
    counts = Counter((each.office, each.party) for task in running for each in task.assignments)
    rows: dict[str, BodyRow] = {}
    split = 0
    for id in order:
        leads, cooperates = counts[id, Party.LEAD], counts[id, Party.COOPERATING]
        lineage = register.lineages.get(id)
        names = _names(id, lineage, mode)
        split += (len(names) - 1) * (leads + cooperates)
        printed = id if lineage is None else lineage.office.name
        for name in names:
            old = rows.get(name, BodyRow(name, (), 0, 0, ()))
            rows[name] = BodyRow(
                name,
                (*old.ids, id),
                old.leads + leads,
                old.cooperates + cooperates,
                (*old.former, printed) if mode is OfficeMode.CURRENT and printed != name else old.former,
                old.is_from_split or len(names) > 1,
            )
    found = tuple(rows.values())
    return BodyTable(mode, found, sum(row.leads for row in found), sum(row.cooperates for row in found), split)


def _names(id: str, lineage: Lineage | None, mode: OfficeMode) -> tuple[str, ...]:
    if lineage is None:
        return (id,)
    if mode is OfficeMode.PRINTED:
        return (lineage.office.name,)
    return tuple(body.name for body in lineage.bodies)
