"""What every function of the analyst's face answers with: figures, printed, drawn, handed on, compared."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from os import PathLike
from typing import overload

import numpy as np
import polars as pl
import pyarrow
from numpy.typing import NDArray

from zengshou.concepts.estimate import Estimate
from zengshou.concepts.problem import refuse
from zengshou.faces.analysis import notebook, terminal, workbook
from zengshou.faces.analysis.drawing import Drawing, drawing_of
from zengshou.faces.analysis.heading import EVERYONE, Heading
from zengshou.faces.analysis.records import csv_text, frame_of, pandas_of
from zengshou.faces.analysis.sentences import sentence
from zengshou.services.release.exchange import NOT_RELEASED, jsonstat
from zengshou.services.release.exchange_sdmx import sdmx_csv
from zengshou.services.statistics.analysis import NO_INFLUENCE, Trace
from zengshou.services.statistics.estimate_json import estimate_json


@dataclass(frozen=True, eq=False, repr=False)
class Figures(Sequence[Estimate]):
    """Figures in order: everyone first, then each group.

    traces  how each was measured, for changes and contrasts; None where a figure is made of several columns
    title   the columns measured, with their labels
    by      columns of groups; `parts` the label of each column for each domain
    level   coverage of the intervals
    row     person, household or nothing: what a row is
    """

    estimates: tuple[Estimate, ...]
    traces: tuple[Trace | None, ...]
    title: str = ""
    by: tuple[str, ...] = ()
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    level: float = 0.95
    row: str = ""
    source: str = ""

    def __len__(self) -> int:
        return len(self.estimates)

    def __iter__(self) -> Iterator[Estimate]:
        return iter(self.estimates)

    @overload
    def __getitem__(self, key: int) -> Estimate: ...

    @overload
    def __getitem__(self, key: slice | str | tuple[str, str] | list[str]) -> "Figures": ...

    def __getitem__(self, key: int | slice | str | tuple[str, str] | list[str]) -> "Estimate | Figures":
        """By place an Estimate; the figures of a domain (`"城镇"`), of an indicator (`"gini"`), of both, or of a list.

        Raises  ProblemsFound where there is no such domain or indicator
        """
        if isinstance(key, int):
            return self.estimates[key]
        if isinstance(key, slice):
            return self._at(range(len(self))[key])
        if isinstance(key, list):
            return self._at([place for name in key for place in self._places({name})])
        return self._at(self._places({key} if isinstance(key, str) else set(key)))

    def _places(self, named: set[str]) -> list[int]:
        names = {"all" if name == EVERYONE else name for name in named}
        places = [i for i, one in enumerate(self) if names <= {one.domain, one.indicator}]
        if not places:
            there = "、".join(dict.fromkeys((*self.domains, *self.indicators)))
            raise refuse(f"没有“{'、'.join(sorted(named))}”的数。", "", f"现有：{there}。")
        return places

    def _at(self, places: Sequence[int]) -> "Figures":
        estimates, traces = tuple(self.estimates[i] for i in places), tuple(self.traces[i] for i in places)
        return Figures(estimates, traces, self.title, self.by, self.parts, self.level, self.row, self.source)

    @property
    def domains(self) -> tuple[str, ...]:
        """Domains in order, each once; everyone is 全体."""
        return tuple(dict.fromkeys(EVERYONE if one.domain == "all" else one.domain for one in self))

    @property
    def indicators(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.indicator for one in self))

    @property
    def only(self) -> Estimate:
        """The single figure. Raises  ProblemsFound where there are several"""
        if len(self) != 1:
            raise refuse(f"这里有 {len(self)} 个数。", "", "请先按范围或指标取出一个，例如 结果[“城镇”]。")
        return self.estimates[0]

    @property
    def value(self) -> float | None:
        return self.only.value

    @property
    def se(self) -> float | None:
        return self.only.se

    @property
    def interval(self) -> tuple[float | None, float | None]:
        return self.only.ci_low, self.only.ci_high

    @property
    def heading(self) -> Heading:
        """What stands over the figures wherever they are shown."""
        return Heading(self.title, self.source, self.level, self.row)

    @property
    def sentence(self) -> str:
        """The figures in one plain Chinese sentence."""
        return sentence(self.estimates, self.heading)

    def influence(self) -> NDArray[np.float64]:
        """(n,) influence of each row of the table on the single figure, for any further contrast."""
        self.only  # noqa: B018  refuses where there are several
        trace = self.traces[0]
        if trace is None:
            raise refuse(NO_INFLUENCE, "influence", "请对单列的指标使用。")
        return trace.influence()

    def __repr__(self) -> str:
        return terminal.text_of(self.estimates, self.heading)

    def _repr_html_(self) -> str:
        return notebook.html_of(self.estimates, self.heading)

    def to_polars(self) -> pl.DataFrame:
        """A row a figure, with a column for each column of groups."""
        return frame_of(self.estimates, self.by, self.parts)

    def to_arrow(self) -> pyarrow.Table:
        """As `to_polars`, in Arrow."""
        return self.to_polars().to_arrow()

    def to_pandas(self) -> object:
        """As `to_polars`, in pandas. Raises  ProblemsFound where pandas is not installed"""
        return pandas_of(self.to_polars())

    def to_csv(self, path: str | PathLike[str] | None = None) -> str:
        """The same as text; written to `path` where one is given, in UTF-8 with a mark so that Excel reads Chinese."""
        return csv_text(self.to_polars(), path)

    def to_excel(self, path: str | PathLike[str]) -> None:
        """A workbook with Chinese headers, numbers as numbers, and a sheet of conventions."""
        workbook.write(self.estimates, self.heading, self.by, self.parts, path)

    def to_json(self) -> str:
        """Every figure with all that is known of it."""
        document = {"note": NOT_RELEASED, "title": self.title, "estimates": [estimate_json(one) for one in self]}
        return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1) + "\n"

    def to_jsonstat(self) -> str:
        """A JSON-stat 2.0 dataset."""
        return jsonstat(self.estimates, title=self.heading.line(self.estimates), source=self.source)

    def to_sdmx_csv(self) -> str:
        """SDMX-CSV 2.0; every figure needs a `period`."""
        return sdmx_csv(self.estimates)

    def plot(self) -> Drawing:
        """The figures with their intervals.

        Raises  ProblemsFound where they differ in indicator, unit, kind or convention, with the difference spelled out
        """
        return drawing_of(self.estimates, self.heading)
