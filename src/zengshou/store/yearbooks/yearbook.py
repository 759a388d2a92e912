"""Reads grouped income tables of Chinese yearbooks; what is not understood is said cell by cell, never guessed."""

from collections.abc import Mapping
from pathlib import Path

from zengshou.concepts.problem import Problem, ProblemsFound, refuse
from zengshou.store.yearbooks.yearbook_layout import Block, Layout, blocks_of, layout_of
from zengshou.store.yearbooks.yearbook_series import series_of
from zengshou.store.yearbooks.yearbook_sheet import Place, read_sheets
from zengshou.store.yearbooks.yearbook_table import CellUse, YearbookTable
from zengshou.store.yearbooks.yearbook_words import words


def read_yearbook(path: str | Path, table: int | None = None) -> YearbookTable:
    """One grouped table of a file.

    table   its number among the grouped tables of the file, from 1; None where there is just one
    Raises  ProblemsFound with the place: no grouped table, several and none named, a structure that is not clear,
            a unit that is not stated, groups that do not rise
    """
    layouts = _layouts(path)
    if table is None and len(layouts) > 1:
        listed = "；".join(f"{number} {layout.block.title or '（无题）'}" for number, layout in enumerate(layouts, 1))
        raise refuse(f"文件中有 {len(layouts)} 张分组表：{listed}。", str(path), "用 --table 指明读第几张。")
    number = table or 1
    if not 1 <= number <= len(layouts):
        raise refuse(f"没有第 {number} 张分组表，共 {len(layouts)} 张。", str(path), "改正 --table。")
    return _table(str(path), number, layouts[number - 1])


def _layouts(path: str | Path) -> tuple[Layout, ...]:
    blocks: list[Block] = [block for sheet in read_sheets(path) for block in blocks_of(sheet)]
    found = tuple(layout for block in blocks if (layout := layout_of(block)) is not None)
    if not found:
        raise refuse(
            "没有找到按收入分组的表。",
            str(path),
            f"表中应有 {'、'.join(map(str, words().shares))} 个收入组的名称，如“低收入户”“第一组”。",
        )
    return found


def _table(source: str, number: int, layout: Layout) -> YearbookTable:
    problems: list[Problem] = []
    block = layout.block
    series = series_of(layout, problems)
    if problems:
        raise ProblemsFound(problems)
    if not series:
        raise refuse("分组的行列上没有认出任何指标。", block.sheet.where(min(block.texts)), _reasons(block.uses))
    doubled = {
        (each.indicator, each.year, each.residence)
        for each in series
        if [(one.indicator, one.year, one.residence) for one in series].count(
            (each.indicator, each.year, each.residence)
        )
        > 1
    }
    if doubled:
        raise ProblemsFound(
            [
                Problem(f"“{each.label}”有两列同名同年。", each.where, "在表头上注明年份或城乡，以便区分。")
                for each in series
                if (each.indicator, each.year, each.residence) in doubled
            ]
        )
    return YearbookTable(
        source,
        block.sheet.name,
        number,
        block.title,
        block.unit,
        tuple(layout.text(line, layout.lane) for line in layout.runs[0].lines),
        series,
        block.uses,
        tuple(block.log),
    )


def _reasons(uses: Mapping[Place, CellUse]) -> str:
    told = list(dict.fromkeys(use.reason for use in uses.values() if use.reason))
    return f"未使用的单元格：{'；'.join(told[:5])}。" if told else "核对表头。"
