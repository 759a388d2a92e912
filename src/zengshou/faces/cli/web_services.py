"""The real services behind the pages."""

from functools import cache

from zengshou import __version__
from zengshou.concepts.city import City
from zengshou.concepts.estimate import Estimate
from zengshou.faces.web.services import Progress, Services, Settings, SimulationAnswer, SimulationOrder
from zengshou.plan.reading import TargetReading
from zengshou.services.answers import Distribution
from zengshou.services.plan.levers import levers, reform_choices, reform_of_levers
from zengshou.services.plan.plan import plan_readings, show_plan
from zengshou.services.policy.sample_household import sample_household
from zengshou.services.simulation.simulate import Simulated, SimulationRequest, find_reform, run_simulation
from zengshou.services.simulation.simulate import simulate as run_reform
from zengshou.services.simulation.simulated_readings import simulated_readings
from zengshou.services.statistics.distribution import distribution_of
from zengshou.store.country import city as find_city
from zengshou.store.country import city_names

YEARS = (2025,)


def web_settings(default_city: str) -> Settings:
    """Settings of the pages with the services of this installation."""
    services = Services(cities, show_plan, readings, distribution, reform_choices, levers, simulate)
    return Settings(services, find_city(default_city).key, __version__, YEARS)


def cities() -> tuple[City, ...]:
    """Every city that the country package declares; invented ones last."""
    return tuple(sorted((find_city(name) for name in city_names()), key=lambda place: place.is_invented))


@cache
def _base_run(city: str) -> Simulated:
    return run_simulation(SimulationRequest(city, YEARS[0]))


@cache
def _simulated(city: str) -> dict[str, Estimate]:
    return simulated_readings(_base_run(city))


def readings(city: str) -> tuple[TargetReading, ...]:
    """Targets read from published figures, or from the synthetic city where there are none."""
    return plan_readings(city, _simulated(city))


def distribution(city: str, progress: Progress) -> Distribution:
    """The city's distribution; the run behind it is kept for as long as the pages are."""
    progress(0.1, "生成合成人口并按现行政策计算")
    found = distribution_of(_base_run(city))
    progress(1.0, "完成")
    return found


def simulate(order: SimulationOrder, progress: Progress) -> SimulationAnswer:
    """A shipped reform, or a reader's own values."""
    if order.reform:
        reform = find_reform(order.city, order.reform)
        text = next(choice.yaml for choice in reform_choices(order.city) if choice.key == order.reform)
    else:
        reform, text = reform_of_levers(order.city, order.year, dict(order.changes))
    request = SimulationRequest(order.city, order.year, reform, people=_base_run(order.city).people)
    result = run_reform(request, progress)
    books = {"baseline": reform.applied_baseline(_base_run(order.city).books["baseline"])}
    books["reform"] = reform.applied(_base_run(order.city).books["baseline"])
    return SimulationAnswer(result, sample_household(books, order.year), text)
