"""Poverty and affluence lines: an amount, or a share of a median or mean with the line's own domain and error."""

import numpy as np

from zengshou.statistics.choices import Amount, Line, LineBasis, QuantileForm, ShareOf
from zengshou.statistics.measures.levels import mean
from zengshou.statistics.measures.quantiles import quantile
from zengshou.statistics.ranked import Ranked, Variable
from zengshou.statistics.result import Result, Undefined, scaled
from zengshou.statistics.variance.domain import Domain, rows_of


def line_of(variable: Variable, line: Line, form: QuantileForm) -> Result | float:
    """The line over its own domain, with its influence, estimated once; an amount comes back as the number it is.

    Raises  Undefined when the line is not above zero, or no one is in its domain
    """
    if isinstance(line, Amount):
        if not line.value > 0:
            raise Undefined("贫困线（或富裕线）须大于零。")
        return line.value
    key = (line, form)
    if key not in variable.lines:
        variable.lines[key] = relative_line(_reference(variable, line), line.share, line.of, form)
    return variable.lines[key]


def _reference(variable: Variable, line: ShareOf) -> Ranked:
    """The observed rows of the line's own domain."""
    if line.domain is None:
        return variable.whole
    known = np.isfinite(variable.values) & line.domain
    return variable.within(Domain(variable.design, rows_of(variable.design, known)))


def relative_line(ranked: Ranked, share: float, of: LineBasis, form: QuantileForm) -> Result:
    """share * median or share * mean of one domain."""
    if ranked.domain.n == 0:
        raise Undefined("相对线的参照人群中没有样本。")
    centre = quantile(ranked, 0.5, form) if of is LineBasis.MEDIAN else mean(ranked)
    if not centre.value * share > 0:
        raise Undefined("相对线不大于零，无法使用。")
    return scaled(centre, share)


def height_of(line: Result | float) -> float:
    """The amount of a line."""
    return line.value if isinstance(line, Result) else line
