"""Making run plans: outputs of one or more lawbooks, compiled together, with the slots that die after each step."""

from collections.abc import Mapping, Sequence

from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.policy.column import TIMELESS, Period
from zengshou.policy.lawbook import Lawbook
from zengshou.policy.plan_builder import PlanBuilder
from zengshou.policy.plan_parameters import Broken, told_once
from zengshou.policy.run_plan import InputForm, Output, RunPlan
from zengshou.policy.steps import Slot, read_by


def make_run_plan(
    books: Mapping[str, Lawbook], year: int, outputs: Sequence[str], given: Mapping[str, InputForm]
) -> RunPlan:
    """Compile the order of work for a calendar year.

    books    label -> lawbook; several share every column that does not differ (a reform beside its baseline)
    outputs  column names asked of every lawbook
    given    name -> form of every column the people or the case bring; a given name replaces its rule
    Raises   ProblemsFound with everything that is wrong at once
    """
    builder = PlanBuilder(year, given)
    made: list[Output] = []
    for label, book in books.items():
        for name in outputs:
            try:
                made.append(_output(builder, label, book, name))
            except Broken:
                continue
    if builder.problems:
        raise ProblemsFound(told_once(builder.problems))
    return _finished(builder, tuple(made))


def plan_what_can_be(
    book: Lawbook, year: int, outputs: Sequence[str], given: Mapping[str, InputForm], month: int | None = None
) -> tuple[RunPlan, dict[str, tuple[Problem, ...]]]:
    """A plan of those outputs that can be computed, and for each of the others everything that is missing.

    month  of monthly outputs only this month (1 to 12), so that a law that began later in the year is no obstacle
    """
    builder = PlanBuilder(year, given)
    made: list[Output] = []
    refused: dict[str, tuple[Problem, ...]] = {}
    for name in outputs:
        builder.problems = []
        try:
            made.append(_output(builder, "law", book, name, month))
        except Broken:
            refused[name] = told_once(builder.problems)
    return _finished(builder, tuple(made)), refused


def _output(builder: PlanBuilder, label: str, book: Lawbook, name: str, month: int | None = None) -> Output:
    type_ = builder.type_of(book, name)
    if type_.period in TIMELESS:
        return Output(label, name, book.label(name), type_, (builder.column(book, name, None),))
    whens: tuple[int, ...] = (builder.year,)
    if type_.period is Period.MONTH:
        every = range(builder.start, builder.start + 12)
        whens = tuple(every) if month is None else (every[month - 1],)
    return Output(label, name, book.label(name), type_, builder.columns(book, name, whens))


def _finished(builder: PlanBuilder, outputs: tuple[Output, ...]) -> RunPlan:
    asked = {slot for output in outputs for slot in output.slots}
    last: dict[Slot, int] = {}
    for index, step in enumerate(builder.steps):
        for slot in read_by(step):
            last[slot] = index
    frees: list[list[Slot]] = [[] for _ in builder.steps]
    for slot, index in last.items():
        if slot not in asked:
            frees[index].append(slot)
    return RunPlan(
        builder.year,
        tuple(builder.steps),
        tuple(tuple(free) for free in frees),
        builder.slot_count,
        tuple(builder.inputs),
        builder.nodes,
        outputs,
        tuple(builder.assumptions),
        tuple(range(builder.start, builder.start + 12)),
    )
