"""Sample: weights, strata, stages, calibration or replicates of the same n rows. A register is a Sample of weight 1."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int64]
Numbers = NDArray[np.float64]


class Lonely(Enum):
    """What to do with a stratum of one PSU."""

    FAIL = "fail"
    ADJUST = "adjust"
    AVERAGE = "average"
    CERTAINTY = "certainty"


class ReplicateKind(Enum):
    """How replicate weights are made, and with which factors their squares are summed."""

    BOOTSTRAP = "bootstrap"  # Rao and Wu (1988): n_h - 1 of n_h PSUs drawn with replacement
    JK1 = "jk1"
    JKN = "jkn"
    JK2 = "jk2"
    BRR = "brr"
    FAY = "fay"
    SDR = "sdr"  # successive differences, Fay and Train (1995)


class Centre(Enum):
    """Around what the replicates' squares are taken."""

    FULL = "full"
    MEAN = "mean"


@dataclass(frozen=True, eq=False)
class Calibration:
    """The auxiliary columns whose totals the weights were made to meet: the error is then that of residuals.

    design_weight  (n,) weights before calibration
    auxiliary      (n, k) columns; a margin of categories as one column of 0 and 1 each
    scale          (n,) the q of the distance function, or None for 1
    """

    design_weight: Numbers
    auxiliary: Numbers
    scale: Numbers | None = None


@dataclass(frozen=True, eq=False)
class Replicates:
    """Replicates in place of linearisation.

    count    how many to draw, for BOOTSTRAP and SDR; the design sets it for the others
    rho      Fay's factor, 0 to below 1
    weights  (n, R) replicate weights that came with the file; None: made from strata and PSUs, and kept by PSU
    factors  (R,) factors of the squares that came with the file; None: those of the kind
    """

    kind: ReplicateKind
    count: int = 500
    seed: int = 0
    rho: float = 0.5
    centre: Centre = Centre.FULL
    weights: Numbers | None = None
    factors: Numbers | None = None


@dataclass(frozen=True, eq=False)
class Sample:
    """The design of n rows.

    weight       (n,) not negative, any scale (totals need the population's scale)
    strata       (n,) whole-number codes of the first stage, or None for one stratum
    psu          (n,) whole-number codes of the first stage, or one such column a stage, the outermost first;
                 None: each household a PSU where `household` is given, else each row
    fpc          (n,) units in the population at the first stage, or one such column a stage (None where a stage was
                 drawn with replacement); values up to 1 are sampling fractions. None: with replacement
    household    (n,) codes of the household of each person: the last stage, unless `psu` names it already
    lonely       rule for strata of one PSU
    is_nested    True: each stratum numbers its own PSUs, each unit its own sub-units
    is_register  True: no sampling error, the Estimate says `register`
    """

    weight: Numbers
    strata: Codes | None = None
    psu: Codes | Sequence[Codes] | None = None
    fpc: Numbers | Sequence[Numbers | None] | None = None
    lonely: Lonely = Lonely.FAIL
    is_register: bool = False
    description: str = field(default="")
    household: Codes | None = None
    calibration: Calibration | None = None
    replicates: Replicates | None = None
    is_nested: bool = False

    @property
    def n(self) -> int:
        return len(self.weight)

    @property
    def stages(self) -> tuple[Codes, ...]:
        """Codes of each stage, the outermost first; empty where each row is its own PSU."""
        named = () if self.psu is None else (self.psu,) if isinstance(self.psu, np.ndarray) else tuple(self.psu)
        if self.household is None or any(column is self.household for column in named):
            return named
        return (*named, self.household)

    @property
    def populations(self) -> tuple[Numbers | None, ...]:
        """Population counts or fractions of each stage; as long as `stages`, at least one."""
        size = max(len(self.stages), 1)
        given = (self.fpc,) if self.fpc is None or isinstance(self.fpc, np.ndarray) else tuple(self.fpc)
        return (*given, *(None for _ in range(size - len(given))))
