"""Where an insurance runs (参保地): the place that the row states, else that of the agency that sends it.

The ledger keeps a place only where it is not the agency's own, as a status beside that of the insurance and in the same
row: so it is sealed, corrected and withdrawn together with it.
"""

from collections.abc import Mapping

import polars as pl

from zengshou.records.channels.channel import Channel, StatusRule

ELSEWHERE = "insured_in."  # before the code of the place, in a status of the ledger
PROVINCE_DIGITS, CITY_DIGITS = 2, 4


def place_code(text: pl.Expr) -> pl.Expr:
    """The province (two digits) or city (four) of an area code; null where the text is no number."""
    return text.str.extract(r"^\s*(\d+)\s*$").str.slice(0, CITY_DIGITS).str.replace(r"^(\d\d)00$", "${1}")


def place_of(channel: Channel, rule: StatusRule) -> pl.Expr:
    """The place of each row's insurance; null where neither the row nor the city of the agency tells one."""
    home = place_code(pl.lit(channel.agency_area, pl.String))
    return pl.coalesce(place_code(pl.col(rule.place)), home) if rule.place else home


def place_or_home(channels: Mapping[str, Channel]) -> pl.Expr:
    """The `place` of stored spells; of those that have none, the place of the agency of their `channel`."""
    homes = {name: channel.agency_area or None for name, channel in channels.items()}
    home = pl.col("channel").replace_strict(homes, default=None, return_dtype=pl.String)
    return pl.coalesce("place", place_code(home)).alias("place")


def elsewhere(channel: Channel, rule: StatusRule) -> pl.Expr:
    """The status that says the place of an insurance which does not run at the agency's own; null for every other."""
    stated = place_code(pl.col(rule.place))
    home = place_code(pl.lit(channel.agency_area, pl.String))
    is_there = are_apart(stated, home).fill_null(True)
    return pl.when(is_there).then(pl.concat_str(pl.lit(ELSEWHERE), stated))


def are_apart(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Whether two places differ as far as both are told: a province and a city of it do not."""
    return ~(one.str.starts_with(other) | other.str.starts_with(one))


def are_of_two_provinces(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    return one.str.slice(0, PROVINCE_DIGITS) != other.str.slice(0, PROVINCE_DIGITS)
