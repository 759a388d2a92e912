"""The accounts of a city: its own figures, its province's and the nation's, with what is missing said."""

import json

import pytest

from zengshou.services.statistics.accounts import AreaLevel, city_accounts
from zengshou.services.statistics.accounts_json import accounts_json
from zengshou.statistics.accounts.check import Verdict
from zengshou.statistics.accounts.traps import Standing, TrapName


@pytest.mark.parametrize("city", ["yangjiang", "liaoyang", "example"])
def test_nothing_published_is_broken_or_in_conflict(city: str) -> None:
    found = city_accounts(city)
    assert found.count(Verdict.BROKEN) == 0 and found.conflicts == ()
    assert [area.level for area in found.areas] == [AreaLevel.CITY, AreaLevel.PROVINCE, AreaLevel.NATION]


def test_the_nation_has_its_bands_shares_and_traps() -> None:
    nation = city_accounts("yangjiang").areas[-1]
    assert [row.year for row in nation.grouped] == [2015, 2016, 2017, 2018, 2020, 2021, 2022, 2023, 2025]
    shares = {row.year: row.survey.value for row in nation.shares}
    assert shares[2022] == pytest.approx(43.0, abs=0.05) and shares[2024] == pytest.approx(43.1, abs=0.05)
    assert all(row.flow_of_funds.value is None and row.flow_of_funds.reason for row in nation.shares)
    standings = {trap.name: trap.standing for trap in nation.traps}
    assert standings[TrapName.FIFTHS_OF_HOUSEHOLDS] is Standing.GUARDED
    assert standings[TrapName.IDENTITIES] is Standing.CLEAR


def test_a_city_without_income_means_says_what_it_lacks() -> None:
    city = city_accounts("yangjiang").areas[0]
    (latest, *_) = city.shares
    assert latest.survey.value is None and "居民人均可支配收入" in latest.survey.reason
    assert city.growth == () and city.grouped == ()
    assert city.reconciliation is not None and city.reconciliation.survey.value is None


def test_the_implied_share_of_a_city_is_as_known() -> None:
    (year,) = city_accounts("liaoyang").areas[0].urban
    assert year.year == 2023 and year.implied.value == pytest.approx(0.627, abs=5e-4)


def test_no_figure_of_the_accounts_names_an_address() -> None:
    told = json.dumps(accounts_json(city_accounts("liaoyang")), ensure_ascii=False, allow_nan=False)
    assert "http" not in told and "www." not in told
