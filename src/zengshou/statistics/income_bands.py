"""Shares of people in bands of income, each with its error, over the groups of a table."""

from collections.abc import Sequence

from zengshou.concepts.estimate import Estimate
from zengshou.concepts.sample import Sample
from zengshou.statistics.choices import Choices, Mask, Provenance
from zengshou.statistics.estimation import Heading, Setting
from zengshou.statistics.indicators import DEFAULT, PLAIN, Grouping, Numbers
from zengshou.statistics.intervals import Transform
from zengshou.statistics.joint import by_part
from zengshou.statistics.measures.income_band import IncomeBand, band_share
from zengshou.statistics.prepared import checked, domain_of, variable_of
from zengshou.statistics.publication import Judged
from zengshou.statistics.ranked import Ranked
from zengshou.statistics.registry import Needs
from zengshou.statistics.result import Result
from zengshou.statistics.variance.design import Design, design_of


def band_rate(
    band: IncomeBand,
    income: Numbers,
    sample: Sample | Design,
    *,
    by: Grouping | None = None,
    domain: Mask | None = None,
    domain_label: str = "all",
    notes: Sequence[str] = (),
    choices: Choices = DEFAULT,
    about: Provenance = PLAIN,
) -> tuple[Estimate, ...]:
    """Share of people in a band, for everyone or in each group of `by`; a limit that is estimated brings its error.

    income  (n,) in the unit of the band's amounts
    notes   conventions of the caller's, each as name=value: price year, caliber
    Errors  as `indicators.estimate`; a band that cannot be drawn gives no value and the reason
    """
    design = design_of(sample)
    column = variable_of(income, design, choices)
    heading = Heading(band.name, band.label, "share", Transform.LOGIT, Judged(is_rate=True))
    setting = Setting(choices, about, domain_label, tuple(notes))

    def measured(columns: tuple[Ranked, ...]) -> Result:
        return band_share(checked(columns[0], Needs.ANY, choices), band, choices.quantile)

    return by_part(heading, measured, [column], domain_of(design, domain), by, setting)
