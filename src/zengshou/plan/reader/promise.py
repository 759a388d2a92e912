"""What a clause promises, before it has an id, a deadline and a section; and the numbers that promise nothing."""

from dataclasses import dataclass, field

from zengshou.plan.model import Operator, TargetKind


@dataclass(frozen=True)
class Promise:
    """A target before it has an id, deadline and section. start, end: the stretch of the clause that it rests on."""

    kind: TargetKind
    subject: str
    operator: Operator
    value: float
    unit: str
    printed: str
    start: int
    end: int
    confidence: float
    is_falling: bool = False
    hold: bool = False
    start_value: float | None = None
    reference: str = ""
    notes: tuple[tuple[str, str], ...] = field(default=())


@dataclass(frozen=True)
class RuleNumber:
    """A number that belongs to a rule or qualifies a noun: no target."""

    start: int
    end: int
    reason: str
