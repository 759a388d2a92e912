"""A target's published series: printed figures, then identities of printed figures, or what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zengshou.concepts.estimate import Estimate, FigureKind
from zengshou.concepts.published import Confidence, PublishedFigure
from zengshou.evaluation.identities import Identity, Part, identities_of
from zengshou.plan.model import Operator, Target
from zengshou.statistics.accounts.names import LABELS

Held = Mapping[tuple[str, int], PublishedFigure]
SECONDARY = "secondary_source"


@dataclass(frozen=True)
class SourcedFigure:
    """One year of a published series: the figure as an Estimate without error, and who printed it."""

    year: int
    estimate: Estimate
    source: str

    @property
    def value(self) -> float:
        assert self.estimate.value is not None
        return self.estimate.value


def held_figures(area: str, published: Sequence[PublishedFigure], on_year: int | None) -> Held:
    """The figures of one area up to a year. Derived values were never printed and are left out."""
    return {
        (figure.indicator, figure.year): figure
        for figure in published
        if figure.area == area
        and figure.confidence is not Confidence.DERIVED
        and (on_year is None or figure.year <= on_year)
    }


def published_series(target: Target, held: Held) -> tuple[SourcedFigure, ...]:
    """Every year for which the target's indicator is printed or can be computed from printed figures, oldest first."""
    years = sorted({year for _, year in held})
    found = (_printed(target, year, held) or _computed(target, year, held) for year in years)
    return tuple(figure for figure in found if figure is not None)


def missing_words(target: Target, held: Held, year: int | None) -> str:
    """What is wanting for a target in a year, named figure by figure."""
    identities = identities_of(target, year) if year is not None else ()
    if year is None or not identities:
        return f"没有“{target.label}”的公布数"
    wanting = [_wanting(identity, held, year) for identity in identities]
    fewest = min(wanting, key=len)
    return f"由{identities[wanting.index(fewest)].words}计算，缺{_named(fewest, year)}"


def _named(parts: Sequence[Part], year: int) -> str:
    """2017年农村居民人均消费支出; several years of one figure together: 2016—2020年城镇新增就业."""
    told = []
    for label in dict.fromkeys(part.label for part in parts):
        years = sorted(year - part.lag for part in parts if part.label == label)
        is_run = len(years) > 2 and years[-1] - years[0] == len(years) - 1
        told.append((f"{years[0]}—{years[-1]}" if is_run else "、".join(map(str, years))) + f"年{label}")
    return "、".join(told)


def _wanting(identity: Identity, held: Held, year: int) -> list[Part]:
    return [part for part in identity.parts if (part.indicator, year - part.lag) not in held]


def _printed(target: Target, year: int, held: Held) -> SourcedFigure | None:
    figure = held.get((target.indicator, year))
    if figure is None:
        return None
    return _sourced(target, year, figure.amount, figure.base_unit, "公布值", (figure,))


def _computed(target: Target, year: int, held: Held) -> SourcedFigure | None:
    for identity in identities_of(target, year):
        if _wanting(identity, held, year):
            continue
        figures = tuple(held[(part.indicator, year - part.lag)] for part in identity.parts)
        value = identity.compute([figure.amount for figure in figures])
        return _sourced(target, year, value, identity.unit, identity.words, figures)
    return None


def _sourced(
    target: Target, year: int, value: float, unit: str, words: str, figures: tuple[PublishedFigure, ...]
) -> SourcedFigure:
    is_secondary = any(figure.confidence is Confidence.MEDIUM for figure in figures)
    sources = "；".join(dict.fromkeys(figure.source for figure in figures))
    estimate = Estimate(
        indicator=target.indicator,
        value=value,
        unit=unit,
        label=target.label if target.operator is not Operator.MULTIPLE else LABELS.get(target.indicator, target.label),
        convention=words,
        area=figures[0].area,
        period=str(year),
        vintage=sources,
        kind=FigureKind.EXTERNAL,
        flags=(SECONDARY,) if is_secondary else (),
    )
    told = f"公布数：{sources}" if words == "公布值" else f"由公布数计算（{words}）：{sources}"
    return SourcedFigure(year, estimate, told + ("（二手引用，待核）" if is_secondary else ""))


def price_ratio(held: Held, base_year: int, year: int) -> float | None:
    """Consumer prices of `year` over `base_year`, chained from printed yearly changes; None if any is missing."""
    ratio = 1.0
    for between in range(base_year + 1, year + 1):
        change = held.get(("cpi_change", between))
        if change is None:
            return None
        ratio *= 1 + change.value / 100
    return ratio
