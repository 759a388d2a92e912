"""The identities that published figures must meet: sources and mean, growth and levels, real and nominal, chains."""

from collections.abc import Iterator, Sequence
from math import prod

from zengshou.concepts.problem import Problem
from zengshou.concepts.published import PublishedFigure
from zengshou.statistics.accounts.check import Check, Held, Identity, Verdict, compared, held_in
from zengshou.statistics.accounts.formulas import deflated, growth
from zengshou.statistics.accounts.names import Residence, label_of
from zengshou.statistics.accounts.rounding import Range, before_rounding, factor, total

SOURCES = ("income_wage", "income_business", "income_property", "income_transfer")
SECTORS = ("gdp_primary", "gdp_secondary", "gdp_tertiary")
MEAN, NOMINAL, REAL, PRICES = "income_per_head", "income_growth_nominal", "income_growth_real", "cpi_change"
SHORTEST_CHAIN = 2


def identity_checks(figures: Sequence[PublishedFigure]) -> tuple[Check, ...]:
    """Every identity of every area and year that has something printed to test, oldest first within an area."""
    areas = dict.fromkeys(figure.area for figure in figures)
    return tuple(check for area in areas for check in _of_area(held_in(area, figures)))


def refusals(checks: Sequence[Check]) -> tuple[Problem, ...]:
    """Broken identities within one year's release: no revision explains them, so the file is not taken.

    Those across years may follow from a revision: they stay among the checks and are shown, not refused.
    """
    return tuple(
        check.problem for check in checks if check.verdict is Verdict.BROKEN and check.identity.is_one_statement
    )


def _of_area(held: Held) -> Iterator[Check]:
    for year in sorted({year for _, year in held}):
        for residence in Residence:
            yield from _sources(held, year, residence)
            yield from _growth(held, year, residence)
            yield from _real(held, year, residence)
        yield from _ratio(held, year)
        yield from _sectors(held, year)
    for residence in Residence:
        yield from _chain(held, residence)


def _found(held: Held, year: int, names: Sequence[str]) -> list[PublishedFigure] | None:
    figures = [held.get((name, year)) for name in names]
    return None if any(figure is None for figure in figures) else [figure for figure in figures if figure is not None]


def _wanting(held: Held, wanted: Sequence[tuple[str, int]]) -> str:
    missing = [f"{year}年{label_of(name)}" for name, year in wanted if (name, year) not in held]
    return f"缺{'、'.join(missing)}"


def _untestable(identity: Identity, printed: PublishedFigure, residence: Residence, unit: str, reason: str) -> Check:
    sources = (printed.source,)
    return Check(
        identity,
        printed.area,
        str(printed.year),
        residence,
        Verdict.UNTESTABLE,
        unit,
        printed.value,
        sources=sources,
        reason=reason,
    )


def _sum(held: Held, year: int, parts: Sequence[str], whole: str, identity: Identity, place: Residence) -> list[Check]:
    addends, mean = _found(held, year, parts), held.get((whole, year))
    if addends is None or mean is None:
        return []
    used = (*addends, mean)
    unit = mean.base_unit
    computed = sum(figure.amount for figure in addends), total([before_rounding(figure) for figure in addends])
    return [compared(identity, used, str(year), place, unit, (mean.amount, before_rounding(mean)), computed)]


def _sources(held: Held, year: int, residence: Residence) -> list[Check]:
    parts = [residence.of(part) for part in SOURCES]
    return _sum(held, year, parts, residence.of(MEAN), Identity.SOURCES, residence)


def _sectors(held: Held, year: int) -> list[Check]:
    return _sum(held, year, SECTORS, "gdp", Identity.SECTORS, Residence.ALL)


def _ratio(held: Held, year: int) -> list[Check]:
    printed = held.get(("urban_rural_ratio", year))
    means = _found(held, year, (Residence.URBAN.of(MEAN), Residence.RURAL.of(MEAN)))
    if printed is None or means is None:
        return []
    urban, rural = means
    computed = urban.amount / rural.amount, before_rounding(urban).over(before_rounding(rural))
    used = (printed, urban, rural)
    side = printed.value, before_rounding(printed)
    return [compared(Identity.RATIO, used, str(year), Residence.ALL, printed.unit, side, computed)]


def _growth(held: Held, year: int, residence: Residence) -> list[Check]:
    printed = held.get((residence.of(NOMINAL), year))
    if printed is None:
        return []
    now, before = held.get((residence.of(MEAN), year)), held.get((residence.of(MEAN), year - 1))
    if now is None or before is None:
        reason = _wanting(held, ((residence.of(MEAN), year), (residence.of(MEAN), year - 1)))
        return [_untestable(Identity.GROWTH, printed, residence, "%", reason)]
    rose = _per_cent(before_rounding(now).over(before_rounding(before)))
    computed = growth(now.amount, before.amount), rose
    used = (printed, now, before)
    side = printed.value, before_rounding(printed)
    return [compared(Identity.GROWTH, used, str(year), residence, "%", side, computed)]


def _real(held: Held, year: int, residence: Residence) -> list[Check]:
    """Each residence by its own price index: the national one would make urban and rural growth disagree."""
    printed = held.get((residence.of(REAL), year))
    if printed is None:
        return []
    wanted = ((residence.of(NOMINAL), year), (residence.of(PRICES), year))
    nominal, prices = (held.get(key) for key in wanted)
    if nominal is None or prices is None:
        return [_untestable(Identity.REAL, printed, residence, "%", _wanting(held, wanted))]
    computed = deflated(nominal.value, prices.value), _per_cent(factor(nominal).over(factor(prices)))
    used = (printed, nominal, prices)
    side = printed.value, before_rounding(printed)
    return [compared(Identity.REAL, used, str(year), residence, "%", side, computed)]


def _per_cent(ratio: Range) -> Range:
    return Range((ratio.low - 1) * 100, (ratio.high - 1) * 100)


def _chain(held: Held, residence: Residence) -> Iterator[Check]:
    """The longest runs of printed growth between two printed levels."""
    years = sorted(year for name, year in held if name == residence.of(NOMINAL))
    for run in _runs(years):
        levels = [year for year in (run[0] - 1, *run) if (residence.of(MEAN), year) in held]
        if not levels or levels[-1] - levels[0] < SHORTEST_CHAIN:
            continue
        first, last = held[residence.of(MEAN), levels[0]], held[residence.of(MEAN), levels[-1]]
        rates = [held[residence.of(NOMINAL), year] for year in range(first.year + 1, last.year + 1)]
        product = Range(1.0, 1.0)
        for rate in rates:
            product = product.times(factor(rate))
        level = before_rounding(last).over(before_rounding(first))
        chained = (prod(1 + rate.value / 100 for rate in rates) - 1) * 100, _per_cent(product)
        printed = growth(last.amount, first.amount), _per_cent(level)
        period = f"{first.year}–{last.year}"
        yield compared(Identity.CHAIN, (first, last, *rates), period, residence, "%", printed, chained)


def _runs(years: Sequence[int]) -> Iterator[list[int]]:
    """Consecutive years together."""
    run: list[int] = []
    for year in years:
        if run and year != run[-1] + 1:
            yield run
            run = []
        run.append(year)
    if run:
        yield run
