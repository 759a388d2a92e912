"""The Lorenz curve at chosen points, and the income shares of equal parts of the people."""

from typing import Unpack

from zengshou.concepts.problem import refuse
from zengshou.faces.analysis.figures import Figures
from zengshou.faces.analysis.indicators import table
from zengshou.faces.analysis.options import Options

FEWEST_POINTS, MOST_POINTS = 2, 100


def lorenz(data: object, income: str, points: int = 10, **options: Unpack[Options]) -> Figures:
    """洛伦兹曲线. The share of income of the poorest 1/points, 2/points ... of the people, each with its interval."""
    if not FEWEST_POINTS <= points <= MOST_POINTS:
        raise refuse(f"点数 {points} 不在 2 与 100 之间。", "points", "常用 10 或 20。")
    return table([f"lorenz({step / points:g})" for step in range(1, points)], data, income, **options)


def shares(data: object, income: str, **options: Unpack[Options]) -> Figures:
    """五等份人口的收入份额. Income shares of the five fifths of persons (not of households), poorest first."""
    return table([f"fifth_{part}" for part in range(1, 6)], data, income, **options)
