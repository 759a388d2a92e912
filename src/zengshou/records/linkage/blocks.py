"""Which pairs are looked at: records that share a block. Blocks are capped, and what a cap leaves out is counted.

A rule marked `loose` looks only at pairs of which one side has no valid number: two valid numbers that differ say that
the persons differ, and where everything else agrees the stricter rules bring the pair up.
"""

from dataclasses import dataclass

import polars as pl

from zengshou.records.linkage.prepare import Prepared

DEFAULT_CAP = 400  # records of one block


@dataclass(frozen=True)
class BlockRule:
    """Records with equal values of all `parts` are compared.

    name   column of the block's key in the prepared frame
    label  in Chinese
    """

    name: str
    label: str
    parts: tuple[str, ...]
    is_loose: bool = False

    @property
    def sql(self) -> str:
        both_valid = " and not (l.number_ok and r.number_ok)" if self.is_loose else ""
        return f"l.{self.name} = r.{self.name}{both_valid}"


RULES = (
    BlockRule("block_number", "号码相同", ("number",)),
    BlockRule("block_birth_sound", "出生日期、姓名读音相同", ("birth", "sound")),
    BlockRule("block_phone", "电话相同", ("phone",)),
    BlockRule("block_place_birth", "号码前14位（地区和出生日期）相同", ("number_start",), is_loose=True),
    BlockRule("block_village_given", "同村、名的读音相同", ("village", "given_sound"), is_loose=True),
    BlockRule("block_birth", "出生日期相同", ("birth",), is_loose=True),
    BlockRule(
        "block_surname_year", "姓的读音、出生年、县相同", ("surname_sound", "birth_year", "county"), is_loose=True
    ),
)


@dataclass(frozen=True)
class LeftOut:
    """What the cap left out of one rule: blocks larger than the cap, their records and the pairs they would make."""

    rule: str
    blocks: int
    records: int
    pairs: int
    largest: int

    def __str__(self) -> str:
        return (
            f"按“{self.rule}”分块时，{self.blocks} 个块超过上限（最大 {self.largest} 条），"
            f"涉及 {self.records} 条记录、{self.pairs} 对未按此规则比对；其他规则仍会比对。"
        )


def with_blocks(found: Prepared, cap: int = DEFAULT_CAP) -> tuple[pl.DataFrame, tuple[LeftOut, ...]]:
    """The frame with one key a rule, null without one or in a block over the cap; and what was left out."""
    frame = found.frame.with_columns(pl.col("number").str.slice(0, 14).alias("number_start"))
    left_out = []
    for rule in RULES:
        frame, out = _keyed(frame, rule, cap, found.sources)
        left_out += [out] if out.blocks else []
    return frame.drop("number_start"), tuple(left_out)


def _keyed(frame: pl.DataFrame, rule: BlockRule, cap: int, sources: int) -> tuple[pl.DataFrame, LeftOut]:
    is_known = pl.all_horizontal(pl.col(part).is_not_null() for part in rule.parts)
    key = pl.when(is_known).then(pl.struct(rule.parts).hash()).alias(rule.name)
    keyed = frame.with_columns(key)
    sizes = (
        keyed.filter(pl.col(rule.name).is_not_null())
        .group_by(rule.name)
        .agg(pl.len().cast(pl.Int64).alias("size"), (pl.col("source") == "a").sum().cast(pl.Int64).alias("of_a"))
        .filter(pl.col("size") > cap)
    )
    size, of_a = pl.col("size"), pl.col("of_a")
    pairs = of_a * (size - of_a) if sources == 2 else size * (size - 1) // 2
    counted = sizes.select(size.sum().alias("records"), pairs.sum().alias("pairs"), size.max().alias("largest"))
    records, missed, largest = (int(value or 0) for value in counted.row(0))
    if sizes.height:
        is_over = pl.col(rule.name).is_in(sizes[rule.name].implode())
        keyed = keyed.with_columns(pl.when(~is_over).then(pl.col(rule.name)).alias(rule.name))
    return keyed, LeftOut(rule.label, sizes.height, records, missed, largest)
