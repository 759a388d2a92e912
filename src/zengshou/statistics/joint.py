"""Several columns over one domain, and the Estimate of what is measured on them."""

import dataclasses
from collections.abc import Callable, Sequence
from functools import partial

from zengshou.concepts.estimate import Estimate
from zengshou.statistics.choices import Choices
from zengshou.statistics.estimation import NO_EVIDENCE, Heading, Setting, estimate_of, undefined
from zengshou.statistics.indicators import Grouping, parts_of
from zengshou.statistics.prepared import remarks, settled
from zengshou.statistics.ranked import Ranked, Variable
from zengshou.statistics.registry import Needs
from zengshou.statistics.resampling import evidence_of_one
from zengshou.statistics.result import Result, Undefined
from zengshou.statistics.variance.domain import Domain
from zengshou.statistics.variance.replay import Again, Replay


def joint(columns: Sequence[Variable], domain: Domain, needs: Needs, choices: Choices) -> tuple[Ranked, ...]:
    """Several columns over one and the same domain."""
    part = settled(columns, domain, needs, choices)
    return tuple(column.within(part) for column in columns)


def by_part(
    heading: Heading,
    measured: Callable[[tuple[Ranked, ...]], Result],
    columns: Sequence[Variable],
    whole: Domain,
    by: Grouping | None,
    setting: Setting,
) -> tuple[Estimate, ...]:
    figures = []
    for label, part in parts_of(whole, by):
        pair = joint(columns, part, Needs.ANY, setting.choices)
        named = setting if by is None else dataclasses.replace(setting, domain=label)
        figures.append(figure(heading, partial(measured, pair), pair, named, again=partial(_replayed, measured, pair)))
    return tuple(figures)


def figure(
    heading: Heading,
    measured: Callable[[], Result],
    columns: Sequence[Ranked],
    setting: Setting,
    domain: Domain | None = None,
    again: Again | None = None,
) -> Estimate:
    """The Estimate of what `measured` finds, over `domain` or the columns' own, or the reason it finds nothing.

    again  the same in one replicate; without it replicates work on the influence, and the convention says so
    """
    counted = domain or columns[0].domain
    remarked = [remarks(column, setting.choices) for column in columns]
    notes = tuple(dict.fromkeys(note for group, _ in remarked for note in group))
    flags = tuple(dict.fromkeys(flag for _, group in remarked for flag in group))
    full = Setting(setting.choices, setting.about, setting.domain, setting.notes + notes, setting.flags + flags)
    try:
        found = measured()
    except Undefined as ground:
        return undefined(ground.reason, heading, counted, full)
    design = counted.design
    has_replicates = again is not None and design.replication is not None and not design.sample.is_register
    evidence = evidence_of_one(again, design) if again is not None and has_replicates else NO_EVIDENCE
    return estimate_of(found, heading, counted, full, evidence)


def _replayed(measured: Callable[[tuple[Ranked, ...]], Result], columns: tuple[Ranked, ...], replay: Replay) -> float:
    return measured(tuple(replay.twin(column) for column in columns)).value
