"""zs small-area: model-based figures of counties too small for the survey alone."""

from pathlib import Path
from typing import Annotated

import typer

from zengshou.faces.cli.output import console, guarded, print_json, print_table
from zengshou.services.statistics.small_area import SmallAreaRequest, estimate_areas, small_area_json
from zengshou.statistics.small_area.choices import SmallAreaChoices
from zengshou.statistics.small_area.fit import FitMethod
from zengshou.statistics.small_area.scale import BackTransform, Scale
from zengshou.statistics.small_area.small_area import SmallAreas
from zengshou.statistics.small_area.variance_function import VarianceForm

FLAG_WORDS = {"model_based": "模型推算", "synthetic_area": "无样本", "no_area_effect": "地区间方差为零"}


@guarded
def small_area(
    file: Annotated[Path, typer.Argument(help="每个地区一行的文件（csv/xlsx/parquet/dta/sav）")],
    area: Annotated[str, typer.Option(help="地区列")],
    estimate: Annotated[str, typer.Option(help="直接估计列；空格表示没有样本")],
    covariates: Annotated[str, typer.Option(help="协变量列，逗号分隔")],
    se: Annotated[str | None, typer.Option(help="标准误列")] = None,
    n: Annotated[str | None, typer.Option(help="样本量列")] = None,
    scale: Annotated[Scale, typer.Option(help="模型的尺度：收入用 log，比率用 logit 或 arcsine")] = Scale.IDENTITY,
    back: Annotated[BackTransform, typer.Option(help="从尺度换回的办法")] = BackTransform.MEAN,
    method: Annotated[FitMethod, typer.Option(help="估计方法")] = FitMethod.REML,
    variances: Annotated[VarianceForm, typer.Option(help="抽样方差怎样平滑")] = VarianceForm.POOLED,
    deff: Annotated[float, typer.Option(help="设计效应（arcsine 且没有标准误时用）")] = 1.0,
    city: Annotated[float | None, typer.Option(help="全市的直接估计：各地区按比例控制到它")] = None,
    share: Annotated[str | None, typer.Option(help="各地区份额（人口）列")] = None,
    bootstrap: Annotated[int, typer.Option(help="自助法重复数，0 为不做", min=0)] = 0,
    seed: Annotated[int, typer.Option(help="自助法的随机种子")] = 0,
    level: Annotated[float, typer.Option(help="置信水平", min=0.5, max=0.999)] = 0.95,
    unit: Annotated[str, typer.Option(help="单位：yuan、share 等")] = "yuan",
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """小区域估计（Fay-Herriot 模型）。 Model-based figures of small areas."""
    names = tuple(name.strip() for name in covariates.replace("，", ",").split(",") if name.strip())
    choices = SmallAreaChoices(method, scale, back, variances, deff, bootstrap, level)
    found = estimate_areas(SmallAreaRequest(file, area, estimate, names, se, n, choices, city, share, unit, seed))
    if as_json:
        print_json(small_area_json(found))
    else:
        _print(file, estimate, found, level)


def _print(file: Path, estimate: str, found: SmallAreas, level: float) -> None:
    heads: tuple[str, ...] = (
        "地区",
        "样本",
        "直接估计",
        "标准误",
        "平滑后",
        "模型估计",
        "标准误",
        f"{level:.0%}区间",
        "收缩权重",
        "标记",
    )
    rows: list[tuple[str, ...]] = [_row(found, place) for place in range(len(found.estimates))]
    simulated = found.table.bootstrap_se
    if simulated is not None:
        heads = (*heads, "自助法标准误")
        rows = [(*row, _shown(float(error))) for row, error in zip(rows, simulated, strict=True)]
    print_table(f"{file.name}：{estimate}（模型推算，不是调查数）", heads, rows, right=(1, 2, 3, 4, 5, 6, 7, 8, 10))
    checks = found.checks
    terms = [
        (one.name, f"{one.value:,.6g}", f"{one.se:,.4g}", f"{one.t:.2f}", f"{one.p_value:.3f}")
        for one in checks.coefficients
    ]
    print_table("回归系数（模型尺度）", ("变量", "系数", "标准误", "t", "p"), terms, right=(1, 2, 3, 4))
    say = console().print
    explained = "无法计算" if checks.explained is None else f"{checks.explained:.1%}"
    say(f"地区间方差 {checks.between:.6g}；协变量解释了其中 {explained}；抽样方差函数 {found.variances.text}")
    normality = "—" if checks.normality_p is None else f"{checks.normality_p:.3f}"
    say(f"残差正态性检验 p={normality}；模型与调查是否相符 p={checks.goodness_p:.3f}（过小说明模型不合）")
    if checks.outlying:
        say(f"残差超过三倍标准差的地区：{'、'.join(checks.outlying)}")
    if found.factor is not None:
        say(f"总量控制系数 {found.factor:.6g}")
    for note in found.notes:
        say(f"说明：{note}")
    say(f"约定：{found.estimates[0].convention}", style="dim")


def _row(found: SmallAreas, place: int) -> tuple[str, ...]:
    figure, table = found.estimates[place], found.table
    low, high = figure.ci_low, figure.ci_high
    return (
        figure.domain,
        f"{figure.n or 0:,}",
        _shown(table.direct[place]),
        _shown(table.direct_se[place]),
        _shown(table.smoothed_se[place]),
        _shown(figure.value),
        _shown(figure.se),
        "—" if low is None or high is None else f"[{low:,.5g}, {high:,.5g}]",
        f"{table.shrinkage[place]:.3f}",
        "、".join(FLAG_WORDS.get(flag, flag) for flag in figure.flags),
    )


def _shown(value: float | None) -> str:
    return "—" if value is None or value != value else f"{value:,.5g}"
