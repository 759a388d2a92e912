"""How a workbook names plan, groups and bodies: the bodies as printed, or as they are today."""

from collections.abc import Mapping
from dataclasses import dataclass

from zengshou.plan.ledger.model import LedgerTask
from zengshou.plan.ledger.stages import Party
from zengshou.plan.model import Plan
from zengshou.plan.offices import OfficeMode


@dataclass(frozen=True)
class BookNames:
    """bodies: office id -> its name or, as of today, those of the bodies after it; categories: group title -> kind"""

    title: str
    number: str
    categories: Mapping[str, str]
    bodies: Mapping[str, tuple[str, ...]]
    mode: OfficeMode = OfficeMode.PRINTED

    @classmethod
    def of(cls, plan: Plan, bodies: Mapping[str, tuple[str, ...]], mode: OfficeMode) -> "BookNames":
        kinds = {group.title: group.kind.label for group in plan.groups}
        return cls(plan.title, plan.number, kinds, bodies, mode)

    @property
    def source(self) -> str:
        return self.number or self.title

    def of_office(self, id: str) -> tuple[str, ...]:
        return self.bodies.get(id, (id,))

    def of_party(self, task: LedgerTask, party: Party) -> tuple[str, ...]:
        """The bodies with a part in a task, each once: two former ones may be one today."""
        return tuple(dict.fromkeys(name for id in task.offices(party) for name in self.of_office(id)))

    def every(self) -> tuple[str, ...]:
        """Every body, for a list to choose from."""
        return tuple(dict.fromkeys(name for names in self.bodies.values() for name in names))
