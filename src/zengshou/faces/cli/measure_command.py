"""zs measure: distribution statistics of any file, with their errors."""

from pathlib import Path
from typing import Annotated

import typer

from zengshou.concepts.estimate import Estimate
from zengshou.concepts.sample import Lonely
from zengshou.faces.cli.output import console, guarded, print_json, print_table
from zengshou.services.measure import MeasureRequest, estimate_json
from zengshou.services.measure import measure as run
from zengshou.statistics.choices import GiniForm, Negatives, QuantileForm


@guarded
def measure(
    file: Annotated[Path, typer.Argument(help="数据文件（csv/xlsx/parquet/dta/sav）")],
    income: Annotated[str, typer.Option(help="收入列")],
    weight: Annotated[str | None, typer.Option(help="权数列")] = None,
    strata: Annotated[str | None, typer.Option(help="层")] = None,
    psu: Annotated[str | None, typer.Option(help="初级抽样单元")] = None,
    by: Annotated[str | None, typer.Option(help="分组列")] = None,
    indicators: Annotated[str, typer.Option(help="指标，逗号分隔，如 gini,mean,p90,ge(0.5)")] = "",
    line: Annotated[str, typer.Option(help="贫困线：金额，或 0.6*median")] = "",
    negatives: Annotated[Negatives, typer.Option(help="负收入怎么办")] = Negatives.KEEP,
    gini: Annotated[GiniForm, typer.Option(help="基尼系数的算法")] = GiniForm.LORENZ,
    quantile: Annotated[QuantileForm, typer.Option(help="分位数的算法")] = QuantileForm.INVERSE_CDF,
    lonely: Annotated[Lonely, typer.Option(help="只有一个PSU的层怎么办")] = Lonely.FAIL,
    nested: Annotated[bool, typer.Option("--nested", help="PSU 编号在层内各自编")] = False,
    level: Annotated[float, typer.Option(help="置信水平", min=0.5, max=0.999)] = 0.95,
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
    )
    figures = run(request)
    if as_json:
        print_json({"estimates": [estimate_json(figure) for figure in figures]})
    else:
        _print(file, income, figures, level)


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
