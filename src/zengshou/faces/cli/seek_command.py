"""zs seek: the value of one parameter at which a target holds, with its cost and who gains."""

from pathlib import Path
from typing import Annotated

import typer

from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.faces.amounts import plain
from zengshou.faces.cli.output import console, guarded, print_json, print_table, progress_bar
from zengshou.faces.cli.simulate_command import print_result
from zengshou.services.policy.differences import unit_in_words
from zengshou.services.simulation.seek import seek_parameter
from zengshou.services.simulation.seek_answer import SeekAnswer, SeekRequest, seek_json
from zengshou.services.simulation.simulate import DEFAULT_PERSONS, DEFAULT_SEED, own_people


@guarded
def seek(
    parameter: Annotated[str, typer.Option(help="求哪个参数，如 dibao.standard_monthly[urban]")],
    target: Annotated[str, typer.Option(help="目标式，如 poverty_rate = 0.15 或 cost <= 2亿")],
    city: Annotated[str, typer.Option(help="城市：yangjiang、liaoyang、example")] = "yangjiang",
    year: Annotated[int, typer.Option(help="模拟年份")] = 2025,
    given: Annotated[list[str] | None, typer.Option(help="补充数值：名称=数值，可写多次")] = None,
    tolerance: Annotated[float | None, typer.Option(help="允许误差（默认千分之一，或标准误的二十分之一）")] = None,
    persons: Annotated[int, typer.Option(help="合成人口人数", min=1_000)] = DEFAULT_PERSONS,
    seed: Annotated[int, typer.Option(help="随机种子")] = DEFAULT_SEED,
    people: Annotated[Path | None, typer.Option(help="用自己的人口文件（csv/parquet/dta/sav）")] = None,
    mapping: Annotated[Path | None, typer.Option(help="人口文件的列映射 YAML")] = None,
    out: Annotated[Path | None, typer.Option(help="把求得的改革另存为 YAML")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """倒推参数：达到目标需要的参数值、成本和受益面。 The parameter value that reaches a target."""
    own = own_people(city, people, mapping) if people else None
    values = given_values(given or [])
    request = SeekRequest(city, year, parameter, target, values, tolerance, persons, seed, own)
    with progress_bar("倒推参数", as_json) as tell:
        found = seek_parameter(request, tell)
    if out is not None:
        out.write_text(found.reform_yaml, encoding="utf-8")
    if as_json:
        print_json(seek_json(found))
        return
    _print_answer(found)
    print_result(found.simulation)
    if out is not None:
        console().print(f"改革已写入 {out}，可用 zs simulate --city {city} --reform {out} 重算。")


def given_values(lines: list[str]) -> tuple[tuple[str, float], ...]:
    """`name=number` lines; raises with every one that cannot be read."""
    found: list[tuple[str, float]] = []
    problems: list[Problem] = []
    for line in lines:
        name, _, text = line.partition("=")
        try:
            found.append((name.strip(), float(text.replace(",", ""))))
        except ValueError:
            problems.append(Problem(f"读不出“{line}”。", "--given", "请写成 名称=数值。"))
    if problems:
        raise ProblemsFound(problems)
    return tuple(found)


def _print_answer(found: SeekAnswer) -> None:
    screen, keyed = console(), found.parameter
    error = "" if found.se is None else f"（抽样误差折合 ±{plain(found.se)}）"
    unit = unit_in_words(keyed.use.unit)
    screen.print(f"目标：{found.target.text}")
    screen.print(f"[bold]{keyed.label}：由{plain(keyed.value)}改为{plain(found.value)}[/bold] {unit}{error}")
    reached = f"此时目标式左边为{plain(found.reached)}，目标为{found.target.relation.words}{plain(found.wanted)}"
    screen.print(reached + ("" if found.is_met else "；指标逐户跳动，没有更接近的取值"))
    rows = [
        (n.name, n.label, "随参数变动" if n.value is None else plain(n.value), n.unit, n.source) for n in found.names
    ]
    print_table("目标式中的名称", ("名称", "含义", "取值", "单位", "来源"), rows, right=(2,))
    if found.evaluations:
        tried = "，".join(f"{plain(probe.at)}→{plain(probe.value)}" for probe in found.evaluations)
        screen.print(f"试算{found.measured}次：{tried}")
