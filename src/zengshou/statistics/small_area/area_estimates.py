"""From predictions to Estimates: kind MODEL, flagged, with covariates and shrinkage in the convention."""

import dataclasses
from dataclasses import dataclass
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from zengshou.concepts.estimate import Estimate, FigureKind
from zengshou.concepts.sample import Numbers
from zengshou.statistics.intervals import t_quantile
from zengshou.statistics.publication import PLAIN, Judged, flags, thresholds
from zengshou.statistics.small_area.area_frame import AreaFrame
from zengshou.statistics.small_area.choices import SmallAreaChoices
from zengshou.statistics.small_area.fit import Fit
from zengshou.statistics.small_area.prediction import Prediction
from zengshou.statistics.small_area.scale import Scale

RATES = ("share", "rate")


@dataclass(frozen=True, eq=False)
class AreaFigures:
    """Final values and MSE (k,) on the scale of the figure; the predictions behind them; the benchmark's factor."""

    values: Numbers
    mse: Numbers
    predicted: Prediction
    factor: float
    seen: NDArray[np.bool_]


def estimates_of(
    frame: AreaFrame,
    figures: AreaFigures,
    fitted: Fit,
    choices: SmallAreaChoices,
    variances: str,
    benchmark: str | None,
) -> tuple[Estimate, ...]:
    """One Estimate an area, in the order of the frame."""
    model = next(one for one in frame.estimates if one is not None)
    limits = _limits(figures, fitted.df, choices)
    shared = (
        f"{choices.text}; covariates={','.join(frame.names[1:]) or 'none'}; sampling_variance={variances}; "
        f"mse=second order ({'datta_lahiri' if fitted.bias else 'prasad_rao'}); "
    )
    to_total = "benchmark=none" if benchmark is None else f"benchmark=ratio {figures.factor:.6g} to {benchmark}"
    found = []
    for place, area in enumerate(frame.areas):
        own = frame.estimates[place]
        is_seen = bool(figures.seen[place])
        weight = f"shrinkage={figures.predicted.shrinkage[place]:.3f}" if is_seen else "shrinkage=0 (no survey figure)"
        low, high = limits[place]
        plain = dataclasses.replace(
            own or model,
            value=float(figures.values[place]),
            se=float(np.sqrt(figures.mse[place])),
            ci_low=low,
            ci_high=high,
            n=own.n if own is not None else 0,
            n_psu=None if own is None else own.n_psu,
            df=float(fitted.df),
            kind=FigureKind.MODEL,
            domain=area,
            convention=f"{shared}{weight}; {to_total}; interval={choices.scale.value}, t, {choices.level:g}",
            design="" if own is None else own.design,
            reason="",
        )
        found.append(dataclasses.replace(plain, flags=_flags(plain, own, is_seen, fitted)))
    return tuple(found)


def _limits(figures: AreaFigures, df: int, choices: SmallAreaChoices) -> list[tuple[float | None, float | None]]:
    """Limits set on the scale of the model and brought back; the benchmark moves them with the figure.

    On the identity scale they are taken from the final MSE, which counts the benchmark's shift.
    """
    t = t_quantile(0.5 + choices.level / 2, df)
    if choices.scale is Scale.IDENTITY:
        reach = t * np.sqrt(figures.mse)
        low, high = figures.values - reach, figures.values + reach
    else:
        reach = t * np.sqrt(figures.predicted.mse)
        low = choices.scale.back(figures.predicted.value - reach) * figures.factor
        high = choices.scale.back(figures.predicted.value + reach) * figures.factor
    return [
        (float(a), float(b)) if isfinite(a) and isfinite(b) else (None, None) for a, b in zip(low, high, strict=True)
    ]


def _flags(figure: Estimate, own: Estimate | None, is_seen: bool, fitted: Fit) -> tuple[str, ...]:
    """What the model adds, and the thresholds of precision; few cases are what the model is for, and not flagged."""
    judged = Judged(is_rate=True) if figure.unit in RATES else PLAIN
    precision = flags(dataclasses.replace(figure, n=None, n_psu=None), judged, thresholds())
    kept = tuple(flag for flag in (own.flags if own else ()) if flag in ("rests_on_unverified", "missing_income"))
    more = ("model_based", *(() if is_seen else ("synthetic_area",)), *(() if fitted.between else ("no_area_effect",)))
    return tuple(dict.fromkeys((*more, *precision, *kept)))
