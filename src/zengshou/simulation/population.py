"""A synthetic city (合成数据): persons and households drawn to meet the margins of `PopulationTargets`."""

import dataclasses
from collections.abc import Callable

import numpy as np

from zengshou.concepts.people import Column, People
from zengshou.concepts.problem import refuse
from zengshou.simulation.population_claims import Assets, draw_assets, draw_claims, poor_and_able
from zengshou.simulation.population_households import Structure, draw_structure
from zengshou.simulation.population_income import draw_incomes
from zengshou.simulation.population_insurance import Insurance, draw_insurance
from zengshou.simulation.population_levels import fit_incomes
from zengshou.simulation.population_parts import household_parts, public_parts
from zengshou.simulation.population_pensions import Service, accounts, draw_pensions, draw_service
from zengshou.simulation.population_retirement import Retirement, draw_retirement
from zengshou.simulation.population_schooling import Background, draw_background
from zengshou.simulation.population_targets import PopulationTargets
from zengshou.simulation.population_work import Work, draw_work

FEWEST_PERSONS = 1_000
Progress = Callable[[float, str], None]


def synthesize(
    targets: PopulationTargets, persons: int, rng: np.random.Generator, progress: Progress | None = None
) -> People:
    """Draw about `persons` people of a city; the same generator state gives identical arrays.

    targets   margins and assumptions; `fit_table` shows how far each was met
    persons   from 1 000 to the whole city; whole households make the count differ by a few
    progress  called with the share done and what comes next
    Raises    ProblemsFound below 1 000 persons or above the city's population
    """
    if not FEWEST_PERSONS <= persons <= targets.population.value * 1.001:
        found = f"人数 {persons} 不在 {FEWEST_PERSONS} 与常住人口 {targets.population.value:.0f} 之间。"
        raise refuse(found, "persons", "改用这一范围内的人数。")
    tell = progress or (lambda share, what: None)
    tell(0.0, "生成户与家庭结构")
    structure = draw_structure(targets, persons, rng)
    tell(0.2, "生成教育、健康与就业")
    background = draw_background(structure, targets, rng)
    retirement = draw_retirement(structure, background, targets, rng)
    work = draw_work(structure, background, retirement.is_retired_employee, targets, rng)
    tell(0.45, "生成社会保险")
    insurance = draw_insurance(structure, background, retirement, work, targets, rng)
    service = draw_service(structure, background, work, retirement, insurance, targets, rng)
    pensions = draw_pensions(structure, retirement, service, targets, rng)
    tell(0.6, "生成并校准收入")
    drawn = draw_incomes(structure, background, work, targets, rng)
    known = _columns(structure, background, retirement, work, insurance, service)
    known["employee_pension_last_year_monthly"] = pensions.monthly
    public = public_parts({**known, **_arrays(drawn)}, structure.offsets, targets)
    incomes = fit_incomes(structure, drawn, public, targets)
    known |= _arrays(incomes) | _arrays(accounts(insurance, service, pensions, incomes.wage_yearly, targets))
    tell(0.85, "生成住房、消费与扣除")
    total = household_parts(known, structure.offsets, targets).total
    assets = draw_assets(structure, work, total, targets, rng)
    known |= _arrays(draw_claims(structure, background, incomes.wage_yearly, assets.housing, targets, rng))
    known["is_listed_poor_able"] = poor_and_able(structure, background, work, assets.is_poor)
    tell(1.0, "完成")
    return People(
        persons=known,
        households=_household_columns(structure, assets),
        offsets=structure.offsets,
        source=f"合成数据：{targets.city}，{structure.persons}人、{structure.households}户，按公布的边际与标明的假定生成",
        is_synthetic=True,
    )


def _arrays(record: object) -> dict[str, Column]:
    """The fields of a dataclass of columns, by name."""
    assert dataclasses.is_dataclass(record)
    return {field.name: getattr(record, field.name) for field in dataclasses.fields(record)}


def _columns(structure: Structure, *records: Background | Retirement | Work | Insurance | Service) -> dict[str, Column]:
    columns: dict[str, Column] = {
        "person_id": np.arange(1, structure.persons + 1, dtype=np.int64),
        "household_id": structure.household + 1,
        "birth_month": structure.birth_month,
        "sex": structure.sex,
        "relation": structure.relation,
    }
    for record in records:
        columns |= _arrays(record)
    # A score and an age that only the drawing needs.
    for inner in ("ability", "retires_at"):
        del columns[inner]
    return columns


def _household_columns(structure: Structure, assets: Assets) -> dict[str, Column]:
    return {
        "household_id": np.arange(1, structure.households + 1, dtype=np.int64),
        "residence": structure.residence,
        "area": structure.area,
        "weight": structure.weight,
        "stratum": structure.stratum,
        "psu": structure.psu,
        "land_mu": assets.land_mu,
        "housing": assets.housing,
        "meets_property_test": assets.meets_property_test,
        "consumption_yearly": assets.consumption_yearly,
    }
