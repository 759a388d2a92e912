"""Parts of one population shown beside its total, with exact figures: which may not be shown.

For figures of a simulation by tenth, residence or group. One-way parts with a common total are audited one
classification at a time: any two states of two of them can hold together, so nothing more follows from their union.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from zengshou.statistics.disclosure.classification import Column, cell_keys, dimension, members
from zengshou.statistics.disclosure.composition import PERSONS, Composition
from zengshou.statistics.disclosure.facts import Contributors, all_facts
from zengshou.statistics.disclosure.joint import protected
from zengshou.statistics.disclosure.primary import grounds
from zengshou.statistics.disclosure.quantities import MEAN, quantities
from zengshou.statistics.disclosure.rules import Rules

EXACT_DIGITS = 12
WHOLE = "whole"


def hidden_parts(column: Column, rows: Contributors, rules: Rules) -> tuple[bool, frozenset[str]]:
    """(whether the total is hidden, labels of the parts that are); a part with nobody is none.

    rows  the people the figures are of, with the amount that is shown of them
    """
    if not rows.n:
        return False, frozenset()
    exact = replace(rules, count_base=1, money_digits=EXACT_DIGITS)
    parts = dimension([column])
    keys = cell_keys([parts])
    codes = {column.name: column.codes}
    facts = all_facts(rows, [members(key, codes, rows.n) for key in keys], max(rules.dominance_units, 2))
    may_show = np.array([not grounds(one, exact) for one in facts])
    if may_show.all():
        return False, frozenset()
    found = quantities(WHOLE, (MEAN,) if rows.amount is not None else (), facts, rows, exact)
    digests = {one.name: np.arange(rows.n, dtype=np.uint64) for one in found} | {
        PERSONS: np.arange(rows.n, dtype=np.uint64)
    }
    draft = Composition(WHOLE, WHOLE, ((column.name,),), (column,), digests, may_show, found)
    shown, _ = protected(draft, keys, facts, (), exact)
    return not shown[0], frozenset(keys[at].nodes[0].label for at in np.flatnonzero(~shown) if at)


def hidden_group(is_in: NDArray[np.bool_], rows: Contributors, rules: Rules) -> bool:
    """Whether one group beside everyone is hidden: it or those outside it are too few; the rest is not shown itself.

    A side on which nobody of `rows` stands tells nothing of a person.
    """
    sides = [side for side in (is_in, ~is_in) if side.any()]
    facts = all_facts(rows, sides, max(rules.dominance_units, 2))
    return any(grounds(one, rules) for one in facts)


def common_runs(counts: NDArray[np.int64], fewest: int) -> NDArray[np.int64]:
    """(b,) run of each bin: neighbouring bins join until every column of `counts` (b, k) has `fewest` in the run.

    The last run takes what is left over. Columns with fewer than `fewest` altogether must be left out by the caller.
    """
    runs = np.zeros(len(counts), dtype=np.int64)
    run, held = 0, np.zeros(counts.shape[1], dtype=np.int64)
    for place, row in enumerate(counts):
        runs[place] = run
        held = held + row
        if (held >= fewest).all():
            run, held = run + 1, np.zeros(counts.shape[1], dtype=np.int64)
    if run and (held < fewest).any():
        runs[runs == run] = run - 1
    return runs
