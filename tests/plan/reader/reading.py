"""What the tests of the reader share: text in, a plan out, and its assignments and targets in short form."""

from pathlib import Path

from zengshou.plan.reader.read import read_plan
from zengshou.plan.reader.result import ReadPlan
from zengshou.store.plan_files.plan_text import text_lines

HERE = Path(__file__).parent
Names = tuple[tuple[str, ...], tuple[str, ...]]


def read(text: str, prefix: str = "T") -> ReadPlan:
    return read_plan(text_lines(text), prefix, "方案.txt")


def one_task(body: str, chapter: str = "二、主要任务") -> ReadPlan:
    """A plan with one task, printed as `body`."""
    return read(f"增收方案\n{chapter}\n（一）就业行动\n{body}\n")


def one_goal(sentence: str) -> ReadPlan:
    return read(f"增收方案\n一、总体要求\n（一）主要目标\n{sentence}\n二、任务\n1. 做好工作。落实。（市财政局负责）\n")


def names(plan: ReadPlan) -> dict[str, Names | None]:
    """Lead and cooperating offices by task."""
    return {
        task.id: None
        if task.assignment is None
        else (
            tuple(mention.name for mention in task.assignment.lead),
            tuple(mention.name for mention in task.assignment.cooperating),
        )
        for task in plan.tasks
    }


def flags_of(plan: ReadPlan, about: str) -> set[str]:
    return {flag.code for name, flag in plan.all_flags() if name == about}


def short_targets(plan: ReadPlan) -> dict[str, list[object]]:
    """kind, operator, value, unit, deadline by id."""
    return {t.id: [t.kind.value, t.operator.value, t.value, t.unit, t.deadline] for t in plan.targets}
