"""Poverty as Sen saw it: how many, how deep, and how unequally. Sen and Sen-Shorrocks-Thon, with estimated lines.

Ranks are taken at the middle of each row's weight, so that weight 2 is two rows: the limit of both indices as a
population is repeated.
Source  Sen (1976), Econometrica 44(2), 219-231; Shorrocks (1995), Econometrica 63(5), 1225-1230. The influences are
        worked out below, term by term.
"""

import numpy as np

from zengshou.statistics.choices import PovertyTest
from zengshou.statistics.measures.lines import height_of
from zengshou.statistics.measures.poverty import poor_of
from zengshou.statistics.ranked import Ranked
from zengshou.statistics.result import Result, Undefined, derived


def sen_shorrocks_thon(ranked: Ranked, line: Result | float, test: PovertyTest) -> Result:
    """Mean gap of everyone times (1 + Gini of the gaps): 2 sum w g (N - C) / N^2, from 0 to 1.

    C is the weight up to the middle of the row, poorest first.
    """
    height, everyone = height_of(line), ranked.weight_sum
    poor = poor_of(ranked, height, test)
    gaps = (height - ranked.x) / height * poor
    from_top = everyone - ranked.middle_weight
    value = 2.0 * float(ranked.w @ (gaps * from_top)) / everyone**2
    up_to = ranked.middles((ranked.w * gaps)[ranked.order])
    z = 2.0 * (gaps * from_top + up_to) / everyone**2 - 2.0 * value / everyone
    own = Result(value, ranked.domain, z, ("sst=mid ranks", f"poor=x{test.value}line"))
    if not isinstance(line, Result):
        return own
    by_line = 2.0 * float(ranked.w @ (ranked.x * poor * from_top)) / (height * everyone) ** 2
    return derived(value, (1.0, own), (by_line, line))


def sen(ranked: Ranked, line: Result | float, test: PovertyTest) -> Result:
    """H (I + (1 - I) G): rate, mean gap of the poor and Gini of the poor; 2 sum w g (Q - C) / (N Q) over the poor.

    Q is the weight of the poor. Zero where no one is poor.
    Raises  Undefined when a poor income is negative: the Gini of the poor then has no bound
    """
    height, everyone = height_of(line), ranked.weight_sum
    poor = poor_of(ranked, height, test)
    named = ("sen=limit, mid ranks", f"poor=x{test.value}line")
    number = float(ranked.w @ poor)
    if number <= 0:
        return Result(0.0, ranked.domain, np.zeros(ranked.domain.n), named)
    if ranked.lowest < 0:
        raise Undefined("贫困人口中有负收入，森指数无定义。")
    gaps = (height - ranked.x) / height * poor
    from_line = (number - ranked.middle_weight) * poor
    value = 2.0 * float(ranked.w @ (gaps * from_line)) / (everyone * number)
    up_to = ranked.middles((ranked.w * gaps)[ranked.order]) * poor
    z = 2.0 * (gaps * from_line + up_to) / (everyone * number) - value / everyone - value * poor / number
    own = Result(value, ranked.domain, z, named)
    if not isinstance(line, Result):
        return own
    steeper = 2.0 * float(ranked.w @ (ranked.x * from_line)) / (height**2 * everyone * number)
    joining = everyone * ranked.density(height)
    wider = joining * (2.0 * float(ranked.w @ gaps) / (everyone * number) - value / number)
    return derived(value, (1.0, own), (steeper + wider, line))
