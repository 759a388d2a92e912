"""zs measure: distribution statistics of any file, with their errors."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from zengshou.concepts.estimate import Estimate
from zengshou.concepts.sample import Centre, Lonely
from zengshou.faces.analysis.export import Format, export
from zengshou.faces.analysis.figures import Figures
from zengshou.faces.cli.output import console, guarded, print_json, print_table
from zengshou.services.release.exchange import NOT_RELEASED
from zengshou.services.statistics.measure import MeasureRequest, estimate_json
from zengshou.services.statistics.measure import measure as run
from zengshou.statistics.choices import GiniForm, IntervalForm, Negatives, Provenance, QuantileForm


@guarded
def measure(
    file: Annotated[Path, typer.Argument(help="数据文件（csv/xlsx/parquet/dta/sav）")],
    income: Annotated[str, typer.Option(help="收入列")],
    weight: Annotated[str | None, typer.Option(help="权数列")] = None,
    strata: Annotated[str | None, typer.Option(help="层")] = None,
    psu: Annotated[str | None, typer.Option(help="抽样单元，多阶段由外到内用逗号分隔，如 town,village")] = None,
    household: Annotated[str | None, typer.Option(help="户编号（最后一个阶段）")] = None,
    fpc: Annotated[str | None, typer.Option(help="各阶段的总体单元数或抽样比，逗号分隔，没有的写 -")] = None,
    by: Annotated[str | None, typer.Option(help="分组列")] = None,
    indicators: Annotated[str, typer.Option(help="指标，逗号分隔，如 gini,mean,p90,ge(0.5)")] = "",
    line: Annotated[str, typer.Option(help="贫困线：金额，或 0.6*median")] = "",
    negatives: Annotated[Negatives, typer.Option(help="负收入怎么办")] = Negatives.KEEP,
    gini: Annotated[GiniForm, typer.Option(help="基尼系数的算法")] = GiniForm.LORENZ,
    quantile: Annotated[QuantileForm, typer.Option(help="分位数的算法")] = QuantileForm.INVERSE_CDF,
    lonely: Annotated[Lonely, typer.Option(help="只有一个PSU的层怎么办")] = Lonely.FAIL,
    nested: Annotated[bool, typer.Option("--nested", help="PSU 编号在层内各自编")] = False,
    replicates: Annotated[
        str, typer.Option(help="复制法，如 bootstrap:500:1、jkn、jk1、jk2、brr、fay:0.5、sdr:80")
    ] = "",
    replicate_weights: Annotated[str | None, typer.Option(help="随文件给出的复制权数列，如 w1-w80")] = None,
    centre: Annotated[Centre, typer.Option(help="复制法围绕全样本值还是各次均值")] = Centre.FULL,
    intervals: Annotated[IntervalForm, typer.Option(help="区间的算法")] = IntervalForm.AUTO,
    level: Annotated[float, typer.Option(help="置信水平", min=0.5, max=0.999)] = 0.95,
    period: Annotated[str, typer.Option(help="所属时期，如 2025 或 2025-Q3；SDMX 必填")] = "",
    kind: Annotated[Format | None, typer.Option("--format", help="输出成别的程序能读的格式")] = None,
    out: Annotated[Path | None, typer.Option(help="与 --format 同用：写入这个文件")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """计算收入分布指标及抽样误差。 Distribution statistics with design-based errors."""
    names = tuple(_names(indicators))
    request = MeasureRequest(
        file,
        income,
        weight,
        strata,
        psu,
        by,
        names,
        line,
        negatives,
        gini,
        quantile,
        lonely=lonely,
        is_nested=nested,
        level=level,
        fpc=fpc,
        household=household,
        replicates=replicates,
        replicate_weights=replicate_weights,
        centre=centre,
        intervals=intervals,
        about=Provenance(period=period),
    )
    figures = run(request)
    if kind is not None:
        _export(Figures(figures, (None,) * len(figures), title=income, level=level, source=file.name), kind, out)
    elif as_json:
        print_json({"estimates": [estimate_json(figure) for figure in figures], "release": NOT_RELEASED})
    else:
        _print(file, income, figures, level)


def _export(figures: Figures, kind: Format, out: Path | None) -> None:
    text = export(figures, kind, out)
    sys.stdout.write(text or f"已写入 {out}\n")


def _names(text: str) -> list[str]:
    """Names between commas; a comma inside brackets, as in `share(0.4,0.9)`, parts nothing."""
    names, depth, current = [], 0, ""
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if letter in ",，" and depth == 0:
            names.append(current.strip())
            current = ""
        else:
            current += letter
    return [name for name in [*names, current.strip()] if name]


def _print(file: Path, income: str, figures: tuple[Estimate, ...], level: float) -> None:
    heads = ("指标", "范围", "估计值", "标准误", f"{level:.0%}区间", "样本", "标记")
    print_table(f"{file.name}：{income}", heads, [_row(figure) for figure in figures], right=(2, 3, 4, 5))
    for convention in dict.fromkeys(figure.convention for figure in figures):
        console().print(f"约定：{convention}", style="dim")
    for design in dict.fromkeys(figure.design for figure in figures):
        console().print(f"抽样设计：{design}", style="dim")
    console().print(f"[yellow]{NOT_RELEASED}[/yellow]要对外，用 zs release propose 提出。")


def _row(figure: Estimate) -> tuple[str, ...]:
    has_limits = figure.ci_low is not None and figure.ci_high is not None
    return (
        figure.label,
        "全体" if figure.domain == "all" else figure.domain,
        "—" if figure.value is None else f"{figure.value:,.6g}",
        "—" if figure.se is None else f"{figure.se:,.4g}",
        f"[{figure.ci_low:,.6g}, {figure.ci_high:,.6g}]" if has_limits else "—",
        f"{figure.n or 0:,}",
        "、".join(figure.flags) or figure.reason,
    )
