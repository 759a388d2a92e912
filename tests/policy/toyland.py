"""A small invented country: enough law to exercise every kind of edge. Amounts mean nothing."""

import sys
from dataclasses import dataclass

import numpy as np

from zengshou.concepts.people import People
from zengshou.policy.dsl import (
    Category,
    Count,
    Fen,
    Fixed,
    Flags,
    Household,
    Monthly,
    OnDate,
    Person,
    Schedule,
    Yuan,
    at_least,
    at_most,
    both,
    each_month,
    hold,
    household_sum,
    input_column,
    last_year_mean,
    rule,
    scan_year,
    to_person,
    where,
    window_mean,
    year_sum,
)
from zengshou.policy.lawbook import Lawbook, make_lawbook
from zengshou.policy.parameter_file import read_parameters

wage_monthly = input_column(entity=Person, period=Monthly, unit=Yuan, label="工资")
birth_month = input_column(entity=Person, period=Fixed, unit=Count, label="出生年月")
residence = input_column(entity=Household, period=OnDate, unit=Category, categories=("urban", "rural"), label="居住地")
area = input_column(entity=Household, period=OnDate, unit=Category, label="县")

wage_last_year_monthly = last_year_mean(wage_monthly)
wage_base_monthly = hold(wage_last_year_monthly, reset="reset_month")


@rule(entity=Person, law="社保条例 第一条", label="本人缴费", rounds=Fen)
def contribution_monthly(
    wage_base_monthly: Monthly[Yuan], floor_monthly: Monthly[Yuan], cap_monthly: Monthly[Yuan], own_rate: Monthly[Count]
) -> Monthly[Yuan]:
    """Own contribution on a base between floor and cap."""
    return at_most(cap_monthly, at_least(floor_monthly, wage_base_monthly)) * own_rate


@dataclass(frozen=True)
class Withheld:
    taxable: float
    tax: float


@scan_year(entity=Person, start=Withheld(0.0, 0.0), law="税法 第一条", label="预扣税额", rounds=Fen)
def tax_monthly(
    state: Withheld, wage_monthly: Monthly[Yuan], contribution_monthly: Monthly[Yuan], bands: Schedule
) -> tuple[Withheld, Monthly[Yuan]]:
    """Cumulative withholding."""
    taxable = state.taxable + wage_monthly - 5000 - contribution_monthly
    tax = at_least(0, bands.tax(at_least(0, taxable)) - state.tax)
    return Withheld(taxable, state.tax + tax), tax


@rule(entity=Person, law="—", label="个人到手收入")
def net_monthly(
    wage_monthly: Monthly[Yuan], tax_monthly: Monthly[Yuan], contribution_monthly: Monthly[Yuan]
) -> Monthly[Yuan]:
    """What is left."""
    return wage_monthly - tax_monthly - contribution_monthly


@rule(entity=Person, law="—", label="是成年人")
def is_adult(birth_month: Fixed[Count], this_month: Monthly[Count]) -> Monthly[Flags]:
    """Eighteen or older in the month."""
    return this_month - birth_month >= 216


household_net_monthly = household_sum(net_monthly, label="家庭收入")
adults_monthly = household_sum(is_adult)
adult_net_monthly = household_sum(net_monthly, among=is_adult)
household_net_window_monthly = window_mean(household_net_monthly, months="window_months")


@rule(entity=Household, law="救助条例 第二条", label="救助金", rounds=Fen, until="2025-06-30", name="aid_monthly")
def aid_before_july(
    household_net_window_monthly: Monthly[Yuan], members: Fixed[Count], standard_monthly: Monthly[Yuan]
) -> Monthly[Yuan]:
    """Tops up to the standard."""
    gap = standard_monthly * members - household_net_window_monthly
    return where(gap > 0, gap, 0)


@rule(entity=Household, law="救助条例 第二条", label="救助金", rounds=Fen, since="2025-07-01", name="aid_monthly")
def aid_since_july(
    household_net_window_monthly: Monthly[Yuan],
    members: Fixed[Count],
    standard_monthly: Monthly[Yuan],
    adults_monthly: Monthly[Count],
) -> Monthly[Yuan]:
    """From July also something for each adult."""
    gap = standard_monthly * members - household_net_window_monthly + adults_monthly * 10
    return where(both(gap > 0, members > 0), gap, 0)


aid_person_monthly = to_person(aid_monthly := "aid_monthly", share="equal")
aid_yearly = year_sum("aid_monthly")
tax_yearly = year_sum(tax_monthly)
contribution_yearly = year_sum(contribution_monthly)
net_yearly = year_sum(net_monthly)
tax_even_monthly = each_month(tax_yearly, share="even")

PARAMETERS = {
    "reset_month": {"values": [{"since": "2020-01-01", "value": 7, "source": "例", "status": "sourced"}]},
    "window_months": {"values": [{"since": "2020-01-01", "value": 3, "source": "例", "status": "sourced"}]},
    "own_rate": {
        "range": [0, 1],
        "values": [{"since": "2020-01-01", "value": 0.1, "source": "例", "status": "sourced"}],
    },
    "floor_monthly": {
        "label": "缴费下限",
        "values": [
            {"since": "2025-07-01", "value": 3300.5, "source": "例", "status": "unverified"},
            {"since": "2024-07-01", "value": 3000, "source": "例", "status": "sourced"},
        ],
    },
    "cap_monthly": {"values": [{"since": "2020-01-01", "value": 20000, "source": "例", "status": "sourced"}]},
    "bands": {
        "kind": "schedule",
        "values": [
            {
                "since": "2019-01-01",
                "bands": [[36000, 0.03, 0], [144000, 0.10, 2520], [None, 0.20, 16920]],
                "source": "例",
                "status": "sourced",
            }
        ],
    },
    "standard_monthly": {
        "kind": "table",
        "by": "residence",
        "values": [{"since": "2020-01-01", "table": {"urban": 800, "rural": 600}, "source": "例", "status": "sourced"}],
    },
}


def toy_lawbook(county_floor: float | None = None) -> Lawbook:
    """The country's lawbook for its only city; optionally county b sets its own floor."""
    parameters = list(read_parameters("toy", "cn", PARAMETERS, "toy.yaml"))
    if county_floor is not None:
        value = {"since": "2024-07-01", "value": county_floor, "source": "例", "status": "sourced"}
        parameters += read_parameters("toy", "cn.x.y.b", {"floor_monthly": {"values": [value]}}, "b.yaml")
    return make_lawbook("cn.x.y", [("toy", sys.modules[__name__])], parameters, ("cn.x.y.a", "cn.x.y.b"))


def toy_people(households: int, seed: int = 1, by_month: bool = False) -> People:
    """Random households of one to five persons; wages by month when asked."""
    rng = np.random.default_rng(seed)
    sizes = rng.integers(1, 6, households)
    offsets = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    n = int(offsets[-1])
    shape = (n, 12) if by_month else (n,)
    wages = np.round(np.where(rng.random(shape) < 0.4, 0, rng.lognormal(8.5, 0.8, shape)), 2)
    persons = {"wage_monthly": wages, "birth_month": rng.integers(1940 * 12, 2024 * 12, n).astype(float)}
    columns = {"residence": rng.integers(0, 2, households), "area": rng.integers(0, 2, households)}
    return People(persons, columns, offsets, "合成数据", True)
