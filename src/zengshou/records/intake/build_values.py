"""Values of typed rows as the ledger wants them: conditions, words of codes, months, days, native ids."""

from collections.abc import Mapping

import polars as pl

from zengshou.records.channels.channel import Channel, FieldKind, StatusRule, When

KEY_SEPARATOR = "|"


def holds(when: When) -> pl.Expr:
    """Whether a row meets a condition; a missing code meets none."""
    met = pl.lit(True)
    for name, codes in when.items():
        met = met & pl.col(name).is_in(list(codes)).fill_null(False)
    return met


def by_code(by: tuple[str, Mapping[str, str]]) -> pl.Expr:
    """The word for each row's code; null for a code without one."""
    name, words = by
    return pl.col(name).replace_strict(dict(words), default=None, return_dtype=pl.String)


def status_of(rule: StatusRule) -> pl.Expr:
    """The status that a rule gives each row; null for a code without one."""
    return by_code(rule.status_by) if rule.status_by else pl.lit(rule.status)


def month_of(channel: Channel, name: str) -> pl.Expr:
    """The MonthIndex of a month or date field."""
    if channel.field(name).kind is FieldKind.MONTH:
        return pl.col(name)
    return pl.col(name).dt.year() * 12 + pl.col(name).dt.month().cast(pl.Int32) - 1


def day_of(channel: Channel, name: str) -> pl.Expr:
    """The date of a date field, or the first day of a month field."""
    if channel.field(name).kind is FieldKind.DATE:
        return pl.col(name)
    return pl.date(pl.col(name) // 12, pl.col(name) % 12 + 1, 1)


def last_day_of(channel: Channel, name: str) -> pl.Expr:
    """The date of a date field, or the last day of a month field."""
    if channel.field(name).kind is FieldKind.DATE:
        return pl.col(name)
    return day_of(channel, name).dt.month_end()


def text_of_field(channel: Channel, name: str) -> pl.Expr:
    """A value as text: months as 2025-03, dates in ISO, amounts in yuan, shares as 1/2; "" where missing."""
    field = channel.field(name)
    if field.kind is FieldKind.MONTH:
        text = day_of(channel, name).dt.strftime("%Y-%m")
    elif field.kind is FieldKind.SHARE:
        text = pl.concat_str(f"{name}_over", pl.lit("/"), f"{name}_under")
    elif field.kind is FieldKind.AMOUNT:
        sign = pl.when(pl.col(name) < 0).then(pl.lit("-")).otherwise(pl.lit(""))
        fen = pl.col(name).abs()
        text = pl.concat_str(sign, fen // 100, pl.lit("."), (fen % 100).cast(pl.String).str.zfill(2))
    else:
        text = pl.col(name).cast(pl.String)
    return text.fill_null("")


def native_ids(channel: Channel) -> pl.Expr:
    """The source's own key of each row; an identity number in it is replaced by the person's reference.

    Expects a column `person`; sealed fields are tokens by now, so that no number of anybody stands in a native id.
    """
    parts = [
        pl.concat_str(pl.lit("P"), pl.col("person").cast(pl.String))
        if channel.field(name).kind is FieldKind.ID_NUMBER
        else text_of_field(channel, name)
        for name in channel.keys
    ]
    return pl.concat_str(parts, separator=KEY_SEPARATOR)
