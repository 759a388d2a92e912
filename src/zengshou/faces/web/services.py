"""What the pages ask of the services: callables that are passed in, so that tests run on answers of their own."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from zengshou.concepts.city import City
from zengshou.faces.web.jobs import Progress as Progress
from zengshou.faces.web.library import Library
from zengshou.faces.web.office.door import Office
from zengshou.faces.web.policy_tools import PolicyTools
from zengshou.plan.model import Plan
from zengshou.plan.reading import TargetReading
from zengshou.services.answers import Distribution, HouseholdAnswer, Lever, ReformChoice
from zengshou.services.release.release import Shelf
from zengshou.simulation.outcome import SimulationResult


def today() -> str:
    """The day on which a page is asked for, YYYY-MM-DD."""
    return date.today().isoformat()


@dataclass(frozen=True)
class SimulationOrder:
    """What a reader asks for: a reform that ships with the city, or values of their own for some levers."""

    city: str
    year: int
    reform: str = ""
    changes: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class SimulationAnswer:
    """A run, the household before and after, and the reform as YAML that repeats it."""

    result: SimulationResult
    household: HouseholdAnswer | None
    reform_yaml: str


@dataclass(frozen=True)
class Services:
    """One callable a verb. Those that take a Progress may take minutes and run beside the pages."""

    cities: Callable[[], tuple[City, ...]]
    plan: Callable[[str], Plan]
    readings: Callable[[str], tuple[TargetReading, ...]]
    distribution: Callable[[str, Progress], Distribution]
    reforms: Callable[[str], tuple[ReformChoice, ...]]
    levers: Callable[[str, int], tuple[Lever, ...]]
    simulate: Callable[[SimulationOrder, Progress], SimulationAnswer]


@dataclass(frozen=True)
class Settings:
    """How the pages run.

    years     years that may be simulated, newest first
    patience  seconds a page waits for a long answer before it shows the progress page
    library   what the pages of the law ask
    tools     what the pages of marginal view, goal seek and lever ranking ask
    today     the day whose law the public pages tell
    shelf     where released tables are kept
    office    the stored part, for those who sign in; None where there is no database
    """

    services: Services
    default_city: str
    version: str
    years: tuple[int, ...]
    patience: float = 1.0
    library: Library = field(default_factory=Library)
    tools: PolicyTools = field(default_factory=PolicyTools)
    today: Callable[[], str] = today
    shelf: Shelf = field(default_factory=lambda: Shelf(Path("releases")))
    office: Office | None = None
