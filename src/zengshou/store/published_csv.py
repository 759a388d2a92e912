"""Reading published.csv: one printed figure a row, or every problem of the file at once."""

import csv
import io
import math

from zengshou.concepts.problem import Problem, ProblemsFound, refuse
from zengshou.concepts.published import Confidence, PublishedFigure
from zengshou.statistics.accounts.identities import identity_checks, refusals

COLUMNS = ("area", "year", "indicator", "value", "unit", "source", "confidence")


def parse_published(content: bytes, where: str) -> tuple[PublishedFigure, ...]:
    """The figures of one file.

    content  UTF-8 text, comma, a header with `area year indicator value unit source confidence`
    Raises   ProblemsFound: not UTF-8, missing columns, no rows, and per row: year, value, source, confidence, doubles;
             figures of one release that contradict each other beyond rounding
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise refuse("文件不是 UTF-8 编码。", where, "另存为 UTF-8 后再试。") from None
    rows = csv.DictReader(io.StringIO(text))
    missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
    if missing:
        raise refuse(f"缺少列“{'、'.join(missing)}”。", where, f"表头应为：{','.join(COLUMNS)}。")
    problems: list[Problem] = []
    figures = [_figure(row, f"{where} 第{line}行", problems) for line, row in enumerate(rows, start=2)]
    found = [figure for figure in figures if figure is not None]
    problems += _doubled(found, where)
    if not figures:
        problems.append(Problem("没有数据行。", where, "至少填一行，或删去该文件。"))
    problems += [Problem(each.found, f"{where} {each.where}", each.next) for each in refusals(identity_checks(found))]
    if problems:
        raise ProblemsFound(problems)
    return tuple(found)


def _figure(row: dict[str, str], where: str, problems: list[Problem]) -> PublishedFigure | None:
    cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
    faults = [
        Problem(f"“{name}”为空。", where, "补上内容。") for name in ("area", "indicator", "source") if not cells[name]
    ]
    if not cells["year"].isdigit():
        faults.append(Problem(f"年份“{cells['year']}”无法识别。", where, "写四位年份；季度数请写进指标名。"))
    value = _number(cells["value"])
    if value is None:
        faults.append(Problem(f"数值“{cells['value']}”不是一个数。", where, "一行一个数，复合内容请拆行。"))
    if cells["confidence"] not in {level.value for level in Confidence}:
        choices = "、".join(level.value for level in Confidence)
        faults.append(Problem(f"confidence“{cells['confidence']}”不存在。", where, f"可用：{choices}。"))
    problems.extend(faults)
    if faults or value is None:
        return None
    year, level = int(cells["year"]), Confidence(cells["confidence"])
    return PublishedFigure(cells["area"], year, cells["indicator"], value, cells["unit"], cells["source"], level)


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _doubled(figures: list[PublishedFigure], where: str) -> list[Problem]:
    """Two rows for one area, year and indicator: a conflict is for a person to settle, never averaged."""
    seen: set[tuple[str, int, str]] = set()
    problems = []
    for figure in figures:
        key = (figure.area, figure.year, figure.indicator)
        if key in seen:
            problems.append(
                Problem(f"{figure.area} {figure.year}年“{figure.indicator}”有两行。", where, "核对后保留一行。")
            )
        seen.add(key)
    return problems
