"""Density and Lorenz curves as they may be shown: no bin and no step rests on a few people."""

import numpy as np
from numpy.typing import NDArray

from zengshou.services.answers import Curve, Residence
from zengshou.services.release.release_gate import Gate
from zengshou.simulation.sampling import weighted_parts
from zengshou.statistics.disclosure.facts import Contributors, facts_of
from zengshou.statistics.disclosure.parts import common_runs
from zengshou.statistics.disclosure.primary import is_dominated, is_guessable

Numbers = NDArray[np.float64]
Mask = NDArray[np.bool_]
Domains = dict[Residence, Mask]
BINS, TAIL = 60, 0.99
LORENZ_STEPS = (50, 25, 10, 5, 2, 1)  # steps of equal weight, as fine as the people allow


def bin_edges(income: Numbers, weight: Numbers) -> Numbers:
    """Round bins from zero up to where one in a hundred is left; the tail falls into the last."""
    order = np.argsort(income)
    share = np.cumsum(weight[order]) / weight.sum()
    top = float(income[order][np.searchsorted(share, TAIL)])
    width = max(500.0 * np.ceil(top / BINS / 500.0), 500.0)
    return np.arange(0.0, width * (BINS + 1), width)


def density(income: Numbers, weight: Numbers, domains: Domains, edges: Numbers, gate: Gate) -> tuple[Curve, ...]:
    """Shares of people by bin; neighbouring bins that hold few people of any curve share their mean in all of them."""
    if not domains:
        return ()
    held = np.clip(income, edges[0], np.nextafter(edges[-1], 0))
    bins = np.searchsorted(edges, held, side="right") - 1
    size = len(edges) - 1
    counts = np.stack([np.bincount(bins[mask], minlength=size) for mask in domains.values()], axis=1)
    runs = common_runs(counts, gate.rules.minimum_contributors)
    middles = (edges[:-1] + edges[1:]) / 2
    curves = []
    for residence, mask in domains.items():
        shares = np.bincount(bins[mask], weights=weight[mask], minlength=size) / weight[mask].sum()
        level = (np.bincount(runs, weights=shares) / np.bincount(runs))[runs]
        curves.append(Curve(residence, tuple((float(x), float(y)) for x, y in zip(middles, level, strict=True))))
    return tuple(curves)


def lorenz(
    income: Numbers, household: NDArray[np.int64], weight: Numbers, domains: Domains, gate: Gate
) -> tuple[Curve, ...]:
    """Cumulative income by cumulative people, in steps none of which is of a few people or of one rich household."""
    return tuple(_lorenz(residence, income, household, weight, mask, gate) for residence, mask in domains.items())


def _lorenz(
    residence: Residence, income: Numbers, household: NDArray[np.int64], weight: Numbers, mask: Mask, gate: Gate
) -> Curve:
    x, w = income[mask], weight[mask]
    order = np.argsort(x, kind="stable")
    people = np.concatenate([[0.0], np.cumsum(w[order])])
    money = np.concatenate([[0.0], np.cumsum(w[order] * x[order])])
    rows = Contributors(w, household[mask], x)
    steps = next((one for one in LORENZ_STEPS if _are_safe(one, rows, gate)), 1)
    at = np.linspace(0, 1, steps + 1)
    curve = np.interp(at, people / people[-1], money / money[-1])
    return Curve(residence, tuple((float(p), float(share)) for p, share in zip(at, curve, strict=True)))


def _are_safe(steps: int, rows: Contributors, gate: Gate) -> bool:
    """Enough people in every step, and the richest step not that of one or two households."""
    assert rows.amount is not None
    part = weighted_parts(rows.amount, rows.weight, steps)
    if np.bincount(part, minlength=steps).min() < gate.rules.minimum_contributors:
        return False
    top = facts_of(rows, part == steps - 1, max(gate.rules.dominance_units, 2))
    return not is_dominated(top, gate.rules) and not is_guessable(top, gate.rules)
