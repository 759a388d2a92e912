"""A Finding (疑点): one thing a register rule has to say about one row, with its cell and a sentence in Chinese."""

from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from enum import Enum

import polars as pl

from zengshou.records.identity.identifier import Caution, Fault
from zengshou.records.identity.uscc import CHECK_FAULT, LENGTH_FAULT, SIGNS_FAULT

FILE_ROW = 0  # the row of a finding about the whole file


class Severity(Enum):
    """What a finding does: B stops the row (or, in row 0, the file), C asks an officer, I only tells."""

    BLOCK = "B"
    CONFIRM = "C"
    INFORM = "I"

    @property
    def label(self) -> str:
        return {"B": "拦截", "C": "待确认", "I": "提示"}[self.value]


class Code(Enum):
    """What was found; the code is stable, the sentence may change."""

    E_AGREEMENT = "E_AGREEMENT"
    E_REPLAY = "E_REPLAY"
    E_HEADER = "E_HEADER"
    E_UNIT = "E_UNIT"
    E_ENCODING = "E_ENCODING"
    E_COLUMNS = "E_COLUMNS"
    E_MERGED = "E_MERGED"
    E_MISSING = "E_MISSING"
    E_TEXT = "E_TEXT"
    E_TEXT_FLOAT = "E_TEXT_FLOAT"
    E_FORMULA = "E_FORMULA"
    E_CODE = "E_CODE"
    E_NUMBER = "E_NUMBER"
    E_SHARE = "E_SHARE"
    E_PHONE = "E_PHONE"
    E_AMOUNT = "E_AMOUNT"
    E_AMOUNT_DECIMALS = "E_AMOUNT_DECIMALS"
    E_AMOUNT_RANGE = "E_AMOUNT_RANGE"
    E_MONTH = "E_MONTH"
    E_DATE = "E_DATE"
    E_SPAN = "E_SPAN"
    E_KEY_LONG = "E_KEY_LONG"
    E_CONTROL_ROWS = "E_CONTROL_ROWS"
    E_CONTROL_SUM = "E_CONTROL_SUM"
    E_ID_EMPTY = Fault.EMPTY.value
    E_ID_FLOAT = Fault.FLOAT.value
    E_ID_LENGTH = Fault.LENGTH.value
    E_ID_SIGNS = Fault.SIGNS.value
    E_ID_CHECKDIGIT = Fault.CHECK_DIGIT.value
    E_ID_DATE = Fault.DATE.value
    E_ID_FUTURE = Fault.FUTURE.value
    E_ID_AGE = Fault.AGE.value
    E_ID_KIND = Fault.KIND.value
    W_ID_CODE_UNKNOWN = Caution.CODE_UNKNOWN.value
    W_ID_CODE_NEWER = Caution.CODE_NEWER.value
    E_USCC_LENGTH = LENGTH_FAULT
    E_USCC_SIGNS = SIGNS_FAULT
    E_USCC_CHECKDIGIT = CHECK_FAULT
    E_USCC_INACTIVE = "E_USCC_INACTIVE"
    E_PERIOD_FUTURE = "E_PERIOD_FUTURE"
    E_PERIOD_OLD = "E_PERIOD_OLD"
    E_DUP_KEY = "E_DUP_KEY"
    E_ID_REUSED = "E_ID_REUSED"
    W_AFTER_DEATH = "W_AFTER_DEATH"
    W_AGE = "W_AGE"
    W_DOUBLE_INSURED = "W_DOUBLE_INSURED"
    W_BASES_APART = "W_BASES_APART"
    W_BASE_BEYOND = "W_BASE_BEYOND"
    W_INCOME_HIGH = "W_INCOME_HIGH"
    E_NEGATIVE = "E_NEGATIVE"
    W_TRANSFER_UNMATCHED = "W_TRANSFER_UNMATCHED"
    W_SHARES = "W_SHARES"
    W_CANCELLED_OWNED = "W_CANCELLED_OWNED"
    E_AUTHORISATION = "E_AUTHORISATION"
    W_BENEFITS_STACKED = "W_BENEFITS_STACKED"
    W_TWO_HOUSEHOLDS = "W_TWO_HOUSEHOLDS"
    W_STALE = "W_STALE"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding.

    row      the row's number in the file, as the sender's program shows it; 0 for the whole file
    rule     1 to 20, of the register rules
    field    the field's name, or ""
    cell     the cell's address ("B17"), or ""
    message  one sentence in Chinese, without the value of a sensitive field
    """

    row: int
    rule: int
    code: str
    severity: str
    field: str
    cell: str
    message: str


FINDING_SCHEMA = pl.Schema(
    {
        "row": pl.Int64,
        "rule": pl.Int64,
        "code": pl.String,
        "severity": pl.String,
        "field": pl.String,
        "cell": pl.String,
        "message": pl.String,
    }
)


def no_findings() -> pl.DataFrame:
    return FINDING_SCHEMA.to_frame()


def finding_frame(findings: Iterable[Finding]) -> pl.DataFrame:
    """Findings as a frame of FINDING_SCHEMA, in their order."""
    return pl.DataFrame([astuple(each) for each in findings], schema=FINDING_SCHEMA, orient="row")


def findings_of(frame: pl.DataFrame) -> Iterator[Finding]:
    """The rows of a frame of findings, one by one."""
    return (Finding(*row) for row in frame.select(FINDING_SCHEMA.names()).iter_rows())


def joined(*frames: pl.DataFrame) -> pl.DataFrame:
    """Frames of findings as one, by row of the file, then rule."""
    return pl.concat([no_findings(), *frames]).sort("row", "rule", "field", maintain_order=True)


def blocks_file(findings: pl.DataFrame) -> bool:
    """Whether a blocking rule on the whole file has fired."""
    return not findings.filter((pl.col("row") == FILE_ROW) & (pl.col("severity") == Severity.BLOCK.value)).is_empty()


def blocked_rows(findings: pl.DataFrame) -> pl.Series:
    """Numbers of the rows that go to quarantine, each once, ascending."""
    hits = findings.filter((pl.col("row") != FILE_ROW) & (pl.col("severity") == Severity.BLOCK.value))
    return hits["row"].unique().sort()


def split(rows: pl.DataFrame, findings: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(accepted, quarantined) of a frame with a column `row`: together every row, each once."""
    is_blocked = rows["row"].is_in(blocked_rows(findings).implode())
    return rows.filter(~is_blocked), rows.filter(is_blocked)
