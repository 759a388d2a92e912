"""Primary suppression: which cells may not be shown for what they are, each rule a function and a word."""

from enum import Enum

from zengshou.statistics.disclosure.facts import CellFacts
from zengshou.statistics.disclosure.rules import Rules


class Ground(Enum):
    """Why a cell is hidden. The value is the stable name of records; `label` is the word of the office."""

    FEW_CONTRIBUTORS = "few_contributors"
    FEW_UNITS = "few_units"
    DOMINANCE = "dominance"
    P_PERCENT = "p_percent"
    ZERO_AMOUNT = "zero_amount"
    RATE_PART = "rate_part"
    SECONDARY = "secondary"

    @property
    def label(self) -> str:
        return {
            "few_contributors": "人数不足",
            "few_units": "户数（单位数）不足",
            "dominance": "少数户占绝大部分",
            "p_percent": "最大一户可被推算",
            "zero_amount": "合计为零，即人人为零",
            "rate_part": "比率的分子或其余部分人数不足",
            "secondary": "补充隐去",
        }[self.value]


def grounds(facts: CellFacts, rules: Rules) -> tuple[Ground, ...]:
    """Every rule that a cell breaks, none for a cell that may stand."""
    found = []
    if facts.contributors < rules.minimum_contributors:
        found.append(Ground.FEW_CONTRIBUTORS)
    if facts.units < rules.minimum_units:
        found.append(Ground.FEW_UNITS)
    if facts.flagged is not None:
        if has_small_part(facts, rules):
            found.append(Ground.RATE_PART)
        return tuple(found)
    if facts.total is None:
        return tuple(found)
    if is_dominated(facts, rules):
        found.append(Ground.DOMINANCE)
    if is_guessable(facts, rules):
        found.append(Ground.P_PERCENT)
    if facts.contributors and facts.absolute == 0:
        found.append(Ground.ZERO_AMOUNT)
    return tuple(found)


def is_dominated(facts: CellFacts, rules: Rules) -> bool:
    """(n, k): the n largest units give more than the share k of the whole."""
    return sum(facts.largest[: rules.dominance_units]) > rules.dominance_share * facts.absolute


def is_guessable(facts: CellFacts, rules: Rules) -> bool:
    """p %: the second largest unit, taking its own part off, knows the largest to within p %."""
    if not facts.largest:
        return False
    rest = facts.absolute - sum(facts.largest[:2])
    return rest < rules.p_share * facts.largest[0]


def has_small_part(facts: CellFacts, rules: Rules) -> bool:
    """A rate tells of those who have the mark and of those who have not: both must be many, none counts as few."""
    with_mark = facts.flagged or 0
    return min(with_mark, facts.contributors - with_mark) < rules.minimum_contributors


def may_show_quantile(facts: CellFacts, share: float, rules: Rules) -> bool:
    """Whether enough people stand on each side of the quantile of a share from 0 to 1."""
    side = round(min(share, 1 - share) * facts.contributors, 9)  # a tenth of 100 is 10, not a little less
    return side >= rules.quantile_units
