"""The diagnostics of weights as sheets for people and as JSON for programs."""

from zengshou.services.statistics.weights_file import Cell, Sheet
from zengshou.statistics.weights.calibrate import Calibrated
from zengshou.statistics.weights.diagnostics import Diagnostics, MarginLine, WeightSpread
from zengshou.statistics.weights.response import ResponseAdjusted


def sheets_of(calibrated: Calibrated, response: ResponseAdjusted | None, first_row: int) -> tuple[Sheet, ...]:
    """Summary, margins before and after, and the cells of non-response where there are any."""
    found = calibrated.diagnostics
    rows: list[tuple[Cell, ...]] = [(name, before, after) for name, before, after in spread_rows(found)]
    rows += [(name, None, value) for name, value in figure_rows(found, first_row)]
    rows += [("口径", None, calibrated.convention)]
    notes = (*(response.notes if response else ()), *found.notes)
    rows += [("说明", None, note) for note in notes]
    sheets = [Sheet("权数诊断", ("项目", "校准前", "校准后"), tuple(rows))]
    sheets.append(Sheet("边际", MARGIN_HEADS, tuple(margin_row(line) for line in found.margins)))
    if response is not None:
        cells = tuple(
            ("+".join(cell.labels), cell.drawn, cell.answered, cell.response_rate, cell.factor)
            for cell in response.cells
        )
        sheets.append(Sheet("无回答格", ("调整格", "抽中", "回答", "加权回答率", "调整系数"), cells))
    return tuple(sheets)


MARGIN_HEADS = ("变量", "类别", "口径", "总数", "校准前", "校准后", "相对误差", "最大一个的份额")


def margin_row(line: MarginLine) -> tuple[Cell, ...]:
    name = line.name
    head = (name.variable, name.label, name.level.label)
    return (*head, line.target, line.before, line.after, line.error, line.largest_share)


def spread_rows(found: Diagnostics) -> tuple[tuple[str, float, float], ...]:
    """(what, before, after) of the weights."""
    before, after = found.before, found.after
    return (
        ("有权数的行", before.n, after.n),
        ("权数合计", before.total, after.total),
        ("最小权数", before.low, after.low),
        ("权数中位数", before.median, after.median),
        ("最大权数", before.high, after.high),
        ("设计效应 1+cv²（Kish）", before.design_effect, after.design_effect),
        ("有效样本量", before.effective_n, after.effective_n),
        ("最大权数占合计的份额", before.largest_share, after.largest_share),
    )


def figure_rows(found: Diagnostics, first_row: int) -> tuple[tuple[str, Cell], ...]:
    """(what, figure) of the calibration; rows are numbered as the user's program shows them."""
    extreme = found.extreme
    rows = "、".join(str(row + first_row) for row in extreme.rows)
    return (
        ("g 最小值", found.g_low),
        ("g 最大值", found.g_high),
        ("边际最大相对误差", found.worst_error),
        ("牛顿法步数", found.iterations),
        ("截尾轮数", found.rounds),
        (f"极端权数界限（{extreme.rule}）", f"{extreme.low:,.6g}–{extreme.high:,.6g}"),
        ("低于界限的行", extreme.count_low),
        ("高于界限的行", extreme.count_high),
        ("最极端的行（行号）", rows or "无"),
    )


def weights_json(calibrated: Calibrated, response: ResponseAdjusted | None, first_row: int) -> dict[str, object]:
    """The diagnostics as other programs read them."""
    found = calibrated.diagnostics
    return {
        "convention": calibrated.convention,
        "before": _spread_json(found.before),
        "after": _spread_json(found.after),
        "g": [found.g_low, found.g_high],
        "worst_margin_error": found.worst_error,
        "iterations": found.iterations,
        "trimming_rounds": found.rounds,
        "extreme": {
            "rule": found.extreme.rule,
            "low": found.extreme.low,
            "high": found.extreme.high,
            "count_low": found.extreme.count_low,
            "count_high": found.extreme.count_high,
            "rows": [row + first_row for row in found.extreme.rows],
        },
        "margins": [
            {
                "variable": line.name.variable,
                "category": line.name.label,
                "level": line.name.level.value,
                "target": line.target,
                "before": line.before,
                "after": line.after,
                "largest_share": line.largest_share,
            }
            for line in found.margins
        ],
        "response_cells": _response_json(response),
        "notes": [*(response.notes if response else ()), *found.notes],
    }


def _spread_json(spread: WeightSpread) -> dict[str, float]:
    return {name: float(value) for name, value in vars(spread).items()}


def _response_json(response: ResponseAdjusted | None) -> list[dict[str, object]]:
    if response is None:
        return []
    return [
        {"cells": list(cell.labels), "drawn": cell.drawn, "answered": cell.answered, "factor": cell.factor}
        for cell in response.cells
    ]
