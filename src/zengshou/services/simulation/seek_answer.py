"""What is asked of a goal seek and what it answers: the value, how it was reached, the reform in full."""

from dataclasses import dataclass, field

from zengshou.concepts.estimate import Estimate
from zengshou.concepts.people import People
from zengshou.services.plan.target_names import NamedValue
from zengshou.services.policy.parameter_keys import KeyedValue
from zengshou.services.simulation.simulate import DEFAULT_PERSONS, DEFAULT_SEED
from zengshou.services.simulation.simulation_json import simulation_json
from zengshou.services.statistics.estimate_json import estimate_json
from zengshou.simulation.outcome import SimulationResult
from zengshou.simulation.seek import Probe
from zengshou.simulation.target_expression import Target

SCHEMA = "zengshou.seek/1"


@dataclass(frozen=True)
class SeekRequest:
    """What is looked for.

    target     the line as written, e.g. `poverty_rate = 0.05`
    given      values for names that have none of their own
    tolerance  how near the figure must come; None: a thousandth, or a twentieth of its standard error
    people     None: the city's synthetic people
    """

    city: str
    year: int
    parameter: str
    target: str
    given: tuple[tuple[str, float], ...] = ()
    tolerance: float | None = None
    persons: int = DEFAULT_PERSONS
    seed: int = DEFAULT_SEED
    people: People | None = field(default=None, repr=False)
    threads: int | None = None


@dataclass(frozen=True)
class SeekAnswer:
    """The value and everything that follows from it.

    value, se    the parameter's value, and how far the sampling error of the figure reaches over to it (None: no error)
    wanted, reached  right and left side of the target at that value (left less right where both move)
    is_direct    found from a formula, no simulation in between
    is_met       False: the figure moves in steps, and no value of the parameter comes nearer
    figure       the left side with its error, where it is one simulated figure
    evaluations  every value tried with the figure there, the value in force among them; `measured` not counting it
    simulation   the reform in full
    """

    request: SeekRequest
    parameter: KeyedValue
    value: float
    se: float | None
    target: Target
    names: tuple[NamedValue, ...]
    wanted: float
    reached: float
    tolerance: float
    is_direct: bool
    is_met: bool
    figure: Estimate | None
    evaluations: tuple[Probe, ...]
    measured: int
    reform_yaml: str
    simulation: SimulationResult


def seek_json(found: SeekAnswer) -> dict[str, object]:
    """`zs seek --json`."""
    keyed = found.parameter
    return {
        "schema": SCHEMA,
        "city": found.request.city,
        "year": found.request.year,
        "parameter": {
            "key": keyed.key,
            "label": keyed.label,
            "unit": keyed.use.unit,
            "before": keyed.value,
            "value": found.value,
            "se": found.se,
            "low": keyed.low,
            "high": keyed.high,
        },
        "target": {
            "text": found.target.text,
            "relation": found.target.relation.value,
            "wanted": found.wanted,
            "reached": found.reached,
            "tolerance": found.tolerance,
            "is_direct": found.is_direct,
            "is_met": found.is_met,
            "figure": None if found.figure is None else estimate_json(found.figure),
        },
        "names": [
            {"name": n.name, "label": n.label, "value": n.value, "unit": n.unit, "source": n.source}
            for n in found.names
        ],
        "evaluations": [{"value": probe.at, "figure": probe.value} for probe in found.evaluations],
        "measured": found.measured,
        "reform": found.reform_yaml,
        "simulation": simulation_json(found.simulation),
    }
