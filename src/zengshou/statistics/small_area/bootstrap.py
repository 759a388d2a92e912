"""The MSE by simulation: areas drawn from the fitted model, estimated again, and compared with what was drawn."""

import numpy as np

from zengshou.concepts.sample import Numbers
from zengshou.statistics.small_area.fit import Fit, fit
from zengshou.statistics.small_area.prediction import predict
from zengshou.statistics.small_area.scale import BackTransform, Scale


def bootstrap_mse(
    fitted: Fit,
    x: Numbers,
    variance: Numbers,
    scale: Scale,
    back: BackTransform,
    replicates: int,
    rng: np.random.Generator,
) -> Numbers:
    """(k,) mean squared error of the figure over parametric replicates, refitted each time.

    x         (k, p); variance (k,) smoothed sampling variances, NaN for areas without a survey figure
    Source    Butar and Lahiri (2003), Journal of Statistical Planning and Inference 112, 63-76; the plain mean of
              squares, without their correction of bias: it falls short of the second order by about g3
    """
    is_seen = np.isfinite(variance)
    noise = np.sqrt(np.where(is_seen, variance, 0.0))
    centre = x @ fitted.beta
    squares = np.zeros(len(x))
    for _ in range(replicates):
        truth = centre + np.sqrt(fitted.between) * rng.standard_normal(len(x))
        y = np.where(is_seen, truth + noise * rng.standard_normal(len(x)), np.nan)
        again = fit(y[is_seen], x[is_seen], variance[is_seen], fitted.method)
        found = predict(again, y, x, variance)
        squares += (back.figure(scale, found.value, found.g1)[0] - scale.back(truth)) ** 2
    return squares / replicates
