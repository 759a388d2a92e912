"""A table and all earlier ones on the same subject, protected and audited as one."""

from collections.abc import Sequence
from functools import partial

import numpy as np
from scipy.sparse import csr_array, vstack

from zengshou.concepts.problem import refuse
from zengshou.statistics.disclosure.attack import Known
from zengshou.statistics.disclosure.classification import CellKey, lines
from zengshou.statistics.disclosure.composition import PERSONS, Composition, Mask, Numbers, Quantity
from zengshou.statistics.disclosure.differencing import near_pairs
from zengshou.statistics.disclosure.facts import CellFacts
from zengshou.statistics.disclosure.released import AuditResult
from zengshou.statistics.disclosure.rules import Rules
from zengshou.statistics.disclosure.secondary import Audit, System, Target, Unprotectable, audit, protect
from zengshou.statistics.disclosure.targets import Cells, targets
from zengshou.statistics.disclosure.union import union

STEP = 6.0  # a total costs so many times what the cells one step below it cost to hide


def protected(
    draft: Composition,
    keys: Sequence[CellKey],
    facts: Sequence[CellFacts],
    earlier: Sequence[Composition],
    rules: Rules,
) -> tuple[Mask, AuditResult]:
    """The cells that may be shown in view of everything that is out, and the audit of the final state.

    Raises  ProblemsFound: what is out already leaves no way to protect this table
    """
    problems = [_problem(draft, one, keys, facts, earlier, rules) for one in draft.quantities]
    shown = draft.shown
    try:
        while True:
            before = shown
            for system, wanted in problems:
                shown, _ = protect(system, shown, wanted)
            if np.array_equal(before, shown):
                break
        found = [audit(system, shown, wanted(shown))[0] for system, wanted in problems]
    except Unprotectable:
        names = "、".join(past.release for past in earlier) or "本表"
        raise refuse(
            "这张表与已发布的表联立后，隐去哪些格都不能保护个体。", names, "请归并类别，或不发布这张表。"
        ) from None
    return shown, _result(found, earlier)


def _result(found: Sequence[Audit], earlier: Sequence[Composition]) -> AuditResult:
    ratios = [one.ratio for one in found if one.ratio is not None]
    return AuditResult(
        tuple(past.release for past in earlier),
        sum(one.targets for one in found),
        sum(one.programmes for one in found),
        min(ratios, default=None),
        all(one.is_passed for one in found),
    )


Problem = tuple[System, "partial[list[Target]]"]


def _problem(
    draft: Composition,
    quantity: Quantity,
    keys: Sequence[CellKey],
    facts: Sequence[CellFacts],
    earlier: Sequence[Composition],
    rules: Rules,
) -> Problem:
    """The system of one quantity and what must stay unknown in it."""
    past = [(one, held) for one in earlier if (held := one.quantity(quantity.name)) is not None]
    joint = union([draft.part(quantity.name), *(one.part(quantity.name) for one, _ in past)])
    rows, others = joint.cells[0], joint.cells[1:]
    out = [np.flatnonzero(one.shown) for one, _ in past]
    known = Known(
        csr_array(vstack([csr_array((0, joint.size)), *(cells[at] for cells, at in zip(others, out, strict=True))])),
        _joined([held.low[at] for (_, held), at in zip(past, out, strict=True)]),
        _joined([held.high[at] for (_, held), at in zip(past, out, strict=True)]),
        min([quantity.floor, *(held.floor for _, held in past)]),
    )
    system = System(rows, quantity.low, quantity.high, quantity.truth, _costs(keys, facts), known)
    fixed = [
        Target(cells[[int(at)]], float(held.needed[at]))
        for (one, held), cells in zip(past, others, strict=True)
        for at in np.flatnonzero(~one.shown)
        if cells[[int(at)]].nnz
    ]
    pairs = _pairs(draft, keys, quantity, [one for one, _ in past], others, rules)
    cells = Cells(rows, lines(keys), tuple(facts), quantity.needed, rules.minimum_contributors)
    return system, partial(targets, cells, fixed, pairs)


def _joined(parts: Sequence[Numbers]) -> Numbers:
    return np.concatenate([np.zeros(0), *parts])


def _costs(keys: Sequence[CellKey], facts: Sequence[CellFacts]) -> Numbers:
    """Small cells of the innermost level are hidden before large ones and before totals."""
    deepest = max(key.depth for key in keys)
    return np.array(
        [STEP ** (deepest - key.depth) * (1 + np.log1p(one.contributors)) for key, one in zip(keys, facts, strict=True)]
    )


def _pairs(
    draft: Composition,
    keys: Sequence[CellKey],
    quantity: Quantity,
    past: Sequence[Composition],
    others: Sequence[csr_array],
    rules: Rules,
) -> list[tuple[int, csr_array, float]]:
    """(cell, earlier cell's row, width) for cells of both tables that differ by a few people."""
    mine = (draft.digests[PERSONS], draft.columns, keys)
    found = []
    for one, cells in zip(past, others, strict=True):
        for cell, other, people in near_pairs(mine, one, rules.difference_contributors):
            if one.shown[other]:
                needed = float(quantity.needed.min()) if quantity.name != PERSONS else float(rules.count_width)
                found.append((cell, cells[[other]], needed * (people if quantity.name.startswith("amount") else 1)))
    return found
