"""The tasks of a plan ranked by what their unit reforms give the poorer half for a yuan spent, on the city's people."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from zengshou import __version__
from zengshou.concepts.citation import Status
from zengshou.concepts.estimate import Estimate
from zengshou.concepts.people import People
from zengshou.concepts.problem import ProblemsFound
from zengshou.policy.lawbook import Lawbook
from zengshou.services.plan.lever_map import LeverEntry, lever_map
from zengshou.services.policy.differences import differences_in_words
from zengshou.services.release.release_gate import Gate, effect_of_few, gate_of, hidden, publishable
from zengshou.services.simulation.simulate import (
    DEFAULT_PERSONS,
    DEFAULT_SEED,
    Progress,
    Simulated,
    SimulationRequest,
    run_simulation,
)
from zengshou.services.statistics.estimate_json import estimate_json
from zengshou.simulation.budget import public_flows
from zengshou.simulation.compare import Measured
from zengshou.simulation.lever_effects import (
    LeverChange,
    LeverEffect,
    Standing,
    lead,
    lever_changes,
    lever_effect,
    poorer_half,
    ranked,
)
from zengshou.store.country import city as find_city

SCHEMA = "zengshou.levers/1"
Books = Mapping[str, tuple[Lawbook, Lawbook]]


@dataclass(frozen=True)
class RankingRequest:
    """Which city's tasks, in which year, on which people (None: the synthetic ones of `persons` and `seed`)."""

    city: str
    year: int
    persons: int = DEFAULT_PERSONS
    seed: int = DEFAULT_SEED
    people: People | None = field(default=None, repr=False)
    threads: int | None = None


@dataclass(frozen=True)
class LeverRow:
    """One task.

    rank         from 1; None where nothing is ranked
    differences  what its unit reform changes, in words
    effect       None where there is no lever, or its reform cannot be computed: `reason` says why
    lead         by how much it gives more for a yuan than the next one, with the joint error; None for the last
    """

    entry: LeverEntry
    rank: int | None
    differences: tuple[str, ...]
    effect: LeverEffect | None
    reason: str = ""
    lead: Estimate | None = None

    @property
    def reform_in_words(self) -> str:
        """The title of its reform where it has one of its own, otherwise what it changes."""
        reform = self.entry.reform
        own = reform.title if reform and reform.title != self.entry.title else ""
        return own or "".join(self.differences)


@dataclass(frozen=True)
class LeverRanking:
    """rows  ranked tasks first, then those without effect, then those without a lever in the order of the plan"""

    city: str
    year: int
    people: str
    is_synthetic: bool
    persons: int
    households: int
    lawbook: str
    version: str
    status: Status
    rests_on: tuple[str, ...]
    assumptions: tuple[str, ...]
    rows: tuple[LeverRow, ...]


def rank_levers(request: RankingRequest, progress: Progress | None = None) -> LeverRanking:
    """The ranking.

    Raises  ProblemsFound: the city has no map, or the map has mistakes
    """
    tell = progress or (lambda share, text: None)
    entries = lever_map(request.city)
    base = run_simulation(
        SimulationRequest(
            request.city, request.year, None, request.persons, request.seed, request.people, request.threads
        ),
        lambda share, text: tell(0.5 * share, text),
    )
    tell(0.55, "各项任务的单位改革")
    books, refused = _books(base, entries)
    changes = _changes(base, books, refused, request.threads)
    tell(0.8, "成本、增收和误差")
    rows = _rows(base, entries, changes, refused)
    tell(1.0, "完成")
    people, about = base.people, base.measured.about
    return LeverRanking(
        find_city(request.city).key,
        request.year,
        people.source,
        people.is_synthetic,
        people.person_count,
        people.household_count,
        base.books["baseline"].fingerprint,
        __version__,
        about.status,
        about.rests_on,
        (*base.plan.assumptions, *base.said),
        rows,
    )


def _books(
    base: Simulated, entries: tuple[LeverEntry, ...]
) -> tuple[dict[str, tuple[Lawbook, Lawbook]], dict[str, str]]:
    """task -> (compared with, reformed law), and why the reform of a task cannot be laid over the law."""
    law = base.books["baseline"]
    books: dict[str, tuple[Lawbook, Lawbook]] = {}
    refused: dict[str, str] = {}
    for entry in entries:
        if entry.reform is None:
            continue
        try:
            before = entry.reform.applied_baseline(law) if entry.reform.baseline else law
            books[entry.task] = before, entry.reform.applied(law)
        except ProblemsFound as error:
            refused[entry.task] = _said(error)
    return books, refused


def _changes(base: Simulated, books: Books, refused: dict[str, str], threads: int | None) -> dict[str, LeverChange]:
    """All reforms in one plan; where one of them cannot be computed, the others without it."""
    law, year, people = base.books["baseline"], base.request.year, base.people
    income, flows = base.measured.concept.income.name, public_flows(law, year)
    try:
        found = lever_changes(law, books, year, people, income, flows, threads)
    except ProblemsFound:
        found = {}
        for key, pair in books.items():
            try:
                found |= lever_changes(law, {key: pair}, year, people, income, flows, threads)
            except ProblemsFound as error:
                refused[key] = _said(error)
    return found


def _said(error: ProblemsFound) -> str:
    return "；".join(str(problem) for problem in error.problems[:3])


def _rows(
    base: Simulated, entries: tuple[LeverEntry, ...], changes: Mapping[str, LeverChange], refused: Mapping[str, str]
) -> tuple[LeverRow, ...]:
    by_task, is_poorer = {entry.task: entry for entry in entries}, poorer_half(base.measured)
    effects = {key: lever_effect(base.measured, moved, is_poorer) for key, moved in changes.items()}
    order, gate = ranked(effects), gate_of(base.measured)
    rows: list[LeverRow] = []
    for index, key in enumerate(order):
        effect, following = effects[key], order[index + 1] if index + 1 < len(order) else ""
        is_led = following and effect.standing is effects[following].standing is Standing.RANKED
        ahead = lead(changes[key], changes[following], base.measured, is_poorer) if is_led else None
        rank = index + 1 if effect.standing in (Standing.FREE, Standing.RANKED) else None
        row = LeverRow(by_task[key], rank, _differences(base, by_task[key]), effect, "", ahead)
        rows.append(_shown(row, changes, (key, following), base.measured, gate))
    for entry in entries:
        if entry.task not in effects:
            reason = refused.get(entry.task) or entry.reason
            rows.append(LeverRow(entry, None, _differences(base, entry), None, reason))
    return tuple(rows)


def _shown(
    row: LeverRow, changes: Mapping[str, LeverChange], keys: tuple[str, str], data: Measured, gate: Gate
) -> LeverRow:
    """The row through the release gate: a reform that moves a few people shows no figures, nor a lead over it."""
    own, following = (key in changes and _moves_few(changes[key], data, gate) for key in keys)
    effect, ahead = publishable(row.effect, gate), publishable(row.lead, gate)
    if own and effect is not None:
        effect = LeverEffect(
            effect.standing,
            *(
                hidden(one)
                for one in (effect.cost, effect.gain, effect.poorer_gain, effect.poorer_share, effect.per_yuan)
            ),
        )
    if (own or following) and ahead is not None:
        ahead = hidden(ahead)
    return replace(row, effect=effect, lead=ahead)


def _moves_few(moved: LeverChange, data: Measured, gate: Gate) -> bool:
    return effect_of_few(moved.income, data, gate) or effect_of_few(moved.flows, data, gate)


def _differences(base: Simulated, entry: LeverEntry) -> tuple[str, ...]:
    if entry.reform is None:
        return ()
    law, reform = base.books["baseline"], entry.reform
    try:
        before, after = reform.applied_baseline(law), reform.applied(law)
    except ProblemsFound:
        return ()
    return differences_in_words(before, after, (*reform.baseline, *reform.changes), base.request.year)


def ranking_json(found: LeverRanking) -> dict[str, object]:
    """`zs levers --json`."""
    return {
        "schema": SCHEMA,
        "city": found.city,
        "year": found.year,
        "people": found.people,
        "is_synthetic": found.is_synthetic,
        "persons": found.persons,
        "households": found.households,
        "lawbook": found.lawbook,
        "version": found.version,
        "status": found.status.value,
        "rests_on": list(found.rests_on),
        "assumptions": list(found.assumptions),
        "tasks": [_row_json(row) for row in found.rows],
    }


def _row_json(row: LeverRow) -> dict[str, object]:
    entry, effect = row.entry, row.effect
    head: dict[str, object] = {
        "task": entry.task,
        "title": entry.title,
        "rank": row.rank,
        "computable": entry.reform is not None,
        "reason": row.reason,
        "rules": list(entry.rules),
        "parameters": list(entry.parameters),
        "indicators": list(entry.indicators),
        "groups": list(entry.groups),
        "reform": entry.reform.title if entry.reform else "",
        "differences": list(row.differences),
    }
    if effect is None:
        return head
    figures = {
        "cost": effect.cost,
        "gain": effect.gain,
        "poorer_gain": effect.poorer_gain,
        "poorer_share": effect.poorer_share,
        "poorer_gain_per_yuan": effect.per_yuan,
    }
    lead_json = None if row.lead is None else estimate_json(row.lead)
    shown = {name: estimate_json(figure) for name, figure in figures.items()}
    return head | {"standing": effect.standing.value, **shown, "lead": lead_json}
