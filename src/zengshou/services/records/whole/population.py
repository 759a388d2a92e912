"""Who is counted in a year, in which household, and who is left out: the conventions of a yearly extract.

Nothing here reads a database: tables in, tables out, a person under the reference that stands for him or her.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

import polars as pl

from zengshou.records.identity.person_ref import PersonRef
from zengshou.services.records.whole.one_person import one_person
from zengshou.store.extract_file import LeftOut

HOUSEHOLD_KINDS = ("survey", "hukou", "dibao", "poverty")
DEATH = "deceased"
MONTHS_A_YEAR = 12
COUNTY_DIGITS = 6


class Population(Enum):
    """Whom a yearly extract counts.

    REGISTERED  whoever belongs to the areas by the register, paid here or elsewhere
    PAID_HERE   these, and whoever belongs elsewhere and has income or contributions of the year recorded here
    """

    REGISTERED = "registered"
    PAID_HERE = "paid_here"

    @property
    def label(self) -> str:
        return {
            "registered": "户籍（登记地）在本地的人",
            "paid_here": "登记地在本地，或当年在本地有收入、缴费记录的人",
        }[self.value]


class Absence(Enum):
    """Why a person with facts of the year is not counted."""

    OUTSIDE = "outside"
    GONE = "gone"
    UNBORN = "unborn"

    @property
    def label(self) -> str:
        return {
            "outside": "登记地不在提取地区的人（在本地有收入或缴费记录）",
            "gone": "年初以前已死亡或迁出的人",
            "unborn": "按出生年月在年末以后才出生的人",
        }[self.value]


@dataclass(frozen=True, eq=False)
class Counted:
    """persons  person, county, birth_year, sex;  absent  person, absence: of everybody else that the register knows"""

    persons: pl.DataFrame
    absent: pl.DataFrame


def holders(references: pl.DataFrame, areas: Sequence[str], roots: Mapping[PersonRef, PersonRef]) -> pl.DataFrame:
    """person, holder, is_inside: who stands for whom. One outside the areas does not stand for one inside.

    references  person, area of everybody;  areas  leading digits
    """
    is_inside = pl.any_horizontal(pl.lit(False), *(pl.col("area").str.starts_with(area) for area in areas))
    placed = references.with_columns(is_inside=is_inside)
    parts = []
    for inside in (True, False):
        part = placed.filter(pl.col("is_inside") == inside).select("person", "is_inside")
        same = one_person(part["person"], roots)
        parts.append(part.with_columns(holder=same.under(part)["person"]))
    return pl.concat(parts).select("person", "holder", "is_inside")


def counted(
    references: pl.DataFrame,
    standing: pl.DataFrame,
    seen: pl.Series,
    ends: pl.DataFrame,
    returns: pl.DataFrame,
    year: int,
    paid_here: pl.Series | None = None,
) -> Counted:
    """Whoever counts in a year: known by a published row until its end, born by then, not gone before it began.

    references  person, area, birth_month, sex;  standing  of `holders`
    seen        persons of whom a published row begins in the year or before
    ends        person, status, date_from: deaths, emigrations and removals
    returns     person, date_from: memberships, the later of which undoes a removal
    paid_here   persons of elsewhere who count as well; None where they do not
    """
    holder = standing.select("person", "holder", "is_inside")
    rows = references.join(holder, on="person").filter(pl.col("person") == pl.col("holder"))
    known = _held(seen.to_frame("person"), holder)["person"]
    gone = _gone(_held(ends, holder), _held(returns, holder), year)
    here = (
        pl.Series("person", [], dtype=pl.Int64)
        if paid_here is None
        else _held(paid_here.to_frame("person"), holder)["person"]
    )
    is_unborn = (pl.col("birth_month") >= (year + 1) * MONTHS_A_YEAR).fill_null(False)
    is_outside = ~pl.col("is_inside") & ~pl.col("person").is_in(here.implode())
    why = (
        pl.when(is_outside)
        .then(pl.lit(Absence.OUTSIDE.value))
        .when(is_unborn)
        .then(pl.lit(Absence.UNBORN.value))
        .when(pl.col("person").is_in(gone.implode()))
        .then(pl.lit(Absence.GONE.value))
    )
    judged = rows.filter(pl.col("person").is_in(known.implode())).with_columns(absence=why)
    county = pl.when("is_inside").then(pl.col("area").str.slice(0, COUNTY_DIGITS)).otherwise(pl.lit(""))
    persons = judged.filter(pl.col("absence").is_null()).select(
        "person", county.alias("county"), (pl.col("birth_month") // MONTHS_A_YEAR).alias("birth_year"), "sex"
    )
    return Counted(persons, judged.filter(pl.col("absence").is_not_null()).select("person", "absence"))


def _held(frame: pl.DataFrame, holder: pl.DataFrame) -> pl.DataFrame:
    """The same rows under the references that stand for the persons; those of persons not seen are dropped."""
    return frame.join(holder.select("person", "holder"), on="person").drop("person").rename({"holder": "person"})


def _gone(ends: pl.DataFrame, returns: pl.DataFrame, year: int) -> pl.Series:
    """Who had died, emigrated or moved out before the year, and did not come back by its end."""
    before = ends.filter(pl.col("date_from") < date(year, 1, 1))
    last = before.group_by("person").agg(pl.col("date_from").max(), is_dead=(pl.col("status") == DEATH).any())
    back = (
        returns.filter(pl.col("date_from") <= date(year, 12, 31))
        .group_by("person")
        .agg(pl.col("date_from").max().alias("back"))
    )
    found = last.join(back, on="person", how="left")
    has_returned = ~pl.col("is_dead") & (pl.col("back") > pl.col("date_from")).fill_null(False)
    return found.filter(~has_returned)["person"]


def one_household(members: pl.DataFrame, day: date, kinds: Sequence[str] = HOUSEHOLD_KINDS) -> pl.DataFrame:
    """person, household: of the households to which a person belongs on a day, one.

    members  person, household, kind, date_from, date_to
    kinds    the order: a household of an earlier kind is taken before one of a later; kinds that it does not name come
             last. Of one kind the latest begun, then the first by its number
    """
    on_day = members.filter(
        (pl.col("date_from") <= day) & (pl.col("date_to").is_null() | (pl.col("date_to") >= day))
    ).with_columns(rank=pl.col("kind").replace_strict(list(kinds), range(len(kinds)), default=len(kinds)))
    ordered = on_day.sort("person", "rank", "kind", "date_from", "household", descending=[False] * 3 + [True, False])
    return ordered.unique("person", keep="first", maintain_order=True).select("person", "household")


def left_out(absent: pl.DataFrame, facts: pl.DataFrame, income: pl.DataFrame) -> tuple[LeftOut, ...]:
    """For each reason what facts of the year are in no sum.

    absent  person, absence;  facts  one row a fact of the year, `person`;  income  person, income in yuan, of everybody
    """
    rows = facts.group_by("person").agg(rows=pl.len())
    told = absent.join(rows, on="person").join(income, on="person", how="left")
    filled = told.with_columns(pl.col("income").fill_null(0.0))
    parts = ((reason, filled.filter(pl.col("absence") == reason.value)) for reason in Absence)
    return tuple(_left_out(reason, part) for reason, part in parts if part.height)


def _left_out(reason: Absence, part: pl.DataFrame) -> LeftOut:
    sizes = part["income"].abs().sort(descending=True)
    counts = (part.height, int(part["rows"].sum()))
    return LeftOut(
        reason.value, reason.label, *counts, float(part["income"].sum()), float(sizes.sum()), tuple(sizes.head(2))
    )
