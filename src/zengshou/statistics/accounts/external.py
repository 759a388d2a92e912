"""Estimates from published figures: as printed, computed from several, or empty with what is missing."""

from collections.abc import Sequence

from zengshou.concepts.estimate import Estimate, FigureKind
from zengshou.concepts.published import Confidence, PublishedFigure
from zengshou.statistics.accounts.check import Held
from zengshou.statistics.accounts.names import label_of

SECONDARY = "secondary_source"
EXTERNAL_SERIES = "external_series"


def as_printed(figure: PublishedFigure) -> Estimate:
    """A printed figure, in its base unit."""
    return computed(figure.indicator, label_of(figure.indicator), figure.amount, figure.base_unit, "公布值", (figure,))


def computed(
    indicator: str,
    label: str,
    value: float,
    unit: str,
    convention: str,
    used: Sequence[PublishedFigure],
    flags: tuple[str, ...] = (),
    period: str = "",
) -> Estimate:
    """A figure from printed figures. An official bulletin prints no sampling error, so it carries none."""
    secondary = (SECONDARY,) if any(figure.confidence is Confidence.MEDIUM for figure in used) else ()
    return Estimate(
        indicator=indicator,
        value=value,
        unit=unit,
        label=label,
        convention=convention,
        area=used[0].area,
        period=period or str(max(figure.year for figure in used)),
        vintage="；".join(dict.fromkeys(figure.source for figure in used)),
        kind=FigureKind.EXTERNAL,
        flags=(EXTERNAL_SERIES, *secondary, *flags),
    )


def empty(indicator: str, label: str, unit: str, convention: str, area: str, period: str, reason: str) -> Estimate:
    """The figure that cannot be given, with the reason."""
    return Estimate(
        indicator=indicator,
        value=None,
        unit=unit,
        label=label,
        convention=convention,
        area=area,
        period=period,
        kind=FigureKind.EXTERNAL,
        flags=(EXTERNAL_SERIES,),
        reason=reason,
    )


def missing(held: Held, wanted: Sequence[tuple[str, int]]) -> str:
    """`缺2023年居民人均可支配收入、…`, or an empty text when all are held."""
    names = [f"{year}年{label_of(name)}" for name, year in wanted if (name, year) not in held]
    return f"缺{'、'.join(names)}" if names else ""


def all_of(held: Held, wanted: Sequence[tuple[str, int]]) -> tuple[PublishedFigure, ...]:
    """The figures of these keys, in their order; call `missing` first."""
    return tuple(held[key] for key in wanted)
