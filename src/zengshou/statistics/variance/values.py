"""Values alone of the common indicators, without influence: what a replicate needs, in a few passes over sorted rows.

Each equals the measure of the same name to rounding; a test holds the two together. An indicator that has no function
here is measured in full in every replicate.
"""

import re
from collections.abc import Callable
from functools import partial

import numpy as np

from zengshou.statistics.choices import Choices, GiniForm, Line, LineBasis, PovertyTest, QuantileForm, ShareOf
from zengshou.statistics.measures.by_choice import AT_RISK
from zengshou.statistics.ranked import ROUNDING
from zengshou.statistics.result import Undefined
from zengshou.statistics.variance.light import Light

Height = Callable[[Line], float]  # the amount of a line in this replicate
Value = Callable[[Light, Choices, Height], float]


def value_of(name: str, choices: Choices) -> Value | None:
    """The function of an indicator's value; None where there is none for it or for these choices."""
    is_plain = choices.quantile is QuantileForm.INVERSE_CDF
    if not is_plain or (name == "gini" and choices.gini is GiniForm.CONVEY):
        return None
    if name in PLAIN:
        return PLAIN[name]
    percentile = re.fullmatch(r"p(\d+)", name)
    if percentile:
        return partial(_quantile, share=int(percentile[1]) / 100)
    asked = re.fullmatch(r"(\w+?)\(([-\d.,]+)\)", name)
    if asked and asked[1] in FAMILIES:
        return FAMILIES[asked[1]](*(float(number) for number in asked[2].split(",")))
    return None


def _mean(r: Light, _choices: Choices, _height: Height) -> float:
    return r.mean


def _total(r: Light, _choices: Choices, _height: Height) -> float:
    return r.total


def _quantile(r: Light, choices: Choices, _height: Height, share: float) -> float:
    return r.quantile(share)


def _percentile_ratio(r: Light, choices: Choices, _height: Height, upper: float, lower: float) -> float:
    return _quotient(r.quantile(upper), r.quantile(lower))


def _gini(r: Light, choices: Choices, _height: Height) -> float:
    value = 2.0 * r.area() / (r.weight_sum * r.positive_total) - 1.0
    if choices.gini is GiniForm.LORENZ:
        return value
    return _quotient(value, 1.0 - r.square_sum_of_weights() / r.weight_sum**2)


def _sum_to(r: Light, choices: Choices, _height: Height, share: float) -> float:
    """Income of those at or below a quantile."""
    end = int(np.searchsorted(r.x, r.quantile(share), side="right"))
    return r.sum_to("income", end)


def _share_ratio(r: Light, choices: Choices, height: Height, lower: float, upper: float) -> float:
    bottom = _sum_to(r, choices, height, lower)
    if bottom <= 0:
        raise Undefined("较贫困一组的收入合计不大于零。")
    return (r.total - _sum_to(r, choices, height, upper)) / bottom


def _lorenz(r: Light, share: float) -> float:
    if share <= 0 or share >= 1:
        return float(share >= 1)
    border = r.quantile(share)
    end = int(np.searchsorted(r.x, border, side="right"))
    inside = r.sum_to("income", end) - border * r.sum_to("one", end)
    return (inside + border * share * r.weight_sum) / r.positive_total


def _share(r: Light, _choices: Choices, _height: Height, lower: float, upper: float) -> float:
    return _lorenz(r, upper) - _lorenz(r, lower)


def _poor_end(r: Light, height: float, test: PovertyTest) -> int:
    """How many sorted rows are poor."""
    if test is PovertyTest.BELOW:
        return int(np.searchsorted(r.x, height * (1.0 - ROUNDING), side="left"))
    return int(np.searchsorted(r.x, height * (1.0 + ROUNDING), side="right"))


def _rate(r: Light, height: float, test: PovertyTest) -> float:
    return r.sum_to("one", _poor_end(r, height, test)) / r.weight_sum


def _fgt(r: Light, choices: Choices, height: Height, order: float) -> float:
    line = height(choices.line)
    if order == 0:
        return _rate(r, line, choices.poverty_test)
    end = _poor_end(r, line, choices.poverty_test)
    poor, income = r.sum_to("one", end), r.sum_to("income", end)
    if order == 1:
        return (poor - income / line) / r.weight_sum
    return (poor - 2.0 * income / line + r.sum_to("square", end) / line**2) / r.weight_sum


def _relative(choices: Choices) -> ShareOf:
    return choices.line if isinstance(choices.line, ShareOf) else AT_RISK


def _at_risk(r: Light, choices: Choices, height: Height) -> float:
    return _rate(r, height(_relative(choices)), choices.test or PovertyTest.BELOW)


def _own_line(r: Light, choices: Choices, _height: Height) -> float:
    line = _relative(choices)
    centre = r.quantile(0.5) if line.of is LineBasis.MEDIAN else r.mean
    if not centre * line.share > 0:
        raise Undefined("相对线不大于零，无法使用。")
    return line.share * centre


def _poor_median(r: Light, choices: Choices, height: Height) -> float:
    end = _poor_end(r, height(choices.line), PovertyTest.AT_OR_BELOW)
    poor = r.sum_to("one", end)
    if not poor > 0:
        raise Undefined("没有人在贫困线及以下，贫困人口中位数无定义。")
    return r.quantile(0.5 * poor / r.weight_sum)


def _median_gap(r: Light, choices: Choices, height: Height) -> float:
    line = height(choices.line)
    return (line - _poor_median(r, choices, height)) / line


def _watts(r: Light, choices: Choices, height: Height) -> float:
    line = height(choices.line)
    end = _poor_end(r, line, PovertyTest.AT_OR_BELOW)
    return (float(np.log(line)) * r.sum_to("one", end) - r.sum_to("log", end)) / r.weight_sum


def _entropy(r: Light, _choices: Choices, _height: Height, a: float) -> float:
    mean = r.positive_total / r.weight_sum
    if a == 0:
        return float(np.log(mean)) - r.sum_of("log") / r.weight_sum
    if a == 1:
        return r.sum_of("income log") / r.total - float(np.log(mean))
    return (_power_mean(r, a, mean) - 1.0) / (a * a - a)


def _power_mean(r: Light, a: float, mean: float) -> float:
    """Mean of (x/mean)^a; in units of a fixed amount, so that large incomes cannot overflow."""
    return r.sum_of(f"power {a:g}") / r.weight_sum * float((r.held.unit / mean) ** a)


def _atkinson(r: Light, _choices: Choices, _height: Height, aversion: float) -> float:
    mean = r.positive_total / r.weight_sum
    if aversion == 1:
        return 1.0 - float(np.exp(r.sum_of("log") / r.weight_sum)) / mean
    moment = _power_mean(r, 1.0 - aversion, mean)
    return float(1.0 - moment ** (1.0 / (1.0 - aversion)))


def _j_divergence(r: Light, choices: Choices, height: Height) -> float:
    return _entropy(r, choices, height, 0.0) + _entropy(r, choices, height, 1.0)


def _rich_rate(r: Light, choices: Choices, height: Height) -> float:
    return 1.0 - _rate(r, height(choices.rich_line), PovertyTest.AT_OR_BELOW)


def _quotient(numerator: float, denominator: float) -> float:
    if denominator <= 0:
        raise Undefined("分母不大于零。")
    return numerator / denominator


PLAIN: dict[str, Value] = {
    "mean": _mean,
    "total": _total,
    "median": partial(_quantile, share=0.5),
    "p90_p10": partial(_percentile_ratio, upper=0.9, lower=0.1),
    "p50_p10": partial(_percentile_ratio, upper=0.5, lower=0.1),
    "gini": _gini,
    "s80_s20": partial(_share_ratio, lower=0.2, upper=0.8),
    "palma": partial(_share_ratio, lower=0.4, upper=0.9),
    **{f"fifth_{i + 1}": partial(_share, lower=i / 5, upper=(i + 1) / 5) for i in range(5)},
    "share_bottom_40": partial(_share, lower=0.0, upper=0.4),
    "share_bottom_50": partial(_share, lower=0.0, upper=0.5),
    "share_top_10": partial(_share, lower=0.9, upper=1.0),
    "fgt0": partial(_fgt, order=0),
    "fgt1": partial(_fgt, order=1),
    "fgt2": partial(_fgt, order=2),
    "arpt": _own_line,
    "arpr": _at_risk,
    "rmpg": _median_gap,
    "poor_median": _poor_median,
    "watts": _watts,
    "ge0": partial(_entropy, a=0.0),
    "theil": partial(_entropy, a=1.0),
    "ge2": partial(_entropy, a=2.0),
    "atkinson_05": partial(_atkinson, aversion=0.5),
    "atkinson_1": partial(_atkinson, aversion=1.0),
    "j_divergence": _j_divergence,
    "affluence_rate": _rich_rate,
}
FAMILIES: dict[str, Callable[..., Value]] = {
    "quantile": lambda a: partial(_quantile, share=a),
    "percentile_ratio": lambda a, b: partial(_percentile_ratio, upper=b, lower=a),
    "partial_sum": lambda a: partial(_sum_to, share=a),
    "lorenz": lambda a: partial(_share, lower=0.0, upper=a),
    "share": lambda a, b: partial(_share, lower=a, upper=b),
    "share_bottom": lambda a: partial(_share, lower=0.0, upper=a),
    "share_top": lambda a: partial(_share, lower=1.0 - a, upper=1.0),
    "fgt": lambda a: partial(_fgt, order=a),
    "ge": lambda a: partial(_entropy, a=a),
    "atkinson": lambda a: partial(_atkinson, aversion=a),
}
