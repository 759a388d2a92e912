"""zs policies and zs entitlements: what a city offers, and what one household may have of it."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from zengshou.faces.as_json import as_json as plain_json
from zengshou.faces.cli.output import console, guarded, print_json, print_table
from zengshou.services.policy.case_entitlements import case_entitlements
from zengshou.services.policy.entitlements import Entitlement, Fit
from zengshou.services.policy.policies import Policy, policy_list

AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON")]
Day = Annotated[str, typer.Option("--on", help="日期，默认今天")]


@guarded
def policies(
    city: Annotated[str, typer.Argument(help="城市：yangjiang、liaoyang、example")],
    group: Annotated[str, typer.Option(help="重点群体，如 new_farmer")] = "",
    stage: Annotated[str, typer.Option(help="创业阶段：idea、first_year、growing、failed")] = "",
    text: Annotated[str, typer.Option(help="关键词，空格隔开的都要出现")] = "",
    on: Day = "",
    as_json: AsJson = False,
) -> None:
    """政策清单：按群体、创业阶段和关键词查找。 The benefits a city's law offers."""
    found = policy_list(city, on or date.today().isoformat(), group, stage, text)
    if as_json:
        print_json({"city": city, "policies": plain_json(found)})
        return
    rows = [_policy_row(policy) for policy in found]
    print_table(f"政策清单（{len(rows)}项）", ("编号", "政策", "内容", "到哪里办", "依据"), rows)


def _policy_row(policy: Policy) -> tuple[str, str, str, str, str]:
    benefit = policy.benefit
    title = benefit.title if policy.is_in_force else f"{benefit.title}（尚未施行或已停止）"
    return benefit.id, title, benefit.summary, benefit.apply_at, benefit.law


@guarded
def entitlements(
    file: Annotated[Path, typer.Argument(help="案例 YAML 文件")],
    on: Day = "",
    leaves_open: Annotated[bool, typer.Option("--open", help="没有填的项算作没有回答，而不按默认值")] = False,
    as_json: AsJson = False,
) -> None:
    """一户人家符合哪些政策：符合、可能符合、不符合，各附决定的理由。 What one household is entitled to."""
    found = case_entitlements(file, on or date.today().isoformat(), leaves_open)
    if as_json:
        print_json({"entitlements": plain_json(found)})
        return
    screen = console()
    for fit in Fit:
        listed = [each for each in found if each.fit is fit]
        screen.print(f"\n[bold]{fit.value}（{len(listed)}项）[/bold]")
        for each in listed:
            for line in _lines(each):
                screen.print(line, soft_wrap=True, markup=False)


def _lines(each: Entitlement) -> list[str]:
    benefit = each.benefit
    if each.fit is Fit.NOT:
        return [f"  {benefit.title}：{'；'.join(each.sentences[:2])}"]
    who = f"（{'、'.join(each.who)}）" if each.who else ""
    lines = [f"  {benefit.title}{who}{_money(each)}：{'；'.join(each.sentences) or '条件已全部满足'}"]
    lines.append(f"    到{benefit.apply_at}办；带{'、'.join(benefit.bring) or '身份证'}。")
    lines.append(f"    依据：{benefit.law}")
    if each.rests_on:
        rest = f"等{len(each.rests_on)}项" if len(each.rests_on) > 4 else ""
        lines.append(f"    待核实或属情景的数值：{'、'.join(each.rests_on[:4])}{rest}")
    return lines


def _money(each: Entitlement) -> str:
    if each.amount is None or each.amount[1] == 0:
        return ""
    low, high = each.amount
    text = f"{high:,.2f}" if low == high else f"{low:,.2f}至{high:,.2f}"
    return f"（{each.benefit.per.label}{text}元）"
