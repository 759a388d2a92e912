"""Holt's damped trend with its prediction error, by statsmodels. The only module that loads that library: it is slow.

Source: Hyndman, Koehler, Ord & Snyder, Forecasting with Exponential Smoothing (2008), model ETS(A,Ad,N).
"""

import warnings
from collections.abc import Sequence

import numpy as np
from statsmodels.tools.sm_exceptions import ConvergenceWarning
from statsmodels.tsa.exponential_smoothing.ets import ETSModel

from zengshou.evaluation.forecast import Trend

DAMPING = 0.9  # each further year keeps nine tenths of the trend: a few figures cannot estimate it
PATHS = 4000
SEED = 20161
ESTIMATED = 3  # level weight, trend weight and the first trend


def damped_trend(values: Sequence[float], years: int) -> Trend:
    """The trend `years` ahead of at least five yearly values.

    values  on the scale on which errors add (logs of money, log odds of shares)
    Returns points (years,) and paths (years, PATHS). The unknown variance is drawn for each path from its
    chi-square with n - 3 degrees of freedom, so that few figures give a wide interval; parameter error of the
    weights is left out
    """
    seen = np.asarray(values, dtype=np.float64)
    first_trend = float(seen[-1] - seen[0]) / (len(seen) - 1)
    model = ETSModel(
        seen,
        error="add",
        trend="add",
        damped_trend=True,
        initialization_method="known",
        initial_level=float(seen[0]) - DAMPING * first_trend,
        initial_trend=first_trend,
    )
    with warnings.catch_warnings(), model.fix_params({"damping_trend": DAMPING}):
        warnings.simplefilter("ignore", ConvergenceWarning)  # a flat likelihood: either end forecasts alike
        fitted = model.fit(disp=False)
    freedom = len(seen) - ESTIMATED
    spread = float(np.sqrt(np.sum(np.square(fitted.resid)) / freedom))
    draw = np.random.default_rng(SEED)
    shocks = draw.normal(size=(years, PATHS)) * spread * np.sqrt(freedom / draw.chisquare(freedom, size=PATHS))
    paths = fitted.simulate(years, anchor="end", repetitions=PATHS, random_errors=shocks)
    points = np.asarray(fitted.forecast(years), dtype=np.float64)
    return Trend(points, np.asarray(paths, dtype=np.float64).reshape(years, PATHS))
