"""What is wrong with margins before anything is computed: all of it at once, by name."""

from collections.abc import Sequence
from dataclasses import replace
from enum import Enum

import numpy as np

from zengshou.concepts.problem import Problem, ProblemsFound, refuse
from zengshou.concepts.sample import Numbers
from zengshou.statistics.weights.margins import MARGINS, AmountMargin, CategoryMargin, Level, Margin, Units

SAME = 1e-9  # values of one household are the same up to rounding


class Disagreement(Enum):
    """What to do where variables at one level add up to different populations.

    REFUSE          a Problem that names the sums
    SCALE_TO_FIRST  every variable's totals are multiplied to the first variable's sum, and this is said
    """

    REFUSE = "refuse"
    SCALE_TO_FIRST = "scale_to_first"


def check_margins(margins: Sequence[Margin], weight: Numbers, units: Units) -> None:
    """Raises  ProblemsFound: no margin, unequal lengths, doubled names, missing values, totals that are no counts,
    categories without rows or without total, household values that differ among members
    """
    if not margins:
        raise refuse("没有给出任何边际总数。", MARGINS, "至少给一个变量的总数。")
    uneven = [margin for margin in margins if margin.n != len(weight)]
    if uneven:
        raise ProblemsFound(
            [
                Problem(f"有 {one.n} 行，权数有 {len(weight)} 行。", _place(one), "各列须来自同一批行。")
                for one in uneven
            ]
        )
    names = [(margin.variable, margin.level) for margin in margins]
    problems = [
        Problem("同一个变量给出了两次。", _place(margin), "请只保留一组总数。")
        for place, margin in enumerate(margins)
        if names[place] in names[:place]
    ]
    for margin in margins:
        problems += _amount_faults(margin, weight) if isinstance(margin, AmountMargin) else _faults(margin, weight)
        if margin.level is Level.HOUSEHOLD:
            problems += _household_faults(margin, units)
    if problems:
        raise ProblemsFound(problems)


def agreed(margins: Sequence[Margin], rule: Disagreement, tolerance: float) -> tuple[tuple[Margin, ...], list[str]]:
    """The margins with sums that agree, and what was done to them in words.

    tolerance  largest relative difference of sums that passes as rounding
    Raises     ProblemsFound naming every sum, under REFUSE
    """
    fitted: list[Margin] = list(margins)
    notes: list[str] = []
    problems: list[Problem] = []
    for level in Level:
        places = [i for i, one in enumerate(margins) if isinstance(one, CategoryMargin) and one.level is level]
        sums = [sum(one.totals) for i in places if isinstance(one := margins[i], CategoryMargin)]
        far = [abs(total - sums[0]) > tolerance * abs(sums[0]) for total in sums]
        if not any(far):
            continue
        said = "，".join(f"“{margins[i].variable}”合计 {total:,.10g}" for i, total in zip(places, sums, strict=True))
        if rule is Disagreement.REFUSE:
            cure = "请核对各变量的总数；若只是口径或取整的差别，可选择按第一个变量缩放（scale_to_first）。"
            problems.append(Problem(f"按{level.label}计的各变量总数互相矛盾：{said}。", MARGINS, cure))
            continue
        notes.append(f"按{level.label}计的各变量合计不同（{said}），已都缩放到第一个变量的合计。")
        for i, total in zip(places, sums, strict=True):
            margin = margins[i]
            if isinstance(margin, CategoryMargin):
                fitted[i] = replace(margin, totals=tuple(one * sums[0] / total for one in margin.totals))
    if problems:
        raise ProblemsFound(problems)
    return tuple(fitted), notes


def _place(margin: Margin) -> str:
    return f"{MARGINS} 变量“{margin.variable}”（{margin.level.label}）"


def _faults(margin: CategoryMargin, weight: Numbers) -> list[Problem]:
    place = _place(margin)
    missing = int(np.count_nonzero((margin.codes < 0) & (weight > 0)))
    found = []
    if missing:
        found.append(Problem(f"有 {missing} 行的类别缺失或没有总数。", place, "请补全类别，或给出这些类别的总数。"))
    rows = np.bincount(margin.codes[margin.codes >= 0], minlength=len(margin.labels))
    heavy = np.bincount(margin.codes[(margin.codes >= 0) & (weight > 0)], minlength=len(margin.labels))
    for label, total, any_rows, with_weight in zip(margin.labels, margin.totals, rows, heavy, strict=True):
        if not (np.isfinite(total) and total >= 0):
            found.append(Problem(f"类别“{label}”的总数 {total:g} 缺失或为负。", place, "请填不小于零的数。"))
        elif total > 0 and not with_weight:
            have = "只有权数为零的行" if any_rows else "没有一行"
            found.append(
                Problem(
                    f"类别“{label}”的总数为 {total:,.10g}，样本中却{have}。",
                    place,
                    "请与相邻类别合并，或核对类别的写法。",
                )
            )
        elif total == 0 and with_weight:
            found.append(
                Problem(f"类别“{label}”的总数为零，样本中却有 {with_weight} 行。", place, "请核对总数和类别。")
            )
    if not found and not sum(margin.totals) > 0:
        found.append(Problem("各类别总数的合计为零。", place, "请核对总数。"))
    return found


def _amount_faults(margin: AmountMargin, weight: Numbers) -> list[Problem]:
    bad = int(np.count_nonzero(~np.isfinite(margin.values) & (weight > 0)))
    found = []
    if bad:
        found.append(Problem(f"有 {bad} 行的数量缺失或不是有限数。", _place(margin), "请补全这一列。"))
    if not np.isfinite(margin.total):
        found.append(Problem("总数缺失或不是有限数。", _place(margin), "请填总数。"))
    held = margin.values[np.isfinite(margin.values) & (weight > 0)]
    if not bad and np.isfinite(margin.total) and margin.total != 0 and not held.any():
        found.append(Problem(f"总数为 {margin.total:,.10g}，样本中却都是零。", _place(margin), "请核对列名。"))
    return found


def _household_faults(margin: Margin, units: Units) -> list[Problem]:
    if units.of_row is None:
        return [Problem("是按户计的边际，却没有给出住户列。", _place(margin), "请给出住户列，或改为按人计。")]
    column = margin.values if isinstance(margin, AmountMargin) else margin.codes.astype(np.float64)
    own = column[units.first][units.of_row]
    differing = ~(np.abs(column - own) <= SAME * np.maximum(np.abs(own), 1.0))
    households = len(np.unique(units.of_row[differing]))
    if households:
        return [
            Problem(f"有 {households} 户的成员取值不同，不能按户计。", _place(margin), "请统一到户，或改为按人计。")
        ]
    return []
