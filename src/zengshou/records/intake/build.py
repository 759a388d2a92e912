"""Accepted rows and the references of their persons become rows of the ledger: facts, events, members, residence.

What a row means stands in its channel; here the rules are only carried out, column by column. The batch's number and
the digests are added where the rows are stored.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from zengshou.records.channels.channel import AssetRule, Channel, FactRule, Holder, MemberRule, StatusRule
from zengshou.records.identity.identity import IDENTITY_COLUMNS
from zengshou.records.intake.build_values import (
    by_code,
    day_of,
    holds,
    last_day_of,
    month_of,
    native_ids,
    status_of,
    text_of_field,
)
from zengshou.records.intake.insured_place import elsewhere
from zengshou.records.intake.row_places import ROW

PERSON = "person"
NATIVE_ID = "native_id"
Seal = Callable[[pl.Series], pl.Series]
"""Texts to keyed tokens, null to null; the key is the register's."""

FACTS = pl.Schema(
    {
        "row": pl.Int64,
        "part": pl.Int64,
        "person": pl.Int64,
        "item": pl.String,
        "fen": pl.Int64,
        "month_from": pl.Int64,
        "month_to": pl.Int64,
        "level": pl.String,
        "basis": pl.String,
        "native_id": pl.String,
        "payer": pl.String,
        "reversal_of": pl.String,
        "household": pl.Boolean,
    }
)
ASSETS = pl.Schema(
    {
        "row": pl.Int64,
        "part": pl.Int64,
        "person": pl.Int64,
        "asset": pl.String,
        "kind": pl.String,
        "action": pl.String,
        "share_over": pl.Int64,
        "share_under": pl.Int64,
        "fen": pl.Int64,
        "on_date": pl.Date,
        "native_id": pl.String,
        "detail": pl.String,
    }
)
STATUSES = pl.Schema(
    {
        "row": pl.Int64,
        "part": pl.Int64,
        "person": pl.Int64,
        "status": pl.String,
        "date_from": pl.Date,
        "date_to": pl.Date,
        "native_id": pl.String,
    }
)
MEMBERS = pl.Schema(
    {
        "row": pl.Int64,
        "household": pl.String,
        "kind": pl.String,
        "person": pl.Int64,
        "relation": pl.String,
        "date_from": pl.Date,
        "date_to": pl.Date,
    }
)
RESIDENCE = pl.Schema(
    {
        "person": pl.Int64,
        "year": pl.Int64,
        "status": pl.String,
        "date_from": pl.Date,
        "date_to": pl.Date,
        "basis": pl.String,
    }
)


@dataclass(frozen=True, eq=False)
class BuiltRows:
    """Rows for the register's tables, sorted by (person, row, part); `detail` is JSON text of field -> text.

    A household is named by its kind and a sealed number; residence by spells of whole months within one year.
    """

    facts: pl.DataFrame
    assets: pl.DataFrame
    statuses: pl.DataFrame
    members: pl.DataFrame
    residence: pl.DataFrame


def identities(rows: pl.DataFrame, channel: Channel) -> pl.DataFrame:
    """What the vault enrols, a row for each of `rows` in their order (IDENTITY_COLUMNS).

    A birth date or sex that the feed states beside the number goes before the one that the number tells.
    """
    fields = channel.identity
    blank = pl.lit("", pl.String)

    def told(name: str) -> pl.Expr:
        return pl.col(name).fill_null("") if name else blank

    birth, sex = pl.col(f"{fields.number}_birth"), pl.col(f"{fields.number}_sex")
    return rows.select(
        kind=pl.col(f"{fields.number}_kind"),
        number=pl.col(fields.number),
        name=told(fields.name),
        birth=pl.coalesce(pl.col(fields.birth), birth) if fields.birth else birth,
        sex=pl.coalesce(pl.col(fields.sex), sex) if fields.sex else sex,
        address=told(fields.address),
        phone=told(fields.phone),
    ).cast(IDENTITY_COLUMNS)


def build(rows: pl.DataFrame, persons: pl.Series, channel: Channel, seal: Seal) -> BuiltRows:
    """The ledger rows of accepted rows.

    rows     typed rows without the quarantined ones
    persons  (n,) references in the order of `rows`
    seal     of certificate, plate, account and household numbers
    """
    named = rows.with_columns(persons.cast(pl.Int64).alias(PERSON))
    sealed = [each.name for each in channel.fields if each.is_sealed]
    named = named.with_columns(seal(named[name]).alias(name) for name in sealed)
    named = named.with_columns(native_ids(channel).alias(NATIVE_ID))
    return BuiltRows(
        facts=_spoken(
            _stacked([_facts(named, rule, part, channel) for part, rule in enumerate(channel.facts, 1)], FACTS)
        ),
        assets=_stacked([_assets(named, rule, part, channel) for part, rule in enumerate(channel.assets, 1)], ASSETS),
        statuses=_stacked(_all_statuses(named, channel), STATUSES),
        members=_stacked([_members(named, rule, channel) for rule in channel.members], MEMBERS),
        residence=_residence(named, channel),
    )


def _stacked(frames: Sequence[pl.DataFrame], schema: pl.Schema) -> pl.DataFrame:
    """Frames of one table as one, in the order in which they are stored."""
    order = [name for name in (PERSON, ROW, "part") if name in schema]
    return pl.concat([schema.to_frame(), *(frame.select(schema.names()).cast(schema) for frame in frames)]).sort(order)


def _spoken(facts: pl.DataFrame) -> pl.DataFrame:
    """Without the zeros of a row that says something else; a row of nothing but zeros keeps its first.

    A later batch replaces a row as a whole, so that a row corrected to nothing must still leave one fact behind.
    """
    says_something = (pl.col("fen") != 0).any().over(ROW)
    is_first = pl.col("part") == pl.col("part").min().over(ROW)
    return facts.filter(pl.when(says_something).then(pl.col("fen") != 0).otherwise(is_first))


def _facts(rows: pl.DataFrame, rule: FactRule, part: int, channel: Channel) -> pl.DataFrame:
    """Facts of one rule: where it applies and its amount is stated."""
    amount = pl.col(rule.amount)
    for name in rule.less:
        amount = amount - pl.col(name).fill_null(0)
    month_from = month_of(channel, rule.month_from)
    month_to = pl.coalesce(month_of(channel, rule.month_to), month_from) if rule.month_to else month_from
    return rows.filter(holds(rule.when) & pl.col(rule.amount).is_not_null() & month_from.is_not_null()).select(
        ROW,
        pl.lit(part).alias("part"),
        PERSON,
        item=pl.lit(rule.item),
        fen=amount * rule.sign,
        month_from=month_from,
        month_to=month_to,
        level=pl.lit(rule.level),
        basis=pl.lit(rule.basis),
        native_id=pl.col(NATIVE_ID),
        payer=pl.col(channel.payer).fill_null("") if channel.payer else pl.lit(""),
        reversal_of=pl.col(channel.reversal_of).fill_null("") if channel.reversal_of else pl.lit(""),
        household=pl.lit(rule.holder is Holder.HOUSEHOLD),
    )


def _assets(rows: pl.DataFrame, rule: AssetRule, part: int, channel: Channel) -> pl.DataFrame:
    kind = by_code(rule.kind_by) if rule.kind_by else pl.lit(rule.kind)
    action = by_code(rule.action_by) if rule.action_by else pl.lit(rule.action)
    over = pl.col(f"{rule.share}_over").fill_null(1) if rule.share else pl.lit(1)
    under = pl.col(f"{rule.share}_under").fill_null(1) if rule.share else pl.lit(1)
    told = [text_of_field(channel, name).alias(name) for name in rule.detail]
    is_told = pl.col(rule.asset).is_not_null() & kind.is_not_null() & action.is_not_null()
    return rows.filter(holds(rule.when) & is_told & day_of(channel, rule.on).is_not_null()).select(
        ROW,
        pl.lit(part).alias("part"),
        PERSON,
        asset=text_of_field(channel, rule.asset),
        kind=kind,
        action=action,
        share_over=over,
        share_under=under,
        fen=pl.col(rule.amount) if rule.amount else pl.lit(None, pl.Int64),
        on_date=day_of(channel, rule.on),
        native_id=pl.col(NATIVE_ID),
        detail=pl.struct(told).struct.json_encode() if told else pl.lit("{}"),
    )


def _all_statuses(rows: pl.DataFrame, channel: Channel) -> Sequence[pl.DataFrame]:
    """The statuses of every rule, and behind them the places of those that run elsewhere than at the agency's."""
    found = [_statuses(rows, rule, part, channel, status_of(rule)) for part, rule in enumerate(channel.statuses, 1)]
    for part, rule in enumerate(channel.statuses, 1 + len(channel.statuses)):
        if rule.place:
            place = pl.when(status_of(rule).is_not_null()).then(elsewhere(channel, rule))
            found.append(_statuses(rows, rule, part, channel, place))
    return found


def _statuses(rows: pl.DataFrame, rule: StatusRule, part: int, channel: Channel, status: pl.Expr) -> pl.DataFrame:
    begins = day_of(channel, rule.date_from)
    return rows.filter(holds(rule.when) & status.is_not_null() & begins.is_not_null()).select(
        ROW,
        pl.lit(part).alias("part"),
        PERSON,
        status=status,
        date_from=begins,
        date_to=last_day_of(channel, rule.date_to) if rule.date_to else pl.lit(None, pl.Date),
        native_id=pl.col(NATIVE_ID),
    )


def _members(rows: pl.DataFrame, rule: MemberRule, channel: Channel) -> pl.DataFrame:
    number, begins = pl.col(rule.household), day_of(channel, rule.date_from)
    return rows.filter(holds(rule.when) & number.is_not_null() & begins.is_not_null()).select(
        ROW,
        PERSON,
        household=pl.concat_str(pl.lit(f"{rule.kind}:"), number),
        kind=pl.lit(rule.kind),
        relation=pl.col(rule.relation).fill_null(""),
        date_from=begins,
        date_to=last_day_of(channel, rule.date_to) if rule.date_to else pl.lit(None, pl.Date),
    )


def _residence(rows: pl.DataFrame, channel: Channel) -> pl.DataFrame:
    """Spells of months in a row with one status; a year's end, a gap or the other status begins a new one."""
    rule = channel.residence
    if rule is None:
        return RESIDENCE.to_frame()
    month = pl.col("month")
    months = (
        rows.select(PERSON, month=month_of(channel, rule.month).cast(pl.Int64), status=by_code(rule.status_by))
        .drop_nulls()
        .unique()
        .sort(PERSON, "month", "status")
    )
    is_next = (month.diff() == 1) & (month % 12 != 0)
    goes_on = is_next & (pl.col("status") == pl.col("status").shift()) & (pl.col(PERSON) == pl.col(PERSON).shift())
    spells = months.with_columns(spell=(~goes_on.fill_null(False)).cum_sum())
    first = pl.date(month.min() // 12, month.min() % 12 + 1, 1)
    last = pl.date(month.max() // 12, month.max() % 12 + 1, 1).dt.month_end()
    found = spells.group_by("spell", maintain_order=True).agg(
        pl.col(PERSON).first(),
        year=month.min() // 12,
        status=pl.col("status").first(),
        date_from=first,
        date_to=last,
        basis=pl.lit(rule.basis),
    )
    return found.select(RESIDENCE.names()).cast(RESIDENCE)
