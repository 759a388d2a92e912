"""Many reforms of one law on the same people: the law's own columns once, each reform only the part it moves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from zengshou.concepts.people import People
from zengshou.policy.cone import Held, cone_of, hold, run_cone
from zengshou.policy.lawbook import Lawbook
from zengshou.policy.planning import make_run_plan
from zengshou.policy.run import Columns, forms_of

BASELINE, REFORM = "baseline", "reform"


@dataclass
class ReformRuns:
    """Runs of reforms beside one law.

    outputs   columns asked of law and reform
    baseline  the law's columns, already computed
    """

    book: Lawbook
    year: int
    outputs: Sequence[str]
    people: People
    baseline: Columns
    threads: int | None = None
    _held: Held | None = field(default=None, repr=False)

    def columns(self, reformed: Lawbook) -> Columns:
        """(book, name) -> column of law and reform.

        Raises  ProblemsFound: what the reformed law cannot compute
        """
        books: Mapping[str, Lawbook] = {BASELINE: self.book, REFORM: reformed}
        plan = make_run_plan(books, self.year, self.outputs, forms_of(self.people))
        cone = cone_of(plan, REFORM, BASELINE)
        if self._held is None or not self._held.serves(plan, cone):
            self._held = hold(plan, cone, self.people, self.threads)
        return {**self.baseline, **run_cone(plan, cone, self._held, self.people, self.threads)}
