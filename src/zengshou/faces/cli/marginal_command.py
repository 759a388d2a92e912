"""zs marginal: what is left of earning more, where it falls, and which rule makes it fall."""

from pathlib import Path
from typing import Annotated

import typer

from zengshou.faces.cli.output import console, guarded, print_json, print_rests_on, print_table
from zengshou.policy.turns import Turn
from zengshou.services.policy.case import read_case_file
from zengshou.services.policy.marginal import DEFAULT_OVER, MarginalAnswer, marginal_json, marginal_of_case

MOST_ROWS = 31


@guarded
def marginal(
    file: Annotated[Path, typer.Argument(help="案例 YAML 文件")],
    over: Annotated[str, typer.Option(help="变动哪一项收入")] = DEFAULT_OVER,
    low: Annotated[int | None, typer.Option("--from", help="从多少元起（默认0）")] = None,
    high: Annotated[int | None, typer.Option("--to", help="到多少元止")] = None,
    step: Annotated[int | None, typer.Option(help="步长（元）")] = None,
    member: Annotated[str, typer.Option(help="谁的收入变动（默认第一位有这项收入的成员）")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """多挣一元还剩多少：净收入、边际税率、断崖及造成它的规则。 What is left of earning more."""
    answer = marginal_of_case(read_case_file(file), over, low, high, step, member)
    if as_json:
        print_json(marginal_json(answer))
        return
    _print_answer(answer)


def _print_answer(answer: MarginalAnswer) -> None:
    asked, view, screen = answer.range, answer.view, console()
    title = f"{answer.area} {answer.year}年，{answer.member}的{asked.label}（{asked.unit}）"
    every = max(1, -(-len(view.amounts) // MOST_ROWS))
    rows = []
    for index in range(0, len(view.amounts), every):
        earlier = max(index - every, 0)
        gained = view.net[index] - view.net[earlier]
        paid = (view.amounts[index] - view.amounts[earlier]) * answer.periods
        rate = "—" if index == 0 else f"{1 - gained / paid:.1%}"
        rows.append((f"{view.amounts[index]:,.0f}", f"{view.net[index]:,.2f}", rate))
    print_table(title, (asked.label, f"{answer.income}（元/年）", "多挣部分的边际税率"), rows, right=(0, 1, 2))
    screen.print("断崖（多挣反而少得）：" if view.cliffs else "所查范围内没有多挣反而少得的地方。")
    for cliff in view.cliffs:
        back = "范围内没有回到原来的水平" if cliff.regained is None else f"到{cliff.regained:,.0f}元才回到原来的水平"
        place = f"{asked.label}从{cliff.at:,.0f}元到{cliff.lands:,.0f}元"
        screen.print(f"· {place}，{answer.income}一年少{cliff.size:,.2f}元，{back}")
        _print_turns(cliff.turns)
    for trap in view.traps:
        screen.print(f"· {trap.low:,.0f}至{trap.high:,.0f}元之间，每多挣一元平均只留下{1 - trap.rate:.1%}，止于：")
        _print_turns(trap.turns)
    if answer.assumed:
        screen.print(f"案例未填的{len(answer.assumed)}项按默认值计算，名称见 --json。")
    for line in answer.assumptions:
        screen.print(f"假定：{line}")
    print_rests_on(answer.rests_on)


def _print_turns(turns: tuple[Turn, ...]) -> None:
    for turn in turns[:2]:
        who = f"（{turn.member}）" if turn.member else ""
        said = f"：{'；'.join(turn.tests)}" if turn.tests else f"：由{turn.before:,.2f}变为{turn.after:,.2f}"
        console().print(f"    {turn.label}{who}{said}  [dim]{turn.law}[/dim]")
