"""zs demo: one city, from its plan to a policy answer, with a report to open."""

import time
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from zengshou.faces.cli.output import console, guarded, print_json, progress_bar
from zengshou.faces.report.content import Findings, build_report
from zengshou.faces.report.headlines import register_sentences, sentences
from zengshou.faces.report.writing import write_report
from zengshou.faces.words import Language, Words
from zengshou.services.records.synthetic.synthetic_demonstration import ShownRegister, Tell, show_register
from zengshou.services.simulation.simulate import DEFAULT_PERSONS, DEFAULT_SEED
from zengshou.services.simulation.walk import walk
from zengshou.store.country import city as find_city

REFORMS = (
    "dibao_plus_10",
    "dibao_30_50_of_consumption",
    "contribution_floor_all_units_wage",
    "resident_pension_plus_20",
)


@guarded
def demo(
    city: Annotated[str, typer.Option(help="城市：yangjiang、liaoyang、example")] = "yangjiang",
    year: Annotated[int, typer.Option(help="模拟年份")] = 2025,
    persons: Annotated[int, typer.Option(help="合成人口人数", min=1_000)] = DEFAULT_PERSONS,
    seed: Annotated[int, typer.Option(help="随机种子")] = DEFAULT_SEED,
    out: Annotated[Path, typer.Option(help="报告写到哪里")] = Path("results"),
    lang: Annotated[Language, typer.Option(help="报告语言")] = Language.ZH,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """演示：从一个市的方案走到政策答案，写出报告。 The whole walk, with a report to open."""
    started, place = time.perf_counter(), find_city(city)
    with progress_bar(f"{place.name_zh}演示", as_json) as tell:
        found = walk(place.key, year, REFORMS, persons, seed, tell)
    with progress_bar("信息归集演示", as_json) as tell:
        register = shown_register(year, seed, tell)
    day = date.today().isoformat()
    findings = Findings(place, day, found.readings, found.distribution, found.simulations, found.household, register)
    content = build_report(findings, lang)
    paths = write_report(content, out / f"{place.key}-{year}")
    seconds = time.perf_counter() - started
    if as_json:
        files = [str(path) for path in paths]
        told = {"headlines": list(content.headlines), "register": asdict(register), "files": files, "seconds": seconds}
        print_json(told)
        return
    screen = console()
    screen.print(f"[bold]{content.title}[/bold]")
    screen.print(
        f"方案：{len(found.plan.tasks)}项任务、{len(found.plan.targets)}项目标、{len(found.plan.offices)}个单位；人口：{found.distribution.people}"
    )
    for line in sentences(found.readings, found.distribution, found.simulations, Words(lang)):
        screen.print(f"· {line}")
    screen.print("[bold]信息归集[/bold]")
    for line in register_sentences(register, Words(lang)):
        screen.print(f"· {line}")
    screen.print(f"\n用时{seconds:.1f}秒。报告：")
    for path in paths:
        screen.print(f"  {path}")
    screen.print(
        "\n接着可以：\n"
        "  python3 zs.py serve                     在浏览器里看同样的内容，并移动参数\n"
        f"  .venv/bin/zs simulate --city {place.key} --reform dibao_plus_10\n"
        "  .venv/bin/zs case --template            一户人家的计算\n"
        f"  .venv/bin/zs plan show {place.key}            任务、目标与灯\n"
        "  .venv/bin/zs records synthesize example --out 目录   一整年的合成报送文件"
    )


def shown_register(year: int, seed: int, tell: Tell) -> ShownRegister:
    """The register at work on synthetic files; nothing of it stays."""
    with TemporaryDirectory(prefix="zengshou-demo-") as folder:
        return show_register(Path(folder), year, seed, lambda: datetime.now(UTC), tell)
