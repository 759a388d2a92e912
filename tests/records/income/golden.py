"""The golden household of the register's description: four invented persons in 2024 (合成数据).

Father 1, mother 2, grandmother 3, child 4. What the family holds together is under the father.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from zengshou.concepts.income_view import View
from zengshou.concepts.period import MonthIndex, month_index
from zengshou.records.income.evidence import EvidenceOrders
from zengshou.records.income.fact import Fact
from zengshou.records.income.household_income import HouseholdIncome, Member, household_income
from zengshou.store.instruments import evidence_orders, income_items, income_views

FATHER, MOTHER, GRANDMOTHER, CHILD = 1, 2, 3, 4
EMPLOYER = "91441700MA0000000U"
JANUARY, DECEMBER = month_index(2024, 1), month_index(2024, 12)
RECORDED = datetime(2025, 1, 20)
ASSESSED = date(2025, 3, 1)
MEMBERS = tuple(Member(person) for person in (FATHER, MOTHER, GRANDMOTHER, CHILD))


@dataclass(frozen=True)
class Stated:
    """What a source states of one holder and item: yuan of the whole year, or of each month."""

    person: int
    item: str
    yuan: int
    channel: str
    payer: str = ""
    household: bool = False
    is_monthly: bool = False


YEAR = (
    Stated(FATHER, "W.PAY", 3_000, "iit", EMPLOYER, is_monthly=True),
    Stated(FATHER, "W.KIND.MEAL", 2_400, "declaration"),
    Stated(FATHER, "B.AGR.SALE.RICE", 9_000, "declaration", household=True),
    Stated(FATHER, "B.AGR.SELF", 2_500, "declaration", household=True),
    Stated(FATHER, "B.AGR.COST.FERT", 3_200, "declaration", household=True),
    Stated(FATHER, "B.AGR.DEP", 600, "declaration", household=True),
    Stated(FATHER, "P.INT", 120, "bank"),
    Stated(FATHER, "P.LAND", 800, "agriculture", household=True),
    Stated(FATHER, "P.IMPRENT", 4_800, "declaration", household=True),
    Stated(GRANDMOTHER, "T.PEN.RES.CENTRAL", 123, "benefit_payout", is_monthly=True),
    Stated(GRANDMOTHER, "T.PEN.RES.LOCAL", 107, "benefit_payout", is_monthly=True),
    Stated(FATHER, "T.PRODSUB.LAND", 300, "agriculture", household=True),
    Stated(GRANDMOTHER, "T.SUPPORT", 1_000, "declaration"),
    Stated(GRANDMOTHER, "T.MEDREIMB", 1_500, "declaration"),
    Stated(CHILD, "T.FAV.SCHOL", 500, "declaration"),
    Stated(FATHER, "T-.SI.PEN", 240, "social_insurance", EMPLOYER, is_monthly=True),
    Stated(FATHER, "T-.SI.MED", 75, "social_insurance", EMPLOYER, is_monthly=True),
    Stated(MOTHER, "T-.SI.RES", 1_400, "social_insurance"),
    Stated(FATHER, "N.SALE.ASSET", 2_000, "declaration", household=True),
)
# The contribution base of the same wage: a second statement of it, not a second wage.
WAGE_BASE = Stated(FATHER, "W.PAY", 3_200, "social_insurance", EMPLOYER, is_monthly=True)


def fact(row: int, stated: Stated, month_from: MonthIndex = JANUARY, month_to: MonthIndex = DECEMBER) -> Fact:
    return Fact(
        batch=1,
        row=row,
        part=1,
        person=stated.person,
        item=stated.item,
        fen=stated.yuan * 100,
        month_from=month_from,
        month_to=month_to,
        level="gross",
        basis="cash",
        channel=stated.channel,
        native_id=f"N{row}",
        recorded_at=RECORDED,
        payer=stated.payer,
        household=stated.household,
    )


def facts_of(year: Sequence[Stated] = YEAR) -> list[Fact]:
    """The facts of a year, one for each month where the source states months."""
    facts: list[Fact] = []
    for stated in year:
        spans = (
            [(month, month) for month in range(JANUARY, DECEMBER + 1)] if stated.is_monthly else [(JANUARY, DECEMBER)]
        )
        for first, last in spans:
            facts.append(fact(len(facts) + 1, stated, first, last))
    return facts


def view(name: str) -> View:
    return income_views().on(name, ASSESSED)


def income(
    facts: Sequence[Fact], in_view: View, members: Sequence[Member] = MEMBERS, orders: EvidenceOrders | None = None
) -> HouseholdIncome:
    """The year of a household in a view."""
    return household_income(facts, members, JANUARY, DECEMBER, in_view, income_items(), orders or evidence_orders())
