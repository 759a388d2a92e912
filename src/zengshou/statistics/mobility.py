"""Income mobility between two columns of the same people: transition matrices and indices, with the error of each.

Where classes are quantiles, the influence of their estimated borders is included.
"""

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from zengshou.concepts.estimate import Estimate
from zengshou.concepts.sample import Sample
from zengshou.statistics.choices import Choices, Mask, Provenance
from zengshou.statistics.decomposition.figures_of_parts import Plan, Row, figures_of_parts
from zengshou.statistics.estimation import Heading, Setting
from zengshou.statistics.indicators import DEFAULT, PLAIN, Grouping, Numbers
from zengshou.statistics.intervals import Transform
from zengshou.statistics.measures.joint_ranks import Classes, ClassPairs, QuantileClasses, rank_correlation
from zengshou.statistics.prepared import checked, domain_of, variable_of
from zengshou.statistics.publication import PLAIN as UNJUDGED
from zengshou.statistics.publication import Judged
from zengshou.statistics.ranked import ROUNDING, Ranked
from zengshou.statistics.registry import Needs
from zengshou.statistics.result import Result, Undefined, derived
from zengshou.statistics.variance.design import Design, design_of

IDENTITY, LOGIT, LOG = Transform.IDENTITY, Transform.LOGIT, Transform.LOG
SIGNED, RATE = Judged(is_signed=True), Judged(is_rate=True)
FIFTHS = QuantileClasses(5)
Pair = tuple[Ranked, ...]
Measured = Callable[[Pair], Result]


def transition_matrix(
    before: Numbers,
    after: Numbers,
    sample: Sample | Design,
    *,
    classes: Classes = FIFTHS,
    by: Grouping | None = None,
    domain: Mask | None = None,
    domain_label: str = "all",
    choices: Choices = DEFAULT,
    about: Provenance = PLAIN,
) -> tuple[Estimate, ...]:
    """Of those in class i before, the share in class j after: `transition(i,j)`, row by row; each row sums to one.

    before, after  (n,) incomes of the same people
    classes        quantiles of each column within the domain, or fixed limits common to both
    Errors         ProblemsFound when the columns differ in length
    """

    def figures(pair: Pair) -> Iterator[tuple[Heading, Measured]]:
        pairs = ClassPairs(pair[0], pair[1], classes)
        for i in range(1, classes.count + 1):
            for j in range(1, classes.count + 1):
                heading = Heading(f"transition({i},{j})", f"由第{i}组到第{j}组的比例", "share", LOGIT, RATE)
                yield heading, partial(_transition, pairs, i, j)

    return _over_parts(figures, (before, after), sample, by, domain, Setting(choices, about, domain_label))


def mobility(
    before: Numbers,
    after: Numbers,
    sample: Sample | Design,
    *,
    classes: Classes = FIFTHS,
    by: Grouping | None = None,
    domain: Mask | None = None,
    domain_label: str = "all",
    choices: Choices = DEFAULT,
    about: Provenance = PLAIN,
) -> tuple[Estimate, ...]:
    """Indices of mobility.

    Returns  `shorrocks_mobility` (k - trace)/(k - 1); `immobility_ratio`, the share that stays in its class;
             `moved_up`, `moved_down`; `prais_stay(i)` 1/(1 - p_ii), the mean number of periods that those in class i
             stay there were the matrix to repeat itself; `rank_correlation` (Spearman); `fields_ok_amount`, the mean
             absolute change of income, and `fields_ok_log`, that of its logarithm
    Errors   ProblemsFound when the columns differ in length
    Source   Shorrocks (1978), Econometrica 46(5), 1013-1024; Prais (1955), JRSS A 118(1), 56-66; Fields and Ok (1996),
             Journal of Economic Theory 71(2), 349-377, and (1999), Economica 66, 455-471
    """

    def figures(pair: Pair) -> Iterator[tuple[Heading, Measured]]:
        pairs = ClassPairs(pair[0], pair[1], classes)
        for name, label, unit, transform, judged, found in (
            ("shorrocks_mobility", "肖罗克斯流动指数", "index", IDENTITY, UNJUDGED, _shorrocks),
            ("immobility_ratio", "不流动比率", "share", LOGIT, RATE, partial(_share_of_cells, moved=0)),
            ("moved_up", "向上流动的比重", "share", LOGIT, RATE, partial(_share_of_cells, moved=1)),
            ("moved_down", "向下流动的比重", "share", LOGIT, RATE, partial(_share_of_cells, moved=-1)),
        ):
            yield Heading(name, label, unit, transform, judged), partial(_of_pairs, found, pairs)
        for i in range(1, classes.count + 1):
            heading = Heading(f"prais_stay({i})", f"在第{i}组的平均停留期数（Prais）", "periods", LOG)
            yield heading, partial(_of_pairs, partial(_prais_stay, i=i), pairs)
        yield (
            Heading("rank_correlation", "位次相关系数", "index", IDENTITY, SIGNED),
            lambda two: rank_correlation(two[0], two[1]),
        )
        yield Heading("fields_ok_amount", "平均收入变动额（Fields—Ok）", "", LOG), _fields_ok_amount
        yield Heading("fields_ok_log", "平均对数收入变动（Fields—Ok）", "index", LOG), _fields_ok_log

    return _over_parts(figures, (before, after), sample, by, domain, Setting(choices, about, domain_label))


def _over_parts(
    figures: Callable[[Pair], Iterator[tuple[Heading, Measured]]],
    given: tuple[Numbers, Numbers],
    sample: Sample | Design,
    by: Grouping | None,
    domain: Mask | None,
    setting: Setting,
) -> tuple[Estimate, ...]:
    design = design_of(sample)
    columns = [variable_of(column, design, setting.choices) for column in given]

    def found(pair: Pair, measured: Measured) -> Result:
        return measured(tuple(checked(column, Needs.ANY, setting.choices) for column in pair))

    def rows(pair: Pair) -> Iterator[Row]:
        for heading, measured in figures(pair):
            yield Row(heading, partial(found, pair, measured))

    return figures_of_parts(Plan(columns, columns), rows, domain_of(design, domain), by, setting)


def _of_pairs(function: Callable[[ClassPairs], Result], pairs: ClassPairs, _: Pair) -> Result:
    return function(pairs)


def _transition(pairs: ClassPairs, i: int, j: int, _: Pair) -> Result:
    return pairs.transition(i, j)


def _shorrocks(pairs: ClassPairs) -> Result:
    """(k - trace)/(k - 1): 0 where everyone stays, 1 where the class after does not depend on the class before."""
    count = pairs.classes.count
    stays = [pairs.transition(i, i) for i in range(1, count + 1)]
    value = (count - sum(stay.value for stay in stays)) / (count - 1)
    return derived(value, *((-1.0 / (count - 1), stay) for stay in stays)).naming("mobility=(k-trace)/(k-1)")


def _share_of_cells(pairs: ClassPairs, moved: int) -> Result:
    """Share of people whose class rose (1), fell (-1) or stayed (0)."""
    count = range(1, pairs.classes.count + 1)
    cells = [pairs.cell(i, j) for i in count for j in count if np.sign(j - i) == moved]
    return derived(sum(cell.value for cell in cells), *((1.0, cell) for cell in cells))


def _prais_stay(pairs: ClassPairs, i: int) -> Result:
    """Raises  Undefined where no one leaves the class."""
    stay = pairs.transition(i, i)
    if stay.value >= 1.0 - ROUNDING:
        raise Undefined(f"没有人离开第 {i} 组，平均停留期数无界。")
    value = 1.0 / (1.0 - stay.value)
    return derived(value, (value * value, stay))


def _fields_ok_amount(pair: Pair) -> Result:
    return _mean_distance(pair[0], pair[1].x - pair[0].x, "fields_ok=mean |y - x|")


def _fields_ok_log(pair: Pair) -> Result:
    """Raises  Undefined where an income is not above zero."""
    if any(ranked.lowest <= 0 for ranked in pair):
        rows = int(np.count_nonzero((pair[0].x <= 0) | (pair[1].x <= 0)))
        raise Undefined(f"对数收入在零或负收入处无定义（{rows} 行）。")
    return _mean_distance(pair[0], np.log(pair[1].x / pair[0].x), "fields_ok=mean |ln y - ln x|")


def _mean_distance(ranked: Ranked, moves: np.ndarray, named: str) -> Result:
    distance = np.abs(moves)
    value = float(ranked.w @ distance) / ranked.weight_sum
    return Result(value, ranked.domain, (distance - value) / ranked.weight_sum, (named,))
