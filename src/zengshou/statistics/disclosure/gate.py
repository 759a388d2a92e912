"""The gate: a request and its people in, a ReleasedTable and the gate's own record out, or a refusal in words."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from zengshou.concepts.problem import Problem, ProblemsFound, refuse
from zengshou.concepts.sample import Sample
from zengshou.statistics.disclosure.classification import CellKey, Column, cell_keys, members
from zengshou.statistics.disclosure.composition import Composition, Mask, Quantity, dimensions_of
from zengshou.statistics.disclosure.contents import contents, measures, refuse_statistics
from zengshou.statistics.disclosure.differencing import refuse_near_populations
from zengshou.statistics.disclosure.facts import CellFacts, Contributors, all_facts
from zengshou.statistics.disclosure.joint import protected
from zengshou.statistics.disclosure.primary import Ground, grounds
from zengshou.statistics.disclosure.quantities import quantities
from zengshou.statistics.disclosure.released import SEAL, AuditResult, Mode, ReleasedTable
from zengshou.statistics.disclosure.rules import Rules
from zengshou.statistics.disclosure.union import Digests
from zengshou.statistics.disclosure.wording import rules_in_words

MOST_CELLS = 4_000


@dataclass(frozen=True)
class Request:
    """What is to be published.

    by          hierarchies of columns, the coarsest first: (("county", "township"), ("sex",))
    amount      the column of money or of 0 and 1; empty for a table of counts
    statistics  of the amount: total, mean, rate, median, p90, gini ...; people are always counted
    """

    title: str
    purpose: str
    by: tuple[tuple[str, ...], ...]
    amount: str = ""
    statistics: tuple[str, ...] = ()
    area: str = ""
    period: str = ""
    unit: str = ""
    vintage: str = ""
    source: str = ""
    is_synthetic: bool = False
    mode: Mode = Mode.RELEASE

    @property
    def subject(self) -> str:
        """Tables of one subject are audited together."""
        return f"{self.area}|{self.period}"


@dataclass(frozen=True, eq=False)
class Microdata:
    """The people of a request, row by row.

    columns  the classifying columns that `by` names
    digests  quantity -> keyed digest of each row, for the gate's own record
    notes    what was left out on the way in, counted
    """

    rows: Contributors
    columns: tuple[Column, ...]
    digests: dict[str, Digests]
    sample: Sample
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Verdict:
    """The table, and what stays at the gate: composition and the grounds of each hidden cell."""

    table: ReleasedTable
    composition: Composition
    grounds: tuple[tuple[Ground, ...], ...]

    def tally(self) -> tuple[tuple[str, int], ...]:
        """(ground in words, cells), for the officers who sign."""
        found = [ground for row in self.grounds for ground in row]
        return tuple((ground.label, found.count(ground)) for ground in Ground if ground in found)


def judge(request: Request, data: Microdata, rules: Rules, earlier: Sequence[Composition], release: str) -> Verdict:
    """The verdict on one table, judged together with every earlier one of its subject.

    Raises  ProblemsFound: a statistic that is never published, too large a table, people that differ from those of an
            earlier release by a few, a table that cannot be protected
    """
    linked = tuple(past for past in earlier if past.subject == request.subject)
    refuse_statistics(request.statistics, request.amount, rules)
    refuse_near_populations(data.digests, data.columns, linked, rules.difference_contributors)
    dimensions = dimensions_of(request.by, data.columns)
    keys = cell_keys(dimensions)
    if len(keys) > MOST_CELLS:
        raise refuse(f"表有 {len(keys):,} 格，超过 {MOST_CELLS:,} 格。", "by", "请减少分类，或拆成几张表。")
    codes = {column.name: column.codes for column in data.columns}
    masks = [members(key, codes, data.rows.n) for key in keys]
    facts = all_facts(data.rows, masks, max(rules.dominance_units, 2))
    broken = [grounds(one, rules) for one in facts]
    found = quantities(request.amount, request.statistics, facts, data.rows, rules)
    may_show = np.array([not rows for rows in broken])
    draft = Composition(release, request.subject, request.by, data.columns, data.digests, may_show, found)
    shown, audit = protected(draft, keys, facts, linked, rules)
    kept = _for_the_record(draft, shown)
    all_grounds = tuple(rows if rows or show else (Ground.SECONDARY,) for rows, show in zip(broken, shown, strict=True))
    table = _table(request, data, rules, keys, masks, facts, shown, audit)
    return Verdict(table, kept, all_grounds)


def _for_the_record(draft: Composition, shown: Mask) -> Composition:
    """The composition without the true values: what is kept is no more than what an audit needs."""
    nothing = np.zeros(0)
    kept = tuple(Quantity(one.name, one.low, one.high, one.needed, nothing, one.floor) for one in draft.quantities)
    return Composition(draft.release, draft.subject, draft.by, draft.columns, draft.digests, shown, kept)


def _table(
    request: Request,
    data: Microdata,
    rules: Rules,
    keys: Sequence[CellKey],
    masks: Sequence[Mask],
    facts: Sequence[CellFacts],
    shown: Mask,
    audit: AuditResult,
) -> ReleasedTable:
    if not audit.is_passed:
        found = "审查没有通过：仍有隐去的格可以被推算。"
        raise ProblemsFound(Problem(found, request.title, "请归并类别或减少分类后重新提出。"))
    return ReleasedTable(
        request.title,
        request.purpose,
        request.area,
        request.period,
        request.vintage,
        request.source,
        tuple(">".join(names) for names in request.by),
        measures(request.statistics, request.unit, data.rows),
        contents(request.statistics, keys, masks, facts, data.rows, data.sample, shown, rules),
        f"{rules.version}（{rules.fingerprint}）",
        rules_in_words(rules),
        audit,
        request.mode,
        request.is_synthetic,
        float(np.mean(~shown)),
        data.notes,
        seal=SEAL,
    )
