"""zs simulate: a reform on a city's people."""

from pathlib import Path
from typing import Annotated

import typer

from zengshou.concepts.estimate import Estimate
from zengshou.concepts.money import in_words
from zengshou.faces.cli.output import console, guarded, print_json, print_table, progress_bar
from zengshou.services.simulation.simulate import (
    DEFAULT_PERSONS,
    DEFAULT_SEED,
    SimulationRequest,
    find_reform,
    own_people,
)
from zengshou.services.simulation.simulate import simulate as run
from zengshou.services.simulation.simulation_json import simulation_json
from zengshou.simulation.outcome import SimulationResult

BY_WORDS = {"all": "全体", "residence": "城乡", "decile": "十等分组", "group": "重点群体"}
LEVEL_WORDS = {"all": "合计", "central": "中央", "province": "省", "city": "市", "county": "县（市、区）"}


@guarded
def simulate(
    city: Annotated[str, typer.Option(help="城市：yangjiang、liaoyang、example")] = "yangjiang",
    year: Annotated[int, typer.Option(help="模拟年份")] = 2025,
    reform: Annotated[str, typer.Option(help="改革文件，或本市自带的名称；不写则只看现行政策")] = "",
    persons: Annotated[int, typer.Option(help="合成人口人数", min=1_000)] = DEFAULT_PERSONS,
    seed: Annotated[int, typer.Option(help="随机种子")] = DEFAULT_SEED,
    people: Annotated[Path | None, typer.Option(help="用自己的人口文件（csv/parquet/dta/sav）")] = None,
    mapping: Annotated[Path | None, typer.Option(help="人口文件的列映射 YAML")] = None,
    threads: Annotated[int, typer.Option(help="线程数，0 为全部核", min=0)] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """模拟一项改革：成本、受益面、分布变化，均带误差。 Simulate a reform."""
    found = find_reform(city, reform) if reform else None
    own = own_people(city, people, mapping) if people else None
    request = SimulationRequest(city, year, found, persons, seed, own, threads or None)
    with progress_bar("模拟", as_json) as tell:
        result = run(request, tell)
    if as_json:
        print_json(simulation_json(result))
    else:
        print_result(result)


def print_result(result: SimulationResult) -> None:
    """The answer in the terminal: what changed, the figures, the cost, who gains."""
    manifest, screen = result.manifest, console()
    screen.print(f"[bold]{result.title}[/bold]（{manifest.city} {manifest.year}年）")
    screen.print(f"人口：{manifest.people}；{manifest.persons:,}人，{manifest.households:,}户")
    for line in result.differences:
        screen.print(f"· {line}")
    rows = [(c.label, _figure(c.baseline), _figure(c.reform), _with_error(c.change)) for c in result.compared]
    print_table("分布指标（改革前、改革后、变化±标准误）", ("指标", "改革前", "改革后", "变化"), rows, right=(1, 2, 3))
    moved = [line for line in result.budget if line.level == "all"]
    budget = [
        (
            line.name,
            in_words(line.baseline),
            in_words(line.reform),
            f"{in_words(line.change)} ± {in_words(line.se or 0)}",
        )
        for line in moved
        if abs(line.baseline) + abs(line.reform) > 0
    ]
    print_table(
        "资金（居民得到为正、缴纳为负，元/年）", ("基金：项目", "改革前", "改革后", "变化"), budget, right=(1, 2, 3)
    )
    gains = [
        (
            BY_WORDS[row.by],
            row.label,
            _figure(row.baseline_mean),
            _with_error(row.mean_change),
            _rate(row.gain_rate),
            _rate(row.lose_rate),
        )
        for row in result.gainers
    ]
    print_table(
        "谁受益（人均可支配收入，元/年）", ("分组", "组", "原水平", "变化", "受益", "受损"), gains, right=(2, 3, 4, 5)
    )
    if manifest.filled:
        screen.print(f"[yellow]情景值[/yellow]（本市未公布，演示用，不代表现行标准）：{'、'.join(manifest.filled)}")
    if manifest.unverified:
        screen.print(f"[yellow]待核实参数[/yellow]：{'、'.join(manifest.unverified)}")
    for line in manifest.assumptions:
        screen.print(f"假定：{line}")


def _figure(figure: Estimate) -> str:
    if figure.value is None:
        return f"—（{figure.reason}）"
    if figure.unit in ("share",):
        return f"{figure.value:.2%}"
    return f"{figure.value:,.4f}" if abs(figure.value) < 100 else f"{figure.value:,.0f}"


def _with_error(figure: Estimate) -> str:
    if figure.value is None:
        return "—"
    if figure.unit == "share":
        return f"{figure.value * 100:+.3f}个百分点" + (f" ± {figure.se * 100:.3f}" if figure.se is not None else "")
    digits = 4 if abs(figure.value) < 1 else 2
    return f"{figure.value:+,.{digits}f}" + (f" ± {figure.se:,.{digits}f}" if figure.se is not None else "")


def _rate(figure: Estimate) -> str:
    return "—" if figure.value is None else f"{figure.value:.1%}"
