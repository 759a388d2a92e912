"""Which columns a simulation reports: income concept, sources, groups, poverty line, as a country declares them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from zengshou.concepts.problem import Problem, ProblemsFound

Yaml = object
FIELDS = ("income", "tax", "sources", "groups", "urban", "line_share", "gain_threshold")


@dataclass(frozen=True)
class NamedColumn:
    """A column and what people call it."""

    name: str
    label: str


@dataclass(frozen=True)
class IncomeConcept:
    """income          disposable income per head and year (household column)
    tax             taxes and contributions paid per head and year (household column); income before them is the sum
    sources         the sources that add up to disposable income (person columns)
    groups          flag columns of people
    urban           the residence category that counts as urban: its code
    line_share      poverty line as a share of the baseline's median, held still under a reform
    gain_threshold  yuan per head and year below which a change counts as none
    """

    income: NamedColumn
    tax: NamedColumn
    sources: tuple[NamedColumn, ...]
    groups: tuple[NamedColumn, ...]
    urban: int
    line_share: float
    gain_threshold: float

    @property
    def outputs(self) -> tuple[str, ...]:
        """Columns that a run must compute for the report."""
        return tuple(dict.fromkeys(column.name for column in (self.income, self.tax, *self.sources)))


def read_concept(document: Yaml, where: str) -> IncomeConcept:
    """The concept from parsed YAML; a missing field is a Problem."""
    if not isinstance(document, Mapping):
        raise ProblemsFound(Problem("应为映射。", where))
    missing = [Problem(f"缺少“{field}”。", where) for field in FIELDS if field not in document]
    if missing:
        raise ProblemsFound(missing)
    return IncomeConcept(
        _named(document["income"]),
        _named(document["tax"]),
        tuple(_named(row) for row in cast(Sequence[Yaml], document["sources"])),
        tuple(_named(row) for row in cast(Sequence[Yaml], document["groups"])),
        int(cast(int, document["urban"])),
        float(cast(float, document["line_share"])),
        float(cast(float, document["gain_threshold"])),
    )


def _named(row: Yaml) -> NamedColumn:
    pair = cast(Mapping[str, str], row)
    return NamedColumn(str(pair["column"]), str(pair["label"]))
