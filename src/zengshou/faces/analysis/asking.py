"""From a call to a question: the table opened, its design read, groups and conditions found."""

from collections.abc import Sequence
from dataclasses import dataclass

from zengshou.faces.analysis.conditions import columns_of, condition_of
from zengshou.faces.analysis.figures import Figures
from zengshou.faces.analysis.options import Options, Told, read_options, with_domain
from zengshou.faces.analysis.rows import opened
from zengshou.services.statistics.analysis import Analysed, Asked
from zengshou.services.statistics.analysis_groups import groups_of
from zengshou.services.statistics.survey_columns import Surveyed


@dataclass(frozen=True, eq=False)
class Question:
    """One call, understood. `told` are its options."""

    asked: Asked
    told: Told

    def answered(self, found: Analysed, columns: Sequence[str]) -> Figures:
        """The figures with their heading and the parts of their domains."""
        table = self.asked.data.table
        named = [f"{label}（{name}）" if (label := table.labels.get(name)) else name for name in columns]
        groups = self.asked.groups
        parts = {} if groups is None else dict(zip(groups.grouping.labels, groups.parts, strict=True))
        return Figures(
            found.estimates,
            found.traces,
            title="、".join(named),
            by=() if groups is None else groups.columns,
            parts=parts,
            level=self.told.level,
            row=self.told.row,
            source=table.source,
        )


def question(data: object, columns: Sequence[str], options: Options) -> Question:
    """The question that a call asks of some columns of its data.

    Raises  ProblemsFound: unknown options, columns that are not there, a faulty design or condition
    """
    told = read_options(options)
    wanted = [*columns, *told.design.wanted, *told.by, *columns_of(told.where), *columns_of(told.line_where)]
    held = opened(data, told.design, wanted)
    where = None if told.where is None else condition_of(told.where, held.table, "where")
    line_domain = None if told.line_where is None else condition_of(told.line_where, held.table, "line_where").holds
    groups = groups_of(held.table, told.by)
    ungrouped = 0 if groups is None else int((groups.grouping.codes < 0).sum())
    choices = told.choices(with_domain(told.line, line_domain))
    notes = _notes(held, told, 0 if where is None else where.unknown, ungrouped)
    inside = None if where is None else where.holds
    return Question(Asked(held, choices, told.about, groups, inside, notes, told.negatives), told)


def _notes(held: Surveyed, told: Told, unknown: int, ungrouped: int) -> tuple[str, ...]:
    """What every figure says of the columns behind it, each as name=value."""
    notes = [f"weight={held.columns.weights or 'none'}"]
    if told.row:
        notes.append(f"row={told.row}")
    if told.where is not None:
        said = told.where if isinstance(told.where, str) else "condition"
        notes.append(f"where={said.replace(';', ',')}")
    if unknown:
        notes.append(f"missing_condition={unknown} rows counted as outside")
    if ungrouped:
        notes.append(f"missing_group={ungrouped} rows in no group")
    return tuple(notes)
