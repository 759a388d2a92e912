"""The explanation of one figure: the same rules on traced floats, as a versioned tree of values, articles and tests.

A node that was told once is afterwards only referred to, so the tree stays as small as the plan.
"""

from dataclasses import dataclass, field

from zengshou.concepts.period import month_name
from zengshou.policy.case import Case
from zengshou.policy.column import Entity, Period, Unit
from zengshou.policy.parameter import ParameterUse
from zengshou.policy.retrace import CaseState, case_state, retraced
from zengshou.policy.rule import ALWAYS
from zengshou.policy.run_plan import Node, RunPlan
from zengshou.policy.schedule import Lookup, Schedule, Table
from zengshou.policy.steps import RuleStep, ScanStep, Slot, Step
from zengshou.policy.traced import RuleLog, Traced, TracedFlag

SCHEMA = "zengshou.trace/2"


@dataclass(frozen=True)
class Compared:
    """One test: both sides in words, and how far from the line."""

    left: str
    sign: str
    right: str
    difference: float


@dataclass(frozen=True)
class TraceNode:
    """One value and how it came about.

    since      first day of the version of the rule that was used
    formula    how it is computed, in words; figures: the same with every name replaced by its value
    reference   not empty: told before under this id, no details repeated
    is_folded   zero, from zeros: the inputs are left out
    """

    id: str
    name: str
    label: str
    value: float
    unit: str
    period: str
    entity: str
    member: str
    law: str = ""
    since: str = ""
    about: str = ""
    formula: str = ""
    figures: str = ""
    branch: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    compared: tuple[Compared, ...] = ()
    parameters: tuple[ParameterUse, ...] = ()
    inputs: tuple["TraceNode", ...] = ()
    reference: str = ""
    is_folded: bool = False


@dataclass
class Story:
    """What is known while a tree is told: values of all slots, the steps that made them, and who was told."""

    state: CaseState
    makers: dict[Slot, Step]
    told: set[str] = field(default_factory=set)


def explain(
    plan: RunPlan, case: Case, name: str, member: int, month: int | None, categories: dict[str, tuple[str, ...]]
) -> TraceNode:
    """The tree of one output for one member; of a monthly output in calendar month `month` (1 to 12)."""
    makers = {step.out: step for step in plan.steps}
    output = plan.output(name)
    slot = output.slots[(month or 1) - 1] if len(output.slots) == 12 else output.slots[0]
    return _tell(Story(case_state(plan, case, categories), makers), slot, member)


def _tell(story: Story, slot: Slot, member: int) -> TraceNode:
    node = story.state.plan.nodes[slot]
    is_person = node.type.entity is Entity.PERSON
    key = f"{slot}.{member}" if is_person else f"{slot}"
    value = story.state.value(slot, member) + 0.0
    who = story.state.members[member] if is_person else ""
    unit, entity = node.type.unit.value, node.type.entity_name
    head = (key, node.name, node.label, value, unit, _period(node), entity, who)
    if key in story.told:
        return TraceNode(*head, reference=key)
    story.told.add(key)
    if node.kind in ("input", "calendar"):
        return TraceNode(*head, formula=_category_text(story, node, value))
    if value == 0 and node.kind == "edge":
        return TraceNode(*head, formula=node.edge_words, is_folded=True)
    # A zero inside is told with its own tests and no further: what it would have rested on moved nothing.
    is_folded = value == 0 and len(story.told) > 1
    sources = () if is_folded else node.sources
    inputs = tuple([child for source in sources for child in _children(story, node, source, member)])
    uses = tuple([use for _, use in node.parameters])
    if node.rule is None:
        return TraceNode(*head, formula=node.edge_words or "按类别取值", parameters=uses, inputs=inputs)
    log, text, figures = _retraced(story, slot, member)
    return TraceNode(
        *head,
        law=node.rule.law,
        since=node.rule.since if node.rule.since != ALWAYS else "",
        about=node.rule.about,
        formula=text,
        figures=figures,
        branch=tuple([f"{condition}：{'是' if holds else '否'}" for condition, holds in log.branches]),
        notes=tuple(log.notes),
        compared=tuple([Compared(*test) for test in dict.fromkeys(log.compared)]),
        parameters=uses,
        inputs=inputs,
        is_folded=is_folded,
    )


def _children(story: Story, node: Node, source: Slot, member: int) -> list[TraceNode]:
    """The source for the same member, or for every member where a household sums its persons."""
    crosses = node.type.entity is Entity.HOUSEHOLD and story.state.plan.nodes[source].type.entity is Entity.PERSON
    rows = range(len(story.state.members)) if crosses else [member]
    return [_tell(story, source, row) for row in rows]


def _period(node: Node) -> str:
    if node.when is None:
        return ""
    return month_name(node.when) if node.type.period is Period.MONTH else str(node.when)


def _category_text(story: Story, node: Node, value: float) -> str:
    categories = story.state.categories.get(node.name, ())
    return categories[int(value)] if node.type.unit is Unit.CATEGORY and categories else ""


def _retraced(story: Story, slot: Slot, member: int) -> tuple[RuleLog, str, str]:
    """Run the rule once more on traced floats: its log, the text of its result, and the same in figures."""
    step = story.makers[slot]
    assert isinstance(step, RuleStep | ScanStep)
    log, result = retraced(story.state, step, member)
    if isinstance(result, Traced):
        return log, result.text, result.figures
    return log, result.text if isinstance(result, TracedFlag) else "", ""


def parameter_text(use: ParameterUse) -> str:
    """A parameter's value in words."""
    value = use.value
    if isinstance(value, Table):
        return "、".join(f"{category} {number:g}" for category, number in value.entries)
    if isinstance(value, Schedule):
        return f"{len(value.rates)}级税率表"
    if isinstance(value, Lookup):
        return f"{len(value.keys)}项对照表"
    return f"{value:,.6f}".rstrip("0").rstrip(".")
