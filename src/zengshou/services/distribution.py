"""The distribution of income in a city's people under the law in force: density, Lorenz, deciles, sources, indices."""

import numpy as np
from numpy.typing import NDArray

from zengshou.concepts.estimate import Estimate
from zengshou.services.answers import Curve, Distribution, FitRow, Residence, SourceMix
from zengshou.services.population import population_fit
from zengshou.services.simulate import Progress, Simulated, SimulationRequest, run_simulation
from zengshou.simulation.compare import DECILES, Measured
from zengshou.simulation.sampling import weighted_parts
from zengshou.statistics.choices import Choices, ShareOf
from zengshou.statistics.comparisons import urban_rural_ratio
from zengshou.statistics.indicators import Grouping, estimate, table
from zengshou.statistics.variance.design import design_of

Numbers = NDArray[np.float64]
INDICATORS = ("mean", "median", "gini", "s80_s20", "palma", "share_bottom_40", "share_top_10", "arpr")
BINS, LORENZ_STEPS, TAIL = 60, 50, 0.99


def distribution(request: SimulationRequest, progress: Progress | None = None) -> Distribution:
    """Everything the page of the distribution shows; the request's reform is left aside.

    Raises  ProblemsFound as `simulate`
    """
    return distribution_of(run_simulation(request, progress))


def distribution_of(run: Simulated) -> Distribution:
    """The same from a run that is done: its baseline."""
    data, people = run.measured, run.people
    income, weight = data.before, np.asarray(data.sample.weight)
    domains = _domains(data)
    edges = _bin_edges(income, weight)
    deciles = weighted_parts(income, weight, DECILES)
    groups = Grouping(deciles, tuple(f"第{i + 1}组" for i in range(DECILES)))
    return Distribution(
        city=run.request.city,
        year=run.request.year,
        people=people.source,
        is_synthetic=people.is_synthetic,
        persons=people.person_count,
        households=people.household_count,
        vintage=run.books["baseline"].fingerprint,
        density=tuple(_density(residence, income, weight, mask, edges) for residence, mask in domains.items()),
        bin_width=float(edges[1] - edges[0]),
        lorenz=tuple(_lorenz(residence, income, weight, mask) for residence, mask in domains.items()),
        deciles=table(("mean",), income, data.sample, by=groups, about=data.about),
        sources=tuple(_sources(residence, run, mask) for residence, mask in domains.items()),
        indicators=_indicators(data),
        fit=fit_rows(run) if people.is_synthetic else (),
    )


def _domains(data: Measured) -> dict[Residence, NDArray[np.bool_]]:
    residence = np.asarray(data.people.to_persons(data.people.households["residence"]))
    is_urban = residence == data.concept.urban
    return {Residence.ALL: np.ones(len(is_urban), dtype=bool), Residence.URBAN: is_urban, Residence.RURAL: ~is_urban}


def _bin_edges(income: Numbers, weight: Numbers) -> Numbers:
    """Round bins from zero up to where one in a hundred is left; the tail falls into the last."""
    order = np.argsort(income)
    share = np.cumsum(weight[order]) / weight.sum()
    top = float(income[order][np.searchsorted(share, TAIL)])
    width = max(500.0 * np.ceil(top / BINS / 500.0), 500.0)
    return np.arange(0.0, width * (BINS + 1), width)


def _density(residence: Residence, income: Numbers, weight: Numbers, mask: NDArray[np.bool_], edges: Numbers) -> Curve:
    held = np.clip(income[mask], edges[0], np.nextafter(edges[-1], 0))
    counts, _ = np.histogram(held, edges, weights=weight[mask])
    total = counts.sum()
    middles = (edges[:-1] + edges[1:]) / 2
    shares = counts / total if total else counts
    return Curve(residence, tuple((float(x), float(y)) for x, y in zip(middles, shares, strict=True)))


def _lorenz(residence: Residence, income: Numbers, weight: Numbers, mask: NDArray[np.bool_]) -> Curve:
    x, w = income[mask], weight[mask]
    order = np.argsort(x, kind="stable")
    people = np.concatenate([[0.0], np.cumsum(w[order])])
    money = np.concatenate([[0.0], np.cumsum(w[order] * x[order])])
    at = np.linspace(0, 1, LORENZ_STEPS + 1)
    curve = np.interp(at, people / people[-1], money / money[-1])
    return Curve(residence, tuple((float(p), float(share)) for p, share in zip(at, curve, strict=True)))


def _sources(residence: Residence, run: Simulated, mask: NDArray[np.bool_]) -> SourceMix:
    data = run.measured
    design = design_of(data.sample)

    def mean(column: Numbers) -> Estimate:
        return estimate("mean", column, design, domain=mask, domain_label=residence.label, about=data.about)

    wage, business, estate, transfer = (
        mean(np.asarray(run.columns["baseline", source.name], dtype=np.float64)) for source in data.concept.sources
    )
    return SourceMix(residence, wage, business, estate, transfer, mean(data.before))


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
