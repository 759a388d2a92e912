"""ReleasedTable: a table that went through the gate. Nothing else makes one."""

from dataclasses import InitVar, dataclass
from enum import Enum

HIDDEN = "为保护调查对象，不公布"


class Mode(Enum):
    """What a table is for."""

    RELEASE = "release"  # goes out after two signatures
    DEMONSTRATION = (
        "demonstration"  # synthetic people, or a run on a city's own: same rules, no signature, not to be cited
    )

    @property
    def label(self) -> str:
        return {"release": "正式发布", "demonstration": "演示，未经签发"}[self.value]


@dataclass(frozen=True)
class Measure:
    """One column of numbers: `name` is stable, e.g. persons, mean, median."""

    name: str
    label: str
    unit: str


@dataclass(frozen=True)
class ReleasedCell:
    """One cell: its categories, and a rounded value for each measure, or nothing at all.

    A hidden cell says the same whatever rule hid it: to tell the small cells from those hidden to protect them helps
    an attacker. `values` holds None where one measure alone may not be shown (a quantile with few on one side).
    """

    labels: tuple[str, ...]
    is_hidden: bool
    values: tuple[float | None, ...] = ()

    @property
    def reason(self) -> str:
        return HIDDEN if self.is_hidden else ""


@dataclass(frozen=True)
class AuditResult:
    """What the attack on this table and all earlier ones found.

    linked      earlier releases audited together with this one
    targets     hidden sums that were attacked; programmes: linear programmes solved
    least_ratio the least width of an attacker's interval over the protection width, as far as it was followed
    """

    linked: tuple[str, ...]
    targets: int
    programmes: int
    least_ratio: float | None
    is_passed: bool


@dataclass(frozen=True)
class ReleasedTable:
    """A table fit to be shown.

    dimensions    names of the classifications, as the labels of the cells stand
    rules         version and fingerprint of the rules it was judged by; rules_in_words what they ask
    hidden_share  share of the cells that people can stand in and that are hidden
    notes         what was left out or merged on the way in, counted
    """

    title: str
    purpose: str
    area: str
    period: str
    vintage: str
    source: str
    dimensions: tuple[str, ...]
    measures: tuple[Measure, ...]
    cells: tuple[ReleasedCell, ...]
    rules: str
    rules_in_words: tuple[str, ...]
    audit: AuditResult
    mode: Mode
    is_synthetic: bool
    hidden_share: float
    notes: tuple[str, ...] = ()
    seal: InitVar[object] = None

    def __post_init__(self, seal: object) -> None:
        if seal is not SEAL:
            raise TypeError("a ReleasedTable is made by the release gate alone")
        if not self.audit.is_passed:
            raise TypeError("a table that failed its audit is not released")


# The gate and the reader of signed records hold it; a test of the house looks that nobody else imports it.
SEAL = object()
