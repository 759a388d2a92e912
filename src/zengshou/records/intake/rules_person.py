"""Rules that need what is known of a person: reused numbers (10), the dead (11), ages (12), double insurance (13)."""

import polars as pl

from zengshou.records.channels.channel import Channel
from zengshou.records.intake.build import PERSON, BuiltRows
from zengshou.records.intake.build_values import day_of, holds, last_day_of, status_of
from zengshou.records.intake.findings import Code, joined
from zengshou.records.intake.insured_place import are_apart, are_of_two_provinces, place_of
from zengshou.records.intake.row_places import ROW
from zengshou.records.intake.rule import Rules, hits

TWO_EMPLOYERS = "同一时期有两个参保单位"
REUSE_RULE, DEATH_RULE, AGE_RULE, INSURED_RULE = 10, 11, 12, 13
INSURED = pl.Schema(
    {
        "row": pl.Int64,
        "person": pl.Int64,
        "status": pl.String,
        "employer": pl.String,
        "place": pl.String,
        "date_from": pl.Date,
        "date_to": pl.Date,
    }
)
"""Spells of insurance: `row` null for those of earlier batches and other channels."""


def reused_numbers(rows: pl.DataFrame, conflict: pl.Series, channel: Channel, rules: Rules) -> pl.DataFrame:
    """Rule 10: the vault knows the number under another name or birth date; the row goes to link review.

    conflict  (n,) the vault's answer in the order of `rows`
    """
    field = channel.field(channel.identity.number)
    bad = rows.filter(conflict.fill_null(False))
    return joined(hits(bad, rules[REUSE_RULE], Code.E_ID_REUSED, field=field.name, label=field.label))


def events_of(built: BuiltRows) -> pl.DataFrame:
    """The day of everything a delivery says of a person: row, person, on."""
    month = pl.col("month_from")
    return pl.concat(
        [
            built.facts.select(ROW, PERSON, on=pl.date(month // 12, month % 12 + 1, 1)),
            built.assets.select(ROW, PERSON, on=pl.col("on_date")),
            built.statuses.select(ROW, PERSON, on=pl.col("date_from")),
        ]
    ).unique()


def after_the_end(events: pl.DataFrame, statuses: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Rule 11: something happens to a person more than the days of grace after death or emigration.

    events    row, person, on;  statuses  person, status, date_from: of this delivery and all earlier ones
    """
    rule = rules[DEATH_RULE]
    days = int(rule.numbers["grace_days"])
    ends = (
        statuses.filter(pl.col("status").is_in(list(rule.words["ends"])))
        .group_by(PERSON)
        .agg(pl.col("date_from").min())
    )
    late = events.join(ends, on=PERSON).filter(pl.col("on") > pl.col("date_from").dt.offset_by(f"{days}d"))
    late = late.group_by(ROW, maintain_order=True).agg(pl.col("date_from").first())
    return joined(hits(late, rule, Code.W_AFTER_DEATH, on=pl.col("date_from"), days=str(days)))


def odd_ages(built: BuiltRows, births: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Rule 12: a pension too early, a child insured as an employee, a minor who owns a firm.

    births  person, birth (Date); persons without one are not judged
    """
    rule = rules[AGE_RULE]
    month = pl.col("month_from")
    on_month = pl.date(month // 12, month % 12 + 1, 1).dt.month_end()
    pensions = built.facts.filter(pl.col("item").is_in(list(rule.words["pension_items"]))).select(
        ROW, PERSON, on=on_month
    )
    insured = built.statuses.filter(pl.col("status").is_in(list(rule.words["employee_insured"]))).select(
        ROW, PERSON, on=pl.coalesce("date_to", "date_from")
    )
    owners = built.assets.filter(
        pl.col("kind").is_in(list(rule.words["owner_kinds"])) & (pl.col("action") == "acquire")
    ).select(ROW, PERSON, on=pl.col("on_date"))
    cases = (
        (pensions, "pension_from", "已领取养老金"),
        (insured, "employee_insured_from", "参加职工社会保险"),
        (owners, "owner_from", "登记为市场主体的出资人或经营者"),
    )
    found = []
    for events, least, what in cases:
        aged = events.join(births.drop_nulls(), on=PERSON).with_columns(age=_age(pl.col("birth"), pl.col("on")))
        young = aged.filter(pl.col("age") < rule.numbers[least]).unique(ROW, maintain_order=True)
        found.append(hits(young, rule, Code.W_AGE, age=pl.col("age"), what=what))
    return joined(*found)


def insured_spells(rows: pl.DataFrame, persons: pl.Series, channel: Channel) -> pl.DataFrame:
    """The spells of insurance that rows state (INSURED), with employer and place, for rule 13."""
    named = rows.with_columns(persons.cast(pl.Int64).alias(PERSON))
    spells = []
    for rule in channel.statuses:
        status = status_of(rule)
        begins = day_of(channel, rule.date_from)
        spells.append(
            named.filter(holds(rule.when) & status.is_not_null() & begins.is_not_null())
            .select(
                ROW,
                PERSON,
                status=status,
                employer=pl.col(channel.payer) if channel.payer else pl.lit(None, pl.String),
                place=place_of(channel, rule),
                date_from=begins,
                date_to=last_day_of(channel, rule.date_to) if rule.date_to else pl.lit(None, pl.Date),
            )
            .cast(INSURED)
        )
    return pl.concat([INSURED.to_frame(), *spells])


def doubly_insured(spells: pl.DataFrame, known: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Rule 13: at one time two employers insure a person, or one insurance runs in two provinces or cities.

    spells  INSURED of this delivery;  known  INSURED of earlier ones, `row` null
    """
    rule = rules[INSURED_RULE]
    place, other = pl.col("place"), pl.col("place_other")
    where = pl.when(are_of_two_provinces(place, other)).then(pl.lit("省")).otherwise(pl.lit("市"))
    cases: tuple[tuple[tuple[str, ...], str, pl.Expr, str | pl.Expr], ...] = (
        (rule.words["one_employer"], "employer", pl.col("employer") != pl.col("employer_other"), TWO_EMPLOYERS),
        (rule.words["one_province"], "place", are_apart(place, other), pl.format("同一险种同时在两个{}参保", where)),
    )
    found = []
    for statuses, column, differ, what in cases:
        pairs = _pairs(spells, known, statuses, column).filter(differ & overlaps())
        found.append(hits(pairs.unique(ROW, maintain_order=True), rule, Code.W_DOUBLE_INSURED, what=what))
    return joined(*found)


def _pairs(spells: pl.DataFrame, known: pl.DataFrame, statuses: tuple[str, ...], column: str) -> pl.DataFrame:
    """Each spell beside each other one of its person and insurance, of those alone whose column says two things.

    Without the first cut a year of monthly spells would be paired with itself, 144 times a person.
    """
    every = pl.concat([spells.with_columns(is_ours=True), known.with_columns(is_ours=False)]).filter(
        pl.col("status").is_in(list(statuses)) & pl.col(column).is_not_null()
    )
    key = [PERSON, "status"]
    differing = every.group_by(key).agg(pl.col(column).n_unique()).filter(pl.col(column) > 1)
    at_stake = every.join(differing, on=key, how="semi", maintain_order="left")
    ours = at_stake.filter("is_ours").drop("is_ours")
    return ours.join(at_stake.drop("is_ours"), on=key, suffix="_other", maintain_order="left")


def overlaps() -> pl.Expr:
    """Whether the spell and the `_other` one have a day in common; a spell without an end lasts."""
    begins_in_time = (pl.col("date_from") <= pl.col("date_to_other")).fill_null(True)
    return begins_in_time & (pl.col("date_from_other") <= pl.col("date_to")).fill_null(True)


def _age(birth: pl.Expr, on: pl.Expr) -> pl.Expr:
    """Completed years of age on a day."""
    before_birthday = _day_of_year(on) < _day_of_year(birth)
    return on.dt.year() - birth.dt.year() - before_birthday.cast(pl.Int32)


def _day_of_year(day: pl.Expr) -> pl.Expr:
    """Month and day as one number; Polars gives both in eight bits, too few for the product."""
    return day.dt.month().cast(pl.Int32) * 100 + day.dt.day()
