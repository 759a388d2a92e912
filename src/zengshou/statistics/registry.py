"""The indicators: name, label, unit, scale of the interval, what incomes it needs, and the function. One line each."""

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from zengshou.concepts.problem import refuse
from zengshou.statistics.choices import Choices, PovertyTest, ShareOf
from zengshou.statistics.estimation import Heading
from zengshou.statistics.intervals import Transform
from zengshou.statistics.measures import entropy, levels, lorenz, poverty, quantiles
from zengshou.statistics.measures.gini import gini
from zengshou.statistics.measures.lines import line_of, relative_line
from zengshou.statistics.measures.zenga import zenga
from zengshou.statistics.publication import PLAIN, Judged
from zengshou.statistics.ranked import Ranked
from zengshou.statistics.result import Result

Measure = Callable[[Ranked, Choices], Result]

LOGIT, LOG, WOODRUFF = Transform.LOGIT, Transform.LOG, Transform.WOODRUFF
RATE, INEQUALITY = Judged(is_rate=True), Judged(is_inequality=True)
AT_RISK = ShareOf(0.6)


class Needs(IntEnum):
    """The incomes on which an indicator is defined."""

    ANY = 0
    NOT_NEGATIVE = 1
    POSITIVE = 2


@dataclass(frozen=True)
class Indicator:
    """One indicator of the income of a domain."""

    heading: Heading
    measure: Measure
    needs: Needs = Needs.ANY

    @property
    def name(self) -> str:
        return self.heading.name


def _line(
    name: str,
    label: str,
    unit: str,
    transform: Transform,
    measure: Measure,
    judged: Judged = PLAIN,
    needs: Needs = Needs.ANY,
) -> Indicator:
    return Indicator(Heading(name, label, unit, transform, judged), measure, needs)


def _quantile(share: float) -> Measure:
    return lambda ranked, choices: quantiles.quantile(ranked, share, choices.quantile)


def _percentiles(upper: float, lower: float) -> Measure:
    return lambda ranked, choices: quantiles.percentile_ratio(ranked, upper, lower, choices.quantile)


def _share_ratio(lower: float, upper: float) -> Measure:
    return lambda ranked, choices: quantiles.share_ratio(ranked, lower, upper, choices.quantile)


def _share(name: str, label: str, lower: float, upper: float) -> Indicator:
    """The income share of those between two quantiles."""
    return _line(name, label, "share", LOGIT, lambda ranked, _: lorenz.share_between(ranked, lower, upper), INEQUALITY)


def _partial_sum(share: float) -> Measure:
    return lambda ranked, choices: quantiles.partial_sum(ranked, share, choices.quantile)


def _j_divergence(ranked: Ranked, _: Choices) -> Result:
    return entropy.j_divergence(ranked)


def _relative(choices: Choices) -> ShareOf:
    """The at-risk-of-poverty set is relative by definition: an amount gives way to 60 % of the median."""
    return choices.line if isinstance(choices.line, ShareOf) else AT_RISK


def _poverty_line(ranked: Ranked, choices: Choices) -> Result:
    """The line on the estimate's own domain."""
    line = _relative(choices)
    return relative_line(ranked, line.share, line.of, choices.quantile).naming(f"line={line}")


def _fgt(order: int) -> Measure:
    def measure(ranked: Ranked, choices: Choices) -> Result:
        line = line_of(ranked.variable, choices.line, choices.quantile)
        return poverty.fgt(ranked, order, line, choices.poverty_test).naming(f"line={choices.line}")

    return measure


def _at_risk(ranked: Ranked, choices: Choices) -> Result:
    line = _relative(choices)
    test = choices.test or PovertyTest.BELOW
    return poverty.fgt(ranked, 0, line_of(ranked.variable, line, choices.quantile), test).naming(f"line={line}")


def _by_line(function: Callable[[Ranked, Result | float], Result]) -> Measure:
    def measure(ranked: Ranked, choices: Choices) -> Result:
        return function(ranked, line_of(ranked.variable, choices.line, choices.quantile)).naming(f"line={choices.line}")

    return measure


def _affluence(concavity: float) -> Measure:
    def measure(ranked: Ranked, choices: Choices) -> Result:
        line = line_of(ranked.variable, choices.rich_line, choices.quantile)
        return poverty.affluence(ranked, concavity, line).naming(f"line={choices.rich_line}")

    return measure


def _affluence_rate(ranked: Ranked, choices: Choices) -> Result:
    line = line_of(ranked.variable, choices.rich_line, choices.quantile)
    return poverty.affluence_rate(ranked, line).naming(f"line={choices.rich_line}")


def _gini(ranked: Ranked, choices: Choices) -> Result:
    return gini(ranked, choices.gini)


def _zenga(ranked: Ranked, choices: Choices) -> Result:
    return zenga(ranked, choices.zenga_ties)


def _entropy(a: float, name: str, label: str) -> Indicator:
    needs = Needs.POSITIVE if a in (0, 1) or a < 0 else Needs.ANY if a == int(a) else Needs.NOT_NEGATIVE
    return _line(name, label, "index", LOG, lambda ranked, _: entropy.generalised_entropy(ranked, a), INEQUALITY, needs)


def _atkinson(aversion: float, name: str) -> Indicator:
    if aversion <= 0:
        raise refuse(f"阿特金森指数的厌恶系数须大于零，读到 {aversion:g}。", name, "例如 atkinson(0.5)。")
    needs = Needs.POSITIVE if aversion >= 1 else Needs.NOT_NEGATIVE
    label = f"阿特金森指数（ε={aversion:g}）"
    return _line(name, label, "index", LOGIT, lambda ranked, _: entropy.atkinson(ranked, aversion), INEQUALITY, needs)


INDICATORS: tuple[Indicator, ...] = (
    _line("mean", "均值", "", LOG, lambda ranked, _: levels.mean(ranked)),
    _line("total", "合计", "", LOG, lambda ranked, _: levels.total(ranked)),
    _line("median", "中位数", "", WOODRUFF, _quantile(0.5)),
    *(_line(f"p{p}", f"第{p}百分位数", "", WOODRUFF, _quantile(p / 100)) for p in (5, 10, 20, 25, 75, 80, 90, 95, 99)),
    _line("p90_p10", "P90/P10", "ratio", LOG, _percentiles(0.9, 0.1), INEQUALITY),
    _line("p50_p10", "P50/P10", "ratio", LOG, _percentiles(0.5, 0.1), INEQUALITY),
    _line("gini", "基尼系数", "index", LOGIT, _gini, INEQUALITY),
    _line("s80_s20", "最高20%与最低20%人口收入之比", "ratio", LOG, _share_ratio(0.2, 0.8), INEQUALITY),
    _line("palma", "最高10%与最低40%人口收入之比", "ratio", LOG, _share_ratio(0.4, 0.9), INEQUALITY),
    *(_share(f"fifth_{i + 1}", f"第{i + 1}个五等份人口的收入份额", i / 5, (i + 1) / 5) for i in range(5)),
    _share("share_bottom_40", "最低40%人口的收入份额", 0, 0.4),
    _share("share_bottom_50", "最低50%人口的收入份额", 0, 0.5),
    _share("share_top_10", "最高10%人口的收入份额", 0.9, 1),
    _line("fgt0", "贫困发生率", "share", LOGIT, _fgt(0), RATE),
    _line("fgt1", "贫困深度", "share", LOGIT, _fgt(1), RATE),
    _line("fgt2", "贫困强度", "share", LOGIT, _fgt(2), RATE),
    _line("arpt", "相对贫困线", "", WOODRUFF, _poverty_line),
    _line("arpr", "相对贫困发生率", "share", LOGIT, _at_risk, RATE),
    _line("rmpg", "贫困人口中位数缺口率", "share", LOGIT, _by_line(poverty.median_gap)),
    _line("poor_median", "贫困人口收入中位数", "", LOG, _by_line(poverty.poor_median)),
    _line("watts", "瓦茨指数", "index", LOG, _by_line(poverty.watts), PLAIN, Needs.POSITIVE),
    _entropy(0, "ge0", "平均对数离差 GE(0)"),
    _entropy(1, "theil", "泰尔指数 GE(1)"),
    _entropy(2, "ge2", "广义熵 GE(2)"),
    _atkinson(0.5, "atkinson_05"),
    _atkinson(1, "atkinson_1"),
    _line("zenga", "曾加指数", "index", LOGIT, _zenga, INEQUALITY, Needs.POSITIVE),
    _line("j_divergence", "J散度", "index", LOG, _j_divergence, INEQUALITY, Needs.POSITIVE),
    _line("affluence", "富裕指数（g=0.5）", "index", LOG, _affluence(0.5)),
    _line("affluence_rate", "富裕线以上人口比重", "share", LOGIT, _affluence_rate, RATE),
)
BY_NAME = {indicator.name: indicator for indicator in INDICATORS}

# Indicators with a number of the user's: `quantile(0.35)`, or `quantile:0.35` where brackets are awkward to type.
FAMILIES: dict[str, Callable[[float, str], Indicator]] = {
    "quantile": lambda a, name: _line(name, f"{a:g}分位数", "", WOODRUFF, _quantile(a)),
    "partial_sum": lambda a, name: _line(name, f"{a:g}分位及以下收入合计", "", LOG, _partial_sum(a)),
    "lorenz": lambda a, name: _share(name, f"洛伦兹曲线在{a:g}处", 0, a),
    "share_bottom": lambda a, name: _share(name, f"最低{100 * a:g}%人口的收入份额", 0, a),
    "share_top": lambda a, name: _share(name, f"最高{100 * a:g}%人口的收入份额", 1 - a, 1),
    "fgt": lambda a, name: _line(name, f"FGT({a:g})", "share", LOGIT, _fgt(int(a)), RATE),
    "ge": lambda a, name: _entropy(a, name, f"广义熵 GE({a:g})"),
    "atkinson": _atkinson,
    "affluence": lambda a, name: _line(name, f"富裕指数（g={a:g}）", "index", LOG, _affluence(a)),
}
ALIASES = {"qsr": "s80_s20", "s8020": "s80_s20", "ge1": "theil", "mld": "ge0", "p50": "median", "poverty_rate": "fgt0"}


def indicator(name: str) -> Indicator:
    """The indicator of a name such as `gini`, `p90`, `ge(0.5)` or `share_top:0.01`.

    Raises  ProblemsFound for an unknown name, with the nearest ones
    """
    plain = name.strip()
    plain = ALIASES.get(plain, plain)
    if plain in BY_NAME:
        return BY_NAME[plain]
    asked = re.fullmatch(r"(\w+?)(?:\(|:)(-?\d*\.?\d+)\)?", plain)
    if asked and asked[1] in FAMILIES:
        return FAMILIES[asked[1]](_number(asked[1], float(asked[2]), plain), f"{asked[1]}({asked[2]})")
    near = difflib.get_close_matches(plain, [*BY_NAME, *FAMILIES, *ALIASES], n=3)
    next_step = f"是否指 {'、'.join(near)}？" if near else f"可用的有 {'、'.join(BY_NAME)}。"
    raise refuse(f"没有名为“{plain}”的指标。", "indicators", next_step)


def _number(family: str, number: float, name: str) -> float:
    """The number of a family, refused where it makes no sense."""
    if family in ("quantile", "partial_sum", "lorenz", "share_bottom", "share_top") and not 0 < number < 1:
        raise refuse(f"“{name}”中的份额须在 0 与 1 之间。", "indicators", f"例如 {family}(0.2)。")
    if family == "fgt" and number not in (0, 1, 2):
        raise refuse(f"“{name}”：FGT 的阶数为 0、1 或 2。", "indicators", "例如 fgt(1)。")
    return number
