"""Trimming (截尾): weights brought within limits, what was cut off shared out, and the margins met again."""

import numpy as np

from zengshou.concepts.problem import refuse
from zengshou.concepts.sample import Numbers
from zengshou.statistics.weights.diagnostics import WeightLimits
from zengshou.statistics.weights.distance import Method
from zengshou.statistics.weights.task import Box, Found, Task

INSIDE = 0.05  # of the room between its bounds: nearer to one of them a logit is all but a step
SETTLED = 1e-6  # a weight this little beyond its limit, relatively, is at the limit
MOST_ROUNDS = 10  # most have settled by then; each goes over all rows
SHARINGS = 50
PLACE = "权数截尾"


def trimmed(task: Task, limits: WeightLimits) -> Found:
    """Calibrate, then trim, share out and calibrate again until limits and margins both hold.

    The limits are fixed by the weights of the first calibration, so that they do not run away from what they limit.
    Where the rounds go on and on, the limits are made bounds of the calibration itself.
    Units of weight zero stay at zero.
    Raises  ProblemsFound: no weights within both limits and bounds meet the margins (named), or none were found
    """
    first = task.solved(task.start)
    # A household is one weight here, however many rows it has.
    low, high = limits.of_weights(task.weight * first.g)
    g, iterations = first.g, first.iterations
    for number in range(MOST_ROUNDS + 1):
        if _beyond(task.weight * g, low, high) <= SETTLED:
            return Found(g, iterations, number)
        again = task.solved(_start(task, g, low, high))
        g, iterations = again.g, iterations + again.iterations
    said = f"在截尾界限 {low:,.6g}–{high:,.6g}（{limits.text}）内"
    within = task.bounded(_both(task, low, high), said)
    empty = int(np.count_nonzero(within.box.low >= within.box.high))
    if empty:
        raise refuse(f"{said}，有 {empty} 个权数按 g 的界限已无处可放。", PLACE, "请放宽截尾界限或 g 的界限。")
    last = within.solved(_start(within, g, low, high))
    return Found(last.g, iterations + last.iterations, MOST_ROUNDS + 1)


def _both(task: Task, low: float, high: float) -> Box:
    """Limits of the weights and bounds of g at once; units of weight zero keep their bounds."""
    held = task.weight > 0
    least = np.divide(low, task.weight, out=task.box.low.copy(), where=held)
    most = np.divide(high, task.weight, out=task.box.high.copy(), where=held)
    return Box(np.maximum(task.box.low, least), np.minimum(task.box.high, most))


def _start(task: Task, g: Numbers, low: float, high: float) -> Numbers:
    """(m,) g of the trimmed weights, within the bounds and above zero; for a logit well within them."""
    shared = shared_out(task.weight * g, low, high)
    start = np.divide(shared, task.weight, out=np.ones_like(g), where=task.weight > 0)
    span = np.where(np.isfinite(task.box.high - task.box.low), task.box.high - task.box.low, 1.0)
    room = span * (INSIDE if task.method is Method.LOGIT else SETTLED)
    return np.clip(start, np.maximum(task.box.low + room, SETTLED * start), task.box.high - room)


def shared_out(weight: Numbers, low: float, high: float) -> Numbers:
    """Weights within [low, high] of the same sum: what was cut off goes to the others in proportion, what was added
    comes from them; where that pushes others out, they are held too.
    """
    held = weight != 0
    total = float(weight[held].sum())
    cut = np.where(held, np.clip(weight, low, high), 0.0)
    for _ in range(SHARINGS):
        missing = total - float(cut.sum())
        is_free = held & ((cut < high) if missing > 0 else (cut > low))
        part = float(cut[is_free].sum())
        if abs(missing) <= SETTLED * abs(total) or part <= 0:
            break
        cut[is_free] = np.clip(cut[is_free] * (1.0 + missing / part), low, high)
    return cut


def _beyond(weight: Numbers, low: float, high: float) -> float:
    """How far the worst weight lies outside the limits, relatively."""
    held = weight[weight != 0]
    return float(max(held.max() / high - 1.0, 1.0 - held.min() / low if low > 0 else 0.0, 0.0))
