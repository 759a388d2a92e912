"""The table that stands under every figure, and the badges that travel with a figure."""

from dataclasses import dataclass
from enum import Enum

from zengshou.concepts.citation import Status
from zengshou.concepts.estimate import Estimate, FigureKind
from zengshou.faces.amounts import Quantity, Span, Value, quantity_of


class Badge(Enum):
    """A word beside a figure that says how far it may be trusted. The value is the text and the key of its English."""

    SYNTHETIC = "合成数据"
    UNVERIFIED = "待核实"
    SCENARIO = "情景值"
    REQUIRED = "必须由本地填写"
    SOURCED = "已核实"
    SURVEY = "调查"
    REGISTER = "登记"
    MODEL = "模拟"
    GROUPED = "分组推算"
    EXTERNAL = "公布数"

    @property
    def tone(self) -> str:
        """The class of the badge on a page; the word itself carries the meaning."""
        return self.name.lower()


STATUS_BADGES = {
    Status.UNVERIFIED: Badge.UNVERIFIED,
    Status.SCENARIO: Badge.SCENARIO,
    Status.REQUIRED: Badge.REQUIRED,
    Status.SOURCED: Badge.SOURCED,
}


def kind_badge(kind: FigureKind) -> Badge:
    return Badge[kind.name]


def badges_of(estimate: Estimate) -> tuple[Badge, ...]:
    """What a reader must know of a figure: its kind, whether it is synthetic, and a status that is not settled."""
    found = [kind_badge(estimate.kind)]
    if estimate.is_synthetic:
        found.append(Badge.SYNTHETIC)
    if estimate.status is not Status.SOURCED:
        found.append(STATUS_BADGES[estimate.status])
    return tuple(found)


@dataclass(frozen=True)
class Cell:
    """One cell: the raw value and how to write it. A tuple is an interval (low, high)."""

    value: Value
    quantity: Quantity = Quantity.TEXT
    badges: tuple[Badge, ...] = ()
    is_signed: bool = False

    @property
    def is_number(self) -> bool:
        return self.quantity is not Quantity.TEXT


@dataclass(frozen=True)
class Table:
    """Rows of cells under named columns; the first column names the row."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def is_number_column(self, index: int) -> bool:
        """True when any cell of the column holds a number: such columns stand right."""
        return any(row[index].is_number for row in self.rows)

    def is_span_column(self, index: int) -> bool:
        """True when the column holds intervals, which a workbook splits in two columns."""
        return any(isinstance(row[index].value, tuple) for row in self.rows)


def text(value: str, badges: tuple[Badge, ...] = ()) -> Cell:
    return Cell(value, Quantity.TEXT, badges)


def change(value: float | None, quantity: Quantity) -> Cell:
    """A difference: written with its sign."""
    return Cell(value, quantity, is_signed=True)


def of(estimate: Estimate | None, quantity: Quantity | None = None, is_signed: bool = False) -> Cell:
    """The value of an Estimate; its reason in words where it has none."""
    if estimate is None:
        return text("")
    if estimate.value is None:
        return text(estimate.reason)
    return Cell(estimate.value, quantity or quantity_of(estimate.unit), is_signed=is_signed)


def interval(estimate: Estimate | None, quantity: Quantity | None = None) -> Cell:
    """The stored limits of an Estimate."""
    if estimate is None:
        return Cell((None, None), quantity or Quantity.PLAIN)
    limits: Span = (estimate.ci_low, estimate.ci_high)
    return Cell(limits, quantity or quantity_of(estimate.unit))
