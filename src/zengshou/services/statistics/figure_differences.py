"""Why two figures of an analyst differ, in words: what statistics names, and what was said of the table's columns."""

from zengshou.concepts.estimate import Estimate
from zengshou.statistics.conventions import LABELS as OF_STATISTICS
from zengshou.statistics.conventions import Difference, explain_difference

LABELS = {
    **OF_STATISTICS,
    "row": "每行代表",
    "where": "条件",
    "change": "比较的列",
    "units": "两表的抽样单元",
    "missing_income": "缺失收入",
    "missing_group": "缺失分组",
    "missing_condition": "条件不明",
    "measured_coverage": "区间实测覆盖率",
    "limits": "区间所依",
    "is_synthetic": "合成数据",
}
FOUND = ("tail_df",)  # read from the rows, not chosen


def conventions(text: str) -> dict[str, str]:
    """All that an Estimate says of itself, by name: `gini=lorenz; weight=w` -> {gini: lorenz, weight: w}."""
    said = (part.partition("=") for part in text.split("; ") if part)
    return {name: value for name, _, value in said}


def differences(left: Estimate, right: Estimate) -> tuple[Difference, ...]:
    """Everything but the number in which two figures differ; () where only the number does."""
    found = tuple(one for one in explain_difference(left, right) if one.name not in FOUND)
    if left.is_synthetic is right.is_synthetic:
        return found
    said = ("是" if figure.is_synthetic else "否" for figure in (left, right))
    return (*found, Difference("is_synthetic", *said))


def in_words(one: Difference) -> str:
    """A difference in words for a reader."""
    return f"{LABELS.get(one.name, one.name)}：{one.first or '（无）'} ↔ {one.second or '（无）'}"
