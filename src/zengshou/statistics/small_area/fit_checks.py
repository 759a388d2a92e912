"""Does the model hold? Residuals, outlying areas, how much it explains, and whether it contradicts the survey."""

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr
from scipy.stats import chi2, shapiro

from zengshou.concepts.sample import Numbers
from zengshou.statistics.small_area.fit import Fit
from zengshou.statistics.small_area.prediction import Prediction

FAR_OUT = 3.0  # standardised residuals beyond this are named
FEWEST_FOR_NORMALITY = 3


@dataclass(frozen=True)
class Coefficient:
    """One coefficient of the regression on the scale of the model, with its t test on m - p degrees of freedom."""

    name: str
    value: float
    se: float
    t: float
    p_value: float


@dataclass(frozen=True)
class FitChecks:
    """The model in figures.

    between            sigma^2
    explained          1 - sigma^2 / (sigma^2 of the model without covariates); None where that is 0
    normality_p        Shapiro-Wilk of the standardised residuals, None below three areas
    outlying           areas whose residual is beyond three standard deviations
    goodness_p         p-value of sum (direct - EBLUP)^2 / (D + mse) against chi-square: small where the model
                       contradicts the survey (Brown et al. 2001)
    aic                of the (restricted) likelihood; under REML only for models of the same covariates
    """

    coefficients: tuple[Coefficient, ...]
    between: float
    explained: float | None
    likelihood: float
    aic: float
    normality_p: float | None
    goodness_p: float
    outlying: tuple[str, ...]


def fit_checks(
    fitted: Fit,
    plain: Fit,
    names: tuple[str, ...],
    areas: tuple[str, ...],
    y: Numbers,
    variance: Numbers,
    predicted: Prediction,
) -> FitChecks:
    """All arguments but `names` over the m areas with a survey figure; `plain` is the fit without covariates."""
    spread = np.sqrt(fitted.between + variance)
    residual = (y - predicted.synthetic) / spread
    distance = float(((y - predicted.value) ** 2 / (variance + predicted.mse)).sum())
    is_varied = len(residual) >= FEWEST_FOR_NORMALITY and float(np.ptp(residual)) > 0
    return FitChecks(
        coefficients=_coefficients(fitted, names),
        between=fitted.between,
        explained=None if plain.between == 0 else 1.0 - fitted.between / plain.between,
        likelihood=fitted.likelihood,
        aic=2.0 * (len(fitted.beta) + 1) - 2.0 * fitted.likelihood,
        normality_p=float(shapiro(residual).pvalue) if is_varied else None,
        goodness_p=float(chi2.sf(distance, len(y))),
        outlying=tuple(area for area, r in zip(areas, residual, strict=True) if abs(r) > FAR_OUT),
    )


def _coefficients(fitted: Fit, names: tuple[str, ...]) -> tuple[Coefficient, ...]:
    errors = np.sqrt(np.diag(fitted.beta_variance))
    return tuple(
        Coefficient(name, float(beta), float(error), float(beta / error), _two_sided(float(beta / error), fitted.df))
        for name, beta, error in zip(names, fitted.beta, errors, strict=True)
    )


def _two_sided(t: float, df: int) -> float:
    return 2.0 * float(stdtr(df, -abs(t)))
