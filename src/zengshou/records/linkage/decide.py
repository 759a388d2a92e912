"""What becomes of a scored pair: linked, shown to an officer, or left apart. The rules stand above the score."""

from dataclasses import dataclass
from enum import Enum

import polars as pl

from zengshou.concepts.problem import refuse
from zengshou.records.linkage import birth_levels, id_levels, name_levels
from zengshou.records.linkage.areas import AREAS
from zengshou.records.linkage.birth_levels import BIRTHS
from zengshou.records.linkage.contact_levels import SEXES
from zengshou.records.linkage.id_levels import NUMBERS
from zengshou.records.linkage.levels import Comparison
from zengshou.records.linkage.name_levels import NAMES


@dataclass(frozen=True)
class Thresholds:
    """Probabilities at which a pair is linked by itself (`auto`) and from which an officer looks at it (`review`)."""

    auto: float = 0.99
    review: float = 0.5

    def __post_init__(self) -> None:
        if not 0 < self.review <= self.auto < 1:
            raise refuse(
                f"阈值应满足 0 < 复核阈值 ≤ 自动阈值 < 1，现为 {self.review}、{self.auto}。", "比对阈值", "改正后再试。"
            )


class Decision(Enum):
    """The one queue in which a pair is."""

    AUTO = "auto"
    REVIEW = "review"

    @property
    def label(self) -> str:
        return {"auto": "自动关联", "review": "人工复核"}[self.value]


SURE = "号码相同，姓名读音与出生日期一致"
BY_SCORE = "得分达到自动阈值"
BETWEEN = "得分在复核区间"
RULE_10 = "号码相同而姓名读音或出生日期不同（规则10），不得自动关联"
TWO_NUMBERS = "双方号码都有效而不同：或为两人（如双胞胎），或为一人两号"
WEAK_NAME = "没有相同的号码，姓名又不够接近"
OTHER_SEX = "性别不同"
LITTLE_SAID = "可比对的项目太少"


def decided(pairs: pl.DataFrame, thresholds: Thresholds) -> pl.DataFrame:
    """The pairs with `decision` and `reason`; those that are neither linked nor to be looked at are left out.

    Equal numbers are always decided, whatever the score: linked where name and birth agree, else shown to an officer.
    """
    probability = pl.col("probability")
    is_same_number = _is(NUMBERS, *id_levels.SAME)
    agrees = _is(NAMES, *name_levels.ALIKE, missing=False) & _is(BIRTHS, birth_levels.SAME, missing=True)
    is_high = probability >= thresholds.auto
    reason = (
        pl.when(is_same_number & agrees)
        .then(pl.lit(SURE))
        .when(is_same_number)
        .then(pl.lit(RULE_10))
        .when(~is_high)
        .then(pl.lit(BETWEEN))
        .when(_is(NUMBERS, id_levels.BOTH_VALID))
        .then(pl.lit(TWO_NUMBERS))
        .when(~_is(NAMES, *name_levels.ALIKE, name_levels.LOOK_ALIKE) & ~_is(NUMBERS, id_levels.ONE_SLIP))
        .then(pl.lit(WEAK_NAME))
        .when(_is(SEXES, "性别不同"))
        .then(pl.lit(OTHER_SEX))
        .when(_is(BIRTHS, missing=True) | (_is(NUMBERS, missing=True) & _is(AREAS, missing=True)))
        .then(pl.lit(LITTLE_SAID))
        .otherwise(pl.lit(BY_SCORE))
    )
    is_auto = reason.is_in([SURE, BY_SCORE])
    decision = pl.when(is_auto).then(pl.lit(Decision.AUTO.value)).otherwise(pl.lit(Decision.REVIEW.value))
    asked = pairs.with_columns(reason.alias("reason"), decision.alias("decision"))
    return asked.filter(is_same_number | (probability >= thresholds.review))


def _is(comparison: Comparison, *words: str, missing: bool = False) -> pl.Expr:
    """True where the comparison reached one of the levels with these words, or, if asked, had nothing to compare."""
    outcomes = [comparison.outcome_of(each) for each in words] + ([-1] if missing else [])
    return pl.col(comparison.outcome).is_in(outcomes)
