"""The ledger as a workbook (台账表格): hand it out, read it back, show what would change, write it in one piece."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from zengshou.concepts.account import Account, Role
from zengshou.concepts.problem import Problem, forbid, refuse
from zengshou.plan.ledger.model import LedgerTask, Period
from zengshou.plan.offices import OfficeMode
from zengshou.services.plan.office_register import register_in
from zengshou.services.plan.plan_in_force import plan_in_force
from zengshou.services.supervision.ledger_book_changes import Change, Comparing, Comparison, Conflict
from zengshou.services.supervision.ledger_book_columns import BEIJING, REPORT_KEYS, filled_texts, report_in
from zengshou.services.supervision.ledger_book_export import book_bytes
from zengshou.services.supervision.ledger_book_marked import marked_bytes
from zengshou.services.supervision.ledger_book_names import BookNames
from zengshou.services.supervision.ledger_book_read import BOOK, ReadBook, read_book
from zengshou.services.supervision.ledger_book_record import FROM_HERE, ExportRecord
from zengshou.services.supervision.ledger_book_values import deadline_of
from zengshou.services.supervision.ledger_rights import Changed, office_filter
from zengshou.services.supervision.process_lamps import ProcessLamps
from zengshou.services.supervision.task_ledger import Draft, Particulars, TaskLedger
from zengshou.store.database.accounts import accounts
from zengshou.store.database.connection import Database
from zengshou.store.database.event_log import add_event, events_of
from zengshou.store.database.lamps import shown
from zengshou.store.database.ledger import tasks_of
from zengshou.store.database.ledger_tables import StoredTask

FILLERS = (Role.SUPERVISOR, Role.REPORTER)
NO_CHOICES: Mapping[str, str] = {}


@dataclass(frozen=True)
class BookPreview:
    """What a returned workbook would change. titles: code of a task -> its title"""

    record: ExportRecord
    comparison: Comparison
    titles: Mapping[str, str]

    @property
    def changes(self) -> tuple[Change, ...]:
        return self.comparison.changes

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        return self.comparison.conflicts

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The faults; while there is one, nothing is written."""
        return tuple(fault.problem for fault in self.comparison.faults)

    @property
    def notes(self) -> tuple[Problem, ...]:
        return self.comparison.notes


class _Joined(Database):
    """A database whose readers and writers all share one transaction, which its owner ends."""

    def __init__(self, database: Database, session: Session) -> None:
        self.engine, self._session = database.engine, session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        yield self._session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        yield self._session
        self._session.flush()


@dataclass(frozen=True)
class LedgerBook:
    """`now` gives a moment with its zone."""

    database: Database
    now: Callable[[], datetime]

    def export(self, who: Account, period: Period, mode: OfficeMode = OfficeMode.PRINTED) -> bytes:
        """What a person may see as a workbook; that it left is told in the history.

        mode    how the bodies are named; the sheets too are by body. Nothing else depends on it
        Raises  ProblemsFound: no right, no task to hand out, a quarter that has not begun
        """
        now = self.now()
        tasks = TaskLedger(self.database, self.now).tasks(who)
        self._check_period(period)
        if not tasks:
            raise refuse("没有可以导出的任务。", BOOK, "先由督查人员立项、交办。")
        with self.database.reading() as session:
            plan, register = plan_in_force(session, who.city), register_in(session, who.city)
        lamps = self._lamps(who, period)
        content = book_bytes(who, tasks, BookNames.of(plan, register.bodies(mode), mode), period, lamps, now)
        with self.database.writing() as session:
            told = {"period": str(period), "tasks": len(tasks), "bodies": mode.value}
            add_event(session, now, who.id, "export_book", "ledger", who.city, told)
        return content

    def preview(self, who: Account, content: bytes, choices: Mapping[str, str] = NO_CHOICES) -> BookPreview:
        """What the book would change if it were taken over now; nothing is written.

        choices  field of a conflict -> token of the version that a person has chosen
        Raises  ProblemsFound: no right to fill, not a book of this city's ledger
        """
        book = self._read(who, content)
        with self.database.reading() as session:
            comparison, tasks = self._compared(session, who, book, choices)
        return _preview(book, comparison, tasks)

    def confirm(self, who: Account, content: bytes, choices: Mapping[str, str], agreed: str) -> tuple[Change, ...]:
        """Write what the preview showed, in one transaction; the cells that were changed.

        agreed  the digest of the previewed changes
        Raises  Changed when it would no longer be the same, or a choice is wanting: nothing was written
        """
        book = self._read(who, content)
        with self.database.writing() as session:
            _lock(session, who.city)
            comparison, tasks = self._compared(session, who, book, choices)
            if comparison.faults or comparison.conflicts or digest_of(comparison) != agreed:
                raise Changed(Problem("台账在核对之后又有变化，或还有冲突没有选择，没有写入。", BOOK, "请重新核对。"))
            ledger = TaskLedger(_Joined(self.database, session), self.now)
            by_id = {task.id: task for task in tasks}
            for id in dict.fromkeys(change.task for change in comparison.changes):
                changes = [change for change in comparison.changes if change.task == id]
                _write(ledger, who, by_id[id], changes, book.record.period)
            told = {
                "digest": sha256(content).hexdigest(),
                "exported_at": book.record.exported_at.isoformat(),
                "cells": [[change.code, change.key] for change in comparison.changes],
                "choices": dict(choices),
            }
            if comparison.changes:
                add_event(session, self.now(), who.id, "import_book", "ledger", who.city, told)
        return comparison.changes

    def marked(self, who: Account, content: bytes) -> bytes:
        """The book with every doubtful cell coloured and explained. Raises  ProblemsFound, as `preview`"""
        book = self._read(who, content)
        with self.database.reading() as session:
            comparison, _ = self._compared(session, who, book, NO_CHOICES)
        return marked_bytes(book, comparison)

    def _lamps(self, who: Account, period: Period) -> Mapping[str, str]:
        """Id of a task -> the lamp last recorded for the period, as sign and word."""
        return {
            id: f"{record.lamp.colour.icon} {record.lamp.colour.label}"
            for id, records in ProcessLamps(self.database, self.now).of_city(who).items()
            for record in shown(records)
            if record.period == period
        }

    def _read(self, who: Account, content: bytes) -> ReadBook:
        if who.role not in FILLERS:
            raise forbid(f"{who.role.label}不能导入台账表格。", "请由督查人员或牵头单位导入。")
        book = read_book(content)
        if book.record.city != who.city:
            raise forbid("这本台账不是本市的。", FROM_HERE)
        self._check_period(book.record.period)
        return book

    def _check_period(self, period: Period) -> None:
        now = Period.of(self.now().astimezone(BEIJING).date())
        if (period.year, period.quarter) > (now.year, now.quarter):
            raise refuse(f"{period.label}还没有开始。", "季度", "请选择本季度或以前的季度。")

    def _compared(
        self, session: Session, who: Account, book: ReadBook, choices: Mapping[str, str]
    ) -> tuple[Comparison, Sequence[LedgerTask]]:
        tasks = tasks_of(session, who.city)
        office = office_filter(who)
        own = frozenset(task.id for task in tasks if not office or task.party_of(office))
        names = {account.id: account.name for account in accounts(session)}

        def author(task: LedgerTask, key: str) -> tuple[str, datetime]:
            return _author(session, task, key, book.record.period, names)

        by_id = {task.id: task for task in tasks}
        return Comparing(who, self.now(), book, by_id, own, author, choices).run(), tasks


def digest_of(comparison: Comparison) -> str:
    """Of exactly these changes, so that what is written is what was shown."""
    shown = [f"{each.task}\0{each.key}\0{each.before}\0{each.after}" for each in comparison.changes]
    return sha256("\1".join(shown).encode()).hexdigest()


def _preview(book: ReadBook, comparison: Comparison, tasks: Sequence[LedgerTask]) -> BookPreview:
    return BookPreview(book.record, comparison, {task.code: task.title for task in tasks})


def _lock(session: Session, city: str) -> None:
    """Hold the city's tasks to the end of the transaction, before anything is read: always in one order."""
    wanted = select(StoredTask).where(StoredTask.city == city).order_by(StoredTask.place)
    session.execute(wanted.with_for_update()).scalars().all()


def _author(
    session: Session, task: LedgerTask, key: str, period: Period, names: Mapping[str, str]
) -> tuple[str, datetime]:
    """Who wrote the ledger's present value of a cell, and when."""
    report = report_in(task, period)
    if key in REPORT_KEYS and report is not None:
        return names.get(report.filed_by, report.filed_by), report.filed_at
    events = list(events_of(session, "task", task.id))
    touching = [event for event in events if key in event.detail] or events
    if not touching:
        return "系统", task.changed_at
    return names.get(touching[-1].actor, touching[-1].actor), touching[-1].at


def _write(ledger: TaskLedger, who: Account, task: LedgerTask, changes: Sequence[Change], period: Period) -> None:
    """The changes of one task: its particulars, then the report of the period. Other fields stay to the letter."""
    new = {change.key: change.after for change in changes}
    revision = task.revision
    if new.keys() - set(REPORT_KEYS):
        deadline = deadline_of(new["deadline"]) if "deadline" in new else task.deadline
        particulars = Particulars(
            new.get("leader", task.leader),
            new.get("person", task.person),
            new.get("telephone", task.telephone),
            new.get("remark", task.remark),
            deadline,
        )
        ledger.describe(who, task.code, revision, particulars)
        revision = ledger.task(who, task.code).revision
    if new.keys() & set(REPORT_KEYS):
        after = filled_texts(task, period) | new
        draft = Draft(period, float(after["percent"]), after["progress"], after["problem"], after["next_step"])
        ledger.report(who, task.code, revision, draft)
