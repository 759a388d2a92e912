"""A figure worked out again in every replicate: rows are sorted once, the weights alone change.

Weights of a replicate are those of the rows times the multiplier of their PSU, so that no table of rows by replicates
is ever held. Where weights were calibrated, each replicate is calibrated again.
"""

import dataclasses
from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np

from zengshou.statistics.choices import Amount, Choices, Line, LineBasis, QuantileForm, ShareOf
from zengshou.statistics.measures.quantiles import quantile_value
from zengshou.statistics.prepared import checked
from zengshou.statistics.ranked import Ranked, Resorted, Variable
from zengshou.statistics.registry import Indicator
from zengshou.statistics.result import Replayed, Result, Undefined
from zengshou.statistics.variance.codes import Column, Index
from zengshou.statistics.variance.design import Design
from zengshou.statistics.variance.domain import Domain, rows_of
from zengshou.statistics.variance.light import Light, Sorted
from zengshou.statistics.variance.recalibrated import Recalibrated, recalibrated_of
from zengshou.statistics.variance.replication import Replication
from zengshou.statistics.variance.values import value_of

Again = Callable[["Replay"], float]


class Replays:
    """The replicates of a design, one after another, over any number of figures."""

    def __init__(self, design: Design, replication: Replication) -> None:
        self.design = design
        self.replication = replication
        self._sorted: dict[Ranked, Sorted] = {}
        self._references: dict[tuple[Variable, Line], Ranked] = {}

    def values(self, figures: Sequence[Again]) -> tuple[Replayed, ...]:
        """Each figure in all replicates; every replicate is made once for all of them."""
        found = np.full((len(figures), self.replication.count), np.nan)
        for number in range(self.replication.count):
            replay = Replay(self, number)
            for place, again in enumerate(figures):
                try:
                    found[place, number] = again(replay)
                except Undefined:
                    continue
        return tuple(Replayed(values, self.replication) for values in found)

    def studentised(self, figures: Sequence[tuple[Indicator, Ranked, Choices]]) -> tuple[Replayed, ...]:
        """Each figure with its linearised error in all of `replication`, whose multipliers are times drawn."""
        found = np.full((len(figures), 2, self.replication.count), np.nan)
        for number in range(self.replication.count):
            replay = Replay(self, number)
            for place, (asked, ranked, choices) in enumerate(figures):
                try:
                    found[place, :, number] = replay.with_error(asked, ranked, choices)
                except Undefined:
                    continue
        return tuple(Replayed(values, self.replication, errors) for values, errors in found)

    @cached_property
    def recalibrated(self) -> Recalibrated | None:
        """How each replicate is calibrated again; None where weights were not calibrated or came with the file."""
        calibration = self.design.sample.calibration
        if calibration is None or self.replication.multiplier is None:
            return None
        return recalibrated_of(self.design.weight, calibration)

    @cached_property
    def is_by_psu(self) -> bool:
        """True where the weights of a replicate are those of the sample times a number for each PSU."""
        return self.replication.multiplier is not None and self.recalibrated is None

    @cached_property
    def psu_of_row(self) -> Index:
        psu = self.design.psu_of_row
        return np.arange(self.design.n, dtype=np.int64) if psu is None else psu

    def sorted(self, ranked: Ranked) -> Sorted:
        if ranked not in self._sorted:
            rows = ranked.order if ranked.domain.rows is None else ranked.domain.rows[ranked.order]
            psus = self.replication.psus if self.is_by_psu else 0
            self._sorted[ranked] = Sorted(rows, ranked.sorted_x, ranked.sorted_w, self.psu_of_row[rows], psus)
        return self._sorted[ranked]

    def same(self, ranked: Ranked) -> Ranked:
        """One ranked income for all who ask for everyone's, the line among them."""
        whole = ranked.variable.whole if ranked.domain.rows is None else ranked
        return whole if whole.domain.rows is None else ranked

    def reference(self, variable: Variable, line: ShareOf) -> Ranked:
        """The observed rows of a line's own domain."""
        if line.domain is None:
            return variable.whole
        if (variable, line) not in self._references:
            known = np.isfinite(variable.values) & line.domain
            self._references[variable, line] = variable.within(Domain(variable.design, rows_of(variable.design, known)))
        return self._references[variable, line]


class Replay:
    """One replicate."""

    def __init__(self, replays: Replays, number: int) -> None:
        self._all = replays
        self._number = number
        self._light: dict[Ranked, Light] = {}
        self._full: dict[Ranked, Resorted] = {}
        self._variables: dict[Variable, Variable] = {}
        self._heights: dict[tuple[Variable, Line, QuantileForm], float] = {}

    def value(self, asked: Indicator, ranked: Ranked, choices: Choices) -> float:
        """The indicator in this replicate: the short way where there is one, else measured in full."""
        short = value_of(asked.name, choices)
        if short is None:
            return self.result(asked, ranked, choices).value
        return short(self.light(ranked), choices, lambda line: self.height(ranked.variable, line, choices.quantile))

    def result(self, asked: Indicator, ranked: Ranked, choices: Choices) -> Result:
        """The indicator in this replicate with its influence."""
        twin = self.twin(ranked)
        for line in (choices.line, choices.rich_line):
            if isinstance(line, ShareOf) and (line, choices.quantile) not in twin.variable.lines:
                self._place_line(ranked.variable, twin.variable, line, choices.quantile)
        return asked.measure(checked(twin, asked.needs, choices), choices)

    def with_error(self, asked: Indicator, ranked: Ranked, choices: Choices) -> tuple[float, float]:
        """(value, linearised standard error) where the multipliers are the times that PSUs were drawn."""
        found = self.result(asked, ranked, choices)
        return found.value, float(np.sqrt(found.domain.resampled(found.z, self._multiplier)))

    def _place_line(self, variable: Variable, twin: Variable, line: ShareOf, form: QuantileForm) -> None:
        """Hand the twin its line, so that no indicator sorts everyone again; one that has none says so by itself."""
        try:
            twin.lines[line, form] = self.height(variable, line, form)
        except Undefined:
            return

    def height(self, variable: Variable, line: Line, form: QuantileForm) -> float:
        """The amount of a line in this replicate: a relative one is estimated again."""
        if isinstance(line, Amount):
            return line.value
        key = (variable, line, form)
        if key not in self._heights:
            self._heights[key] = self._relative(self._all.reference(variable, line), line, form)
        return self._heights[key]

    def _relative(self, reference: Ranked, line: ShareOf, form: QuantileForm) -> float:
        if reference.domain.n == 0:
            raise Undefined("相对线的参照人群中没有样本。")
        if line.of is LineBasis.MEAN:
            centre = self.light(reference).mean
        elif form is QuantileForm.INVERSE_CDF:
            centre = self.light(reference).quantile(0.5)
        else:
            centre = quantile_value(self._compact(reference, reference.variable), 0.5, form)
        if not centre * line.share > 0:
            raise Undefined("相对线不大于零，无法使用。")
        return centre * line.share

    def light(self, ranked: Ranked) -> Light:
        """The income with this replicate's weights: for values alone."""
        ranked = self._all.same(ranked)
        if ranked not in self._light:
            held = self._all.sorted(ranked)
            is_by_psu = self._all.is_by_psu
            weights = None if is_by_psu else self._row_weights[held.rows]
            self._light[ranked] = Light(held, self._multiplier if is_by_psu else None, weights)
        return self._light[ranked]

    def twin(self, ranked: Ranked) -> Resorted:
        """The income as if this replicate were the sample: its own weights, design, lines and densities."""
        if ranked not in self._full:
            self._full[ranked] = self._compact(ranked, self._variable(ranked.variable))
        return self._full[ranked]

    def _compact(self, ranked: Ranked, variable: Variable) -> Resorted:
        """The income of the rows that this replicate holds."""
        held = self._all.sorted(ranked)
        weight = self._weights(held)
        kept = weight > 0
        if kept.all():
            return Resorted(variable, Domain(variable.design, held.rows, weight))
        return Resorted(variable, Domain(variable.design, held.rows[kept], weight[kept]))

    def _variable(self, variable: Variable) -> Variable:
        if variable not in self._variables:
            self._variables[variable] = Variable(variable.values, self._design, variable.density)
        return self._variables[variable]

    @cached_property
    def _design(self) -> Design:
        """The design with this replicate's weights."""
        sample = dataclasses.replace(
            self._all.design.sample, weight=self._row_weights, replicates=None, calibration=None
        )
        return dataclasses.replace(self._all.design, sample=sample)

    @cached_property
    def _multiplier(self) -> Column:
        return self._all.replication.by_psu(self._number)

    @cached_property
    def _row_weights(self) -> Column:
        """(n,) weights of this replicate in file order."""
        given = self._all.replication.spec.weights
        if given is not None:
            return np.asarray(given[:, self._number], dtype=np.float64)
        factor = self._multiplier[self._all.psu_of_row]
        again = self._all.recalibrated
        return self._all.design.weight * factor if again is None else again.weights(factor)

    def _weights(self, held: Sorted) -> Column:
        """Weights of the sorted rows in this replicate."""
        if not self._all.is_by_psu:
            return self._row_weights[held.rows]
        return np.asarray(self._multiplier[held.psu] * held.weight, dtype=np.float64)
