"""催办: bodies whose report is due soon or late, one draft a body; nothing goes out before a person confirms it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from zengshou.concepts.account import Account
from zengshou.concepts.problem import Problem
from zengshou.plan.ledger.supervision_rules import SupervisionRules
from zengshou.services.supervision.ledger_rights import Changed
from zengshou.services.supervision.slips import Proposal, SlipDesk
from zengshou.store.database.connection import Database

REPORT_RULES = ("report_due", "report_late", "report_very_late")  # lamps that only the report's day decided


@dataclass(frozen=True)
class Reminder:
    """One body with everything that it has not reported. name  of the body as it is called today"""

    office: str
    name: str
    proposals: tuple[Proposal, ...]

    @property
    def needs_successor(self) -> bool:
        """The body has ended: a person must choose who took over, slip by slip."""
        return any(each.successors for each in self.proposals)

    @property
    def agreed(self) -> tuple[str, ...]:
        """What a person confirms, as the form carries it: task and colour of every item."""
        return tuple(f"{each.task.code}/{each.proposal.colour.value}" for each in self.proposals)


@dataclass(frozen=True)
class ReminderDesk:
    """`rules` are the city's own where none are given."""

    database: Database
    now: Callable[[], datetime]
    rules: SupervisionRules | None = None

    def drafts(self, who: Account) -> tuple[Reminder, ...]:
        """One a body, in the order of the plan; nothing for anyone but supervisors."""
        return grouped(SlipDesk(self.database, self.now, self.rules).proposals(who))

    def confirm(self, who: Account, office: str, agreed: tuple[str, ...]) -> tuple[str, ...]:
        """Sends the slips of one draft; their ids.

        agreed  `Reminder.agreed` of the draft that the person saw
        Raises  Forbidden, Changed when the draft is another by now
        """
        desk = SlipDesk(self.database, self.now, self.rules)
        found = next((each for each in self.drafts(who) if each.office == office), None)
        if found is None or found.agreed != agreed or found.needs_successor:
            raise Changed(Problem("情况已有变化，这份催办不再是拟发的样子。", "催办", "请刷新后核对。"))
        return tuple(desk.issue(who, each.task.code, office, each.proposal.colour.value) for each in found.proposals)


def grouped(proposals: tuple[Proposal, ...]) -> tuple[Reminder, ...]:
    """Proposals that are about nothing but a report, by body."""
    by_body: dict[str, list[Proposal]] = {}
    for each in proposals:
        if each.lamp.lamp.rule in REPORT_RULES:
            by_body.setdefault(each.office, []).append(each)
    return tuple(Reminder(office, held[0].name, tuple(held)) for office, held in by_body.items())
