"""The sender's control sheet: rows and sums of a delivery, compared with what was read, to the fen (rule 4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.records.channels.channel import Channel, FieldKind
from zengshou.records.channels.mapping import plain_header, split_unit
from zengshou.records.intake.findings import FILE_ROW, Code, Finding, finding_frame, no_findings
from zengshou.records.intake.read_amounts import read_amounts
from zengshou.records.intake.read_cells import clean
from zengshou.records.intake.rule import Rules, sentence
from zengshou.records.intake.text_rows import TextRows
from zengshou.records.intake.typed_rows import TypedRows

CONTROL_RULE = 4
ROW_WORDS = tuple(plain_header(word) for word in ("行数", "记录数", "笔数", "人次", "条数", "rows"))
LARGEST_TOTAL = 10**15  # fen: ten trillion yuan


@dataclass(frozen=True)
class ControlTotals:
    """Rows and sums in fen by field; `rows` None where the sheet does not state them."""

    rows: int | None
    sums: Mapping[str, int] = field(default_factory=dict)


def read_control(cells: Sequence[tuple[str, str]], channel: Channel, where: str) -> ControlTotals:
    """The totals of a sheet with a name and a figure in each line: 行数 | 1000, 收入额（万元） | 62.5.

    Raises  ProblemsFound: a name that is no field, a figure that is none, a total that the channel wants and is missing
    """
    fields = {plain_header(word): each for each in channel.of_kind(FieldKind.AMOUNT) for word in each.words}
    rows: int | None = None
    sums: dict[str, int] = {}
    problems: list[Problem] = []
    for number, (name, figure) in enumerate(cells, start=1):
        word, unit = split_unit(name)
        if word in ROW_WORDS:
            text = figure.strip().replace(",", "").removesuffix(".0")
            rows = int(text) if text.isdecimal() else None
            problems += [] if rows is not None else [_bad(figure, where, number, "行数应为整数。")]
        elif (of := fields.get(plain_header(name)) or fields.get(word)) is not None:
            read = read_amounts(clean(pl.Series([figure])), unit or channel.unit, LARGEST_TOTAL)
            fen = read.values[""][0]
            problems += [] if fen is not None else [_bad(figure, where, number, "合计数应为金额。")]
            sums[of.name] = fen or 0
        elif name.strip():
            problems.append(
                Problem(f"控制表有不认识的项目“{name.strip()}”。", f"{where} 第 {number} 行", "写字段名称或“行数”。")
            )
    for wanted in channel.control.sums:
        if wanted not in sums and not problems:
            problems.append(Problem(f"控制表缺少“{channel.field(wanted).label}”的合计。", where, "补上后重新报送。"))
    if rows is None and not problems:
        problems.append(Problem("控制表缺少行数。", where, "补上后重新报送。"))
    if problems:
        raise ProblemsFound(problems)
    return ControlTotals(rows, sums)


def control_cells(text: TextRows) -> list[tuple[str, str]]:
    """The lines of a control sheet that was read as a table: its first two columns, its header row included.

    A sheet without a header has its first total in the header's place; one with a header says 项目 there, and is cut.
    """
    head = tuple((*text.headers, "", "")[:2])
    lines = [(str(row[1] or ""), str(row[2] or "")) for row in text.frame.iter_rows()] if text.frame.width > 2 else []
    has_title = plain_header(head[0]) in ("项目", "字段", "名称", "指标")
    return lines if has_title else [(head[0], head[1]), *lines]


def counted(typed: TypedRows, channel: Channel) -> ControlTotals:
    """Rows and sums of what was read, the rows in quarantine included: the sheet states the whole delivery."""
    sums = {name: int(typed.frame[name].sum() or 0) for name in channel.control.sums}
    return ControlTotals(typed.frame.height, sums)


def control_findings(declared: ControlTotals | None, typed: TypedRows, channel: Channel, rules: Rules) -> pl.DataFrame:
    """Rule 4. Cells that could not be read as amounts are counted in the sentence: they may be the difference.

    declared  None where no sheet came; the channel's owner decides whether a delivery may do without
    """
    if declared is None:
        return no_findings()
    rule, actual = rules[CONTROL_RULE], counted(typed, channel)
    found = []
    if declared.rows is not None and declared.rows != actual.rows:
        words = sentence(
            rule,
            Code.E_CONTROL_ROWS,
            declared=str(declared.rows),
            actual=str(actual.rows),
            difference=str((actual.rows or 0) - declared.rows),
        )
        found.append(Finding(FILE_ROW, rule.id, Code.E_CONTROL_ROWS.value, rule.severity.value, "", "", words))
    for name, stated in declared.sums.items():
        read = int(typed.frame[name].sum() or 0)
        if read != stated:
            words = sentence(
                rule,
                Code.E_CONTROL_SUM,
                label=channel.field(name).label,
                declared=in_yuan(stated),
                actual=in_yuan(read),
                difference=in_yuan(read - stated),
                detail=_unread(typed, name),
            )
            found.append(Finding(FILE_ROW, rule.id, Code.E_CONTROL_SUM.value, rule.severity.value, name, "", words))
    return finding_frame(found)


def in_yuan(fen: int) -> str:
    """Fen as yuan with both decimals and separators, exactly."""
    whole, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{whole:,}.{rest:02d}"


def _unread(typed: TypedRows, name: str) -> str:
    """A remark on cells of the column that are no amounts, and on rows that could not be read at all."""
    is_cell = (pl.col("field") == name) & pl.col("code").str.starts_with("E_AMOUNT")
    is_row = (pl.col("field") == "") & (pl.col("row") != FILE_ROW)
    count = typed.findings.filter(is_cell | is_row)["row"].n_unique()
    return f"另有 {count} 行的这一列无法读取。" if count else ""


def _bad(figure: str, where: str, number: int, cure: str) -> Problem:
    return Problem(f"读到“{figure}”。", f"{where} 第 {number} 行", cure)
