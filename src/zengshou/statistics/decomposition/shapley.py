"""Shapley's rule: what each of several factors adds, averaged over every order in which they may come in.

The parts sum exactly to what all factors do together, and their influences sum to its influence.
Source  Shorrocks (2013), Journal of Economic Inequality 11(1), 99-126
"""

from collections.abc import Callable
from math import factorial

from zengshou.statistics.result import Result, derived

Subset = frozenset[int]


def shapley_values(count: int, value_of: Callable[[Subset], Result]) -> tuple[Result, ...]:
    """The part of each of `count` factors; they sum to value_of(all) - value_of(none), influence and all.

    value_of  the figure when the factors of a subset are in; asked once for each of the 2^count subsets, so that no
              more than one of them is held at a time
    """
    sums: list[Result | None] = [None] * count
    for bits in range(1 << count):
        inside = frozenset(k for k in range(count) if bits >> k & 1)
        found = value_of(inside)
        for k in range(count):
            size = len(inside) - (k in inside)
            weight = factorial(size) * factorial(count - 1 - size) / factorial(count)
            sums[k] = _added(sums[k], weight if k in inside else -weight, found)
    return tuple(part.naming("shapley=all orders") for part in sums if part is not None)


def _added(so_far: Result | None, weight: float, found: Result) -> Result:
    if so_far is None:
        return derived(weight * found.value, (weight, found))
    return derived(so_far.value + weight * found.value, (1.0, so_far), (weight, found))
