"""zs records figures: the figures of a yearly extract beside the published ones and, where given, a survey's."""

import re
from pathlib import Path
from typing import Annotated

import typer

from zengshou.concepts.problem import refuse
from zengshou.faces.amounts import EMPTY
from zengshou.faces.charts.figure import Figure, as_csv, written
from zengshou.faces.charts.register import MARKS, figures
from zengshou.faces.cli.output import console, guarded, print_json, print_table
from zengshou.faces.cli.records.records_import_commands import AsJson
from zengshou.faces.report.figures_xlsx import figures_xlsx
from zengshou.faces.words import Words
from zengshou.services.statistics.register_comparison import SurveyFile, compared, statistics_json
from zengshou.services.statistics.register_figures import SOURCES, register_figures

SYNTHETIC = "合成数据，非真实个人"
LONGEST_CELL = 20


@guarded
def figures_of_register(
    extract: Annotated[
        Path, typer.Argument(help="年度提取文件（register-年份-地区-人口.parquet），由统计人员在工作台提取")
    ],
    survey: Annotated[Path | None, typer.Option(help="住户调查文件，与登记并列；它不进入登记系统")] = None,
    income: Annotated[str, typer.Option(help="调查文件中人均收入的列")] = "",
    sources: Annotated[
        str, typer.Option(help="调查文件中各来源的列：wage=列,business=列,property=列,transfer=列")
    ] = "",
    weight: Annotated[str | None, typer.Option(help="调查权数的列")] = None,
    strata: Annotated[str | None, typer.Option(help="层的列")] = None,
    psu: Annotated[str | None, typer.Option(help="初级抽样单元的列")] = None,
    household: Annotated[str | None, typer.Option(help="住户的列")] = None,
    out: Annotated[Path | None, typer.Option(help="写成 xlsx 或 csv（csv 只有逐项对照）")] = None,
    as_json: AsJson = False,
) -> None:
    """登记的收入水平和分布，与公布数、调查逐项对照。 Register figures beside published and surveyed ones."""
    asked = _survey(survey, income, sources, weight, strata, psu, household)
    found = compared(register_figures(extract), asked)
    words = Words()
    drawn = figures(found, words)
    if out is not None:
        heading = SYNTHETIC if found.figures.about.is_synthetic else ""
        lines = (found.figures.gate, heading, *found.warnings, *found.figures.counted)
        book = figures_xlsx(drawn, words, "　".join(line for line in lines if line))
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(book if out.suffix.lower() == ".xlsx" else as_csv(drawn[0].full_table, words).encode("utf-8"))
    if as_json:
        print_json(statistics_json(found))
        return
    for line in (SYNTHETIC if found.figures.about.is_synthetic else "", found.figures.gate, *found.warnings):
        if line:
            console().print(line)
    for figure in drawn:
        _print_figure(figure, words)
    for line in found.figures.counted:
        console().print(line, style="dim")
    for item in found.comparison.items:
        console().print(f"{item.covered.label}：{item.covered.coverage}", style="dim")


def _print_figure(figure: Figure, words: Words) -> None:
    """The table without its empty columns, its long texts, which stand below, and its marks, which stand above."""
    rows = [[written(cell, words) for cell in row] for row in figure.table.rows]
    kept = [
        place
        for place, head in enumerate(figure.table.columns)
        if head != words(MARKS)
        and any(row[place] not in ("", EMPTY) for row in rows)
        and max(len(row[place]) for row in rows) <= LONGEST_CELL
    ]
    heads = [figure.table.columns[place] for place in kept]
    shown = [tuple(row[place] for place in kept) for row in rows]
    print_table(figure.title, heads, shown, right=tuple(range(1, len(kept))))
    if figure.note:
        console().print(figure.note, style="dim")


def _survey(
    path: Path | None,
    income: str,
    sources: str,
    weight: str | None,
    strata: str | None,
    psu: str | None,
    household: str | None,
) -> SurveyFile | None:
    """Raises  ProblemsFound: columns without a file, a file without columns, sources that cannot be read"""
    pairs = [part.strip() for part in re.split("[,，]", sources) if part.strip()]
    if path is None:
        if income or pairs:
            raise refuse("写了调查的列，没有给调查文件。", "--survey", "加上 --survey 文件。")
        return None
    columns = {"income": income} if income else {}
    for pair in pairs:
        item, _, column = pair.partition("=")
        if item.strip() not in SOURCES or not column.strip():
            raise refuse(f"读不懂“{pair}”。", "--sources", f"写成 项目=列，项目可用：{'、'.join(SOURCES)}。")
        columns[item.strip()] = column.strip()
    if not columns:
        raise refuse("没有写明调查文件的列。", "--survey", "加上 --income 列名，或 --sources wage=列名。")
    return SurveyFile(path, columns, weight, strata, psu, household)
