"""The values of one case, and one of its rules run once more on traced floats: what it tested, chose and came to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from zengshou.policy.case import Case, case_env
from zengshou.policy.column import Unit
from zengshou.policy.run_plan import RunPlan
from zengshou.policy.schedule import Lookup, Schedule
from zengshou.policy.steps import Argument, Env, RuleStep, ScanStep, Slot, SlotOf
from zengshou.policy.traced import CategoryCode, RuleLog, Traced, TracedFlag

Categories = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class CaseState:
    """The values of all slots of one case; `categories` are the names behind its category codes."""

    plan: RunPlan
    env: Env
    members: tuple[str, ...]
    categories: Categories

    def value(self, slot: Slot, member: int) -> float:
        """The slot's value for the member, or the household's."""
        value = self.env[slot]
        return float(value[member] if isinstance(value, list) else value)  # type: ignore[arg-type]


def case_state(plan: RunPlan, case: Case, categories: Categories) -> CaseState:
    """Run the case on floats and keep every value."""
    env = case_env(plan, case)
    for step in plan.steps:
        step.run_case(env, len(case.members))
    return CaseState(plan, env, case.members, categories)


def retraced(
    state: CaseState, step: RuleStep | ScanStep, member: int, *, says_category: bool = True
) -> tuple[RuleLog, object]:
    """Run the rule once more on traced floats: its log and its result.

    says_category  whether a category's label is followed by the category the member is in
    """
    log, node = RuleLog(), state.plan.nodes[step.out]
    texts = {name: use.label for name, use in node.parameters if name}
    arguments = [
        _traced(state, argument, member, texts.get(name, name), log, says_category)
        for argument, name in zip(step.arguments, node.argument_names, strict=True)
    ]
    if not isinstance(step, ScanStep):
        return log, step.rule.function(*arguments)
    begun = step.rule.start if step.state is None else cast(list[object], state.env[step.state])[member]
    return log, cast(tuple[object, object], step.rule.function(begun, *arguments))[1]


def _traced(state: CaseState, argument: Argument, member: int, text: str, log: RuleLog, says_category: bool) -> object:
    if isinstance(argument, Schedule | Lookup):
        return argument
    if not isinstance(argument, SlotOf):
        return Traced(float(argument), text, log)
    node, value = state.plan.nodes[argument.slot], state.value(argument.slot, member)
    if node.type.unit is Unit.FLAG:
        return TracedFlag(bool(value), node.label, log)
    if node.type.unit is not Unit.CATEGORY:
        return Traced(value, node.label, log)
    names = state.categories.get(node.name, ())
    shown = names[int(value)] if names else str(int(value))
    return Traced(CategoryCode(int(value), shown), f"{node.label}（{shown}）" if says_category else node.label, log)
