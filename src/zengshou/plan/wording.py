"""Amounts, goals and deadlines of targets as Chinese readers write them."""

from zengshou.plan.model import Operator, Target, TargetKind


def amount_text(value: float, unit: str) -> str:
    """37.9%、175,000人、1.85倍: trailing zeros dropped, never in powers of ten."""
    decimals = 0 if abs(value) >= 1000 else 1 if abs(value) >= 100 else 2
    if unit == "指数":
        decimals, unit = 3, ""
    digits = f"{value:,.{decimals}f}"
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return f"{'0' if digits == '-0' else digits}{unit}"


def multiple_text(multiple: float) -> str:
    """2 is 翻一番, 4 is 翻两番; anything else its plain multiple."""
    return {2.0: "翻一番", 4.0: "翻两番"}.get(multiple, f"达到{multiple:g}倍")


def goal_text(target: Target) -> str:
    """What is promised, without the indicator's name: 达到38.3%, 不低于98%并保持, 累计175,000人."""
    value = amount_text(target.value, target.unit)
    if target.kind is TargetKind.MILESTONE:
        return "完成"
    if target.kind is TargetKind.RECURRING:
        return f"每年{target.value:g}次"
    if target.kind is TargetKind.RELATIONAL:
        return "高于比较对象" if target.operator is Operator.GREATER else "与比较对象基本同步"
    words = {
        Operator.REACH: f"达到{value}",
        Operator.AT_LEAST: f"不低于{value}",
        Operator.AT_MOST: f"不超过{value}",
        Operator.GREATER: f"高于{value}",
        Operator.ALL: f"降至{value}" if target.is_falling else f"达到{value}",
        Operator.MULTIPLE: f"比{target.base_year}年{multiple_text(target.value)}",
        Operator.INCREMENT: f"累计{value}",
        Operator.RISE: "上升",
        Operator.FALL: "下降",
    }
    return words[target.operator] + ("并保持" if target.hold else "")


def deadline_text(target: Target) -> str:
    """到2020年, 每年, or that the document names none."""
    if target.kind is TargetKind.RECURRING and target.deadline is None:
        return "每年"
    return "未写明期限" if target.deadline is None else f"到{target.deadline}年"
