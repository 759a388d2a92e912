"""Estimate: a figure with its error, method and provenance. Nothing else leaves `statistics`."""

import dataclasses
from dataclasses import dataclass
from enum import Enum

from zengshou.concepts.citation import Status


class FigureKind(Enum):
    """Where a figure comes from. Kinds are never joined on one line."""

    SURVEY = "survey"
    REGISTER = "register"
    MODEL = "model"
    GROUPED = "grouped"
    EXTERNAL = "external"

    @property
    def label(self) -> str:
        return {"survey": "调查", "register": "登记", "model": "模拟", "grouped": "分组推算", "external": "公布数"}[
            self.value
        ]


@dataclass(frozen=True)
class Estimate:
    """One figure.

    indicator   its stable name, e.g. `gini`
    value       None with a `reason` when it cannot be computed; never NaN
    se          standard error; None where there is none (a published figure, a register)
    ci_low, ci_high  asymmetric limits as stored, not rebuilt from `se`
    n, n_psu, df     rows, PSUs and degrees of freedom behind it
    unit        yuan per person per year, share, ratio ...
    convention  every choice named, e.g. `gini=lorenz; negatives=keep; weight=person`
    deff        variance over that of as many rows drawn one by one
    rests_on    names of parameters that are not `sourced`; `status` is the worst of them
    """

    indicator: str
    value: float | None
    se: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    n: int | None = None
    n_psu: int | None = None
    df: float | None = None
    unit: str = ""
    label: str = ""
    convention: str = ""
    design: str = ""
    domain: str = "all"
    area: str = ""
    period: str = ""
    vintage: str = ""
    kind: FigureKind = FigureKind.SURVEY
    flags: tuple[str, ...] = ()
    status: Status = Status.SOURCED
    rests_on: tuple[str, ...] = ()
    is_synthetic: bool = False
    reason: str = ""
    deff: float | None = None

    def resting_on(self, names: tuple[str, ...], status: Status) -> "Estimate":
        """The same figure, with the parameters it rests on."""
        return dataclasses.replace(self, rests_on=names, status=status)

    @property
    def cv(self) -> float | None:
        """Coefficient of variation, se / |value|."""
        if self.se is None or not self.value:
            return None
        return self.se / abs(self.value)
