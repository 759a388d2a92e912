"""Sample: weights, strata and clusters of the same n rows. A register is a Sample of weight 1."""

from dataclasses import dataclass, field
from enum import Enum

import numpy as np
from numpy.typing import NDArray


class Lonely(Enum):
    """What to do with a stratum of one PSU."""

    FAIL = "fail"
    ADJUST = "adjust"
    AVERAGE = "average"
    CERTAINTY = "certainty"


@dataclass(frozen=True)
class Sample:
    """The design of n rows.

    weight      (n,) positive, any scale (totals need the population's scale)
    strata      (n,) whole-number codes, or None for one stratum
    psu         (n,) whole-number codes of the first stage, or None: each row a PSU
    fpc         (n,) population counts of PSUs in the stratum, or None for with replacement
    lonely      rule for strata of one PSU
    is_register True: no sampling error, the Estimate says `register`
    """

    weight: NDArray[np.float64]
    strata: NDArray[np.int64] | None = None
    psu: NDArray[np.int64] | None = None
    fpc: NDArray[np.float64] | None = None
    lonely: Lonely = Lonely.FAIL
    is_register: bool = False
    description: str = field(default="")

    @property
    def n(self) -> int:
        return len(self.weight)
