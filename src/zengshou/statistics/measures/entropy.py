"""Generalised entropy, Atkinson and J divergence.

Influence after Biewen and Jenkins (2006), Oxford Bulletin of Economics and Statistics 68(3), 371-383.
"""

import numpy as np

from zengshou.statistics.ranked import Ranked
from zengshou.statistics.result import Result
from zengshou.statistics.variance.design import Column


def generalised_entropy(ranked: Ranked, a: float) -> Result:
    """GE(a): 0 is the mean logarithmic deviation, 1 is Theil. Incomes above zero for a of 0, 1 and below 0.

    Raises  Undefined when total income is not above zero
    """
    total = ranked.positive_total
    if a == 0:
        value, z = _mean_log_deviation(ranked, total)
    elif a == 1:
        value, z = _theil(ranked, total)
    else:
        value, z = _power_entropy(ranked, a, total)
    return Result(value, ranked.domain, z, (f"ge={a:g}",))


def _mean_log_deviation(ranked: Ranked, total: float) -> tuple[float, np.ndarray]:
    everyone, logs = ranked.weight_sum, np.log(ranked.x)
    log_sum = float(ranked.w @ logs)
    value = float(np.log(ranked.mean)) - log_sum / everyone
    return value, -logs / everyone + ranked.x / total + (log_sum - everyone) / everyone**2


def _theil(ranked: Ranked, total: float) -> tuple[float, np.ndarray]:
    x, everyone = ranked.x, ranked.weight_sum
    x_logs = x * np.log(x)
    weighted = float(ranked.w @ x_logs)
    value = weighted / total - float(np.log(ranked.mean))
    return value, x_logs / total - x * (weighted + total) / total**2 + 1.0 / everyone


def _power_entropy(ranked: Ranked, a: float, total: float) -> tuple[float, np.ndarray]:
    """(mean (x/m)^a - 1)/(a^2 - a); written in x/m so that large incomes cannot overflow a power."""
    everyone, relative = ranked.weight_sum, ranked.x / ranked.mean
    powers = relative**a
    moment = float(ranked.w @ powers) / everyone
    z = (powers + (a - 1.0) * moment - a * relative * moment) / everyone
    return (moment - 1.0) / (a * a - a), z / (a * a - a)


def tangent(ranked: Ranked, a: float) -> Column:
    """(n_domain,) derivative of the influence of GE(a) by the income at which it is read."""
    x, everyone, total = ranked.x, ranked.weight_sum, ranked.total
    if a == 0:
        return 1.0 / total - 1.0 / (everyone * x)
    if a == 1:
        x_logs = float(ranked.w @ (x * np.log(x)))
        return np.asarray((np.log(x) + 1.0) / total - (x_logs + total) / total**2)
    relative = x / ranked.mean
    moment = float(ranked.w @ relative**a) / everyone
    return np.asarray((a * relative ** (a - 1.0) - a * moment) / (total * (a * a - a)))


def atkinson(ranked: Ranked, aversion: float) -> Result:
    """Atkinson index with inequality aversion above 0; incomes above zero from aversion 1 on.

    1 - D/m with D the equally distributed equivalent income.
    Raises  Undefined when total income is not above zero
    """
    ranked.positive_total  # noqa: B018 - refuses before any power is taken
    everyone, mean = ranked.weight_sum, ranked.mean
    if aversion == 1:
        logs = np.log(ranked.x)
        mean_log = float(ranked.w @ logs) / everyone
        equivalent = float(np.exp(mean_log))
        z_equivalent = equivalent * (logs - mean_log) / everyone
    else:
        powers = (ranked.x / mean) ** (1.0 - aversion)
        moment = float(ranked.w @ powers) / everyone
        equivalent = mean * moment ** (1.0 / (1.0 - aversion))
        z_equivalent = equivalent * (powers - moment) / ((1.0 - aversion) * moment * everyone)
    z = -z_equivalent / mean + equivalent * (ranked.x - mean) / (everyone * mean**2)
    return Result(1.0 - equivalent / mean, ranked.domain, z, (f"atkinson={aversion:g}",))


def j_divergence(ranked: Ranked) -> Result:
    """J divergence, GE(0) + GE(1): mean of (x/m - 1) ln(x/m). Incomes above zero.

    Raises  Undefined when total income is not above zero
    """
    ranked.positive_total  # noqa: B018 - refuses before any logarithm is taken
    x, everyone, mean = ranked.x, ranked.weight_sum, ranked.mean
    relative = x / mean
    logs = np.log(relative)
    terms = (relative - 1.0) * logs
    value = float(ranked.w @ terms) / everyone
    by_mean = float(ranked.w @ (-(relative / mean) * logs - (relative - 1.0) / mean)) / everyone
    return Result(
        value, ranked.domain, (terms - value) / everyone + by_mean * (x - mean) / everyone, ("j=GE(0)+GE(1)",)
    )
