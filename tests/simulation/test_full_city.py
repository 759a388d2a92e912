"""The whole city at once: margins met, threads and blocks agree to the fen. Minutes, so run with `-m slow`."""

import pytest

from zengshou.policy.planning import make_run_plan
from zengshou.policy.run import FenTotal, forms_of, run_plan
from zengshou.services.simulation.population import make_people, population_fit
from zengshou.services.simulation.simulate import SimulationRequest, books_for, concept_of_country, take_up_of_country
from zengshou.simulation.budget import public_flows
from zengshou.simulation.completed import completed

SEED, YEAR = 7, 2025
RESIDENTS = {"yangjiang": 2_624_700, "liaoyang": 1_604_580}


@pytest.mark.slow
@pytest.mark.parametrize("city", sorted(RESIDENTS))
def test_a_city_of_every_resident_meets_its_margins_and_adds_up_in_any_blocks(city: str) -> None:
    book = books_for(SimulationRequest(city, YEAR))["baseline"]
    people = make_people(city, RESIDENTS[city], SEED)
    assert people.person_count == pytest.approx(RESIDENTS[city], rel=0.01)
    aimed = [row for row in population_fit(city, people) if not row.is_check and row.relative is not None]
    assert sum(abs(row.relative) < 0.02 for row in aimed) > 0.95 * len(aimed)
    people, _ = completed(people, book, take_up_of_country(), SEED)
    flows = public_flows(book, YEAR)
    outputs = [*concept_of_country().outputs, *(flow.column for flow in flows)]
    plan = make_run_plan({"law": book}, YEAR, list(dict.fromkeys(outputs)), forms_of(people))
    totals = [FenTotal("law", flow.column) for flow in flows]
    large = run_plan(plan, people, keep=(), summaries=totals, threads=2)
    small = run_plan(plan, people, keep=(), summaries=totals, threads=1, block_rows=9_973)
    assert large.summaries == small.summaries
    assert all(isinstance(total, int) and total != 0 for total in large.summaries[:3])
