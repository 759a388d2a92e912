"""zs plan show, zs law show, zs population: what a city promised, what the law says, who its synthetic people are."""

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from zengshou.faces.cli.output import console, guarded, print_json, print_table, progress_bar
from zengshou.plan.offices import OfficeMode
from zengshou.policy.trace import parameter_text
from zengshou.services.plan.forecasts import city_outlooks, outlook_json
from zengshou.services.plan.office_lineage import office_rows, office_rows_json
from zengshou.services.plan.plan import plan_json, plan_readings, show_plan
from zengshou.services.policy.law import law_json, show_law
from zengshou.services.simulation.population import fit_json, make_people, mapping_form, population_fit, save_people
from zengshou.services.simulation.simulate import DEFAULT_PERSONS, DEFAULT_SEED

plan_app = typer.Typer(help="方案：任务、单位、目标。 The city's plan.", no_args_is_help=True)
law_app = typer.Typer(help="法规：条文、参数、出处。 The law.", no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON")]


@plan_app.command("show")
@guarded
def plan_show(
    city: Annotated[str, typer.Argument(help="城市：yangjiang、liaoyang、example")],
    offices: Annotated[
        OfficeMode | None, typer.Option("--offices", help="只列单位：printed 原文，current 现行机构")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """列出任务、单位和目标，目标附读数与灯。 Tasks, offices, targets with readings and lamps."""
    if offices is not None:
        _show_offices(city, offices, as_json)
        return
    plan, readings = show_plan(city), plan_readings(city)
    if as_json:
        ahead = {key: outlook_json(seen) for key, seen in city_outlooks(city).items()}
        print_json(plan_json(plan, readings, ahead))
        return
    titles = {group.id: group.title for group in plan.groups}
    rows = [
        (task.id, titles[task.group], task.title, "、".join(task.lead), "、".join(task.cooperating))
        for task in plan.tasks
    ]
    print_table(f"{plan.title}（{len(plan.tasks)}项任务）", ("编号", "计划或行动", "任务", "牵头", "配合"), rows)
    targets = [
        (r.target.id, r.target.label, f"{r.lamp.colour.icon}{r.lamp.colour.label}", r.source, r.lamp.reason)
        for r in readings
    ]
    print_table(f"{len(targets)}项目标", ("编号", "目标", "灯", "读数来源", "理由"), targets)


def _show_offices(city: str, mode: OfficeMode, as_json: bool) -> None:
    """Assignments by body; the title says in which mode."""
    rows = office_rows(city, mode)
    if as_json:
        print_json({"mode": mode.value, "offices": office_rows_json(rows)})
        return
    table = [(row.name, str(row.leads), str(row.cooperates), "、".join(row.former), row.note) for row in rows]
    leads, cooperates = (str(sum(each)) for each in ([row.leads for row in rows], [row.cooperates for row in rows]))
    table.append(("合计", leads, cooperates, "", ""))
    title = f"{show_plan(city).title}：{len(rows)}个单位，口径：{mode.label}"
    print_table(title, ("单位", "牵头", "配合", "方案中的名称", "说明"), table, right=(1, 2))


@law_app.command("show")
@guarded
def law_show(
    name: Annotated[str, typer.Argument(help="法规目录、参数或规则，如 iit、dibao.standard_monthly")],
    on: Annotated[str, typer.Option("--on", help="日期，默认今天")] = "",
    place: Annotated[str, typer.Option("--place", help="地区：cn、cn.guangdong、yangjiang …")] = "cn",
    as_json: AsJson = False,
) -> None:
    """某日某地的规则和参数，附出处与状态。 Rules and values in force on a date in a place."""
    shown = show_law(name, on or date.today().isoformat(), place)
    if as_json:
        print_json(law_json(shown))
        return
    rules = [(rule.name, rule.label, rule.law, f"{rule.since}起") for rule in shown.rules]
    if rules:
        print_table(f"{shown.name}：{shown.day} 在 {shown.place} 有效的规则", ("名称", "含义", "条文", "有效"), rules)
    rows = [
        (
            row.name,
            row.label,
            parameter_text(row.use),
            row.unit,
            row.use.since,
            str(row.use.citation),
            row.use.status.label,
        )
        if row.use
        else (row.name, row.label, "—", row.unit, "", row.missing, "缺")
        for row in shown.parameters
    ]
    if rows:
        print_table("参数", ("名称", "含义", "取值", "单位", "自", "出处", "状态"), rows, right=(2,))


@guarded
def population(
    city: Annotated[str, typer.Option(help="城市")] = "yangjiang",
    persons: Annotated[int, typer.Option(help="人数", min=1_000)] = DEFAULT_PERSONS,
    seed: Annotated[int, typer.Option(help="随机种子")] = DEFAULT_SEED,
    out: Annotated[Path | None, typer.Option(help="另存人口文件（.parquet 或 .csv）")] = None,
    show_mapping: Annotated[bool, typer.Option("--mapping-template", help="打印自带人口文件的列映射模板")] = False,
    as_json: AsJson = False,
) -> None:
    """生成合成人口并列出与公布数的差距（合成数据）。 Draw the synthetic city and show its fit."""
    if show_mapping:
        sys.stdout.write(mapping_form())
        return
    with progress_bar("生成合成人口", as_json) as tell:
        people = make_people(city, persons, seed, tell)
    fit = population_fit(city, people)
    if out is not None:
        save_people(people, out)
    if as_json:
        print_json(
            {"people": people.source, "is_synthetic": people.is_synthetic, "fit": [fit_json(row) for row in fit]}
        )
        return
    rows = [
        (
            row.label,
            f"{row.target:,.4g}",
            f"{row.reached:,.4g}",
            "—" if row.relative is None else f"{row.relative:+.2%}",
            row.shape.label,
            row.source,
        )
        for row in fit
    ]
    print_table(f"{people.source}：目标与达成", ("边际", "目标", "达成", "差距", "依据", "来源"), rows, right=(1, 2, 3))
    if out is not None:
        console().print(f"已写入 {out}")
