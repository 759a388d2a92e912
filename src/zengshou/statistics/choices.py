"""Every choice behind a figure, with a name: two programs that disagree can then say why."""

from dataclasses import dataclass, field
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from zengshou.concepts.citation import Status
from zengshou.concepts.estimate import FigureKind

Mask = NDArray[np.bool_]


class GiniForm(Enum):
    """Which Gini.

    LORENZ  twice the area under the diagonal of the weighted Lorenz curve; any scale of weights
    KISH    lorenz / (1 - sum w^2 / (sum w)^2): small-sample correction, advised below 300 rows
    CONVEY  for comparison with R convey only: it moves with the scale of the weights
    """

    LORENZ = "lorenz"
    KISH = "kish"
    CONVEY = "convey"


class QuantileForm(Enum):
    """Which quantile of a step function.

    INVERSE_CDF   the smallest income whose cumulative weight reaches the share
    AVERAGED      the mean of the two neighbours where the share is reached exactly, else as INVERSE_CDF
    INTERPOLATED  linear between incomes, each placed at the middle of its own weight
    """

    INVERSE_CDF = "inverse_cdf"
    AVERAGED = "averaged"
    INTERPOLATED = "interpolated"


class ZengaTies(Enum):
    """How Zenga's index takes rows of equal income.

    MERGED  as one: the order of the file cannot change the figure
    BY_ROW  one after another in the order of the file, as R convey does; for comparison
    """

    MERGED = "merged"
    BY_ROW = "by_row"


class Density(Enum):
    """Bandwidth of the Gaussian kernel behind the errors of quantiles and relative lines.

    CONVEY      sd / N^0.2 with N the sum of weights, as R convey has it
    SCALE_FREE  sd / (sum w)^2/(sum w^2) to the 0.2: the error does not move with the scale of the weights
    """

    CONVEY = "convey"
    SCALE_FREE = "scale_free"


class Negatives(Enum):
    """What is done with negative income.

    KEEP           computed as it stands and said so; where an indicator is undefined, no value and the reason
    FLOOR_AT_ZERO  raised to zero
    DROP           left out as a domain (and zeros too, for indicators of positive income alone); the design stays
    REFUSE         no value as soon as there is one
    """

    KEEP = "keep"
    FLOOR_AT_ZERO = "floor_at_zero"
    DROP = "drop"
    REFUSE = "refuse"


class IntervalForm(Enum):
    """How an interval is built.

    AUTO         below 300 rows, for inequality: bootstrap_t where it was measured to cover, else skewed_t; otherwise t
    T            Student's t on the scale of the figure; Woodruff for quantiles
    SKEWED_T     t with the degrees of freedom and the shift that the tails of the influence ask for
    PERCENTILE   quantiles of bootstrap replicates
    BOOTSTRAP_T  bootstrap replicates studentised by the linearised error of each
    """

    AUTO = "auto"
    T = "t"
    SKEWED_T = "skewed_t"
    PERCENTILE = "percentile"
    BOOTSTRAP_T = "bootstrap_t"


class PovertyTest(Enum):
    """Who is poor: income below the line, or at the line as well."""

    BELOW = "<"
    AT_OR_BELOW = "<="


class LineBasis(Enum):
    """What a relative line is a share of."""

    MEDIAN = "median"
    MEAN = "mean"


@dataclass(frozen=True)
class Amount:
    """A line set by law or by a programme: an amount in the unit of the income, above zero."""

    value: float

    def __str__(self) -> str:
        return f"{self.value:g}"


@dataclass(frozen=True, eq=False)
class ShareOf:
    """A line estimated as a share of the median or mean. `domain` is the line's own: None is the whole sample."""

    share: float
    of: LineBasis = LineBasis.MEDIAN
    domain: Mask | None = field(default=None, repr=False)

    def __str__(self) -> str:
        return f"{self.share:g}*{self.of.value}" + ("" if self.domain is None else "(own domain)")


Line = Amount | ShareOf


@dataclass(frozen=True, eq=False)
class Choices:
    """The conventions of one table.

    line       poverty line; default 60 % of the median of the whole sample
    rich_line  line above which affluence is measured; default twice the median
    test       None: `<` for a relative line, `<=` for an amount
    level      coverage aimed at by intervals
    intervals  how they are built
    draws      bootstrap samples of PERCENTILE and BOOTSTRAP_T where the sample brings no replicates of its own
    seed       of these
    """

    gini: GiniForm = GiniForm.LORENZ
    quantile: QuantileForm = QuantileForm.INVERSE_CDF
    density: Density = Density.CONVEY
    zenga_ties: ZengaTies = ZengaTies.MERGED
    negatives: Negatives = Negatives.KEEP
    line: Line = field(default_factory=lambda: ShareOf(0.6))
    rich_line: Line = field(default_factory=lambda: ShareOf(2.0))
    test: PovertyTest | None = None
    level: float = 0.95
    intervals: IntervalForm = IntervalForm.AUTO
    draws: int = 199
    seed: int = 0

    @property
    def poverty_test(self) -> PovertyTest:
        """The test in use: relative lines count those below, amounts those at the line as well."""
        if self.test is not None:
            return self.test
        return PovertyTest.AT_OR_BELOW if isinstance(self.line, Amount) else PovertyTest.BELOW


@dataclass(frozen=True)
class Provenance:
    """What the figures of one table are about; copied into each Estimate."""

    unit: str = "yuan"
    kind: FigureKind = FigureKind.SURVEY
    area: str = ""
    period: str = ""
    vintage: str = ""
    is_synthetic: bool = False
    status: Status = Status.SOURCED
    rests_on: tuple[str, ...] = ()
