"""zs weight: survey weights that meet known totals, written into a new file with their diagnostics."""

from pathlib import Path
from typing import Annotated

import typer

from zengshou.concepts.problem import refuse
from zengshou.faces.cli.output import console, guarded, print_json, print_table
from zengshou.services.statistics.weights import Weighed, WeightRequest, weigh
from zengshou.services.statistics.weights_sheets import MARGIN_HEADS, figure_rows, margin_row, spread_rows, weights_json
from zengshou.statistics.weights.calibrate import CalibrationChoices, HouseholdPrice
from zengshou.statistics.weights.diagnostics import LimitBasis, WeightLimits
from zengshou.statistics.weights.distance import Method
from zengshou.statistics.weights.margin_checks import Disagreement
from zengshou.statistics.weights.response import CellRule, MergeTo

ROUNDING = 1e-9  # below this an error of a margin is shown as none


@guarded
def weight(
    file: Annotated[Path, typer.Argument(help="数据文件（csv/xlsx/parquet/dta/sav）")],
    margins: Annotated[Path, typer.Option(help="边际总数表：列为 变量、类别、总数，可加 口径（人/户）")],
    out: Annotated[Path, typer.Option(help="写到哪里（xlsx/csv/parquet）")],
    design_weight: Annotated[str | None, typer.Option(help="设计权数列")] = None,
    probability: Annotated[str, typer.Option(help="各阶段入样概率列，逗号分隔")] = "",
    population: Annotated[str | None, typer.Option(help="层的总体数列")] = None,
    strata: Annotated[str | None, typer.Option(help="层（与 --population 同用）")] = None,
    answered: Annotated[str | None, typer.Option(help="是否回答的列（1/0 或 是/否）")] = None,
    cells: Annotated[str, typer.Option(help="无回答调整格的列，逗号分隔")] = "",
    least_answers: Annotated[int, typer.Option(help="一个格至少几个回答者", min=1)] = 20,
    largest_factor: Annotated[float, typer.Option(help="一个格的调整系数至多多大", min=1)] = 3.0,
    merge: Annotated[MergeTo, typer.Option(help="过小的格并到哪里")] = MergeTo.NEXT,
    method: Annotated[Method, typer.Option(help="校准方法")] = Method.RAKING,
    bounds: Annotated[str, typer.Option(help="g=校准权数/设计权数 的下限和上限，如 0.3,3")] = "",
    household: Annotated[str | None, typer.Option(help="住户列：一户共用一个权数")] = None,
    household_price: Annotated[HouseholdPrice, typer.Option(help="住户的距离按户还是按人计")] = HouseholdPrice.ONE,
    trim: Annotated[str, typer.Option(help="截尾：权数限于中位数的几倍到几倍，如 0.3,3")] = "",
    trim_of: Annotated[LimitBasis, typer.Option(help="截尾按中位数还是均值的倍数")] = LimitBasis.MEDIAN,
    disagree: Annotated[Disagreement, typer.Option(help="各变量总数合计不一致怎么办")] = Disagreement.REFUSE,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """设计权数、无回答调整、校准与截尾。 Survey weights calibrated to known totals."""
    limits = _pair(trim, "trim")
    choices = CalibrationChoices(
        method=method,
        bounds=_pair(bounds, "bounds"),
        trim=None if limits is None else WeightLimits(*limits, trim_of),
        household_price=household_price,
        disagreement=disagree,
    )
    found = weigh(
        WeightRequest(
            file,
            margins,
            out,
            design_weight,
            _names(probability),
            population,
            strata,
            answered,
            _names(cells),
            CellRule(least_answers, largest_factor, merge),
            household,
            choices,
        )
    )
    if as_json:
        written = {"written": [str(path) for path in found.written]}
        print_json(weights_json(found.calibrated, found.response, found.first_row) | written)
    else:
        _print(file, found)


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.replace("，", ",").split(",") if name.strip())


def _pair(text: str, option: str) -> tuple[float, float] | None:
    """Two numbers between commas; None for nothing. Raises  ProblemsFound for anything else, or high not above low"""
    if not text.strip():
        return None
    try:
        low, high = (float(part) for part in text.replace("，", ",").split(","))
    except ValueError:
        raise refuse(f"无法识别“{text}”。", f"--{option}", "请写成两个数，如 0.3,3。") from None
    if not 0 <= low < high < float("inf"):
        raise refuse(f"“{text}”不是从小到大的两个数。", f"--{option}", "请写成两个数，如 0.3,3。")
    return low, high


def _print(file: Path, found: Weighed) -> None:
    diagnostics = found.calibrated.diagnostics
    rows = [(name, f"{before:,.6g}", f"{after:,.6g}") for name, before, after in spread_rows(diagnostics)]
    rows += [(name, "", _shown(value)) for name, value in figure_rows(diagnostics, found.first_row)]
    print_table(f"{file.name}：权数", ("项目", "校准前", "校准后"), rows, right=(1, 2))
    lines = [tuple(_shown(cell) for cell in margin_row(line)) for line in diagnostics.margins]
    print_table("边际", MARGIN_HEADS, lines, right=(3, 4, 5, 6, 7))
    notes = (*(found.response.notes if found.response else ()), *diagnostics.notes)
    for note in notes:
        console().print(f"说明：{note}")
    console().print(f"约定：{found.calibrated.convention}", style="dim")
    for path in found.written:
        console().print(f"已写入 {path}")


def _shown(cell: object) -> str:
    if isinstance(cell, float):
        return "0" if abs(cell) < ROUNDING else f"{cell:.2g}" if abs(cell) < 1e-3 else f"{cell:,.6g}"
    return "" if cell is None else str(cell)
