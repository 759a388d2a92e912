"""Amounts from text to whole fen, digit by digit: no cell of money ever passes through a float."""

import polars as pl

from zengshou.records.channels.channel import Unit
from zengshou.records.identity.fold import folded_column
from zengshou.records.intake.findings import Code
from zengshou.records.intake.read_cells import ReadColumn, without_faulty

PLAIN = r"^-?[0-9]{1,30}(\.[0-9]{1,20})?$"
GROUPED = r"^[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?$"
CURRENCY = r"^([+-]?)(?:人民币|RMB|CNY|￥|¥)"
OWN_UNITS = {"万元": Unit.WAN, "万": Unit.WAN, "元": Unit.YUAN, "圆": Unit.YUAN, "分": Unit.FEN}
OWN_UNIT = rf"({'|'.join(OWN_UNITS)})$"  # 万元 before 元, so that the longer word is taken first
MOST_DIGITS = 15  # of fen: above, a column of 64 bits could not be summed


def read_amounts(text: pl.Series, unit: Unit, limit_fen: int) -> ReadColumn:
    """Fen of every cell.

    text       cleaned; `6,200.00`, `￥6200`, `０．６２万元`, `(120.5)` and `-120.5` are read; a unit in the cell wins
    unit       of cells that say none
    limit_fen  the largest amount of one row that can be true
    Faults     E_AMOUNT no amount; E_AMOUNT_DECIMALS not a whole number of fen; E_AMOUNT_RANGE above the limit
    """
    number, decimals = pl.col("number"), pl.col("decimals")
    halves = number.str.strip_prefix("-").str.split_exact(".", 1)
    parted = _tidied(text, unit).select(
        "number",
        "decimals",
        is_amount=number.str.contains(PLAIN),
        whole=halves.struct[0].str.strip_chars_start("0"),
        rest=halves.struct[1].fill_null("").str.strip_chars_end("0"),
    )
    fault = (
        pl.when(~pl.col("is_amount"))
        .then(pl.lit(Code.E_AMOUNT.value))
        .when(pl.col("whole").str.len_chars() + decimals > MOST_DIGITS)
        .then(pl.lit(Code.E_AMOUNT_RANGE.value))
        .when(pl.col("rest").str.len_chars() > decimals)
        .then(pl.lit(Code.E_AMOUNT_DECIMALS.value))
    )
    sign = pl.when(number.str.starts_with("-")).then(-1).otherwise(1)
    read = parted.with_columns(fault=fault).with_columns(fen=pl.when(pl.col("fault").is_null()).then(_digits() * sign))
    is_beyond = pl.col("fen").abs() > limit_fen
    beyond = pl.when(is_beyond).then(pl.lit(Code.E_AMOUNT_RANGE.value)).otherwise("fault")
    return without_faulty(read["fen"], read.select(beyond).to_series())


def _digits() -> pl.Expr:
    """The digits of the fen: those before the point, then those behind it, filled up to the unit's decimals."""
    filled = pl.col("rest")
    for unit in (Unit.YUAN, Unit.WAN):
        is_unit = pl.col("decimals") == unit.decimals
        filled = pl.when(is_unit).then(pl.col("rest").str.pad_end(unit.decimals, "0")).otherwise(filled)
    return pl.concat_str(pl.lit("0"), "whole", filled).cast(pl.Int64, strict=False)


def _tidied(text: pl.Series, unit: Unit) -> pl.DataFrame:
    """`number` in plain digits where there is one, and the `decimals` of its unit; most cells are plain already."""
    frame = pl.DataFrame({"number": text}).with_columns(decimals=pl.lit(unit.decimals, pl.Int8))
    is_odd = text.is_not_null() & ~text.str.contains(PLAIN)
    if not is_odd.any():
        return frame
    odd = frame.filter(is_odd).select(folded_column(pl.col("number")).str.replace_all("\u2212", "-"), "decimals")
    odd = odd.with_columns(pl.col("number").str.replace(r"^\(([^()-]+)\)$", "-${1}").str.replace(CURRENCY, "${1}"))
    own = pl.col("number").str.extract(OWN_UNIT, 1)
    decimals = {word: each.decimals for word, each in OWN_UNITS.items()}
    odd = odd.with_columns(
        decimals=own.replace_strict(decimals, default=pl.col("decimals"), return_dtype=pl.Int8),
        number=pl.col("number").str.replace(OWN_UNIT, ""),
    )
    number = pl.col("number")
    odd = odd.with_columns(
        pl.when(number.str.contains(GROUPED)).then(number.str.replace_all(",", "", literal=True)).otherwise(number)
    ).with_columns(number.str.strip_prefix("+").str.strip_suffix("."))
    places = is_odd.arg_true()
    return frame.with_columns(
        frame["number"].scatter(places, odd["number"]), frame["decimals"].scatter(places, odd["decimals"])
    )
