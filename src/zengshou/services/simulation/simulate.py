"""Simulate a reform on a city's people: one plan for law and reform, then cost, gainers, figures, and the manifest."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from zengshou import __version__
from zengshou.concepts.citation import Status, worst
from zengshou.concepts.people import People
from zengshou.concepts.problem import refuse
from zengshou.policy.lawbook import Lawbook
from zengshou.policy.planning import make_run_plan
from zengshou.policy.reform import Change, Reform, read_reform
from zengshou.policy.run import Columns, forms_of, run_plan
from zengshou.policy.run_plan import RunPlan
from zengshou.services.plan.levers import law_with_demonstration
from zengshou.services.policy.differences import differences_in_words
from zengshou.services.release.release_budget import shown_budget
from zengshou.services.release.release_gate import gate_in_words, gate_of, publishable
from zengshou.services.simulation.population import make_people
from zengshou.services.statistics.key_groups import evidence_columns, group_columns, members_of, said_of_groups
from zengshou.simulation.budget import budget, public_flows
from zengshou.simulation.compare import Measured, compared_figures, gain_rows, measured
from zengshou.simulation.completed import TakeUp, completed
from zengshou.simulation.concept import IncomeConcept, read_concept
from zengshou.simulation.group_tables import group_figures
from zengshou.simulation.outcome import Manifest, SimulationResult
from zengshou.store.country import city as find_city
from zengshou.store.country import read_yaml
from zengshou.store.lawbooks import demonstration_values, reform_names, shipped_reform
from zengshou.store.people_files.people_file import read_people
from zengshou.store.yaml_files import read_yaml_file

DEFAULT_PERSONS = 40_000
DEFAULT_SEED = 20_250_101
LATEST_YEAR = 2025  # whose classification says which columns a file may bring for key groups
Progress = Callable[[float, str], None]


@dataclass(frozen=True)
class SimulationRequest:
    """What to simulate.

    reform   None: the law in force beside itself; a Reform that was read from a file, shipped or built by a page
    people   None: the city's synthetic people of `persons` and `seed`; otherwise a city's own
    """

    city: str
    year: int
    reform: Reform | None = None
    persons: int = DEFAULT_PERSONS
    seed: int = DEFAULT_SEED
    people: People | None = field(default=None, repr=False)
    threads: int | None = None


@dataclass(frozen=True)
class Simulated:
    """The run itself: what pages and reports draw further figures from. `said` is what was filled in, in words."""

    request: SimulationRequest
    people: People
    said: tuple[str, ...]
    plan: RunPlan
    columns: Columns
    books: dict[str, Lawbook]
    measured: Measured


def find_reform(city: str, name: str) -> Reform:
    """A reform by the path of a file, or by the name of one that ships with the city."""
    path = Path(name)
    if path.is_file():
        return read_reform(read_yaml_file(path), str(path))
    shipped = name if name.endswith(".yaml") else f"{name}.yaml"
    if shipped in reform_names(city):
        return read_reform(shipped_reform(city, shipped), shipped)
    known = "、".join(reform_names(city))
    raise refuse(f"找不到改革文件“{name}”。", "", f"可写文件路径，或本市自带的：{known}。")


def own_people(city: str, path: Path, mapping: Path | None) -> People:
    """A city's own people from a file, with what tells key groups; counties may be written by name."""
    declared = evidence_columns(law_with_demonstration(city), concept_of_country(), LATEST_YEAR)
    return read_people(path, mapping, declared, [county.name_zh for county in find_city(city).counties])


def concept_of_country() -> IncomeConcept:
    """The income concept that the country package declares."""
    return read_concept(read_yaml("national/outcomes.yaml"), "national/outcomes.yaml")


def take_up_of_country() -> tuple[TakeUp, ...]:
    """Who claims where people do not say so, as the country package assumes."""
    document = cast(Mapping[str, Sequence[Mapping[str, object]]], read_yaml("national/outcomes.yaml"))
    rows = document.get("take_up", ())
    return tuple(TakeUp(str(row["column"]), float(cast(float, row["rate"])), str(row["note"])) for row in rows)


def books_for(request: SimulationRequest) -> dict[str, Lawbook]:
    """The law in force with demonstration values where the city has gaps, and the same with the reform."""
    law, reform = law_with_demonstration(request.city), request.reform
    if reform is None:
        return {"baseline": law, "reform": law}
    return {"baseline": reform.applied_baseline(law), "reform": reform.applied(law)}


def run_simulation(request: SimulationRequest, progress: Progress | None = None) -> Simulated:
    """People, plan and run.

    Raises  ProblemsFound: unknown parameter, date before the first value, missing column ..., all at once
    """
    tell = progress or (lambda share, text: None)
    books = books_for(request)
    concept = concept_of_country()
    flows = public_flows(books["baseline"], request.year)
    people = request.people or make_people(
        request.city, request.persons, request.seed, lambda share, text: tell(0.4 * share, text)
    )
    brought = people
    people, said = completed(brought, books["baseline"], take_up_of_country(), request.seed)
    groups = [group.name for group in group_columns(concept, request.year)]
    outputs = list(dict.fromkeys([*concept.outputs, *(flow.column for flow in flows), *groups]))
    plan = make_run_plan(books, request.year, outputs, forms_of(people))
    run = run_plan(
        plan,
        people,
        threads=request.threads,
        progress=lambda share, text: tell(0.4 + 0.3 * share, f"按规则计算：{text}"),
    )
    slots = [slot for output in plan.outputs if output.name in concept.outputs for slot in output.slots]
    names, status = plan.rests_on(slots)
    area = books["baseline"].area
    flags = {name: run.columns["baseline", name] for name in groups}
    members = members_of(concept, brought, people, books["baseline"], request.year, flags)
    data = measured(people, run.columns, concept, area, request.year, names, status, members)
    said = (*said, *said_of_groups(members, request.year))
    return Simulated(request, people, said, plan, run.columns, books, data)


def simulate(request: SimulationRequest, progress: Progress | None = None) -> SimulationResult:
    """The whole answer."""
    started = time.perf_counter()
    run = run_simulation(request, progress)
    return answer(run, started, progress)


def answer(run: Simulated, started: float, progress: Progress | None = None) -> SimulationResult:
    """Figures, gainers and budget of a run that is done, through the release gate."""
    tell = progress or (lambda share, text: None)
    tell(0.72, "计算分布指标及误差")
    compared = compared_figures(run.measured)
    tell(0.85, "计算受益面")
    gainers = gain_rows(run.measured)
    groups = group_figures(run.measured)
    tell(0.95, "汇总财政成本")
    flows = public_flows(run.books["baseline"], run.request.year)
    gate = gate_of(run.measured)
    all_lines = budget(run.plan, run.columns, run.people, run.books, flows)
    lines, left_out = shown_budget(all_lines, run.measured, flows, gate)
    manifest = _manifest(run, started, (gate_in_words(gate), *left_out))
    tell(1.0, "完成")
    reform = run.request.reform
    words = differences_in_words(run.books["baseline"], run.books["reform"], _changes(reform), run.request.year)
    title = reform.title if reform else "现行政策"
    return publishable(SimulationResult(title, words, lines, gainers, compared, manifest, groups), gate)


def _changes(reform: Reform | None) -> tuple[Change, ...]:
    return () if reform is None else (*reform.baseline, *reform.changes)


def _manifest(run: Simulated, started: float, said: tuple[str, ...]) -> Manifest:
    request, books = run.request, run.books
    uses = run.plan.uses([slot for output in run.plan.outputs for slot in output.slots])
    filled = {p.full_name for p in demonstration_values(request.city)}
    scenario = tuple(sorted({use.name for use in uses if use.status is Status.SCENARIO and use.name in filled}))
    unverified = tuple(sorted({use.name for use in uses if use.status is Status.UNVERIFIED}))
    carried = tuple(sorted({f"“{use.label}”沿用{use.since}起的值" for use in uses if use.is_carried}))
    reform = request.reform
    return Manifest(
        find_city(request.city).key,
        books["baseline"].area,
        request.year,
        run.people.source,
        run.people.is_synthetic,
        run.people.person_count,
        run.people.household_count,
        request.seed if run.people.is_synthetic else None,
        books["baseline"].fingerprint,
        reform.fingerprint if reform else "",
        reform.title if reform else "",
        (*run.plan.assumptions, *run.said, *carried, *said),
        scenario,
        unverified,
        __version__,
        round(time.perf_counter() - started, 3),
    )


def overall_status(run: Simulated) -> Status:
    """The worst status of anything the run rests on."""
    uses = run.plan.uses([slot for output in run.plan.outputs for slot in output.slots])
    return worst([use.status for use in uses])
