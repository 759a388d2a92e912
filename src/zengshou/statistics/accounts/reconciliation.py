"""Survey, register and national accounts side by side: each named gap, and what stays unexplained."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from zengshou.concepts.estimate import Estimate
from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.statistics.accounts.check import Held
from zengshou.statistics.accounts.external import all_of, as_printed, computed, empty, missing
from zengshou.statistics.accounts.names import label_of
from zengshou.statistics.accounts.shares import FLOW_INCOME, PopulationBasis, persons_of

REGISTER_TOTAL = "register_income_total"
SURVEY_TOTAL = "survey_income_total"


class Gap(Enum):
    """Why two totals differ. The value is stable; the words say what is meant."""

    COVERAGE = "coverage"
    IMPUTED_RENT = "imputed_rent"
    IN_KIND = "in_kind"
    NON_RESIDENTS = "non_residents"
    TIMING = "timing"
    UNDERREPORTING = "underreporting"
    TOP_INCOMES = "top_incomes"
    CONCEPT = "concept"

    @property
    def label(self) -> str:
        return {
            "coverage": "覆盖范围（集体户、未登记人员）",
            "imputed_rent": "自有住房折算租金",
            "in_kind": "实物收入与社会实物转移",
            "non_residents": "非常住人口",
            "timing": "记录时点与年度",
            "underreporting": "少报、漏记",
            "top_incomes": "高收入户未入样",
            "concept": "收入概念（社会保险缴费、财产收入总额或净额）",
        }[self.value]


@dataclass(frozen=True)
class GapEntry:
    """What is known of one gap between survey and another total: yuan to add to the survey's, or None for 未知.

    source  who says so; an amount without one is refused
    """

    gap: Gap
    amount: float | None
    source: str = ""


@dataclass(frozen=True)
class Bridge:
    """From the survey's total to another one.

    rows      one a Gap, in their order; amount None where nobody has measured it
    explained sum of the known amounts, yuan
    residual  other total less survey less explained; None where a total is missing
    """

    other: Estimate
    rows: tuple[GapEntry, ...]
    explained: float
    residual: float | None

    @property
    def unknown(self) -> tuple[Gap, ...]:
        return tuple(row.gap for row in self.rows if row.amount is None)


@dataclass(frozen=True)
class Reconciliation:
    """One area and year: the survey's total, and a bridge to the register and to the national accounts."""

    area: str
    year: int
    survey: Estimate
    register: Bridge
    accounts: Bridge


@dataclass(frozen=True)
class KnownGaps:
    """Amounts that an office has measured, for the two bridges; empty where nothing is known."""

    register: Sequence[GapEntry] = field(default=())
    accounts: Sequence[GapEntry] = field(default=())


def reconcile(
    held: Held,
    area: str,
    year: int,
    known: KnownGaps | None = None,
    basis: PopulationBasis = PopulationBasis.YEAR_END,
) -> Reconciliation:
    """The table of one year. A gap that nobody measured stays unknown and inside the residual, which is printed.

    Raises  ProblemsFound: an amount without a source, or a gap named twice
    """
    known = known or KnownGaps()
    survey = _survey_total(held, area, year, basis)
    where = f"{area} {year}年 核对表"
    return Reconciliation(
        area,
        year,
        survey,
        _bridge(held, area, year, survey, REGISTER_TOTAL, _by_gap(known.register, where)),
        _bridge(held, area, year, survey, FLOW_INCOME, _by_gap(known.accounts, where)),
    )


def _by_gap(entries: Sequence[GapEntry], where: str) -> Mapping[Gap, GapEntry]:
    problems = [
        Problem(f"“{entry.gap.label}”有金额而没有来源。", where, "写明测算单位和文献。")
        for entry in entries
        if entry.amount is not None and not entry.source
    ]
    names = [entry.gap for entry in entries]
    problems += [
        Problem(f"“{gap.label}”出现了 {names.count(gap)} 次。", where, "合并为一行。")
        for gap in dict.fromkeys(names)
        if names.count(gap) > 1
    ]
    if problems:
        raise ProblemsFound(problems)
    return {entry.gap: entry for entry in entries}


def _survey_total(held: Held, area: str, year: int, basis: PopulationBasis) -> Estimate:
    label = f"住户调查：人均可支配收入×{basis.label}"
    convention = f"concept=survey; population={basis.value}"
    keys, persons = persons_of(held, year, basis)
    wanted = (("income_per_head", year), *keys)
    reason = missing(held, wanted)
    if reason or persons is None:
        return empty(SURVEY_TOTAL, label, "yuan per year", convention, area, str(year), reason)
    used = all_of(held, wanted)
    return computed(SURVEY_TOTAL, label, used[0].amount * persons, "yuan per year", convention, used)


def _bridge(held: Held, area: str, year: int, survey: Estimate, name: str, known: Mapping[Gap, GapEntry]) -> Bridge:
    figure = held.get((name, year))
    if figure is None:
        reason = missing(held, ((name, year),))
        other = empty(name, label_of(name), "yuan per year", "公布值", area, str(year), reason)
    else:
        other = as_printed(figure)
    rows = tuple(known.get(gap, GapEntry(gap, None)) for gap in Gap)
    explained = sum(row.amount for row in rows if row.amount is not None)
    residual = None
    if other.value is not None and survey.value is not None:
        residual = other.value - survey.value - explained
    return Bridge(other, rows, explained, residual)


def printed_gaps(held: Held, year: int) -> KnownGaps:
    """Gaps that an office has measured and printed, as `gap_register_timing`, `gap_accounts_imputed_rent` ..."""

    def entries(bridge: str) -> tuple[GapEntry, ...]:
        found = ((gap, held.get((f"gap_{bridge}_{gap.value}", year))) for gap in Gap)
        return tuple(GapEntry(gap, figure.amount, figure.source) for gap, figure in found if figure is not None)

    return KnownGaps(entries("register"), entries("accounts"))
