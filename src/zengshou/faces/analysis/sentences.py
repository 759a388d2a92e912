"""Figures in one plain Chinese sentence, as an official would say them."""

import re
from collections.abc import Sequence

from zengshou.concepts.estimate import Estimate
from zengshou.faces.amounts import Quantity, grouped, quantity_of, unit_name
from zengshou.faces.analysis.heading import SYNTHETIC, Heading, is_synthetic
from zengshou.faces.analysis.numbers_text import POINTS, is_difference
from zengshou.faces.words import Words

MOST_NAMED = 6
ZH = Words()


def sentence(estimates: Sequence[Estimate], heading: Heading) -> str:
    """One sentence; of many figures of one indicator the highest and the lowest, of many indicators the first six."""
    mark = f"（{SYNTHETIC}）" if is_synthetic(estimates) else ""
    told = list(estimates)
    if len(told) > MOST_NAMED and len({one.indicator for one in told}) == 1:
        return f"{mark}{_extremes(told, heading)}。"
    more = f"；另有 {len(told) - MOST_NAMED} 个数" if len(told) > MOST_NAMED else ""
    said = "；".join(figure_in_words(one, heading, is_first=place == 0) for place, one in enumerate(told[:MOST_NAMED]))
    return f"{mark}{said}{more}。"


def figure_in_words(one: Estimate, heading: Heading, is_first: bool = True) -> str:
    """`2025年示例市城镇基尼系数为0.412，95%置信区间0.398至0.426，样本1,204户`, without a full stop."""
    about = f"{period_in_words(one.period)}{one.area}" if is_first else ""
    subject = f"{about}{'' if one.domain == 'all' else one.domain}{one.label or one.indicator}"
    if one.value is None:
        return f"{subject}没有数：{one.reason.rstrip('。')}"
    parts = [f"{subject}为{amount(one.value, one)}"]
    if one.ci_low is not None and one.ci_high is not None:
        low, high = amount(one.ci_low, one), amount(one.ci_high, one)
        parts.append(f"{100 * heading.level:g}%置信区间{low}至{high}")
    if one.n is not None:
        parts.append(f"样本{one.n:,}{heading.counted}")
    return "，".join(parts)


def _extremes(estimates: Sequence[Estimate], heading: Heading) -> str:
    valued = [one for one in estimates if one.value is not None]
    groups = [one for one in valued if one.domain != "all"] or valued
    if not groups:
        return figure_in_words(estimates[0], heading)
    low, high = (pick(groups, key=lambda one: one.value or 0.0) for pick in (min, max))
    whole = next((one for one in estimates if one.domain == "all"), None)
    start = figure_in_words(whole, heading) if whole else f"{high.label}共有 {len(estimates)} 个数"
    return (
        f"{start}；{len(groups)} 组中最高为{high.domain}{amount(high.value or 0.0, high)}，"
        f"最低为{low.domain}{amount(low.value or 0.0, low)}"
    )


def amount(value: float, one: Estimate) -> str:
    """A value with the unit of its figure, as a sentence needs it: 0.412, 12.3%, 32,418元."""
    quantity = quantity_of(one.unit)
    if quantity is Quantity.SHARE:
        return f"{grouped(100 * value, 1)}{POINTS if is_difference(one) else '%'}"
    if quantity is Quantity.RATIO:
        return grouped(value, 3)
    name = unit_name(one.unit, ZH)
    return f"{grouped(value, 0 if abs(value) >= 100 else 2)}{'元' if name.startswith('元') else name}"


def period_in_words(period: str) -> str:
    """`2025` 2025年, `2025-Q3` 2025年第3季度, `2025-06` 2025年6月; anything else as it stands."""
    found = re.fullmatch(r"(\d{4})(?:-(?:Q([1-4])|(\d{2})))?", period)
    if not found:
        return period
    quarter, month = found[2], found[3]
    return f"{found[1]}年" + (f"第{quarter}季度" if quarter else f"{int(month)}月" if month else "")
