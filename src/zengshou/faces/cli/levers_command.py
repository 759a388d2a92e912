"""zs levers: the tasks of a city's plan, ranked by what they give the poorer half for a yuan spent."""

from typing import Annotated

import typer

from zengshou.concepts.estimate import Estimate
from zengshou.concepts.money import in_words
from zengshou.faces.cli.output import console, guarded, print_json, print_rests_on, print_table, progress_bar
from zengshou.services.plan.lever_ranking import LeverRanking, RankingRequest, rank_levers, ranking_json
from zengshou.services.simulation.simulate import DEFAULT_PERSONS, DEFAULT_SEED
from zengshou.simulation.lever_effects import Standing


@guarded
def levers(
    city: Annotated[str, typer.Argument(help="城市：yangjiang、liaoyang、example")],
    year: Annotated[int, typer.Option(help="模拟年份")] = 2025,
    persons: Annotated[int, typer.Option(help="合成人口人数", min=1_000)] = DEFAULT_PERSONS,
    seed: Annotated[int, typer.Option(help="随机种子")] = DEFAULT_SEED,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """任务排序：每花一元公共支出，收入较低的一半居民增收多少。 Tasks ranked by gain of the poorer half per yuan."""
    with progress_bar("任务排序", as_json) as tell:
        found = rank_levers(RankingRequest(city, year, persons, seed), tell)
    if as_json:
        print_json(ranking_json(found))
        return
    _print_ranking(found)


def _print_ranking(found: LeverRanking) -> None:
    rows, still, silent = [], [], []
    for row in found.rows:
        effect = row.effect
        if effect is None:
            silent.append((row.entry.task, row.entry.title, row.reason))
            continue
        if effect.standing is Standing.UNMOVED:
            still.append((row.entry.task, row.entry.title, row.entry.note or row.reform_in_words))
            continue
        rank = str(row.rank) if row.rank else "—"
        rows.append(
            (
                rank,
                f"{row.entry.task} {row.entry.title}",
                _money(effect.cost),
                _money(effect.poorer_gain),
                _plain(effect.poorer_share, "{:.1%}"),
                _plain(effect.per_yuan, "{:.3f}") if effect.per_yuan.value is not None else effect.standing.label,
            )
        )
    heads = ("位次", "任务", "年支出增加", "较低一半增收", "占全部增收", "每元增收")
    print_table(f"{found.city} {found.year}年：任务的增收杠杆（{found.people}）", heads, rows, right=(0, 2, 3, 4, 5))
    if still:
        print_table(
            "单位改革在这批人口上没有变动的任务（人口没有所需的信息或没有符合条件的人）",
            ("编号", "任务", "说明"),
            still,
        )
    if silent:
        print_table("没有可计算杠杆的任务（只作文字跟踪）", ("编号", "任务", "理由"), silent)
    screen = console()
    for row in found.rows:
        if row.rank:
            screen.print(f"{row.rank}. {row.entry.task} 的单位改革：{row.reform_in_words}")
    screen.print(
        "±后为标准误；每元增收为收入较低一半居民的增收合计除以公共支出增加合计，误差按联合抽样计算。静态测算，不含行为反应。"
    )
    print_rests_on(found.rests_on)


def _money(figure: Estimate) -> str:
    if figure.value is None:
        return "—"
    return in_words(figure.value) + ("" if figure.se is None else f" ± {in_words(figure.se)}")


def _plain(figure: Estimate, form: str) -> str:
    if figure.value is None:
        return "—"
    return form.format(figure.value) + ("" if figure.se is None else f" ± {form.format(figure.se)}")
