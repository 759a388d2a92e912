"""Figures of the simulated people for targets of a plan that have no published figure; each is named as a model's."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

import numpy as np
from numpy.typing import NDArray

from zengshou.concepts.citation import worst
from zengshou.concepts.estimate import Estimate
from zengshou.concepts.period import month_index
from zengshou.concepts.published import PublishedFigure
from zengshou.policy.schedule import Table
from zengshou.services.release.release_gate import gate_of, publishable
from zengshou.services.simulation.simulate import Simulated
from zengshou.statistics.choices import ShareOf
from zengshou.statistics.comparisons import rate, ratio, urban_rural_ratio
from zengshou.statistics.income_bands import band_rate
from zengshou.statistics.indicators import estimate
from zengshou.statistics.measures.income_band import IncomeBand
from zengshou.store.country import published, read_yaml

Numbers = NDArray[np.float64]
RESIDENCES = ("urban", "rural")


def simulated_readings(run: Simulated) -> dict[str, Estimate]:
    """Indicator name -> Estimate of kind model, of the law in force; only what these people can speak to.

    They have passed the release gate: one that rests on a few people has no value.
    """
    data, year = run.measured, run.request.year
    document = cast(Mapping[str, object], read_yaml("national/outcomes.yaml"))
    settings = cast(Mapping[str, object], document["readings"])
    income, about = data.before, data.about
    is_urban = _on_persons(run, "residence") == data.concept.urban
    mean = estimate("mean", income, data.sample, about=about)
    found = {
        "income_per_head": mean,
        "gini": estimate("gini", income, data.sample, about=about),
        "urban_rural_ratio": urban_rural_ratio(income, data.sample, is_urban, about=about),
        "middle_income_share": _middle_income(run, income, cast(Sequence[float], settings["middle_income"])),
    }
    coverage = _coverage(run, settings, year)
    if coverage is not None:
        found |= {"social_insurance_coverage": coverage, "statutory_insurance_coverage": coverage}
    share = _share_of_product(mean, published(run.request.city), data.about.area)
    if share is not None:
        found["income_share_of_gdp"] = share
    found |= _assistance_shares(run, str(settings["assistance_standard"]), is_urban)
    return publishable(found, gate_of(data))


def _on_persons(run: Simulated, name: str) -> NDArray[np.generic]:
    return np.asarray(run.people.to_persons(run.people.households[name]))


def _middle_income(run: Simulated, income: Numbers, bounds: Sequence[float]) -> Estimate:
    """The share between two multiples of the median; the median's own error comes along."""
    low, high = (ShareOf(bound) for bound in bounds)
    band = IncomeBand(low, high, "middle_income_share", "中等收入者比重")
    return band_rate(band, income, run.measured.sample, about=run.measured.about)[0]


def _coverage(run: Simulated, settings: Mapping[str, object], year: int) -> Estimate | None:
    """Share of those who should be insured who are: any scheme, from the legal age, students left aside."""
    persons = run.people.persons
    names = [str(name) for name in cast(Sequence[object], settings["insured"])]
    student = str(settings["student"])
    if any(name not in persons for name in [*names, student, "birth_month"]):
        return None
    insured = np.logical_or.reduce([np.asarray(persons[name], dtype=bool) for name in names])
    age = month_index(year, 12) - np.asarray(persons["birth_month"], dtype=np.float64)
    due = (age >= float(cast(float, settings["insured_from_age_months"]))) & ~np.asarray(persons[student], dtype=bool)
    data = run.measured
    return rate(
        insured, data.sample, name="social_insurance_coverage", label="基本养老保险覆盖率", domain=due, about=data.about
    )[0]


def _share_of_product(mean: Estimate, figures: Sequence[PublishedFigure], area: str) -> Estimate | None:
    """Model mean x published population / published product, both of the latest year that has the two."""
    held = {(figure.indicator, figure.year): figure.amount for figure in figures if figure.area == area}
    years = sorted(year for name, year in held if name == "gdp" and ("population_yearend", year) in held)
    if not years or mean.value is None:
        return None
    factor = held["population_yearend", years[-1]] / held["gdp", years[-1]] * 100
    scaled = [None if value is None else value * factor for value in (mean.se, mean.ci_low, mean.ci_high)]
    return replace(
        mean,
        indicator="income_share_of_gdp",
        label="居民可支配收入占地区生产总值比重",
        unit="%",
        value=mean.value * factor,
        se=scaled[0],
        ci_low=scaled[1],
        ci_high=scaled[2],
        convention=f"{mean.convention}; population and GDP as published for {years[-1]}",
    )


def _assistance_shares(run: Simulated, name: str, is_urban: NDArray[np.bool_]) -> dict[str, Estimate]:
    """Twelve monthly standards over mean consumption per head; the people's own year stands in for the year before."""
    if "consumption_yearly" not in run.people.households:
        return {}
    data, year = run.measured, run.request.year
    use = run.books["baseline"].parameter(name, f"{year}-12-31")
    if not isinstance(use.value, Table):
        return {}
    per_head = np.asarray(run.people.households["consumption_yearly"], dtype=np.float64) / run.people.members
    consumption = np.asarray(run.people.to_persons(per_head), dtype=np.float64)
    found: dict[str, Estimate] = {}
    for residence, mask in zip(RESIDENCES, (is_urban, ~is_urban), strict=True):
        standard = np.full(len(consumption), (use.value.value_of(residence) or 0.0) * 12)
        key = f"dibao_share_of_consumption_{residence}"
        figure = ratio(
            standard,
            consumption,
            data.sample,
            name=key,
            label="低保年标准与人均消费支出之比",
            unit="share",
            domain=mask,
            about=data.about,
        )[0]
        rests = figure.rests_on if use.is_publishable else tuple(sorted({*figure.rests_on, use.name}))
        found[key] = figure.resting_on(rests, worst([figure.status, use.status]))
    return found
