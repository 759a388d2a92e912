"""The indicators: name, label, unit, scale of the interval, what incomes it needs, and the function. One line each."""

import difflib
import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from zengshou.concepts.problem import refuse
from zengshou.statistics.estimation import Heading
from zengshou.statistics.intervals import Transform
from zengshou.statistics.measures import by_choice, levels, poverty, sen
from zengshou.statistics.measures.by_choice import Measure
from zengshou.statistics.publication import PLAIN, Judged

IDENTITY, LOGIT, LOG, WOODRUFF = Transform.IDENTITY, Transform.LOGIT, Transform.LOG, Transform.WOODRUFF
# Polarisation is no inequality here: in small samples it is not biased downwards as the Gini is (Wolfson's is upwards).
RATE, INEQUALITY, SIGNED = Judged(is_rate=True), Judged(is_inequality=True), Judged(is_signed=True)


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


def _share(name: str, label: str, lower: float, upper: float) -> Indicator:
    """The income share of those between two quantiles."""
    return _line(name, label, "share", LOGIT, by_choice.share_between(lower, upper), INEQUALITY)


def _entropy(a: float, name: str, label: str) -> Indicator:
    needs = Needs.POSITIVE if a in (0, 1) or a < 0 else Needs.ANY if a == int(a) else Needs.NOT_NEGATIVE
    return _line(name, label, "index", LOG, by_choice.generalised_entropy(a), INEQUALITY, needs)


def _atkinson(aversion: float, name: str) -> Indicator:
    if aversion <= 0:
        raise refuse(f"阿特金森指数的厌恶系数须大于零，读到 {aversion:g}。", name, "例如 atkinson(0.5)。")
    needs = Needs.POSITIVE if aversion >= 1 else Needs.NOT_NEGATIVE
    label = f"阿特金森指数（ε={aversion:g}）"
    return _line(name, label, "index", LOGIT, by_choice.atkinson(aversion), INEQUALITY, needs)


def _middle(lower: float, upper: float, name: str) -> Indicator:
    """The share of people between two multiples of the median of the whole sample."""
    if not 0 < lower < upper:
        raise refuse(f"“{name}”：下限须大于零且低于上限。", "indicators", "例如 middle(0.75,2)。")
    asked = by_choice.middle_band(lower, upper, name)
    return _line(name, asked.label, "share", LOGIT, by_choice.band(asked), RATE)


def _groups_polarisation(alpha: float, count: float, name: str) -> Indicator:
    if count != int(count) or not 2 <= count <= 100 or not 1 <= alpha <= 1.6:
        raise refuse(f"“{name}”：α 须在 1 与 1.6 之间，组数须为 2 至 100 的整数。", "indicators", "例如 egr(1.3,3)。")
    label = f"埃斯特班—格拉丁—雷极化指数（α={alpha:g}，{count:g}组）"
    return _line(name, label, "index", IDENTITY, by_choice.esteban_gradin_ray(alpha, count), SIGNED)


def _density_polarisation(alpha: float, name: str) -> Indicator:
    if not 0.25 <= alpha <= 1:
        raise refuse(f"“{name}”：α 须在 0.25 与 1 之间。", "indicators", "例如 der(0.5)。")
    label = f"迪克洛—埃斯特班—雷极化指数（α={alpha:g}）"
    return _line(name, label, "index", LOG, by_choice.density_polarisation(alpha))


INDICATORS: tuple[Indicator, ...] = (
    _line("mean", "均值", "", LOG, lambda ranked, _: levels.mean(ranked)),
    _line("total", "合计", "", LOG, lambda ranked, _: levels.total(ranked)),
    _line("median", "中位数", "", WOODRUFF, by_choice.quantile(0.5)),
    *(
        _line(f"p{p}", f"第{p}百分位数", "", WOODRUFF, by_choice.quantile(p / 100))
        for p in (5, 10, 20, 25, 75, 80, 90, 95, 99)
    ),
    _line("p90_p10", "P90/P10", "ratio", LOG, by_choice.percentile_ratio(0.9, 0.1), INEQUALITY),
    _line("p50_p10", "P50/P10", "ratio", LOG, by_choice.percentile_ratio(0.5, 0.1), INEQUALITY),
    _line("p90_p50", "P90/P50", "ratio", LOG, by_choice.percentile_ratio(0.9, 0.5), INEQUALITY),
    _line("gini", "基尼系数", "index", LOGIT, by_choice.gini_of, INEQUALITY),
    _line("s80_s20", "最高20%与最低20%人口收入之比", "ratio", LOG, by_choice.share_ratio(0.2, 0.8), INEQUALITY),
    _line("palma", "最高10%与最低40%人口收入之比", "ratio", LOG, by_choice.share_ratio(0.4, 0.9), INEQUALITY),
    *(_share(f"fifth_{i + 1}", f"第{i + 1}个五等份人口的收入份额", i / 5, (i + 1) / 5) for i in range(5)),
    _share("share_bottom_40", "最低40%人口的收入份额", 0, 0.4),
    _share("share_bottom_50", "最低50%人口的收入份额", 0, 0.5),
    _share("share_top_10", "最高10%人口的收入份额", 0.9, 1),
    _line("fgt0", "贫困发生率", "share", LOGIT, by_choice.fgt(0), RATE),
    _line("fgt1", "贫困深度", "share", LOGIT, by_choice.fgt(1), RATE),
    _line("fgt2", "贫困强度", "share", LOGIT, by_choice.fgt(2), RATE),
    _line("poverty_gap_mean", "人均贫困缺口", "", LOG, by_choice.at_tested_line(poverty.mean_gap)),
    _line("poverty_gap_total", "贫困缺口总额", "", LOG, by_choice.at_tested_line(poverty.total_gap)),
    _line("poverty_gap_of_poor", "贫困人口人均缺口", "", LOG, by_choice.at_tested_line(poverty.gap_of_the_poor)),
    _line("income_gap_ratio", "收入缺口率", "share", LOGIT, by_choice.at_tested_line(poverty.income_gap_ratio), RATE),
    _line("arpt", "相对贫困线", "", WOODRUFF, by_choice.relative_line_of),
    _line("arpr", "相对贫困发生率", "share", LOGIT, by_choice.at_risk, RATE),
    _line("rmpg", "贫困人口中位数缺口率", "share", LOGIT, by_choice.at_line(poverty.median_gap)),
    _line("poor_median", "贫困人口收入中位数", "", LOG, by_choice.at_line(poverty.poor_median)),
    _line("watts", "瓦茨指数", "index", LOG, by_choice.at_line(poverty.watts), PLAIN, Needs.POSITIVE),
    _line("sen", "森贫困指数", "index", LOGIT, by_choice.at_tested_line(sen.sen)),
    _line("sst", "森—肖罗克斯—托恩指数", "index", LOGIT, by_choice.at_tested_line(sen.sen_shorrocks_thon)),
    _entropy(0, "ge0", "平均对数离差 GE(0)"),
    _entropy(1, "theil", "泰尔指数 GE(1)"),
    _entropy(2, "ge2", "广义熵 GE(2)"),
    _atkinson(0.5, "atkinson_05"),
    _atkinson(1, "atkinson_1"),
    _line("zenga", "曾加指数", "index", LOGIT, by_choice.zenga_of, INEQUALITY, Needs.POSITIVE),
    _line("j_divergence", "J散度", "index", LOG, by_choice.j_divergence, INEQUALITY, Needs.POSITIVE),
    _line("wolfson", "沃尔夫森极化指数", "index", LOG, by_choice.wolfson_of),
    _groups_polarisation(1.3, 3, "egr"),
    _density_polarisation(0.5, "der"),
    _middle(0.75, 2.0, "middle_75_200"),
    _middle(0.67, 2.0, "middle_67_200"),
    _line("affluence", "富裕指数（g=0.5）", "index", LOG, by_choice.affluence(0.5)),
    _line("affluence_rate", "富裕线以上人口比重", "share", LOGIT, by_choice.affluence_rate, RATE),
)
BY_NAME = {indicator.name: indicator for indicator in INDICATORS}


@dataclass(frozen=True)
class Family:
    """Indicators with numbers of the user's: `quantile(0.35)`, or `quantile:0.35` where brackets are awkward to type.

    example    what to type
    build      from the numbers and the name to the indicator
    is_shares  True where every number is a share of people, from 0 to 1 in rising order
    """

    example: str
    build: Callable[[tuple[float, ...], str], Indicator]
    is_shares: bool = False

    @property
    def count(self) -> int:
        """How many numbers it takes."""
        return self.example.count(",") + 1


FAMILIES: dict[str, Family] = {
    "quantile": Family(
        "quantile(0.35)", lambda a, name: _line(name, f"{a[0]:g}分位数", "", WOODRUFF, by_choice.quantile(a[0])), True
    ),
    "percentile_ratio": Family(
        "percentile_ratio(0.1,0.9)",
        lambda a, name: _line(
            name,
            f"P{100 * a[1]:g}/P{100 * a[0]:g}",
            "ratio",
            LOG,
            by_choice.percentile_ratio(a[1], a[0]),
            INEQUALITY,
        ),
        True,
    ),
    "partial_sum": Family(
        "partial_sum(0.2)",
        lambda a, name: _line(name, f"{a[0]:g}分位及以下收入合计", "", LOG, by_choice.partial_sum(a[0])),
        True,
    ),
    "lorenz": Family("lorenz(0.5)", lambda a, name: _share(name, f"洛伦兹曲线在{a[0]:g}处", 0, a[0]), True),
    "generalised_lorenz": Family(
        "generalised_lorenz(0.5)",
        lambda a, name: _line(name, f"广义洛伦兹曲线在{a[0]:g}处", "", LOG, by_choice.generalised_lorenz(a[0])),
        True,
    ),
    "share": Family(
        "share(0.2,0.4)",
        lambda a, name: _share(name, f"第{100 * a[0]:g}至第{100 * a[1]:g}百分位人口的收入份额", a[0], a[1]),
        True,
    ),
    "share_bottom": Family(
        "share_bottom(0.3)", lambda a, name: _share(name, f"最低{100 * a[0]:g}%人口的收入份额", 0, a[0]), True
    ),
    "share_top": Family(
        "share_top(0.01)", lambda a, name: _share(name, f"最高{100 * a[0]:g}%人口的收入份额", 1 - a[0], 1), True
    ),
    "fgt": Family("fgt(1)", lambda a, name: _fgt(a[0], name)),
    "ge": Family("ge(0.5)", lambda a, name: _entropy(a[0], name, f"广义熵 GE({a[0]:g})")),
    "atkinson": Family("atkinson(2)", lambda a, name: _atkinson(a[0], name)),
    "affluence": Family(
        "affluence(1)", lambda a, name: _line(name, f"富裕指数（g={a[0]:g}）", "index", LOG, by_choice.affluence(a[0]))
    ),
    "middle": Family("middle(0.75,2)", lambda a, name: _middle(a[0], a[1], name)),
    "egr": Family("egr(1.3,3)", lambda a, name: _groups_polarisation(a[0], a[1], name)),
    "der": Family("der(0.5)", lambda a, name: _density_polarisation(a[0], name)),
}
ALIASES = {
    "qsr": "s80_s20",
    "s8020": "s80_s20",
    "ge1": "theil",
    "mld": "ge0",
    "p50": "median",
    "poverty_rate": "fgt0",
    "sen_shorrocks_thon": "sst",
    "esteban_gradin_ray": "egr",
    "duclos_esteban_ray": "der",
}


def indicator(name: str) -> Indicator:
    """The indicator of a name such as `gini`, `p90`, `ge(0.5)`, `share(0.2,0.4)` or `share_top:0.01`.

    Raises  ProblemsFound for an unknown name, with the nearest ones, and for numbers that make no sense
    """
    plain = name.strip()
    plain = ALIASES.get(plain, plain)
    if plain in BY_NAME:
        return BY_NAME[plain]
    asked = re.fullmatch(r"(\w+?)(?:\(|:)(-?\d*\.?\d+(?:\s*,\s*-?\d*\.?\d+)*)\)?", plain)
    if asked and asked[1] in FAMILIES:
        written = asked[2].replace(" ", "")
        numbers = tuple(float(number) for number in written.split(","))
        family = FAMILIES[asked[1]]
        _check_numbers(family, numbers, plain)
        return family.build(numbers, f"{asked[1]}({written})")
    near = difflib.get_close_matches(plain, [*BY_NAME, *FAMILIES, *ALIASES], n=3)
    next_step = f"是否指 {'、'.join(near)}？" if near else f"可用的有 {'、'.join(BY_NAME)}。"
    raise refuse(f"没有名为“{plain}”的指标。", "indicators", next_step)


def _check_numbers(family: Family, numbers: tuple[float, ...], name: str) -> None:
    """Refuses the wrong count of numbers, and shares of people outside 0 to 1 or in falling order."""
    if len(numbers) != family.count:
        found = f"“{name}”带了 {len(numbers)} 个数，应为 {family.count} 个。"
        raise refuse(found, "indicators", f"例如 {family.example}。")
    if not family.is_shares:
        return
    is_rising = all(a < b for a, b in itertools.pairwise(numbers))
    is_inside = 0 < numbers[0] < 1 if family.count == 1 else numbers[0] >= 0 and numbers[-1] <= 1
    if not (is_rising and is_inside):
        raise refuse(f"“{name}”中的份额须在 0 与 1 之间，并由低到高。", "indicators", f"例如 {family.example}。")


def _fgt(order: float, name: str) -> Indicator:
    if order not in (0, 1, 2):
        raise refuse(f"“{name}”：FGT 的阶数为 0、1 或 2。", "indicators", "例如 fgt(1)。")
    return _line(name, f"FGT({order:g})", "share", LOGIT, by_choice.fgt(int(order)), RATE)
