"""The additive quantities of a table: what is counted and summed, what a reader concludes, how wide it must stay."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from zengshou.statistics.disclosure.composition import PERSONS, POPULATION, Quantity
from zengshou.statistics.disclosure.facts import CellFacts, Contributors
from zengshou.statistics.disclosure.rounding import count_limits, money_limits, rounded_counts, rounded_money
from zengshou.statistics.disclosure.rules import Rules

Numbers = NDArray[np.float64]
TOTAL, MEAN, RATE = "total", "mean", "rate"
ADDITIVE = (TOTAL, MEAN, RATE)


def quantities(
    amount: str, statistics: Sequence[str], facts: Sequence[CellFacts], rows: Contributors, rules: Rules
) -> tuple[Quantity, ...]:
    """People, weighted people where weights differ from 1, and the amount where its total or mean is published."""
    found = [_people(facts, rules)]
    if is_weighted(rows):
        found.append(_population(facts, rows, rules))
    asked = [name for name in statistics if name in ADDITIVE]
    if amount and asked:
        found.append(_amount(f"amount:{amount}", asked, facts, rows, rules))
    return tuple(found)


def is_weighted(rows: Contributors) -> bool:
    return bool((rows.weight != 1.0).any())


def _people(facts: Sequence[CellFacts], rules: Rules) -> Quantity:
    truth = np.array([float(one.contributors) for one in facts])
    low, high = count_limits(rounded_counts(truth, rules.count_base), rules.count_base, True)
    return Quantity(PERSONS, low, high, np.full(len(facts), float(rules.count_width)), truth)


def _population(facts: Sequence[CellFacts], rows: Contributors, rules: Rules) -> Quantity:
    """As wide as `count_width` people of mean weight."""
    truth = np.array([one.population for one in facts])
    low, high = count_limits(rounded_counts(truth, rules.count_base), rules.count_base, False)
    width = rules.count_width * max(float(rows.weight.mean()), 1.0)
    return Quantity(POPULATION, low, high, np.full(len(facts), width), truth)


def _amount(name: str, asked: Sequence[str], facts: Sequence[CellFacts], rows: Contributors, rules: Rules) -> Quantity:
    """Between the limits of each statistic that is published: a mean is taken times the people it is a mean of."""
    truth = np.array([one.total or 0.0 for one in facts])
    people = np.array([one.population for one in facts])
    low, high = np.full(len(facts), -np.inf), np.full(len(facts), np.inf)
    if TOTAL in asked:
        ends = money_limits(rounded_money(truth, rules.money_digits), rules.money_digits)
        low, high = np.maximum(low, ends[0]), np.minimum(high, ends[1])
    if MEAN in asked or RATE in asked:
        mean = truth / np.where(people > 0, people, 1.0)
        ends = money_limits(rounded_money(mean, rules.money_digits), rules.money_digits)
        counts = count_limits(rounded_counts(people, rules.count_base), rules.count_base, not is_weighted(rows))
        corners = np.stack([end * count for end in ends for count in counts])
        low, high = np.maximum(low, corners.min(axis=0)), np.minimum(high, corners.max(axis=0))
    return Quantity(name, low, high, _needed(truth, people, rows, rules), truth, rows.floor)


def _needed(truth: Numbers, people: Numbers, rows: Contributors, rules: Rules) -> Numbers:
    """p % of the cell, and never less than p % of what one person of the table brings on average; people for a flag."""
    if rows.is_flag:
        return np.full(len(truth), rules.count_width * max(float(rows.weight.mean()), 1.0))
    amount = np.zeros(1) if rows.amount is None else rows.weight * np.abs(rows.amount)
    least = float(amount.mean()) if amount.size else 0.0
    return rules.p_share * np.maximum(np.maximum(np.abs(truth), least), 0.01)
