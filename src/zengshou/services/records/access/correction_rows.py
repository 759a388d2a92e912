"""更正申请里的记录: the row that a request is about, as its source stated it then, and the version that stands now."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from zengshou.concepts.account import Account
from zengshou.concepts.period import month_name
from zengshou.concepts.problem import refuse
from zengshou.records.access.context import AccessContext
from zengshou.records.access.minimum import BY_FIELD, Dataset
from zengshou.records.income.explain import yuan
from zengshou.services.records.access.corrections import PURPOSE
from zengshou.services.records.access.look import case_context
from zengshou.store.register.access.authorisations import areas_of
from zengshou.store.register.access.corrections import Correction, correction, kept_row
from zengshou.store.register.access.scope import Scope, open_scope
from zengshou.store.register.persons.person_reads import PersonReads

KEY = ("batch", "row", "part")
SOURCE = ("channel", "native_id")  # what tells the versions of one row from other rows
MONTHS = ("month_from", "month_to")
WORDS = {"gross": "税前", "net": "税后", "accrual": "权责发生", "cash": "实际收付"}


@dataclass(frozen=True)
class Version:
    """One version of a row. lines  label and text of each column;  is_asked  whether the request is about this one"""

    key: str
    lines: Sequence[tuple[str, str]]
    is_asked: bool


@dataclass(frozen=True)
class RequestedRow:
    """A request and the versions of its row, the one asked about first; one alone where nothing replaced it."""

    request: Correction
    versions: Sequence[Version]

    @property
    def newer(self) -> str:
        """The key with which the request may be closed; "" as long as its source sent no other version."""
        return next((each.key for each in self.versions if not each.is_asked), "")


@dataclass(frozen=True)
class CorrectionRows:
    """Reads through the gate, for the purpose of handling; each look is in the log. `now` with its zone."""

    reads: PersonReads
    now: Callable[[], datetime]

    def of(self, by: Account, id: str) -> RequestedRow:
        """The row of a request. Raises  Forbidden, NoSuchPerson: no right for its person; ProblemsFound: no request"""
        gate = self.reads.gate
        context = case_context(gate.purposes, by, PURPOSE, id, self.now())
        with gate.database.reading() as session:
            open_scope(session, Scope(by.id), gate.sealer)
            open_scope(session, Scope(by.id, areas_of(session, context)), gate.sealer)
            found = correction(session, id)
            kept = None if found is None else kept_row(session, found.dataset, found.fact)
        if found is None:
            raise refuse(f"没有编号为“{id[:40]}”的更正申请。", "更正申请", "请核对编号。")
        now = self._rows(context, found, None)
        asked = [row for row in now if _key(row) == found.fact]
        if not asked and kept is not None:  # its batch was replaced as a whole since
            asked = [row for row in self._rows(context, found, kept.published_at) if _key(row) == found.fact]
        newer = [row for row in now if asked and _replaces(row, asked[0])]
        return RequestedRow(found, [_version(found, row) for row in (*asked, *newer)])

    def _rows(self, context: AccessContext, found: Correction, at: datetime | None) -> Sequence[Mapping[str, object]]:
        read: Mapping[Dataset, Callable[..., pl.DataFrame]] = {
            Dataset.INCOME: self.reads.incomes,
            Dataset.ASSET: self.reads.assets,
            Dataset.STATUS: self.reads.statuses,
        }
        return read[found.dataset](context, (found.person,), known_at=at).to_dicts()


def _key(row: Mapping[str, object]) -> str:
    return "/".join(str(row[name]) for name in KEY)


def _replaces(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    is_same = all(one[name] == other[name] for name in (*SOURCE, "part"))
    return is_same and str(one["recorded_at"]) > str(other["recorded_at"])


def _version(found: Correction, row: Mapping[str, object]) -> Version:
    shown = [name for name in row if name not in (*KEY, "person")]
    labels = {name: BY_FIELD[f"{found.dataset.value}.{name}"].label.removesuffix("（分）") for name in shown}
    lines = [(labels[name], _text(name, row[name])) for name in shown]
    return Version(_key(row), lines, _key(row) == found.fact)


def _text(name: str, value: object) -> str:
    if value is None or value == "":
        return "—"
    if name == "fen":
        return f"{yuan(int(str(value)))} 元"
    if name in MONTHS:
        return month_name(int(str(value)))
    return value.isoformat()[:10] if isinstance(value, date) else WORDS.get(str(value), str(value))
