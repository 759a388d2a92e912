"""What a shown cell says: rounded counts and statistics; a hidden one says nothing, no value, no error, no n."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.concepts.sample import Sample
from zengshou.statistics.disclosure.classification import CellKey
from zengshou.statistics.disclosure.facts import CellFacts, Contributors
from zengshou.statistics.disclosure.primary import may_show_quantile
from zengshou.statistics.disclosure.quantities import ADDITIVE, MEAN, RATE, TOTAL, is_weighted
from zengshou.statistics.disclosure.released import Measure, ReleasedCell
from zengshou.statistics.disclosure.rounding import rounded_counts, rounded_money
from zengshou.statistics.disclosure.rules import Rules
from zengshou.statistics.indicators import estimate
from zengshou.statistics.registry import indicator
from zengshou.statistics.variance.design import design_of

Mask = NDArray[np.bool_]
WHOLE = 0.5  # a statistic of the whole cell isolates nobody: as a median
# Statistics that are no sums, and the smallest share of the people that each sets apart.
APART = {
    "median": 0.5,
    "p5": 0.05,
    "p10": 0.1,
    "p20": 0.2,
    "p25": 0.25,
    "p75": 0.25,
    "p80": 0.2,
    "p90": 0.1,
    "p95": 0.05,
    "p99": 0.01,
    "p90_p10": 0.1,
    "s80_s20": 0.2,
    "palma": 0.1,
    "share_bottom_40": 0.4,
    "share_top_10": 0.1,
    "gini": WHOLE,
    "theil": WHOLE,
    "ge0": WHOLE,
    "ge2": WHOLE,
}
LABELS = {TOTAL: "合计", MEAN: "均值", RATE: "比率"}


def refuse_statistics(statistics: Sequence[str], amount: str, rules: Rules) -> None:
    """Raises  ProblemsFound naming every statistic that is never published, unknown here, or without an amount."""
    problems = []
    for name in statistics:
        if name in rules.refused_statistics:
            problems.append(
                Problem(f"“{name}”会直接给出个人的数，不发布。", "statistics", "可改为 p10、p90 等分位数。")
            )
        elif name not in ADDITIVE and name not in APART:
            known = "、".join([*ADDITIVE, *APART])
            problems.append(Problem(f"发布闸口不认识统计量“{name}”。", "statistics", f"可用：{known}。"))
    if statistics and not amount:
        problems.append(Problem("有统计量而没有金额列。", "value", "请写明金额列。"))
    if problems:
        raise ProblemsFound(problems)


def measures(statistics: Sequence[str], unit: str, rows: Contributors) -> tuple[Measure, ...]:
    """The columns of numbers, people first."""
    people = [Measure("persons", "样本人数" if is_weighted(rows) else "人数", "人")]
    if is_weighted(rows):
        people.append(Measure("population", "人口（加权）", "人"))
    others = [
        Measure(name, LABELS.get(name) or indicator(name).heading.label, "" if name == RATE else _unit(name, unit))
        for name in statistics
    ]
    return (*people, *others)


def _unit(name: str, unit: str) -> str:
    return unit if name in ADDITIVE else indicator(name).heading.unit or unit


def contents(
    statistics: Sequence[str],
    keys: Sequence[CellKey],
    masks: Sequence[Mask],
    facts: Sequence[CellFacts],
    rows: Contributors,
    sample: Sample,
    shown: Mask,
    rules: Rules,
) -> tuple[ReleasedCell, ...]:
    """Every cell as it goes out."""
    design = design_of(sample)

    def value(name: str, mask: Mask, one: CellFacts) -> float | None:
        if name == TOTAL:
            return _money(one.total, rules)
        if name in (MEAN, RATE):
            return _money(None if one.total is None or not one.population else one.total / one.population, rules)
        if rows.amount is None or not may_show_quantile(one, APART[name], rules):
            return None
        return _money(estimate(name, rows.amount, design, domain=mask).value, rules)

    found = []
    for key, mask, one, is_shown in zip(keys, masks, facts, shown, strict=True):
        if not is_shown:
            found.append(ReleasedCell(key.labels, True))
            continue
        counts = [_count(one.contributors, rules)]
        if is_weighted(rows):
            counts.append(_count(one.population, rules))
        found.append(ReleasedCell(key.labels, False, (*counts, *(value(name, mask, one) for name in statistics))))
    return tuple(found)


def _count(people: float, rules: Rules) -> float:
    return float(rounded_counts(np.array([people]), rules.count_base)[0])


def _money(amount: float | None, rules: Rules) -> float | None:
    return None if amount is None else float(rounded_money(np.array([amount]), rules.money_digits)[0])
