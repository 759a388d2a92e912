"""A fact: one amount that one source states of one person and one span of months. Facts are only ever added."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from zengshou.concepts.period import MonthIndex, month_name
from zengshou.concepts.problem import refuse

Level = Literal["gross", "net"]
Basis = Literal["accrual", "cash"]
FactKey = str
LARGEST_BATCH, LARGEST_ROW = 2**31 - 1, 2**63 - 1  # as the tables number them


@dataclass(frozen=True, slots=True)
class Fact:
    """One amount, as a source stated it; (batch, row, part) is its identity and its lineage.

    person       the reference given by the vault, never an identity number
    item         code of the item tree, e.g. `W.PAY`
    fen          signed; negative only for a reversal. Deductions (`T-.TAX`, `B.AGR.COST`) carry a positive amount:
                 the view knows the sign
    month_from, month_to   inclusive; an amount of several months is spread over them evenly
    native_id    the source's own key: a later batch that states it again replaces what it stated before
    payer        unified social credit code, "" where none is known
    reversal_of  native_id of the fact that this one takes back, "" otherwise
    household    True where the holder is the household of the person, as for farm income
    Raises       ProblemsFound where the span ends before it begins
    """

    batch: int
    row: int
    part: int
    person: int
    item: str
    fen: int
    month_from: MonthIndex
    month_to: MonthIndex
    level: Level
    basis: Basis
    channel: str
    native_id: str
    recorded_at: datetime
    payer: str = ""
    reversal_of: str = ""
    household: bool = False

    def __post_init__(self) -> None:
        if self.month_to < self.month_from:
            span = f"{month_name(self.month_from)} 至 {month_name(self.month_to)}"
            raise refuse(f"所属期止早于所属期起：{span}。", f"事实 {self.key}", "核对该行的所属期。")

    @property
    def key(self) -> FactKey:
        """How the fact is named in lineages and to people: batch/row/part."""
        return f"{self.batch}/{self.row}/{self.part}"

    @property
    def months(self) -> int:
        return self.month_to - self.month_from + 1


def read_key(text: str) -> tuple[int, int, int]:
    """Batch, row and part of a printed key.

    Raises  ProblemsFound for anything but three whole numbers
    """
    match = re.fullmatch("([0-9]{1,19})/([0-9]{1,19})/([0-9]{1,19})", text.strip())
    batch, row, part = (int(number) for number in match.groups()) if match else (-1, -1, -1)
    if not match or max(batch, part) > LARGEST_BATCH or row > LARGEST_ROW:
        raise refuse(f"无法识别的数据编号“{text[:40]}”。", "数据编号", "应写成“批次/行/序号”，如 12/345/1。")
    return batch, row, part
