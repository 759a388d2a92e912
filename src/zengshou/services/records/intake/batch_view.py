"""One batch as a custodian sees it: its way, its totals to the fen, the rules it hit, its rows put aside, masked."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from zengshou.records.channels.channel import Channel
from zengshou.records.channels.mapping import map_columns
from zengshou.records.intake.findings import Severity
from zengshou.services.records.intake.channel_overview import TotalLine, total_lines
from zengshou.services.records.intake.import_batch import Intake
from zengshou.services.records.intake.masked_cells import masked_cell
from zengshou.store.register.delivery.batch_counts import event_counts, open_rows, persons_in, rule_counts
from zengshou.store.register.delivery.batches import Batch, Step, batch, batches, steps
from zengshou.store.register.delivery.quarantine import Aside, RowState, asides, opened_cells, state_counts

ROWS_A_PAGE = 50


@dataclass(frozen=True)
class RuleLine:
    """A rule of the batch with its words. rows  how many it was hit by"""

    rule: int
    label: str
    code: str
    severity: Severity
    rows: int


@dataclass(frozen=True)
class BatchView:
    """A batch, without a person in it. later  batches that correct it or bring its rows again"""

    batch: Batch
    channel: Channel
    steps: Sequence[Step]
    totals: Sequence[TotalLine]
    rules: Sequence[RuleLine]
    events: Sequence[tuple[str, int]]
    persons: int
    open: int
    later: Sequence[Batch]

    @property
    def receipt_number(self) -> str:
        """What the sender quotes: the beginning of the file's and of the rows' digest."""
        head = self.batch.head_digest[:16] or "未入库"
        return f"{self.batch.content_hash[:16]}-{head}"

    def label_of(self, name: str) -> str:
        """A total's name in words."""
        if name == "rows":
            return "行数"
        return self.channel.field(name).label if self.channel.has(name) else name


class PersonCounts:
    """How many persons a batch speaks of, counted once: 3 s for a million rows, which never change again."""

    def __init__(self) -> None:
        self._counted: dict[int, int] = {}

    def of(self, session: Session, batch: Batch) -> int:
        if not batch.state.is_final:
            return 0
        if batch.id not in self._counted:
            self._counted[batch.id] = persons_in(session, batch.id)
        return self._counted[batch.id]


def batch_view(intake: Intake, id: int, counts: PersonCounts) -> BatchView:
    """One batch. Raises  ProblemsFound: there is none of this number"""
    with intake.home.database.reading() as session:
        one = batch(session, id)
        lines = tuple(
            RuleLine(each.rule, intake.catalogue.rules[each.rule].label, each.code, Severity(each.severity), each.rows)
            for each in rule_counts(session, id)
        )
        later = [each for each in batches(session, one.channel) if id in (each.supersedes, each.supplements)]
        return BatchView(
            one,
            intake.catalogue.channel(one.channel),
            steps(session, id),
            total_lines(one),
            lines,
            tuple(event_counts(session, id).items()),
            counts.of(session, one),
            open_rows(session, id),
            later,
        )


@dataclass(frozen=True)
class MaskedCell:
    """One cell of a row put aside: its column, its text masked, and what is wrong with it where something is."""

    header: str
    text: str
    fault: str


@dataclass(frozen=True)
class AsideView:
    """One row put aside: what speaks against it, and its cells, masked."""

    row: int
    state: RowState
    findings: Sequence[Aside]
    cells: Sequence[MaskedCell]


@dataclass(frozen=True)
class QuarantinePage:
    """Some of a batch's rows.

    total   rows of the chosen state and rule
    states  how many rows of the batch are in each state
    rules   rule -> rows of the chosen state that it keeps out; a row may be kept out by several
    """

    batch: Batch
    channel: Channel
    rows: Sequence[AsideView]
    total: int
    page: int
    states: Mapping[RowState, int]
    rules: Mapping[int, int]

    @property
    def pages(self) -> int:
        return max(-(-self.total // ROWS_A_PAGE), 1)


def quarantine_page(
    intake: Intake, id: int, state: RowState | None, page: int, rule: int | None = None
) -> QuarantinePage:
    """Rows put aside, by their number in the file; the cells are opened and masked here.

    Raises  ProblemsFound: no such batch, or a sealed row was altered
    """
    with intake.home.database.reading() as session:
        one = batch(session, id)
        found, states = asides(session, id, state), state_counts(session, id)
    channel = intake.catalogue.channel(one.channel)
    by_row: dict[int, list[Aside]] = {}
    for aside in found:
        by_row.setdefault(aside.row, []).append(aside)
    rules = Counter(number for of_row in by_row.values() for number in {one.rule for one in of_row})
    if rule is not None:
        by_row = {row: of_row for row, of_row in by_row.items() if any(one.rule == rule for one in of_row)}
    shown = list(by_row.items())[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE]
    rows = tuple(
        AsideView(row, of_row[0].state, tuple(of_row), _cells(intake, channel, of_row)) for row, of_row in shown
    )
    return QuarantinePage(one, channel, rows, len(by_row), page, states, dict(sorted(rules.items())))


def _cells(intake: Intake, channel: Channel, findings: Sequence[Aside]) -> tuple[MaskedCell, ...]:
    cells = opened_cells(intake.home.keys, findings[0])
    headers = list(cells)
    fields = {place: name for name, place in map_columns(headers, channel).places.items()}
    faults: dict[str, str] = {}
    for finding in findings:
        faults[finding.field] = "；".join(filter(None, (faults.get(finding.field, ""), finding.message)))
    made = []
    for place, header in enumerate(headers):
        name = fields.get(place, "")
        field = channel.field(name) if name else None
        made.append(MaskedCell(header, masked_cell(cells[header], field), faults.get(name, "") if name else ""))
    return tuple(made)
