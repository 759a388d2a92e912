"""Ask the rules of the whole register: what no single delivery shows. Hits wait for an officer; no row is changed.

Rules 7, 11 to 15, 17, 18 and 20 over all batches, and the freshness of every feed. A second run adds nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import polars as pl

from zengshou.concepts.period import MonthIndex, month_index
from zengshou.records.access.context import OFFICE_TIME
from zengshou.records.intake.build import BuiltRows
from zengshou.records.intake.findings import FILE_ROW
from zengshou.records.intake.row_places import ROW
from zengshou.records.intake.rules_register import WholeRegister, register_findings
from zengshou.records.intake.rules_standing import stale_findings
from zengshou.services.records.home.channel_catalogue import Catalogue
from zengshou.services.records.home.register_home import RegisterHome
from zengshou.services.records.whole.one_person import one_person
from zengshou.store.register.delivery.rule_hits import HIT_SCHEMA, HitCount, add_new_hits, hit_counts
from zengshou.store.register.linking.links import root_of
from zengshou.store.register.persons.check_rows import SOURCE_ROW, RegisterRows, last_periods, register_rows

LastPeriods = Mapping[str, tuple[MonthIndex, int]]  # channel -> last month, batch
ONCE_A_PERSON = frozenset({12, 13, 14, 18, 20})
MONTHS_BACK = 11  # a year, the last month included
NOT_CHECKED = (
    "规则 7：只认市场主体登记里已注销的单位；没有登记的单位不判断。",
    "规则 13：两省重复参保只在导入时核对，登记库不存参保地。",
    "规则 14：缴费基数的上下限要当地平均工资，未填写，未核对。",
    "规则 15：没有单位的行业，只与本人常月收入比较。",
)


@dataclass(frozen=True)
class Checked:
    """What a check looked at and found.

    months  first and last month of the facts;  rows  facts, events and spells that hold
    found   hits of this run;  added  those that were new;  counts  all hits that the register now holds
    stale   a sentence for each feed that is older than agreed
    """

    months: tuple[MonthIndex, MonthIndex]
    rows: int
    found: int
    added: int
    counts: tuple[HitCount, ...]
    stale: tuple[str, ...]
    not_checked: tuple[str, ...] = NOT_CHECKED


def check_register(
    home: RegisterHome,
    catalogue: Catalogue,
    at: datetime,
    months: tuple[MonthIndex, MonthIndex] | None = None,
    tell: Callable[[float, str], None] | None = None,
) -> Checked:
    """Check everything that holds at a moment; of incomes the months, or the last twelve of which anything is known.

    Alone in the folder, as an import is: no batch may come between reading and writing.
    """
    say = tell or (lambda share, words: None)
    with home.importing():
        with home.database.reading() as session:
            last = last_periods(session, at)
            span = months or _last_year(last, at)
            say(0.05, "读取登记库")
            held = _one_person_each(register_rows(session, at, span), root_of(session))
        say(0.5, "逐条核对")
        register, lineage = _numbered(held)
        findings = register_findings(register, catalogue.channels, catalogue.rules)
        stale, of_feeds = _stale(catalogue, last, at.astimezone(OFFICE_TIME).date())
        found = pl.concat([_with_lineage(findings, lineage), of_feeds])
        say(0.9, "登记疑点")
        with home.database.writing() as session:
            added = add_new_hits(session, found, ONCE_A_PERSON)
            counts = hit_counts(session)
    say(1.0, "完成")
    return Checked(span, lineage.height, found.height, added, counts, stale)


def _last_year(last: LastPeriods, at: datetime) -> tuple[MonthIndex, MonthIndex]:
    """The twelve months up to the last that any feed speaks of."""
    newest = max((period for period, _ in last.values()), default=month_index(at.year, at.month))
    return newest - MONTHS_BACK, newest


def _one_person_each(held: RegisterRows, roots: Mapping[int, int]) -> RegisterRows:
    """The rows under the reference that links say stands for the person."""
    frames = (held.facts, held.assets, held.statuses, held.members, held.births)
    everybody = pl.concat([frame["person"] for frame in frames]).unique()
    same = one_person(everybody, roots)
    facts, assets, statuses, members, births = (same.under(frame) for frame in frames)
    return RegisterRows(facts, assets, statuses, members, births.unique("person", keep="first"))


def last_day(month: MonthIndex) -> date:
    """The last day of a month."""
    return date((month + 1) // 12, (month + 1) % 12 + 1, 1) - timedelta(days=1)


def _numbered(held: RegisterRows) -> tuple[WholeRegister, pl.DataFrame]:
    """Every row under a number of its own, and the lineage: row, batch, source_row, person."""
    frames, lineage, start = [], [], FILE_ROW + 1
    for frame in (
        held.facts,
        held.assets,
        held.statuses,
        held.members.with_columns(pl.lit(FILE_ROW).alias(SOURCE_ROW)),
    ):
        numbered = frame.with_columns(pl.int_range(start, start + pl.len(), dtype=pl.Int64).alias(ROW))
        start += frame.height
        frames.append(numbered)
        lineage.append(numbered.select(ROW, "batch", pl.col(SOURCE_ROW).cast(pl.Int64), "person"))
    facts, assets, statuses, members = frames
    employers = (
        held.facts.filter(pl.col("payer") != "").group_by("batch", SOURCE_ROW).agg(employer=pl.col("payer").first())
    )
    spells = statuses.join(employers, on=["batch", SOURCE_ROW], how="left", maintain_order="left")
    built = BuiltRows(facts, assets, spells, members, pl.DataFrame())
    return WholeRegister(built, held.births), pl.concat(lineage)


def _with_lineage(findings: pl.DataFrame, lineage: pl.DataFrame) -> pl.DataFrame:
    """Findings as hits on the rows of their batches."""
    named = findings.join(lineage, on=ROW, maintain_order="left").drop(ROW).rename({SOURCE_ROW: ROW})
    return named.select(HIT_SCHEMA.names()).cast(HIT_SCHEMA)


def _stale(catalogue: Catalogue, last: LastPeriods, today: date) -> tuple[tuple[str, ...], pl.DataFrame]:
    """(sentences about feeds, hits on the last batch of each); a feed that never came has no batch to hang a hit on."""
    words, hits = [], []
    for channel in catalogue.channels.values():
        if channel.is_case_only:
            continue
        newest = last.get(channel.id)
        found = stale_findings(channel, last_day(newest[0]) if newest else None, today, catalogue.rules)
        words += found["message"].to_list()
        if newest:
            hits.append(found.with_columns(batch=pl.lit(newest[1], pl.Int64), person=pl.lit(None, pl.Int64)))
    told = [one.select(HIT_SCHEMA.names()).cast(HIT_SCHEMA) for one in hits]
    return tuple(words), pl.concat([pl.DataFrame(schema=HIT_SCHEMA), *told])
