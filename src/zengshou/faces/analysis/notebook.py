"""Figures as HTML for a notebook: one table that needs nothing from outside, conventions and marks under it.

Written here rather than from the templates of the pages, which would load every room with the first figure.
"""

from collections.abc import Sequence
from html import escape

from zengshou.concepts.estimate import Estimate
from zengshou.faces.analysis.convention_words import convention_lines, design_lines
from zengshou.faces.analysis.heading import SYNTHETIC, Heading, is_synthetic
from zengshou.faces.analysis.terminal import RIGHT, heads, row_of
from zengshou.faces.charts.palette import FONT
from zengshou.services.release.exchange import NOT_RELEASED

STYLE = f"""
.zs-figures {{ font-family: {FONT}; font-size: 14px; line-height: 1.5; max-width: 72rem; overflow-x: auto; }}
.zs-figures table {{ border-collapse: collapse; font-variant-numeric: tabular-nums; }}
.zs-figures caption {{ text-align: left; font-weight: 600; padding: 0 0 .4rem; }}
.zs-figures th, .zs-figures td {{ padding: .3rem .7rem; border-bottom: 1px solid #9aa5b1; text-align: left; }}
.zs-figures thead th {{ border-bottom: 2px solid #12355b; }}
.zs-figures tbody th {{ font-weight: 500; }}
.zs-figures .number {{ text-align: right; white-space: nowrap; }}
.zs-figures .mark {{ padding: 0 .5em; border: 1px solid; border-radius: 3px; color: #8f2b20; background: #fdf1ee; }}
.zs-figures p {{ margin: .35rem 0 0; font-size: 13px; }}
"""


def html_of(estimates: Sequence[Estimate], heading: Heading) -> str:
    """The table with row and column headers, a caption, and every convention once."""
    mark = f'<span class="mark">{SYNTHETIC}</span> ' if is_synthetic(estimates) else ""
    top = "".join(_cell("th", head, column, ' scope="col"') for column, head in enumerate(heads(heading)))
    lines = [f"口径：{line}" for line in convention_lines(estimates)]
    lines += [f"设计：{line}" for line in design_lines(estimates)]
    body = "".join(_row(row_of(estimate)) for estimate in estimates)
    return (
        f'<div class="zs-figures" lang="zh-CN"><style>{STYLE}</style><table>'
        f"<caption>{mark}{escape(heading.line(estimates))}</caption>"
        f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
        + "".join(f"<p>{escape(line)}</p>" for line in lines)
        + f"<p><strong>{NOT_RELEASED}</strong></p></div>"
    )


def _row(cells: Sequence[str]) -> str:
    first = f'<th scope="row">{escape(cells[0])}</th>'
    return f"<tr>{first}{''.join(_cell('td', cell, column) for column, cell in enumerate(cells[1:], start=1))}</tr>\n"


def _cell(kind: str, text: str, column: int, scope: str = "") -> str:
    number = ' class="number"' if column in RIGHT else ""
    return f"<{kind}{scope}{number}>{escape(text)}</{kind}>"
