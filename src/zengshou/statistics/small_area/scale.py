"""The scale on which areas are modelled, and the way back to the scale of the figure."""

from enum import Enum

import numpy as np
from scipy.special import expit, logit

from zengshou.concepts.sample import Numbers

NODES = 40
POINTS, POINT_WEIGHTS = np.polynomial.hermite_e.hermegauss(NODES)


class Scale(Enum):
    """Where the model is linear.

    IDENTITY  the figure itself
    LOG       positive amounts: incomes
    LOGIT     shares and rates between 0 and 1
    ARCSINE   rates: asin sqrt(p), whose sampling variance is deff/(4 n) whatever the rate
    """

    IDENTITY = "identity"
    LOG = "log"
    LOGIT = "logit"
    ARCSINE = "arcsine"

    def has(self, value: Numbers) -> Numbers:
        """(m,) True where a value can be put on this scale."""
        if self is Scale.LOG:
            return np.asarray(value > 0)
        if self is Scale.LOGIT:
            return np.asarray((value > 0) & (value < 1))
        if self is Scale.ARCSINE:
            return np.asarray((value >= 0) & (value <= 1))
        return np.isfinite(value)

    def of(self, value: Numbers) -> Numbers:
        """The values on this scale."""
        if self is Scale.LOG:
            return np.log(value)
        if self is Scale.LOGIT:
            return np.asarray(logit(value))
        if self is Scale.ARCSINE:
            return np.arcsin(np.sqrt(value))
        return value

    def slope(self, value: Numbers) -> Numbers:
        """How fast the scale runs at a value: variances on it are slope^2 times those of the figure."""
        if self is Scale.LOG:
            return 1.0 / value
        if self is Scale.LOGIT:
            return 1.0 / (value * (1.0 - value))
        if self is Scale.ARCSINE:
            inner = value * (1.0 - value)
            return np.divide(0.5, np.sqrt(inner), out=np.zeros_like(value), where=inner > 0)
        return np.ones_like(value)

    def back(self, at: Numbers) -> Numbers:
        """From the scale to the figure; an arcsine beyond its range is held at 0 or 1."""
        if self is Scale.LOG:
            return np.exp(at)
        if self is Scale.LOGIT:
            return np.asarray(expit(at))
        if self is Scale.ARCSINE:
            return np.asarray(np.sin(np.clip(at, 0.0, np.pi / 2)) ** 2)
        return at

    def back_slope(self, at: Numbers) -> Numbers:
        """The derivative of `back`."""
        if self is Scale.LOG:
            return np.exp(at)
        if self is Scale.LOGIT:
            share = expit(at)
            return np.asarray(share * (1.0 - share))
        if self is Scale.ARCSINE:
            return np.where((at > 0) & (at < np.pi / 2), np.sin(2.0 * at), 0.0)
        return np.ones_like(at)


class BackTransform(Enum):
    """How a prediction comes back from its scale.

    MEAN     the mean of the figure given the data: the inverse averaged over N(prediction, g1), which is
             exp(prediction + g1/2) on the log scale
    PLUG_IN  the inverse of the prediction: the median of the figure, below its mean on the log scale
    """

    MEAN = "mean"
    PLUG_IN = "plug_in"

    def figure(self, scale: Scale, at: Numbers, variance: Numbers) -> tuple[Numbers, Numbers]:
        """(figures, slopes) (m,): the slope turns an MSE on the scale into one of the figure (delta method)."""
        if self is BackTransform.PLUG_IN:
            return scale.back(at), scale.back_slope(at)
        around = at[:, None] + np.sqrt(variance)[:, None] * POINTS
        weights = POINT_WEIGHTS / POINT_WEIGHTS.sum()
        return np.asarray(scale.back(around) @ weights), np.asarray(scale.back_slope(around) @ weights)
