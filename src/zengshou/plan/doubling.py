"""Targets that double (翻番): nominal and real readings differ, so a person must set the price basis."""

from dataclasses import dataclass

from zengshou.plan.lamp import Observation, Question, Start, grey, result_lamp
from zengshou.plan.lamp_rules import LampRules, standard_rules
from zengshou.plan.model import PriceBasis, Target
from zengshou.plan.path import annual_growth, required_path
from zengshou.plan.reading import Lamp
from zengshou.plan.wording import amount_text, multiple_text


@dataclass(frozen=True)
class Multiples:
    """The same figure as a multiple of the base year's: at current prices, and at the base year's prices.

    None where it cannot be computed; `missing` and `missing_real` then say what is wanting.
    """

    nominal: Observation | None = None
    real: Observation | None = None
    missing: str = ""
    missing_real: str = "缺基年以来的价格指数"


def growth_text(target: Target) -> str:
    """2010—2020年翻一番需年均增长7.18%; "" when the document names no base year or no deadline."""
    if target.base_year is None or target.deadline is None:
        return ""
    growth = annual_growth(target.value, target.deadline - target.base_year)
    return f"{target.base_year}—{target.deadline}年{multiple_text(target.value)}需年均增长{growth:.2%}"


def multiple_lamp(target: Target, seen: Multiples, rules: LampRules | None = None) -> Lamp:
    """The lamp of a multiple of the base year. Unknown price basis: grey, with both readings."""
    rules = rules or standard_rules()
    growth = growth_text(target)
    if target.price_basis is PriceBasis.UNKNOWN:
        readings = f"按名义：{_reading(target, seen.nominal, seen.missing, rules)}；"
        readings += f"按实际：{_reading(target, seen.real, seen.missing or seen.missing_real, rules)}"
        reason = f"价格口径未定：{growth}；{readings}。请核定口径并注明依据。"
        return grey(reason, "price_basis_unknown", rules)
    is_real = target.price_basis is PriceBasis.REAL
    current = seen.real if is_real else seen.nominal
    if current is None:
        wanting = seen.missing or (seen.missing_real if is_real else "")
        return grey(f"没有可用的数：{wanting or '缺基年数或本期数'}；{growth}。", "no_data", rules)
    lamp = _lamp(target, current, rules)
    reason = f"{lamp.reason}（{target.price_basis.label}；{growth}）"
    return Lamp(lamp.colour, reason, lamp.rule, lamp.is_undecidable, lamp.inputs, lamp.rules_version)


def _lamp(target: Target, current: Observation, rules: LampRules) -> Lamp:
    base = Start(1.0, 0.0, target.base_year)
    return result_lamp(Question(target, current, base, required_path(target)), rules)


def _reading(target: Target, seen: Observation | None, wanting: str, rules: LampRules) -> str:
    if seen is None:
        return f"不能计算（{wanting or '缺基年数或本期数'}）"
    lamp = _lamp(target, seen, rules)
    label = "无法判定" if lamp.is_undecidable else lamp.colour.label
    return f"{seen.year}年为{amount_text(seen.value, '倍')}（{label}）"
