"""Which rules turn where a figure of one case jumps or bends: a test that holds on one side only, a band that changes.

The case runs on floats on both sides; a rule that moves is run once more on traced floats to see what it decided.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from zengshou.policy.case import Case
from zengshou.policy.column import Unit
from zengshou.policy.retrace import CaseState, Categories, case_state, retraced
from zengshou.policy.run_plan import RunPlan
from zengshou.policy.steps import RuleStep, ScanStep, Slot
from zengshou.policy.traced import RuleLog

LEAST_JUMP = 0.05  # yuan; what rounding to the fen may add up to stays below
LEAST_BEND = 0.03  # yuan for a yuan; likewise
HOLDS = {
    "<": lambda difference: difference < 0,
    "≤": lambda difference: difference <= 0,
    ">": lambda difference: difference > 0,
    "≥": lambda difference: difference >= 0,
    "=": lambda difference: difference == 0,
    "≠": lambda difference: difference != 0,
    "不低于": lambda difference: difference >= 0,
    "不高于": lambda difference: difference <= 0,
}


@dataclass(frozen=True)
class Turn:
    """One rule that turns.

    member         whose figure; empty for the household's
    before, after  its value on both sides, for the first member and month for which it turns
    tests          what changed, in words; empty where only the value jumps (a look-up)
    """

    name: str
    label: str
    law: str
    member: str
    before: float
    after: float
    tests: tuple[str, ...]


def turns(plan: RunPlan, cases: Sequence[Case], at: Sequence[float], categories: Categories) -> tuple[Turn, ...]:
    """The rules that decide otherwise on the two sides of a place where an output jumps or bends; origins first.

    cases  four: well before the place, just before it, just after it, well after it
    at     the four amounts, rising, at which they stand
    A rule counts when its own value jumps or bends there and what it moves reaches an output.
    """
    sides = _Sides(tuple(case_state(plan, case, categories) for case in cases), tuple(at))
    reached = _reaching(plan, {step.out for step in plan.steps if sides.rows_that_move(step.out)})
    found: dict[str, Turn] = {}
    for step in plan.steps:
        if not isinstance(step, RuleStep | ScanStep) or step.out not in reached or step.rule.name in found:
            continue
        for row, is_jump in sides.rows_that_move(step.out).items():
            tests = _changed(*(retraced(state, step, row, says_category=False)[0] for state in sides.states[1:3]))
            if tests or is_jump:
                found[step.rule.name] = _turn(step, row, sides, tests)
                break
    return tuple(found.values())


@dataclass(frozen=True)
class _Sides:
    """The four states and where they stand."""

    states: tuple[CaseState, ...]
    at: tuple[float, ...]

    def rows_that_move(self, slot: Slot) -> dict[int, bool]:
        """Rows (members, or 0 for the household) whose value jumps or bends -> whether it jumps."""
        value = self.states[0].env[slot]
        found = {row: self._jumps(slot, row) for row in range(len(value) if isinstance(value, list) else 1)}
        return {row: is_jump for row, is_jump in found.items() if is_jump or self._bends(slot, row)}

    def _bends(self, slot: Slot, row: int) -> bool:
        before, after = self._slopes(slot, row)
        return abs(after - before) > LEAST_BEND

    def _jumps(self, slot: Slot, row: int) -> bool:
        """Further than the slopes to either side would take it."""
        first, second = (state.value(slot, row) for state in self.states[1:3])
        slope = max(abs(each) for each in self._slopes(slot, row))
        least = LEAST_JUMP if self.states[0].plan.nodes[slot].type.unit is Unit.YUAN else 0.0
        return abs(second - first) > 2 * slope * (self.at[2] - self.at[1]) + least

    def _slopes(self, slot: Slot, row: int) -> tuple[float, float]:
        values = [state.value(slot, row) for state in self.states]
        before, after = self.at[1] - self.at[0], self.at[3] - self.at[2]
        return (values[1] - values[0]) / (before or 1.0), (values[3] - values[2]) / (after or 1.0)


def _turn(step: RuleStep | ScanStep, row: int, sides: _Sides, tests: tuple[str, ...]) -> Turn:
    first, second = sides.states[1:3]
    member = first.members[row] if isinstance(first.env[step.out], list) else ""
    values = first.value(step.out, row), second.value(step.out, row)
    return Turn(step.rule.name, step.rule.label, step.rule.law, member, *values, tests)


def _reaching(plan: RunPlan, moved: set[Slot]) -> set[Slot]:
    """The slots that move and lead to an output through slots that all move."""
    waiting = [slot for output in plan.outputs for slot in output.slots if slot in moved]
    reached: set[Slot] = set()
    while waiting:
        slot = waiting.pop()
        if slot not in reached:
            reached.add(slot)
            waiting += [source for source in plan.nodes[slot].sources if source in moved]
    return reached


def _changed(first: RuleLog, second: RuleLog) -> tuple[str, ...]:
    """Tests, choices and bands that differ, in words and each once."""
    words: dict[str, None] = {}
    for (left, sign, right, difference), (*_, later) in zip(first.compared, second.compared, strict=False):
        if HOLDS[sign](difference) != HOLDS[sign](later):
            words[f"“{left} {sign} {right}”由{_yes(HOLDS[sign](difference))}变{_yes(HOLDS[sign](later))}"] = None
    if not words:
        for (condition, held), (_, holds) in zip(first.branches, second.branches, strict=False):
            if held != holds:
                words[f"“{condition}”由{_yes(held)}变{_yes(holds)}"] = None
    for before, after in zip(first.notes, second.notes, strict=False):
        if before != after:
            words[f"{before} → {after}"] = None
    return tuple(words)


def _yes(holds: bool) -> str:
    return "是" if holds else "否"
