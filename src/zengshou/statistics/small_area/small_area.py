"""Model-based figures of small areas: Fay and Herriot (1979) on the Estimates of a survey and a table of covariates."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from zengshou.concepts.estimate import Estimate
from zengshou.concepts.problem import refuse
from zengshou.concepts.sample import Numbers
from zengshou.statistics.small_area.area_estimates import AreaFigures, estimates_of
from zengshou.statistics.small_area.area_frame import AreaFrame, Covariates, area_frame
from zengshou.statistics.small_area.benchmark import Benchmark, benchmarked, shares_of
from zengshou.statistics.small_area.bootstrap import bootstrap_mse
from zengshou.statistics.small_area.choices import SmallAreaChoices
from zengshou.statistics.small_area.fit import Fit, fit
from zengshou.statistics.small_area.fit_checks import FitChecks, fit_checks
from zengshou.statistics.small_area.prediction import Prediction, predict
from zengshou.statistics.small_area.scale import Scale
from zengshou.statistics.small_area.variance_function import (
    RawVariances,
    SmoothedVariances,
    VarianceForm,
    smoothed,
    smoothed_rates,
)

PLACE = "小区域估计"
FEW_AREAS = 10  # degrees of freedom of the regression below which sigma^2 is hardly known


@dataclass(frozen=True, eq=False)
class AreaTable:
    """What stands behind the figures, area by area (k,), on the scale of the figure but for `shrinkage`.

    direct, direct_se    of the survey, the raw standard error; NaN where there is none
    smoothed_se          of the survey, from the variance function
    synthetic, eblup     regression alone, and before benchmarking
    se, bootstrap_se     of the final figure: analytic; simulated before benchmarking, or None
    """

    direct: Numbers
    direct_se: Numbers
    smoothed_se: Numbers
    synthetic: Numbers
    eblup: Numbers
    shrinkage: Numbers
    se: Numbers
    bootstrap_se: Numbers | None


@dataclass(frozen=True, eq=False)
class SmallAreas:
    """estimates, one an area in the order of the covariates, and everything to judge them by.

    factor  of benchmarking; None without
    """

    estimates: tuple[Estimate, ...]
    table: AreaTable
    fitted: Fit
    checks: FitChecks
    variances: SmoothedVariances
    factor: float | None
    notes: tuple[str, ...]


def small_area(
    direct: Sequence[Estimate],
    covariates: Covariates,
    choices: SmallAreaChoices | None = None,
    benchmark: Benchmark | None = None,
    rng: np.random.Generator | None = None,
) -> SmallAreas:
    """EBLUP of every area of the covariate table.

    direct     one indicator by area, as `indicators.table` gives it with `by`; areas without a value are predicted
    benchmark  the city's figure that the areas are to give together; None leaves them as they are
    rng        for the bootstrap, where `choices.bootstrap` asks for it
    Raises     ProblemsFound: see `area_frame`, `smoothed` and `shares_of`
    """
    choices = choices or SmallAreaChoices()
    choices.check()
    if choices.bootstrap and rng is None:
        raise refuse("自助法需要随机数生成器。", PLACE, "请给出 rng。")
    frame, more = _on_scale(area_frame(direct, covariates), choices.scale)
    shares = None if benchmark is None else shares_of(benchmark, frame.areas)
    y = choices.scale.of(frame.column("value"))
    seen = np.isfinite(y)
    variances = _variances(frame, seen, choices)
    variance = np.full(len(y), np.nan)
    variance[seen] = variances.variance
    fitted = fit(y[seen], frame.x[seen], variance[seen], choices.method)
    predicted = predict(fitted, y, frame.x, variance)
    eblup, slope = choices.back.figure(choices.scale, predicted.value, predicted.g1)
    final, mse, factor = eblup, slope**2 * predicted.mse, None
    if benchmark is not None and shares is not None:
        moved = benchmarked(eblup, mse, shares, benchmark.city)
        final, mse, factor = moved.values, moved.mse, moved.factor
    simulated = None
    if choices.bootstrap and rng is not None:
        squares = bootstrap_mse(fitted, frame.x, variance, choices.scale, choices.back, choices.bootstrap, rng)
        simulated = np.sqrt(squares)
    table = _table(frame, choices, predicted, variance, eblup, np.sqrt(mse), simulated)
    figures = AreaFigures(final, mse, predicted, factor or 1.0, seen)
    label = None if benchmark is None else benchmark.label
    notes = (*frame.notes, *more, *_doubts(fitted, variances))
    return SmallAreas(
        estimates_of(frame, figures, fitted, choices, variances.text, label),
        table,
        fitted,
        _checks(frame, y, seen, variance, fitted, predicted, choices),
        variances,
        factor,
        notes,
    )


def _on_scale(frame: AreaFrame, scale: Scale) -> tuple[AreaFrame, tuple[str, ...]]:
    """The frame without survey figures that the scale cannot hold: these areas are predicted, and it is said."""
    values = frame.column("value")
    off = np.isfinite(values) & np.logical_not(scale.has(values))
    if not off.any():
        return frame, ()
    kept = tuple(None if is_off else one for one, is_off in zip(frame.estimates, off, strict=True))
    named = "、".join(area for area, is_off in zip(frame.areas, off, strict=True) if is_off)
    left = sum(one is not None for one in kept)
    if left <= frame.x.shape[1]:
        raise refuse(f"只有 {left} 个地区的估计能放到 {scale.value} 尺度上。", PLACE, "请换一种尺度。")
    note = f"以下地区的调查估计不能放到 {scale.value} 尺度上，只按回归推算：{named}。"
    return AreaFrame(frame.areas, kept, frame.x, frame.names, frame.notes), (note,)


def _variances(frame: AreaFrame, seen: NDArray[np.bool_], choices: SmallAreaChoices) -> SmoothedVariances:
    """Sampling variances of the areas with figures, on the scale of the model."""
    value, size = frame.column("value")[seen], frame.column("n")[seen]
    areas = tuple(area for area, is_seen in zip(frame.areas, seen, strict=True) if is_seen)
    error = frame.column("se")[seen]
    raw = (choices.scale.slope(value) * error) ** 2
    if choices.scale is Scale.ARCSINE and not np.isfinite(raw).any():
        if not (size > 0).all():
            raise refuse("既没有标准误，又缺少样本量。", PLACE, "arcsine 尺度至少要有每个地区的样本量。")
        given = choices.design_effect / (4.0 * size)
        return SmoothedVariances(given, f"D={choices.design_effect:g}/(4n)", 1.0, 1.0, 0)
    df = frame.column("df")[seen]
    df = np.where(np.isfinite(df), df, np.where(size > 1, size - 1.0, 1.0))
    if choices.variances is VarianceForm.RATE:
        rates, mean = smoothed_rates(RawVariances(areas, error**2, size, df), value)
        # One slope for all, at the mean rate: that at an area's own rate would bring its chance back in.
        return replace(rates, variance=rates.variance * float(choices.scale.slope(np.array([mean]))[0]) ** 2)
    if choices.variances is VarianceForm.KNOWN:
        size = np.where(np.isfinite(size), size, 1.0)
    return smoothed(RawVariances(areas, raw, size, df), choices.variances)


def _table(
    frame: AreaFrame,
    choices: SmallAreaChoices,
    predicted: Prediction,
    variance: Numbers,
    eblup: Numbers,
    se: Numbers,
    simulated: Numbers | None,
) -> AreaTable:
    direct = frame.column("value")
    steep = choices.scale.slope(direct)
    smoothed_se = np.divide(np.sqrt(variance), steep, out=np.full(len(steep), np.nan), where=steep > 0)
    synthetic = choices.scale.back(predicted.synthetic)
    return AreaTable(direct, frame.column("se"), smoothed_se, synthetic, eblup, predicted.shrinkage, se, simulated)


def _checks(
    frame: AreaFrame,
    y: Numbers,
    seen: NDArray[np.bool_],
    variance: Numbers,
    fitted: Fit,
    predicted: Prediction,
    choices: SmallAreaChoices,
) -> FitChecks:
    plain = fit(y[seen], np.ones((int(seen.sum()), 1)), variance[seen], choices.method)
    part = Prediction(*(column[seen] for column in vars(predicted).values()))
    areas = tuple(area for area, is_seen in zip(frame.areas, seen, strict=True) if is_seen)
    return fit_checks(fitted, plain, frame.names, areas, y[seen], variance[seen], part)


def _doubts(fitted: Fit, variances: SmoothedVariances) -> list[str]:
    notes = []
    if fitted.between == 0:
        notes.append("地区间方差估计为零：各地区的估计都等于回归推算值，调查数未被采用，请谨慎使用。")
    if fitted.df < FEW_AREAS:
        notes.append(f"自由度只有 {fitted.df}（地区数减系数个数），地区间方差很难估准。")
    if variances.unused:
        notes.append(f"{variances.unused} 个地区的抽样方差缺失或为零，未用于拟合方差函数，其方差由函数给出。")
    return notes
