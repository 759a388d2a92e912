"""The printed five groups of a year among published figures, as groups of households."""

from zengshou.statistics.accounts.check import Held
from zengshou.statistics.accounts.identities import MEAN
from zengshou.statistics.choices import Provenance
from zengshou.statistics.grouped.groups import GroupsOf, IncomeGroups, income_groups

FIFTHS = tuple(f"income_fifth{k}_of_households" for k in range(1, 6))


def years_with_fifths(held: Held) -> tuple[int, ...]:
    """Years in which all five group means are held."""
    years = sorted({year for name, year in held if name == FIFTHS[0]})
    return tuple(year for year in years if all((name, year) in held for name in FIFTHS))


def fifths_of(held: Held, area: str, year: int) -> IncomeGroups:
    """The five groups of a year; the mean of all is that of the same year, or None.

    Raises  KeyError for a year that `years_with_fifths` does not name; ProblemsFound for means that do not rise
    """
    figures = [held[name, year] for name in FIFTHS]
    mean = held.get((MEAN, year))
    used = figures if mean is None else [*figures, mean]
    vintage = "；".join(dict.fromkeys(figure.source for figure in used))
    about = Provenance(unit="元", area=area, period=str(year), vintage=vintage)
    return income_groups(
        [figure.amount for figure in figures],
        of=GroupsOf.HOUSEHOLDS,
        published_mean=None if mean is None else mean.amount,
        about=about,
    )
