"""The whole walk for one city: plan, people, law and reforms, distribution, readings of the targets, one household."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from zengshou.plan.model import Plan
from zengshou.plan.reading import TargetReading
from zengshou.services.answers import Distribution, HouseholdAnswer
from zengshou.services.plan.plan import plan_readings, show_plan
from zengshou.services.policy.sample_household import sample_household
from zengshou.services.simulation.population import make_people
from zengshou.services.simulation.simulate import Progress, SimulationRequest, answer, find_reform, run_simulation
from zengshou.services.simulation.simulated_readings import simulated_readings
from zengshou.services.statistics.distribution import distribution_of
from zengshou.simulation.outcome import SimulationResult


@dataclass(frozen=True)
class Walk:
    """Everything a report is written from."""

    plan: Plan
    readings: tuple[TargetReading, ...]
    distribution: Distribution
    simulations: tuple[SimulationResult, ...]
    household: HouseholdAnswer


def walk(city: str, year: int, reforms: Sequence[str], persons: int, seed: int, progress: Progress) -> Walk:
    """Run every reform on the same people; the household is shown under the first.

    Raises  ProblemsFound as `simulate`
    """
    plan = show_plan(city)
    people = make_people(city, persons, seed, lambda share, text: progress(0.25 * share, text))
    results: list[SimulationResult] = []
    first = None
    for index, name in enumerate(reforms):
        started = time.perf_counter()
        request = SimulationRequest(city, year, find_reform(city, name), persons, seed, people)
        run = run_simulation(request)
        first = first or run
        results.append(answer(run, started))
        progress(0.25 + 0.6 * (index + 1) / len(reforms), f"测算“{results[-1].title}”")
    base = run_simulation(SimulationRequest(city, year, None, persons, seed, people))
    progress(0.9, "收入分布与目标读数")
    shown = distribution_of(base)
    readings = plan_readings(city, simulated_readings(base))
    household = sample_household((first or base).books, year)
    progress(1.0, "完成")
    return Walk(plan, readings, shown, tuple(results), household)
