"""Rules that one row answers alone: spans (3), firms that exist (7), the period (8), negative amounts (16)."""

from collections.abc import Iterator

import polars as pl

from zengshou.concepts.period import MonthIndex, month_name
from zengshou.records.channels.channel import Channel, FieldKind
from zengshou.records.intake.build_values import day_of, holds, last_day_of, month_of, text_of_field
from zengshou.records.intake.findings import Code, joined
from zengshou.records.intake.rule import Rules, hits
from zengshou.records.intake.typed_rows import TypedRows

SCHEMA_RULE, USCC_RULE, PERIOD_RULE, NEGATIVE_RULE = 3, 7, 8, 16
LONGEST_KEY = 100  # of a native id, with room for the person's reference


def row_findings(
    typed: TypedRows, channel: Channel, rules: Rules, batch_month: MonthIndex, is_backfill: bool = False
) -> pl.DataFrame:
    """Findings of rules 3 (spans, keys), 8 and 16 over all rows.

    batch_month  the month the batch is of;  is_backfill  old periods are meant, and not refused
    """
    return joined(
        *_without_month(typed, channel, rules),
        *_spans(typed, channel, rules),
        *_long_keys(typed, channel, rules),
        *_periods(typed, channel, rules, batch_month, is_backfill),
        *_negatives(typed, channel, rules),
    )


def _without_month(typed: TypedRows, channel: Channel, rules: Rules) -> Iterator[pl.DataFrame]:
    """An amount or an event that says no month or day: it could not be entered, and must not be lost."""
    wanted: dict[str, list[pl.Expr]] = {}
    for fact in channel.facts:
        wanted.setdefault(fact.month_from, []).append(holds(fact.when) & pl.col(fact.amount).is_not_null())
    for status in channel.statuses:
        wanted.setdefault(status.date_from, []).append(holds(status.when))
    for member in channel.members:
        wanted.setdefault(member.date_from, []).append(holds(member.when))
    for asset in channel.assets:
        wanted.setdefault(asset.on, []).append(holds(asset.when) & pl.col(asset.asset).is_not_null())
    for name, needs in wanted.items():
        field = channel.field(name)
        if not field.is_required:
            bad = typed.frame.filter(pl.col(name).is_null() & pl.any_horizontal(needs))
            letter = typed.letters.get(name, "")
            yield hits(bad, rules[SCHEMA_RULE], Code.E_MISSING, field=name, letter=letter, label=field.label)


def _spans(typed: TypedRows, channel: Channel, rules: Rules) -> Iterator[pl.DataFrame]:
    """A span that ends before it begins."""
    pairs = [(rule.month_from, rule.month_to) for rule in channel.facts if rule.month_to]
    pairs += [(status.date_from, status.date_to) for status in channel.statuses if status.date_to]
    pairs += [(member.date_from, member.date_to) for member in channel.members if member.date_to]
    for begins, ends in dict.fromkeys(pairs):
        bad = typed.frame.filter(last_day_of(channel, ends) < day_of(channel, begins))
        label, other = channel.field(ends).label, channel.field(begins).label
        letter = typed.letters.get(ends, "")
        yield hits(bad, rules[SCHEMA_RULE], Code.E_SPAN, field=ends, letter=letter, label=label, other=other)


def _long_keys(typed: TypedRows, channel: Channel, rules: Rules) -> Iterator[pl.DataFrame]:
    """A key that the ledger could not hold; sealed fields and identity numbers become short tokens."""
    plain = [
        name
        for name in channel.keys
        if not channel.field(name).is_sealed and channel.field(name).kind is not FieldKind.ID_NUMBER
    ]
    plain += [channel.reversal_of] if channel.reversal_of else []
    if plain:
        length = pl.max_horizontal(
            pl.sum_horizontal(text_of_field(channel, name).str.len_chars() for name in plain if name in channel.keys),
            *(pl.col(channel.reversal_of).str.len_chars(),) if channel.reversal_of else (),
        )
        bad = typed.frame.filter(length > LONGEST_KEY)
        label = "、".join(channel.field(name).label for name in plain)
        yield hits(bad, rules[SCHEMA_RULE], Code.E_KEY_LONG, field=plain[0], label=label, most=str(LONGEST_KEY))


def _periods(
    typed: TypedRows, channel: Channel, rules: Rules, batch_month: MonthIndex, is_backfill: bool
) -> Iterator[pl.DataFrame]:
    rule, field = rules[PERIOD_RULE], channel.field(channel.period)
    month, oldest = month_of(channel, field.name), int(rule.numbers["oldest_months"])
    place, letter = field.name, typed.letters.get(field.name, "")
    late = typed.frame.filter(month > batch_month)
    said = month_name(batch_month)
    yield hits(late, rule, Code.E_PERIOD_FUTURE, field=place, letter=letter, label=field.label, batch_month=said)
    if not is_backfill:
        old = typed.frame.filter(month < batch_month - oldest)
        months = str(oldest)
        yield hits(old, rule, Code.E_PERIOD_OLD, field=place, letter=letter, label=field.label, months=months)


def _negatives(typed: TypedRows, channel: Channel, rules: Rules) -> Iterator[pl.DataFrame]:
    """A negative amount that does not say which record it takes back."""
    is_reversal = pl.col(channel.reversal_of).is_not_null() if channel.reversal_of else pl.lit(False)
    for field in channel.of_kind(FieldKind.AMOUNT):
        bad = typed.frame.filter((pl.col(field.name) < 0) & ~is_reversal)
        letter = typed.letters.get(field.name, "")
        yield hits(bad, rules[NEGATIVE_RULE], Code.E_NEGATIVE, field=field.name, letter=letter, label=field.label)
