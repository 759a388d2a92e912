"""EBLUP: each area between its own survey figure and the regression, and the error of that, to the second order.

Source  Prasad and Rao (1990), Journal of the American Statistical Association 85, 163-171; Datta and Lahiri (2000),
        Statistica Sinica 10, 613-627
"""

from dataclasses import dataclass

import numpy as np

from zengshou.concepts.sample import Numbers
from zengshou.statistics.small_area.fit import Fit


@dataclass(frozen=True, eq=False)
class Prediction:
    """Predictions on the scale of the model (k,), for areas with and without a survey figure.

    shrinkage  gamma: the weight of the area's own figure, 0 where there is none
    g1         what is left even if beta and sigma^2 were known
    g2, g3     what estimating beta and sigma^2 adds
    mse        g1 + g2 + 2 g3 (REML), less the bias of g1 for ML
    """

    value: Numbers
    synthetic: Numbers
    shrinkage: Numbers
    g1: Numbers
    g2: Numbers
    g3: Numbers
    mse: Numbers


def predict(fitted: Fit, y: Numbers, x: Numbers, variance: Numbers) -> Prediction:
    """Predict every area.

    y, variance  (k,) NaN where an area has no survey figure: it is then x'beta with the error of an unseen area
    x            (k, p) known for all of them
    """
    between = fitted.between
    is_seen = np.isfinite(y)
    noise = np.where(is_seen, variance, np.inf)
    shrinkage = np.where(is_seen, between / (between + noise), 0.0)
    regression = x @ fitted.beta
    value = np.where(is_seen, shrinkage * np.where(is_seen, y, 0.0) + (1.0 - shrinkage) * regression, regression)
    leverage = np.einsum("ij,jk,ik->i", x, fitted.beta_variance, x)
    g1 = np.where(is_seen, shrinkage * np.where(is_seen, variance, 0.0), between)
    g2 = (1.0 - shrinkage) ** 2 * leverage
    held = np.where(is_seen, variance, 1.0)
    g3 = np.where(is_seen, held**2 / (between + held) ** 3 * fitted.between_error, 0.0)
    # g1 moves with sigma^2 by (1 - gamma)^2: for an unseen area by 1. The bias of ML is below zero, so this adds.
    mse = g1 + g2 + 2.0 * g3 - fitted.bias * (1.0 - shrinkage) ** 2
    return Prediction(value, regression, shrinkage, g1, g2, g3, mse)
