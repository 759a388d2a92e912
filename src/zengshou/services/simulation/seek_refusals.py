"""Why a goal seek has no answer, in words: out of reach, not moved, reached more than once."""

from zengshou.concepts.problem import ProblemsFound, refuse
from zengshou.services.policy.differences import unit_in_words
from zengshou.services.policy.parameter_keys import KeyedValue
from zengshou.simulation.seek import Aim, NotMonotone, NotReached
from zengshou.simulation.target_expression import Target


def out_of_reach(keyed: KeyedValue, target: Target, aim: Aim, failure: NotReached) -> ProblemsFound:
    """The target lies outside what the range of the parameter reaches: the range of both."""
    low, high = failure.ends
    unit = unit_in_words(keyed.use.unit)
    span = f"“{keyed.label}”在允许范围{_shown(low.at)}至{_shown(high.at)}（{unit}）内"
    if failure.is_flat:
        found = f"{span}变动时，目标式左边始终为{_shown(low.value)}，不受它影响。"
        return refuse(found, "参数", "请换一个参数，或换一个目标。")
    ends = sorted((low.value, high.value))
    if aim.side and all((value - aim.wanted) * aim.side >= 0 for value in ends):
        found = f"{span}处处满足“{target.text}”：目标式左边在{_shown(ends[0])}至{_shown(ends[1])}之间。"
        return refuse(found, "目标式", "这一条件不构成约束，请收紧目标。")
    found = f"{span}，目标式左边只能达到{_shown(ends[0])}至{_shown(ends[1])}，达不到{_shown(aim.wanted)}。"
    return refuse(found, "目标式", "请把目标放在可达范围内，或换一个参数。")


def turning(keyed: KeyedValue, failure: NotMonotone) -> ProblemsFound:
    """The figure both rises and falls: where it was looked at, and what it was there."""
    told = "，".join(f"{_shown(probe.at)}时为{_shown(probe.value)}" for probe in failure.probes)
    found = f"目标式左边随“{keyed.label}”有升有降（{told}），一个目标可能对应几个值。"
    return refuse(found, "目标式", "请换一个单向变化的指标，或用 zs simulate 逐个比较。")


def _shown(value: float) -> str:
    digits = 2 if abs(value) >= 100 else 6
    return f"{value:,.{digits}f}".rstrip("0").rstrip(".")
