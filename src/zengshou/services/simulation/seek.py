"""Goal seek: the value of one parameter at which a target holds, what it costs and who gains, with errors."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

import yaml

from zengshou.concepts.estimate import Estimate
from zengshou.concepts.people import People
from zengshou.concepts.problem import ProblemsFound, refuse
from zengshou.policy.lawbook import Lawbook
from zengshou.policy.reform import Reform, read_reform
from zengshou.services.plan.levers import law_with_demonstration
from zengshou.services.plan.target_names import NamedValue, named_values
from zengshou.services.policy.parameter_keys import KeyedValue, changes_of, keyed_value
from zengshou.services.release.release_gate import gate_of, publishable
from zengshou.services.simulation.population import make_people
from zengshou.services.simulation.seek_answer import SeekAnswer, SeekRequest
from zengshou.services.simulation.seek_refusals import out_of_reach, turning
from zengshou.services.simulation.simulate import Progress, Simulated, SimulationRequest, answer, run_simulation
from zengshou.simulation.budget import PublicFlow, public_flows
from zengshou.simulation.compare import Measured
from zengshou.simulation.named_figures import BY_NAME, NamedFigure, RunFigures
from zengshou.simulation.reform_runs import ReformRuns
from zengshou.simulation.seek import MOST_MEASURED, Aim, NotMonotone, NotReached, Probe, Sought, seek
from zengshou.simulation.target_expression import Name, Relation, Target, names_of, read_target, value_of

NEAR = 1e-3  # of the target, or of the way to it
NEAR_OF_ERROR = 0.05  # of the sampling error of the figure: nearer says nothing
MOST_DIRECT = 200  # trial values of a formula, which cost nothing
WHOLE_UNITS = {"months", "years", "persons", "month 1 to 12", "tier 1 to 3", "months of birth", "refusals"}


@dataclass(frozen=True)
class _Question:
    """The target with its names, and the parameter."""

    request: SeekRequest
    book: Lawbook
    keyed: KeyedValue
    target: Target
    names: Mapping[str, NamedValue]

    @property
    def is_direct(self) -> bool:
        """No simulated figure in it."""
        return all(named.value is not None or named.is_sought for named in self.names.values())

    @property
    def has_moving_right(self) -> bool:
        return any(self.names[name].value is None for name in names_of(self.target.right))

    @property
    def single(self) -> str:
        """The name of the simulated figure that alone is the left side; empty for any other formula."""
        left = self.target.left
        is_alone = isinstance(left, Name) and not self.has_moving_right
        name = left.text if isinstance(left, Name) and is_alone else ""
        return name if name and self.names[name].value is None and not self.names[name].is_sought else ""

    def sides(self, at: float, figures: RunFigures | None) -> tuple[float, float]:
        """(left, right) with the parameter at a value and the figures of a run; the right is 0 where both move."""

        def values(name: str) -> float:
            named = self.names[name]
            if named.is_sought:
                return at * named.times
            if named.value is not None:
                return named.value
            assert figures is not None
            return _measured(named, BY_NAME[name], figures)

        left, right = value_of(self.target.left, values), value_of(self.target.right, values)
        return (left - right, 0.0) if self.has_moving_right else (left, right)

    def reform(self, at: float) -> tuple[Reform, str]:
        """The reform that sets the parameter, and the YAML that repeats it."""
        document = {
            "title": f"{self.keyed.label}改为{at:,.6f}".rstrip("0").rstrip("."),
            "note": f"由目标“{self.target.text}”倒推。",
            "changes": changes_of(self.book, self.request.year, {self.keyed.key: at}),
        }
        return read_reform(document, self.keyed.key), yaml.safe_dump(document, allow_unicode=True, sort_keys=False)


def seek_parameter(request: SeekRequest, progress: Progress | None = None) -> SeekAnswer:
    """The answer.

    Raises  ProblemsFound: a target or name that cannot be read, a target out of reach or reached twice
    """
    started, tell = time.perf_counter(), progress or (lambda share, text: None)
    question = _question(request)
    people = request.people or make_people(request.city, request.persons, request.seed)
    tell(0.3, "按现行政策计算")
    base = run_simulation(_simulation(request, people, None))
    flows = public_flows(question.book, request.year)
    question = _with_baseline(question, RunFigures(base.measured, flows))
    runs = _Runs(question, base, flows)
    aim, start = runs.aim()
    tell(0.4, "求解")
    try:
        sought = seek(runs.measure, start, aim, MOST_DIRECT if question.is_direct else runs.left)
    except NotReached as failure:
        raise out_of_reach(question.keyed, question.target, aim, failure) from None
    except NotMonotone as failure:
        raise turning(question.keyed, failure) from None
    tell(0.7, "按求得的值完整测算")
    reform, text = question.reform(sought.found.at)
    final = run_simulation(_simulation(request, people, reform))
    result = answer(final, started, lambda share, said: tell(0.7 + 0.3 * share, said))
    figures = RunFigures(final.measured, flows)
    figure = BY_NAME[question.single].measure(figures) if question.single else None
    figure = publishable(figure, gate_of(final.measured))
    return SeekAnswer(
        request,
        question.keyed,
        sought.found.at,
        _error(figure, sought),
        question.target,
        tuple(question.names.values()),
        aim.wanted,
        sought.found.value,
        aim.tolerance,
        question.is_direct,
        question.is_direct or sought.is_met,
        figure,
        () if question.is_direct else sought.probes,
        0 if question.is_direct else sought.measured + runs.used,
        text,
        result,
    )


def _question(request: SeekRequest) -> _Question:
    """The target read and its names looked up."""
    book = law_with_demonstration(request.city)
    target = read_target(request.target)
    keyed = keyed_value(book, request.parameter, request.year)
    found = named_values(target.names, keyed.key, book, request.city, request.year, dict(request.given))
    if all(named.value is not None or named.baseline for named in found):
        raise refuse(
            f"目标式“{target.text}”与参数“{keyed.label}”无关。",
            "目标式",
            "请让目标式含有该参数或一个模拟指标，例如 poverty_rate = 0.05。",
        )
    return _Question(request, book, keyed, target, {named.name: named for named in found})


def _with_baseline(question: _Question, figures: RunFigures) -> _Question:
    """The question with the figures of the law in force filled in as numbers."""
    names = {
        name: replace(named, value=_measured(named, BY_NAME[named.baseline], figures)) if named.baseline else named
        for name, named in question.names.items()
    }
    return replace(question, names=names)


def _measured(named: NamedValue, figure: NamedFigure, figures: RunFigures) -> float:
    found = figure.measure(figures)
    if found.value is None:
        raise refuse(f"“{named.label}”在此无法计算：{found.reason}", f"目标式 {named.name}", "请换一个指标。")
    return found.value


def _simulation(request: SeekRequest, people: People, reform: Reform | None) -> SimulationRequest:
    return SimulationRequest(request.city, request.year, reform, request.persons, request.seed, people, request.threads)


class _Runs:
    """The runs behind the search: the law once, then only what each value of the parameter moves."""

    def __init__(self, question: _Question, base: Simulated, flows: tuple[PublicFlow, ...]) -> None:
        self.question = question
        self.base = base
        self.used = 0
        self.flows = flows
        outputs = list(dict.fromkeys(output.name for output in base.plan.outputs))
        book = base.books["baseline"]
        self.runs = ReformRuns(
            book, question.request.year, outputs, base.people, base.columns, question.request.threads
        )

    @property
    def left(self) -> int:
        return MOST_MEASURED - self.used

    def measure(self, at: float) -> float:
        """The left side with the parameter at a value."""
        if self.question.is_direct:
            return self.question.sides(at, None)[0]
        reform, _ = self.question.reform(at)
        data = self.base.measured
        columns = self.runs.columns(reform.applied(self.question.book))
        moved = Measured(data.people, data.sample, data.concept, columns, data.about)
        return self.question.sides(at, RunFigures(moved, self.flows))[0]

    def aim(self) -> tuple[Aim, Probe]:
        """What to steer for, and the value in force with its figure."""
        question, keyed = self.question, self.question.keyed
        figures = None if question.is_direct else RunFigures(self.base.measured, self.flows)
        left, wanted = question.sides(keyed.value, figures)
        if not question.is_direct and not self._holds_all_year():
            self.used = 1
            left = self.measure(keyed.value)
        side = {Relation.EQUAL: 0, Relation.AT_MOST: -1, Relation.AT_LEAST: 1}[question.target.relation]
        tolerance = NEAR * max(abs(wanted), abs(left - wanted))
        if question.single and figures is not None:
            tolerance = max(tolerance, NEAR_OF_ERROR * (BY_NAME[question.single].measure(figures).se or 0.0))
        if question.is_direct:
            tolerance = 1e-12 * max(abs(wanted), abs(left))
        asked = question.request.tolerance
        grain = 1.0 if keyed.use.unit in WHOLE_UNITS else 0.01 if keyed.use.unit.startswith("yuan") else 0.0001
        aim = Aim(wanted, tolerance if asked is None else asked, side, keyed.low, keyed.high, grain)
        return aim, Probe(keyed.value, left)

    def _holds_all_year(self) -> bool:
        """Whether the law in force has one value all year, so that its run is the run of that value."""
        book, name, year = self.question.book, self.question.keyed.use.name, self.question.request.year
        days = [f"{year}-{month:02d}-01" for month in range(1, 13)]
        try:
            return {book.parameter(name, day).value for day in days} == {self.question.keyed.use.value}
        except ProblemsFound:
            return False


def _error(figure: Estimate | None, sought: Sought) -> float | None:
    """The sampling error of the figure, carried over to the parameter along the values tried."""
    return None if figure is None or figure.se is None else sought.reach(figure.se)
