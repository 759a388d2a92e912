"""Calibration (校准): weights as near to the design weights as a distance allows that meet known totals.

One weight a household where households are given, so that persons and households of one file add up alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np

from zengshou.concepts.problem import refuse
from zengshou.concepts.sample import Calibration, Codes, Numbers
from zengshou.statistics.weights.design_weight import weight_fault
from zengshou.statistics.weights.diagnostics import (
    Diagnostics,
    WeightLimits,
    extreme_weights,
    margin_lines,
    spread_of,
)
from zengshou.statistics.weights.distance import Method
from zengshou.statistics.weights.independent import independent_columns
from zengshou.statistics.weights.margin_checks import Disagreement, agreed, check_margins
from zengshou.statistics.weights.margins import Margin, MarginColumns, Units, margin_columns, units_of
from zengshou.statistics.weights.stacked import stacked
from zengshou.statistics.weights.task import Box, Found, Task
from zengshou.statistics.weights.trimming import trimmed

PLACE = "校准"
SAME = 1e-9
EXTREME = WeightLimits()


class HouseholdPrice(Enum):
    """What moving the weight of a household costs.

    ONE      as much as any other household's (q = 1): household sums calibrated as they stand
    PERSONS  as much as all of its members' (q = 1/size): Lemaître and Dufour (1987), Survey Methodology 13, 199-207;
             also R survey with aggregate.stage
    """

    ONE = "household"
    PERSONS = "persons"


@dataclass(frozen=True)
class CalibrationChoices:
    """The conventions of one calibration; each is printed.

    bounds        (L, U) of g = w/d, L < 1 < U; LOGIT requires them, LINEAR and RAKING are cut off at them
    trim          limits of the weights themselves, None for no trimming
    extreme       limits that count as extreme in the diagnostics
    disagreement  what to do where sums of margins differ by more than `agreement` (relative)
    tolerance     largest relative error of a margin at the end
    """

    method: Method = Method.RAKING
    bounds: tuple[float, float] | None = None
    trim: WeightLimits | None = None
    extreme: WeightLimits = EXTREME
    household_price: HouseholdPrice = HouseholdPrice.ONE
    disagreement: Disagreement = Disagreement.REFUSE
    agreement: float = 1e-6
    tolerance: float = 1e-9
    most_steps: int = 100

    def text(self, has_households: bool) -> str:
        """Every choice named."""
        limits = "none" if self.bounds is None else f"{self.bounds[0]:g}-{self.bounds[1]:g}"
        parts = [f"calibration={self.method.value}", f"g_bounds={limits}"]
        if has_households:
            parts.append(f"household_weight=integrated, price={self.household_price.value}")
        parts.append(f"trim={'none' if self.trim is None else self.trim.text}")
        parts.append(f"margins_differ={self.disagreement.value} beyond {self.agreement:g}")
        return "; ".join(parts)


@dataclass(frozen=True, eq=False)
class Calibrated:
    """The answer: weight and g = weight / design weight of each row (n,), and how they came about.

    g is 1 on rows of design weight zero; `calibration` gives residual-based errors when put into a Sample.
    """

    weight: Numbers
    g: Numbers
    diagnostics: Diagnostics
    calibration: Calibration
    convention: str


def calibrate(
    design_weight: Numbers,
    margins: Sequence[Margin],
    choices: CalibrationChoices | None = None,
    household: Codes | None = None,
) -> Calibrated:
    """Weights that meet every margin, by the distance chosen.

    design_weight  (n,) not negative; rows of weight zero stay at zero
    household      (n,) codes: members share one weight, and must share one design weight
    Raises         ProblemsFound: faulty weights or margins, totals that contradict one another, bounds within which
                   the margins cannot be met (the margins in conflict are named), trimming that does not settle
    """
    choices = choices or CalibrationChoices()
    _check_choices(choices)
    if fault := weight_fault(design_weight):
        raise refuse(fault, PLACE, "请核对设计权数。")
    if household is not None and len(household) != len(design_weight):
        raise refuse("住户列和权数的行数不同。", PLACE, "各列须来自同一批行。")
    units = units_of(len(design_weight), household)
    _check_households(design_weight, units)
    check_margins(margins, design_weight, units)
    fitted, notes = agreed(margins, choices.disagreement, choices.agreement)
    columns = margin_columns(fitted, units)
    weight = design_weight[units.first]
    scale = 1.0 / units.size if choices.household_price is HouseholdPrice.PERSONS else np.ones(units.count)
    task = _task(columns, weight, scale, choices, notes)
    found = task.solved(task.start) if choices.trim is None else trimmed(task, choices.trim)
    return _answer(design_weight, units, columns, task, found, choices, notes)


def _task(
    columns: MarginColumns, weight: Numbers, scale: Numbers, choices: CalibrationChoices, notes: list[str]
) -> Task:
    x = stacked(columns.x, columns.is_category)
    independent = independent_columns(columns, x, weight, choices.agreement)
    if not independent.kept:
        raise refuse("各边际列在样本中都是零。", PLACE, "请核对边际变量。")
    if independent.repeated:
        named = "、".join(f"“{columns.names[j]}”" for j in independent.repeated)
        notes.append(f"以下边际可由其余边际推出，不再单独求解（总数同样满足）：{named}。")
    kept = list(independent.kept)
    return Task(
        x.only(kept),
        columns.totals[kept],
        tuple(columns.names[j] for j in kept),
        weight,
        scale,
        choices.method,
        Box.even(*(choices.bounds or (-np.inf, np.inf)), len(weight)),
        choices.tolerance,
        choices.most_steps,
        "" if choices.bounds is None else f"在 g 的界限 {choices.bounds[0]:g}–{choices.bounds[1]:g} 内",
    )


def _answer(
    design_weight: Numbers,
    units: Units,
    columns: MarginColumns,
    task: Task,
    found: Found,
    choices: CalibrationChoices,
    notes: list[str],
) -> Calibrated:
    after = task.weight * found.g
    weight = units.of_rows(after)
    g = units.of_rows(found.g)
    lines = margin_lines(columns, task.weight, after)
    held = found.g[task.weight > 0]
    negative = int(np.count_nonzero(weight < 0))
    if negative:
        notes.append(f"有 {negative} 行的权数为负：线性校准不设界限时会这样，请设界限或改用 raking、logit。")
    diagnostics = Diagnostics(
        before=spread_of(design_weight),
        after=spread_of(weight),
        g_low=float(held.min()),
        g_high=float(held.max()),
        worst_error=max(abs(line.error) for line in lines),
        iterations=found.iterations,
        rounds=found.rounds,
        extreme=extreme_weights(weight, choices.extreme),
        margins=lines,
        notes=tuple(notes),
    )
    # Shares of the household on each member: summed over the members they are the household's own equations again.
    auxiliary = columns.x if units.of_row is None else units.of_rows(columns.x / units.size[:, None])
    per_row = None if units.of_row is None else units.of_rows(task.scale * units.size)
    calibration = Calibration(design_weight, auxiliary, per_row)
    return Calibrated(weight, g, diagnostics, calibration, choices.text(units.of_row is not None))


def _check_choices(choices: CalibrationChoices) -> None:
    for limits in (choices.trim, choices.extreme):
        if limits is not None and not 0 <= limits.low < limits.high:
            raise refuse(f"权数界限 {limits.text} 无效。", PLACE, "须是从小到大的两个倍数，如 0.3 和 3。")
    if choices.method is Method.LOGIT and choices.bounds is None:
        raise refuse("logit 校准须给出界限。", PLACE, "请给 g = 校准权数/设计权数 的下限和上限，如 0.3,3。")
    if choices.bounds is None:
        return
    low, high = choices.bounds
    if not (np.isfinite(low) and np.isfinite(high) and low < 1 < high):
        raise refuse(f"界限 {low:g}–{high:g} 无效。", PLACE, "下限须小于 1，上限须大于 1。")
    if choices.method is not Method.LINEAR and low < 0:
        raise refuse(f"下限 {low:g} 为负。", PLACE, f"{choices.method.value} 校准的下限须不小于零。")


def _check_households(design_weight: Numbers, units: Units) -> None:
    """Members of one household must have been drawn together."""
    if units.of_row is None:
        return
    own = design_weight[units.first][units.of_row]
    differing = np.abs(design_weight - own) > SAME * np.maximum(own, design_weight)
    count = len(np.unique(units.of_row[differing]))
    if count:
        raise refuse(f"有 {count} 户的成员设计权数不同。", PLACE, "一户共用一个权数，请先统一各户的设计权数。")
