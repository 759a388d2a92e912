"""What the reader hands back: a plan as read, with the place, confidence and flags of every value."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from zengshou.plan.model import GroupKind, Operator, PriceBasis, TargetKind
from zengshou.plan.reader.assignments import Assignment
from zengshou.plan.reader.front import Front
from zengshou.plan.reader.outline import Role
from zengshou.plan.reader.source import Flag, Passage, Span


@dataclass(frozen=True)
class ReadGroup:
    """A programme or an action, or the chapter that holds tasks directly."""

    id: str
    kind: GroupKind
    number: int
    title: str
    chapter: str
    span: Span
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True)
class ReadTask:
    """One task.

    is_heading  the title is a printed short heading; else it is the first sentence and a person must coin one
    confidence  of the assignment, from 0 to 1: a grade by rule, no probability
    text        heading and body, where its targets were read
    due         year of a deadline of its own (完成时限), None where there is none
    """

    id: str
    group: str
    number: int
    title: str
    is_heading: bool
    span: Span
    assignment: Assignment | None
    text: tuple[Passage, ...]
    confidence: float
    flags: tuple[Flag, ...] = ()
    due: int | None = None


@dataclass(frozen=True)
class ReadTarget:
    """One target, in the terms of plan/model.py. `task` is "" for a goal of the whole plan.

    subject    what is promised of, as printed; may be carried from the clause before
    reference  the other series of a ratio or relation, as printed; reference_lag 1 for 上年度
    evidence   the clause, verbatim;  deadline_span  where its deadline stands, maybe in an earlier clause
    """

    id: str
    task: str
    kind: TargetKind
    subject: str
    operator: Operator
    value: float
    unit: str
    printed: str
    evidence: Span
    confidence: float
    deadline: int | None = None
    deadline_span: Span | None = None
    start_year: int | None = None
    start_value: float | None = None
    base_year: int | None = None
    hold: bool = False
    is_falling: bool = False
    price_basis: PriceBasis = PriceBasis.NOT_MONEY
    reference: str = ""
    reference_lag: int = 0
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True)
class HeldBack:
    """A clause that was looked at and not taken for a target, with the reason."""

    task: str
    span: Span
    reason: str


@dataclass(frozen=True)
class NumberUse:
    """What one printed number was taken for: target, year, document_number, rule …; `unread` for none of them."""

    span: Span
    use: str


@dataclass(frozen=True)
class Coverage:
    """Every line with its role; every Arabic number with its use."""

    roles: Mapping[int, Role]
    numbers: tuple[NumberUse, ...]
    unread: tuple[Span, ...]

    def counts(self) -> dict[Role, int]:
        found = {role: 0 for role in Role}
        for role in self.roles.values():
            found[role] += 1
        return {role: count for role, count in found.items() if count}


@dataclass(frozen=True)
class ReadPlan:
    """A document as read. stated_groups: how many programmes and actions its chapter titles speak of."""

    front: Front
    city: str
    groups: tuple[ReadGroup, ...]
    tasks: tuple[ReadTask, ...]
    targets: tuple[ReadTarget, ...]
    held_back: tuple[HeldBack, ...]
    stated_groups: Mapping[GroupKind, int]
    first_leads: Span | None
    coverage: Coverage
    flags: tuple[Flag, ...] = ()

    def all_flags(self) -> Iterator[tuple[str, Flag]]:
        """Every flag with the id of what it is about; "" for the document."""
        for flag in (*self.flags, *self.front.flags):
            yield "", flag
        rows = [(each.id, each.flags) for each in self.groups]
        rows += [(each.id, each.flags) for each in self.tasks]
        rows += [(each.id, each.flags) for each in self.targets]
        for name, flags in rows:
            for flag in flags:
                yield name, flag

    def mentions(self) -> int:
        """Assignments printed, lead and cooperating."""
        return sum(len(t.assignment.lead) + len(t.assignment.cooperating) for t in self.tasks if t.assignment)

    def offices(self) -> tuple[tuple[str, ...], ...]:
        """Every body in the order of the document: its commonest name, then variants that differ by 和 or 与."""
        names = [m.name for t in self.tasks if t.assignment for m in (*t.assignment.lead, *t.assignment.cooperating)]
        variants: dict[str, Counter[str]] = {}
        for name in names:
            variants.setdefault(re.sub(r"[和与及、]", "", name), Counter())[name] += 1
        return tuple(tuple(name for name, _ in counts.most_common()) for counts in variants.values())
