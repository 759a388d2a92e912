"""Who looks people up without a case behind it: at oneself, one's family, address, colleagues, namesakes, or too many.

A lookup that lies in the run of a case (a household looked up together, a case worked on over days) is work. What
stands alone is set against chance: how often would an officer meet that many people of the own surname by accident?
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl
from scipy.stats import binom, poisson

# One row a read or refused read of one person. same_*: of the officer and the person, from the vault's comparison.
LOOKUP_COLUMNS = pl.Schema(
    {
        "actor": pl.String(),
        "role": pl.String(),
        "at": pl.Datetime("us", "UTC"),
        "subject": pl.Int64(),
        "case_id": pl.String(),
        "is_denied": pl.Boolean(),
        "is_self": pl.Boolean(),
        "is_relative": pl.Boolean(),
        "is_colleague": pl.Boolean(),
        "same_surname": pl.Boolean(),
        "same_address": pl.Boolean(),
    }
)


@dataclass(frozen=True)
class WatchRules:
    """Thresholds; every one of them is printed with the list.

    chance         how improbable a number must be by accident before it counts
    tied           lookups of oneself, relatives or people at one's address that are one too many
    colleagues     lookups of colleagues outside any case that are too many
    people_of_case more persons than this in one case are no household
    guesses        numbers that nobody has, or persons that were refused: more than this a day is trying about
    """

    chance: float = 0.0005
    tied: int = 1
    colleagues: int = 3
    people_of_case: int = 12
    guesses: int = 10

    def convention(self) -> str:
        return (
            f"偶然概率低于{self.chance:g}；本人、亲属或同址{self.tied}次；案外查同事{self.colleagues}次；"
            f"一案超过{self.people_of_case}人按案外计；查无此人或被拒绝一天超过{self.guesses}次"
        )


@dataclass(frozen=True)
class Flag:
    """One officer to be asked. `reasons` in words, the strongest first; `score` orders the list; `lookups` in all."""

    actor: str
    role: str
    lookups: int
    outside_cases: int
    score: float
    reasons: tuple[str, ...]


def flags(lookups: pl.DataFrame, rules: WatchRules | None = None) -> tuple[Flag, ...]:
    """The officers whose lookups do not look like work, the most striking first.

    lookups  the columns of LOOKUP_COLUMNS, some weeks or months of one office or more
    """
    by = rules or WatchRules()
    if lookups.is_empty():
        return ()
    marked = _with_case_pattern(lookups, by)
    usual = _usual(marked)
    counted = marked.group_by("actor").agg(
        pl.col("role").last(),
        pl.len().alias("lookups"),
        pl.col("is_outside").sum().alias("outside"),
        (pl.col("is_self") & pl.col("is_outside")).sum().alias("self"),
        (pl.col("is_relative") & pl.col("is_outside")).sum().alias("relatives"),
        (pl.col("same_address") & pl.col("is_outside")).sum().alias("address"),
        (pl.col("is_colleague") & pl.col("is_outside")).sum().alias("colleagues"),
        (pl.col("same_surname") & pl.col("is_outside")).sum().alias("surname"),
        pl.col("day").n_unique().alias("days"),
        pl.col("guesses").max().alias("guesses"),
    )
    found = [_flag(row, usual, by) for row in counted.iter_rows(named=True)]
    return tuple(sorted((flag for flag in found if flag is not None), key=lambda flag: (-flag.score, flag.actor)))


def _with_case_pattern(lookups: pl.DataFrame, rules: WatchRules) -> pl.DataFrame:
    """Adds `day`, `guesses` (refusals of that day) and `is_outside`.

    is_outside  refused, without a case, or in a case that holds more people than a household
    """
    in_case = pl.col("subject").n_unique().over("case_id")
    has_case = pl.col("case_id").str.strip_chars() != ""
    day = pl.col("at").dt.date().alias("day")
    return lookups.with_columns(day).with_columns(
        pl.col("is_denied").sum().over("actor", "day").alias("guesses"),
        (~has_case | pl.col("is_denied") | (in_case > rules.people_of_case)).alias("is_outside"),
    )


@dataclass(frozen=True)
class Usual:
    """What is usual: the share of namesakes among all lookups, and per role a day's lookups and those outside cases."""

    surname_rate: float
    a_day: Mapping[str, float]
    outside_a_day: Mapping[str, float]


def _usual(marked: pl.DataFrame) -> Usual:
    """Medians over officers, so that a few who snoop do not make it usual."""
    each = marked.group_by("role", "actor").agg(
        (pl.len() / pl.col("day").n_unique()).alias("a_day"),
        (pl.col("is_outside").sum() / pl.col("day").n_unique()).alias("outside"),
        pl.col("same_surname").mean().alias("surname"),
    )
    of_roles = each.group_by("role").agg(pl.col("a_day").median(), pl.col("outside").median())
    rate = each["surname"].mean()
    return Usual(
        float(rate) if isinstance(rate, float) else 0.0,
        {str(role): float(value) for role, value, _ in of_roles.iter_rows()},
        {str(role): float(value) for role, _, value in of_roles.iter_rows()},
    )


def _flag(row: Mapping[str, object], usual: Usual, rules: WatchRules) -> Flag | None:
    count = {name: int(str(row[name])) for name in COUNTED}
    role = str(row["role"])
    reasons: list[tuple[float, str]] = []
    for name, label in (("self", "本人"), ("relatives", "亲属"), ("address", "同一住址的人")):
        if count[name] >= rules.tied:
            reasons.append((10.0 * count[name], f"案外查询{label}{count[name]}次"))
    if count["colleagues"] >= rules.colleagues:
        reasons.append((3.0 * count["colleagues"], f"案外查询同事{count['colleagues']}次"))
    if count["guesses"] > rules.guesses:
        reasons.append((6.0, f"一天内查无此人或被拒绝{count['guesses']}次"))
    reasons += _against_chance(count, role, usual, rules)
    if not reasons:
        return None
    ordered = tuple(words for _, words in sorted(reasons, reverse=True))
    score = sum(weight for weight, _ in reasons)
    return Flag(str(row["actor"]), role, count["lookups"], count["outside"], score, ordered)


COUNTED = ("lookups", "outside", "self", "relatives", "address", "colleagues", "surname", "days", "guesses")


def _against_chance(
    count: Mapping[str, int], role: str, usual: Usual, rules: WatchRules
) -> Sequence[tuple[float, str]]:
    """What is too much for an accident: namesakes outside cases, lookups outside cases, lookups at all."""
    found: list[tuple[float, str]] = []
    namesakes = float(binom.sf(count["surname"] - 1, count["outside"], usual.surname_rate))
    if count["surname"] >= 2 and namesakes < rules.chance:
        found.append((5.0, f"案外查询同姓的人{count['surname']}次，偶然的可能为{namesakes:.1e}"))
    outside = float(poisson.sf(count["outside"] - 1, max(usual.outside_a_day[role] * count["days"], 1.0)))
    if outside < rules.chance:
        found.append((4.0, f"案外查询{count['outside']}次，远多于同岗位"))
    # Work is burstier than chance: three times the usual is asked for besides.
    expected = usual.a_day[role] * count["days"]
    if count["lookups"] > 3 * expected and float(poisson.sf(count["lookups"] - 1, expected)) < rules.chance:
        found.append((4.0, f"查询{count['lookups']}次，为同岗位通常的{count['lookups'] / expected:.1f}倍"))
    return found
