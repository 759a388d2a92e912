"""What is shown of people on pages, in reports and by `zs` goes through here: the release rules in demonstration mode.

Simulated figures, of synthetic people or of a city's own, carry no signature and are not rounded, but the same rules
of few people, few households, dominance, rates and quantiles hold, and the same audit hides what would give a hidden
part away. A hidden figure keeps its name and unit, and says why; it has no value, no error and no n.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from zengshou.concepts.estimate import Estimate
from zengshou.simulation.compare import DECILES, Measured
from zengshou.simulation.outcome import Compared, GainRow
from zengshou.simulation.sampling import weighted_parts
from zengshou.statistics.disclosure.classification import Column
from zengshou.statistics.disclosure.contents import APART
from zengshou.statistics.disclosure.facts import Contributors
from zengshou.statistics.disclosure.parts import hidden_group, hidden_parts
from zengshou.statistics.disclosure.released import HIDDEN
from zengshou.statistics.disclosure.rules import Rules, shipped_rules

Numbers = NDArray[np.float64]
Answer = TypeVar("Answer")
FLAG = "not_released"
ALL = "all"
EVERYONE = "全体"
RESIDENCES = (("城镇", "城镇居民"), ("农村", "农村居民"))  # the names under which figures of a residence stand
RATES = ("fgt0", "arpr", "social_insurance_coverage")  # shares of people whose names do not end in _rate


@dataclass(frozen=True)
class Gate:
    """What may not be shown of one run.

    parts   labels of parts of which nothing is shown
    moves   labels of parts of which the effect of a reform is not shown
    """

    rules: Rules
    parts: frozenset[str] = frozenset()
    moves: frozenset[str] = frozenset()


def gate_of(data: Measured, rules: Rules | None = None) -> Gate:
    """The gate for figures of a run: by residence, tenth and key group, and what a reform moves in them."""
    asked = rules or shipped_rules()
    income, change = data.before, data.after - data.before
    moved = change != 0
    parts: set[str] = set()
    moves: set[str] = set()
    rows = _rows(data, income)
    some = Contributors(rows.weight[moved], rows.unit[moved], change[moved])
    for column, aliases in _partitions(data):
        parts |= _named(*hidden_parts(column, rows, asked), aliases)
        moves |= _named(*hidden_parts(column.at(moved), some, asked), aliases)
    for group in data.groups:
        if hidden_group(group.is_in, rows, asked):
            parts.add(group.label)
        if hidden_group(group.is_in[moved], some, asked):
            moves.add(group.label)
    return Gate(asked, frozenset(parts), frozenset(moves | parts))


def _rows(data: Measured, amount: Numbers) -> Contributors:
    people = data.people
    household = np.asarray(people.to_persons(np.arange(people.household_count)), dtype=np.int64)
    return Contributors(np.asarray(data.sample.weight, dtype=np.float64), household, amount)


def _partitions(data: Measured) -> Iterable[tuple[Column, dict[str, tuple[str, ...]]]]:
    """Town and country, the tenths: parts that add up to everyone, and the names under which they stand."""
    residence = np.asarray(data.people.to_persons(data.people.households["residence"]), dtype=np.int64)
    names = tuple(pair[0] for pair in RESIDENCES)
    yield (
        Column("residence", (residence != data.concept.urban).astype(np.int64), names),
        {pair[0]: pair for pair in RESIDENCES},
    )
    tenths = tuple(f"第{i + 1}组" for i in range(DECILES))
    yield Column("decile", weighted_parts(data.before, np.asarray(data.sample.weight), DECILES), tenths), {}


def _named(is_total: bool, labels: frozenset[str], aliases: dict[str, tuple[str, ...]]) -> set[str]:
    """Every name of the hidden parts."""
    found = {name for label in labels for name in aliases.get(label, (label,))}
    return found | ({ALL, EVERYONE, "全体居民"} if is_total else set())


def hidden(figure: Estimate) -> Estimate:
    """The figure without value, error and n."""
    nothing = replace(figure, value=None, se=None, ci_low=None, ci_high=None, n=None, n_psu=None, df=None)
    return replace(nothing, flags=(FLAG,), reason=HIDDEN)


def publishable(answer: Answer, gate: Gate) -> Answer:
    """The same answer with every figure that may not be shown hidden, wherever it stands in it.

    `answer` is an Estimate, or a frozen dataclass or tuple or mapping that holds them.
    """
    return cast(Answer, _passed(answer, gate))


def _passed(value: object, gate: Gate) -> object:
    if isinstance(value, Estimate):
        return value if may_show(value, gate) else hidden(value)
    if isinstance(value, GainRow):
        return _gains(value, gate)
    if isinstance(value, Compared):
        return _compared(value, gate)
    if isinstance(value, tuple):
        return tuple(_passed(one, gate) for one in value)
    if isinstance(value, dict):
        return {name: _passed(one, gate) for name, one in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        held = {field.name: getattr(value, field.name) for field in fields(value) if field.init}
        passed = {name: _passed(one, gate) for name, one in held.items() if _may_hold_figures(one)}
        changed = {name: one for name, one in passed.items() if one is not held[name]}
        return replace(value, **changed) if changed else value
    return value


def _may_hold_figures(value: object) -> bool:
    return isinstance(value, tuple | dict) or (is_dataclass(value) and not isinstance(value, type))


def _gains(row: GainRow, gate: Gate) -> GainRow:
    """A row of a hidden part says nothing; one in which a few are moved says nothing of what moves them."""
    if row.label in gate.parts or not may_show(row.baseline_mean, gate):
        figures = (row.baseline_mean, row.mean_change, row.gain_rate, row.lose_rate)
        return GainRow(row.by, row.label, None, *(hidden(one) for one in figures))
    moved = (row.mean_change, row.gain_rate, row.lose_rate)
    is_hidden = row.label in gate.moves
    shown = (one if may_show(one, gate) and not is_hidden else hidden(one) for one in moved)
    return GainRow(row.by, row.label, row.population, row.baseline_mean, *shown)


def _compared(pair: Compared, gate: Gate) -> Compared:
    """Before, after and change go together: any two give the third."""
    if not may_show(pair.baseline, gate):
        figures = (hidden(one) for one in (pair.baseline, pair.reform, pair.change))
        return Compared(pair.indicator, pair.label, *figures)
    if pair.baseline.domain in gate.moves or not may_show(pair.reform, gate):
        return replace(pair, reform=hidden(pair.reform), change=hidden(pair.change))
    return pair


def may_show(figure: Estimate, gate: Gate) -> bool:
    """Whether a figure may be shown by its own n, its part, and what a rate or a quantile tells of few."""
    rules = gate.rules
    if figure.value is None or figure.n is None:
        return True
    if figure.n < rules.minimum_contributors or figure.domain in gate.parts:
        return False
    if figure.n_psu is not None and figure.n_psu < rules.minimum_units:
        return False
    if figure.indicator.startswith("urban_rural_ratio") and gate.parts & set(RESIDENCES[0] + RESIDENCES[1]):
        return False
    if min(APART.get(figure.indicator, 0.5), 0.5) * figure.n < min(rules.quantile_units, figure.n / 2):
        return False
    return not _tells_of_few(figure, rules)


def _tells_of_few(figure: Estimate, rules: Rules) -> bool:
    """A rate of some but few, or of all but few. None and all stand: in a simulation the law says so, not a person."""
    value = figure.value or 0.0
    is_rate = figure.indicator in RATES or figure.indicator.endswith("_rate") or figure.indicator.startswith("middle_")
    if not is_rate or figure.n is None or value <= 0 or value >= 1:
        return False
    return min(value, 1 - value) * figure.n < rules.minimum_contributors - 0.5


def hides_residence_sources(data: Measured, gate: Gate) -> tuple[bool, bool]:
    """(for everyone, for town and country) whether one source of income may not be shown: then none is.

    Sources add up to the total, and town and country to everyone, so that one hidden alone could be computed.
    """
    column, _ = next(iter(_partitions(data)))
    found = [hidden_parts(column, _rows(data, amount), gate.rules) for amount in _sources(data)]
    is_total = any(total for total, _ in found)
    return is_total, is_total or any(labels for _, labels in found)


def hides_group_sources(data: Measured, is_in: NDArray[np.bool_], gate: Gate) -> bool:
    """The same for the members of one group."""
    return any(hidden_group(is_in, _rows(data, amount), gate.rules) for amount in _sources(data))


def _sources(data: Measured) -> Iterable[Numbers]:
    """Each source of income of persons that anybody has."""
    for source in data.concept.sources:
        amount = np.asarray(data.columns["baseline", source.name], dtype=np.float64)
        if amount.any():
            yield amount


def effect_of_few(moved: Numbers, data: Measured, gate: Gate) -> bool:
    """Whether what a reform moves, in yuan of each person, it moves for a few or mostly for one or two households."""
    household = _rows(data, moved).unit
    return few_receive(moved, household, np.asarray(data.sample.weight, dtype=np.float64), gate.rules)


def few_receive(column: Numbers, household: NDArray[np.int64], weight: Numbers, rules: Rules) -> bool:
    """Whether an amount goes to some, but to too few or mostly to one or two households. Nobody is not few."""
    some = column != 0
    if not some.any():
        return False
    rows = Contributors(weight[some], household[some], column[some])
    is_hidden, _ = hidden_parts(Column("flow", np.zeros(int(some.sum()), dtype=np.int64), ("受益人",)), rows, rules)
    return is_hidden


def gate_in_words(gate: Gate) -> str:
    """What stands beside every answer of a run."""
    count = len(gate.parts | gate.moves)
    hidden_words = f"，有 {count} 个分组的数因人数过少等原因不公布" if count else ""
    return f"已按发布规则 {gate.rules.version} 审查（演示，未经签发）{hidden_words}"
