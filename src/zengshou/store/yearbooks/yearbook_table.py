"""A grouped table read from a yearbook: its series, what became of every cell, and every change made to the text."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from zengshou.statistics.accounts.caliber import Caliber
from zengshou.statistics.accounts.names import Residence
from zengshou.store.yearbooks.yearbook_sheet import Place
from zengshou.store.yearbooks.yearbook_text import Change


class Role(Enum):
    """What a cell is."""

    TITLE = "title"
    UNIT = "unit"
    HEADER = "header"
    GROUP = "group"
    VALUE = "value"
    TOTAL = "total"
    NOTE = "note"
    MISSING = "missing"
    UNUSED = "unused"

    @property
    def label(self) -> str:
        return {
            "title": "表题",
            "unit": "单位",
            "header": "表头",
            "group": "分组",
            "value": "数值",
            "total": "合计或平均",
            "note": "注释",
            "missing": "空缺",
            "unused": "未使用",
        }[self.value]


@dataclass(frozen=True)
class CellUse:
    """What became of one cell that holds something; `reason` says why it is not used."""

    role: Role
    text: str
    reason: str = ""


@dataclass(frozen=True)
class GroupSeries:
    """One figure by group, in base units.

    indicator        income, household_size, income_wage ...
    indicator_label  the same in words
    label            the header as printed, levels joined
    year             None where neither header nor title names one
    values           one a group, from the poorest to the richest
    overall          the printed figure of all households, or None
    shares           per cent of households in each group, as printed or by the number of groups
    caliber          OLD_SCOPE for net income and for years before the integrated survey; None for an unknown year
    where            place of the first value
    """

    indicator: str
    indicator_label: str
    label: str
    year: int | None
    residence: Residence
    unit: str
    values: tuple[float, ...]
    overall: float | None
    shares: tuple[float, ...]
    caliber: Caliber | None
    where: str


@dataclass(frozen=True)
class YearbookTable:
    """One table of a file. `cells` holds every cell of the table that is not empty."""

    source: str
    sheet: str
    number: int
    title: str
    unit: str
    groups: tuple[str, ...]
    series: tuple[GroupSeries, ...]
    cells: Mapping[Place, CellUse]
    changes: tuple[Change, ...]

    def series_of(self, indicator: str) -> tuple[GroupSeries, ...]:
        return tuple(each for each in self.series if each.indicator == indicator)

    def beside(self, series: GroupSeries, indicator: str) -> GroupSeries | None:
        """The series of another indicator for the same year, residence and groups; None where there is not just one."""
        found = [
            each
            for each in self.series_of(indicator)
            if (each.year, each.residence) == (series.year, series.residence) and each.shares == series.shares
        ]
        return found[0] if len(found) == 1 else None

    @property
    def unused(self) -> Mapping[Place, CellUse]:
        return {place: use for place, use in self.cells.items() if use.role is Role.UNUSED}
