"""zs case and zs explain: one household decided, one figure explained."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from zengshou.concepts.problem import refuse
from zengshou.faces.cli.output import console, guarded, print_json, print_table
from zengshou.faces.cli.written_sheet import sheet_lines
from zengshou.policy.case import CaseValue
from zengshou.services.policy.case import CaseAnswer, case_json, decide, explain_case, read_case_file, template
from zengshou.services.policy.category_words import category_words
from zengshou.services.policy.written import written
from zengshou.services.simulation.simulation_json import trace_json

AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON")]


@guarded
def case(
    file: Annotated[Path | None, typer.Argument(help="案例 YAML 文件")] = None,
    show_template: Annotated[bool, typer.Option("--template", help="打印案例模板，列出全部输入项")] = False,
    area: Annotated[str, typer.Option(help="模板的地区")] = "example",
    year: Annotated[int, typer.Option(help="模板的年份")] = 2025,
    as_json: AsJson = False,
) -> None:
    """按规则计算一户。 Decide one household by the rules."""
    if show_template:
        sys.stdout.write(template(area, year))
        return
    if file is None:
        raise refuse("没有给出案例文件。", "zs case", "用法：zs case FILE.yaml；样子见 zs case --template。")
    answer = decide(read_case_file(file))
    if as_json:
        print_json(case_json(answer))
        return
    _print_answer(answer)


def _print_answer(answer: CaseAnswer) -> None:
    rows = []
    for name, values in answer.values.items():
        who = ("家庭",) if answer.is_household[name] else answer.members
        rows += [(answer.labels[name], name, person, _shown(value)) for person, value in zip(who, values, strict=True)]
    shown = [row for row in rows if row[3] != "0.00"]
    print_table(f"{answer.area} {answer.year}年", ("项目", "名称", "对象", "结果"), shown, right=(3,))
    screen = console()
    screen.print(f"另有{len(rows) - len(shown)}项为零，未列出。" if len(rows) > len(shown) else "")
    for name, problems in answer.refused.items():
        screen.print(f"[yellow]未计算 {name}[/yellow]：{'；'.join(str(problem) for problem in problems)}")
    if answer.assumed:
        screen.print(f"案例未填、按默认值计算：{'、'.join(answer.assumed)}")
    for line in answer.assumptions:
        screen.print(f"假定：{line}")
    if answer.unverified:
        screen.print(f"依据的参数中待核实或属情景的：{'、'.join(answer.unverified)}")


def _shown(value: CaseValue) -> str:
    if not isinstance(value, tuple):
        return f"{value:,.2f}"
    if len(set(value)) == 1:
        return f"{value[0]:,.2f}" if value[0] == 0 else f"每月 {value[0]:,.2f}"
    return " ".join(f"{month:,.2f}" for month in value)


@guarded
def explain(
    file: Annotated[Path, typer.Argument(help="案例 YAML 文件")],
    variable: Annotated[str, typer.Argument(help="要解释的变量，如 dibao_monthly")],
    member: Annotated[str, typer.Option(help="成员姓名（个人变量；默认第一位）")] = "",
    month: Annotated[int, typer.Option(help="月份（按月变量）")] = 1,
    as_json: AsJson = False,
) -> None:
    """说明一个数怎么算出来：每一步、条文、离线多远。 Explain one figure."""
    request = read_case_file(file)
    tree = explain_case(request, variable, member, month)
    if as_json:
        print_json(trace_json(tree, request.book.fingerprint, request.book.area, request.year))
        return
    screen = console()
    for line in sheet_lines(written(tree, category_words(request.book))):
        screen.print(line, soft_wrap=True)
