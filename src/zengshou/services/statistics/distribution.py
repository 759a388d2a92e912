"""The distribution of income in a city's people under the law in force: density, Lorenz, deciles, sources, indices."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from zengshou.concepts.estimate import Estimate
from zengshou.services.answers import Distribution, FitRow, Residence, SourceMix
from zengshou.services.release.release_gate import (
    Gate,
    gate_in_words,
    gate_of,
    hidden,
    hides_group_sources,
    hides_residence_sources,
    publishable,
)
from zengshou.services.simulation.population import population_fit
from zengshou.services.simulation.simulate import Progress, Simulated, SimulationRequest, run_simulation
from zengshou.services.statistics.distribution_curves import bin_edges, density, lorenz
from zengshou.services.statistics.key_groups import GroupRow, group_rows
from zengshou.services.statistics.middle_income import middle_income_of
from zengshou.simulation.compare import DECILES, Measured
from zengshou.simulation.sampling import weighted_parts
from zengshou.statistics.choices import Choices, ShareOf
from zengshou.statistics.comparisons import urban_rural_ratio
from zengshou.statistics.indicators import Grouping, estimate, table
from zengshou.statistics.variance.design import design_of

Numbers = NDArray[np.float64]
INDICATORS = ("mean", "median", "gini", "s80_s20", "palma", "share_bottom_40", "share_top_10", "arpr")


def distribution(request: SimulationRequest, progress: Progress | None = None) -> Distribution:
    """Everything the page of the distribution shows; the request's reform is left aside.

    Raises  ProblemsFound as `simulate`
    """
    return distribution_of(run_simulation(request, progress))


def distribution_of(run: Simulated) -> Distribution:
    """The same from a run that is done: its baseline, through the release gate."""
    data, people = run.measured, run.people
    income, weight = data.before, np.asarray(data.sample.weight)
    gate = gate_of(data)
    domains = _domains(data)
    shown = {residence: mask for residence, mask in domains.items() if _may_show(residence, gate)}
    household = np.asarray(people.to_persons(np.arange(people.household_count)), dtype=np.int64)
    edges = bin_edges(income, weight)
    of_all, of_part = hides_residence_sources(data, gate)
    deciles = weighted_parts(income, weight, DECILES)
    groups = Grouping(deciles, tuple(f"第{i + 1}组" for i in range(DECILES)))
    found = Distribution(
        city=run.request.city,
        year=run.request.year,
        people=people.source,
        is_synthetic=people.is_synthetic,
        persons=people.person_count,
        households=people.household_count,
        vintage=run.books["baseline"].fingerprint,
        density=density(income, weight, shown, edges, gate),
        bin_width=float(edges[1] - edges[0]),
        lorenz=lorenz(income, household, weight, shown, gate),
        deciles=table(("mean",), income, data.sample, by=groups, about=data.about),
        sources=tuple(
            _sources(name, run, mask, of_all if name is Residence.ALL else of_part) for name, mask in domains.items()
        ),
        indicators=_indicators(data),
        fit=fit_rows(run) if people.is_synthetic else (),
        groups=tuple(_group(row, data, gate) for row in group_rows(data)),
        middle=middle_income_of(data, run.request.year),
        gate=gate_in_words(gate),
    )
    return publishable(found, gate)


def _may_show(residence: Residence, gate: Gate) -> bool:
    return residence.label not in gate.parts


def _domains(data: Measured) -> dict[Residence, NDArray[np.bool_]]:
    residence = np.asarray(data.people.to_persons(data.people.households["residence"]))
    is_urban = residence == data.concept.urban
    return {Residence.ALL: np.ones(len(is_urban), dtype=bool), Residence.URBAN: is_urban, Residence.RURAL: ~is_urban}


def _group(row: GroupRow, data: Measured, gate: Gate) -> GroupRow:
    """A group's sources add up to its total: none is shown where one may not be."""
    member = next(group for group in data.groups if group.name == row.name)
    is_hidden = hides_group_sources(data, member.is_in, gate)
    return replace(row, sources=tuple(hidden(figure) for figure in row.sources)) if is_hidden else row


def _sources(residence: Residence, run: Simulated, mask: NDArray[np.bool_], is_hidden: bool) -> SourceMix:
    data = run.measured
    design = design_of(data.sample)

    def mean(column: Numbers) -> Estimate:
        return estimate("mean", column, design, domain=mask, domain_label=residence.label, about=data.about)

    wage, business, estate, transfer = (
        mean(np.asarray(run.columns["baseline", source.name], dtype=np.float64)) for source in data.concept.sources
    )
    parts = (wage, business, estate, transfer)
    if is_hidden:
        parts = (hidden(wage), hidden(business), hidden(estate), hidden(transfer))
    return SourceMix(residence, *parts, mean(data.before))


def _indicators(data: Measured) -> tuple[Estimate, ...]:
    choices = Choices(line=ShareOf(data.concept.line_share))
    residence = np.asarray(data.people.to_persons(data.people.households["residence"]))
    is_urban = residence == data.concept.urban
    figures = table(INDICATORS, data.before, data.sample, choices=choices, about=data.about)
    return (*figures, urban_rural_ratio(data.before, data.sample, is_urban, about=data.about))


def fit_rows(run: Simulated) -> tuple[FitRow, ...]:
    """How well the synthetic people meet the margins they were drawn to."""
    return tuple(
        FitRow(row.label, row.unit, row.target, row.reached, row.relative, f"{row.source}（{row.shape.label}）")
        for row in population_fit(run.request.city, run.people)
    )
