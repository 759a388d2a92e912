"""Which replicates a table of figures needs, and the figures in them: for errors, and for bootstrap intervals."""

from collections.abc import Sequence
from dataclasses import dataclass

from zengshou.concepts.sample import ReplicateKind, Replicates
from zengshou.statistics.choices import Choices, IntervalForm
from zengshou.statistics.interval_choice import form_of
from zengshou.statistics.ranked import Ranked
from zengshou.statistics.registry import Indicator
from zengshou.statistics.result import Evidence, Replayed
from zengshou.statistics.variance.design import Design
from zengshou.statistics.variance.multipliers import Drawn, resample
from zengshou.statistics.variance.replay import Again, Replay, Replays
from zengshou.statistics.variance.replication import Replication, replication_of

NO_EVIDENCE = Evidence()


@dataclass(frozen=True, eq=False)
class Task:
    """One indicator of one income over one domain."""

    asked: Indicator
    ranked: Ranked
    choices: Choices

    def again(self, replay: Replay) -> float:
        return replay.value(self.asked, self.ranked, self.choices)

    @property
    def form(self) -> IntervalForm:
        return form_of(self.choices.intervals, self.asked.heading, self.ranked.domain)


def shares_replicates(design: Design, choices: Choices) -> bool:
    """True where every figure of a table is worked out again in the same replicates, whatever its domain."""
    if design.sample.is_register:
        return False
    return design.replication is not None or choices.intervals is IntervalForm.PERCENTILE


def evidence_of(tasks: Sequence[Task], design: Design, choices: Choices) -> tuple[Evidence, ...]:
    """What the replicates say of each task; every replicate is made once for all of them."""
    if not tasks or design.sample.is_register:
        return (NO_EVIDENCE,) * len(tasks)
    again = [task.again for task in tasks]
    own = _replayed(again, design, design.replication)
    draws = list(own)
    if choices.intervals is IntervalForm.PERCENTILE and not _is_bootstrap(design):
        draws = list(_replayed(again, design, _bootstrap(design, choices)))
    studentised = [place for place, task in enumerate(tasks) if task.form is IntervalForm.BOOTSTRAP_T]
    if studentised:
        triples = [(tasks[place].asked, tasks[place].ranked, choices) for place in studentised]
        found = Replays(design, _drawn_again(design, choices)).studentised(triples)
        for place, replayed in zip(studentised, found, strict=True):
            draws[place] = replayed
    return tuple(Evidence(error, drawn) for error, drawn in zip(own, draws, strict=True))


def evidence_of_one(again: Again, design: Design) -> Evidence:
    """What the design's own replicates say of a figure of several columns."""
    return Evidence(_replayed([again], design, design.replication)[0])


def _replayed(again: Sequence[Again], design: Design, replication: Replication | None) -> tuple[Replayed | None, ...]:
    if replication is None:
        return (None,) * len(again)
    return Replays(design, replication).values(again)


def _is_bootstrap(design: Design) -> bool:
    replication = design.replication
    return replication is not None and replication.spec.kind is ReplicateKind.BOOTSTRAP


def _bootstrap(design: Design, choices: Choices) -> Replication:
    spec = Replicates(ReplicateKind.BOOTSTRAP, choices.draws, choices.seed)
    return replication_of(spec, design.stratum_of_psu, design.psu_counts, design.sampled_rate, design.sample)


def _drawn_again(design: Design, choices: Choices) -> Replication:
    """PSUs drawn as often as there are; the factors are never used."""
    plain = _bootstrap(design, choices)
    drawn = Drawn(design.stratum_of_psu, design.psu_counts, design.sampled_rate)
    return Replication(plain.spec, plain.factors, resample(drawn, choices.seed), drawn.m)
