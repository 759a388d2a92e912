"""Tables of the income distribution: indicators with their errors, the fit, where it all comes from."""

from zengshou.concepts.estimate import Estimate
from zengshou.faces.amounts import Quantity, span, unit_name, with_unit
from zengshou.faces.charts.figure import Figure
from zengshou.faces.charts.table import Badge, Cell, Table, badges_of, change, interval, of, text
from zengshou.faces.words import Words
from zengshou.services.answers import Distribution

HEADLINE = ("mean", "median", "gini", "urban_rural_ratio", "arpr")


def provenance(found: Distribution, words: Words) -> str:
    """The line under each figure: whose figures they are, how many people stand behind them, the vintage."""
    people = people_in_words(found.people, found.persons, found.households, found.is_synthetic, words)
    return words("{people}；数据版本 {vintage}", people=people, vintage=found.vintage)


def people_in_words(people: str, persons: int, households: int, is_synthetic: bool, words: Words) -> str:
    """The people behind a figure; their number and the mark 合成数据 are added where the text does not give them."""
    line = people
    if str(persons) not in people.replace(",", ""):
        count = words("{persons} 人、{households} 户", persons=f"{persons:,}", households=f"{households:,}")
        line = words("{people}；{count}", people=people, count=count)
    mark = words("合成数据")
    return line if not is_synthetic or mark in line else f"{mark}{words('：')}{line}"


def marks(found: Distribution) -> tuple[Badge, ...]:
    """The badge of every figure that rests on synthetic people."""
    return (Badge.SYNTHETIC,) if found.is_synthetic else ()


def indicator_table(found: Distribution, words: Words) -> Figure:
    """Means, ratios and inequality indices with n, CV and interval."""
    title = words("主要分布指标")
    return Figure(
        "indicators",
        title,
        None,
        estimate_table(title, found.indicators, words, words("指标")),
        source=provenance(found, words),
        badges=(*marks(found), *shared_badges(found.indicators)),
        note=words("变异系数为标准误与估计值之比；n 为样本人数。"),
    )


def shared_badges(estimates: tuple[Estimate, ...]) -> tuple[Badge, ...]:
    """Badges that every figure of a table carries: they stand once, beside its title."""
    return tuple(
        badge
        for badge in Badge
        if badge is not Badge.SYNTHETIC and estimates and all(badge in badges_of(estimate) for estimate in estimates)
    )


def estimate_table(caption: str, estimates: tuple[Estimate, ...], words: Words, head: str) -> Table:
    """Estimates one below the other: value, interval, CV, n, each with the badges that only it carries."""
    rows = []
    told = {Badge.SYNTHETIC, *shared_badges(estimates)}
    for estimate in estimates:
        badges = tuple(badge for badge in badges_of(estimate) if badge not in told)
        rows.append(
            (
                text(_name(estimate, words), badges),
                of(estimate),
                interval(estimate),
                Cell(estimate.cv, Quantity.SHARE),
                Cell(estimate.n, Quantity.WHOLE),
            )
        )
    return Table(caption, (head, words("数值"), words("95%置信区间"), words("变异系数"), "n"), tuple(rows))


def _name(estimate: Estimate, words: Words) -> str:
    """The part of the people where the figure is of a part, otherwise the indicator."""
    is_part = estimate.domain not in ("", "all")
    return words(estimate.domain if is_part else estimate.label or estimate.indicator)


def fit_table(found: Distribution, words: Words) -> Figure:
    """What the synthetic city was drawn to meet, and how near it came."""
    title = words("合成人口的拟合表")
    rows = tuple(
        (
            text(words(row.label)),
            text(unit_name(row.unit, words)),
            Cell(row.wanted, Quantity.PLAIN),
            Cell(row.reached, Quantity.PLAIN),
            change(row.gap, Quantity.SHARE),
            text(row.source),
        )
        for row in found.fit
    )
    table = Table(
        title, (words("边际"), words("单位"), words("公布值"), words("合成人口"), words("相差"), words("来源")), rows
    )
    return Figure(
        "fit",
        title,
        None,
        table,
        source=provenance(found, words),
        badges=marks(found),
        note=words("合成人口按公布的边际数抽取，只能再现表中各项；表外的结构不代表本市实际。"),
    )


def headline_indicators(found: Distribution) -> tuple[Estimate, ...]:
    """The few figures that a reader sees first: level, gaps, low incomes; else the first ones."""
    held = {estimate.indicator: estimate for estimate in found.indicators}
    return tuple(held[name] for name in HEADLINE if name in held) or found.indicators[: len(HEADLINE)]


def mean_sentence(estimate: Estimate, words: Words) -> str:
    """A figure with its interval in one phrase."""
    if estimate.value is None:
        return estimate.reason
    value = with_unit(estimate.value, estimate.unit, words)
    if estimate.ci_low is None or estimate.ci_high is None:
        return value
    limits = span((estimate.ci_low, estimate.ci_high), of(estimate).quantity, words)
    return words("{value}（95%置信区间 {limits}）", value=value, limits=limits)
