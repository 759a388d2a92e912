"""The incomes of a whole register in a view, in columns: person x item x year, for statistics.

The same rules, the same choice of sources and the same fen as `household_income`, whose findings it does not make.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from zengshou.concepts.citation import Status
from zengshou.concepts.income_item import IncomePart, ItemTree, is_below
from zengshou.concepts.income_view import View, ViewOp, ViewRow
from zengshou.concepts.period import month_index
from zengshou.concepts.problem import refuse
from zengshou.records.income.evidence import EvidenceOrders
from zengshou.records.income.evidence_table import believed, set_aside, with_sources
from zengshou.records.income.fact_codes import coded_facts
from zengshou.records.income.income_lines import part_of
from zengshou.records.income.month_table import HOLDER, by_month, by_year
from zengshou.records.income.view_columns import counted_fen, employment_cost_fen

LINE = (*HOLDER, "item", "year")
Rules = Mapping[str, ViewRow]


@dataclass(frozen=True)
class RegisterIncome:
    """What a register comes to, and what was set aside.

    rows            person, is_shared, item, part, year, stated_fen, counted_fen, is_unverified; in no order
    corroborations  what was not adopted: person, is_shared, group, month, channel, payer, fen
    """

    rows: pl.DataFrame
    corroborations: pl.DataFrame


def register_income(
    facts: pl.DataFrame, year_from: int, year_to: int, view: View, tree: ItemTree, orders: EvidenceOrders
) -> RegisterIncome:
    """Every person's income by item and year, `year_from` to `year_to` inclusive.

    facts   columns person, item, fen, month_from, month_to, level, channel, payer, household: those of `Fact`, as
            known on the day
    Raises  ProblemsFound: a column that is missing, an item that the tree or the view does not know
    """
    if year_to < year_from:
        raise refuse(f"止年 {year_to} 早于起年 {year_from}。", "收入核算", "核对年份。")
    first, last = month_index(year_from, 1), month_index(year_to, 12)
    coded = coded_facts(facts, [row.pattern for row in view.norms])
    rules = {item: view.rule(tree.find(item).code) for item in coded.items}
    needs_months = pl.col("item").is_in([item for item, row in rules.items() if _needs_months(item, row, view)])
    ranked = with_sources(coded.rows, coded.pairs, orders).collect().lazy()
    settled = believed(by_month(ranked.filter("is_open"), first, last)).collect()
    alone = by_month(ranked.filter(~pl.col("is_open") & needs_months), first, last)
    plain = by_year(ranked.filter(~pl.col("is_open") & ~needs_months), first, last)
    lines = _month_lines([settled.lazy().filter("is_adopted"), alone], rules).collect().lazy()
    sums = [
        _summed(counted_fen(plain.rename({"fen": "stated_fen"}), rules)),
        _summed(lines.with_columns(year=pl.col("month") // 12)),
        *(_summed(_norm_lines(lines, rules, view, row)) for row in view.norms),
    ]
    rows = pl.concat(pl.collect_all(sums))
    return RegisterIncome(_described(rows, rules, view), set_aside(settled))


def _needs_months(item: str, row: ViewRow, view: View) -> bool:
    """Is the amount of a year more than the sum of its months: a rounded share, a cap, the base of a parameter."""
    is_base = any(is_below(item, norm.base) for norm in view.norms)
    return is_base or row.cap_monthly_fen is not None or (row.op.sign != 0 and row.share != 1)


def _month_lines(adopted: list[pl.LazyFrame], rules: Rules) -> pl.LazyFrame:
    """One row for each holder, item and month, with what is stated and what counts."""
    columns = (*HOLDER, "item", "month", "fen")
    amounts = pl.concat([each.select(columns) for each in adopted])
    stated = amounts.group_by(*HOLDER, "item", "month").agg(stated_fen=pl.col("fen").sum())
    return counted_fen(stated, rules)


def _summed(lines: pl.LazyFrame) -> pl.LazyFrame:
    return lines.group_by(LINE).agg(pl.col("stated_fen", "counted_fen").sum())


def _norm_lines(lines: pl.LazyFrame, rules: Rules, view: View, row: ViewRow) -> pl.LazyFrame:
    """The cost of employment by person and month."""
    base = [item for item, rule in rules.items() if is_below(item, row.base) and rule.op is ViewOp.INCLUDE]
    wages = (
        lines.filter(~pl.col("is_shared") & pl.col("item").is_in(base))
        .group_by("person", "month")
        .agg(wage=pl.col("counted_fen").sum())
    )
    return wages.select(
        "person",
        is_shared=pl.lit(False),
        item=pl.lit(row.pattern, dtype=lines.collect_schema()["item"]),
        year=pl.col("month") // 12,
        stated_fen=pl.lit(0, dtype=pl.Int64),
        counted_fen=-employment_cost_fen(pl.col("wage"), view.employment_cost(row)),
    )


def _described(rows: pl.DataFrame, rules: Rules, view: View) -> pl.DataFrame:
    """Adds the part of income, and whether the rule is less than sourced."""
    applied = {**rules, **{row.pattern: row for row in view.norms}}
    parts = pl.Enum([part.value for part in IncomePart])
    described = pl.DataFrame(
        {
            "item": list(applied),
            "part": [part.value if (part := part_of(item)) else None for item in applied],
            "is_unverified": [row.status is not Status.SOURCED for row in applied.values()],
        },
        schema={"item": rows.schema["item"], "part": parts, "is_unverified": pl.Boolean},
    )
    columns = (*HOLDER, "item", "part", "year", "stated_fen", "counted_fen", "is_unverified")
    return rows.join(described, on="item", how="left").select(columns)
