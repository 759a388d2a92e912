"""The measures as the registry calls them: an income and the Choices in, a Result out, every convention named."""

from collections.abc import Callable

from zengshou.statistics.choices import Choices, Line, PovertyTest, ShareOf
from zengshou.statistics.measures import entropy, lorenz, poverty, quantiles
from zengshou.statistics.measures.gini import gini
from zengshou.statistics.measures.income_band import IncomeBand, band_share
from zengshou.statistics.measures.lines import line_of, relative_line
from zengshou.statistics.measures.polarisation import Identification, polarisation_of_quantile_groups, wolfson
from zengshou.statistics.measures.polarisation_density import duclos_esteban_ray
from zengshou.statistics.measures.zenga import zenga
from zengshou.statistics.ranked import Ranked
from zengshou.statistics.result import Result

Measure = Callable[[Ranked, Choices], Result]
AtLine = Callable[[Ranked, Result | float], Result]
AtTestedLine = Callable[[Ranked, Result | float, PovertyTest], Result]

AT_RISK = ShareOf(0.6)


def quantile(share: float) -> Measure:
    return lambda ranked, choices: quantiles.quantile(ranked, share, choices.quantile)


def percentile_ratio(upper: float, lower: float) -> Measure:
    return lambda ranked, choices: quantiles.percentile_ratio(ranked, upper, lower, choices.quantile)


def share_ratio(lower: float, upper: float) -> Measure:
    return lambda ranked, choices: quantiles.share_ratio(ranked, lower, upper, choices.quantile)


def share_between(lower: float, upper: float) -> Measure:
    return lambda ranked, _: lorenz.share_between(ranked, lower, upper)


def partial_sum(share: float) -> Measure:
    return lambda ranked, choices: quantiles.partial_sum(ranked, share, choices.quantile)


def generalised_lorenz(share: float) -> Measure:
    return lambda ranked, _: lorenz.generalised_ordinate(ranked, share)


def gini_of(ranked: Ranked, choices: Choices) -> Result:
    return gini(ranked, choices.gini)


def zenga_of(ranked: Ranked, choices: Choices) -> Result:
    return zenga(ranked, choices.zenga_ties)


def j_divergence(ranked: Ranked, _: Choices) -> Result:
    return entropy.j_divergence(ranked)


def generalised_entropy(a: float) -> Measure:
    return lambda ranked, _: entropy.generalised_entropy(ranked, a)


def atkinson(aversion: float) -> Measure:
    return lambda ranked, _: entropy.atkinson(ranked, aversion)


def wolfson_of(ranked: Ranked, choices: Choices) -> Result:
    return wolfson(ranked, choices.quantile)


def esteban_gradin_ray(alpha: float, count: float) -> Measure:
    return lambda ranked, _: polarisation_of_quantile_groups(ranked, int(count), Identification(alpha))


def density_polarisation(alpha: float) -> Measure:
    return lambda ranked, _: duclos_esteban_ray(ranked, alpha)


def band(asked: IncomeBand) -> Measure:
    return lambda ranked, choices: band_share(ranked, asked, choices.quantile)


def middle_band(lower: float, upper: float, name: str) -> IncomeBand:
    """Between two multiples of the median of the whole sample, both included."""
    label = f"中等收入人口比重（中位数的{100 * lower:g}%至{100 * upper:g}%）"
    return IncomeBand(ShareOf(lower), ShareOf(upper), name, label)


def relative_line_of(ranked: Ranked, choices: Choices) -> Result:
    """The relative line on the estimate's own domain."""
    line = _relative(choices)
    found = relative_line(ranked, line.share, line.of, choices.quantile)
    return found.naming(f"line={line.share:g}*{line.of.value}", "line_domain=estimate")


def at_risk(ranked: Ranked, choices: Choices) -> Result:
    line = _relative(choices)
    found = poverty.fgt(ranked, 0, line_of(ranked.variable, line, choices.quantile), choices.test or PovertyTest.BELOW)
    return found.naming(*line_names(line))


def fgt(order: int) -> Measure:
    return at_tested_line(lambda ranked, line, test: poverty.fgt(ranked, order, line, test))


def at_line(function: AtLine) -> Measure:
    """A measure at the poverty line that has one test of its own."""

    def measure(ranked: Ranked, choices: Choices) -> Result:
        line = line_of(ranked.variable, choices.line, choices.quantile)
        return function(ranked, line).naming(*line_names(choices.line))

    return measure


def at_tested_line(function: AtTestedLine) -> Measure:
    """A measure at the poverty line, with the poverty test of the choices."""
    return lambda ranked, choices: at_line(lambda x, line: function(x, line, choices.poverty_test))(ranked, choices)


def affluence(concavity: float) -> Measure:
    return _at_rich_line(lambda ranked, line: poverty.affluence(ranked, concavity, line))


def affluence_rate(ranked: Ranked, choices: Choices) -> Result:
    return _at_rich_line(poverty.affluence_rate)(ranked, choices)


def line_names(line: Line) -> tuple[str, ...]:
    """The line and whose income it is estimated on, for the convention."""
    if not isinstance(line, ShareOf):
        return (f"line={line}",)
    return (f"line={line}", f"line_domain={'whole sample' if line.domain is None else 'its own'}")


def _at_rich_line(function: AtLine) -> Measure:
    def measure(ranked: Ranked, choices: Choices) -> Result:
        line = line_of(ranked.variable, choices.rich_line, choices.quantile)
        return function(ranked, line).naming(*line_names(choices.rich_line))

    return measure


def _relative(choices: Choices) -> ShareOf:
    """The at-risk-of-poverty set is relative by definition: an amount gives way to 60 % of the median."""
    return choices.line if isinstance(choices.line, ShareOf) else AT_RISK
