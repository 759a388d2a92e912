"""Which table stands on which sheet of the workbook: one sheet a question, several reforms in one long table."""

from dataclasses import dataclass

from zengshou.faces.charts.chart import Chart
from zengshou.faces.charts.figure import Figure
from zengshou.faces.charts.table import Cell, Table, text
from zengshou.faces.report.content import Part, ReportContent, Section


@dataclass(frozen=True)
class SheetPlan:
    """One sheet: its tables from top to bottom, its charts, its notes."""

    title: str
    purpose: str
    tables: tuple[Table, ...]
    charts: tuple[Chart, ...]
    notes: tuple[str, ...]


def sheet_plans(content: ReportContent) -> tuple[SheetPlan, ...]:
    """The sheets of a report in their fixed order; a sheet without a table is left out."""
    words = content.words
    return tuple(
        plan
        for plan in (
            _stacked(
                content,
                words("主要结果"),
                words("前后对比与收入分布"),
                ("side-by-side", "compared", "indicators", "density", "deciles", "lorenz", "sources", "household"),
            ),
            _joined(content, words("预算"), words("按基金和承担层级的年度变动"), "budget"),
            _joined(content, words("十等分组"), words("十个收入组的人均增收"), "decile-gains"),
            _joined(content, words("群体"), words("各群体的受益与受损"), "group-gains"),
            _joined(content, words("群体前后"), words("各群体主要指标的前后对比"), "group-compared"),
            _stacked(
                content,
                words("群体与中等收入"),
                words("重点群体的水平与来源，中等收入人口比重"),
                ("group-levels", "group-sources", "middle-income", "group-middle-income"),
            ),
            _targets(content),
            _stacked(
                content, words("口径与参数"), words("运行清单、假设、待核实参数、合成人口的拟合表"), ("manifest", "fit")
            ),
        )
        if plan.tables
    )


def _found(content: ReportContent, kind: str) -> list[tuple[Section, Figure]]:
    return [(section, figure) for section in content.sections for figure in section.figures if figure.id == kind]


def _notes(figures: list[Figure]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(note for figure in figures for note in (figure.note, figure.source) if note))


def _stacked(content: ReportContent, title: str, purpose: str, kinds: tuple[str, ...]) -> SheetPlan:
    """Tables of different kinds below one another; those of a run carry the reform's name."""
    tables, figures = [], []
    for kind in kinds:
        found = _found(content, kind)
        figures += [figure for _, figure in found]
        tables += (
            [_with_reform(found, content)]
            if kind == "compared" and found
            else [figure.full_table for _, figure in found]
        )
    return SheetPlan(
        title, purpose, tuple(tables), tuple(figure.chart for figure in figures if figure.chart), _notes(figures)
    )


def _with_reform(found: list[tuple[Section, Figure]], content: ReportContent) -> Table:
    """Tables of the same columns as one, the section's title as the first column."""
    table = found[0][1].full_table
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (text(section.title), *row) for section, figure in found for row in figure.full_table.rows
    )
    return Table(table.caption, (content.words("改革方案"), *table.columns), rows)


def _joined(content: ReportContent, title: str, purpose: str, kind: str) -> SheetPlan:
    found = _found(content, kind)
    figures = [figure for _, figure in found]
    tables = (_with_reform(found, content),) if found else ()
    return SheetPlan(title, purpose, tables, tuple(figure.chart for figure in figures if figure.chart), _notes(figures))


def _targets(content: ReportContent) -> SheetPlan:
    """The lamp table, then the paths of all targets as one table."""
    words = content.words
    figures = [figure for section in content.sections if section.part is Part.TARGETS for figure in section.figures]
    lamps = [figure.table for figure in figures if figure.id.startswith("lamps")]
    paths = [figure for figure in figures if not figure.id.startswith("lamps")]
    rows = tuple((text(figure.title), *row) for figure in paths for row in figure.table.rows)
    joined = (Table(words("各指标的路径与观测值"), (words("指标"), *paths[0].table.columns), rows),) if paths else ()
    notes = _notes([figure for figure in figures if figure.id.startswith("lamps")])
    return SheetPlan(
        words("指标与目标"),
        words("目标、读数、指标灯及理由"),
        (*lamps, *joined),
        tuple(f.chart for f in paths if f.chart),
        notes,
    )
