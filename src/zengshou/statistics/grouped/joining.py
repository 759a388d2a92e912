"""What may stand on one line of a chart: figures that share kind, indicator, unit and convention. Nothing else."""

from collections.abc import Callable, Sequence

from zengshou.concepts.estimate import Estimate, FigureKind
from zengshou.concepts.problem import Problem, ProblemsFound

Trait = Callable[[Estimate], str]
TRAITS: tuple[tuple[str, Trait], ...] = (
    ("来源类别", lambda figure: figure.kind.label),
    ("指标", lambda figure: figure.label or figure.indicator),
    ("地区", lambda figure: figure.area),
    ("单位", lambda figure: figure.unit),
    ("口径", lambda figure: figure.convention),
    ("数据性质", lambda figure: "合成数据" if figure.is_synthetic else "实际数据"),
)


def differences(figures: Sequence[Estimate]) -> tuple[str, ...]:
    """What parts these figures, each in words; () when they may share a line. External series keep their own words
    for a convention, so theirs are not compared."""
    found = []
    for name, trait in TRAITS:
        if name == "口径" and all(figure.kind is FigureKind.EXTERNAL for figure in figures):
            continue
        kinds = tuple(dict.fromkeys(trait(figure) for figure in figures))
        if len(kinds) > 1:
            found.append(f"{name}不同：{'／'.join(each or '未注明' for each in kinds)}")
    return tuple(found)


def one_line(figures: Sequence[Estimate], where: str = "") -> tuple[Estimate, ...]:
    """The figures, when they may be drawn as one line or compared as one series.

    Raises  ProblemsFound naming every difference, so that a Gini from groups never continues an official series
    """
    parted = differences(figures)
    if parted:
        cure = "请分成两条线或两张图，各注方法和来源。"
        raise ProblemsFound([Problem(f"不能连成一条线，{each}。", where, cure) for each in parted])
    return tuple(figures)
