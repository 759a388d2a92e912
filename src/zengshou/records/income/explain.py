"""A household's income in words: of each line which source, which article, and why it counts or does not."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from zengshou.concepts.citation import Status
from zengshou.concepts.income_item import ItemTree
from zengshou.concepts.income_view import View, ViewOp, ViewRow
from zengshou.concepts.period import month_name
from zengshou.records.income.evidence import Corroboration
from zengshou.records.income.fact import FactKey
from zengshou.records.income.household_income import HouseholdIncome
from zengshou.records.income.income_lines import Figure, IncomeLine


@dataclass(frozen=True, slots=True)
class ExplainedLine:
    """One item of one holder over the period, for people to read.

    source  the channels by name, the months, the rank of the evidence
    reason  why it counts, does not count or is deducted, with the article and its status
    sentence  all of it in one
    """

    person: int
    is_shared: bool
    item: str
    label: str
    source: str
    reason: str
    stated_fen: int
    counted_fen: int
    status: Status
    stale: tuple[str, ...]
    keys: tuple[FactKey, ...]

    @property
    def sentence(self) -> str:
        stale = f"（{'；'.join(self.stale)}）" if self.stale else ""
        return f"{self.label}：{self.source}{stale}；{self.reason}。"


def explain(income: HouseholdIncome, tree: ItemTree, channels: Mapping[str, str]) -> tuple[ExplainedLine, ...]:
    """Every line of an income, months added up, in the order of the item tree.

    channels  names of the channels, for people; one that is not named is shown by its id
    """
    alike: dict[tuple[int, bool, str], list[IncomeLine]] = {}
    for line in income.lines:
        alike.setdefault((line.person, line.is_shared, line.item), []).append(line)
    place = {item.code: number for number, item in enumerate(tree)}
    ordered = sorted(alike.items(), key=lambda entry: (entry[0][0], entry[0][1], place[tree.find(entry[0][2]).code]))
    return tuple(_explained(Figure(tuple(lines)), income, tree, channels) for _, lines in ordered)


def explain_corroborations(
    corroborations: Iterable[Corroboration], tree: ItemTree, channels: Mapping[str, str]
) -> tuple[str, ...]:
    """What other sources state of the same income, and what was adopted in its place."""
    return tuple(
        f"{tree.find(each.group).label}（{month_name(each.month)}）：{channels.get(each.channel, each.channel)}为 "
        f"{yuan(each.fen)} 元，仅作佐证；{_adopted(each, channels)}。"
        for each in corroborations
    )


def yuan(fen: int) -> str:
    """Whole fen as yuan with thousands separators and two decimals, exactly."""
    sign = "−" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def _adopted(each: Corroboration, channels: Mapping[str, str]) -> str:
    if not each.adopted_channels:
        return "没有其他来源，未计入"
    names = "、".join(channels.get(channel, channel) for channel in each.adopted_channels)
    return f"采信{names}的 {yuan(each.adopted_fen)} 元"


def _explained(figure: Figure, income: HouseholdIncome, tree: ItemTree, channels: Mapping[str, str]) -> ExplainedLine:
    line = figure.lines[0]
    stated = sum(each.stated_fen for each in figure.lines)
    return ExplainedLine(
        person=line.person,
        is_shared=line.is_shared,
        item=line.item,
        label=tree.find(line.item).label,
        source=_source(figure, stated, channels),
        reason=_reason(line.row, figure.fen, income.view),
        stated_fen=stated,
        counted_fen=figure.fen,
        status=figure.status,
        stale=tuple(income.stale[channel] for channel in figure.channels if channel in income.stale),
        keys=figure.keys,
    )


def _source(figure: Figure, stated: int, channels: Mapping[str, str]) -> str:
    months = sorted({line.month for line in figure.lines})
    first, last = month_name(months[0]), month_name(months[-1])
    span = first if first == last else f"{first} 至 {last}"
    names = "、".join(channels.get(channel, channel) for channel in figure.channels)
    if figure.lines[0].row.op is ViewOp.NORM:
        return f"{span}，按{names}的数据推算"
    return f"{names}，{span}，共 {yuan(stated)} 元（证据第 {figure.rank} 级）"


def _reason(row: ViewRow, fen: int, view: View) -> str:
    return "，".join(part for part in (*_what(row, fen, view), _article(row), row.note) if part)


def _what(row: ViewRow, fen: int, view: View) -> Iterator[str]:
    """What the view does, with the number of a parameter where one decides."""
    if row.op is ViewOp.EXCLUDE or (row.op.sign and row.share == 0):
        yield "不计入" if row.op is not ViewOp.DEDUCT else "不扣除"
    else:
        yield f"{'计入' if row.op is ViewOp.INCLUDE else '扣除'} {yuan(abs(fen))} 元"
    if row.parameter:
        parameter = view.parameters[row.parameter]
        yield f"参数“{parameter.label}”{parameter.note and f'（{parameter.note}）'}"
    elif row.op.sign and row.share not in (0, 1):
        yield f"按 {float(row.share):.0%} 计算"


def _article(row: ViewRow) -> str:
    status = "" if row.status is Status.SOURCED else f"（{row.status.label}）"
    return f"依据{row.legal_ref}{status}" if row.legal_ref else f"依据{row.status.label}"
