"""What a returned workbook would change: cell by cell against the export, with the conflicts that a person decides."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from zengshou.concepts.account import Account, Role
from zengshou.concepts.problem import Problem
from zengshou.plan.ledger.model import LedgerTask
from zengshou.plan.ledger.stages import Action, Party, open_steps
from zengshou.services.supervision.ledger_book_columns import BY_KEY, REPORT_KEYS, Kind, filled_texts, shown
from zengshou.services.supervision.ledger_book_read import Fault, Place, ReadBook, ReadCell, ReadRow
from zengshou.services.supervision.ledger_book_values import Unreadable, is_falling, settled

SYSTEM = "system"


@dataclass(frozen=True)
class Version:
    """One value of a cell: who wrote it, when, where. token  what the page sends back when it is chosen"""

    token: str
    text: str
    author: str
    at: datetime
    where: str = ""


@dataclass(frozen=True)
class Change:
    """A cell of a task that is to be written."""

    task: str
    code: str
    key: str
    before: str
    after: str
    place: Place
    warning: str = ""

    @property
    def title(self) -> str:
        return BY_KEY[self.key].title


@dataclass(frozen=True)
class Conflict:
    """A cell with more than one new value. versions  the ledger's first, then those of the book

    closed  why the book's values cannot be taken over now; empty where they can
    """

    code: str
    key: str
    before: str
    versions: tuple[Version, ...]
    place: Place
    closed: str = ""

    @property
    def name(self) -> str:
        """The field of the form in which the choice comes back."""
        return f"choice.{self.code}.{self.key}"

    @property
    def title(self) -> str:
        return BY_KEY[self.key].title


@dataclass(frozen=True)
class Comparison:
    changes: tuple[Change, ...]
    conflicts: tuple[Conflict, ...]
    faults: tuple[Fault, ...]
    notes: tuple[Problem, ...]


@dataclass(frozen=True)
class _Claim:
    """A cell that was altered since the export."""

    key: str
    text: str
    cell: ReadCell


Author = Callable[[LedgerTask, str], tuple[str, datetime]]


@dataclass(frozen=True)
class Comparing:
    """One comparison. tasks: id -> every task of the city; own: ids of those this person may see

    author  who wrote the ledger's present value of a cell, and when
    """

    who: Account
    now: datetime
    book: ReadBook
    tasks: Mapping[str, LedgerTask]
    own: frozenset[str]
    author: Author
    choices: Mapping[str, str]

    def run(self) -> Comparison:
        changes: list[Change] = []
        conflicts: list[Conflict] = []
        faults = list(self.book.faults)
        notes = list(self.book.notes)
        by_task: dict[str, list[ReadRow]] = {}
        for row in self.book.rows:
            by_task.setdefault(row.id, []).append(row)
        for id, rows in by_task.items():
            unknown = self._unknown(rows[0])
            if unknown is not None:
                faults.append(unknown)
                continue
            notes += [note for row in rows for note in self._locked_edits(row)]
            claims, unread = self._claims(rows)
            denied = self._denied(self.tasks[id], claims)
            faults += denied or unread
            if not denied:
                found, asked = self._decided(self.tasks[id], claims)
                barred = self._report_faults(self.tasks[id], rows[0], found)
                faults += barred
                changes += [change for change in found if not barred or change.key not in REPORT_KEYS]
                conflicts += asked
        return Comparison(tuple(changes), tuple(conflicts), tuple(faults), tuple(notes))

    def _unknown(self, row: ReadRow) -> Fault | None:
        place = row.id_place
        if row.id not in self.tasks:
            return Fault(
                Problem("任务标识不是本市台账中的任务。", place.where, "请恢复原来的标识，或删去这一行。"), place
            )
        if row.id not in self.book.record.rows:
            told = Problem("这一行不是本册导出的，无法核对改动。", place.where, "请在它原来的表中填写。")
            return Fault(told, place)
        return None

    def _locked_edits(self, row: ReadRow) -> list[Problem]:
        """Cells that were altered though they are not read: told, and left as they are."""
        base = self.book.record.rows[row.id]
        return [
            Problem(f"“{BY_KEY[key].title}”不由表格导入，改动未采用。", cell.place.where)
            for key, cell in row.cells.items()
            if BY_KEY[key].kind is Kind.LOCKED and cell.text != base.values.get(key, "")
        ]

    def _claims(self, rows: Sequence[ReadRow]) -> tuple[list[_Claim], list[Fault]]:
        """The altered cells of a task's rows, and those that cannot be read."""
        claims, faults = [], []
        for row in rows:
            base = self.book.record.rows[row.id].values
            for key, cell in row.cells.items():
                if not BY_KEY[key].kind.is_filled or cell.text == base.get(key, ""):
                    continue
                try:
                    text = settled(key, cell.text)
                except Unreadable as error:
                    faults.append(Fault(Problem(f"{error}。", cell.place.where), cell.place))
                    continue
                if text != base.get(key, ""):
                    claims.append(_Claim(key, text, cell))
        return claims, faults

    def _denied(self, task: LedgerTask, claims: Sequence[_Claim]) -> list[Fault]:
        """Cells that are not this person's to fill."""
        faults = []
        for claim in claims:
            ground = self._ground(task, BY_KEY[claim.key].kind)
            if ground:
                faults.append(Fault(Problem(ground, claim.cell.place.where, "请恢复原值。"), claim.cell.place))
        return faults

    def _ground(self, task: LedgerTask, kind: Kind) -> str:
        """Why a person may not fill a cell of this kind; empty where they may."""
        if self.who.role is Role.SUPERVISOR:
            return "进展由牵头单位填报，督查人员不能代填。" if kind is Kind.REPORT else ""
        if task.id not in self.own or task.party_of(self.who.office) is None:
            return "这不是本单位的任务，不能填写。"
        if task.party_of(self.who.office) is not Party.LEAD:
            return "配合单位不能填写，由牵头单位填写。"
        return "完成时限只能由督查机构调整。" if kind is Kind.DEADLINE else ""

    def _decided(self, task: LedgerTask, claims: Sequence[_Claim]) -> tuple[list[Change], list[Conflict]]:
        """Claims that nothing speaks against, or that a person has chosen; and those that still wait for a choice."""
        changes, conflicts = [], []
        current = filled_texts(task, self.book.record.period)
        by_key: dict[str, list[_Claim]] = {}
        for claim in claims:
            by_key.setdefault(claim.key, []).append(claim)
        for key, held in by_key.items():
            claim = held[0]
            exported = self.book.record.rows[task.id].values.get(key, "")
            texts = dict.fromkeys(each.text for each in held)
            if tuple(texts) == (current[key],):
                continue  # the ledger says the same by now
            is_moved = shown(task.code, BY_KEY[key], current[key]) != exported
            if len(texts) > 1 or is_moved:
                conflict = self._conflict(task, key, held, current[key])
                token = self.choices.get(conflict.name, "")
                chosen = next((each for each in conflict.versions if each.token == token), None)
                if chosen is None:
                    conflicts.append(conflict)
                    continue
                if chosen.text == current[key]:
                    continue
                claim = next(each for each in held if each.text == chosen.text)
            warning = "低于已审核通过的比例" if key == "percent" and is_falling(task, claim.text) else ""
            changes.append(Change(task.id, task.code, key, current[key], claim.text, claim.cell.place, warning))
        return changes, conflicts

    def _conflict(self, task: LedgerTask, key: str, held: Sequence[_Claim], current: str) -> Conflict:
        """The values side by side. Tokens hold for exactly these values: a later one asks again."""
        seen = sha256("\0".join([current, *(each.text for each in held)]).encode()).hexdigest()[:16]
        author, at = self.author(task, key)
        versions = [Version(f"{SYSTEM}:{seen}", current, author, at)]
        for claim in {each.text: each for each in reversed(held)}.values():
            if claim.text != current:
                number = held.index(claim)
                place = claim.cell.place
                versions.append(Version(f"{number}:{seen}", claim.text, self._author(place), self.now, place.where))
        closed = self._closed(task) if BY_KEY[key].kind is Kind.REPORT else ""
        exported = self.book.record.rows[task.id].values.get(key, "")
        return Conflict(task.code, key, exported, tuple(versions), held[0].cell.place, closed)

    def _author(self, place: Place) -> str:
        """Who stands for a value of the book; a supervisor brings in what the bodies wrote on their sheets."""
        return f"{place.sheet}（{self.who.name}导入）" if self.who.role is Role.SUPERVISOR else self.who.name

    def _closed(self, task: LedgerTask) -> str:
        """Why no report can be filed now; empty where one can."""
        is_open = any(step.action is Action.REPORT for step in open_steps(task.stage, Party.LEAD))
        return "" if is_open else f"任务处于“{task.stage.label}”，现在不能反馈进展。"

    def _report_faults(self, task: LedgerTask, row: ReadRow, changes: Sequence[Change]) -> list[Fault]:
        """Whether the altered cells of progress make a report that can be filed."""
        altered = {change.key: change for change in changes if change.key in REPORT_KEYS}
        if not altered:
            return []
        closed = self._closed(task)
        if closed:
            return [
                Fault(Problem(closed, change.place.where, "请恢复原值，待可以反馈时再填。"), change.place)
                for change in altered.values()
            ]
        current = filled_texts(task, self.book.record.period)
        progress = altered["progress"].after if "progress" in altered else current["progress"]
        if not progress:
            place = row.cells["progress"].place if "progress" in row.cells else row.id_place
            told = "没有填写本期进展，其余进展栏不能单独提交。"
            return [Fault(Problem(told, place.where, "请写明做了什么、到什么程度。"), place)]
        return []
