"""Support for work, farms and research: facts of a form of their own, and what must hold whatever the amounts."""

from pathlib import Path

import numpy as np
import pytest
import yaml

from tests.zengshou_china.test_law_properties import alone
from zengshou.policy.planning import make_run_plan
from zengshou.policy.run import forms_of, run_plan
from zengshou.store.lawbooks import lawbook_of, lawbook_of_city

FACTS = Path(__file__).resolve().parents[2].parent / "shared" / "facts" / "policy"
needs_facts = pytest.mark.skipif(not FACTS.is_dir(), reason="../shared/facts/policy is not here")


def fact(file: str, name: str, area: str = "cn") -> dict[str, object]:
    entries = yaml.safe_load((FACTS / f"{file}.yaml").read_text("utf-8"))
    found = next(entry for entry in entries if entry["parameter"] == name and entry["area"] == area)
    return {str(row["from"]): row["value"] for row in found["values"]}


def value(place: str, name: str, day: str) -> object:
    return lawbook_of(place).parameter(name, day).value


@needs_facts
def test_apprenticeship_insurance_shares_and_partner_loans_equal_the_facts() -> None:
    apprentice = fact("employment", "training.apprentice_subsidy")
    for level in ("middle", "senior"):
        name = f"employer_support.apprentice_{level}_yearly"
        assert value("cn", name, "2018-10-01") == apprentice["2018-10-01"]
        assert value("cn", name, "2021-06-01") == apprentice["2021-06-01"][level]
    shares = fact("agriculture", "agri.insurance.central_share")
    name = "farm_support.insurance_central_rate"
    assert value("cn.guangdong", name, "2016-12-19") == shares["2016-12-19"]["east"]
    assert value("cn.guangdong", name, "2022-01-01") == shares["2022-01-01"]["east"]
    assert value("cn.liaoning", name, "2022-01-01") == shares["2022-01-01"]["central_west_northeast"]
    loans = fact("employment", "startup.guaranteed_loan", "cn.guangdong")["2018-12-01"]
    assert value("cn.guangdong", "startup_loan.group_loan_cap", "2018-12-01") == loans["group_cap"]
    assert value("cn.guangdong", "startup_loan.small_firm_loan_cap", "2018-12-01") == loans["small_firm"]


def computed(size: int, *outputs: str, **given: np.ndarray | float) -> list[np.ndarray]:
    book = lawbook_of_city("example")
    people = alone(book, size, **given)
    columns = run_plan(make_run_plan({"law": book}, 2025, outputs, forms_of(people)), people, threads=1).columns
    return [columns["law", name] for name in outputs]


def test_halving_an_award_never_costs_more_tax_and_never_more_than_the_award() -> None:
    award = np.linspace(0, 1_000_000, 401)
    tax, full, saved = computed(
        award.size,
        "research_award_tax_yearly",
        "research_award_full_tax_yearly",
        "research_award_saved_yearly",
        research_award_monthly=award / 12,
        is_nonprofit_institution=1.0,
        wage_monthly=9000.0,
    )
    assert saved.min() >= 0 and np.diff(tax).min() >= 0
    assert (full <= award + 1e-6).all()


def test_job_creation_subsidy_rises_with_jobs_up_to_its_cap() -> None:
    jobs = np.arange(0.0, 40.0)
    (subsidy,) = computed(
        jobs.size, "job_creation_subsidy_yearly", startup_jobs_created=jobs, startup_operating_months=12.0
    )
    assert subsidy[0] == 0 and np.diff(subsidy).min() >= 0
    assert subsidy.max() == 20_000


def test_farmer_and_state_together_pay_the_whole_premium() -> None:
    premium = np.linspace(0, 5000, 101)
    own, support = computed(
        premium.size, "farm_premium_own_yearly", "farm_premium_support_yearly", farm_premium_yearly=premium
    )
    assert np.allclose(own + support, premium)


def test_a_higher_certificate_or_class_never_lowers_the_level_it_is_treated_as() -> None:
    levels = np.arange(5.0)
    (by_certificate,) = computed(5, "equal_schooling_level", skill_level=levels)
    (by_class,) = computed(4, "equal_schooling_level", technical_class=np.arange(4.0))
    assert np.diff(by_certificate).min() >= 0 and np.diff(by_class).min() >= 0
