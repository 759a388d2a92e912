"""Ask the rules of the whole register: what no single delivery shows. Hits wait for an officer; no row is changed.

Rules 7, 11 to 15, 17, 18 and 20 over all batches, and the freshness of every feed. A second run adds nothing.
Incomes of the months asked for are judged; those around them are read too, for a usual month and for sales.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import polars as pl

from zengshou.concepts.period import MonthIndex, month_index
from zengshou.records.access.context import OFFICE_TIME
from zengshou.records.intake.build import BuiltRows
from zengshou.records.intake.findings import FILE_ROW
from zengshou.records.intake.insured_place import ELSEWHERE
from zengshou.records.intake.row_places import ROW
from zengshou.records.intake.rules_high import HIGH_RULE, industry_code
from zengshou.records.intake.rules_income import BASE_RULE, SALE_RULE
from zengshou.records.intake.rules_register import WholeRegister, register_findings
from zengshou.records.intake.rules_standing import stale_findings
from zengshou.services.records.home.channel_catalogue import Catalogue
from zengshou.services.records.home.register_home import RegisterHome
from zengshou.services.records.whole.base_limits import base_limits
from zengshou.services.records.whole.one_person import one_person
from zengshou.store.register.delivery.rule_hits import HIT_SCHEMA, HitCount, add_new_hits, hit_counts
from zengshou.store.register.linking.links import root_of
from zengshou.store.register.persons.check_rows import (
    SOURCE_ROW,
    RegisterRows,
    last_periods,
    payer_industries,
    register_rows,
)

LastPeriods = Mapping[str, tuple[MonthIndex, int]]  # channel -> last month, batch
Tell = Callable[[float, str], None]
ONCE_A_PERSON = frozenset({12, 13, 14, 15, 18, 20})
MONTHS_BACK = 11  # a year, the last month included
FIRMS_NOT_KNOWN = "规则 7：只认市场主体登记里已注销的单位；没有登记的单位不判断。"
NO_EMPLOYER = "规则 13：没有写明参保单位的行不比较单位；参保地没有写明的，按报送单位所在地。"
NO_INDUSTRY = (
    "规则 15：付款单位的行业要等市场主体登记报送“行业门类代码”，现在一家也没有；"
    "暂以同一来源当月全部工资的 {rate:g} 百分位数代替，不是行业的分位数。"
)
SOME_INDUSTRIES = (
    "规则 15：{known:,} 家单位有行业；其余单位，和当月工资不足 {least:,} 笔的行业，"
    "以同一来源当月全部工资的 {rate:g} 百分位数代替。"
)


@dataclass(frozen=True)
class Checked:
    """What a check looked at and found.

    months  first and last month of the facts;  rows  facts, events and spells that hold
    found   hits of this run;  added  those that were new;  counts  all hits that the register now holds
    stale   a sentence for each feed that is older than agreed;  not_checked  what could not be looked at, in words
    """

    months: tuple[MonthIndex, MonthIndex]
    rows: int
    found: int
    added: int
    counts: tuple[HitCount, ...]
    stale: tuple[str, ...]
    not_checked: tuple[str, ...]


def check_register(
    home: RegisterHome,
    catalogue: Catalogue,
    at: datetime,
    months: tuple[MonthIndex, MonthIndex] | None = None,
    tell: Tell | None = None,
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
            held = _one_person_each(register_rows(session, at, _around(span, catalogue)), root_of(session))
            industries = payer_industries(session, at)
        say(0.5, "逐条核对")
        limits = base_limits(catalogue.city, catalogue.rules[BASE_RULE], span)
        register, lineage = _numbered(held, span, limits.limits, industries)
        findings = register_findings(register, catalogue.channels, catalogue.rules)
        stale, of_feeds = _stale(catalogue, last, at.astimezone(OFFICE_TIME).date())
        found = pl.concat([_with_lineage(findings, lineage), of_feeds])
        say(0.9, "登记疑点")
        with home.database.writing() as session:
            added = add_new_hits(session, found, ONCE_A_PERSON)
            counts = hit_counts(session)
    say(1.0, "完成")
    rows = lineage.height - held.facts.height + register.judged.height
    silent = _not_checked(limits.missing, register.industries.height, catalogue)
    return Checked(span, rows, found.height, added, counts, stale, silent)


def _around(span: tuple[MonthIndex, MonthIndex], catalogue: Catalogue) -> tuple[MonthIndex, MonthIndex]:
    """The months whose incomes are read: a year for a usual month, and as far as a sale may lie from its disposal."""
    apart = int(catalogue.rules[SALE_RULE].numbers["months_apart"])
    return min(span[0] - apart, span[1] - MONTHS_BACK), span[1] + apart


def _not_checked(limits: tuple[str, ...], firms: int, catalogue: Catalogue) -> tuple[str, ...]:
    """What the rules could not look at, and what stands in for it."""
    numbers = catalogue.rules[HIGH_RULE].numbers
    words = SOME_INDUSTRIES if firms else NO_INDUSTRY
    industries = words.format(known=firms, least=int(numbers["least_wages"]), rate=numbers["top_rate"] * 100)
    return (FIRMS_NOT_KNOWN, NO_EMPLOYER, *(f"规则 14：{limit}" for limit in limits), industries)


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


def _numbered(
    held: RegisterRows, span: tuple[MonthIndex, MonthIndex], limits: pl.DataFrame, industries: pl.DataFrame
) -> tuple[WholeRegister, pl.DataFrame]:
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
    built = BuiltRows(facts, assets, _with_employer_and_place(statuses, facts), members, pl.DataFrame())
    firms = industries.with_columns(industry_code(pl.col("industry"))).drop_nulls()
    return WholeRegister(built, held.births, span, limits, firms), pl.concat(lineage)


def _with_employer_and_place(statuses: pl.DataFrame, facts: pl.DataFrame) -> pl.DataFrame:
    """Statuses with what else their row of the batch says: who pays, and where an insurance runs if not at home."""
    row = ["batch", SOURCE_ROW]
    employers = facts.filter(pl.col("payer") != "").group_by(row).agg(employer=pl.col("payer").first())
    is_place = pl.col("status").str.starts_with(ELSEWHERE)
    places = statuses.filter(is_place).select(*row, place=pl.col("status").str.strip_prefix(ELSEWHERE)).unique(row)
    return (
        statuses.filter(~is_place)
        .join(employers, on=row, how="left", maintain_order="left")
        .join(places, on=row, how="left", maintain_order="left")
    )


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
