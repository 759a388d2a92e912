"""Figures as a table of plain text whose columns stand straight with Chinese signs, which are two columns wide."""

from collections.abc import Sequence

from rich.cells import cell_len

from zengshou.concepts.estimate import Estimate
from zengshou.faces.analysis.convention_words import convention_lines, design_lines, flags_in_words
from zengshou.faces.analysis.heading import SYNTHETIC, Heading, domain_name, is_synthetic
from zengshou.faces.analysis.numbers_text import count_text, error_text, interval_text, number_text

GAP = "  "
RIGHT = {2, 3, 4, 5}  # columns of numbers


def text_of(estimates: Sequence[Estimate], heading: Heading) -> str:
    """Heading, table, conventions and design, each once."""
    if not estimates:
        return "（没有数）"
    mark = f"【{SYNTHETIC}】" if is_synthetic(estimates) else ""
    lines = [f"{mark}{heading.line(estimates)}", *_table(estimates, heading)]
    lines += [f"口径：{line}" for line in convention_lines(estimates)]
    lines += [f"设计：{line}" for line in design_lines(estimates)]
    return "\n".join(line.rstrip() for line in lines)


def row_of(estimate: Estimate) -> tuple[str, ...]:
    """One figure as cells."""
    return (
        estimate.label or estimate.indicator,
        domain_name(estimate),
        number_text(estimate.value, estimate),
        error_text(estimate),
        interval_text(estimate),
        count_text(estimate.n),
        flags_in_words(estimate),
    )


def heads(heading: Heading) -> tuple[str, ...]:
    sample = "样本" if heading.counted == "行" else f"样本（{heading.counted}）"
    return ("指标", "范围", "估计值", "标准误", heading.interval, sample, "说明")


def _table(estimates: Sequence[Estimate], heading: Heading) -> list[str]:
    rows = [heads(heading), *(row_of(estimate) for estimate in estimates)]
    widths = [max(cell_len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        GAP.join(
            _padded(cell, width, column in RIGHT) for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
    return [lines[0], "─" * min(sum(widths) + len(GAP) * (len(widths) - 1), 110), *lines[1:]]


def _padded(cell: str, width: int, is_right: bool) -> str:
    space = " " * (width - cell_len(cell))
    return f"{space}{cell}" if is_right else f"{cell}{space}"
