"""One function an indicator: mean to Zenga, poverty, and tables of several; a table, a column and options in."""

from collections.abc import Sequence
from typing import Unpack

from zengshou.concepts.problem import refuse
from zengshou.faces.analysis.asking import question
from zengshou.faces.analysis.figures import Figures
from zengshou.faces.analysis.options import Options
from zengshou.services.statistics.analysis import measured
from zengshou.statistics.choices import QuantileForm

ORDERS = (0, 1, 2)


def table(indicators: Sequence[str], data: object, income: str, **options: Unpack[Options]) -> Figures:
    """Several indicators of one column: `["mean", "gini", "p90", "ge(0.5)", "share_top(0.01)"]`, one sort a group.

    data     pandas, Polars, Arrow, a mapping of columns, the path of a file, or a design
    income   column of the income, in the unit of `unit=`
    options  see `Options`
    Raises   ProblemsFound with everything wrong with the request, then with the data
    """
    names = (indicators,) if isinstance(indicators, str) else tuple(dict.fromkeys(indicators))
    if not names:
        raise refuse("没有要算的指标。", "indicators", "例如 [“mean”, “gini”, “s80_s20”]。")
    asked = question(data, (income,), options)
    return asked.answered(measured(asked.asked, names, income), (income,))


def mean(data: object, income: str, **options: Unpack[Options]) -> Figures:
    """均值. Weighted mean; options as `table`."""
    return table(("mean",), data, income, **options)


def total(data: object, income: str, **options: Unpack[Options]) -> Figures:
    """合计. Weighted total: the weights must have the population's scale."""
    return table(("total",), data, income, **options)


def median(data: object, income: str, **options: Unpack[Options]) -> Figures:
    """中位数. Median by the inverse of the distribution, unless `convention` names another form."""
    return table(("median",), data, income, **options)


def quantile(data: object, income: str, share: float | Sequence[float], **options: Unpack[Options]) -> Figures:
    """分位数. The income below which `share` (0 to 1, or several of them) of the weight lies.

    Programs define quantiles in different ways, so that `convention` must say which: inverse_cdf, averaged or
    interpolated.
    Raises  ProblemsFound where it does not
    """
    asked = question(data, (income,), options)
    if "quantile" not in asked.told.forms:
        known = "、".join(f"“{form.value}”" for form in QuantileForm)
        raise refuse("分位数有几种算法，须写明用哪一种。", "convention", f"请给 convention={known} 之一。")
    shares = (share,) if isinstance(share, int | float) else tuple(share)
    return asked.answered(measured(asked.asked, [f"quantile({one:g})" for one in shares], income), (income,))


def percentile_ratio(
    data: object, income: str, upper: float = 90, lower: float = 10, **options: Unpack[Options]
) -> Figures:
    """分位数比. P90/P10, or the ratio of any two percentiles."""
    return table((f"percentile_ratio({lower / 100:g},{upper / 100:g})",), data, income, **options)


def gini(data: object, income: str, **options: Unpack[Options]) -> Figures:
    """基尼系数. `convention`: lorenz (default), kish (small samples), convey (for comparison with R)."""
    return table(("gini",), data, income, **options)


def zenga(data: object, income: str, **options: Unpack[Options]) -> Figures:
    """曾加指数. Incomes above zero."""
    return table(("zenga",), data, income, **options)


def s80_s20(data: object, income: str, **options: Unpack[Options]) -> Figures:
    """最高20%与最低20%人口收入之比."""
    return table(("s80_s20",), data, income, **options)


def palma(data: object, income: str, **options: Unpack[Options]) -> Figures:
    """最高10%与最低40%人口收入之比."""
    return table(("palma",), data, income, **options)


def share_top(data: object, income: str, share: float, **options: Unpack[Options]) -> Figures:
    """最高收入人口的收入份额. Income share of the richest `share` of people, such as 0.1."""
    return table((f"share_top({share:g})",), data, income, **options)


def share_bottom(data: object, income: str, share: float, **options: Unpack[Options]) -> Figures:
    """最低收入人口的收入份额. Income share of the poorest `share` of people, such as 0.4."""
    return table((f"share_bottom({share:g})",), data, income, **options)


def theil(data: object, income: str, **options: Unpack[Options]) -> Figures:
    """泰尔指数 GE(1). Undefined at zero and below: say `negatives` where there are such incomes."""
    return table(("theil",), data, income, **options)


def mld(data: object, income: str, **options: Unpack[Options]) -> Figures:
    """平均对数离差 GE(0). Undefined at zero and below, as `theil`."""
    return table(("ge0",), data, income, **options)


def ge(data: object, income: str, a: float, **options: Unpack[Options]) -> Figures:
    """广义熵 GE(a)."""
    return table((f"ge({a:g})",), data, income, **options)


def atkinson(data: object, income: str, aversion: float, **options: Unpack[Options]) -> Figures:
    """阿特金森指数. `aversion` above zero, usually 0.5, 1 or 2."""
    return table((f"atkinson({aversion:g})",), data, income, **options)


def poverty(data: object, income: str, g: int | Sequence[int] = 0, **options: Unpack[Options]) -> Figures:
    """贫困发生率、深度、强度. FGT of order `g` (0, 1, 2, or several of them); `line` must be given.

    line  an amount, or a share of the median or mean: `"0.6*median"`; the line then brings its error along, and
          `line_where` is its own domain. `test` says whether those at the line are poor: by default they are under
          an amount, and are not under a relative line
    """
    refuse_without_line(options)
    orders = (g,) if isinstance(g, int) else tuple(g)
    wrong = [order for order in orders if order not in ORDERS]
    if wrong:
        raise refuse(f"没有 {wrong[0]} 阶的贫困指数。", "g", "g 为 0（发生率）、1（深度）或 2（强度）。")
    return table([f"fgt{order}" for order in orders], data, income, **options)


def at_risk_of_poverty(data: object, income: str, **options: Unpack[Options]) -> Figures:
    """相对贫困发生率、相对贫困线、贫困人口中位数缺口率. The line is 60 % of the median unless `line` says otherwise."""
    return table(("arpr", "arpt", "rmpg"), data, income, **options)


def watts(data: object, income: str, **options: Unpack[Options]) -> Figures:
    """瓦茨指数. Mean of ln(line / income) of the poor; incomes above zero; `line` must be given."""
    refuse_without_line(options)
    return table(("watts",), data, income, **options)


def refuse_without_line(options: Options) -> None:
    """A poverty line is a choice of whoever measures; none stands in for it."""
    if "line" not in options:
        raise refuse("没有给贫困线。", "line", "请写明金额（line=10000）或相对线（line=“0.6*median”）。")
